"""What leaves in a file: who may take it, whose trackers are in it, and that it is safe to open."""

import csv
import io
import json
from datetime import UTC, datetime, time

import pytest
from django.core.management import CommandError, call_command

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.people import Cast
from tests.snapshot import nothing_changes
from waymark.audit.models import AccessRecord
from waymark.config.management.commands.export_trackers import Command
from waymark.operations.marking import mark_not_complete
from waymark.people.models import Staff
from waymark.plans.models import Activity
from waymark.trackers.models import Tracker


@pytest.fixture
def trackers(cast: Cast) -> dict[str, Tracker]:
    """Two of Adam's in Wales, one closed; one of Roy's in the North West, whom nobody has."""
    wales = make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM00000001"
    )
    bury = make_participant(
        cast.roy.staff, cast.groups["North West / Liverpool"], reference="WM00000002"
    )
    first = make_tracker(cast, make_activity(wales, reference="A00000001"))
    later = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    second = make_tracker(cast, make_activity(wales, reference="A00000002"), now=later)
    put_in_status(second, "closed")
    there = make_activity(bury, reference="A00000003")
    third = mark(cast, there)
    Staff.objects.filter(id=cast.roy.staff.id).update(is_active=False)
    Tracker.objects.filter(id=third.id).update(assignee=None)
    return {"first": first, "second": second, "third": third}


def mark(cast: Cast, activity: Activity) -> Tracker:
    mark_not_complete(
        actor=cast.roy.actor,
        activity_id=activity.id,
        reason_category="could_not",
        reason="Unwell on the day",
        now=MORNING,
    )
    return Tracker.objects.get(activity=activity)


def export(*arguments: str) -> str:
    out = io.StringIO()
    call_command("export_trackers", *arguments, stdout=out)
    return out.getvalue()


def rows(email: str, *arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export("--as", email, *arguments))))


def activities(email: str, *arguments: str) -> list[str]:
    return [row["activity"] for row in rows(email, *arguments)]


def test_every_column(cast: Cast, trackers: dict[str, Tracker]) -> None:
    newest, oldest = rows("aimee@provider.example")
    assert oldest.pop("clock") in ("Due soon", "Due today", "Overdue")  # by the clock on the wall
    assert oldest == {
        "tracker": trackers["first"].shown_number,
        "type": "Monitoring",
        "status": "New",
        "participant": "WM00000001",
        "activity": "A00000001",
        "assignee_email": "adam@provider.example",
        "due_on": "2026-11-17",
        "reason_category": "did not",
        "reason": "Did not attend",
        "dma_paperwork_raised": "Yes",
        "not_raised_reason": "",
        "created_at": "2026-11-23T09:00:00+00:00",
        "created_by": "Alexandra Herbert",
        "follows": "",
        "act_by": "2026-11-30",
    }
    assert (newest["activity"], newest["status"]) == ("A00000002", "Closed")
    assert (newest["act_by"], newest["clock"]) == ("", "No clock")


def test_json_is_one_list_of_the_same(cast: Cast, trackers: dict[str, Tracker]) -> None:
    listed = json.loads(export("--as", "aimee@provider.example", "--format", "json"))
    as_csv = rows("aimee@provider.example")
    assert [{name: cell or "" for name, cell in one.items()} for one in listed] == as_csv
    assert listed[0]["follows"] is None


def test_an_empty_list(cast: Cast) -> None:
    assert json.loads(export("--as", "aimee@provider.example", "--format", "json")) == []
    assert rows("aimee@provider.example") == []


def test_summer_time_is_said(cast: Cast) -> None:
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    july = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    make_tracker(cast, make_activity(participant, due_on=july.date(), due_time=time(8)), now=july)
    (row,) = rows("aimee@provider.example")
    assert (row["created_at"], row["due_on"]) == ("2026-07-01T10:00:00+01:00", "2026-07-01")


@pytest.mark.parametrize("who", ["aimee", "glenn", "wendy"])
def test_only_of_their_groups(cast: Cast, trackers: dict[str, Tracker], who: str) -> None:
    assert activities(f"{who}@provider.example") == ["A00000002", "A00000001"]


@pytest.mark.parametrize("who", ["tomasz", "joanne"])
def test_everything_for_those_who_see_everything(
    cast: Cast, trackers: dict[str, Tracker], who: str
) -> None:
    assert set(activities(f"{who}@provider.example")) == {"A00000001", "A00000002", "A00000003"}


@pytest.mark.parametrize("who", ["adam", "alexandra", "judith"])
def test_others_are_refused(cast: Cast, trackers: dict[str, Tracker], who: str) -> None:
    with pytest.raises(CommandError, match="Export trackers: for this you need") as refused:
        export("--as", f"{who}@provider.example")
    assert refused.value.returncode == 2
    assert not AccessRecord.objects.filter(kind="export").exists()


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("--status", "new"), ["A00000001", "A00000003"]),
        (("--status", "Closed,NEW"), ["A00000002", "A00000001", "A00000003"]),
        (("--status", "closed", "--status", "rejected"), ["A00000002"]),
        (("--assignee", "ADAM@provider.example"), ["A00000002", "A00000001"]),
        (("--assignee", "nobody"), ["A00000003"]),
        (("--from", "24/11/2026"), ["A00000002"]),
        (("--to", "2026-11-23"), ["A00000001", "A00000003"]),
        (("--from", "25/11/2026", "--to", "25 November 2026"), ["A00000002"]),
        (("--from", "24/11/2026", "--to", "24/11/2026"), []),
    ],
)
def test_narrowed(
    cast: Cast, trackers: dict[str, Tracker], arguments: tuple[str, ...], found: list[str]
) -> None:
    assert sorted(activities("tomasz@provider.example", *arguments)) == sorted(found)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--as", "ghost@provider.example"), "Nobody active has the address ghost@"),
        (("--status", "shut"), "There is no status 'shut'. There are New, Resolved"),
        (("--assignee", "ghost@provider.example"), "Nobody here has the address ghost@"),
        (("--from", "31/2/2026"), "--from 31/2/2026: 31 February is not a date"),
        (("--to", "soon"), "--to soon: Use day/month/year"),
        (
            ("--from", "25/11/2026", "--to", "24/11/2026"),
            "The range must not end before it begins",
        ),
    ],
)
def test_what_cannot_be_done(cast: Cast, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError) as refused, nothing_changes():
        export("--as", "tomasz@provider.example", *arguments)
    assert str(refused.value).startswith(message)
    assert refused.value.returncode == 2


def test_usage_is_as_it_is_typed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        Command().create_parser("manage.py", "export_trackers").parse_args(["--help"])
    assert "usage: ./run export trackers [-h] --as EMAIL" in capsys.readouterr().out


def test_who_took_it_is_on_record(cast: Cast, trackers: dict[str, Tracker]) -> None:
    with nothing_changes(but=("audit_accessrecord",)):
        export("--as", "tomasz@provider.example")
    record = AccessRecord.objects.get(kind="export")
    assert (record.actor_id, record.actor_name) == (
        cast.tomasz.staff.id,
        "The command line, for Tomasz Wiśniewski",
    )


def test_formulas_are_guarded(cast: Cast) -> None:
    participant = make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="=1+1"
    )
    make_tracker(cast, make_activity(participant, reference="-A1"))
    (row,) = rows("aimee@provider.example")
    assert (row["participant"], row["activity"]) == ("'=1+1", "'-A1")
