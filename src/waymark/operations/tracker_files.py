"""The files of a tracker: staged ones attached on Save, and taken away until it is final."""

from datetime import datetime
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.documents.models import Document, ScanState
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound, Refused, raise_all
from waymark.operations.file_arrivals import held_for, kind_unknown
from waymark.operations.staged_files import throw_away
from waymark.people.policy import require
from waymark.trackers.models import FileKind, Tracker, TrackerFile
from waymark.trackers.queries import locked_tracker_of
from waymark.trackers.rules import last_dma_file_stays
from waymark.trackers.types import status_of


def remove_file(*, actor: Actor, tracker_id: UUID, file_id: UUID, now: datetime) -> None:
    """Take a file off a tracker that is not final; that it was there stays in the history. One that
    was taken off already stays so.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final`, `file.not_found` and
    `tracker.last_dma_file`.
    """
    require(actor, "trackers.edit")
    with acting_as(actor, "remove_file"):
        tracker = locked_tracker_of(actor, tracker_id)
        refuse_if_final(tracker)
        file = tracker.files.select_related("document").filter(id=file_id).first()
        if file is None:
            raise NotFound("file")
        if file.removed_at:
            return
        if counts_as_paperwork(file.kind, file.document):
            left = sum(
                counts_as_paperwork(one.kind, one.document)
                for one in files_of(tracker)
                if one.id != file.id
            )
            raise_all(
                last_dma_file_stays.check(
                    dma_paperwork_raised=tracker.dma_paperwork_raised, dma_files_left=left
                )
            )
        file.removed_by, file.removed_at = actor.shown_as, now
        file.save(update_fields=["removed_by", "removed_at"])
        record(
            actor,
            [
                tracker_entry(
                    "tracker.file_removed",
                    tracker,
                    now,
                    {"file": file.document.name, "kind": file.get_kind_display()},
                )
            ],
        )


def staged_of(
    actor: Actor, tracker: Tracker, files: tuple[tuple[UUID, str], ...]
) -> list[tuple[Document, str]]:
    """The staged files that the form names: the actor's own, for this tracker. Others are as if
    they were not there, and so is an infected one; one that stands twice counts once. They are
    locked, so that none is swept away meanwhile. Refused with `documents.kind_unknown`.
    """
    kinds = dict(files)
    mine = held_for(actor, tracker.id, kinds)
    found = [(mine[file_id], kind) for file_id, kind in kinds.items() if file_id in mine]
    if any(kind not in FileKind.values for _, kind in found):
        raise kind_unknown()
    return found


def files_of(tracker: Tracker) -> list[TrackerFile]:
    return list(tracker.files.filter(removed_at=None).select_related("document"))


def counts_as_paperwork(kind: str, document: Document) -> bool:
    """Whether a file counts as DMA paperwork: of that kind, and neither infected nor still held by
    the scanner.
    """
    return kind == FileKind.DMA_PAPERWORK and document.scan_state in (
        ScanState.CLEAN,
        ScanState.NOT_SCANNED,
    )


def add_files(
    actor: Actor, tracker: Tracker, staged: list[tuple[Document, str]], now: datetime
) -> list[Entry]:
    """Put uploaded files on a tracker; what is there, by name and content, is not doubled."""
    entries = []
    there = {(one.kind, one.document.name, one.document.sha256) for one in files_of(tracker)}
    for document, kind in staged:
        if (kind, document.name, document.sha256) in there:
            throw_away(document)
            continue
        data: dict[str, str | bool] = {"file": document.name, "kind": FileKind(kind).label}
        if document.location_removed:
            data["location_removed"] = True
        document.attached_at = now
        document.save(update_fields=["attached_at"])
        TrackerFile.objects.create(
            tracker=tracker,
            document=document,
            kind=FileKind(kind),
            added_by=actor.shown_as,
            added_at=now,
        )
        entries.append(tracker_entry("tracker.file_added", tracker, now, data))
    return entries


def infected_entry(
    tracker: Tracker, document: Document, uploader: str, found: str, now: datetime
) -> Entry:
    """What the history says of a file in which the scanner found something."""
    kind = document.staged_kind
    return tracker_entry(
        "tracker.file_infected",
        tracker,
        now,
        {
            "file": document.name,
            "kind": FileKind(kind).label if kind in FileKind.values else "",
            "uploaded_by": uploader,
            "found": found,
        },
        by_system=True,
    )


def refuse_if_final(tracker: Tracker) -> None:
    """Rejected and Closed are read-only for everybody (product.md, section 2): `tracker.final`."""
    status = status_of(tracker.type, tracker.status)
    if status.is_final:
        raise Refused(
            "tracker.final", f"This tracker is {status.label}. It is final and cannot be changed"
        )


def tracker_entry(
    code: str, tracker: Tracker, now: datetime, data: dict, *, by_system: bool = False
) -> Entry:
    return Entry(
        code,
        Stream.PARTICIPANT,
        tracker.participant_id,
        now,
        {"number": tracker.shown_number, **data},
        activity_id=tracker.activity_id,
        tracker_id=tracker.id,
        by_system=by_system,
    )
