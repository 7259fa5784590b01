"""What an intruder finds: a caseload with an open and a final tracker, committed, and a connection
of its own that is logged in as the application's role.
"""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.basics import restore_basics
from tests.doubts import make_ready, mark
from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.roles.intruder import Intruder
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage, stage_letter
from tests.people import Cast, make_cast
from tests.roles import logged_in
from waymark.audit.signing import sign_heads
from waymark.operations.dated_limits import correct_bank_holidays
from waymark.operations.doubt import name_second_person
from waymark.operations.sanctions import add_entry
from waymark.operations.trackers import TrackerChange
from waymark.operations.viewing import view_tracker
from waymark.programmes.models import Programme
from waymark.sanctions.rules import EntryFields
from waymark.trackers.models import Tracker

IN_MEMORY = {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture(scope="module")
def records(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SimpleNamespace]:
    """Ids of what there is: each history has a row, each tracker all that may hang on one."""
    key = tmp_path_factory.mktemp("keys") / "history-signing.pem"
    with django_db_blocker.unblock(), override_settings(STORAGES=IN_MEMORY, SIGNING_KEY=key):
        restore_basics()
        yield _made(make_cast())
        call_command("flush", interactive=False, verbosity=0)
        restore_basics()
        connection.close()


def _made(cast: Cast) -> SimpleNamespace:
    Programme.objects.update(monitoring_trackers_set_by="Joanne Okafor")
    found = SimpleNamespace(open=_tracker(cast), final=_tracker(cast), adam=cast.adam.staff.id)
    put_in_status(found.final, "closed")
    [spare] = stage(cast.adam, found.open)
    found.spare = spare.id
    view_tracker(actor=cast.adam.actor, tracker_id=found.open.id, now=MORNING)
    _add_sanction_entry(cast, found.open)
    correct_bank_holidays(
        actor=cast.joanne.actor,
        nation="England and Wales",
        day=date(2026, 12, 14),
        is_holiday=True,
        why="By proclamation of 1 December",
        now=MORNING,
    )
    sign_heads(now=MORNING)
    return SimpleNamespace(**{name: getattr(one, "id", one) for name, one in vars(found).items()})


def _tracker(cast: Cast) -> Tracker:
    person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    mark(person, "Safeguarding")
    tracker = make_tracker(cast, make_activity(person))
    make_ready(cast, tracker)
    name_second_person(
        actor=cast.adam.actor,
        tracker_id=tracker.id,
        person_id=cast.aimee.staff.id,
        may_matter=False,
        text="It made no difference",
        now=MORNING,
    )
    [paper] = stage(cast.adam, tracker)
    files = ((paper.id, "dma_paperwork"),)
    change = TrackerChange("submitted", cast.adam.staff.id, True, note="Rang", files=files)
    save(cast.adam, tracker, change)
    return tracker


def _add_sanction_entry(cast: Cast, tracker: Tracker) -> None:
    """An outcome with its letter."""
    add_entry(
        actor=cast.adam.actor,
        participant_id=tracker.participant_id,
        fields=EntryFields(
            kind="outcome",
            happened_on=MORNING.date(),
            tracker_id=tracker.id,
            result="non-adverse",
        ),
        letters=[stage_letter(cast.adam, tracker.participant_id).id],
        now=MORNING,
    )


@pytest.fixture(scope="module")
def intruder(records: Any, application: str) -> Iterator[Intruder]:
    with logged_in(application) as connection:
        yield Intruder(connection)
