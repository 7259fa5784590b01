"""Runs with more and more trackers beside each other: how each row grows. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bench.measures.comparing import in_bare_pages
from bench.measures.targets import SLOWER_AT_SCALE

FLAT, LOGARITHMIC = "flat", "logarithmic"
TWO = 2


@dataclass(frozen=True, slots=True)
class Curve:
    """A row at several sizes: trackers, and the time of one in bare pages of its own run (of bulk
    work in rows of bare COPY), so that a busier machine does not count as slower data.
    """

    key: str
    work: str
    points: tuple[tuple[int, float], ...]

    @property
    def times(self) -> float:
        """The largest size as a multiple of the smallest."""
        return self.points[-1][1] / self.points[0][1]

    @property
    def shape(self) -> str:
        """Flat when no size takes more than so many times the smallest; logarithmic when none takes
        more than so many times what grows as the logarithm does; else by which power, at most.
        """
        (first, least), *others = self.points
        if all(time <= SLOWER_AT_SCALE * least for _, time in others):
            return FLAT
        if all(
            time <= SLOWER_AT_SCALE * least * math.log(trackers) / math.log(first)
            for trackers, time in others
        ):
            return LOGARITHMIC
        power = max(math.log(time / least) / math.log(size / first) for size, time in others)
        return f"grows, as trackers^{power:.2f}"


def sizes_of(runs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The runs by how many trackers they had; of those of about one size the first counts."""
    found = sorted(runs, key=trackers_of)
    return found[:1] + [two for one, two in pairwise(found) if _is_another_size(one, two)]


def curves_of(runs: Sequence[dict[str, Any]]) -> list[Curve]:
    """Of each row that at least two sizes have."""
    sizes = sizes_of(runs)
    works = {row["key"]: row["work"] for run in sizes for row in run["rows"]}
    found = []
    for key, work in works.items():
        points = tuple(
            (trackers_of(run), time)
            for run in sizes
            for row in run["rows"]
            if row["key"] == key and (time := in_bare_pages(row))
        )
        if len(points) >= TWO:
            found.append(Curve(key, work, points))
    return found


def trackers_of(run: dict[str, Any]) -> int:
    return run["held"]["trackers"]


def _is_another_size(one: dict[str, Any], two: dict[str, Any]) -> bool:
    return trackers_of(two) >= TWO * max(1, trackers_of(one))
