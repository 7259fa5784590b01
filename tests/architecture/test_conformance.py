"""docs/conformance.md leaves no sentence of the article out. Its tests: see test_docs.py."""

import re
from pathlib import Path

PAGE = (Path(__file__).parent.parent.parent / "docs" / "conformance.md").read_text()
ROW = re.compile(r"^\| (\d+) \| .+ \| (.+) \| (.*) \|$", re.MULTILINE)


def test_every_sentence_is_held_by_a_test_or_is_a_reading():
    rows = ROW.findall(PAGE)
    assert [int(number) for number, _, _ in rows] == list(range(1, 34))
    assert [one for one, here, held in rows if "`" not in held and "reading" not in here] == []
