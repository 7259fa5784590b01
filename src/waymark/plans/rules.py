"""What an activity needs, and what a mandatory one needs more. Pure. Source: product.md, sections 2 to 4."""

from datetime import date, time
from enum import StrEnum

from waymark.kernel.refusals import Refused
from waymark.kernel.rules import broken, rule
from waymark.kernel.words import says_something
from waymark.participants.rules import FAILURE_TO_ATTEND


class Kind(StrEnum):
    """An appointment has a date, time and place; a task a date to complete by."""

    APPOINTMENT = "Appointment"
    TASK = "Task"


class ActivityStatus(StrEnum):
    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    COMPLETE = "Complete"
    NOT_COMPLETE = "Not complete"


# What may be set by hand on the form; Complete and Not complete are markings with pages of their own.
SET_BY_HAND = (ActivityStatus.NOT_STARTED, ActivityStatus.IN_PROGRESS)


@rule("PLN-01", "plans.mandation_off", field="mandatory", source="product.md 3")
def mandation_is_on(*, make_activity_mandatory: bool, **_: object) -> bool:
    """An activity cannot be made mandatory while Make activity mandatory is No on the participant’s profile."""
    return make_activity_mandatory


@rule("PLN-02", "plans.failure_to_attend", field="mandatory", source="product.md 3")
def not_under_failure_to_attend(*, sanction_status: str, **_: object) -> bool:
    """An activity cannot be made mandatory while the sanction status is one for failure to attend."""
    return sanction_status not in FAILURE_TO_ATTEND


@rule("PLN-03", "plans.mandatory_instructions", field="instructions", source="product.md 4.2")
def mandatory_says_what_to_do(*, mandatory: bool, instructions: str, **_: object) -> bool:
    """Enter what the participant has to do: a mandatory activity needs a description."""
    return not mandatory or says_something(instructions)


@rule("PLN-04", "plans.mandatory_due", field="due_time", source="product.md 4.2")
def mandatory_has_a_due_time(*, mandatory: bool, due_time: time | None, **_: object) -> bool:
    """Enter the time it is due: a mandatory activity needs a due date and a time."""
    return not mandatory or due_time is not None


@rule("PLN-05", "plans.mandatory_owner", field="owner", source="product.md 4.2")
def mandatory_has_an_owner(*, mandatory: bool, has_owner: bool, **_: object) -> bool:
    """Choose an owner: a mandatory activity needs one, and this participant has no work coach."""
    return not mandatory or has_owner


@rule("PLN-06", "plans.mandatory_visible", field="visible_to_participant", source="product.md 4.2")
def mandatory_is_visible(*, mandatory: bool, visible_to_participant: bool, **_: object) -> bool:
    """A mandatory activity must be visible to the participant."""
    return not mandatory or visible_to_participant


@rule("PLN-07", "plans.appointment_time", field="due_time", source="product.md 6")
def appointment_has_a_time(*, kind: str, due_time: time | None, **_: object) -> bool:
    """Enter the time of the appointment."""
    return kind != Kind.APPOINTMENT or due_time is not None


@rule("PLN-08", "plans.appointment_place", field="place", source="product.md 6")
def appointment_has_a_place(*, kind: str, place: str, **_: object) -> bool:
    """Enter where the appointment is, or how it is held."""
    return kind != Kind.APPOINTMENT or says_something(place)


@rule("PLN-09", "plans.missed_keeps_its_date", field="due_on", source="product.md 3")
def missed_keeps_date_time_and_place(*, was_missed: bool, moved: bool, **_: object) -> bool:
    """An activity that was once marked not complete keeps its date, time and place: use Arrange again to set a new one."""
    return not (was_missed and moved)


@rule("PLN-10", "plans.reason_needed", field="reason", source="product.md 2")
def not_complete_has_a_reason(*, reason: str, **_: object) -> bool:
    """Choose or enter the reason it was not done."""
    return says_something(reason)


@rule(
    "PLN-11",
    "plans.reason_category_needed",
    field="reason_category",
    source="product.md 2; data/README.md",
)
def not_complete_has_a_category(*, reason_category: str, **_: object) -> bool:
    """Choose whether they did not do it, could not do it, or it was our or a provider’s fault."""
    return bool(reason_category)


@rule("PLN-12", "plans.not_due_yet", field="confirm_early", source="product.md 3")
def early_marking_is_confirmed(*, is_due: bool, confirmed: bool, **_: object) -> bool:
    """This activity is not due yet: confirm that you want to mark it now."""
    return is_due or confirmed


@rule("PLN-13", "plans.owner_without_access", field="owner", source="product.md 2")
def owner_has_access(*, owner_may_see: bool, **_: object) -> bool:
    """Choose an owner who is active and has access to this participant."""
    return owner_may_see


@rule("PLN-14", "plans.undo_reason_needed", field="reason", source="product.md 3")
def undoing_has_a_reason(*, reason: str) -> bool:
    """Enter why the marking is undone."""
    return says_something(reason)


WHEN_AND_WHERE = ("due_on", "due_time", "place")
MANDATION = (mandation_is_on, not_under_failure_to_attend)
CONTENT = (
    appointment_has_a_time,
    appointment_has_a_place,
    mandatory_says_what_to_do,
    mandatory_has_a_due_time,
    mandatory_has_an_owner,
    mandatory_is_visible,
)


def why_not_mandatory(*, make_activity_mandatory: bool, sanction_status: str) -> list[Refused]:
    """Why no activity of this participant can be made mandatory now; an empty list when one can."""
    facts = {"make_activity_mandatory": make_activity_mandatory, "sanction_status": sanction_status}
    return broken(MANDATION, facts)


def what_is_wrong(
    *,
    kind: str,
    instructions: str,
    due_on: date,
    due_time: time | None,
    place: str,
    mandatory: bool,
    was_mandatory: bool,
    has_owner: bool,
    visible_to_participant: bool,
    make_activity_mandatory: bool,
    sanction_status: str,
    was_missed: bool = False,
    moved: bool = False,
) -> list[Refused]:
    """Everything that stops an activity from being saved. Only a new Yes or a change from No to Yes asks for mandation."""
    facts = {
        "kind": kind,
        "instructions": instructions,
        "due_on": due_on,
        "due_time": due_time,
        "place": place,
        "mandatory": mandatory,
        "has_owner": has_owner,
        "visible_to_participant": visible_to_participant,
        "was_missed": was_missed,
        "moved": moved,
    }
    found = missed_keeps_date_time_and_place.check(**facts)
    kept = WHEN_AND_WHERE if found else ()  # what stays as it is has nothing wrong
    found += [refusal for refusal in broken(CONTENT, facts) if refusal.field not in kept]
    if mandatory and not was_mandatory:
        found += why_not_mandatory(
            make_activity_mandatory=make_activity_mandatory, sanction_status=sanction_status
        )
    return found
