"""What the worker runs."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from waymark.audit.signing import sign_heads
from waymark.imports.carrying_out import carry_out, sweep_imports
from waymark.jobs.abandoned import take_up_abandoned
from waymark.jobs.packs import carry_out_pack
from waymark.limits.counting import sweep as sweep_spent_turns
from waymark.operations.address_changes import deliver_to_the_former_address
from waymark.operations.file_upkeep import scan_held_files, sweep_staged_files
from waymark.operations.invitations import deliver_invitation
from waymark.operations.kept_forms import sweep_kept_forms
from waymark.operations.mailing import MailNotSent
from waymark.operations.passwords import deliver_reset
from waymark.operations.recounting import recount_clocks
from waymark.operations.signing_in import sweep_failures

# After 5 seconds, 25, 2 minutes, 10, 52, 4 hours, 22: more than a day, then it is given up.
MAIL_AGAIN = RetryStrategy(max_attempts=7, exponential_wait=5, retry_exceptions={MailNotSent})


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_abandoned", pass_context=True)
async def take_up(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Every minute, and when the worker starts: take up again what a worker that died had begun."""
    await take_up_abandoned(context.app.job_manager)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="sweep_staged_files")
def sweep(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: throw away files that were uploaded and never saved."""
    sweep_staged_files(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="scan_held_files")
def scan_again(timestamp: int) -> None:  # noqa: ARG001
    """Every five minutes: ask again about files that the virus scanner did not answer for."""
    scan_held_files(now=timezone.now())


@app.task(name="import_caseload")
def import_caseload(run_id: str) -> None:
    """Carry out an import that somebody asked for on a page."""
    carry_out(UUID(run_id), clock=timezone.now)


@app.periodic(cron="27 * * * *")
@app.task(queueing_lock="sweep_imports")
def sweep_uploads(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: throw away files that were uploaded for an import, and old details of rows."""
    sweep_imports(now=timezone.now())


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="sweep_limits")
def sweep_limits(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: throw away how often somebody did something once it no longer counts."""
    sweep_spent_turns(now=timezone.now())


@app.task(name="mail_invitation", retry=MAIL_AGAIN)
def mail_invitation(staff_id: str, invited_at: str) -> None:
    """Send an invitation; again later when the mail server does not take it."""
    deliver_invitation(
        staff_id=UUID(staff_id),
        invited_at=datetime.fromisoformat(invited_at),
        now=timezone.now(),
    )


@app.task(name="mail_reset", retry=MAIL_AGAIN)
def mail_reset(staff_id: str, asked_at: str) -> None:
    """Send a link for a new password; again later when the mail server does not take it."""
    deliver_reset(
        staff_id=UUID(staff_id), asked_at=datetime.fromisoformat(asked_at), now=timezone.now()
    )


@app.task(name="mail_address_changed", retry=MAIL_AGAIN)
def mail_address_changed(event_id: int) -> None:
    """Tell a former address; again later when the mail server does not take it."""
    deliver_to_the_former_address(event_id=event_id, now=timezone.now())


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="sweep_kept_forms")
def sweep_typing(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: throw away what people typed more than a day ago and never came back to."""
    sweep_kept_forms(now=timezone.now())


@app.periodic(cron="37 * * * *")
@app.task(queueing_lock="sweep_failures")
def sweep_failures_to_sign_in(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: throw away failures to sign in that no longer lock anything."""
    sweep_failures(now=timezone.now())


@app.periodic(cron="13 0 * * *")
@app.task(name="recount_clocks")
def recount(timestamp: int) -> None:  # noqa: ARG001
    """Every night, and when bank holidays were corrected: count the running clocks again."""
    recount_clocks(now=timezone.now())


@app.periodic(cron="7 1 * * *")
@app.task(queueing_lock="sign_history")
def sign_history(timestamp: int) -> None:  # noqa: ARG001
    """Every night: sign where the chains of the history stand."""
    sign_heads(now=timezone.now())


@app.task(name="make_pack")
def make_pack(pack_id: str) -> None:
    """Make an evidence pack that somebody asked for on a page."""
    carry_out_pack(UUID(pack_id), clock=timezone.now)
