"""A long file is never held in memory: what is held does not grow with the rows."""

import gc
import tracemalloc
from functools import partial
from pathlib import Path

from tests.caseloads import ACTIVITY, importing, text_of
from tests.factories import make_participant
from tests.people import Cast
from waymark.imports.files import Source, table_of
from waymark.imports.importing import ROWS_AT_ONCE

ROWS = 3000
A_ROW = sum(map(len, ACTIVITY.values()))


def test_what_is_held_does_not_grow_with_the_rows(cast: Cast, tmp_path: Path) -> None:
    make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM1")
    path = tmp_path / "activities.csv"
    rows = ({"activity": f"A{number}"} for number in range(ROWS))
    path.write_text(text_of("activities", *rows), encoding="utf-8")
    table = table_of(Source(path.name, partial(open, path, "rb")))
    held: list[int] = []

    def look(kind: str, done: int, total: int) -> None:
        assert total == ROWS
        gc.collect()  # what waits for collection is not held
        held.append(tracemalloc.get_traced_memory()[0])

    tracemalloc.start()
    try:
        summary = importing(table, dry_run=True, progress=look)
    finally:
        tracemalloc.stop()
    assert summary.tallies["activities"].added == ROWS
    assert len(held) == 1 + ROWS // ROWS_AT_ONCE
    grown = held[-1] - held[2]  # by then all is there that is kept for good
    assert grown < ROWS * A_ROW / 4, f"{grown:,} bytes more after {ROWS} rows"
