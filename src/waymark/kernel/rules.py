"""A rule once: a code, one sentence, one test. The sentence is the message, and the line in docs/rules.md."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waymark.kernel.refusals import Refused


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that must hold. Calling it with the facts says whether it does."""

    code: str
    sentence: str
    refusal_code: str
    field: str | None
    source: str
    holds: Callable[..., bool]

    def __call__(self, **facts: Any) -> bool:
        return self.holds(**facts)

    @property
    def refusal(self) -> Refused:
        """What to say when it does not hold."""
        return Refused(self.refusal_code, self.sentence, field=self.field)

    def check(self, **facts: Any) -> list[Refused]:
        """Nothing when it holds, else the one refusal: lists add up."""
        return [] if self.holds(**facts) else [self.refusal]


def broken(rules: Iterable[Rule], facts: Mapping[str, Any]) -> list[Refused]:
    """What to say of those of some rules that do not hold, in their order."""
    return [one.refusal for one in rules if not one.holds(**facts)]


RULES: dict[str, Rule] = {}


def rule(
    code: str, refusal_code: str, *, field: str | None = None, source: str
) -> Callable[[Callable[..., bool]], Rule]:
    """Make a rule of a predicate: the first sentence of its docstring is the rule's."""

    def register(holds: Callable[..., bool]) -> Rule:
        sentence = (holds.__doc__ or "").strip().split("\n")[0].rstrip(".")
        if not sentence or code in RULES:
            raise ValueError(f"{code}: needs a sentence of its own and a code of its own")
        RULES[code] = Rule(code, sentence, refusal_code, field, source, holds)
        return RULES[code]

    return register
