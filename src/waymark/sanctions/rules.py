"""What an entry of the sanction record needs, and what the record suggests. Pure. Source: product.md, section 4.7."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from waymark.kernel.refusals import Refused
from waymark.kernel.rules import rule
from waymark.kernel.words import says_something
from waymark.participants.rules import Benefit

TEXT_LIMIT = 2000
WHY_LIMIT = 500
LONGEST_FIXED_PART = (
    1095  # days: what may be outstanding in all (UC Regulations 2013, regulation 101)
)


class EntryKind(StrEnum):
    """What an entry says happened after the referral."""

    REFERRAL = "referral"
    OUTCOME = "outcome"
    PERIOD = "period"
    CONDITION = "condition"
    RE_COMPLIANCE = "re-compliance"
    NO_LONGER_REQUIRED = "no-longer-required"
    RECONSIDERATION = "reconsideration"
    APPEAL = "appeal"


KIND_LABELS = {
    EntryKind.REFERRAL: "Referral to DWP",
    EntryKind.OUTCOME: "Outcome from DWP",
    EntryKind.PERIOD: "Sanction period",
    EntryKind.CONDITION: "Compliance condition",
    EntryKind.RE_COMPLIANCE: "Re-compliance",
    EntryKind.NO_LONGER_REQUIRED: "No longer required",
    EntryKind.RECONSIDERATION: "Result of a reconsideration",
    EntryKind.APPEAL: "Result of an appeal",
}
REVIEWS = (EntryKind.RECONSIDERATION, EntryKind.APPEAL)
FOR_UNIVERSAL_CREDIT = (EntryKind.CONDITION, EntryKind.RE_COMPLIANCE)
ENDS_THE_OPEN_PART = (EntryKind.RE_COMPLIANCE, EntryKind.NO_LONGER_REQUIRED)


class DecisionOutcome(StrEnum):
    """The four outcomes of a decision."""

    ADVERSE = "adverse"
    NON_ADVERSE = "non-adverse"
    RESERVED = "reserved"
    CANCELLED = "cancelled"


class ReviewResult(StrEnum):
    """What a reconsideration or an appeal did to a decision."""

    UNCHANGED = "unchanged"
    STILL_ADVERSE = "still-adverse"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"


class WhyNoLongerRequired(StrEnum):
    """Why nothing is asked of the person any more."""

    WITHDRAWN = "activity-withdrawn"
    LEFT = "left"
    NO_REQUIREMENTS = "no-requirements"
    OTHER = "other"


RESULT_LABELS: dict[str, str] = {
    DecisionOutcome.ADVERSE: "Adverse: a sanction",
    DecisionOutcome.NON_ADVERSE: "Non-adverse: no sanction",
    DecisionOutcome.RESERVED: "Reserved: DWP keeps it open",
    DecisionOutcome.CANCELLED: "Cancelled: DWP made no decision",
    ReviewResult.UNCHANGED: "The decision stays as it was",
    ReviewResult.STILL_ADVERSE: "The decision changed, and is still adverse",
    ReviewResult.OVERTURNED: "The decision was overturned: no sanction",
    ReviewResult.WITHDRAWN: "Withdrawn, or not heard: the decision stays",
    WhyNoLongerRequired.WITHDRAWN: "We withdrew the activity",
    WhyNoLongerRequired.LEFT: "They left the programme",
    WhyNoLongerRequired.NO_REQUIREMENTS: "They have no work-related requirements any more",
    WhyNoLongerRequired.OTHER: "Something else",
}
RESULTS: dict[str, tuple[str, ...]] = {
    EntryKind.OUTCOME: tuple(DecisionOutcome),
    EntryKind.NO_LONGER_REQUIRED: tuple(WhyNoLongerRequired),
    EntryKind.RECONSIDERATION: tuple(ReviewResult),
    EntryKind.APPEAL: tuple(ReviewResult),
}


class Sent(StrEnum):
    """How something went to DWP."""

    SECURE_MAIL = "Secure email"
    POST = "Post"
    ONLINE = "DWP’s own online service"
    PHONE = "Phone"


class Met(StrEnum):
    """How a compliance condition is to be met, or was: a telephone call is no meeting face to face."""

    IN_PERSON = "In person"
    PHONE = "Phone"
    VIDEO = "Video call"
    ONLINE = "Online"
    IN_WRITING = "In writing"


CHANNELS: dict[str, tuple[str, ...]] = {
    EntryKind.REFERRAL: tuple(Sent),
    EntryKind.CONDITION: tuple(Met),
    EntryKind.RE_COMPLIANCE: tuple(Met),
    EntryKind.NO_LONGER_REQUIRED: tuple(Sent),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFields:
    """What somebody says in an entry. Which of the fields mean something depends on the kind.

    `happened_on`: sent, received, told, met, or from when no longer required. `told_on`: when DWP was told.
    """

    kind: str
    happened_on: date
    tracker_id: UUID | None = None
    about_id: UUID | None = None
    result: str = ""
    channel: str = ""
    reference: str = ""
    text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    fixed_days: int | None = None
    told_on: date | None = None


def effective_on(kind: str, happened_on: date, *, benefit: str) -> date | None:
    """The last day of the open-ended part of a Universal Credit sanction: the day before the condition was met, or before the person is no longer required.

    Universal Credit Regulations 2013, regulation 104(2); Work and Health Programme provider guidance, chapter 9.
    """
    if kind in ENDS_THE_OPEN_PART and benefit == Benefit.UNIVERSAL_CREDIT:
        return happened_on - timedelta(days=1)
    return None


@rule("SAN-01", "sanctions.kind_unknown", field="kind", source="product.md 4.7")
def kind_is_known(*, fields: EntryFields, **_: object) -> bool:
    """Choose what is entered from the list."""
    return fields.kind in KIND_LABELS


@rule("SAN-02", "sanctions.tracker_unknown", field="tracker", source="product.md 4.7")
def rests_on_a_tracker(*, has_tracker: bool, **_: object) -> bool:
    """Choose the tracker that this is about."""
    return has_tracker


@rule("SAN-03", "sanctions.not_yet", field="happened_on", source="product.md 4.7")
def has_happened(*, fields: EntryFields, today: date, **_: object) -> bool:
    """Enter a day that is not in the future."""
    return fields.kind == EntryKind.NO_LONGER_REQUIRED or fields.happened_on <= today


@rule("SAN-04", "sanctions.told_not_yet", field="told_on", source="product.md 4.7")
def dwp_has_been_told(*, fields: EntryFields, today: date, **_: object) -> bool:
    """Enter the day on which DWP was told: not one in the future."""
    return fields.told_on is None or fields.told_on <= today


@rule("SAN-05", "sanctions.before_the_failure", field="happened_on", source="product.md 4.7")
def is_after_the_failure(*, fields: EntryFields, failed_on: date, **_: object) -> bool:
    """Enter a day that is not before the activity was missed."""
    return fields.happened_on >= failed_on


@rule(
    "SAN-06",
    "sanctions.re_compliance_not_for_jsa",
    source="product.md 4.7; WHP provider guidance, chapter 9",
)
def re_compliance_is_for_universal_credit(
    *, fields: EntryFields, benefit: str, **_: object
) -> bool:
    """A compliance condition and re-compliance are for Universal Credit only: neither shortens a sanction of Jobseeker's Allowance."""
    return fields.kind not in FOR_UNIVERSAL_CREDIT or benefit == Benefit.UNIVERSAL_CREDIT


