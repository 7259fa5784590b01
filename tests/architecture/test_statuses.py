"""Statuses stand in workflow.py once: nowhere else in code or templates is one written out."""

import pytest
from jinja2 import Environment, nodes

from tests.architecture.sources import SRC, files, modules, named, strings_in

TRACKER = {"new", "resolved", "submitted", "referred", "rejected", "closed"}
TRACKER_LABELS = {code.capitalize() for code in TRACKER}
ACTIVITY = {"Not started", "In progress", "Complete", "Not complete"}
SANCTION = {
    "Not under sanction",
    "Pending decision for failure to attend",
    "Under sanction for failure to attend",
    "Pending decision for failure to comply",
    "Under sanction for failure to comply",
}
HOMES = {
    "src/waymark/trackers/workflow.py": TRACKER | TRACKER_LABELS,
    "src/waymark/plans/rules.py": ACTIVITY,
    "src/waymark/participants/rules.py": SANCTION,
}
# What happens in the demonstration is what its people chose from the lists.
CHOSEN_BY_PEOPLE = "src/waymark/imports/demo/"
# The same word in another sense.
OTHER_SENSES = {("src/waymark/web/imports/found.py", "New")}
EVERY_STATUS = TRACKER | TRACKER_LABELS | ACTIVITY | SANCTION


def is_at_home(path, text):
    return (
        text in HOMES.get(path, set())
        or path.startswith(CHOSEN_BY_PEOPLE)
        or (path, text) in OTHER_SENSES
    )


def test_statuses_are_where_they_live():
    """Else this would look for words that nobody uses."""
    for home, words in HOMES.items():
        there = {text for path in modules() if named(path) == home for text, _ in strings_in(path)}
        assert words <= there


@pytest.mark.parametrize("path", list(modules()), ids=named)
def test_no_status_is_written_out_in_code(path):
    found = [
        f"{named(path)}:{line} {text}"
        for text, line in strings_in(path)
        if text in EVERY_STATUS and not is_at_home(named(path), text)
    ]
    assert not found


@pytest.mark.parametrize("path", list(files(SRC, ".html")), ids=named)
def test_no_status_is_written_out_in_a_template(path):
    tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    found = [
        f"{named(path)}:{node.lineno} {node.value}"
        for node in tree.find_all(nodes.Const)
        if node.value in EVERY_STATUS
    ]
    assert not found
