"""Who is acting: always passed, never looked up."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

SYSTEM_NAME = "Waymark"
IMPORT_NAME = "Import"
EXPORT_NAME = "The command line"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or an import on somebody's behalf) with their roles and the groups they may see.

    `group_ids` holds every group in scope, those below included; `is_everywhere` says that these
    are all there are. `on_behalf_of` is the id of the person who started an import; its rights are
    used, its name is shown beside. So it is with what whoever runs the installation does with
    somebody's rights.
    """

    id: UUID
    name: str
    roles: frozenset[str]
    group_ids: frozenset[UUID]
    email: str = ""
    job_title: str = ""
    is_import: bool = False
    is_command_line: bool = False
    is_everywhere: bool = False

    @property
    def shown_as(self) -> str:
        """The name that history shows for what this actor does."""
        if self.is_command_line:
            return f"{EXPORT_NAME}, for {self.name}"
        return f"{IMPORT_NAME}, for {self.name}" if self.is_import else self.name

    def those_of(self, groups: Iterable[UUID] | None) -> tuple[UUID, ...] | None:
        """Which of these groups the actor sees; None when it is not about groups, or about all that
        there are.
        """
        if groups is None:
            return None
        theirs = self.group_ids.intersection(groups)
        is_all = self.is_everywhere and theirs == self.group_ids
        return None if is_all else tuple(sorted(theirs))

    @property
    def author(self) -> str:
        """Who made a record: the person, or *Import* (product.md, section 3)."""
        return IMPORT_NAME if self.is_import else self.name


COMMAND_LINE_ID = UUID("00000000-0000-4000-8000-000000000001")
COMMAND_LINE_NAME = "the command line"
NOBODY = Actor(
    id=UUID("00000000-0000-4000-8000-000000000002"),
    name="somebody not signed in",
    roles=frozenset(),
    group_ids=frozenset(),
)
SYSTEM = Actor(
    id=UUID("00000000-0000-4000-8000-000000000003"),
    name=SYSTEM_NAME,
    roles=frozenset(),
    group_ids=frozenset(),
)
