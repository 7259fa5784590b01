"""Pages for people: nothing typed is markup, nothing is lost, same values, same bytes."""

import io

import pytest
from pypdf import PdfReader

from tests.samples import png
from waymark.documents.typesetting import CannotBeTypeset, printable, typeset, typeset_with_files

TEMPLATE = """\
#let values = json(bytes(sys.inputs.values))
#set document(title: values.title, date: none)
#set text(font: "Noto Sans", lang: "cy")
= #values.title
#values.text
"""


@pytest.fixture
def template(tmp_path):
    file = tmp_path / "page.typ"
    file.write_text(TEMPLATE, encoding="utf-8")
    return file


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_page_is_tagged_and_says_its_language(template):
    root = PdfReader(io.BytesIO(typeset(template, {"title": "Hysbysiad", "text": ""}))).root_object
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "cy"


def test_what_was_typed_is_text_and_never_markup(template):
    typed = '#panic("no") *bold* $x$ #sys.inputs'
    assert typed in text_of(typeset(template, {"title": "Tŷ", "text": typed}))


def test_characters_that_the_fonts_lack_are_told_by_number(template):
    assert printable("Siân 漢\n😀") == "Siân [U+6F22]\n[U+1F600]"
    assert "[U+6F22]" in text_of(typeset(template, {"title": "漢", "text": "\x07"}))


def test_the_same_values_give_the_same_bytes(template):
    values = {"title": "Notice", "text": "Bring your CV."}
    assert typeset(template, values) == typeset(template, values)


WITH_FILES = """\
#set document(title: "Pack", date: datetime(year: 2026, month: 11, day: 23))
#set text(font: "Noto Sans", lang: "en")
= Pack
#image("shown", format: "png", alt: "A red half and a blue one")
#pdf.attach("letter.txt", read("inside", encoding: none),
  relationship: "supplement", mime-type: "text/plain", description: "A letter")
"""


def test_files_are_shown_and_attached(tmp_path):
    file = tmp_path / "pack.typ"
    file.write_text(WITH_FILES, encoding="utf-8")
    files = {"shown": png(), "inside": b"Dear Gwenllian"}
    pdf = typeset_with_files(file, {}, files)
    assert typeset_with_files(file, {}, files) == pdf
    [attached] = PdfReader(io.BytesIO(pdf)).attachment_list
    assert (attached.name, attached.content) == ("letter.txt", b"Dear Gwenllian")
    about = PdfReader(io.BytesIO(pdf)).root_object["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1" in about
    assert "<pdfaid:part>3" in about


def test_a_template_reads_nothing_else(tmp_path):
    file = tmp_path / "pack.typ"
    file.write_text(f'#read("{tmp_path.parent}/other")', encoding="utf-8")
    (tmp_path.parent / "other").write_text("secret")
    with pytest.raises(CannotBeTypeset, match="file not found"):
        typeset_with_files(file, {}, {})
