"""What a check before a doubt is raised is, and how all of them are gone through. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from waymark.trackers.doubt.facts import ReadinessFacts


class State(StrEnum):
    """How a check stands."""

    MET = "met"
    NOT_MET = "not met"
    DOES_NOT_APPLY = "does not apply"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Found:
    """How a check stands, the facts behind it, and what to do about it: words, and where."""

    state: State
    said: str
    remedy: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A check as it stands for one tracker."""

    code: str
    name: str
    sentence: str
    state: State
    said: str
    remedy: str
    where: str

    @property
    def is_unmet(self) -> bool:
        """Whether going on needs a reason: it is not met, or nobody can tell."""
        return self.state in (State.NOT_MET, State.CANNOT_TELL)


@dataclass(frozen=True, slots=True)
class CheckKind:
    """A check: its code, its name, the sentence that holds when it is met, and how it looks."""

    code: str
    name: str
    sentence: str
    look: Callable[[ReadinessFacts], Found]


CHECKS: dict[str, CheckKind] = {}


def check(code: str, name: str) -> Callable[[Callable[[ReadinessFacts], Found]], CheckKind]:
    """Make a check of a function; its docstring is the sentence."""

    def register(look: Callable[[ReadinessFacts], Found]) -> CheckKind:
        sentence = " ".join((look.__doc__ or "").split()).rstrip(".")
        CHECKS[code] = CheckKind(code, name, sentence, look)
        return CHECKS[code]

    return register


def unmet(checks: Iterable[Check]) -> list[Check]:
    """Those for which going on needs a reason."""
    return [one for one in checks if one.is_unmet]


def unmet_first(checks: Sequence[Check]) -> list[Check]:
    """Not met and cannot tell on top, then met, then what does not apply."""
    order = [State.NOT_MET, State.CANNOT_TELL, State.MET, State.DOES_NOT_APPLY]
    return sorted(checks, key=lambda one: order.index(one.state))


def met(said: str) -> Found:
    return Found(State.MET, said)


def no_need(said: str) -> Found:
    return Found(State.DOES_NOT_APPLY, said)


def not_met(said: str, remedy: str = "", where: str = "") -> Found:
    return Found(State.NOT_MET, said, remedy, where)
