"""What each row asks for: addresses of pages by person. Runs with the application's settings.

Fixed by the data: the same data give the same addresses, so that two runs can be compared.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from bench.measures.people import Person
from waymark.kernel.london import day_of
from waymark.participants.models import Participant
from waymark.participants.queries import participants_of
from waymark.people.queries import groups_in_scope
from waymark.trackers.lists import ROWS_A_PAGE
from waymark.trackers.models import Tracker
from waymark.trackers.queries import trackers_of
from waymark.trackers.types import initial_statuses, open_statuses

PAGES_A_PERSON = 25
EVENTS = 50
THEIR_OWN = frozenset({"list-open"})
SHORTEST = 5  # letters, for a name to be mistyped
Lane = list[dict[str, Any]]


def lanes_of(key: str, people: Iterable[Person]) -> list[Lane]:
    """A lane of requests for each person for whom the row has anything to show. Of people who see
    the same groups it is chosen once, but for what is their own.
    """
    chosen: dict[Any, list[str]] = {}
    found = []
    for one in people:
        scope = one.staff.pk if key in THEIR_OWN else one.actor.group_ids
        if scope not in chosen:
            chosen[scope] = ADDRESSES[key](one)
        found.append([one.asks(path) for path in chosen[scope]])
    return [lane for lane in found if lane]


def _list(**asked: Any) -> str:
    return f"/trackers/?{urlencode(asked, doseq=True)}"


def my_open(one: Person) -> list[str]:
    if not trackers_of(one.actor).filter(assignee_id=one.actor.id).exists():
        return []
    return [_list(assignee="me", status=open_statuses())]


def filtered(one: Person) -> list[str]:
    """What the busiest assignees have that is new, of the last ninety days."""
    statuses, today = initial_statuses(), day_of(timezone.now())
    busiest = (
        trackers_of(one.actor)
        .filter(status__in=statuses, assignee__isnull=False)
        .order_by()
        .values_list("assignee_id")
        .annotate(many=Count("id"))
        .order_by("-many", "assignee_id")[:5]
    )
    days = {"from": _typed(today - timedelta(days=90)), "to": _typed(today)}
    return [_list(assignee=assignee, status=statuses, **days) for assignee, _ in busiest]


def by_group(one: Person) -> list[str]:
    groups = groups_in_scope(one.actor).order_by("path").values_list("id", flat=True)[:5]
    return [_list(group=group) for group in groups]


def last_page(one: Person) -> list[str]:
    """As the link Next leads there: after the tracker that stands before the last page."""
    oldest = trackers_of(one.actor).order_by("created_at", "number")
    before = oldest.values_list("number", flat=True)[ROWS_A_PAGE : ROWS_A_PAGE + 1]
    return [_list(after=number) for number in before]


def reference(one: Person) -> list[str]:
    return [row.reference for row in _people_with_trackers(one)]


def rare_name(one: Person) -> list[str]:
    """Surnames that few people have, of participants in scope who have trackers."""
    return _surnames(one, rarest=True)


def two_letters(one: Person) -> list[str]:
    return sorted({name[:2].lower() for name in _surnames(one, rarest=False)})


def common_name(one: Person) -> list[str]:
    return _surnames(one, rarest=False)


def typing_slip(one: Person) -> list[str]:
    """Two letters changed places, and nobody is called that."""
    slips = [_slip(name) for name in _surnames(one, rarest=False) if len(name) >= SHORTEST]
    return [one for one in slips if not _anybody_is_called(one)]


def participants(_one: Person) -> list[str]:
    return ["/participants/"]


def profiles(one: Person) -> list[str]:
    return [f"/participants/{row.id}/" for row in _people_with_trackers(one)]


def plans(one: Person) -> list[str]:
    return [f"/participants/{row.id}/action-plan/" for row in _people_with_trackers(one)]


def trackers(one: Person) -> list[str]:
    """Trackers whose history is nearest to fifty entries."""
    ids = [row.id for row in _newest_trackers(one, 2000)]
    many = dict.fromkeys(ids, 0) | _events_of(ids)
    nearest = sorted(many, key=lambda tracker: (abs(many[tracker] - EVENTS), tracker))
    return [f"/trackers/{tracker}/" for tracker in nearest[:PAGES_A_PERSON]]


def home(_one: Person) -> list[str]:
    return ["/"]


def _searched(page: str, words: Callable[[Person], list[str]]) -> Callable[[Person], list[str]]:
    return lambda one: [f"/{page}/?{urlencode({'q': word})}" for word in words(one)]


WORDS = {
    "reference": reference,
    "rare": rare_name,
    "two-letters": two_letters,
    "common": common_name,
    "slip": typing_slip,
}
ADDRESSES: dict[str, Callable[[Person], list[str]]] = {
    "list-open": my_open,
    "list-filtered": filtered,
    "list-group": by_group,
    "list-last": last_page,
    **{f"search-{kind}": _searched("trackers", words) for kind, words in WORDS.items()},
    **{f"find-{kind}": _searched("participants", words) for kind, words in WORDS.items()},
    "participants": participants,
    "profile": profiles,
    "plan": plans,
    "tracker": trackers,
    "home": home,
}


def _typed(day: Any) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _newest_trackers(one: Person, at_most: int) -> list[Tracker]:
    """Of participants whose record is open: a restricted one asks first why."""
    found = trackers_of(one.actor).filter(participant__is_restricted=False)
    return list(found.order_by("-created_at", "-number").only("id", "participant_id")[:at_most])


def _people_with_trackers(one: Person) -> list[Participant]:
    if one.actor.group_ids not in _with_trackers:
        _with_trackers[one.actor.group_ids] = _participants_with_trackers(one)
    return _with_trackers[one.actor.group_ids]


_with_trackers: dict[frozenset[UUID], list[Participant]] = {}  # four rows ask for the same people


def _participants_with_trackers(one: Person) -> list[Participant]:
    ids = {row.participant_id for row in _newest_trackers(one, 4 * PAGES_A_PERSON)}
    found = participants_of(one.actor).filter(id__in=ids, is_restricted=False)
    return list(found.order_by("reference")[:PAGES_A_PERSON])


def _surnames(one: Person, *, rarest: bool) -> list[str]:
    """The five rarest, or commonest, in the installation of the participants in scope."""
    ids = {row.participant_id for row in _newest_trackers(one, 400)}
    names = participants_of(one.actor).filter(id__in=ids).order_by()
    theirs = list(names.values_list("last_name", flat=True).distinct())
    many = (
        Participant.objects.filter(last_name__in=theirs)
        .order_by()
        .values_list("last_name")
        .annotate(many=Count("id"))
        .order_by("many" if rarest else "-many", "last_name")
    )
    return [name for name, _ in many[:5]]


def _slip(name: str) -> str:
    return name[0] + name[2] + name[1] + name[3:]


def _anybody_is_called(word: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM participants_participant"
            " WHERE search_text LIKE '%%' || waymark_search_text(%s) || '%%')",
            [word],
        )
        return bool(cursor.fetchone()[0])


def _events_of(ids: list[Any]) -> dict[Any, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tracker_id, count(*) FROM audit_event WHERE tracker_id = ANY(%s) GROUP BY 1",
            [ids],
        )
        return dict(cursor.fetchall())
