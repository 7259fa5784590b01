"""What of a row counts, and how faults of one row are told."""

import pytest

from waymark.imports.columns import SHEETS
from waymark.imports.findings import Fault, first_fault
from waymark.imports.readings import compare


@pytest.mark.parametrize(
    ("last", "here", "in_file", "applied", "kept"),
    [
        pytest.param("a", "a", "a", False, False, id="nothing happened"),
        pytest.param("a", "a", "b", True, False, id="the file changed"),
        pytest.param("a", "b", "a", False, True, id="changed here"),
        pytest.param("a", "b", "c", False, True, id="changed in both"),
        pytest.param("a", "b", "b", False, False, id="changed alike in both"),
        pytest.param(None, "a", "b", True, False, id="no file ever said it"),
        pytest.param(None, "a", "a", False, False, id="no file ever said it, and it is so"),
        pytest.param("a", "a", "", True, False, id="emptied in the file"),
        pytest.param("a", "", "a", False, True, id="emptied here"),
    ],
)
def test_a_cell(last: str | None, here: str, in_file: str, applied: bool, kept: bool) -> None:
    said = {} if last is None else {"title": last}
    found = compare({"title": in_file}, said, {"title": here})
    assert found.applies("title") is applied
    assert [one.name for one in found.kept] == (["title"] if kept else [])


def test_the_first_fault_is_that_of_the_first_column() -> None:
    found = first_fault(
        [
            Fault("status", "Enter the status"),
            Fault("due_date", "There is no month 13"),
            Fault("mandatory", "Not while it is No"),
        ],
        SHEETS["activities"].order,
    )
    assert found.field == "due_date"
    assert found.message == (
        "There is no month 13. Also mandatory: Not while it is No; status: Enter the status"
    )


def test_faults_of_activities_are_told_in_the_order_that_the_data_says() -> None:
    told = [
        "participant",
        "activity",
        "owner",
        "due_date",
        "mandatory",
        "status",
        "reason",
        "reason_category",
    ]
    order = SHEETS["activities"].order
    assert sorted(told, key=lambda name: order[name]) == told
