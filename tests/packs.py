"""Evidence packs in tests: asked for, made as the worker makes them, and read back."""

import io
from dataclasses import dataclass

import docx
from pypdf import PdfReader

from tests.factories import MORNING
from waymark.jobs.packs import carry_out_pack
from waymark.trackers.models import Pack


def make_waiting_packs(now=MORNING):
    """What the worker does with all that was asked for."""
    for pack in Pack.objects.filter(state="waiting"):
        carry_out_pack(pack.id, clock=lambda: now)


@dataclass(frozen=True, slots=True)
class Read:
    """A pack as a reader of PDFs sees it."""

    text: str
    pages: int
    files: dict[str, bytes]
    reader: PdfReader

    @property
    def words(self) -> str:
        return " ".join(self.text.replace("\u200b", "").split())

    def file(self, ending: str) -> bytes:
        [found] = [content for name, content in self.files.items() if name.endswith(ending)]
        return found


def read_pack(content: bytes) -> Read:
    """Open a pack, with every file inside."""
    reader = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    files = {one.alternative_name or one.name: one.content for one in reader.attachment_list}
    return Read(text, len(reader.pages), files, reader)


def words_in_pdf(content: bytes) -> str:
    """What the pages say, on one line."""
    return read_pack(content).words


def words_in_docx(content: bytes) -> str:
    """What a Word document says, on one line."""
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(one.text for one in paper.paragraphs), *cells]).split())


WORDS_IN = {"pdf": words_in_pdf, "docx": words_in_docx}
