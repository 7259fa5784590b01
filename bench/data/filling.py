"""Fills the tables, batch by batch, each batch whole or not at all."""

import multiprocessing
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import django

django.setup()

from django.db import connection, transaction
from django.db.models import Min

from bench.data import lists, names
from bench.data.kinds import KINDS
from bench.data.scales import AREAS, BATCH, Scale, scale_of
from runner.processes import tied
from waymark.kernel.working_days import Nation
from waymark.people.models import Group, Staff
from waymark.people.policy import Role
from waymark.programmes.models import NonCompletionReason
from waymark.trackers.clock_queries import reckoning
from waymark.trackers.types import MONITORING_TYPE

# Functions of the temporary schema are found by their whole name only.
CASELOAD, HISTORIES = (
    re.sub(
        r"\b(bench(?:_[a-z]+)?)\(",
        r"pg_temp.\1(",
        (Path(__file__).parent / name).read_text(encoding="utf-8"),
    )
    for name in ("caseload.sql", "histories.sql")
)
SPACE = UUID(int=0x5EED)
OF_ENGLAND = 9  # of the twelve areas; the others are of Scotland and Northern Ireland
EVERY = 20  # batches between two lines of progress
FUNCTIONS = (Path(__file__).parent / "functions.sql").read_text(encoding="utf-8")


def main() -> None:
    """Make groups and staff, then the participants with all that is theirs."""
    scale, workers = scale_of(sys.argv[1]), int(sys.argv[2])
    day = _day(scale)
    if not scale.histories:
        lists.begin()
    with transaction.atomic():
        groups_and_staff(scale, day)
    todo = list(range(1, scale.participants + 1, BATCH))
    done = _made_already(todo)
    todo = [first for first in todo if first not in done]
    say(f"{len(done)} of {len(done) + len(todo)} batches are there already")
    connection.close()
    connection.close_pool()
    began = time.monotonic()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(
        workers, context, _begin, (sys.argv[1], day, tied(signal.SIGKILL))
    ) as pool:
        waiting = [pool.submit(_batch, first) for first in todo]
        for count, one in enumerate(as_completed(waiting), start=1):
            try:
                one.result()
            except BrokenProcessPool:
                sys.exit("A process was killed. Call again to go on.")
            if count % EVERY == 0 or count == len(todo):
                rate = count * BATCH / (time.monotonic() - began)
                say(f"{count} of {len(todo)} batches, {rate:,.0f} participants a second")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM plans_activitytodo WHERE left_on <= %s", [day])
        if scale.histories:
            # Each step of a tracker left a row behind.
            cursor.execute(
                "VACUUM FULL trackers_tracker, trackers_trackerlisting, plans_activitytodo"
            )
        else:
            say("Building indexes")
            lists.end(cursor)
        cursor.execute("VACUUM ANALYZE")
    say("Filled")


def say(what: str) -> None:
    print(time.strftime("%H:%M:%S"), what, file=sys.stderr, flush=True)


def _day(scale: Scale) -> date:
    """The day as of which it is made: today, or that of what is there already."""
    there = Staff.objects.filter(email__endswith="@bench.example").aggregate(
        first=Min("created_at")
    )
    if there["first"]:
        if Staff.objects.count() != scale.staff:
            sys.exit("This installation was filled at another scale.")
        return there["first"].date()
    if Staff.objects.exists():
        sys.exit("This installation is not empty: it is not filled.")
    return datetime.now(UTC).date()


def groups_and_staff(scale: Scale, day: date) -> None:
    """The whole organisation, contract areas, offices, and who works there."""
    if Staff.objects.exists():
        return
    root = Group.objects.filter(parent=None).first() or Group.objects.create(
        id=uuid5(SPACE, "root"),
        name="All groups",
        path="All groups",
        lineage=[uuid5(SPACE, "root")],
    )
    areas = [_group(root, f"Area {k + 1:02}", k) for k in range(min(AREAS, scale.groups - 1))]
    offices = [
        _group(areas[k % len(areas)], f"Office {k + 1:03}", k)
        for k in range(scale.groups - 1 - len(areas))
    ] or areas
    at = datetime.combine(day, datetime.min.time(), UTC)
    for k in range(scale.staff):
        one = Staff.objects.create(
            id=uuid5(SPACE, f"staff {k}"),
            email=f"staff{k}@bench.example",
            name=_name(k),
            job_title="Work coach" if k < scale.coaches else "Compliance officer",
            roles=_roles(k, scale),
            password="!",
            created_at=at,
        )
        others = k - scale.coaches
        one.groups.add(
            offices[k % len(offices)] if others < 0 else ([root, *areas])[others % (1 + len(areas))]
        )


def _name(k: int) -> str:
    first, last = k % len(names.FIRST), k // len(names.FIRST) % len(names.LAST)
    return f"{names.FIRST[first]} {names.LAST[last]}"


def _group(parent: Group, name: str, k: int) -> Group:
    path = name if parent.parent_id is None else f"{parent.path} / {name}"
    made = uuid5(SPACE, path)
    nation = parent.bank_holidays
    if parent.parent_id is None and k >= OF_ENGLAND:
        nation = list(Nation)[k % 2 + 1].value
    return Group.objects.create(
        id=made,
        name=name,
        path=path,
        parent=parent,
        lineage=[*parent.lineage, made],
        bank_holidays=nation,
    )


def _roles(k: int, scale: Scale) -> list[str]:
    if k < scale.coaches:
        return [Role.TRACKERS_EDIT]
    return [
        [Role.TRACKERS_EDIT, Role.TRACKERS_PRE_AUTHORISE],
        [Role.TRACKERS_EDIT, Role.TRACKERS_PRE_AUTHORISE, Role.TRACKERS_PROCESS],
        [Role.TRACKERS_EDIT, Role.SUPERVISOR],
        [Role.AUDITOR],
        [Role.ADMINISTRATOR],
    ][k % 5]


