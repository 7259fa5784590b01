"""What the worker runs."""

from django.utils import timezone
from procrastinate.contrib.django import app

from waymark.operations.documents import sweep_staged_files


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="sweep_staged_files")
def sweep(timestamp: int) -> None:  # noqa: ARG001
    """Every hour: throw away files that were uploaded and never saved."""
    sweep_staged_files(now=timezone.now())
