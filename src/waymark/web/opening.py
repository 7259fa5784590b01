"""Opening records from a page: who asked, when, from where, and of a restricted record why, are put
on record.
"""

from typing import Any
from uuid import UUID

from django.utils import timezone

from waymark.operations.file_opening import (
    OpenFile,
    open_file,
    open_letter,
    open_notice,
    open_pack,
)
from waymark.operations.viewing import (
    view_activity,
    view_participant,
    view_sheet,
    view_tracker,
)
from waymark.web.participants.opening_reason import reason_typed
from waymark.web.requests import StaffRequest, address_of


def opened_participant(request: StaffRequest, participant_id: UUID) -> Any:
    """The participant that a page is about; not found when not there or not theirs."""
    return view_participant(participant_id=participant_id, **_who_when_and_why(request))


def opened_activity(request: StaffRequest, activity_id: UUID) -> Any:
    """The activity that a page is about; not found when not there or not theirs."""
    return view_activity(activity_id=activity_id, **_who_when_and_why(request))


def opened_tracker(request: StaffRequest, tracker_id: UUID) -> Any:
    """The tracker that a page is about; not found when not there or not theirs."""
    return view_tracker(tracker_id=tracker_id, **_who_when_and_why(request))


def opened_file(request: StaffRequest, tracker_id: UUID, file_id: UUID) -> OpenFile:
    """A file of a tracker, to be read."""
    return open_file(tracker_id=tracker_id, file_id=file_id, **_who_when_and_why(request))


def opened_letter(request: StaffRequest, participant_id: UUID, letter_id: UUID) -> OpenFile:
    """A letter of a sanction record, to be read."""
    return open_letter(
        participant_id=participant_id, letter_id=letter_id, **_who_when_and_why(request)
    )


def opened_notice(request: StaffRequest, activity_id: UUID, notice_id: UUID) -> OpenFile:
    """The PDF of a notice, to be read."""
    return open_notice(activity_id=activity_id, notice_id=notice_id, **_who_when_and_why(request))


def opened_pack(request: StaffRequest, tracker_id: UUID, pack_id: UUID) -> OpenFile:
    """An evidence pack of a tracker, to be taken away."""
    return open_pack(tracker_id=tracker_id, pack_id=pack_id, **_who_when_and_why(request))


def opened_sheet(request: StaffRequest, tracker_id: UUID) -> Any:
    """The tracker whose referral sheet is taken away."""
    return view_sheet(tracker_id=tracker_id, **_who_when_and_why(request))


def _who_when_and_why(request: StaffRequest) -> dict[str, Any]:
    return {
        "actor": request.actor,
        "now": timezone.now(),
        "address": address_of(request),
        "reason": reason_typed(request),
    }
