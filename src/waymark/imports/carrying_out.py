"""What the worker does with an import that was asked for, and what is thrown away when."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from waymark.documents.store import StoreUnreachable, forget, opened
from waymark.imports.columns import SHEETS
from waymark.imports.files import Source, Table, table_of
from waymark.imports.findings import Summary
from waymark.imports.importing import import_files
from waymark.imports.models import ImportRun
from waymark.imports.one_at_a_time import one_at_a_time
from waymark.imports.progress import RunProgress
from waymark.imports.refused_rows import RefusedRows
from waymark.imports.runs import stored_as
from waymark.imports.summaries import stored_summary, without_details
from waymark.kernel.refusals import Refused
from waymark.people.queries import actor_of

FILES_STAY, DETAILS_STAY = timedelta(days=1), timedelta(days=7)
OUR_FAULT = "Something went wrong on our side. What was imported so far is kept"
State = ImportRun.State
Clock = Callable[[], datetime]


def carry_out(run_id: UUID, *, clock: Clock) -> None:
    """Read the files for whoever asked, and keep what was found. What cannot be done is said on the
    run; an error of ours is raised as well.
    """
    run = ImportRun.objects.select_related("started_by").get(id=run_id)
    if run.state == State.FINISHED:
        return
    try:
        with one_at_a_time():
            _carry_out(run, clock)
    except Refused as refused:
        _fail(run, refused.message, clock())
    except Exception:
        _fail(run, OUR_FAULT, clock())
        raise


def sweep_imports(*, now: datetime) -> None:
    """Throw away files that nobody imported within a day, and after a week the details of rows."""
    for run in ImportRun.objects.filter(created_at__lt=now - FILES_STAY).exclude(folder=""):
        _throw_away_files(run)
    for run in ImportRun.objects.filter(
        created_at__lt=now - DETAILS_STAY, summary__has_key="remarks"
    ):
        RefusedRows.throw_away(run)
        run.summary = without_details(run.summary)
        run.save(update_fields=["summary"])


def _carry_out(run: ImportRun, clock: Clock) -> None:
    _set(run, state=State.RUNNING)
    refused_rows = RefusedRows(run)
    with RunProgress(run.id) as progress:
        summary = import_files(
            actor=_actor(run),
            tables=[_table(run, kind) for kind in run.file_names],
            now=clock(),
            dry_run=run.dry_run,
            past_records=run.past_records,
            progress=progress.show,
            on_refused=refused_rows.add,
        )
    refused_rows.keep()
    _finish(run, summary, clock())


def _finish(run: ImportRun, summary: Summary, now: datetime) -> None:
    _set(
        run,
        state=State.FINISHED,
        summary=stored_summary(summary),
        message="",
        finished_at=now,
    )
    if not run.dry_run:
        _throw_away_files(run)


def _fail(run: ImportRun, message: str, now: datetime) -> None:
    _set(run, state=State.FAILED, message=message[:500], finished_at=now)


def _set(run: ImportRun, **values: object) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=list(values))


def _actor(run: ImportRun):
    """Whoever asked, with the rights that they have by now."""
    if not run.started_by.is_active:
        raise Refused("staff.not_found", f"The account of {run.started_by.name} is not active")
    return actor_of(run.started_by, is_import=True)


def _table(run: ImportRun, kind: str) -> Table:
    source = Source(run.file_names[kind], partial(opened, stored_as(run, kind)))
    return table_of(source, kind=kind)


def _throw_away_files(run: ImportRun) -> None:
    """Delete what was uploaded; a dry run and the import that followed share it."""
    try:
        for kind in SHEETS:
            forget(stored_as(run, kind))
    except StoreUnreachable:
        return  # the sweep comes back to it
    ImportRun.objects.filter(folder=run.folder).update(folder="")
