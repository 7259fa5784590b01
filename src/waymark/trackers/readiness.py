"""The checks before a doubt is raised. Pure: facts in, a list of checks out. An unmet check hides
no status; going on asks for a reason, which everybody reads after.

Source: product.md, section 4.3; issue 4.
"""

from waymark.kernel.words import counted, words_for_day, words_for_moment
from waymark.participants.rules import FAILURE_TO_ATTEND, Benefit
from waymark.plans.rules import ActivityStatus, Kind
from waymark.trackers.doubt.checking import (
    CHECKS,
    Check,
    CheckKind,
    Found,
    State,
    check,
    met,
    no_need,
    not_met,
)
from waymark.trackers.doubt.facts import ReadinessFacts
from waymark.trackers.doubt.rules import proposed_failure
from waymark.trackers.doubt.words import FAILURES, WAYS_OF_ASKING, Failure

DID_NOT = "did_not"
POST = "post"
FORMS = {Benefit.UNIVERSAL_CREDIT: "UCD603", Benefit.JSA: "JSA603"}
NO_NOTICE = "No notice was in force to look at."


@check("RDY-01", "Notice in force at the due time")
def notice_was_in_force(facts: ReadinessFacts) -> Found:
    """A notice had been issued and was not void when the activity was due."""
    if notice := facts.notice:
        return met(f"Notice {notice.number}, issued {words_for_moment(notice.issued_at)}.")
    remedy, where = "Look at the notices of the activity", "activity"
    if not facts.notices and facts.notice_files:
        said = "No notice was issued here, but a notice is among the files: read it."
        return Found(State.CANNOT_TELL, said, "Read the file", "files")
    if not facts.notices:
        return not_met("No notice was issued.", remedy, where)
    latest = max(facts.notices, key=lambda one: one.number)
    if latest.issued_at > facts.due_at:
        issued, due = words_for_moment(latest.issued_at), words_for_moment(facts.due_at)
        return not_met(f"Issued {issued}, after it was due on {due}.", remedy, where)
    why = f": {latest.void_reason}" if latest.void_reason else ""
    voided = words_for_moment(latest.voided_at) if latest.voided_at else ""
    return not_met(
        f"Notice {latest.number} was void from {voided}{why}, and no new one was issued.",
        remedy,
        where,
    )


@check("RDY-02", "Notice received in time")
def notice_was_received_in_time(facts: ReadinessFacts) -> Found:
    """The notice counts as received before the activity was due, with the days between that there
    should be.
    """
    if (notice := facts.notice) is None:
        return no_need(NO_NOTICE)
    received = f"Counts as received on {words_for_day(notice.received_on)}"
    is_late = notice.received_on > facts.due_on or (
        notice.received_on == facts.due_on and notice.delivery == POST
    )
    if is_late:
        return not_met(f"{received}: not before it was due.", "Look at the notice", "activity")
    gap = counted(notice.gap, "working day")
    if notice.gap < notice.gap_wanted:
        said = f"{received}, {gap} before it was due; there should be {notice.gap_wanted}."
        return not_met(said, "Look at the notice", "activity")
    return met(f"{received}, {gap} before it was due.")


@check("RDY-03", "Notice for their benefit")
def notice_is_for_their_benefit(facts: ReadinessFacts) -> Found:
    """The notice is the one for the benefit that the participant gets."""
    if (notice := facts.notice) is None:
        return no_need(NO_NOTICE)
    if notice.benefit != facts.benefit:
        said = f"The notice is for {notice.benefit}; the profile says {facts.benefit}."
        return not_met(said, "Check the benefit on the profile", "profile")
    return met(f"{notice.benefit}.")


@check("RDY-04", "Notice in their language")
def notice_is_in_their_language(facts: ReadinessFacts) -> Found:
    """The notice is in the language that the participant is written to in."""
    if (notice := facts.notice) is None:
        return no_need(NO_NOTICE)
    if notice.language != facts.language:
        said = f"The notice is in {notice.language}; the profile says {facts.language}."
        return not_met(said, "Check the language on the profile", "profile")
    return met(f"{notice.language}.")


@check("RDY-05", "Notice is whole and exact")
def notice_is_whole(facts: ReadinessFacts) -> Found:
    """The notice says exactly what, when, where, that it is mandatory, the evidence needed, what
    may happen to the benefit, and how to say that one cannot.
    """
    if (notice := facts.notice) is None:
        return no_need(NO_NOTICE)
    if notice.missing:
        said = f"Missing or vague in the notice: {', '.join(notice.missing)}."
        return not_met(said, "Look at the notice", "activity")
    return met("Every part is there.")


