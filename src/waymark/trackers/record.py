"""What a tracker's page shows beside the tracker. The callers checked that the actor may see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.people.models import Staff
from waymark.people.policy import Role
from waymark.people.queries import staff_with_access
from waymark.reads.words import search_words, spelled
from waymark.reads.worked_out import worked_out
from waymark.trackers.models import FileKind, Tracker

FILE_KINDS: dict[str, str] = {kind.value: str(kind.label) for kind in FileKind}
PAPERWORK = FileKind.DMA_PAPERWORK.value
PEOPLE_LISTED = 50


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file on a tracker, or one that somebody uploaded for it and has not saved yet."""

    id: UUID
    name: str
    size: int
    kind: str
    scan: str
    is_held: bool
    is_infected: bool
    by: str
    at: datetime

    @property
    def is_paperwork(self) -> bool:
        """Whether it is of the kind that is needed where paperwork was raised."""
        return self.kind == FileKind.DMA_PAPERWORK


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a tracker in the order they were added; `staged` are the actor's own."""

    attached: Sequence[FileLine] = ()
    staged: Sequence[FileLine] = ()


def files_of_tracker(tracker: Tracker, *, staged_by: Actor | None = None) -> Files:
    """The files on a tracker and, for somebody who edits, those they have not saved yet."""
    documents = _documents_of(
        tracker_id=tracker.id,
        participant_id=tracker.participant_id,
        staged_by=staged_by.id if staged_by else None,
    )
    attached, staged = [], []
    for document in documents:
        if document.attached_at is None:
            staged.append(_staged(document))
        else:
            attached.append(_attached(document))
    return Files(attached, staged)


@worked_out
def _documents_of(
    *, tracker_id: UUID, participant_id: UUID, staged_by: UUID | None
) -> QuerySet[Document]:
    wanted = Q(tracker_link__tracker_id=tracker_id, tracker_link__removed_at=None)
    if staged_by:
        wanted |= Q(staged_for=tracker_id, uploaded_by_id=staged_by, attached_at=None)
    return (
        Document.objects.filter(wanted, participant_id=participant_id)
        .select_related("tracker_link")
        .order_by("uploaded_at", "name", "id")
    )


def _attached(document: Document) -> FileLine:
    link = document.tracker_link
    return _line(document, link.id, link.kind, link.added_by, link.added_at)


def _staged(document: Document) -> FileLine:
    return _line(document, document.id, document.staged_kind, "", document.uploaded_at)


def _line(document: Document, one: UUID, kind: str, by: str, at: datetime) -> FileLine:
    return FileLine(
        id=one,
        name=document.name,
        size=document.size,
        kind=kind,
        scan=document.get_scan_state_display(),
        is_held=document.is_held,
        is_infected=document.is_infected,
        by=by,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be given a tracker, and whether they may edit it."""

    id: UUID
    name: str
    email: str
    may_edit: bool
    has_access: bool = True


@dataclass(frozen=True, slots=True)
class People:
    """Those who can be chosen. `are_all` is false when there are more: ask for words."""

    listed: Sequence[Person] = field(default=())
    are_all: bool = True


def people_for(tracker: Tracker, *, words: str = "", always: Collection[UUID] = ()) -> People:
    """Active staff with access to a tracker's participant: all of them when they fit in a list,
    else those whose name or address holds the words, and some always.
    """
    participant = tracker.participant
    access = staff_with_access(participant.group, restricted_to=participant.restricted_to)
    matching = access
    for word in search_words(words):
        matching = matching.annotate(spelled=spelled("name", "email")).filter(
            spelled__contains=word
        )
    kept = Case(When(id__in=list(always), then=Value(0)), default=Value(1))
    wanted = access.filter(Q(id__in=matching.order_by().values("id")) | Q(id__in=list(always)))
    found = list(
        wanted.annotate(kept=kept)
        .order_by("kept", "name", "email")
        .values_list("id", "name", "email", "roles")[: PEOPLE_LISTED + 1]
    )
    people = [_person(*values) for values in found]
    if len(people) <= PEOPLE_LISTED:
        return People(sorted(people, key=_by_name), are_all=not words)
    listed = people[:PEOPLE_LISTED] if words else [one for one in people if one.id in set(always)]
    return People(sorted(listed, key=_by_name), are_all=False)


def people_without_access(ids: Collection[UUID]) -> Sequence[Person]:
    """Members of staff who are named already but could not be chosen anew."""
    found = Staff.objects.filter(id__in=list(ids)).values_list("id", "name", "email", "roles")
    return [_person(*values, has_access=False) for values in found]


def _person(
    one: UUID, name: str, email: str, roles: Sequence[str], *, has_access: bool = True
) -> Person:
    return Person(one, name, email, Role.TRACKERS_EDIT in roles, has_access)


def _by_name(person: Person) -> tuple[str, str]:
    return (person.name.casefold(), person.email)
