"""The status matrix, typed by hand, through the page: from × to × every set of the three roles."""

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from django.db import transaction

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.people import EDIT, PRE_AUTHORISE, PROCESS
from tests.web.reading import HTML, tree_of
from waymark.people.models import Staff

pytestmark = pytest.mark.usefixtures("morning")

MATRIX = Path(__file__).parents[1] / "unit" / "trackers" / "matrix.csv"
ROLES = {"edit": EDIT, "pre_authorise": PRE_AUTHORISE, "process": PROCESS}


def cases():
    """Each status with each set of roles: what it may go to, and what not."""
    with MATRIX.open(newline="") as rows:
        wanted = list(csv.DictReader(rows))
    who = itemgetter("from", *ROLES)
    for (status, *held), steps in groupby(sorted(wanted, key=who), key=who):
        roles = [ROLES[name] for name, has in zip(ROLES, held, strict=True) if has == "yes"]
        allowed = {step["to"]: step["allowed"] == "yes" for step in steps}
        name = (
            f"{status} by {' and '.join(r.split('(')[-1].rstrip(')') for r in roles) or 'nobody'}"
        )
        yield pytest.param(status, roles, allowed, id=name)


@pytest.mark.parametrize(("status", "roles", "allowed"), list(cases()))
def test_status_through_the_page(cast, client, status, roles, allowed):
    staff = Staff.objects.create(email="m@provider.example", name="Mair", roles=roles)
    staff.groups.add(cast.groups["Wales"])
    client.force_login(staff)
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    tracker = put_in_status(make_tracker(cast, make_activity(participant)), status.lower())
    assert len(allowed) == 6
    form = {"version": 1, "assignee": str(cast.adam.staff.id), "raised": "no"}
    form["not_raised_reason"] = "Good reason was shown"
    for target, is_allowed in allowed.items():
        with transaction.atomic():
            answer = client.post(f"/trackers/{tracker.id}/edit/", form | {"status": target.lower()})
            tracker.refresh_from_db()
            transaction.set_rollback(True)
        assert (answer.status_code == 302) == is_allowed, target
        assert tracker.status == (target if is_allowed else status).lower(), target
    page = client.get(f"/trackers/{tracker.id}/edit/")
    if any(allowed.values()):
        offered = {option.text for option in tree_of(page).iter(f"{HTML}option")}
        assert offered & set(allowed) == {target for target, may in allowed.items() if may}
    else:
        assert page.status_code in (302, 403)
