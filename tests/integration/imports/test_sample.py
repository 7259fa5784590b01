"""The sample caseload that the project shares, where it is at hand: exactly what it expects."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.caseloads import importing
from tests.snapshot import nothing_changes
from waymark.imports.columns import SHEETS
from waymark.imports.files import Source, Table, table_of
from waymark.trackers.models import Tracker

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "caseload"
AS_OF = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


def tables() -> list[Table]:
    paths = {kind: SHARED / f"{kind}.csv" for kind in SHEETS}
    return [
        table_of(Source(path.name, partial(open, path, "rb")), kind=kind)
        for kind, path in paths.items()
    ]


@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.exists(), reason="the shared sample is not beside this clone")
def test_the_sample_gives_exactly_what_is_expected_and_nothing_more_the_second_time() -> None:
    expected = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))
    said = importing(*tables(), now=AS_OF).as_data()

    assert said["groups"]["accepted"] == 8
    assert said["groups"]["refused"] == []
    assert said["staff"]["accepted"] == expected["staff"]
    assert said["staff"]["refused"] == []
    for kind in ("participants", "activities"):
        assert said[kind]["accepted"] == expected[kind]["accepted"]
        assert {str(one["row"]): one["field"] for one in said[kind]["refused"]} == expected[kind][
            "refused_rows"
        ]
        assert said[kind]["accepted"] + len(said[kind]["refused"]) == expected[kind]["rows"]
    assert said["trackers"]["created"] == expected["trackers"]["count"]
    made = Tracker.objects.values_list("activity__reference", "assignee__email")
    assert dict(made) == expected["trackers"]["assignee_by_activity"]

    with nothing_changes():
        again = importing(*tables(), now=AS_OF)
    assert again.trackers_created == 0
    assert not again.changed_something
    assert not any(tally.kept for tally in again.tallies.values())
