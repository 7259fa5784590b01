"""What the worker runs."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from waymark.audit.signing import sign_heads
from waymark.imports.carrying_out import carry_out, sweep_imports
from waymark.operations.documents import scan_held_files, sweep_staged_files


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="sweep_staged_files")
def sweep(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: throw away files that were uploaded and never saved."""
    sweep_staged_files(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="scan_held_files")
def scan_again(timestamp: int) -> None:  # noqa: ARG001
    """Every five minutes: ask again about files that the virus scanner did not answer for."""
    scan_held_files()


@app.task(name="import_caseload")
def import_caseload(run_id: str) -> None:
    """Carry out an import that somebody asked for on a page."""
    carry_out(UUID(run_id), clock=timezone.now)


@app.periodic(cron="27 * * * *")
@app.task(queueing_lock="sweep_imports")
def sweep_uploads(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: throw away files that were uploaded for an import, and old details of rows."""
    sweep_imports(now=timezone.now())


@app.periodic(cron="7 1 * * *")
@app.task(queueing_lock="sign_history")
def sign_history(timestamp: int) -> None:  # noqa: ARG001
    """Every night: sign where the chains of the history stand."""
    sign_heads(now=timezone.now())
