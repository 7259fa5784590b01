"""The source as text and as syntax trees, for tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "waymark"
TESTS = ROOT / "tests"
NOT_OURS = {"vendor", "__pycache__"}


def files(folder: Path, *endings: str) -> Iterator[Path]:
    """Our own files with these endings, vendored ones left out."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in endings and not NOT_OURS & set(path.parts):
            yield path


def modules(folder: Path = SRC, *, migrations: bool = False) -> Iterator[Path]:
    """Python files; migrations only when asked for."""
    for path in files(folder, ".py"):
        if migrations or "migrations" not in path.parts:
            yield path


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def named(path: Path) -> str:
    """A file as a person would name it."""
    return str(path.relative_to(ROOT))


def strings_in(path: Path) -> Iterator[tuple[str, int]]:
    """Every string constant of a module with its line, docstrings left out."""
    tree = tree_of(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.value, node.lineno


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a module imports, and every name that it takes from one."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
