"""The worker, which `./run` starts beside the pages: jobs from the database, until a signal."""

import asyncio
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from waymark.jobs.abandoned import take_up_abandoned

PATIENCE = 10  # seconds for a job to end when we are asked to stop


class Command(BaseCommand):
    """Procrastinate's own command does the same, and announces itself on every start."""

    help = "Run the worker."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        connector = app.connector
        assert isinstance(connector, DjangoConnector)  # noqa: S101 - the app is Django's
        with app.replace_connector(connector.get_worker_connector()) as worker:
            asyncio.run(work(worker))


async def work(worker: App) -> None:
    """Take jobs until a signal comes."""
    async with worker.open_async():
        await take_up_abandoned(worker.job_manager)
        await worker.run_worker_async(shutdown_graceful_timeout=PATIENCE)
