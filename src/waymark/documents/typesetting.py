"""Pages for people: a typst template and plain values become one tagged PDF (PDF/UA-1).

The values reach the template as data, never as source, so that nothing typed by anybody is read as
markup. Fonts are ours alone: the machine's do not count, so the same values give the same bytes.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
APART = Path(__file__).with_name("typesetting_apart.py")
ACCESSIBLE = ("ua-1",)
WITH_FILES_INSIDE = (*ACCESSIBLE, "a-3a")  # a-3a is what may hold any file
LAYOUT = frozenset("\n\t")


def typeset(template: Path, values: Mapping[str, Any]) -> bytes:
    """The PDF that a template makes of plain values (JSON); in the template,
    `json(bytes(sys.inputs.values))`.
    """
    done: bytes = typst.compile(**_asked(template, values, template.parent, ACCESSIBLE))
    return done


def typeset_with_files(
    template: Path, values: Mapping[str, Any], files: Mapping[str, bytes]
) -> bytes:
    """The same, with files that the template shows or attaches, under names of ours: it reads
    nothing else. Such a page is PDF/A-3a as well, which asks the template for a date. It is made by
    a process of its own: typst keeps what it worked out of pictures for as long as a process lives.
    """
    with TemporaryDirectory(prefix="waymark-typesetting-") as folder:
        root = Path(folder)
        shutil.copy(template, root / template.name)
        for name, content in files.items():
            (root / name).write_bytes(content)
        made = root / "made.pdf"
        asked = _asked(root / template.name, values, root, WITH_FILES_INSIDE)
        done = subprocess.run(  # noqa: S603 - a program of ours
            [sys.executable, str(APART)],
            input=json.dumps(asked | {"output": str(made)}),
            text=True,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            raise CannotBeTypeset(done.stderr)
        return made.read_bytes()


class CannotBeTypeset(Exception):
    """A template of ours met what it was not made for; typst says what."""


def _asked(
    template: Path, values: Mapping[str, Any], root: Path, standards: Iterable[Any]
) -> dict[str, Any]:
    """What typst is asked for, as plain values."""
    return {
        "input": str(template),
        "root": str(root),
        "font_paths": [str(FONTS)],
        "ignore_system_fonts": True,
        "pdf_standards": list(standards),
        "sys_inputs": {"values": json.dumps(_printable(values), ensure_ascii=False)},
    }


def printable(text: str) -> str:
    """A text with every character that our fonts lack told by its number, as in [U+1F600]: the
    standard refuses a page with a character that cannot be shown, and none may be lost.
    """
    shown = _characters()
    return "".join(one if one in shown else f"[U+{ord(one):04X}]" for one in text)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: _printable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(one) for one in value]
    return value


@cache
def _characters() -> frozenset[str]:
    """The characters that every one of our fonts has, and those that only lay out."""
    return frozenset.intersection(*map(_covered_by, sorted(FONTS.glob("*.ttf")))) | LAYOUT


def _covered_by(file: Path) -> frozenset[str]:
    with TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
