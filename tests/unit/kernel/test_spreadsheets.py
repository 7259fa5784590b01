"""Nothing that leaves as CSV is run by a spreadsheet program, and it comes back as it was."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from waymark.kernel.spreadsheets import guarded, line_of, unguarded

STARTS = "=+-@\t\r\n＝＋－＠"
# Everything but what no text can be written as.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HOSTILE = st.builds(
    lambda start, rest: start + rest, st.sampled_from([*STARTS, "'=", "''-"]), ANY_TEXT
)


@pytest.mark.parametrize("start", STARTS)
def test_a_formula_gets_an_apostrophe(start):
    assert guarded(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("cell", ["", "Llŷr", "O'Neill", "a=b", "07700 900516", " =1", "'quoted'"])
def test_what_is_none_stays_as_it_is(cell):
    assert guarded(cell) == cell


@given(st.lists(HOSTILE | ANY_TEXT, min_size=1, max_size=6))
@example(["=1+1", "'=1", "a\n=1", '"=1"', "x,=1"])
@example(["a\r=1"])
def test_no_cell_of_a_line_begins_as_a_formula_and_all_come_back(cells):
    [read] = list(csv.reader(io.StringIO(line_of(cells), newline="")))
    assert not [cell for cell in read if cell.startswith(tuple(STARTS))]
    assert [unguarded(cell) for cell in read] == cells
