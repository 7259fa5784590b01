"""Whatever is in the files: a message at a field or about the file, never a stack trace."""

import csv
import io
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.caseloads import ACTIVITY, GROUP, MISSED, PARTICIPANT, STAFF, a_file, importing
from tests.people import Cast
from waymark.imports.columns import SHEETS
from waymark.kernel.refusals import Refused

SHEET_ROWS = {"groups": GROUP, "staff": STAFF, "participants": PARTICIPANT, "activities": ACTIVITY}
NASTY = (
    "",
    " ",
    "\x00",
    "\ud7ff",
    "🦊",
    "\u202eabc",
    "<script>alert(1)</script>",
    "'; DROP TABLE plans_activity; --",
    "=HYPERLINK(1)",
    "%s %(x)s {0}",
    "9" * 400,
    "31/02/2026",
    "0000-00-00",
    "24:61",
    "-1",
    "1e9",
    "NaN",
    "Yes;No",
    "Wales / Caerdydd",
    "Wales / / Caerdydd",
    "adam@provider.example",
    "joanne@provider.example",
    "Administrator",
    "WM1",
    "A1",
    "Not complete",
    "did not",
    "a\nb",
    "\\",
    '"',
    "İ",
    "ß",
    "Ll\u0302yr",
)
CELLS = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
QUIET = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def everybody(db: None, cast: Cast) -> Cast:
    return cast


@st.composite
def rows(draw: st.DrawFn, kind: str) -> bytes:
    """A file of a few rows, each good but for some cells."""
    good = SHEET_ROWS[kind] | (draw(st.sampled_from([{}, MISSED])) if kind == "activities" else {})
    out = io.StringIO()
    writer = csv.writer(out, delimiter=draw(st.sampled_from(",;\t")))
    writer.writerow(good)
    for _ in range(draw(st.integers(1, 4))):
        wrong = draw(st.dictionaries(st.sampled_from(list(good)), CELLS, max_size=3))
        writer.writerow((good | wrong).values())
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return out.getvalue().encode(encoding, errors="replace")


@pytest.mark.parametrize("kind", list(SHEETS))
@QUIET
@given(data=st.data())
def test_any_cells(everybody: Cast, kind: str, data: Any) -> None:
    content = data.draw(rows(kind))
    needed = [] if kind == "participants" else [a_file(_file("participants"))]
    with transaction.atomic():
        try:
            table = a_file(content, kind)
        except Refused:
            return
        summary = importing(*needed, table)
        tally = summary.tallies[kind]
        assert tally.rows <= 4
        assert all(one.field in SHEETS[kind].by_name and one.message for one in tally.refused)
        again = importing(*needed, table)
        assert not again.changed_something, "the same file changed something the second time"
        transaction.set_rollback(True)


@QUIET
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes(content: bytes) -> None:
    with suppress(Refused):
        list(a_file(content).rows())


def _file(kind: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, SHEET_ROWS[kind])
    writer.writeheader()
    writer.writerow(SHEET_ROWS[kind])
    return out.getvalue().encode()
