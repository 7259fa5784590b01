"""An import waits for whoever is changing a participant, and then reads them as they are."""

from threading import Thread

import pytest
from django.db import connection, transaction

from tests.caseloads import MISSED, activities, counts, importing, participants
from tests.people import Cast
from waymark.participants.models import Participant
from waymark.trackers.models import Tracker


def while_somebody_is_moved(cast: Cast, *files):
    """Import while a move is under way, which ends once the import waits for it."""
    summaries = []

    def run():
        try:
            summaries.append(importing(*files))
        finally:
            connection.close()

    importer = Thread(target=run)
    with transaction.atomic():
        Participant.objects.update(group=cast.groups["Wales"], work_coach=cast.glenn.staff)
        importer.start()
        importer.join(1)
        assert importer.is_alive(), "it did not wait"
    importer.join(20)
    return summaries[0]


@pytest.fixture
def llyr(everybody):
    importing(participants({}))
    return Participant.objects.get()


def test_a_participant_who_is_moved_meanwhile_is_not_taken_for_a_new_one(everybody, llyr):
    summary = while_somebody_is_moved(everybody, participants({"phone": "07700 900000"}))
    assert counts(summary, "participants")[-1] == 0
    llyr.refresh_from_db()
    assert llyr.phone == "07700 900000"
    assert (llyr.work_coach, llyr.group) == (everybody.glenn.staff, everybody.groups["Wales"])


def test_nor_is_their_activity_refused(everybody, llyr):
    """The tracker falls to who is the work coach by then."""
    while_somebody_is_moved(everybody, activities(MISSED))
    assert Tracker.objects.get().assignee == everybody.glenn.staff
