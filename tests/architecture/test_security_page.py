"""docs/security.md leaves no requirement of ASVS 5.0 out, levels 1 and 2. See test_docs.py too."""

import re
from collections import Counter

from tests.architecture.asvs_numbers import numbers
from tests.architecture.sources import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([\d.]+) \| ([12]) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE)
MET, NOT_APPLICABLE, OPEN = "Met", "Not applicable", "Open"


def test_each_requirement_is_there_once_with_its_level():
    assert len(numbers()) == 253
    assert Counter(number for number, *_ in ROWS) == Counter(list(numbers()))
    assert {number: int(level) for number, level, *_ in ROWS} == numbers()


def test_each_is_met_or_not_applicable_or_open_and_says_how_or_why():
    assert {status for _, _, _, status, _ in ROWS} <= {MET, NOT_APPLICABLE, OPEN}
    assert [number for number, _, asks, _, how in ROWS if len(asks) < 7 or len(how) < 7] == []


def test_nothing_is_left_to_be_looked_at_again():
    assert "(check)" not in PAGE


def test_none_of_level_1_is_open():
    assert [number for number, level, _, status, _ in ROWS if (level, status) == ("1", OPEN)] == []


def test_the_count_on_the_page_is_right():
    for status in (MET, NOT_APPLICABLE, OPEN):
        said = re.search(rf"\| {status} \| (\d+) \| (\d+) \|", PAGE)
        counted = [str(sum(one[1] == level and one[3] == status for one in ROWS)) for level in "12"]
        assert said, status
        assert [said[1], said[2]] == counted, status
