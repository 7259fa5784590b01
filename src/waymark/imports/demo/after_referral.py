"""What the demonstration's sanction records say: one story to re-compliance, one that ended
without a sanction, and referrals that wait.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.operations.sanctions import add_entry, correct_entry
from waymark.participants.rules import Benefit
from waymark.sanctions.models import SanctionEntry
from waymark.sanctions.rules import EntryFields, EntryKind
from waymark.trackers.models import Tracker

Entering = Callable[[Actor, datetime], None]
REFERENCE = "DM 20447"


def entering(tracker: Tracker, kind: EntryKind, **given: object) -> Entering:
    """An entry on the day on which it happens."""

    def step(actor: Actor, moment: datetime) -> None:
        fields = _fields(tracker.id, kind, moment, **given)
        add_entry(actor=actor, participant_id=tracker.participant_id, fields=fields, now=moment)

    return step


def correcting_the_reference(tracker: Tracker) -> Entering:
    """The reference of the referral had two figures the wrong way round."""

    def step(actor: Actor, moment: datetime) -> None:
        wrong = SanctionEntry.objects.get(tracker=tracker, kind=EntryKind.REFERRAL)
        fields = _fields(
            tracker.id, EntryKind.REFERRAL, moment, channel=wrong.channel, reference=REFERENCE
        )
        correct_entry(
            actor=actor,
            participant_id=tracker.participant_id,
            entry_id=wrong.id,
            fields=replace(fields, happened_on=wrong.happened_on),
            why="Two figures of the reference stood the wrong way round",
            now=moment,
        )

    return step


def _fields(tracker_id: UUID, kind: EntryKind, moment: datetime, **given: object) -> EntryFields:
    known = {"kind": str(kind), "happened_on": day_of(moment), "tracker_id": tracker_id}
    return EntryFields(**known | given)  # type: ignore[arg-type]


def to_re_compliance(tracker: Tracker) -> list[tuple[float, str, Entering]]:
    """The whole story: days after the marking, who, and what they enter. For Jobseeker's Allowance
    there is no compliance condition, and the sanction has an end.
    """
    story = [
        (2.2, "glenn.wyatt", _sent(tracker, "DM 20474")),
        (3.1, "glenn.wyatt", correcting_the_reference(tracker)),
        (4.0, "wendy.oliver", entering(tracker, EntryKind.OUTCOME, result="adverse")),
    ]
    if tracker.participant.benefit != Benefit.UNIVERSAL_CREDIT:
        return story
    condition = "Come to the next appointment with the work coach, and take part"
    return [
        *story,
        (4.1, "wendy.oliver", _period(tracker)),
        (
            4.2,
            "wendy.oliver",
            entering(tracker, EntryKind.CONDITION, text=condition, channel="In person"),
        ),
        (5.3, "glenn.wyatt", _met(tracker)),
    ]


def without_a_sanction(tracker: Tracker) -> list[tuple[float, str, Entering]]:
    """DWP found a good reason."""
    decided = entering(tracker, EntryKind.OUTCOME, result="non-adverse")
    return [(2.2, "glenn.wyatt", _sent(tracker, "DM 20561")), (8.0, "wendy.oliver", decided)]


def _sent(tracker: Tracker, reference: str) -> Entering:
    return entering(tracker, EntryKind.REFERRAL, channel="Secure email", reference=reference)


def _period(tracker: Tracker) -> Entering:
    return entering(tracker, EntryKind.PERIOD, starts_on=tracker.due_on, fixed_days=7)


def _met(tracker: Tracker) -> Entering:
    def step(actor: Actor, moment: datetime) -> None:
        text = "Came to the appointment and went through the job search log."
        told = {"channel": "In person", "text": text, "told_on": day_of(moment)}
        entering(tracker, EntryKind.RE_COMPLIANCE, **told)(actor, moment)

    return step