@check("RDY-06", "Nothing moved without a new notice")
def nothing_was_moved(facts: ReadinessFacts) -> Found:
    """Day, time and place are those of the notice: none was changed by a message alone."""
    if (notice := facts.notice) is None:
        return no_need(NO_NOTICE)
    if notice.due_at != facts.due_at:
        said = f"The notice says {words_for_moment(notice.due_at)}; it was due on "
        said += f"{words_for_moment(facts.due_at)}."
        return not_met(said, "Look at the notice", "activity")
    for contact in facts.contacts:
        if contact.moved_it and notice.issued_at < contact.tried_at <= facts.due_at:
            said = f"Changed by a contact of {words_for_moment(contact.tried_at)}"
            return not_met(f"{said}, with no new notice after it.", "See the contacts", "contacts")
    return met("As the notice says.")


@check("RDY-07", "They could have done it")
def reason_is_did_not(facts: ReadinessFacts) -> Found:
    """The reason for non-completion is that they did not do it, not that they could not, and not
    that it was our or a provider’s fault.
    """
    reason = f"‘{facts.reason}’" if facts.reason else "The reason"
    if facts.reason_category == DID_NOT:
        return met(f"{reason}: they did not do it.")
    fault = (
        "they could not do it"
        if facts.reason_category == "could_not"
        else "our or a provider’s fault"
    )
    return not_met(f"{reason}: {fault}.", "Think of Resolved, with the reason", "edit")


@check("RDY-08", "Still not done")
def activity_still_stands_as_not_complete(facts: ReadinessFacts) -> Found:
    """The activity still stands as Not complete."""
    if facts.activity_status == ActivityStatus.NOT_COMPLETE:
        return met("The activity stands as Not complete.")
    return not_met(
        f"The activity is {facts.activity_status} now.", "Look at the activity", "activity"
    )


@check("RDY-09", "Kind of failure confirmed")
def kind_of_failure_is_confirmed(facts: ReadinessFacts) -> Found:
    """A person confirmed failure to attend or to comply, and it fits what was not done."""
    proposed = proposed_failure(kind=facts.activity_kind, reason=facts.reason)
    if facts.failure is None:
        said = f"{FAILURES[proposed]} is proposed."
        return not_met(said, "Confirm the kind of failure", "failure")
    words = FAILURES[Failure(facts.failure.failure)]
    if facts.failure.failure == Failure.ATTEND and facts.activity_kind == Kind.TASK:
        return not_met(f"{words}, but a task is not attended.", "Confirm it again", "failure")
    if facts.failure.failure != proposed and not facts.failure.why:
        said = f"{words}, but the activity and the reason point to {FAILURES[proposed].lower()}."
        return not_met(said, "Confirm it again, and say why", "failure")
    return met(f"{words}.")


@check("RDY-10", "Good reason asked about")
def good_reason_was_asked_about(facts: ReadinessFacts) -> Found:
    """They were asked whether they had a good reason."""
    if (asked := facts.question) is None:
        return not_met("Not asked about yet.", "Record when it was asked, and how", "question")
    return met(f"{WAYS_OF_ASKING[asked.way]}, {words_for_day(asked.asked_on)}.")


@check("RDY-11", "Time to explain")
def time_to_reply_is_over(facts: ReadinessFacts) -> Found:
    """They replied, or the time to reply is over."""
    if (asked := facts.question) is None:
        return no_need("Good reason was not asked about yet.")
    if asked.replied_on:
        return met(f"They replied on {words_for_day(asked.replied_on)}.")
    until = words_for_day(asked.reply_due_on)
    if facts.today <= asked.reply_due_on:
        return not_met(f"They have until {until} to reply.", "Wait, or record the reply", "reply")
    return met(f"The time to reply was over on {until}, and no reply was recorded.")


@check("RDY-12", "No good reason accepted")
def good_reason_was_not_accepted(facts: ReadinessFacts) -> Found:
    """A reply that came in was decided on, and is not accepted as good reason."""
    if (asked := facts.question) is None or asked.replied_on is None:
        return no_need("There is no reply.")
    if asked.accepted is None:
        return not_met("Nobody has decided on the reply yet.", "Decide on it", "decision")
    if asked.accepted:
        said = "The reply is accepted as good reason."
        return not_met(said, "Think of Resolved, with the reason", "edit")
    return met("The reply is not accepted as good reason.")


