"""The four files and their columns, in the order in which faults are told. docs/import.md is the
same for people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from waymark.imports import cells
from waymark.kernel.working_days import Nation
from waymark.participants.rules import Benefit, Language, SanctionStatus
from waymark.people.policy import Role
from waymark.plans.notice_rules import Channel
from waymark.plans.rules import ActivityStatus, Kind

GROUPS, STAFF, PARTICIPANTS, ACTIVITIES = "groups", "staff", "participants", "activities"
IGNORED = ("refused_because",)
CATEGORIES = {"did not": "did_not", "could not": "could_not", "provider": "provider"}
_category_words = cells.one_of(CATEGORIES)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how a cell of it is read, and what an empty one means.

    `needed` is the sentence for an empty cell that may not be empty. A column that is `optional`
    may be missing from the file.
    """

    name: str
    read: Callable[[str], object]
    needed: str = ""
    empty: object = ""
    optional: bool = False


@dataclass(frozen=True)
class Sheet:
    """A kind of file: what it holds, and the column that tells its records apart."""

    kind: str
    one: str
    key: str
    columns: tuple[Column, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where a column stands among those in which faults are told."""
        return {column.name: place for place, column in enumerate(self.columns)}

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if not column.optional)


def _category(cell: str) -> str:
    return CATEGORIES[_category_words(cell.replace("_", " "))]


SHEETS = {
    sheet.kind: sheet
    for sheet in (
        Sheet(
            GROUPS,
            "group",
            "group",
            (
                Column("group", cells.path, "Enter the name of the group"),
                Column(
                    "bank_holidays",
                    cells.one_of(Nation),
                    "Enter whose bank holidays the group keeps, such as England and Wales",
                ),
            ),
        ),
        Sheet(
            STAFF,
            "member of staff",
            "email",
            (
                Column("email", cells.email, "Enter the email address"),
                Column("name", cells.line(150), "Enter the name"),
                Column("job_title", cells.line(100)),
                Column("group", cells.names, "Enter the group they have access to"),
                Column("roles", cells.several_of(Role, "role"), empty=()),
                Column("active", cells.yes_or_no, "Enter Yes or No"),
            ),
        ),
        Sheet(
            PARTICIPANTS,
            "participant",
            "reference",
            (
                Column("reference", cells.line(40), "Enter the reference"),
                Column("first_name", cells.line(100), "Enter the first name"),
                Column("last_name", cells.line(100), "Enter the last name"),
                Column("date_of_birth", cells.day, "Enter the date of birth"),
                Column("ni_number", cells.line(40)),
                Column("benefit", cells.one_of(Benefit), "Enter the benefit"),
                Column("programme", cells.line(100), "Enter the programme"),
                Column("start_date", cells.day, "Enter the start date"),
                Column("planned_end_date", cells.day, empty=None),
                Column("work_coach", cells.email),
                Column("group", cells.path, "Enter the group"),
                Column("make_activity_mandatory", cells.yes_or_no, empty=False),
                Column(
                    "sanction_status",
                    cells.one_of(SanctionStatus),
                    empty=SanctionStatus.NONE.value,
                ),
                Column("markers", cells.names, empty=()),
                Column("language", cells.one_of(Language), empty=Language.ENGLISH.value),
                Column("email", cells.email),
                Column("phone", cells.line(40)),
                Column("left_on", cells.day, empty=None, optional=True),
                Column("reasonable_adjustments", cells.long_text, optional=True),
                Column("agreed_hours", cells.hours, empty=None, optional=True),
            ),
        ),
        Sheet(
            ACTIVITIES,
            "activity",
            "activity",
            (
                Column("participant", cells.line(40), "Enter the participant’s reference"),
                Column("activity", cells.line(40), "Enter the activity’s reference"),
                Column("kind", cells.one_of(Kind), "Enter Appointment or Task"),
                Column("title", cells.line(200), "Enter the title"),
                Column("instructions", cells.long_text),
                Column("owner", cells.email),
                Column("due_date", cells.day, "Enter the date it is due"),
                Column("due_time", cells.clock, empty=None),
                Column("place", cells.line(200)),
                Column("visible_to_participant", cells.yes_or_no, empty=True, optional=True),
                Column("mandatory", cells.yes_or_no, empty=False),
                Column("status", cells.one_of(ActivityStatus), "Enter the status"),
                Column("reason", cells.line(200)),
                Column("reason_category", _category),
                Column("channel", cells.one_of(Channel), optional=True),
                Column("hours", cells.hours, empty=None, optional=True),
                Column("evidence", cells.long_text, optional=True),
            ),
        ),
    )
}
