"""The status matrix through the operation: 288 rows; and against the database: status by status."""

from dataclasses import replace
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.trackers.saving import NOT_RAISED
from tests.matrix import LABELS, MATRIX, ROLES
from tests.submitting import REJECTED, reasons_for_going_on
from waymark.kernel.refusals import Refused
from waymark.operations.trackers import save_tracker
from waymark.trackers.models import Tracker, Transition
from waymark.trackers.types import every_status

CODES = {status.label: code for code, status in every_status().items()}
FINAL = {"Rejected", "Closed"}


class Undo(Exception):
    """Take back what one row of the matrix did."""


@pytest.fixture
def trackers(cast) -> dict[str, Tracker]:
    """One tracker in each status."""
    gwenllian = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return {
        label: put_in_status(make_tracker(cast, make_activity(gwenllian)), code)
        for label, code in CODES.items()
    }


def attempt(actor, tracker, target) -> str:
    """Save, see what came of it, and take it back."""
    outcome = ""
    try:
        with transaction.atomic():
            save_tracker(
                actor=actor,
                tracker_id=tracker.id,
                change=replace(
                    NOT_RAISED,
                    status=CODES[target],
                    reasons_for_going_on=reasons_for_going_on(),
                    coded_reason=REJECTED,
                ),
                seen_version=1,
                now=MORNING,
            )
            outcome = Tracker.objects.get(id=tracker.id).get_status_display()
            steps = Transition.objects.filter(tracker=tracker).count()
            assert steps == (0 if tracker.get_status_display() == target else 1)
            raise Undo
    except Undo:
        return outcome
    except Refused as refused:
        return refused.code


def test_matrix_through_the_operation(cast, trackers):
    """Nobody of this made or submitted the trackers, so that the roles alone decide."""
    wrong = []
    for line, target in product(MATRIX, LABELS):
        if target in line.allowed:
            expected = target
        elif ROLES["edit"] not in line.roles:
            expected = "people.role_needed"
        elif line.current in FINAL:
            expected = "tracker.final"
        else:
            expected = "tracker.status_role_needed"
        actor = replace(cast.glenn.actor, roles=line.roles)
        outcome = attempt(actor, trackers[line.current], target)
        if outcome != expected:
            wrong.append((str(line), target, outcome))
    assert not wrong


@pytest.mark.parametrize("current", list(CODES))
@pytest.mark.parametrize("target", list(CODES))
def test_status_by_status_against_the_database(trackers, current, target):
    """From a final status nothing goes, not even to itself; from all others everything."""
    tracker = trackers[current]
    with connection.cursor() as cursor:
        statement = "UPDATE trackers_tracker SET status = %s WHERE id = %s"
        if current in FINAL:
            with (
                pytest.raises(IntegrityError, match="a final tracker does not change"),
                transaction.atomic(),
            ):
                cursor.execute(statement, [CODES[target], tracker.id])
        else:
            cursor.execute(statement, [CODES[target], tracker.id])
    tracker.refresh_from_db()
    assert tracker.get_status_display() == (current if current in FINAL else target)


def test_a_status_that_is_not_of_its_type_is_refused_by_the_database(trackers):
    with (
        pytest.raises(IntegrityError, match="tracker_status_of_its_type"),
        transaction.atomic(),
    ):
        Tracker.objects.filter(id=trackers["New"].id).update(status="lost")
