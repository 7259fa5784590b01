"""What a person at a command line asks an export for, in their words."""

from collections.abc import Iterable
from datetime import date

from waymark.kernel.refusals import Refused
from waymark.kernel.words import read_day
from waymark.people.models import Staff
from waymark.trackers.lists import TrackerFilter
from waymark.trackers.types import every_status

NOBODY = "nobody"


def filter_from_words(
    *, statuses: Iterable[str] = (), assignee: str = "", from_day: str = "", to_day: str = ""
) -> TrackerFilter:
    """The filter for what was typed: statuses by name, an assignee's address or *nobody*, and the
    London days between which a tracker was created, both in.

    Refused with `export.unknown_status`, `export.unknown_assignee`, `export.wrong_date` and
    `export.wrong_range`.
    """
    person = assignee.strip().lower()
    first, last = _day("from", from_day), _day("to", to_day)
    if first and last and last < first:
        raise Refused("export.wrong_range", "The range must not end before it begins", field="to")
    return TrackerFilter(
        statuses=frozenset(_status(word) for words in statuses for word in words.split(",")),
        unassigned=person == NOBODY,
        assignee_id=None if person in {"", NOBODY} else _person(person).id,
        from_day=first,
        to_day=last,
    )


def _status(word: str) -> str:
    known = {status.label.lower(): code for code, status in every_status().items()}
    known |= {code: code for code in every_status()}
    if (code := known.get(word.strip().lower())) is None:
        labels = ", ".join(status.label for status in every_status().values())
        raise Refused("export.unknown_status", f"There is no status {word!r}. There are {labels}")
    return code


def _person(email: str) -> Staff:
    if (person := Staff.objects.filter(email=email).first()) is None:
        raise Refused(
            "export.unknown_assignee", f"Nobody here has the address {email}", field="assignee"
        )
    return person


def _day(name: str, typed: str) -> date | None:
    try:
        return read_day(typed) if typed else None
    except ValueError as unread:
        raise Refused("export.wrong_date", f"--{name} {typed}: {unread}", field=name) from unread
