"""What may be written down before a doubt is raised, and what follows from it. Pure.

Source: product.md, section 4; issue 4.
"""

from datetime import date, datetime
from uuid import UUID

from waymark.kernel.rules import rule
from waymark.kernel.words import says_something
from waymark.plans.notice_rules import vague_in
from waymark.plans.rules import Kind
from waymark.trackers.doubt.words import (
    CHANNELS,
    CONTACT_OUTCOMES,
    FAILURES,
    GOOD_REASONS,
    OTHER,
    REJECT_REASONS,
    RETURN_REASONS,
    WAYS_OF_ASKING,
    Failure,
)

MOST_REPLY_DAYS = 30
# Words of a reason for non-completion that say that somebody was there.
WAS_THERE = (
    "left before",
    "take part",
    "refused",
    "participat",
    "conduct",
    "behaviour",
    "sent home",
)
SAYS_OTHERWISE = ("did not attend", "did not come", "did not arrive", "too late")


@rule("DBT-01", "doubt.contact_in_future", field="at_time", source="issue 4")
def contact_is_past(*, at: datetime, now: datetime) -> bool:
    """Enter a day and a time of the contact that are not in the future."""
    return at <= now


@rule("DBT-02", "doubt.channel_unknown", field="channel", source="issue 4")
def channel_is_known(*, channel: str) -> bool:
    """Choose how contact was tried."""
    return channel in CHANNELS


@rule("DBT-03", "doubt.outcome_unknown", field="outcome", source="issue 4")
def outcome_is_known(*, outcome: str) -> bool:
    """Choose what came of the contact."""
    return outcome in CONTACT_OUTCOMES


@rule("DBT-04", "doubt.contact_maker_needed", field="made_by", source="issue 4")
def contact_has_a_maker(*, made_by: str) -> bool:
    """Enter who tried to make contact."""
    return says_something(made_by)


@rule("DBT-05", "doubt.way_unknown", field="way", source="issue 4")
def way_of_asking_is_known(*, way: str) -> bool:
    """Choose how good reason was asked about."""
    return way in WAYS_OF_ASKING


@rule("DBT-06", "doubt.asked_in_future", field="asked_on", source="issue 4")
def asked_is_past(*, asked_on: date, today: date) -> bool:
    """Enter the day on which it was asked, which is not in the future."""
    return asked_on <= today


@rule("DBT-07", "doubt.asked_too_early", field="asked_on", source="issue 4")
def asked_after_the_failure(*, asked_on: date, failed_on: date) -> bool:
    """Good reason can be asked about only once the activity was not done."""
    return asked_on >= failed_on


@rule("DBT-08", "doubt.window_too_long", field="days", source="issue 4")
def window_is_of_some_days(*, days: int) -> bool:
    """Give from 1 to 30 working days to reply."""
    return 1 <= days <= MOST_REPLY_DAYS


@rule("DBT-09", "doubt.window_unexplained", field="days_reason", source="issue 4")
def other_window_is_explained(*, days: int, by_default: int, days_reason: str) -> bool:
    """Say why the time to reply is shorter or longer than usual."""
    return days == by_default or says_something(days_reason)


@rule("DBT-10", "doubt.not_asked", source="issue 4")
def good_reason_was_asked(*, asked: bool) -> bool:
    """Record first when good reason was asked about, and how."""
    return asked


@rule("DBT-11", "doubt.replied_in_future", field="replied_on", source="issue 4")
def reply_is_past(*, replied_on: date, today: date) -> bool:
    """Enter the day on which the reply came, which is not in the future."""
    return replied_on <= today


@rule("DBT-12", "doubt.replied_before_asked", field="replied_on", source="issue 4")
def reply_is_after_the_question(*, replied_on: date, asked_on: date) -> bool:
    """Enter a day that is not before the day on which it was asked."""
    return replied_on >= asked_on


@rule("DBT-13", "doubt.reply_empty", field="text", source="issue 4")
def reply_says_something(*, text: str) -> bool:
    """Enter what they said."""
    return says_something(text)


@rule("DBT-14", "doubt.category_unknown", field="category", source="issue 4")
def category_is_known(*, category: str) -> bool:
    """Choose the heading that fits best, or None of these."""
    return category in GOOD_REASONS


@rule("DBT-15", "doubt.no_reply_yet", source="issue 4")
def reply_is_in(*, replied: bool) -> bool:
    """Record the reply first: there is none to accept or not."""
    return replied


