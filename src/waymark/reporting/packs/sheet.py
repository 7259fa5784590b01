"""The referral sheet: what the official form asks for, filled in as far as is known, to be copied.
Our own layout; it does not pretend to be a form of DWP.
"""

from collections.abc import Sequence

from waymark.kernel.actor import Actor
from waymark.kernel.words import words_for_day, words_for_moment
from waymark.participants.rules import REFERRAL_FORMS, Benefit
from waymark.reporting.good_reason_words import contact_title, good_reason_lines
from waymark.reporting.packs.before_a_doubt import failure_words, notice_at, notice_facts
from waymark.reporting.packs.gathering import Case, due_words, reason_words
from waymark.reporting.packs.sections import Facts, Lines, Section
from waymark.trackers.models import Tracker
from waymark.trackers.packs import pack_files_of

BY_HAND = "To be filled in by hand"
PRIVATE = "The details are private: put them into the form yourself, if they belong there."
OF_UNIVERSAL_CREDIT = (
    ("What would meet the compliance condition, and how (in person, by phone)", BY_HAND),
    ("Activity no longer required, and from when", "If that is so: to be filled in by hand"),
)
OF_JSA = (("Whether they were told in writing that they must take part, and until when", BY_HAND),)


def form_of(tracker: Tracker) -> str:
    """UCD603 for Universal Credit, JSA603 for Jobseeker's Allowance."""
    return REFERRAL_FORMS[Benefit(tracker.participant.benefit)]


def sheet_sections(case: Case, actor: Actor) -> list[Section]:
    """The parts of the form, in the order in which one fills it in. Private details are left to
    whoever fills it in.
    """
    tracker = case.tracker
    parts = (
        ("person", "About the person", _person(tracker)),
        ("activity", "What they had to do", _activity(tracker)),
        ("notice", "How they were told", _notice(case)),
        ("failure", "What happened", _failure(case)),
        ("benefit", f"For {form_of(tracker)} only", _of_benefit(tracker)),
        ("evidence", "Evidence enclosed", _evidence(tracker)),
        ("referrer", "Who makes the referral", _referrer(tracker, actor)),
    )
    found = [Section(name, title, [Facts(rows)]) for name, title, rows in parts]
    found.insert(4, Section("contacts", "Contacts", [Lines(_contacts(case))]))
    found.insert(5, Section("good-reason", "Good reason", [Lines(_good_reason(case))]))
    return found


def _person(tracker: Tracker) -> Sequence[tuple[str, str]]:
    participant = tracker.participant
    return [
        ("Name", participant.name),
        ("National Insurance number", participant.ni_number or BY_HAND),
        ("Date of birth", words_for_day(participant.date_of_birth)),
        ("Benefit", participant.benefit),
        ("Language", participant.language),
        ("Participant reference", participant.reference),
        ("Programme", participant.programme.name),
        ("Began on", words_for_day(participant.started_on)),
        ("Support needs, and how they were considered", BY_HAND),
    ]


def _activity(tracker: Tracker) -> Sequence[tuple[str, str]]:
    activity = tracker.activity
    if activity is None:
        return [("Activity", BY_HAND)]
    mandated = words_for_moment(activity.mandatory_set_at) if activity.mandatory_set_at else BY_HAND
    return [
        ("Activity", activity.title),
        ("What exactly", activity.instructions or BY_HAND),
        ("Appointment or task", activity.kind),
        ("When, or by when", due_words(tracker.due_on, tracker.due_time)),
        ("Where", activity.place or BY_HAND),
        ("Made mandatory", mandated),
    ]


def _notice(case: Case) -> Sequence[tuple[str, str]]:
    notice = notice_at(case.notices, case.tracker)
    if notice is None:
        return [("Notice", "None was in force when the activity was due")]
    return notice_facts(notice)


def _failure(case: Case) -> Sequence[tuple[str, str]]:
    tracker = case.tracker
    return [
        ("Failure to attend or to comply", failure_words(case.gathered) or BY_HAND),
        ("Date of the failure", due_words(tracker.due_on, tracker.due_time)),
        ("Reason for non-completion", reason_words(tracker)),
        ("Details", tracker.reason_details or BY_HAND),
    ]


def _of_benefit(tracker: Tracker) -> Sequence[tuple[str, str]]:
    is_credit = tracker.participant.benefit == Benefit.UNIVERSAL_CREDIT
    return OF_UNIVERSAL_CREDIT if is_credit else OF_JSA


def _contacts(case: Case) -> list[str]:
    return [
        f"{words_for_moment(one.tried_at)}, {one.made_by}: {contact_title(one)}"
        + (f". {one.text}" if one.text else "")
        for one in reversed(case.gathered.contacts)
    ] or ["None recorded."]


def _good_reason(case: Case) -> list[str]:
    return good_reason_lines(case.gathered.good_reason(None), hidden=PRIVATE)


def _evidence(tracker: Tracker) -> Sequence[tuple[str, str]]:
    files = [one for one in pack_files_of(tracker) if not one.is_held]
    return [(one.kind, one.name) for one in files] or [("Files", "None on the tracker")]


def _referrer(tracker: Tracker, actor: Actor) -> Sequence[tuple[str, str]]:
    return [
        ("Name", actor.name),
        ("Job title", actor.job_title or BY_HAND),
        ("Office", tracker.participant.group.path),
        ("Our reference", tracker.shown_number),
        ("Date of the referral", BY_HAND),
    ]
