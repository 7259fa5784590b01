"""The registry of tracker types. Another is one module with its workflow, and one line here."""

from dataclasses import dataclass

from waymark.kernel.workflow import Status, Workflow
from waymark.trackers.workflow import MONITORING


@dataclass(frozen=True, slots=True)
class TrackerType:
    """A kind of tracker: its name, its workflow, and whether a person may make one."""

    code: str
    label: str
    workflow: Workflow
    made_by_hand: bool


MONITORING_TYPE = TrackerType(
    code="monitoring", label="Monitoring", workflow=MONITORING, made_by_hand=False
)
TYPES: dict[str, TrackerType] = {kind.code: kind for kind in (MONITORING_TYPE,)}


def workflow_of(type_code: str) -> Workflow:
    """The workflow of a tracker type."""
    return TYPES[type_code].workflow


def status_of(type_code: str, status_code: str) -> Status:
    """A status of a tracker type."""
    return workflow_of(type_code).status(status_code)


def every_status() -> dict[str, Status]:
    """Every status of every type, by code, in the order of the workflows; types that share a code
    share its looks.
    """
    return {status.code: status for kind in TYPES.values() for status in kind.workflow.statuses}


def open_statuses() -> list[str]:
    """The codes that mean *open*, over all types."""
    return [code for code, status in every_status().items() if status.is_open]


def not_final_statuses() -> list[str]:
    """The codes that are not final, over all types."""
    return [code for code, status in every_status().items() if not status.is_final]


def with_dwp_statuses() -> list[str]:
    """The codes that mean that DWP has been asked for a decision, over all types."""
    return [code for code, status in every_status().items() if status.is_with_dwp]


def clocked_statuses() -> list[str]:
    """The codes in which a time limit runs, over all types."""
    return [code for code, status in every_status().items() if status.limits]


def final_statuses() -> list[str]:
    """The codes that are final, over all types."""
    return [code for code, status in every_status().items() if status.is_final]


def initial_statuses() -> list[str]:
    """The codes that a tracker begins with, over all types."""
    return list(dict.fromkeys(kind.workflow.initial.code for kind in TYPES.values()))


def hands_on(type_code: str, status_code: str) -> bool:
    """Whether somebody else decides from that status on: compliance, or DWP."""
    statuses = workflow_of(type_code).statuses
    return status_code in {one.code for one in statuses if one.is_handover or one.is_with_dwp}


def handover_statuses() -> list[str]:
    """The codes that mean that somebody else has to decide, over all types."""
    return [code for code, status in every_status().items() if status.is_handover]
