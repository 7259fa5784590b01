"""THE table of who may do what. Pure; docs/permissions.md is made from it. Source: product.md,
sections 1 and 2.
"""

from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.actor import Actor
from waymark.kernel.refusals import NotAllowed


class Role(StrEnum):
    """The exact names of the roles (product.md, section 1). An account may hold several."""

    SUPERVISOR = "Supervisor"
    ADMINISTRATOR = "Administrator"
    AUDITOR = "Auditor"
    TRACKERS_EDIT = "Process Automation Trackers (Edit)"
    TRACKERS_PRE_AUTHORISE = "Process Automation Trackers (Pre-Authorise)"
    TRACKERS_PROCESS = "Process Automation Trackers (Process)"


COMPLIANCE = frozenset({Role.TRACKERS_PRE_AUTHORISE, Role.TRACKERS_PROCESS})
NO_CASEWORK = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
CASEWORK = "casework"
ANYBODY = "anybody"

ROLE_MEANINGS = {
    Role.SUPERVISOR: (
        "Keeps the Mandation panel, sanction status and sanction record; may reassign trackers, "
        "and hand over the work of somebody who leaves."
    ),
    Role.ADMINISTRATOR: (
        "Keeps staff accounts, groups, programmes and lists; imports. Sees all participants, "
        "action plans and trackers of their groups, except restricted records."
    ),
    Role.AUDITOR: (
        "Reads everything in their groups and changes nothing: participants, action plans, "
        "trackers with their files and histories, and who opened records. Exports. Restricted "
        "records only where they are named."
    ),
    Role.TRACKERS_EDIT: (
        "Edits trackers: New, Resolved, Submitted, Referred. Keeps the sanction record."
    ),
    Role.TRACKERS_PRE_AUTHORISE: (
        "With (Edit): also sets Rejected and Closed. Keeps the sanction record."
    ),
    Role.TRACKERS_PROCESS: "With (Edit): also sets Rejected and Closed. Keeps the sanction record.",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """Something a person can do, in words, and the roles of which one is enough."""

    code: str
    sentence: str
    allowed_to: frozenset[str]
    area: str


def _operation(code: str, sentence: str, *allowed_to: str) -> Operation:
    return Operation(code, sentence, frozenset(allowed_to), code.partition(".")[0])


OPERATIONS = {
    operation.code: operation
    for operation in (
        _operation("participants.view", "See participants, action plans and trackers", ANYBODY),
        _operation("participants.correct", "Correct a participant’s details", CASEWORK),
        _operation("participants.switch_markers", "Switch a participant’s markers", CASEWORK),
        _operation(
            "participants.set_mandation",
            "Change the Mandation panel and the sanction status",
            Role.SUPERVISOR,
        ),
        _operation(
            "participants.restrict",
            "Restrict a participant’s record to named people, and lift the restriction",
            Role.SUPERVISOR,
        ),
        _operation("plans.edit", "Add and edit activities", CASEWORK),
        _operation(
            "plans.mark", "Mark an activity Complete or Not complete, undo a marking", CASEWORK
        ),
        _operation("notices.issue", "Issue a notice (Mandatory Activity Notification)", CASEWORK),
        _operation("trackers.edit", "Edit a tracker", Role.TRACKERS_EDIT),
        _operation("trackers.reassign", "Reassign a tracker", Role.TRACKERS_EDIT, Role.SUPERVISOR),
        _operation("trackers.add_note", "Add a note to a tracker", Role.TRACKERS_EDIT),
        _operation(
            "trackers.prepare_doubt",
            "Record contacts, good reason and the kind of failure on a tracker",
            Role.TRACKERS_EDIT,
        ),
        _operation(
            "trackers.check",
            "See the compliance queue, and send a submitted tracker back with (Edit)",
            *COMPLIANCE,
        ),
        _operation(
            "trackers.see_returns",
            "See how many trackers were sent back and rejected, by reason",
            Role.SUPERVISOR,
            Role.AUDITOR,
            *COMPLIANCE,
        ),
        _operation(
            "trackers.read_private",
            "Read the private details of a good reason that others wrote",
            Role.SUPERVISOR,
            Role.AUDITOR,
            *COMPLIANCE,
        ),
        _operation(
            "trackers.export",
            "Export trackers",
            Role.SUPERVISOR,
            Role.AUDITOR,
            Role.ADMINISTRATOR,
            *COMPLIANCE,
        ),
        _operation(
            "trackers.make_packs",
            "Make and take away evidence packs and referral sheets",
            Role.TRACKERS_EDIT,
            Role.SUPERVISOR,
            Role.AUDITOR,
            Role.ADMINISTRATOR,
            *COMPLIANCE,
        ),
        _operation(
            "trackers.list_own_work",
            "List final statuses that people set on their own work",
            Role.SUPERVISOR,
            Role.AUDITOR,
        ),
        _operation(
            "sanctions.record",
            "Add to a participant’s sanction record, and correct it",
            Role.TRACKERS_EDIT,
            Role.SUPERVISOR,
            *COMPLIANCE,
        ),
        _operation(
            "access_records.view",
            "See who opened records of participants, and export it",
            Role.SUPERVISOR,
            Role.AUDITOR,
        ),
        _operation(
            "programmes.set_switch",
            "Switch monitoring trackers on or off for a programme",
            Role.ADMINISTRATOR,
        ),
        _operation("notices.keep_templates", "Keep the templates of notices", Role.ADMINISTRATOR),
        _operation("lists.keep", "Keep the list of reasons for non-completion", Role.ADMINISTRATOR),
        _operation(
            "programmes.set_limits",
            "Set time limits, and correct the bank holidays",
            Role.ADMINISTRATOR,
        ),
        _operation("imports.run", "Import a caseload", Role.ADMINISTRATOR),
        _operation("people.keep", "Keep staff accounts, roles and groups", Role.ADMINISTRATOR),
        _operation(
            "people.reallocate",
            "Hand over the work of somebody who leaves",
            Role.SUPERVISOR,
            Role.ADMINISTRATOR,
        ),
        _operation("own.sign_out", "Sign out on every device", ANYBODY),
        _operation("own.keep_typing", "Find what was typed when time ran out", ANYBODY),
    )
}


def does_casework(roles: frozenset[str]) -> bool:
    """Everybody but those who hold nothing except Administrator or Auditor (product.md 1)."""
    return not roles or bool(roles - NO_CASEWORK)


def asks_a_second_step_of(roles: frozenset[str], asked_of: frozenset[str]) -> bool:
    """Whether somebody with these roles must show more than a password: everyone, or some roles."""
    return "everyone" in asked_of or bool(roles & asked_of)


def may(roles: frozenset[str], operation: str) -> bool:
    """Whether somebody with these roles may do this, in their own groups."""
    allowed_to = OPERATIONS[operation].allowed_to
    if ANYBODY in allowed_to or roles & allowed_to:
        return True
    return CASEWORK in allowed_to and does_casework(roles)


def allowed_with(roles: frozenset[str]) -> list[str]:
    """What somebody with these roles may do, in words, in the order of the table."""
    return [one.sentence for one in OPERATIONS.values() if may(roles, one.code)]


def needed_for(operation: str) -> str:
    """The roles of which one is enough, in words."""
    allowed_to = OPERATIONS[operation].allowed_to
    if CASEWORK in allowed_to:
        return "an account that works with participants"
    return "the role " + " or ".join(sorted(allowed_to))


def require(actor: Actor, operation: str, *, to: str = "") -> None:
    """Refuse with `people.role_needed` when the actor's roles do not allow the operation; `to` says
    what it was wanted for, where that is something else than the operation itself.
    """
    if not may(actor.roles, operation):
        sentence = to or OPERATIONS[operation].sentence
        raise NotAllowed(
            "people.role_needed", f"{sentence}: for this you need {needed_for(operation)}"
        )
