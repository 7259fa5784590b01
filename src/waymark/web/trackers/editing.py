"""What the edit form of a tracker rests on, read once: files, what was gathered, and the checks."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from waymark.trackers.doubt.checking import Check
from waymark.trackers.doubt_queries import Gathered, gathered_on
from waymark.trackers.readiness_facts import paperwork_of, readiness_of
from waymark.trackers.record import Files, files_of_tracker
from waymark.web.requests import StaffRequest
from waymark.web.trackers.forms import YES
from waymark.web.trackers.record_page import is_over


@dataclass(frozen=True, slots=True)
class Editing:
    """A tracker's files with those that wait, what was gathered, and the checks with both."""

    files: Files
    gathered: Gathered
    checks: tuple[Check, ...]


def editing(request: StaffRequest, opened: Any) -> Editing:
    """As it stands, and as it is typed: whether paperwork is raised decides on a check."""
    files = files_of_tracker(opened, staged_by=request.actor)
    gathered = gathered_on(opened.id)
    if is_over(opened):
        return Editing(files, gathered, ())
    names = [
        (one.kind, one.name) for one in (*files.attached, *files.staged) if not one.is_infected
    ]
    paperwork = paperwork_of(opened, names)
    if "raised" in request.POST:
        paperwork = replace(paperwork, raised=request.POST["raised"] == YES)
    checks = readiness_of(
        opened,
        now=timezone.now(),
        submitter=request.actor.id,
        gathered=gathered,
        paperwork=paperwork,
    )
    return Editing(files, gathered, checks)