@rule("SAN-07", "sanctions.result_unknown", field="result", source="product.md 4.7")
def result_is_known(*, fields: EntryFields, **_: object) -> bool:
    """Choose one from the list."""
    return fields.result in RESULTS.get(fields.kind, ("",))


@rule("SAN-08", "sanctions.channel_unknown", field="channel", source="product.md 4.7")
def channel_is_said(*, fields: EntryFields, **_: object) -> bool:
    """Choose how from the list."""
    return fields.channel in CHANNELS.get(fields.kind, ("",))


@rule("SAN-09", "sanctions.condition_empty", field="text", source="product.md 4.7")
def condition_is_said(*, fields: EntryFields, **_: object) -> bool:
    """Enter the compliance condition, as DWP gave it."""
    return fields.kind != EntryKind.CONDITION or says_something(fields.text)


@rule("SAN-10", "sanctions.period_without_a_start", field="starts_on", source="product.md 4.7")
def period_begins(*, fields: EntryFields, **_: object) -> bool:
    """Enter the day on which the sanction begins."""
    return fields.kind != EntryKind.PERIOD or fields.starts_on is not None


@rule("SAN-11", "sanctions.period_ends_first", field="ends_on", source="product.md 4.7")
def period_ends_after_it_begins(*, fields: EntryFields, **_: object) -> bool:
    """Enter an end that is not before the beginning."""
    if fields.starts_on is None or fields.ends_on is None:
        return True
    return fields.ends_on >= fields.starts_on


