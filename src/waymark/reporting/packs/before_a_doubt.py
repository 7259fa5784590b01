"""What was done before a doubt was raised, for a pack: the notice, contacts, good reason."""

from collections.abc import Sequence

from waymark.kernel.actor import Actor
from waymark.kernel.words import words_for_day, words_for_moment
from waymark.participants.rules import Language
from waymark.plans.notice_queries import NoticeSeen
from waymark.plans.notice_rules import DELIVERIES, Delivery
from waymark.plans.notice_words import LANGUAGE_CODES
from waymark.reporting.good_reason_words import contact_title, good_reason_lines
from waymark.reporting.packs.sections import Entries, Facts, Lines, Section, Table
from waymark.trackers.doubt.words import FAILURES, Failure
from waymark.trackers.doubt_queries import Gathered
from waymark.trackers.models import Contact, Tracker

NOT_HERE = "The details are private: they are not in this pack."
HEADS = ("Notice", "Issued", "Given", "Counts as received", "What became of it")


def notice_at(notices: Sequence[NoticeSeen], tracker: Tracker) -> NoticeSeen | None:
    """The notice that was in force when the activity was due."""
    if (due_at := tracker.due_at) is None:
        return None
    for one in notices:
        was_void = one.voided_at is not None and one.voided_at <= due_at
        if one.issued_at <= due_at and not was_void:
            return one
    return None


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
