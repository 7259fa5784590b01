"""Before a doubt is raised: contacts, good reason and the kind of failure, added to a tracker."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from waymark.audit.context import acting_as
from waymark.audit.events import record
from waymark.kernel.actor import Actor
from waymark.kernel.london import day_of
from waymark.kernel.refusals import Refused, raise_all
from waymark.kernel.working_days import working_days_after
from waymark.operations.repeats import REPEATED_WITHIN
from waymark.operations.tracker_files import refuse_if_final, tracker_entry
from waymark.people.policy import require
from waymark.people.queries import colleagues
from waymark.programmes.queries import calendar_of, limit_on, received_on
from waymark.programmes.rules import REPLY_WINDOW
from waymark.trackers.doubt import rules
from waymark.trackers.doubt.words import (
    CHANNELS,
    CONTACT_OUTCOMES,
    COUNTS_AS,
    FAILURES,
    GOOD_REASONS,
    WAYS_OF_ASKING,
)
from waymark.trackers.doubt_queries import gathered_on, reads_private
from waymark.trackers.models import (
    Contact,
    FailureKind,
    Question,
    ReasonDecision,
    Reply,
    SecondLook,
    Tracker,
)
from waymark.trackers.models.doubt import PartOfTracker
from waymark.trackers.queries import locked_tracker_of

Part = TypeVar("Part", bound=PartOfTracker)


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """An attempt to reach the participant, as it is written down. `made_by` empty: the actor."""

    tried_at: datetime
    channel: str
    outcome: str
    made_by: str = ""
    moved_it: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """How good reason was asked about. `days` None: as many working days as usual."""

    asked_on: date
    way: str
    days: int | None = None
    days_reason: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """What came back."""

    replied_on: date
    category: str
    text: str
    is_private: bool = False


def add_contact(*, actor: Actor, tracker_id: UUID, draft: ContactDraft, now: datetime) -> None:
    """Write down an attempt to reach the participant; it is never changed. The same one by the
    same person, as the Back button sends it again, is written down once.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final`, DBT-01 to DBT-04 and
    DBT-28.
    """
    require(actor, "trackers.prepare_doubt")
    with acting_as(actor, "add_contact"):
        tracker = _open_for_more(actor, tracker_id)
        made_by = draft.made_by.strip() or actor.shown_as
        raise_all(
            rules.channel_is_known.check(channel=draft.channel)
            + rules.outcome_is_known.check(outcome=draft.outcome)
            + rules.contact_is_past.check(at=draft.tried_at, now=now)
            + rules.contact_is_of_this_programme.check(
                day=day_of(draft.tried_at), started_on=tracker.participant.started_on
            )
            + rules.contact_has_a_maker.check(made_by=made_by)
        )
        values = {
            "tried_at": draft.tried_at,
            "channel": draft.channel,
            "outcome": draft.outcome,
            "made_by": made_by,
            "moved_it": draft.moved_it,
            "text": draft.text.strip(),
        }
        if Contact.objects.filter(tracker=tracker, by_id=actor.id, **values).exists():
            return
        told = {
            "tried_at": draft.tried_at.isoformat(),
            "channel": CHANNELS[draft.channel],
            "outcome": CONTACT_OUTCOMES[draft.outcome],
            "made_by": made_by,
            "moved_it": draft.moved_it,
            "text": draft.text.strip(),
        }
        _add(actor, Contact, tracker, values, now, "tracker.contact_added", told)


def ask_good_reason(*, actor: Actor, tracker_id: UUID, draft: QuestionDraft, now: datetime) -> None:
    """Write down that good reason was asked about: the time to reply begins when the question
    counts as received. A later question takes the place of an earlier one.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final` and DBT-05 to DBT-09.
    """
    require(actor, "trackers.prepare_doubt")
    with acting_as(actor, "ask_good_reason"):
        tracker = _open_for_more(actor, tracker_id)
        usual = limit_on(REPLY_WINDOW, draft.asked_on)
        days = usual.number if draft.days is None else draft.days
        raise_all(_question_problems(tracker, draft, (days, usual.number), now))
        nation = tracker.participant.group.bank_holidays
        received = received_on(COUNTS_AS[draft.way], draft.asked_on, nation)
        values: dict[str, Any] = {
            "asked_on": draft.asked_on,
            "way": draft.way,
            "received_on": received,
            "days": days,
            "limit_id": usual.id,
            "days_reason": "" if days == usual.number else draft.days_reason.strip(),
            "reply_due_on": working_days_after(received, days, calendar_of(nation)),
            "text": draft.text.strip(),
        }
        told = {
            **values,
            "way": WAYS_OF_ASKING[draft.way],
            "asked_on": draft.asked_on.isoformat(),
            "received_on": received.isoformat(),
            "reply_due_on": values["reply_due_on"].isoformat(),
        }
        _add(actor, Question, tracker, values, now, "tracker.good_reason_asked", told)


def _question_problems(
    tracker: Tracker, draft: QuestionDraft, given_and_usual: tuple[int, int], now: datetime
) -> list[Refused]:
    days, usual = given_and_usual
    made_on = day_of(tracker.created_at)
    return (
        rules.way_of_asking_is_known.check(way=draft.way)
        + rules.asked_is_past.check(asked_on=draft.asked_on, today=day_of(now))
        + rules.asked_after_the_failure.check(
            asked_on=draft.asked_on, failed_on=min(tracker.due_on or made_on, made_on)
        )
        + rules.window_is_of_some_days.check(days=days)
        + rules.other_window_is_explained.check(
            days=days, by_default=usual, days_reason=draft.days_reason
        )
    )


def record_reply(*, actor: Actor, tracker_id: UUID, draft: ReplyDraft, now: datetime) -> None:
    """Write down what they said to the question that counts. Of a private reply neither the text
    nor the heading goes into the history.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final` and DBT-10 to DBT-14.
    """
    require(actor, "trackers.prepare_doubt")
    with acting_as(actor, "record_reply"):
        tracker = _open_for_more(actor, tracker_id)
        question = _latest(Question, tracker)
        if question is None:
            raise rules.good_reason_was_asked.refusal
        raise_all(
            rules.reply_is_past.check(replied_on=draft.replied_on, today=day_of(now))
            + rules.reply_is_after_the_question.check(
                replied_on=draft.replied_on, asked_on=question.asked_on
            )
            + rules.reply_says_something.check(text=draft.text)
            + rules.category_is_known.check(category=draft.category)
        )
        values = {
            "question": question,
            "replied_on": draft.replied_on,
            "text": draft.text.strip(),
            "category": draft.category,
            "is_private": draft.is_private,
        }
        told: dict[str, Any] = {"replied_on": draft.replied_on.isoformat()}
        told |= {"private": True} if draft.is_private else _what_they_said(draft)
        _add(actor, Reply, tracker, values, now, "tracker.good_reason_replied", told)


def _what_they_said(draft: ReplyDraft) -> dict[str, str]:
    return {"text": draft.text.strip(), "category": GOOD_REASONS[draft.category]}


def decide_good_reason(
    *, actor: Actor, tracker_id: UUID, accepted: bool, why: str, now: datetime
) -> None:
    """Say whether the reply that counts is accepted as good reason, and why. A private reply is
    decided on by those who may read it.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final`, DBT-15 and DBT-16.
    """
    require(actor, "trackers.prepare_doubt")
    with acting_as(actor, "decide_good_reason"):
        tracker = _open_for_more(actor, tracker_id)
        reply = _latest_reply(tracker)
        if reply is None:
            raise rules.reply_is_in.refusal
        if reply.is_private and not reads_private(actor, reply.by_id):
            require(actor, "trackers.read_private")
        raise_all(rules.decision_is_explained.check(why=why))
        values = {"reply": reply, "accepted": accepted, "why": why.strip()}
        told: dict[str, Any] = {"accepted": accepted}
        told |= {"private": True} if reply.is_private else {"why": why.strip()}
        _add(actor, ReasonDecision, tracker, values, now, "tracker.good_reason_decided", told)


def confirm_failure(
    *, actor: Actor, tracker_id: UUID, failure: str, why: str, now: datetime
) -> None:
    """Say whether it is a failure to attend or to comply; another kind than is proposed needs a
    reason.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final` and DBT-17 to DBT-19.
    """
    require(actor, "trackers.prepare_doubt")
    with acting_as(actor, "confirm_failure"):
        tracker = _open_for_more(actor, tracker_id)
        kind = tracker.activity.kind if tracker.activity else ""
        proposed = rules.proposed_failure(kind=kind, reason=tracker.reason)
        raise_all(rules.failure_is_known.check(failure=failure))
        raise_all(
            rules.only_an_appointment_is_attended.check(failure=failure, kind=kind)
            + rules.other_failure_is_explained.check(failure=failure, proposed=proposed, why=why)
        )
        why = "" if failure == proposed else why.strip()
        values = {"failure": failure, "proposed": str(proposed), "why": why}
        told = {
            "failure": FAILURES[rules.Failure(failure)],
            "proposed": FAILURES[proposed],
            "why": why,
        }
        _add(actor, FailureKind, tracker, values, now, "tracker.failure_confirmed", told)


def name_second_person(
    *,
    actor: Actor,
    tracker_id: UUID,
    person_id: UUID,
    may_matter: bool,
    text: str,
    now: datetime,
) -> None:
    """Name who considered the markers, and whether one may have made the difference.

    Refused with `people.role_needed`, `tracker.not_found`, `tracker.final`, DBT-20 and DBT-22.
    """
    require(actor, "trackers.prepare_doubt")
    with acting_as(actor, "name_second_person"):
        tracker = _open_for_more(actor, tracker_id)
        markers = gathered_on(tracker.id).markers
        raise_all(rules.there_is_a_marker.check(markers=len(markers)))
        person = colleagues([person_id]).get(person_id)
        participant = tracker.participant
        has_access = person is not None and person.sees(
            participant.group.lineage, restricted_to=participant.restricted_to
        )
        if person is None or not has_access:
            raise rules.second_person_has_access.refusal
        values = {
            "person_id": person.id,
            "person_name": person.name,
            "markers": ", ".join(markers),
            "may_matter": may_matter,
            "text": text.strip(),
        }
        told = {**values, "person_id": str(person.id)}
        _add(actor, SecondLook, tracker, values, now, "tracker.second_person_named", told)


def _open_for_more(actor: Actor, tracker_id: UUID) -> Tracker:
    tracker = locked_tracker_of(actor, tracker_id)
    refuse_if_final(tracker)
    return tracker


def _latest(table: type[Part], tracker: Tracker) -> Part | None:
    rows: Any = table._default_manager
    return rows.filter(tracker=tracker).order_by("-at", "-id").first()


def _latest_reply(tracker: Tracker) -> Reply | None:
    """The latest reply to the question that counts."""
    question = _latest(Question, tracker)
    replies = Reply.objects.filter(tracker=tracker, question=question)
    return replies.order_by("-at", "-id").first() if question else None


def _add(
    actor: Actor,
    table: type[PartOfTracker],
    tracker: Tracker,
    values: dict[str, Any],
    now: datetime,
    code: str,
    told: dict[str, Any],
) -> None:
    """Add a row and its line of history; the same again by the same person at once adds none."""
    last = _latest(table, tracker)
    if last is not None and last.by_id == actor.id and now - last.at <= REPEATED_WITHIN:
        same = all(getattr(last, name) == value for name, value in values.items())
        if same:
            return
    rows: Any = table._default_manager
    rows.create(tracker=tracker, by_id=actor.id, by=actor.shown_as, at=now, **values)
    record(actor, [tracker_entry(code, tracker, now, told)])
