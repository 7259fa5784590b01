"""The tables of trackers, by noun."""

from waymark.trackers.models.doubt import (
    Contact,
    FailureKind,
    Question,
    ReadinessRecord,
    ReasonDecision,
    Reply,
    SecondLook,
)
from waymark.trackers.models.listing import TrackerListing
from waymark.trackers.models.packs import Pack
from waymark.trackers.models.tracker import (
    Evaluation,
    FileKind,
    Note,
    Tracker,
    TrackerFile,
    TrackerNumber,
    Transition,
)

__all__ = [
    "Contact",
    "Evaluation",
    "FailureKind",
    "FileKind",
    "Note",
    "Pack",
    "Question",
    "ReadinessRecord",
    "ReasonDecision",
    "Reply",
    "SecondLook",
    "Tracker",
    "TrackerFile",
    "TrackerListing",
    "TrackerNumber",
    "Transition",
]
