"""docs/conformance.md names tests that are there, and leaves no sentence of the article out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "conformance.md").read_text()
NAMED = sorted(
    set(re.findall(r"`((?:unit|integration|web|journeys)/[\w/]+\.py)(?:::(\w+))?`", PAGE))
)


@pytest.mark.parametrize(("file", "test"), NAMED, ids=["::".join(one) for one in NAMED])
def test_what_is_named_is_there(file, test):
    source = (ROOT / "tests" / file).read_text()
    assert not test or re.search(rf"^\s*(def|class) {test}\b", source, re.MULTILINE)


def test_every_sentence_has_a_test_or_a_reading():
    rows = re.findall(r"^\| (\d+) \| .+ \| (.+) \| (.*) \|$", PAGE, re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 34))
    assert [
        number for number, here, held in rows if not held.strip() and "reading" not in here
    ] == []
