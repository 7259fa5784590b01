"""Opening records from a page: who asked, when, and from where are put on record."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from waymark.operations.file_opening import OpenFile, open_file
from waymark.operations.viewing import view_activity, view_participant, view_tracker
from waymark.web.requests import StaffRequest


def opened_participant(request: StaffRequest, participant_id: UUID) -> Any:
    """The participant that a page is about; not found when not there or not theirs."""
    return view_participant(
        actor=request.actor,
        participant_id=participant_id,
        now=timezone.now(),
        address=request.META.get("REMOTE_ADDR") or None,
    )


def opened_activity(request: StaffRequest, activity_id: UUID) -> Any:
    """The activity that a page is about; not found when not there or not theirs."""
    return view_activity(
        actor=request.actor,
        activity_id=activity_id,
        now=timezone.now(),
        address=request.META.get("REMOTE_ADDR") or None,
    )


def opened_tracker(request: StaffRequest, tracker_id: UUID) -> Any:
    """The tracker that a page is about; not found when not there or not theirs."""
    return view_tracker(
        actor=request.actor,
        tracker_id=tracker_id,
        now=timezone.now(),
        address=request.META.get("REMOTE_ADDR") or None,
    )


def opened_file(request: StaffRequest, tracker_id: UUID, file_id: UUID) -> OpenFile:
    """A file of a tracker, to be read."""
    return open_file(
        actor=request.actor,
        tracker_id=tracker_id,
        file_id=file_id,
        now=timezone.now(),
        address=request.META.get("REMOTE_ADDR") or None,
    )
