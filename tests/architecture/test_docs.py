"""What docs/ names is there: tests, files, sections of the code."""

import ast
import re

import pytest

from tests.architecture.sources import ROOT, TESTS, files, named, tree_of

PAGES = [ROOT / "README.md", *files(ROOT / "docs", ".md")]
A_TEST = re.compile(r"`(?:tests/)?([\w/]+\.py)(?:::(\w+))?(?:::(\w+))?`")
A_LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def names_in(path):
    return {
        node.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_test_that_a_page_names_is_there(page):
    missing = []
    for file, *parts in A_TEST.findall(page.read_text(encoding="utf-8")):
        if "test_" not in file:
            continue
        path = TESTS / file
        if not path.exists() or not {part for part in parts if part} <= names_in(path):
            missing.append("::".join([file, *(part for part in parts if part)]))
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    links = A_LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
