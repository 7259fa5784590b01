"""The tables of trackers, by noun."""

from waymark.trackers.models.doubt import (
    Contact,
    FailureKind,
    Question,
    ReasonDecision,
    Reply,
)
from waymark.trackers.models.packs import Pack
from waymark.trackers.models.tracker import (
    Evaluation,
    FileKind,
    Note,
    Tracker,
    TrackerFile,
    TrackerListing,
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
    "ReasonDecision",
    "Reply",
    "Tracker",
    "TrackerFile",
    "TrackerListing",
    "TrackerNumber",
    "Transition",
]
