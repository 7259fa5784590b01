"""Imports that were asked for on a page, as far as an administrator may see them."""

from datetime import datetime
from enum import StrEnum
from typing import IO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from waymark.audit.access import note_access
from waymark.imports.models import ImportRun
from waymark.imports.one_at_a_time import is_under_way
from waymark.imports.refused_rows import stored_as
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotFound
from waymark.people.policy import require

LATEST = 20
State = ImportRun.State


class Standing(StrEnum):
    """How an import stands, as a page tells it."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    CHECKED = "checked"
    IMPORTED = "imported"


def runs_of(actor: Actor) -> QuerySet[ImportRun]:
    """One's own imports; whoever sees every group sees everybody's."""
    found = ImportRun.objects.select_related("started_by")
    return found if actor.is_everywhere else found.filter(started_by_id=actor.id)


def latest_runs(actor: Actor) -> list[ImportRun]:
    """The latest of them, newest first."""
    return list(runs_of(actor).order_by("-created_at", "-id")[:LATEST])


def run_of(actor: Actor, run_id: UUID) -> ImportRun:
    """One import; refused with `import.not_found`."""
    run = runs_of(actor).filter(id=run_id).first()
    if run is None:
        raise NotFound("import")
    return run


def is_interrupted(run: ImportRun) -> bool:
    """Whether the worker has begun and is no longer at it."""
    return run.state == State.RUNNING and not is_under_way()


def standing_of(run: ImportRun) -> Standing:
    """How an import stands: whether the worker is still at it is looked up."""
    if run.state == State.FINISHED:
        return Standing.CHECKED if run.dry_run else Standing.IMPORTED
    if run.state == State.WAITING:
        return Standing.WAITING
    is_stopped = run.state == State.FAILED or is_interrupted(run)
    return Standing.STOPPED if is_stopped else Standing.RUNNING


@transaction.atomic
def open_refused_rows(
    *, actor: Actor, run_id: UUID, kind: str, now: datetime, address: str | None = None
) -> IO[bytes]:
    """The refused rows of a run as a file, and on record that they were taken; refused with
    `people.role_needed` and `import.not_found`.
    """
    require(actor, "imports.run")
    run = run_of(actor, run_id)
    name = stored_as(run, kind)
    if not default_storage.exists(name):
        raise NotFound("import")
    note_access(actor, kind="refused rows", at=now, record_id=run.id, address=address)
    return default_storage.open(name)
