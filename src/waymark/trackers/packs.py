"""Evidence packs: what may be chosen, what was chosen, and the packs that a tracker has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from waymark.documents.models import Document
from waymark.kernel.refusals import NotFound
from waymark.plans.notice_queries import NoticeSeen
from waymark.trackers.models import FileKind, Note, Pack, Tracker, TrackerFile

SHOWN_AS_PAGES = frozenset({"image/jpeg", "image/png"})
PICTURES_ONLY_ATTACHED = frozenset({"image/heic"})
LARGEST_PACK = 150_000_000  # octets of all files together; more is no longer a file to be sent


@dataclass(frozen=True, slots=True)
class PackChoices:
    """What goes into a pack: these notes, every file but those left out, what pictures show, and
    whether private details of a good reason are told.
    """

    notes: frozenset[UUID] = frozenset()
    left_out: frozenset[UUID] = frozenset()
    descriptions: Mapping[UUID, str] = field(default_factory=dict)
    private: bool = False

    def as_data(self) -> dict[str, Any]:
        """As plain values, always in the same order."""
        return {
            "notes": sorted(map(str, self.notes)),
            "left_out": sorted(map(str, self.left_out)),
            "descriptions": {str(one): said for one, said in sorted(self.descriptions.items())},
            "private": self.private,
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "PackChoices":
        """What was stored."""
        return cls(
            notes=frozenset(map(UUID, data["notes"])),
            left_out=frozenset(map(UUID, data["left_out"])),
            descriptions={UUID(one): said for one, said in data["descriptions"].items()},
            private=data.get("private", False),
        )


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of a tracker as a pack sees it."""

    id: UUID
    name: str
    kind: str
    media_type: str
    size: int
    sha256: str
    lies_at: str
    is_infected: bool
    is_held: bool
    added_by: str
    added_at: datetime

    @property
    def is_shown(self) -> bool:
        """Whether it becomes a page: a picture that can be shown."""
        return self.media_type in SHOWN_AS_PAGES and not self.is_held

    @property
    def is_picture(self) -> bool:
        return self.media_type in SHOWN_AS_PAGES | PICTURES_ONLY_ATTACHED


@dataclass(frozen=True, slots=True)
class PackSeen:
    """A pack in the list of a tracker's packs."""

    id: UUID
    asked_by: str
    asked_at: datetime
    choices: PackChoices
    state: str
    parts_done: int
    parts_total: int
    message: str
    sha256: str
    size: int
    is_held: bool

    @property
    def is_made(self) -> bool:
        return self.state == Pack.State.MADE

    @property
    def is_under_way(self) -> bool:
        return self.state in (Pack.State.WAITING, Pack.State.BEING_MADE)

    @property
    def has_begun(self) -> bool:
        return self.state == Pack.State.BEING_MADE


def pack_files_of(tracker: Tracker) -> Sequence[PackFile]:
    """The files on a tracker in the order they were added, the held ones too."""
    found = TrackerFile.objects.filter(tracker_id=tracker.id, removed_at=None)
    return [
        _pack_file(one, one.document)
        for one in found.select_related("document").order_by("added_at", "document__name", "id")
    ]


def pack_notes_of(tracker: Tracker) -> Sequence[Note]:
    """The notes of a tracker, oldest first."""
    return list(Note.objects.filter(tracker_id=tracker.id).order_by("at", "id"))


def usual_choices(notes: Iterable[Note], packs: Iterable["PackSeen"]) -> PackChoices:
    """What a pack holds unless somebody chooses otherwise: the notes for the decision maker, every
    file, and pictures described as in the packs before (newest first).
    """
    said: dict[UUID, str] = {}
    for pack in packs:
        said = {**pack.choices.descriptions, **said}
    return PackChoices(
        notes=frozenset(one.id for one in notes if one.for_decision_maker), descriptions=said
    )


def packs_of(tracker_id: UUID) -> Sequence[PackSeen]:
    """Every pack of a tracker, newest first. The caller has checked the scope."""
    found = Pack.objects.filter(tracker_id=tracker_id).select_related("document")
    return [_seen(one) for one in found.order_by("-asked_at", "-id")]


def made_pack_of(tracker: Tracker, pack_id: UUID) -> tuple[Pack, Document]:
    """A pack that is made, with its PDF, of a tracker that the actor sees; refused with
    `pack.not_found`.
    """
    found = Pack.objects.filter(id=pack_id, tracker_id=tracker.id, state=Pack.State.MADE)
    pack = found.select_related("document").first()
    if pack is None or pack.document is None:
        raise NotFound("pack")
    return pack, pack.document


def notice_files_of(notices: Iterable[NoticeSeen]) -> Sequence[PackFile]:
    """The PDFs of notices, the first one first."""
    by_id = {one.document_id: one for one in notices}
    found = Document.objects.filter(id__in=list(by_id)).order_by("uploaded_at", "name", "id")
    return [
        _as_pack_file(one, one.id, "Notice as issued", by_id[one.id].issued_by, one.uploaded_at)
        for one in found
    ]


def _pack_file(link: TrackerFile, document: Document) -> PackFile:
    kind = str(FileKind(link.kind).label)
    return _as_pack_file(document, link.id, kind, link.added_by, link.added_at)


def _as_pack_file(document: Document, one: UUID, kind: str, by: str, at: datetime) -> PackFile:
    return PackFile(
        id=one,
        name=document.name,
        kind=kind,
        media_type=document.content_type,
        size=document.size,
        sha256=document.sha256,
        lies_at=document.lies_at,
        is_infected=document.is_infected,
        is_held=document.is_held,
        added_by=by,
        added_at=at,
    )


def _seen(pack: Pack) -> PackSeen:
    document = pack.document
    return PackSeen(
        id=pack.id,
        asked_by=pack.asked_by_name,
        asked_at=pack.asked_at,
        choices=PackChoices.of_data(pack.choices),
        state=pack.state,
        parts_done=pack.parts_done,
        parts_total=pack.parts_total,
        message=pack.message,
        sha256=document.sha256 if document else "",
        size=document.size if document else 0,
        is_held=bool(document and document.is_held),
    )
