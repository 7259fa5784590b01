"""The monitoring workflow against matrix.csv: product.md, section 2, typed a second time."""

import csv
from pathlib import Path

import pytest

from waymark.kernel.workflow import Allowed
from waymark.trackers.types import (
    TYPES,
    every_status,
    not_final_statuses,
    open_statuses,
    status_of,
    workflow_of,
)
from waymark.trackers.workflow import MONITORING

MATRIX = list(csv.DictReader((Path(__file__).parent / "matrix.csv").read_text().splitlines()))
CODES = {status.label: status.code for status in MONITORING.statuses}
LABELS = ["New", "Resolved", "Submitted", "Referred", "Rejected", "Closed"]
ROLES = {
    "edit": "Process Automation Trackers (Edit)",
    "pre_authorise": "Process Automation Trackers (Pre-Authorise)",
    "process": "Process Automation Trackers (Process)",
}


def roles_of(row):
    return frozenset(role for column, role in ROLES.items() if row[column] == "yes")


def key(row):
    return (row["from"], row["to"], row["edit"], row["pre_authorise"], row["process"])


def test_the_matrix_is_whole():
    """Six statuses by six, by eight sets of roles; each once."""
    assert len(MATRIX) == 6 * 6 * 8
    assert len({key(row) for row in MATRIX}) == len(MATRIX)
    assert {row["from"] for row in MATRIX} == {row["to"] for row in MATRIX} == set(LABELS)
    assert {value for row in MATRIX for value in list(row.values())[2:]} == {"yes", "no"}


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: "-".join(key(row)))
def test_matrix(row):
    decision = MONITORING.decide(
        current=CODES[row["from"]], target=CODES[row["to"]], roles=roles_of(row)
    )
    assert isinstance(decision, Allowed) == (row["allowed"] == "yes")


@pytest.mark.parametrize("current", LABELS)
@pytest.mark.parametrize("edit", ["yes", "no"])
@pytest.mark.parametrize("pre_authorise", ["yes", "no"])
@pytest.mark.parametrize("process", ["yes", "no"])
def test_the_drop_down_holds_just_what_the_matrix_allows(current, edit, pre_authorise, process):
    rows = [
        row
        for row in MATRIX
        if (row["from"], row["edit"], row["pre_authorise"], row["process"])
        == (current, edit, pre_authorise, process)
    ]
    offered = MONITORING.available(current=CODES[current], roles=roles_of(rows[0]))
    assert {one.label for one in offered} == {row["to"] for row in rows if row["allowed"] == "yes"}


@pytest.mark.parametrize("extra", ["Supervisor", "Administrator", "Auditor"])
@pytest.mark.parametrize("current", LABELS)
@pytest.mark.parametrize("target", LABELS)
def test_no_other_role_adds_a_step(current, target, extra):
    for row in MATRIX:
        if (row["from"], row["to"]) == (current, target):
            decision = MONITORING.decide(
                current=CODES[current], target=CODES[target], roles=roles_of(row) | {extra}
            )
            assert isinstance(decision, Allowed) == (row["allowed"] == "yes")


def test_the_statuses_in_the_order_of_the_article():
    assert [status.label for status in MONITORING.statuses] == LABELS
    assert MONITORING.initial.label == "New"


def test_open_and_final():
    labels = {status.code: status.label for status in MONITORING.statuses}
    assert {labels[code] for code in MONITORING.open} == {"New", "Submitted", "Referred"}
    assert {labels[code] for code in MONITORING.final} == {"Rejected", "Closed"}
    assert {labels[code] for code in MONITORING.handover} == {"Submitted"}


def test_the_registry():
    """Monitoring is a type among others, and is not made by hand."""
    kind = TYPES["monitoring"]
    assert (kind.label, kind.made_by_hand) == ("Monitoring", False)
    assert workflow_of("monitoring") is MONITORING
    assert status_of("monitoring", CODES["Closed"]).label == "Closed"
    with pytest.raises(KeyError):
        workflow_of("unknown")


def test_statuses_over_all_types():
    by_code = every_status()
    assert [by_code[code].label for code in by_code] == LABELS
    assert {by_code[code].label for code in open_statuses()} == {"New", "Submitted", "Referred"}
    assert {by_code[code].label for code in not_final_statuses()} == {
        "New",
        "Resolved",
        "Submitted",
        "Referred",
    }
