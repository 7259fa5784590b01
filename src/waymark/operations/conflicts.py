"""Two people editing the same thing: the second is told what the first changed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from waymark.audit.models import Event
from waymark.kernel.refusals import Refused
from waymark.kernel.words import plain_number


@dataclass(frozen=True, slots=True)
class Change:
    """One field that somebody else changed since the page was opened."""

    field: str
    label: str
    before: str
    after: str
    by: str
    at: datetime


def changed(field: str, label: str, before: object, after: object) -> dict | None:
    """A change as history keeps it, in words; None when nothing changed."""
    if before == after:
        return None
    return {"field": field, "label": label, "before": shown(before), "after": shown(after)}


def changed_link(
    field: str, label: str, before: tuple[UUID | None, str], after: tuple[UUID | None, str]
) -> dict | None:
    """A change of who or what is meant, by id and name: two of the same name are two."""
    if before[0] == after[0]:
        return None
    return {"field": field, "label": label, "before": before[1], "after": after[1]}


def shown(value: object) -> str:
    """A value as history shows it: Yes and No, nothing for nothing."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        return plain_number(value)
    return "" if value is None else str(value)


def changes_of(*candidates: dict | None) -> list[dict]:
    """Those that really changed."""
    return [one for one in candidates if one]


def refuse_if_changed(code: str, *, seen: int | None, now: int, events) -> None:
    """Refuse with what others changed since version `seen`; `None` means that the caller saw the
    present one.
    """
    if seen is None or seen == now:
        return
    found = [
        Change(
            change["field"],
            change["label"],
            change["before"],
            change["after"],
            event.content.actor_name,
            event.at,
        )
        for event in events.select_related("content").order_by("id")
        if event.content.data.get("version", 0) > seen
        for change in event.content.data.get("changes", [])
    ]
    raise Refused(
        code,
        "Somebody else changed this while you had it open. Check what changed, then save again",
        details=found,
    )


def events_of(**which: object):
    """The events of one record, save those whose content is erased."""
    return Event.objects.filter(content__isnull=False, **which)