@check("RDY-13", "At least one contact attempt")
def contact_was_tried(facts: ReadinessFacts) -> Found:
    """Somebody tried to reach them after it was not done."""
    after = [one for one in facts.contacts if one.tried_at >= facts.failed_at]
    if not after:
        before = "None since it was not done." if facts.contacts else "None recorded."
        return not_met(before, "Record a contact", "contact")
    latest = max(one.tried_at for one in after)
    return met(f"{counted(len(after), 'attempt')}, the latest {words_for_moment(latest)}.")


@check("RDY-14", "Markers considered")
def markers_were_considered(facts: ReadinessFacts) -> Found:
    """A named second person, who is not the one who submits, considered the markers."""
    if not facts.markers:
        return no_need("No marker that asks for a second person.")
    markers = " and ".join(facts.markers)
    remedy = "Name a second person"
    if (look := facts.second_look) is None:
        return not_met(f"{markers}: nobody is named yet.", remedy, "second_person")
    if look.person_id == facts.submitter:
        said = f"{markers}: {look.person} is named, and would submit it too."
        return not_met(said, "Name another person", "second_person")
    if look.may_matter:
        said = f"{markers}: {look.person} says that a marker may have made the difference."
        return not_met(said, "Talk to them, and to each other", "second_person")
    return met(f"{markers}: considered by {look.person}.")


@check("RDY-15", "Still on the programme")
def is_still_on_the_programme(facts: ReadinessFacts) -> Found:
    """The participant has not left the programme."""
    if facts.left_on is not None and facts.left_on <= facts.today:
        return not_met(f"Left on {words_for_day(facts.left_on)}.", "See the profile", "profile")
    return met("No leaving date has passed.")


@check("RDY-16", "Still mandatory for them")
def is_still_mandatory(facts: ReadinessFacts) -> Found:
    """Make activity mandatory is Yes on the profile, and the activity is marked as mandatory."""
    if not facts.make_activity_mandatory:
        return not_met(
            "Make activity mandatory is No on the profile.", "See the profile", "profile"
        )
    if not facts.activity_mandatory:
        said = "The activity is not marked as mandatory any more."
        return not_met(said, "Look at the activity", "activity")
    return met("The profile and the activity say so.")


@check("RDY-17", "Sanction status leaves room")
def sanction_status_leaves_room(facts: ReadinessFacts) -> Found:
    """The sanction status is not one for failure to attend, under which nothing may be mandated."""
    if facts.is_with_dwp:
        return no_need("The tracker is with DWP already.")
    if facts.sanction_status in FAILURE_TO_ATTEND:
        return not_met(f"{facts.sanction_status}.", "See the profile", "profile")
    return met(f"{facts.sanction_status}.")


@check("RDY-18", "Form matches the benefit")
def form_matches_benefit(facts: ReadinessFacts) -> Found:
    """The referral form is the one for the benefit: UCD603 for Universal Credit, JSA603 for JSA."""
    if not facts.paperwork_raised:
        return no_need("DMA paperwork is not raised.")
    form = FORMS[Benefit(facts.benefit)]
    if not facts.paperwork:
        return not_met(f"No {form} is here yet.", "Upload it", "edit")
    names = [name.upper().replace("-", "").replace(" ", "") for name in facts.paperwork]
    if any(form in name for name in names):
        return met(f"{form} for {facts.benefit}.")
    if any(other in name for other in FORMS.values() for name in names):
        said = f"The form is not {form}, which is the one for {facts.benefit}."
        return not_met(said, "Upload the right form", "edit")
    said = f"No file name says that it is {form}: look at the form."
    return Found(State.CANNOT_TELL, said, "Look at the files", "files")


@check("RDY-19", "Nothing else open for the same day")
def nothing_else_is_open(facts: ReadinessFacts) -> Found:
    """No other activity of that day waits for its outcome, and no other tracker of it is open."""
    if facts.same_day:
        first = facts.same_day[0]
        more = f", and {len(facts.same_day) - 1} more" if len(facts.same_day) > 1 else ""
        return not_met(f"{first}{more}.", "See the action plan", "plan")
    return met("Nothing else of that day is open.")


def readiness(facts: ReadinessFacts) -> tuple[Check, ...]:
    """Every check, in order of their codes."""
    return tuple(_checked(kind, kind.look(facts)) for kind in CHECKS.values())


def _checked(kind: CheckKind, found: Found) -> Check:
    return Check(
        kind.code, kind.name, kind.sentence, found.state, found.said, found.remedy, found.where
    )
