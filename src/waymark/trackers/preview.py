"""What marking an activity Not complete will bring: by the same functions as the marking."""

from dataclasses import dataclass
from datetime import datetime

from waymark.kernel.actor import Actor
from waymark.people.queries import Colleague, colleagues
from waymark.plans.models import Activity
from waymark.trackers.models import Tracker
from waymark.trackers.queries import candidate, facts_of, is_open, telling_trackers
from waymark.trackers.rules import Because, Outcome, Verdict, choose_assignee, evaluate


@dataclass(frozen=True, slots=True)
class Preview:
    """The verdict if it were marked now, and to whom a tracker would fall.

    `latest` is the activity's open tracker, else the last one, which a new one would follow.
    `assignee` is nobody when the tracker would be in the group's queue, or when none would be made.
    """

    verdict: Verdict
    latest: Tracker | None
    assignee: Colleague | None = None
    owner_name: str = ""
    because: Because | None = None

    @property
    def makes_tracker(self) -> bool:
        return self.verdict.outcome is Outcome.MADE

    @property
    def is_open_already(self) -> bool:
        return self.verdict.outcome is Outcome.ALREADY_OPEN

    @property
    def has_open_tracker(self) -> bool:
        return is_open(self.latest)


def preview_of_marking(actor: Actor, activity: Activity, now: datetime) -> Preview:
    """What marking this activity Not complete now would bring; changes nothing."""
    latest = telling_trackers([activity.id]).get(activity.id)
    facts = facts_of(activity, latest=latest, marked_by=actor.shown_as, at=now)
    verdict = evaluate(facts)
    if verdict.outcome is not Outcome.MADE:
        return Preview(verdict, latest)
    coach_id = activity.participant.work_coach_id
    people = colleagues([activity.chosen_owner_id, coach_id])
    chosen_owner = people.get(activity.chosen_owner_id) if activity.chosen_owner_id else None
    work_coach = people.get(coach_id) if coach_id else None
    falls_to, because = choose_assignee(
        chosen_owner=candidate(chosen_owner, activity.participant),
        work_coach=candidate(work_coach, activity.participant),
    )
    owner = chosen_owner or work_coach
    return Preview(
        verdict,
        latest,
        assignee=people[falls_to.id] if falls_to else None,
        owner_name=owner.name if owner else "",
        because=because,
    )
