"""Evidence packs: asked for on a page, made by the worker, kept as a file. Nothing here changes the
tracker, so a final one can have packs too.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from procrastinate.contrib.django import app

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.documents.models import Document, Leftover
from waymark.documents.scanning import Scanner
from waymark.documents.store import keep, sha256_of
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound, Refused, raise_all
from waymark.kernel.words import words_for_moment
from waymark.operations.file_arrivals import FORGOTTEN_AFTER
from waymark.operations.repeats import REPEATED_WITHIN
from waymark.operations.tracker_files import tracker_entry
from waymark.people.policy import require
from waymark.plans.notice_queries import notices_of_activity
from waymark.trackers.models import Pack, Tracker
from waymark.trackers.packs import (
    LARGEST_PACK,
    PackChoices,
    PackFile,
    pack_files_of,
    pack_notes_of,
)
from waymark.trackers.queries import locked_tracker_of
from waymark.trackers.rules import pack_is_not_too_large, picture_is_described

TASK = "make_pack"
PDF = "application/pdf"


def ask_for_pack(*, actor: Actor, tracker_id: UUID, choices: PackChoices, now: datetime) -> UUID:
    """Have the worker make a pack of a tracker, with the choices on record. The same asked twice
    within a minute is one pack. Chosen notes and files that the tracker does not have are none.

    Refused with `people.role_needed`, `tracker.not_found`, TRK-40 for each picture and TRK-41.
    """
    require(actor, "trackers.make_packs")
    with acting_as(actor, "ask_for_pack"):
        tracker = locked_tracker_of(actor, tracker_id)
        files = pack_files_of(tracker)
        chosen = _among_what_there_is(choices, tracker, files)
        raise_all(_problems(chosen, files))
        if repeated := _just_asked_for(actor, tracker, chosen, now):
            return repeated
        pack = Pack.objects.create(
            tracker=tracker,
            asked_by_id=actor.id,
            asked_by_name=actor.shown_as,
            asked_at=now,
            choices=chosen.as_data(),
            parts_total=_parts(tracker, len(files) - len(chosen.left_out)),
        )
        data = _choices_in_words(tracker, chosen, files)
        record(actor, [tracker_entry("tracker.pack_asked_for", tracker, now, data)])
        app.configure_task(TASK).defer(pack_id=str(pack.id))
        return pack.id


def begin_pack(*, pack_id: UUID) -> bool:
    """The worker begins, or begins anew; not with one that is made."""
    with transaction.atomic():
        pack = Pack.objects.select_for_update().get(id=pack_id)
        if pack.state == Pack.State.MADE:
            return False
        pack.state, pack.parts_done, pack.message = Pack.State.BEING_MADE, 0, ""
        pack.save(update_fields=["state", "parts_done", "message"])
        return True


def note_pack_progress(*, pack_id: UUID, done: int) -> None:
    """How many parts have been read, for the page that waits."""
    with transaction.atomic():
        Pack.objects.filter(id=pack_id, state=Pack.State.BEING_MADE).update(parts_done=done)


def give_up_pack(*, pack_id: UUID, message: str) -> None:
    """Say why a pack could not be made; it can be asked for again."""
    with transaction.atomic():
        Pack.objects.filter(id=pack_id).exclude(state=Pack.State.MADE).update(
            state=Pack.State.NOT_MADE, message=message[:500]
        )


def keep_pack(*, actor: Actor, pack_id: UUID, content: bytes, now: datetime) -> None:
    """Keep what the worker made for whoever asked; its sum goes into the history. What is kept
    already stays as it is.

    Refused with `people.role_needed`, `tracker.not_found` and `pack.not_found`; raises
    StoreUnreachable.
    """
    require(actor, "trackers.make_packs")
    tracker_id = _tracker_id_of(pack_id)
    document = _stored(actor, content, now)
    with acting_as(actor, "keep_pack"):
        tracker = locked_tracker_of(actor, tracker_id)
        pack = Pack.objects.select_for_update().get(id=pack_id)
        if pack.state == Pack.State.MADE:
            return
        document.participant_id = tracker.participant_id
        document.name = f"evidence-pack-{tracker.shown_number}.pdf"
        document.save(force_insert=True)
        Leftover.objects.filter(stored_as=document.lies_at).delete()
        pack.state, pack.document, pack.made_at = Pack.State.MADE, document, now
        pack.parts_done = pack.parts_total
        pack.save(update_fields=["state", "document", "made_at", "parts_done"])
        data = {"file": document.name, "sha256": document.sha256}
        record(actor, [tracker_entry("tracker.pack_made", tracker, now, data)])


def _tracker_id_of(pack_id: UUID) -> UUID:
    found = Pack.objects.filter(id=pack_id).values_list("tracker_id", flat=True).first()
    if found is None:
        raise NotFound("pack")
    return found


def _stored(actor: Actor, content: bytes, now: datetime) -> Document:
    """The bytes in the store; until a file is made of them, the sweep knows of them."""
    stream = io.BytesIO(content)
    document_id = uuid4()
    document = Document(
        id=document_id,
        content_type=PDF,
        size=len(content),
        sha256=sha256_of(stream),
        stored_as=f"{document_id.hex[:2]}/{document_id}",
        scan_state=Scanner().scan(stream).state,
        uploaded_by_id=actor.id,
        uploaded_at=now,
        attached_at=now,
    )
    Leftover.objects.create(stored_as=document.lies_at, due_at=now + FORGOTTEN_AFTER)
    keep(document.lies_at, stream)
    return document


def _among_what_there_is(
    choices: PackChoices, tracker: Tracker, files: Sequence[PackFile]
) -> PackChoices:
    there = {one.id for one in files}
    pictures = {one.id for one in files if one.is_picture} - choices.left_out
    return PackChoices(
        notes=choices.notes & {one.id for one in pack_notes_of(tracker)},
        left_out=choices.left_out & there,
        descriptions={
            one: said.strip()
            for one, said in choices.descriptions.items()
            if one in pictures and said.strip()
        },
        private=choices.private,
    )


def _problems(chosen: PackChoices, files: Sequence[PackFile]) -> list[Refused]:
    taken = [one for one in files if one.id not in chosen.left_out and not one.is_held]
    found = pack_is_not_too_large.check(size=sum(one.size for one in taken), limit=LARGEST_PACK)
    for one in (one for one in taken if one.is_shown):
        said = chosen.descriptions.get(one.id, "")
        found += [
            Refused(wrong.code, f"{one.name}: {wrong.message}", field=f"shows-{one.id}")
            for wrong in picture_is_described.check(description=said)
        ]
    return found


def _parts(tracker: Tracker, files: int) -> int:
    """What there is to do: files to read, notices among them, and then the pages."""
    notices = notices_of_activity(tracker.activity_id) if tracker.activity_id else ()
    return files + len(notices) + 1


def _just_asked_for(
    actor: Actor, tracker: Tracker, chosen: PackChoices, now: datetime
) -> UUID | None:
    """The pack that the same person has just asked for, with the same choices."""
    found = Pack.objects.filter(
        tracker=tracker,
        asked_by_id=actor.id,
        choices=chosen.as_data(),
        asked_at__gte=now - REPEATED_WITHIN,
    ).exclude(state=Pack.State.NOT_MADE)
    return found.values_list("id", flat=True).first()


def _choices_in_words(
    tracker: Tracker, chosen: PackChoices, files: Sequence[PackFile]
) -> dict[str, list[str]]:
    """What differs from what usually goes in, for the history: never what a note says."""
    notes = pack_notes_of(tracker)
    return {
        "notes_put_in": [
            f"{one.author_name}, {words_for_moment(one.at)}"
            for one in notes
            if one.id in chosen.notes and not one.for_decision_maker
        ],
        "notes_left_out": [
            f"{one.author_name}, {words_for_moment(one.at)}"
            for one in notes
            if one.id not in chosen.notes and one.for_decision_maker
        ],
        "files_left_out": [one.name for one in files if one.id in chosen.left_out],
        "private_put_in": ["those of good reason"] if chosen.private else [],
    }
