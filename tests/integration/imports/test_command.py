"""`import_caseload`: its result on standard output, its exit code, its options."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.caseloads import MISSED, text_of
from tests.people import Cast
from tests.snapshot import nothing_changes
from waymark.config.management.commands.import_caseload import Command
from waymark.participants.models import Participant
from waymark.trackers.models import Tracker


@pytest.fixture
def folder(tmp_path: Path, cast: Cast) -> Path:
    for kind, rows in {
        "participants": ({}, {"reference": "WM2", "last_name": ""}),
        "activities": (MISSED, {"activity": "A2", "participant": "WM2"}),
    }.items():
        (tmp_path / f"{kind}.csv").write_text(text_of(kind, *rows), encoding="utf-8")
    (tmp_path / "expected.json").write_text("{}", encoding="utf-8")
    return tmp_path


def command(*arguments: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_caseload", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_json(folder: Path) -> None:
    out, err = command(folder, "--json")
    said = json.loads(out)
    assert said["participants"] == {
        "accepted": 1,
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": [{"row": 3, "field": "last_name", "message": "Enter the last name"}],
        "warnings": [],
        "kept": [],
    }
    assert said["activities"]["accepted"] == 1
    assert said["activities"]["refused"] == [
        {
            "row": 3,
            "field": "participant",
            "message": "There is no participant ‘WM2’: their row is refused",
        }
    ]
    assert (said["groups"]["accepted"], said["staff"]["accepted"]) == (0, 0)
    assert said["trackers"] == {"created": 1}
    assert "Importing as Import, for Joanne Okafor" in err


def test_words(folder: Path) -> None:
    out, _err = command(folder)
    assert out.splitlines() == [
        "Participants: 2 rows, 1 accepted (1 new, 0 changed, 0 unchanged), 1 refused.",
        "  Refused:",
        "    row 3, last_name: Enter the last name",
        "",
        "Activities: 2 rows, 1 accepted (1 new, 0 changed, 0 unchanged), 1 refused.",
        "  Refused:",
        "    row 3, participant: There is no participant ‘WM2’: their row is refused",
        "",
        "1 monitoring tracker made.",
    ]


def test_equal_warnings_are_said_once(folder: Path, cast: Cast) -> None:
    row = {"owner": "roy@provider.example"}
    text = text_of("activities", *({**row, "activity": f"B{number}"} for number in range(3)))
    (folder / "activities.csv").write_text(text, encoding="utf-8")
    out, _err = command(folder)
    assert out.count("Roy Patel") == 1
    assert (
        "    row 2, owner: Roy Patel has no access to this participant: a tracker would go to the "
        "work coach: 3 rows, of which this is the first\n"
    ) in out


def test_usage_is_as_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        Command().create_parser("manage.py", "import_caseload").parse_args(["--help"])
    assert "usage: ./run import [-h]" in capsys.readouterr().out


def test_a_dry_run_says_what_would_be_and_does_nothing(folder: Path) -> None:
    with nothing_changes():
        out, _err = command(folder, "--dry-run")
    assert out.startswith("Dry run: nothing has been imported.\n")
    assert out.endswith("1 monitoring tracker would be made.\n")


def test_past_records(folder: Path) -> None:
    out, _err = command(folder, "--past-records")
    assert out.startswith("Past records: no trackers are made.\n")
    assert not Tracker.objects.exists()


def test_as_somebody(folder: Path, cast: Cast) -> None:
    cast.aimee.staff.roles = ["Supervisor", "Administrator"]
    cast.aimee.staff.save()
    command(folder, "--as", "aimee@provider.example")
    assert Participant.objects.get().make_activity_mandatory_set_by == "Import, for Aimee Hamilton"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--as", "ghost@provider.example"), "Nobody active has the address ghost@"),
        (("--as", "adam@provider.example"), "for this you need the role Administrator"),
    ],
)
def test_not_by_everybody(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message) as refused, nothing_changes():
        command(folder, *arguments)
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("colour,shape\n1,2\n", "unknown column"),
        ("", "staff.csv is empty"),
        ('email,name\n"x', "staff.csv: missing column"),
        ('email,name,job_title,group,roles,active\n"x', "cannot be read beyond line 2"),
    ],
)
def test_a_file_that_cannot_be_read_stops_everything(
    folder: Path, content: str, message: str
) -> None:
    (folder / "staff.csv").write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=message) as refused, nothing_changes():
        command(folder)
    assert refused.value.returncode == 2


def test_a_folder_without_files(tmp_path: Path, cast: Cast) -> None:
    with pytest.raises(CommandError, match="holds none of groups"):
        command(tmp_path)
    with pytest.raises(CommandError, match="There is no folder"):
        command(tmp_path / "nowhere")


def test_one_import_at_a_time(folder: Path) -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(22337, 1)")
        try:
            with pytest.raises(CommandError, match="Another import is under way"):
                command(folder)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(22337, 1)")
    other.close()
    assert not Participant.objects.exists()
