"""Jobs whose worker died in the middle of them: they are taken up again."""

import logging

from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

log = logging.getLogger(__name__)
TRIES = 5  # what takes the worker down with it each time is not begun for ever


async def take_up_abandoned(manager: JobManager) -> None:
    """Let every job begin again that was begun by a worker of which nothing is heard any more: a
    job can be done twice (what is imported or made already stays). After five times it has failed.
    """
    for job in await manager.get_stalled_jobs():
        if job.attempts + 1 < TRIES and await _is_queued_again(manager, job):
            log.warning("A job was abandoned, and begins again", extra={"kind": job.task_name})
        else:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
            log.error("A job was abandoned, and is given up", extra={"kind": job.task_name})


async def _is_queued_again(manager: JobManager, job: Job) -> bool:
    try:
        await manager.retry_job(job)
    except UniqueViolation:  # the next one of its kind waits already
        return False
    return True
