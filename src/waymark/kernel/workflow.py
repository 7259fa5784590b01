"""A workflow as one table, and the one function that decides on it."""

from dataclasses import dataclass

from waymark.kernel.refusals import NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class Status:
    """One status: what it is called, how it looks, what it means, and who may set it.

    `roles_needed` is a list of alternatives joined by *and*: each inner set needs at least one role
    held. `is_handover`: setting it hands the tracker to somebody else to decide on. `is_with_dwp`:
    DWP has been asked for a decision. `asks_coded_reason`: setting it needs a reason from a list.
    `limits`: the codes of the time limits that run in it.
    """

    code: str
    label: str
    tag: str
    meaning: str
    roles_needed: tuple[frozenset[str], ...]
    is_open: bool = False
    is_handover: bool = False
    is_final: bool = False
    is_with_dwp: bool = False
    asks_coded_reason: bool = False
    limits: tuple[str, ...] = ()

    def may_be_set_by(self, roles: frozenset[str]) -> bool:
        """Whether these roles are enough to set this status."""
        return all(roles & alternatives for alternatives in self.roles_needed)

    @property
    def who(self) -> str:
        """The roles needed, in words."""
        return " and ".join(
            f"either {' or '.join(sorted(some))}" if len(some) > 1 else "".join(some)
            for some in self.roles_needed
        )


@dataclass(frozen=True, slots=True)
class Allowed:
    """The step may be taken."""

    target: Status


@dataclass(frozen=True, slots=True)
class Workflow:
    """The statuses of one tracker type, in the order in which they are listed; the first is the
    initial one.
    """

    name: str
    statuses: tuple[Status, ...]
    edit_role: str

    def __post_init__(self) -> None:
        codes = [status.code for status in self.statuses]
        if len(set(codes)) != len(codes):
            raise ValueError(f"{self.name}: a status code stands twice")
        if self.initial.is_final or not self.final:
            raise ValueError(
                f"{self.name}: needs a first status that is not final, and a final one"
            )
        if any(status.is_open and status.is_final for status in self.statuses):
            raise ValueError(f"{self.name}: a final status cannot be open")

    @property
    def initial(self) -> Status:
        return self.statuses[0]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(status.code for status in self.statuses)

    @property
    def final(self) -> tuple[str, ...]:
        return tuple(status.code for status in self.statuses if status.is_final)

    @property
    def open(self) -> tuple[str, ...]:
        return tuple(status.code for status in self.statuses if status.is_open)

    @property
    def handover(self) -> tuple[str, ...]:
        return tuple(status.code for status in self.statuses if status.is_handover)

    @property
    def not_final(self) -> tuple[str, ...]:
        return tuple(status.code for status in self.statuses if not status.is_final)

    def status(self, code: str) -> Status:
        """The status of that code; KeyError when there is none."""
        for status in self.statuses:
            if status.code == code:
                return status
        raise KeyError(code)

    def decide(self, *, current: str, target: str, roles: frozenset[str]) -> Allowed | Refused:
        """Whether somebody with these roles may move from one status to another (product.md,
        section 2).

        Refused with `tracker.unknown_status`, `tracker.final`, `tracker.edit_role_needed` or
        `tracker.status_role_needed`. Staying where one is counts as a step.
        """
        if current not in self.codes or target not in self.codes:
            return Refused(
                "tracker.unknown_status", "Choose a status from the list", field="status"
            )
        if self.status(current).is_final:
            return Refused(
                "tracker.final",
                f"This tracker is {self.status(current).label}. It is final and cannot be changed",
            )
        if self.edit_role not in roles:
            return NotAllowed(
                "tracker.edit_role_needed",
                f"You need the role {self.edit_role} to change a tracker",
            )
        wanted = self.status(target)
        if not wanted.may_be_set_by(roles):
            return NotAllowed(
                "tracker.status_role_needed",
                f"To set {wanted.label} you need {wanted.who}",
                field="status",
            )
        return Allowed(wanted)

    def available(self, *, current: str, roles: frozenset[str]) -> tuple[Status, ...]:
        """The statuses that the drop-down holds: those that this person may set from here."""
        return tuple(
            status
            for status in self.statuses
            if isinstance(self.decide(current=current, target=status.code, roles=roles), Allowed)
        )