@rule("DBT-16", "doubt.decision_unexplained", field="why", source="issue 4")
def decision_is_explained(*, why: str) -> bool:
    """Say why good reason is accepted, or why not."""
    return says_something(why)


@rule("DBT-17", "doubt.failure_unknown", field="failure", source="issue 4")
def failure_is_known(*, failure: str) -> bool:
    """Choose failure to attend or failure to comply."""
    return failure in FAILURES


@rule("DBT-18", "doubt.task_has_no_attending", field="failure", source="issue 4; domain.md 2.6")
def only_an_appointment_is_attended(*, failure: str, kind: str) -> bool:
    """A task is not attended: choose failure to comply."""
    return not (failure == Failure.ATTEND and kind == Kind.TASK)


@rule("DBT-19", "doubt.failure_unexplained", field="why", source="issue 4")
def other_failure_is_explained(*, failure: str, proposed: str, why: str) -> bool:
    """Say why it is not the kind that is proposed."""
    return failure == proposed or says_something(why)


@rule("DBT-20", "doubt.second_person_without_access", field="person", source="issue 4")
def second_person_has_access(*, has_access: bool) -> bool:
    """Name a member of staff who is active and has access to this participant."""
    return has_access


@rule("DBT-21", "tracker.going_on_reason_needed", source="product.md 4.3; issue 4")
def going_on_is_explained(*, reason: str) -> bool:
    """Say why you go on although this check is not met."""
    return says_something(reason)


@rule("DBT-22", "doubt.no_marker_to_consider", source="issue 4")
def there_is_a_marker(*, markers: int) -> bool:
    """There is no marker on the profile that asks for a second person."""
    return markers > 0


@rule("DBT-23", "tracker.rejection_code_needed", field="coded_reason", source="issue 4")
def rejection_has_a_code(*, code: str) -> bool:
    """Choose why it is rejected."""
    return code in REJECT_REASONS


@rule("DBT-24", "tracker.rejection_unexplained", field="coded_reason_text", source="issue 4")
def other_rejection_is_explained(*, code: str, text: str) -> bool:
    """Say in your own words why it is rejected."""
    return code not in OTHER or says_something(text)


@rule("DBT-25", "tracker.return_code_needed", field="code", source="issue 4")
def return_has_a_code(*, code: str) -> bool:
    """Choose why it is sent back."""
    return code in RETURN_REASONS


@rule("DBT-26", "tracker.return_unexplained", field="text", source="issue 4")
def return_is_explained(*, text: str) -> bool:
    """Say what has to be put right."""
    return says_something(text)


@rule("DBT-27", "tracker.not_submitted", source="issue 4")
def is_with_compliance(*, is_handover: bool) -> bool:
    """Only a tracker that was submitted can be sent back."""
    return is_handover


@rule("DBT-28", "doubt.contact_before_the_programme", field="day", source="issue 4")
def contact_is_of_this_programme(*, day: date, started_on: date) -> bool:
    """Enter a day on which the participant was on the programme already."""
    return day >= started_on


def proposed_failure(*, kind: str, reason: str) -> Failure:
    """The kind of failure that the activity and the reason for non-completion point to: who came
    and did not take part failed to comply; so did who did not do a task.
    """
    said = reason.casefold()
    was_there = any(words in said for words in WAS_THERE)
    if kind == Kind.TASK or (was_there and not any(words in said for words in SAYS_OTHERWISE)):
        return Failure.COMPLY
    return Failure.ATTEND


MANDATORY_WORDS = ("mandatory", "must", "orfodol", "rhaid")
CONSEQUENCE_WORDS = ("sanction", "sancsiwn")


def missing_parts(
    *, action: str, where: str, evidence: str, contact: str, text: str
) -> tuple[str, ...]:
    """The parts of a notice as it was issued that are empty or vague, in English or in Welsh."""
    parts = {
        "what they have to do": action,
        "where it is": where,
        "the evidence needed": evidence,
        "how to say that they cannot": contact,
    }
    missing = [name for name, said in parts.items() if not says_something(said) or vague_in(said)]
    plain = text.casefold()
    if not any(word in plain for word in MANDATORY_WORDS):
        missing.append("that it is mandatory")
    if not any(word in plain for word in CONSEQUENCE_WORDS):
        missing.append("what may happen to the benefit")
    return tuple(missing)


def may_read_private(*, holds_named_role: bool, reader: UUID | None, writer: UUID) -> bool:
    """Private details are for the named roles and for whoever wrote them."""
    return holds_named_role or reader == writer
