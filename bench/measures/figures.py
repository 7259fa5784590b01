"""From a list of durations to figures, and from figures to a verdict. Pure."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

AT_MOST, AT_LEAST = "at most", "at least"


def percentile(durations: Sequence[float], share: float) -> float:
    """The smallest duration that at least this share of all does not exceed (the nearest rank)."""
    ordered = sorted(durations)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Timing:
    """What a run of requests came to. Durations in milliseconds, the largest size in bytes. CPU:
    milliseconds of a core for one request, by the web processes and by the database; of the client
    as a share of one core.
    """

    at_once: int
    requests: int
    errors: int
    seconds: float
    a_second: float
    p50: float
    p95: float
    p99: float
    size: int = 0
    sent: int = 0
    client_cpu: float = 0
    web_ms: float = 0
    database_ms: float = 0

    def as_data(self) -> dict[str, Any]:
        told = asdict(self) | {"cpu_ms": self.web_ms + self.database_ms}
        return {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in told.items()
        }


def timing(told: dict[str, Any], *, at_once: int, expected: int) -> Timing:
    """From what the load client tells; an answer with another status than expected is an error."""
    durations, statuses = told["durations"], told["statuses"]
    good = statuses.get(str(expected), 0)
    return Timing(
        at_once=at_once,
        requests=len(durations),
        errors=sum(statuses.values()) - good + told["broken"],
        seconds=told["seconds"],
        a_second=good / told["seconds"],
        p50=percentile(durations, 0.5) if durations else 0.0,
        p95=percentile(durations, 0.95) if durations else 0.0,
        p99=percentile(durations, 0.99) if durations else 0.0,
        size=told["size"],
        sent=told["sent"],
        client_cpu=told["cpu"] / told["seconds"],
        web_ms=told.get("web", 0.0) * 1000 / max(1, len(durations)),
        database_ms=told.get("database", 0.0) * 1000 / max(1, len(durations)),
    )


def together(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """What the load client told at two times, as one."""
    added = ("seconds", "cpu", "durations", "broken", "web", "database")
    both = {name: first[name] + second[name] for name in added}
    statuses = Counter(first["statuses"]) + Counter(second["statuses"])
    return both | {
        "statuses": dict(statuses),
        "size": max(first["size"], second["size"]),
        "sent": max(first["sent"], second["sent"]),
    }


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that a row must reach, what was measured, and whether that is enough."""

    what: str
    must: str
    bound: float
    measured: float
    reached: bool

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"measured": round(self.measured, 4), "bound": self.bound}


def judged(what: str, must: str, bound: float, measured: float) -> Verdict:
    """Both bounds belong to what is reached."""
    reached = measured <= bound if must == AT_MOST else measured >= bound
    return Verdict(what, must, bound, measured, reached)
