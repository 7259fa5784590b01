"""The text of a pack, as plain values: a section is a heading with blocks, typeset on pages and
attached as plain text, so that its sum can be checked.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts by name."""

    rows: Sequence[tuple[str, str]]
    kind: str = "facts"

    def as_text(self) -> str:
        return "\n".join(f"{name}: {_indented(value)}" for name, value in self.rows)


@dataclass(frozen=True, slots=True)
class Lines:
    """Paragraphs, in a language where it is another than the section's."""

    lines: Sequence[str]
    kind: str = "lines"
    language: str = ""

    def as_text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with heads; the first cell of a row is what the row is about."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    kind: str = "table"

    def as_text(self) -> str:
        return "\n".join(
            "; ".join(f"{head}: {cell}" for head, cell in zip(self.heads, row, strict=True))
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class Entries:
    """What happened or was said, one after the other: a title, who and when, and lines."""

    entries: Sequence[tuple[str, str, Sequence[str]]]
    kind: str = "entries"

    def as_text(self) -> str:
        return "\n\n".join(
            "\n".join([title, by_and_when, *lines]) for title, by_and_when, lines in self.entries
        )


Block = Facts | Lines | Table | Entries


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it. `name` is that of its text, attached."""

    name: str
    title: str
    blocks: Sequence[Block]

    def as_text(self, reference: str) -> bytes:
        """As plain text, that says of what it is a part."""
        parts = [f"{self.title} ({reference})", *(block.as_text() for block in self.blocks)]
        return ("\n\n".join(parts) + "\n").encode()

    def as_values(self) -> dict[str, Any]:
        """For the template."""
        return asdict(self)


def _indented(value: str) -> str:
    return value.replace("\n", "\n  ")
