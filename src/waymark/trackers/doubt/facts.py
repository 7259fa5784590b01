"""What the checks before a doubt is raised look at: plain values. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice as it was issued. `missing` names the parts that are empty or vague."""

    number: int
    issued_at: datetime
    delivery: str
    given_on: date
    received_on: date
    due_at: datetime
    benefit: str
    language: str
    voided_at: datetime | None = None
    void_reason: str = ""
    gap: int = 2
    gap_wanted: int = 2
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """An attempt to reach the participant."""

    tried_at: datetime
    moved_it: bool = False


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """When and how good reason was asked about, and what came of it. `accepted` None: not decided
    yet.
    """

    asked_on: date
    way: str
    reply_due_on: date
    replied_on: date | None = None
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class FailureFacts:
    """The kind of failure that a person confirmed, and why where another was proposed."""

    failure: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Who was named to consider the markers; `may_matter` when one may have made a difference."""

    person_id: UUID
    person: str
    may_matter: bool = False


@dataclass(frozen=True, slots=True)
class ReadinessFacts:
    """All that the checks look at. `due_at` and the reason are as they were when it was marked."""

    today: date
    due_at: datetime
    due_on: date
    failed_at: datetime
    benefit: str
    language: str
    activity_kind: str
    activity_status: str
    activity_mandatory: bool
    make_activity_mandatory: bool
    reason_category: str
    reason: str
    sanction_status: str
    left_on: date | None
    paperwork_raised: bool
    paperwork: tuple[str, ...]
    submitter: UUID | None
    is_with_dwp: bool = False
    notices: tuple[NoticeFacts, ...] = ()
    notice_files: int = 0
    contacts: tuple[ContactFacts, ...] = ()
    question: QuestionFacts | None = None
    failure: FailureFacts | None = None
    markers: tuple[str, ...] = ()
    second_look: SecondLook | None = None
    same_day: tuple[str, ...] = ()

    @property
    def notice(self) -> NoticeFacts | None:
        """The notice that was in force when it was due."""
        for one in sorted(self.notices, key=lambda notice: notice.number, reverse=True):
            is_void = one.voided_at is not None and one.voided_at <= self.due_at
            if one.issued_at <= self.due_at and not is_void:
                return one
        return None
