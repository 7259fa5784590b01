"""Habits of the house: small files, no hidden effects, nothing put off, plain templates."""

import ast
import re
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import StrictUndefined, nodes

from tests.architecture.sources import ROOT, SRC, TESTS, files, imports_of, modules, named, tree_of

LONGEST = 400
PUT_OFF = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
CODE = [
    path
    for folder in (ROOT / "src", TESTS, ROOT / "scripts", ROOT / "bench")
    for path in files(folder, ".py", ".html", ".css", ".js")
    if "migrations" not in path.parts
]
TEMPLATES = list(files(SRC, ".html"))
# Names by which a template would go and ask the database, or decide on rights.
QUESTIONS = {
    "objects",
    "filter",
    "exclude",
    "annotate",
    "select_related",
    "prefetch_related",
    "exists",
    "roles",
    "has_perm",
    "is_superuser",
    "is_staff",
}


LOG_CALLS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


@pytest.mark.parametrize("path", list(modules()), ids=named)
def test_nothing_is_filled_into_a_text_of_the_log(path):
    """It would not get through (config/logs.py): what may be said goes beside it."""
    calls = [
        one
        for one in ast.walk(tree_of(path))
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr in LOG_CALLS
        and isinstance(one.func.value, ast.Name)
        and one.func.value.id in {"log", "logger", "logging"}
    ]
    assert not [one.lineno for one in calls if len(one.args) != 1]


LEFT_OUT = re.compile(
    r"mark\.(urls|django_isolate_apps|ignore_template_errors)\b|\bdjango_isolated_apps\b"
    r"|\b(Simple|Transaction|LiveServer)?TestCase\b"
)


def test_no_test_needs_what_is_left_out_round_all_of_them():
    """What pytest-django does for these, tests/conftest.py has put aside."""
    others = [one for one in CODE if TESTS in one.parents and one != Path(__file__)]
    assert others
    assert not [one for one in others if LEFT_OUT.search(one.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", CODE, ids=named)
def test_a_file_is_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < LONGEST


def test_nothing_is_put_off():
    words = [*CODE, *files(ROOT / "docs", ".md"), ROOT / "README.md", ROOT / "run"]
    found = [named(path) for path in words if PUT_OFF.search(path.read_text(encoding="utf-8"))]
    assert [name for name in found if name != "tests/architecture/test_house.py"] == []


def test_there_are_no_drawers_for_odds_and_ends():
    drawers = {"utils", "helpers", "common", "managers", "misc"}
    assert not {named(path) for path in CODE if path.stem in drawers}


@pytest.mark.parametrize("path", list(modules()), ids=named)
def test_nothing_happens_behind_ones_back(path):
    """No signals, and no `save` or `delete` of one's own."""
    for one in imports_of(path):
        assert "signals" not in one.split("."), one
        assert one != "django.dispatch.receiver"
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef) and path.name == "models.py":
            own = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
            assert not own & {"save", "delete", "clean", "full_clean"}, node.name


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_asks_no_questions(path):
    """Page objects hand it plain values: no query, no rights."""
    tree = engines["jinja2"].env.parse(path.read_text(encoding="utf-8"))
    asked = {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if node.attr in QUESTIONS or node.attr.endswith("_set")
    }
    assert not asked
    assert not {node.name for node in tree.find_all(nodes.Name)} & {"actor", "user", "perms"}


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_runs_and_styles_nothing_inline(path):
    """The content security policy would stop it."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\bstyle=|\son[a-z]+=|javascript:", text)


def test_what_a_template_misses_is_an_error():
    assert engines["jinja2"].env.undefined is StrictUndefined
    assert engines["jinja2"].env.autoescape


def test_nothing_else_writes_csv():
    """Whoever reads may import csv; a writer there is only here."""
    found = []
    for path in modules(SRC):
        text = path.read_text(encoding="utf-8")
        if "csv" in set(imports_of(path)) and ("csv.writer" in text or "DictWriter" in text):
            found.append(named(path))
    only_read_by_ourselves = {"src/waymark/imports/demo/caseload.py"}
    assert set(found) - only_read_by_ourselves == {"src/waymark/kernel/spreadsheets.py"}
