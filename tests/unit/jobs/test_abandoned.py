"""What becomes of a job whose worker died in the middle of it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from waymark.jobs.abandoned import take_up_abandoned


@dataclass
class Jobs:
    """Stands for the queue: one abandoned job."""

    attempts: int = 0
    another_waits: bool = False
    told: list[tuple[Any, ...]] = field(default_factory=list)

    async def get_stalled_jobs(self) -> list[Job]:
        return [
            Job(
                id=7,
                queue="default",
                lock=None,
                queueing_lock="sweep",
                task_name="sweep",
                attempts=self.attempts,
            )
        ]

    async def retry_job(self, job: Job) -> None:
        if self.another_waits:
            raise UniqueViolation(constraint_name="one", queueing_lock="sweep")
        self.told.append((job.id, "again"))

    async def finish_job(self, job: Job, status: Any, *, delete_job: bool) -> None:
        self.told.append((job.id, status.value, delete_job))


@pytest.mark.parametrize(
    ("jobs", "told"),
    [
        (Jobs(), (7, "again")),
        (Jobs(attempts=3), (7, "again")),
        (Jobs(attempts=4), (7, "failed", False)),
        (Jobs(another_waits=True), (7, "failed", False)),
    ],
    ids=["it begins again", "four times", "not for ever", "the next one waits already"],
)
def test_it_begins_again_but_not_for_ever(jobs, told):
    asyncio.run(take_up_abandoned(cast("JobManager", jobs)))
    assert jobs.told == [told]
