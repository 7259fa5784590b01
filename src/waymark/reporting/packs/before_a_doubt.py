"""What was done before a doubt was raised, for a pack: the notice, contacts, good reason."""

from collections.abc import Mapping, Sequence

from waymark.kernel.actor import Actor
from waymark.kernel.words import words_for_day, words_for_moment
from waymark.participants.rules import Language
from waymark.plans.notice_queries import NoticeSeen
from waymark.plans.notice_rules import DELIVERIES, Delivery
from waymark.plans.notice_words import LANGUAGE_CODES
from waymark.reporting.good_reason_words import contact_title, good_reason_lines
from waymark.reporting.packs.sections import Entries, Facts, Lines, Section, Table
from waymark.trackers.doubt.words import FAILURES, Failure
from waymark.trackers.doubt_queries import Gathered, readiness_at_submission
from waymark.trackers.models import Contact, Tracker
from waymark.trackers.types import status_of

NOT_HERE = "The details are private: they are not in this pack."
NOT_HANDED_ON = "It has not been handed on with these checks."
OF_MARKERS, FOR_STAFF = "RDY-14", "What there is to say of markers is for staff only."
CHECK_HEADS = ("Check", "How it stood", "Facts, and reason for going on")
HEADS = ("Notice", "Issued", "Given", "Counts as received", "What became of it")


def notice_at(notices: Sequence[NoticeSeen], tracker: Tracker) -> NoticeSeen | None:
    """The notice that was in force when the activity was due."""
    due = tracker.due_at
    if due is None:
        return None
    in_time = (one for one in notices if one.issued_at <= due)
    return next((one for one in in_time if one.voided_at is None or one.voided_at > due), None)


def notice_section(notices: Sequence[NoticeSeen], tracker: Tracker) -> Section:
    """The notice in force at the due time with its text, and the chain of all of them."""
    in_force = notice_at(notices, tracker)
    blocks: list[Facts | Lines | Table] = []
    if in_force is None:
        blocks.append(Lines(["No notice was in force when the activity was due."]))
    else:
        said = "In force when the activity was due. It is attached exactly as it was issued."
        text = Lines(
            in_force.text.split("\n"), language=LANGUAGE_CODES[Language(in_force.language)]
        )
        blocks += [Lines([said]), Facts(notice_facts(in_force)), Lines(["Its text:"]), text]
    if notices:
        rows = [_row(one) for one in reversed(notices)]
        blocks.append(Table("Every notice of this activity", HEADS, rows))
    return Section("notice", "The notice", blocks)


def notice_facts(notice: NoticeSeen) -> list[tuple[str, str]]:
    """What there is to say of a notice."""
    return [
        ("Notice", str(notice.number)),
        ("Issued", f"{words_for_moment(notice.issued_at)}, by {notice.issued_by}"),
        ("Given", f"{DELIVERIES[Delivery(notice.delivery)]}, {words_for_day(notice.given_on)}"),
        ("Counts as received", words_for_day(notice.deemed_received_on)),
        ("Due, as it said", words_for_moment(notice.due_at_issued)),
        ("Benefit", notice.benefit),
        ("Language", str(Language(notice.language))),
        ("Template", f"version {notice.template_version}"),
    ]


def readiness_section(tracker: Tracker, *, private: bool) -> Section:
    """The checks as they stood when the tracker was handed on. What a check says of markers is for
    staff, unless private details are put in.
    """
    record = readiness_at_submission(tracker.id)
    if record is None:
        return Section("readiness", "Checks when it was handed on", [Lines([NOT_HANDED_ON])])
    label = status_of(tracker.type, record.to_status).label
    opening = (
        f"When {record.by} set the tracker to {label} on {words_for_moment(record.at)}, "
        f"{record.met} of {record.met + record.unmet} checks were met."
    )
    rows = [_check(one, private=private) for one in record.checks]
    blocks = [Lines([opening]), Table("Checks when it was handed on", CHECK_HEADS, rows)]
    return Section("readiness", "Checks when it was handed on", blocks)


def _check(one: Mapping[str, str], *, private: bool) -> Sequence[str]:
    said = one["said"] if private or one["code"] != OF_MARKERS else FOR_STAFF
    reason = f"\nReason for going on: {one['reason']}" if one["reason"] else ""
    return one["name"], one["state"].capitalize(), f"{said}{reason}"


def contacts_section(gathered: Gathered) -> Section:
    """Attempts to reach the participant, oldest first."""
    contacts = list(reversed(gathered.contacts))
    told = Entries([_contact(one) for one in contacts]) if contacts else Lines(["None recorded."])
    return Section("contacts", "Contacts", [told])


def good_reason_section(gathered: Gathered, reader: Actor | None) -> Section:
    """What was asked and answered; private details only as far as the reader may know them."""
    lines = good_reason_lines(gathered.good_reason(reader), hidden=NOT_HERE)
    return Section("good-reason", "Good reason", [Lines(lines)])


def failure_words(gathered: Gathered) -> str:
    """The kind of failure, as a person confirmed it."""
    if (confirmed := gathered.failure) is None:
        return ""
    said = f"{FAILURES[Failure(confirmed.failure)]}, confirmed by {confirmed.by}"
    return f"{said}, {words_for_day(confirmed.at)}"


def _contact(contact: Contact) -> tuple[str, str, Sequence[str]]:
    moved = ["This changed the day, the time or the place of the activity."]
    lines = [*(moved if contact.moved_it else []), *contact.text.split("\n")]
    when = f"{contact.made_by}, {words_for_moment(contact.tried_at)}"
    return contact_title(contact), when, [one for one in lines if one]


def _row(notice: NoticeSeen) -> Sequence[str]:
    became = "In force"
    if notice.voided_at:
        became = f"Void since {words_for_moment(notice.voided_at)}: {notice.void_reason}"
    return (
        str(notice.number),
        words_for_moment(notice.issued_at),
        f"{DELIVERIES[Delivery(notice.delivery)]}, {words_for_day(notice.given_on)}",
        words_for_day(notice.deemed_received_on),
        became,
    )
