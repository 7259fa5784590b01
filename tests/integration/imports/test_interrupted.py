"""An import that is killed in the middle is simply run again, and nothing is there twice."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.caseloads import MISSED, text_of
from tests.people import make_cast
from waymark.audit.models import Event
from waymark.imports.models import ImportedRow
from waymark.plans.models import Activity
from waymark.trackers.models import Tracker

ACTIVITIES = 2200
SOURCE = Path(__file__).resolve().parents[3] / "src"


def start(folder: Path) -> "subprocess.Popen[bytes]":
    """The command, in a process of its own, on the database of this test."""
    options = {
        name: value
        for name, value in connection.settings_dict["OPTIONS"].items()
        if name not in {"pool", "prepare_threshold", "options"}
    }
    address = f"postgresql:///{connection.settings_dict['NAME']}?{urlencode(options)}"
    return subprocess.Popen(
        [sys.executable, "-m", "waymark.config.manage", "import_caseload", str(folder)],
        env=os.environ | {"DATABASE_URL": address, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for_the_first_batch(process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        if ImportedRow.objects.filter(kind="activities").exists():
            return
        time.sleep(0.02)
    pytest.fail("nothing was imported")


@pytest.mark.django_db(transaction=True)
def test_killed_and_run_again(tmp_path: Path) -> None:
    make_cast()
    (tmp_path / "participants.csv").write_text(text_of("participants", {}), encoding="utf-8")
    rows = ({"activity": f"A{number}", **MISSED} for number in range(ACTIVITIES))
    (tmp_path / "activities.csv").write_text(text_of("activities", *rows), encoding="utf-8")

    process = start(tmp_path)
    wait_for_the_first_batch(process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    taken = Activity.objects.count()
    assert 0 < taken < ACTIVITIES
    assert Tracker.objects.count() == taken == ImportedRow.objects.filter(kind="activities").count()

    assert start(tmp_path).wait() == 0
    assert Activity.objects.count() == Tracker.objects.count() == ACTIVITIES
    assert Event.objects.filter(code="activity.added").count() == ACTIVITIES
    assert Event.objects.filter(code="tracker.made").count() == ACTIVITIES
    assert Event.objects.filter(code="participant.added").count() == 1
