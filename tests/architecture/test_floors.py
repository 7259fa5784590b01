"""Imports go down the floors only, pages know no tables, rules are pure."""

import contextlib
import io
import tomllib

import pytest
from importlinter import cli

from tests.architecture.sources import ROOT, SRC, TESTS, imports_of, modules, named

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}
PURE = {"rules.py", "readiness.py", "policy.py", "workflow.py", "clocks.py"}
PURE |= {"notice_rules.py", "notice_words.py", "template_rules.py", "vague_phrases.py"}


def dotted(path):
    return ".".join(path.relative_to(SRC.parent).with_suffix("").parts)


@pytest.mark.parametrize("contract", sorted(CONTRACTS))
def test_contract(contract, monkeypatch):
    monkeypatch.setattr(cli.logging_config, "dictConfig", lambda _: None)  # it would end our logs
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.chdir(ROOT):
        status = cli.lint_imports(
            config_filename="pyproject.toml",
            limit_to_contracts=(contract,),
            no_cache=True,
            verbose=False,
        )
    assert status == cli.EXIT_STATUS_SUCCESS, told.getvalue()


def test_every_room_has_a_floor():
    """Else a new room could import what it likes."""
    floors = CONTRACTS["floors"]
    assert floors["exhaustive"] is True
    rooms = {one.strip() for floor in floors["layers"] for one in floor.split("|")}
    assert rooms == {path.parent.name for path in SRC.glob("*/__init__.py")}


def test_pages_are_forbidden_every_table():
    tables = {
        dotted(path).removesuffix(".__init__")
        for path in modules()
        if path.stem.endswith("models")
        or (path.name == "__init__.py" and path.parent.name == "models")
    }
    assert set(CONTRACTS["no-models-in-web"]["forbidden_modules"]) == tables


def test_every_module_of_rules_is_held_to_be_pure():
    pure = {dotted(path) for path in modules() if path.name in PURE and "kernel" not in path.parts}
    assert pure | {"waymark.kernel"} == set(CONTRACTS["pure-rules"]["source_modules"])


def test_unit_tests_touch_no_table():
    """They need no database: no models, no queries, no operations."""
    for path in modules(TESTS / "unit"):
        touched = {
            one
            for one in imports_of(path)
            if one.startswith("waymark.")
            and {"models", "queries", "operations"} & set(one.split("."))
        }
        assert not touched, f"{named(path)} imports {touched}"
