"""Imports that are asked for on a page: first a dry run, then in earnest. The uploaded files lie in
the file store until then, for a day at most.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from waymark.documents.models import Leftover
from waymark.documents.rules import store_has_room
from waymark.documents.store import StoreFull, StoreUnreachable, keep
from waymark.imports.columns import SHEETS
from waymark.imports.files import Source, table_of
from waymark.imports.models import ImportRun
from waymark.imports.queries import is_interrupted, run_of
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused, raise_all
from waymark.operations.file_arrivals import FORGOTTEN_AFTER
from waymark.people.policy import require

TASK = "import_caseload"
State = ImportRun.State


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was posted."""

    name: str
    size: int
    content: BinaryIO


def start_dry_run(
    *, actor: Actor, uploads: Sequence[Upload], past_records: bool, now: datetime
) -> ImportRun:
    """Keep the files and have the worker find out what they would change.

    Refused with `people.role_needed`, and for each file with `imports.too_large`,
    `imports.not_csv`, `imports.columns` or `imports.kind_twice`; `imports.not_stored` when the file
    store does not answer, DOC-15 when it is full.
    """
    require(actor, "imports.run")
    by_kind = _understood(uploads)
    run = ImportRun(id=uuid4(), started_by_id=actor.id, past_records=past_records, created_at=now)
    run.folder = f"imports/{run.id}"
    run.file_names = {kind: by_kind[kind].name[:150] for kind in SHEETS if kind in by_kind}
    _keep(run, by_kind, now)
    with transaction.atomic():
        run.save()
        Leftover.objects.filter(stored_as__in=[stored_as(run, kind) for kind in by_kind]).delete()
        _defer(run)
    return run


def start_import(*, actor: Actor, run_id: UUID, now: datetime) -> ImportRun:
    """Have the worker import in earnest what a dry run has looked at; asked twice, it is done once.

    Refused with `people.role_needed`, `import.not_found`, `imports.not_checked` and
    `imports.files_gone`.
    """
    require(actor, "imports.run")
    with transaction.atomic():
        seen = ImportRun.objects.select_for_update().get(id=run_of(actor, run_id).id)
        _refuse_if_gone(seen)
        already = ImportRun.objects.filter(folder=seen.folder, dry_run=False).first()
        if already is not None:
            return already
        if seen.state != State.FINISHED:
            raise Refused("imports.not_checked", "These files have not been checked yet")
        run = ImportRun.objects.create(
            started_by_id=actor.id,
            dry_run=False,
            past_records=seen.past_records,
            folder=seen.folder,
            file_names=seen.file_names,
            created_at=now,
        )
        _defer(run)
        return run


def run_again(*, actor: Actor, run_id: UUID) -> ImportRun:
    """Have the worker carry out again what it could not finish; nothing is doubled. What is
    finished or under way stays as it is.

    Refused with `people.role_needed`, `import.not_found` and `imports.files_gone`.
    """
    require(actor, "imports.run")
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(id=run_of(actor, run_id).id)
        if run.state == State.FAILED or is_interrupted(run):
            _refuse_if_gone(run)
            run.state, run.message, run.rows_done, run.rows_total = State.WAITING, "", 0, 0
            run.save()
            _defer(run)
        return run


def _keep(run: ImportRun, by_kind: dict[str, Upload], now: datetime) -> None:
    """Put the files into the store; what a failure leaves there is swept."""
    try:
        for kind, upload in by_kind.items():
            key = stored_as(run, kind)
            Leftover.objects.create(stored_as=key, due_at=now + FORGOTTEN_AFTER)
            keep(key, upload.content)
    except StoreFull:
        raise store_has_room.refusal from None
    except StoreUnreachable:
        message = "The files could not be stored: the file store does not answer. Try again later"
        raise Refused("imports.not_stored", message, field="files") from None


def stored_as(run: ImportRun, kind: str) -> str:
    """Where the uploaded file of a kind lies."""
    return f"{run.folder}/{kind}.csv"


def _understood(uploads: Sequence[Upload]) -> dict[str, Upload]:
    """The files by what they hold, told by their headers; everything that is wrong at once."""
    found: dict[str, Upload] = {}
    wrong: list[Refused] = []
    for upload in uploads:
        try:
            kind = _kind_of(upload)
            if kind in found:
                message = f"{upload.name}: {found[kind].name} holds {kind} too. Choose one of them"
                raise Refused("imports.kind_twice", message, field="files")
            found[kind] = upload
        except Refused as refused:
            wrong.append(refused)
    raise_all(wrong)
    return found


def _kind_of(upload: Upload) -> str:
    limit = settings.FILE_SIZE_LIMIT_MB
    if upload.size > limit * 1024 * 1024:
        message = f"{upload.name} must be smaller than {limit} MB"
        raise Refused("imports.too_large", message, field="files")
    return table_of(Source(upload.name, lambda: _read_again(upload.content))).sheet.kind


@contextmanager
def _read_again(content: BinaryIO) -> Iterator[BinaryIO]:
    """An uploaded file is not closed after reading: it is stored later."""
    content.seek(0)
    yield content


def _refuse_if_gone(run: ImportRun) -> None:
    if not run.folder:
        raise Refused(
            "imports.files_gone",
            "These files are no longer here: they were imported, or it was long ago. "
            "Choose them again",
        )


def _defer(run: ImportRun) -> None:
    """Ask the worker, in the transaction that keeps the run."""
    app.configure_task(TASK).defer(run_id=str(run.id))
