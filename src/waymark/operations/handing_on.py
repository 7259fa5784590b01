"""Handing a tracker on, to compliance or to DWP: each unmet check asks for a reason for going on,
and the checks are kept as they stood. Inner halves of saving a tracker.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from waymark.documents.models import Document
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.kernel.words import says_something
from waymark.operations.tracker_files import files_of
from waymark.trackers.doubt.checking import Check, State, unmet
from waymark.trackers.doubt.rules import going_on_is_explained
from waymark.trackers.models import ReadinessRecord, Tracker
from waymark.trackers.readiness_facts import Paperwork, paperwork_of, readiness_of
from waymark.trackers.types import hands_on, status_of

FIELD = "going_on_"
Reasons = Mapping[str, str]


def checks_before_handing_on(
    actor: Actor,
    tracker: Tracker,
    *,
    status: str,
    raised: bool,
    staged: Sequence[tuple[Document, str]],
    now: datetime,
) -> tuple[Check, ...]:
    """The checks as they stand with what is about to be saved; none where it is not handed on."""
    if status == tracker.status or not hands_on(tracker.type, status):
        return ()
    paperwork = _with(tracker, raised, staged)
    return readiness_of(tracker, now=now, submitter=actor.id, paperwork=paperwork)


def _with(tracker: Tracker, raised: bool, staged: Sequence[tuple[Document, str]]) -> Paperwork:
    files = [(link.kind, link.document.name) for link in files_of(tracker)]
    files += [(kind, document.name) for document, kind in staged]
    return replace(paperwork_of(tracker, files), raised=raised)


def going_on_problems(checks: Sequence[Check], reasons: Reasons) -> list[Refused]:
    """What is missing to go on: a reason for each check that is not met, at the field of that
    check.
    """
    refusal = going_on_is_explained.refusal
    return [
        Refused(refusal.code, f"{refusal.message}: {one.name}", field=f"{FIELD}{one.code}")
        for one in unmet(checks)
        if not going_on_is_explained(reason=reasons.get(one.code, ""))
    ]


def keep_checks(
    actor: Actor,
    tracker: Tracker,
    checks: Sequence[Check],
    reasons: Reasons,
    now: datetime,
) -> dict[str, Any]:
    """Keep the checks as they stand, with the reasons; gives what the history says of them."""
    if not checks:
        return {}
    lines = [_line(one, reasons) for one in checks]
    not_met = len(unmet(checks))
    is_met = sum(one.state is State.MET for one in checks)
    ReadinessRecord.objects.create(
        tracker=tracker,
        to_status=tracker.status,
        checks=lines,
        met=is_met,
        unmet=not_met,
        by_id=actor.id,
        by=actor.shown_as,
        at=now,
    )
    return {
        "checks": f"{is_met} of {is_met + not_met}",
        "handed_on_as": status_of(tracker.type, tracker.status).label,
        "going_on": [
            {name: line[name] for name in ("code", "name", "said", "reason")}
            for line in lines
            if line["reason"]
        ],
    }


def _line(one: Check, reasons: Reasons) -> dict[str, str]:
    reason = reasons.get(one.code, "").strip() if one.is_unmet else ""
    return {
        "code": one.code,
        "name": one.name,
        "state": str(one.state),
        "said": one.said,
        "reason": reason if says_something(reason) else "",
    }