def _made_already(firsts: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference FROM participants_participant WHERE reference = ANY(%s)",
            [[f"WM{30000000 + first}" for first in firsts]],
        )
        return {int(reference[2:]) - 30000000 for (reference,) in cursor.fetchall()}


def _begin(name: str, day: date, tie: Callable[[], None] | None) -> None:
    """A process begins: what a power cut takes away, the next call makes again."""
    if tie:
        tie()
    scale = scale_of(name)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET work_mem = '64MB'")
        if not scale.histories:
            lists.without_triggers(cursor)
        prepare(cursor, scale, day)


def prepare(cursor: Any, scale: Scale, day: date) -> None:
    """What batches work with, in the temporary schema of this connection, gone with it."""
    for name, value in (
        ("day", day.isoformat()),
        ("due", str(scale.due)),
        ("mandatory", str(scale.mandatory)),
        ("final", str(not scale.histories)),
    ):
        cursor.execute("SELECT set_config(%s, %s, false)", [f"bench.{name}", value])
    cursor.execute(FUNCTIONS)
    for table, rows in _tables(scale, day):
        columns = ", ".join(f"{column} {kind}" for column, kind in table[1])
        cursor.execute(f"CREATE TEMP TABLE {table[0]} ({columns})")
        cursor.executemany(
            f"INSERT INTO {table[0]} VALUES ({', '.join(['%s'] * len(table[1]))})", list(rows)
        )
        cursor.execute(f"ANALYZE {table[0]}")
    cursor.execute("CREATE INDEX ON bench_slots (place)")


def _tables(scale: Scale, day: date) -> Iterator[tuple[Any, Any]]:
    yield (
        (
            "bench_names",
            [(one, "text[]") for one in ("first_names", "last_names", "beginnings", "endings")],
        ),
        [
            (
                names.weighted(names.FIRST),
                names.weighted(names.LAST),
                names.BEGINNINGS,
                names.ENDINGS,
            )
        ],
    )
    people = Staff.objects.filter(email__endswith="@bench.example").order_by("created_at", "id")
    by_id = {one.id: one for one in people.prefetch_related("groups")}
    ordered = [by_id[uuid5(SPACE, f"staff {k}")] for k in range(scale.staff)]
    coaches = [
        (k, one.id, one.name, (group := one.groups.all()[0]).id, group.bank_holidays)
        for k, one in enumerate(ordered[: scale.coaches])
    ]
    yield (
        (
            "bench_coaches",
            [
                ("k", "bigint"),
                ("id", "uuid"),
                ("name", "text"),
                ("group_id", "uuid"),
                ("nation", "text"),
            ],
        ),
        coaches,
    )
    officers = [one for one in ordered[scale.coaches :] if Role.TRACKERS_PROCESS in one.roles]
    yield (
        ("bench_officers", [("k", "bigint"), ("id", "uuid"), ("name", "text")]),
        [(k, one.id, one.name) for k, one in enumerate(officers)],
    )
    yield ("bench_slots", [("place", "bigint"), ("coach", "bigint")]), _slots(scale)
    yield (
        ("bench_kinds", [("k", "bigint"), *((one, "text") for one in KINDS[0])]),
        [(k, *one.values()) for k, one in enumerate(KINDS)],
    )
    reasons = NonCompletionReason.objects.order_by("category", "text").values_list(
        "category", "text"
    )
    yield (
        ("bench_reasons", [("k", "bigint"), ("category", "text"), ("reason", "text")]),
        [(k, *one) for k, one in enumerate(reasons)],
    )
    yield (
        (
            "bench_clock",
            [
                ("day", "date"),
                ("nation", "text"),
                ("new_act_by", "date"),
                ("new_limit", "bigint"),
                ("submitted_act_by", "date"),
                ("submitted_limit", "bigint"),
            ],
        ),
        _clocks(day),
    )


def _slots(scale: Scale) -> Iterator[tuple[int, int]]:
    """Caseloads of 60 to 90: whose each active participant is."""
    place = 0
    while place < scale.active:
        for coach in range(scale.coaches):
            for _ in range(60 + coach * 37 % 31):
                if place == scale.active:
                    return
                yield place, coach
                place += 1


def _clocks(day: date) -> Iterator[tuple[Any, ...]]:
    reckoned = reckoning()
    new, submitted = (MONITORING_TYPE.workflow.status(code) for code in ("new", "submitted"))
    for ago in range(1100):
        due = day - timedelta(days=ago)
        for nation in Nation:
            one = reckoned.running(
                new.limits, began_at=_at(due), failed_on=due, nation=nation.value
            )
            two = reckoned.running(
                submitted.limits,
                began_at=_at(due + timedelta(days=1)),
                failed_on=due,
                nation=nation.value,
            )
            assert one
            assert two
            yield due, nation.value, one.act_by, one.limit.id, two.act_by, two.limit.id


def _at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)


def _batch(first: int) -> None:
    scale = scale_of(sys.argv[1])
    with transaction.atomic(), connection.cursor() as cursor:
        fill(cursor, scale, first, min(first + BATCH - 1, scale.participants))


def fill(cursor: Any, scale: Scale, first: int, last: int) -> None:
    """Make the participants of these numbers, with all that is theirs."""
    beside = HISTORIES if scale.histories else lists.SIDE_ROWS
    cursor.execute(CASELOAD + beside, {"first": first, "last": last})


if __name__ == "__main__":
    main()
