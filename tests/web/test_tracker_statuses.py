"""The status matrix, typed by hand, through the page: from × to × every set of the three roles."""

import pytest
from django.db import transaction

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.matrix import LABELS, MATRIX
from tests.submitting import typed_reasons
from tests.web.reading import HTML, tree_of
from waymark.people.models import Staff

pytestmark = pytest.mark.usefixtures("morning")


@pytest.mark.parametrize("line", MATRIX, ids=str)
def test_status_through_the_page(cast, client, line):
    staff = Staff.objects.create(email="m@provider.example", name="Mair", roles=sorted(line.roles))
    staff.groups.add(cast.groups["Wales"])
    client.force_login(staff)
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    tracker = put_in_status(make_tracker(cast, make_activity(participant)), line.current.lower())
    form = {"version": 1, "assignee": str(cast.adam.staff.id), "raised": "no"}
    form |= {"not_raised_reason": "Good reason was shown", **typed_reasons()}
    for target in LABELS:
        with transaction.atomic():
            answer = client.post(f"/trackers/{tracker.id}/edit/", form | {"status": target.lower()})
            tracker.refresh_from_db()
            transaction.set_rollback(True)
        assert (answer.status_code == 302) == (target in line.allowed), target
        reached = target if target in line.allowed else line.current
        assert tracker.status == reached.lower(), target
    page = client.get(f"/trackers/{tracker.id}/edit/")
    if line.allowed:
        offered = {option.text for option in tree_of(page).iter(f"{HTML}option")}
        assert offered & set(LABELS) == line.allowed
    else:
        assert page.status_code in (302, 403)
