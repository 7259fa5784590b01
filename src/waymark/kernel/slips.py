"""Slips of a hand that types a name. Pure."""

from collections.abc import Iterable

MOST = 3


def is_one_slip(typed: str, name: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours changed places."""
    begin = _alike(typed, name)
    typed, name = typed[begin:], name[begin:]
    end = _alike(typed[::-1], name[::-1])
    typed, name = typed[: len(typed) - end], name[: len(name) - end]
    return max(len(typed), len(name)) == 1 or (len(typed) == len(name) == 2 and typed == name[::-1])  # noqa: PLR2004


def _alike(one: str, other: str) -> int:
    """How many letters are the same before the first that is not."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def closest(typed: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that may have been meant, three at most: those of the same letters come first, then
    those that begin alike.
    """
    meant = {name for name in names if is_one_slip(typed, name)}

    def unlikely(name: str) -> tuple[bool, bool, str]:
        return sorted(name) != sorted(typed), name[0] != typed[0], name

    return tuple(sorted(meant, key=unlikely)[:MOST])
