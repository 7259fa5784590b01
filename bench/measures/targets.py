"""THE table of what must be reached, and what each figure is held against in the same run (issue
of the national scale). A row may have several targets; all are for national scale.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.measures.figures import AT_LEAST, AT_MOST

# What is measured: a share of the yardstick's requests a second, a multiple of its p95, or a plain
# figure of the row itself.
RATE, P95 = "rate, of the bare page", "p95, of the bare page"
STATEMENTS, SIZE = "statements", "bytes before compression"
RATE_OF_EMPTY, P50_OF_EMPTY = "rate, of the empty view", "p50, of the empty view"
RATE_OF_COPY, RATE_OF_COPY_OUT = "rate, of bare COPY", "rate, of bare COPY out"
P95_OF_ONE, ERRORS, DOUBLED = "p95 of 64 at once, of one", "errors", "missing or doubled"
GROWTH, PEAK_MB = "memory, last third of first", "peak MB"
P95_MS, SECONDS, EVENTS_A_MINUTE = "p95 in ms", "seconds", "events a minute"
WEB_MB, WORKER_MB = "MB of a web process", "MB of the worker"
KB = 1024


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and its bound."""

    what: str
    must: str
    bound: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: its key on the command line, its words, its targets."""

    key: str
    work: str
    targets: tuple[Target, ...]


def _list(key: str, work: str) -> Row:
    return Row(
        key,
        f"Trackers list: {work}",
        (
            Target(RATE, AT_LEAST, 1 / 3),
            Target(P95, AT_MOST, 5),
            Target(STATEMENTS, AT_MOST, 8),
            Target(SIZE, AT_MOST, 40 * KB),
        ),
    )


def _search(key: str, work: str, target: Target) -> tuple[Row, Row]:
    return (
        Row(f"search-{key}", f"Search trackers: {work}", (target,)),
        Row(f"find-{key}", f"Search participants: {work}", (target,)),
    )


def _page(key: str, work: str) -> Row:
    return Row(key, work, (Target(RATE, AT_LEAST, 1 / 4), Target(STATEMENTS, AT_MOST, 10)))


WITHIN_10, WITHIN_25 = Target(P95, AT_MOST, 10), Target(P95, AT_MOST, 25)
LISTS = (
    _list("list-open", "my open"),
    _list("list-filtered", "by status, assignee and dates"),
    _list("list-group", "by group"),
    _list("list-last", "last page, by key"),
)
SEARCHES = (
    *_search("reference", "a reference", WITHIN_10),
    *_search("rare", "a rare name", WITHIN_10),
    *_search("two-letters", "two letters", WITHIN_10),
    *_search("common", "a common surname", WITHIN_25),
    *_search("slip", "a typing slip", Target(P95_MS, AT_MOST, 300)),
)
PAGES = (
    _page("participants", "Participants list"),
    _page("profile", "Profile"),
    _page("plan", "Action plan"),
    _page("tracker", "Tracker page with 50 events"),
    _page("home", "Home"),
)
MARK = Row(
    "mark",
    "Mark Not complete: evaluation, tracker, events",
    (
        Target(RATE, AT_LEAST, 1 / 8),
        Target(P95_OF_ONE, AT_MOST, 45),
        Target(ERRORS, AT_MOST, 0),
        Target(DOUBLED, AT_MOST, 0),
    ),
)
EDIT = Row(
    "edit",
    "Edit and save a tracker with a 1 MB file",
    (Target(RATE_OF_EMPTY, AT_LEAST, 1 / 3), Target(P50_OF_EMPTY, AT_MOST, 3)),
)
IMPORT = Row(
    "import",
    "Import activities, with evaluations and events",
    (Target(RATE_OF_COPY, AT_LEAST, 1 / 50), Target(GROWTH, AT_MOST, 1.15)),
)
EXPORT = Row(
    "export",
    "Export trackers as CSV",
    (Target(RATE_OF_COPY_OUT, AT_LEAST, 1 / 3), Target(PEAK_MB, AT_MOST, 200)),
)
VERIFY = Row("verify", "./run verify", (Target(EVENTS_A_MINUTE, AT_LEAST, 1_000_000),))
START = Row("start", "Start, warm, to the first page", (Target(SECONDS, AT_MOST, 2),))
MEMORY = Row(
    "memory",
    "Memory after the whole run",
    (Target(WEB_MB, AT_MOST, 180), Target(WORKER_MB, AT_MOST, 150)),
)
GETS = (*LISTS, *SEARCHES, *PAGES)
ROWS = (START, *GETS, MARK, EDIT, IMPORT, EXPORT, VERIFY, MEMORY)
BY_KEY: Mapping[str, Row] = {row.key: row for row in ROWS}

# Any page but search at national scale takes at most so many times what it takes at small scale.
SLOWER_AT_SCALE = 1.3
SAME_AT_EVERY_SCALE = tuple(row.key for row in (*LISTS, *PAGES))
