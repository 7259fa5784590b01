"""Every rule has a test that bears its code; every refusal is met in a test."""

import ast
import re
from functools import cache
from importlib import import_module

import pytest

from tests.architecture.sources import SRC, TESTS, modules, strings_in, tree_of
from waymark.kernel.rules import RULES

for module in SRC.glob("**/*rules.py"):
    import_module(".".join(["waymark", *module.parent.relative_to(SRC).parts, module.stem]))

REFUSAL = re.compile(r"[a-z]+\.[a-z]+(_[a-z]+)*")


@cache
def names_of_tests():
    return {
        node.name
        for path in modules(TESTS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def refusal_codes():
    """What stands first in Refused(…), NotAllowed(…) and the like, and what NotFound(…) makes."""
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                continue
            if node.func.id in {"Refused", "NotAllowed", "refuse_if_changed"}:
                yield first.value
            elif node.func.id == "NotFound":
                yield f"{first.value}.not_found"


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_a_test_that_bears_its_code(code):
    start = f"test_{code.replace('-', '_')}_"
    assert any(name.startswith(start) for name in names_of_tests())


def test_codes_and_refusals_are_each_of_one_rule():
    refusals = [rule.refusal_code for rule in RULES.values()]
    assert len(set(refusals)) == len(refusals)
    assert all(REFUSAL.fullmatch(code) for code in refusals)
    assert all(rule.source for rule in RULES.values())
    assert all(re.fullmatch(r"[A-Z]{3}-\d\d", code) for code in RULES)


def test_every_refusal_is_met_in_a_test():
    met = {
        text
        for path in modules(TESTS)
        if "architecture" not in path.parts
        for text, _ in strings_in(path)
    }
    known = set(refusal_codes()) | {rule.refusal_code for rule in RULES.values()}
    assert known > {"tracker.final", "people.role_needed", "tracker.not_found"}
    # Those of a file that cannot be read at all are told apart by their messages.
    assert {code for code in known - met if not code.startswith(("import", "export."))} == set()
