"""A file of activities to import: all are new, for participants who are there. Runs with the
application's settings.
"""

import uuid
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path

from django.utils import timezone

from waymark.kernel.london import day_of
from waymark.participants.models import Participant
from waymark.participants.queries import participants_of
from waymark.participants.rules import SanctionStatus
from waymark.people.models import Staff
from waymark.people.policy import Role
from waymark.people.queries import actor_of

DECIDED_ON = 20  # one in so many is mandatory, past and not complete
PARTICIPANTS = 50_000
HEAD = (
    "participant,activity,kind,title,instructions,owner,due_date,due_time,place,mandatory,status,"
    "reason,reason_category\n"
)


def write_activities(path: Path, many: int) -> str:
    """Write the file, and say who may import it."""
    administrators = Staff.objects.filter(
        is_active=True, roles__contains=[Role.ADMINISTRATOR.value]
    ).order_by("created_at", "email")[:20]
    importer = max(administrators, key=lambda one: len(actor_of(one).group_ids))
    mark, today = uuid.uuid4().hex[:8].upper(), day_of(timezone.now())
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number, reference in enumerate(islice(cycle(_references(importer)), many)):
            day = today - timedelta(days=number % 90 + 1)
            due = f"{day.day:02}/{day.month:02}/{day.year},{9 + number % 8}:30"
            begin = f"{reference},B{mark}{number:06},Appointment,Interview skills workshop"
            end = "No,Complete,,"
            if number % DECIDED_ON == 0:
                end = "Yes,Not complete,Did not attend and did not call,did not"
            file.write(f"{begin},As agreed at your last meeting.,,{due},Video call,{end}\n")
    return importer.email


def _references(importer: Staff) -> list[str]:
    """Of participants who can be given something mandatory."""
    found: list[Participant] = participants_of(actor_of(importer)).filter(
        is_restricted=False,
        left_on=None,
        make_activity_mandatory=True,
        sanction_status=SanctionStatus.NONE,
    )
    return list(found.order_by("reference").values_list("reference", flat=True)[:PARTICIPANTS])
