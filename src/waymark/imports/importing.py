"""An import from beginning to end: the files are understood first, then taken in batches, each a
transaction with what it has said, so that an interrupted import can simply be run again.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice

from django.db import transaction

from waymark.audit.context import acting_as
from waymark.audit.events import Entry, record
from waymark.audit.models import Stream
from waymark.imports.activities import import_activities
from waymark.imports.columns import ACTIVITIES, GROUPS, PARTICIPANTS, SHEETS, STAFF, Sheet
from waymark.imports.files import Row, Table
from waymark.imports.findings import Summary
from waymark.imports.groups import import_groups
from waymark.imports.one_at_a_time import one_at_a_time
from waymark.imports.participants import import_participants
from waymark.imports.repeats import repeated_in
from waymark.imports.run import Refusals, Run, identity
from waymark.imports.staff import import_staff
from waymark.kernel.actor import Actor
from waymark.kernel.refusals import Refused
from waymark.people.models import Group
from waymark.people.policy import require

ROWS_AT_ONCE = 500  # whoever works on one of their participants waits for them all
OBJECTS_BETWEEN = 50_000  # two looks for rings
IMPORTERS: dict[str, Callable[[Run, Table, Iterable[Row]], None]] = {
    GROUPS: import_groups,
    STAFF: import_staff,
    PARTICIPANTS: import_participants,
    ACTIVITIES: import_activities,
}

Progress = Callable[[str, int, int], None]


def no_progress(kind: str, done: int, total: int) -> None:
    """Tell nobody how far an import is."""


def import_files(
    *,
    actor: Actor,
    tables: Iterable[Table],
    now: datetime,
    dry_run: bool = False,
    past_records: bool = False,
    progress: Progress = no_progress,
    on_refused: Refusals | None = None,
) -> Summary:
    """Take groups, staff, participants and activities, in that order, as far as they are given.

    Refused with `people.role_needed`, `imports.not_csv`, `imports.kind_twice` and
    `imports.under_way`; nothing has been imported then. A row that is refused is told in the
    summary. A dry run finds the same and leaves nothing behind; past records make no trackers.
    """
    require(actor, "imports.run")
    in_order = sorted(tables, key=lambda table: list(SHEETS).index(table.sheet.kind))
    _refuse_two_of_a_kind(in_order)
    run = Run(actor, now, Summary(dry_run, past_records), on_refused=on_refused)
    with one_at_a_time(), _collected_rarely():
        totals = {table.sheet.kind: _look_through(run, table) for table in in_order}
        with _nothing_left_behind() if dry_run else _as_it_comes():
            for table in in_order:
                _take(run, table, totals[table.sheet.kind], progress)
        if run.summary.changed_something and not dry_run:
            _record_end(run)
    return run.summary


def _take(run: Run, table: Table, total: int, progress: Progress) -> None:
    kind, done = table.sheet.kind, 0
    progress(kind, done, total)
    for rows in _batches(table.rows()):
        with acting_as(run.actor, "import"):
            IMPORTERS[kind](run, table, rows)
        if kind == GROUPS:
            run.actor = with_groups_below(run.actor)
        done += len(rows)
        progress(kind, done, total)


def with_groups_below(actor: Actor) -> Actor:
    """The actor with the groups that have been made below their own."""
    below = Group.objects.filter(lineage__overlap=list(actor.group_ids))
    return replace(actor, group_ids=frozenset(below.values_list("id", flat=True)))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _look_through(run: Run, table: Table) -> int:
    """Count the rows, and note the keys that stand on more than one, before any is imported."""
    sheet = table.sheet
    column = sheet.by_name[sheet.key]
    total, run.repeated[sheet.kind] = repeated_in(
        lambda: (_key(sheet, column.read, cell) for cell in table.keys_only())
    )
    return total


def _key(sheet: Sheet, read: Callable[[str], object], cell: str) -> str:
    try:
        return identity(sheet, read(cell)) if cell else ""
    except ValueError:
        return ""


def _refuse_two_of_a_kind(tables: list[Table]) -> None:
    kinds = [table.sheet.kind for table in tables]
    for kind in dict.fromkeys(kinds):
        if kinds.count(kind) > 1:
            raise Refused(
                "imports.kind_twice", f"Two of the files hold {kind}. Give one", field="files"
            )


@contextmanager
def _collected_rarely() -> Iterator[None]:
    """What an import makes goes as soon as nobody holds it; to look for rings among all that was
    there before, again and again, takes a quarter of its time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def _nothing_left_behind() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _as_it_comes() -> Iterator[None]:
    yield


def _record_end(run: Run) -> None:
    counts = {
        kind: {"accepted": tally.accepted, "refused": len(tally.refused)}
        for kind, tally in run.summary.tallies.items()
        if tally.rows
    }
    data = {**counts, "trackers": run.summary.trackers_created}
    with acting_as(run.actor, "import"):
        record(run.actor, [Entry("import.finished", Stream.INSTALLATION, None, run.now, data)])