@rule("SAN-12", "sanctions.fixed_part_wrong", field="fixed_days", source="product.md 4.7")
def fixed_part_is_a_number_of_days(*, fields: EntryFields, **_: object) -> bool:
    """Enter the fixed part as a number of days, from 1 to 1,095."""
    return fields.fixed_days is None or 1 <= fields.fixed_days <= LONGEST_FIXED_PART


@rule("SAN-13", "sanctions.decision_unknown", field="about", source="product.md 4.7")
def review_is_of_a_decision(*, fields: EntryFields, has_decision: bool, **_: object) -> bool:
    """Choose the decision that this is a result about."""
    return fields.kind not in REVIEWS or has_decision


@rule("SAN-14", "sanctions.told_when_missing", field="told_on", source="product.md 4.7")
def notice_was_given(*, fields: EntryFields, **_: object) -> bool:
    """Enter the day on which DWP was told."""
    return fields.kind != EntryKind.NO_LONGER_REQUIRED or fields.told_on is not None


@rule("SAN-15", "sanctions.correction_unexplained", field="why", source="product.md 2")
def correction_is_explained(*, why: str) -> bool:
    """Say what was wrong."""
    return says_something(why)


@rule("SAN-16", "sanctions.corrected_already", source="product.md 2")
def stands_still(*, stands: bool) -> bool:
    """This entry has been corrected already. Correct the entry that took its place."""
    return stands


@rule("SAN-17", "sanctions.nothing_corrected", source="product.md 2")
def correction_changes_something(*, is_the_same: bool) -> bool:
    """Nothing is different: change what is wrong, or say that the entry should not be there."""
    return not is_the_same


@rule("SAN-18", "sanctions.period_without_an_end", field="ends_on", source="product.md 4.7")
def period_of_jsa_ends(*, fields: EntryFields, benefit: str, **_: object) -> bool:
    """Enter the day on which the sanction ends: one of Jobseeker's Allowance is not open-ended."""
    is_period = fields.kind == EntryKind.PERIOD and benefit != Benefit.UNIVERSAL_CREDIT
    return not is_period or fields.ends_on is not None


CHECKS = (
    kind_is_known,
    rests_on_a_tracker,
    review_is_of_a_decision,
    has_happened,
    is_after_the_failure,
    dwp_has_been_told,
    notice_was_given,
    re_compliance_is_for_universal_credit,
    result_is_known,
    channel_is_said,
    condition_is_said,
    period_begins,
    period_ends_after_it_begins,
    period_of_jsa_ends,
    fixed_part_is_a_number_of_days,
)


def what_is_wrong(
    *,
    fields: EntryFields,
    benefit: str,
    today: date,
    failed_on: date | None,
    has_decision: bool,
) -> list[Refused]:
    """Everything that stops an entry from being kept; `failed_on` is nothing where there is no tracker."""
    facts = {
        "fields": fields,
        "benefit": benefit,
        "today": today,
        "has_tracker": failed_on is not None,
        "failed_on": failed_on or date.min,
        "has_decision": has_decision,
    }
    return [refusal for check in CHECKS for refusal in check.check(**facts)]
