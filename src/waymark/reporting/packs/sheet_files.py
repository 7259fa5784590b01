"""The referral sheet as a PDF and as a Word document."""

import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from waymark.documents.typesetting import typeset
from waymark.kernel.actor import Actor
from waymark.reporting.packs.gathering import case_of
from waymark.reporting.packs.sections import Facts, Section
from waymark.reporting.packs.sheet import form_of, sheet_sections
from waymark.trackers.models import Tracker

TEMPLATE = Path(__file__).parent / "sheet.typ"
NOT_THE_FORM = (
    "For copying into the official form. This is our own layout and not a form of DWP: check every "
    "answer before you send it."
)
HEADS = ("What the form asks for", "Answer")


def sheet_pdf(tracker: Tracker, actor: Actor) -> bytes:
    """An accessible PDF."""
    sections = [one.as_values() for one in sheet_sections(case_of(tracker), actor)]
    values = {"title": title_of(tracker), "intro": NOT_THE_FORM, "sections": sections}
    return typeset(TEMPLATE, values)


def sheet_docx(tracker: Tracker, actor: Actor) -> bytes:
    """A Word document with headings and tables, to copy from."""
    paper = docx.Document()
    paper.core_properties.title = title_of(tracker)
    paper.core_properties.author = ""
    paper.core_properties.comments = ""
    paper.core_properties.language = "en-GB"
    plain = paper.styles["Normal"]
    plain.font.name, plain.font.size = "Arial", Pt(11)
    paper.add_heading(title_of(tracker), level=1)
    paper.add_paragraph(NOT_THE_FORM)
    for section in sheet_sections(case_of(tracker), actor):
        paper.add_heading(section.title, level=2)
        _write(paper, section)
    stored = io.BytesIO()
    paper.save(stored)
    return stored.getvalue()


SHEETS: Mapping[str, Callable[[Tracker, Actor], bytes]] = {"pdf": sheet_pdf, "docx": sheet_docx}


def title_of(tracker: Tracker) -> str:
    """Nobody's name: the form and the tracker."""
    return f"Referral sheet for {form_of(tracker)}, tracker {tracker.shown_number}"


def _write(paper, section: Section) -> None:  # type: ignore[no-untyped-def]
    for block in section.blocks:
        if isinstance(block, Facts):
            _table(paper, [HEADS, *block.rows])
        else:
            for line in block.as_text().split("\n"):
                paper.add_paragraph(_sayable(line))


def _table(paper, rows: Sequence[tuple[str, str]]) -> None:  # type: ignore[no-untyped-def]
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _sayable(words)
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # read out as heads, on every page
    for cell in head.cells:
        cell.paragraphs[0].runs[0].bold = True


def _element(name: str):  # type: ignore[no-untyped-def]
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    return element


def _sayable(words: str) -> str:
    """Without the few characters that no XML may hold."""
    return "".join(
        one for one in words if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs", "Cn")
    )
