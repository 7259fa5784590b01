"""Which keys stand on more than one row of a file, found in eight bytes a row."""

from array import array
from collections.abc import Callable, Iterable
from itertools import pairwise

PARTS = 256


def repeated_in(keys: Callable[[], Iterable[str]]) -> tuple[int, frozenset[str]]:
    """How many keys there are, and those that are there twice; the empty one does not count.

    The keys are gone through once, and only where two seem to be the same once more: what is
    kept of each is a number that two keys hardly ever share.
    """
    parts = [array("q") for _ in range(PARTS)]
    total = 0
    for key in keys():
        total += 1
        if key:
            number = hash(key)
            parts[number % PARTS].append(number)
    twice = {number for part in parts for number in _twice(part)}
    return total, _confirmed(keys(), twice) if twice else frozenset()


def _twice(numbers: Iterable[int]) -> Iterable[int]:
    return (one for one, following in pairwise(sorted(numbers)) if one == following)


def _confirmed(keys: Iterable[str], twice: set[int]) -> frozenset[str]:
    seen: set[str] = set()
    repeated: set[str] = set()
    for key in keys:
        if key and hash(key) in twice:
            (repeated if key in seen else seen).add(key)
    return frozenset(repeated)
