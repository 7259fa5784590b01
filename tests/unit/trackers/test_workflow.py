"""The monitoring workflow against matrix.csv: product.md, section 2, typed a second time."""

import pytest

from tests.matrix import LABELS, MATRIX
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

CODES = {status.label: status.code for status in MONITORING.statuses}


@pytest.mark.parametrize("target", LABELS)
@pytest.mark.parametrize("line", MATRIX, ids=str)
def test_matrix(line, target):
    decision = MONITORING.decide(
        current=CODES[line.current], target=CODES[target], roles=line.roles
    )
    assert isinstance(decision, Allowed) == (target in line.allowed)


@pytest.mark.parametrize("line", MATRIX, ids=str)
def test_the_drop_down_holds_just_what_the_matrix_allows(line):
    offered = MONITORING.available(current=CODES[line.current], roles=line.roles)
    assert {one.label for one in offered} == line.allowed


@pytest.mark.parametrize("extra", ["Supervisor", "Administrator", "Auditor"])
@pytest.mark.parametrize("line", MATRIX, ids=str)
def test_no_other_role_adds_a_step(line, extra):
    offered = MONITORING.available(current=CODES[line.current], roles=line.roles | {extra})
    assert {one.label for one in offered} == line.allowed


def test_the_statuses_in_the_order_of_the_article():
    assert [status.label for status in MONITORING.statuses] == list(LABELS)
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
    assert [by_code[code].label for code in by_code] == list(LABELS)
    assert {by_code[code].label for code in open_statuses()} == {"New", "Submitted", "Referred"}
    assert {by_code[code].label for code in not_final_statuses()} == {
        "New",
        "Resolved",
        "Submitted",
        "Referred",
    }
