"""Words and rules of a participant's profile. Pure."""

import re
from datetime import date
from enum import StrEnum
from uuid import UUID

from waymark.kernel.rules import rule
from waymark.kernel.words import says_something


class SanctionStatus(StrEnum):
    """Where a person stands (product.md, section 2). Never set by the system; only by a Supervisor or an import."""

    NONE = "Not under sanction"
    PENDING_ATTEND = "Pending decision for failure to attend"
    UNDER_ATTEND = "Under sanction for failure to attend"
    PENDING_COMPLY = "Pending decision for failure to comply"
    UNDER_COMPLY = "Under sanction for failure to comply"


FAILURE_TO_ATTEND = frozenset({SanctionStatus.PENDING_ATTEND, SanctionStatus.UNDER_ATTEND})


class Benefit(StrEnum):
    UNIVERSAL_CREDIT = "Universal Credit"
    JSA = "Jobseeker's Allowance (income-based)"


# The form by which DWP is asked for a decision.
REFERRAL_FORMS = {Benefit.UNIVERSAL_CREDIT: "UCD603", Benefit.JSA: "JSA603"}


class Language(StrEnum):
    """The language a person is written to in."""

    ENGLISH = "English"
    WELSH = "Welsh"


# As published by HMRC: two letters (never D, F, I, Q, U, V; the second never O; no BG, GB, KN, NK, NT, TN, ZZ),
# six figures, and A to D.
_NI_NUMBER = re.compile(r"^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$")


def ni_number_in_full(typed: str) -> str | None:
    """A National Insurance number without spaces, in capitals; None when it is not in the published format."""
    compact = re.sub(r"\s", "", typed)
    # Before the capitals: some letters of other scripts become plain ones there.
    if not compact.isascii() or not _NI_NUMBER.fullmatch(compact.upper()):
        return None
    return compact.upper()


@rule(
    "PAR-01",
    "participants.ni_number_format",
    field="ni_number",
    source="HMRC, National Insurance Manual NIM39110",
)
def ni_number_is_in_the_published_format(*, ni_number: str) -> bool:
    """Enter a National Insurance number in the form QQ 12 34 56 C."""
    return not ni_number or ni_number_in_full(ni_number) is not None


@rule("PAR-02", "participants.born_in_future", field="date_of_birth", source="product.md 5")
def date_of_birth_is_past(*, date_of_birth: date, today: date) -> bool:
    """Enter a date of birth in the past."""
    return date_of_birth < today


@rule("PAR-03", "participants.coach_without_access", field="work_coach", source="product.md 5")
def coach_has_access(*, coach_may_see: bool) -> bool:
    """Choose a work coach who is active and has access to the group."""
    return coach_may_see


@rule("PAR-04", "participants.left_before_start", field="left_on", source="product.md 3")
def leaving_is_after_start(*, left_on: date | None, started_on: date) -> bool:
    """Enter a leaving date that is not before the start date."""
    return left_on is None or left_on >= started_on


@rule("PAR-05", "participants.group_out_of_scope", field="group", source="product.md 5")
def group_is_in_scope(*, group_id: UUID, scope: frozenset[UUID]) -> bool:
    """Choose one of your own groups."""
    return group_id in scope


@rule("PAR-06", "participants.restriction_unexplained", field="why", source="issue: scope")
def restriction_is_explained(*, why: str) -> bool:
    """Say why, for the people who see this record."""
    return says_something(why)


@rule("PAR-07", "participants.named_without_access", field="named", source="issue: scope")
def named_people_have_access(*, all_see: bool) -> bool:
    """Name only active people who have access to the participant's group."""
    return all_see


@rule("PAR-08", "participants.no_supervisor_named", field="named", source="issue: scope")
def a_supervisor_is_named(*, supervisors: int) -> bool:
    """Name at least one active Supervisor with access to the group, who can lift the restriction."""
    return supervisors > 0


@rule("PAR-09", "participants.coach_not_named", field="named", source="issue: scope")
def work_coach_is_named(*, coach_would_see: bool) -> bool:
    """Name the work coach too, or give the participant another work coach first."""
    return coach_would_see


@rule("PAR-10", "staff.last_named_supervisor", field="roles", source="issue: scope")
def a_named_supervisor_remains(*, records_left: int) -> bool:
    """This is the only Supervisor named on a restricted record: a Supervisor names another there first."""
    return records_left == 0


@rule(
    "PAR-11", "participants.opening_unexplained", field="reason_for_opening", source="issue: scope"
)
def opening_is_explained(*, reason: str) -> bool:
    """Say why you open this record."""
    return says_something(reason)


@rule("PAR-12", "participants.group_closed", field="group", source="issue: staff, roles, groups")
def group_is_open(*, is_closed: bool) -> bool:
    """This group is closed and takes nobody new: choose another."""
    return not is_closed


MOST_NAMED = 100  # what an index of lists can hold of a restricted record, with room to spare


@rule("PAR-13", "participants.too_many_named", field="named", source="ADR 0018")
def few_are_named(*, named: int) -> bool:
    """Name at most 100 people: a record that more may see is for everybody with access to the group."""
    return named <= MOST_NAMED
