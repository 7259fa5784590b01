"""Files made to harm: bombs, entities, archives that lie. Refused, quickly and in little memory."""

import functools
import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import SAMPLES, XML, docx, jpg, odt, png, xlsx, zipped
from waymark.documents.judging import flaw_in
from waymark.documents.kinds import KINDS
from waymark.documents.rules import Flaw

MB = 1024 * 1024
SECONDS = 5  # of a machine with other things to do; they take well under one


def judged(content, code):
    began = time.monotonic()
    flaw = flaw_in(io.BytesIO(content), KINDS[code])
    assert time.monotonic() - began < SECONDS
    return flaw


def zeros(size):
    """A part of that many zeros in a thousandth of it."""
    return b"\0" * size


def lying(whole, name, *, unpacked):
    """The same archive, but its directory says that a part is smaller than it is."""
    changed = bytearray(whole)
    for mark, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = changed.find(mark)
        while at >= 0:
            if changed[at + name_at :].startswith(name):
                changed[at + size_at : at + size_at + 4] = struct.pack("<L", unpacked)
                crc_at = size_at - 8
                changed[at + crc_at : at + crc_at + 4] = struct.pack(
                    "<L", zlib.crc32(zeros(unpacked))
                )
            at = changed.find(mark, at + 4)
    return bytes(changed)


def overlapping(copies):
    """A directory whose entries all point to the same bytes, as the best bombs do."""
    whole = docx(**{"word/a.bin": zeros(4 * MB)})
    directory_at = struct.unpack("<L", whole[-6:-2])[0]
    directory = whole[directory_at:-22]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    directory += b"".join(
        last.replace(b"word/a.bin", b"word/%04d" % one + b"b") for one in range(copies)
    )
    end = bytearray(whole[-22:])
    end[8:16] = struct.pack("<HHL", *[4 + copies] * 2, len(directory))
    return whole[:directory_at] + directory + bytes(end)


BOMBS = {
    "one part of 40 MB": lambda: docx(**{"word/media/a.bin": zeros(40 * MB)}),
    "a sheet of 40 MB in 40 KB": lambda: xlsx(
        **{"xl/worksheets/sheet1.xml": f"{XML}<a>" + " " * 40 * MB}
    ),
    "thirty parts of 1 MB each": lambda: docx(
        **{f"word/{one}.bin": zeros(MB) for one in range(30)}
    ),
    "5,000 parts": lambda: docx(**{f"word/{one}.xml": "<a/>" for one in range(5000)}),
    "a zip in a zip in a zip": lambda: docx(
        **{"word/embeddings/a.zip": zipped({"b.zip": zipped({"c.bin": "x"})})}
    ),
    "a bomb in a zip inside": lambda: docx(
        **{"word/embeddings/a.xlsx": zipped({"c.bin": zeros(40 * MB)})}
    ),
    "a part that is 40 MB and says 10": lambda: lying(
        bomb("one part of 40 MB"), b"word/media/a.bin", unpacked=10
    ),
    "a part that is 1 MB and says 70,000": lambda: lying(
        docx(**{"word/a.bin": zeros(MB)}), b"word/a.bin", unpacked=70_000
    ),
    "the same bytes 100 times": lambda: overlapping(100),
    "an OpenDocument bomb": lambda: odt(**{"Pictures/a.svm": zeros(40 * MB)}),
}


@functools.cache
def bomb(what):
    """That bomb, made once: packing 40 MB takes longer than judging them."""
    return BOMBS[what]()


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb(what):
    code = "odt" if "Open" in what else "xlsx" if "sheet" in what else "docx"
    assert judged(bomb(what), code) in (Flaw.TOO_MUCH_INSIDE, Flaw.DIFFERS)


@pytest.mark.parametrize("what", ["one part of 40 MB", "a part that is 40 MB and says 10"])
def test_a_bomb_takes_little_memory(what):
    content = bomb(what)
    tracemalloc.start()
    judged(content, "docx")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 16 * MB


@pytest.mark.parametrize("inside", ["xl/chart.xlsx", "word/embeddings/Microsoft_Excel_Sheet.xlsx"])
def test_a_chart_may_bring_its_workbook(inside):
    assert judged(docx(**{inside: xlsx()}), "docx") is None


def test_a_picture_inside_may_be_large():
    noise = random.Random(1).randbytes(2 * MB)
    assert judged(docx(**{"word/media/a.png": noise}), "docx") is None


LAUGHS = "".join(f'<!ENTITY l{one} "{f"&l{one - 1};" * 10}">' for one in range(1, 10))
ENTITIES = {
    "a billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>',
    "a quadratic blow-up": f'<!DOCTYPE a [<!ENTITY x "{"x" * 50_000}">]><a>{"&x;" * 50_000}</a>',
    "a file of the server": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "another machine": '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:1/">]><a>&x;</a>',
    "a parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]><a/>',
    "a DTD from elsewhere": '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
    "an empty DOCTYPE": "<!DOCTYPE a><a/>",
    "behind a long comment": f"<!--{'x' * 60_000}--><!DOCTYPE a><a/>",
}
PLACES = ["word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "any.bin"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("what", ENTITIES)
def test_entities_in_office_files(what, place):
    assert judged(docx(**{place: XML + ENTITIES[what]}), "docx") == Flaw.DECLARATIONS


@pytest.mark.parametrize("code", ["xlsx", "odt"])
@pytest.mark.parametrize("what", ENTITIES)
def test_entities_in_the_others(what, code):
    make, place = (xlsx, "xl/workbook.xml") if code == "xlsx" else (odt, "content.xml")
    assert judged(make(**{place: XML + ENTITIES[what]}), code) == Flaw.DECLARATIONS


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_entities_in_another_encoding(encoding):
    text = f'<?xml version="1.0" encoding="utf-16"?>{ENTITIES["a billion laughs"]}'
    flaw = judged(docx(**{"word/document.xml": text.encode(encoding)}), "docx")
    assert flaw in (Flaw.DECLARATIONS, Flaw.DIFFERS)


def test_a_prolog_without_end():
    endless = f"{XML}<!--{'x' * 200_000}--><!DOCTYPE a><a/>"
    assert judged(docx(**{"word/document.xml": endless}), "docx") == Flaw.DIFFERS


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "word/../../x",
        "C:\\x",
        "word\\x",
        "c:x",
        "word/document.XML",
    ],
)
def test_names_of_parts_that_mean_no_good(name):
    assert judged(docx(**{name: "<a/>"}), "docx") in (Flaw.DIFFERS, Flaw.SOMETHING_ADDED)


def related(kind, target, mode="External"):
    """The relations of the settings of a document: one, of that kind and to there."""
    return (
        f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Target="{target}" TargetMode="{mode}" Type="http://schemas.'
        f'openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )


@pytest.mark.parametrize(
    ("kind", "target", "flaw"),
    [
        ("attachedTemplate", "https://far.example/a.dotm", Flaw.FROM_OUTSIDE),
        ("attachedTemplate", "file:///\\\\far.example\\share\\a.dotm", Flaw.FROM_OUTSIDE),
        ("attachedTemplate", "file://far.example/share/a.dotm", Flaw.FROM_OUTSIDE),
        ("attachedTemplate", "\\\\far.example\\a.dotm", Flaw.FROM_OUTSIDE),
        ("attachedTemplate", "mhtml:https://far.example/a", Flaw.FROM_OUTSIDE),
        ("attachedTemplate", "", Flaw.FROM_OUTSIDE),
        ("AttachedTemplate", " HTTPS://far.example/a", Flaw.FROM_OUTSIDE),
        ("oleObject", "https://far.example/a.hta", Flaw.FROM_OUTSIDE),
        ("frame", "https://far.example/a.htm", Flaw.FROM_OUTSIDE),
        ("subDocument", "https://far.example/a.docx", Flaw.FROM_OUTSIDE),
        ("attachedTemplate", "file:///C:\\Users\\adam\\Letter.dotx", None),
        ("attachedTemplate", "Normal.dotm", None),
        ("hyperlink", "https://www.gov.uk/", None),
        ("image", "https://www.gov.uk/crest.png", None),
    ],
)
def test_what_is_fetched_from_elsewhere_on_opening(kind, target, flaw):
    relations = related(kind, target)
    assert judged(docx(**{"word/_rels/settings.xml.rels": relations}), "docx") == flaw
    in_utf_16 = relations.replace("UTF-8", "UTF-16").encode("utf-16")
    assert judged(xlsx(**{"xl/_RELS/workbook.xml.RELS": in_utf_16}), "xlsx") == flaw


def test_a_template_that_lies_inside_is_not_fetched():
    inside = related("attachedTemplate", "https://far.example/a", mode="Internal")
    assert judged(docx(**{"word/_rels/settings.xml.rels": inside}), "docx") is None


def test_relations_that_are_not_whole():
    cut = related("hyperlink", "https://www.gov.uk/")[:-20]
    assert judged(docx(**{"word/_rels/settings.xml.rels": cut}), "docx") == Flaw.DIFFERS


def test_two_parts_of_one_name():
    stored = io.BytesIO(docx())
    with zipfile.ZipFile(stored, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<a>another</a>")
    assert judged(stored.getvalue(), "docx") == Flaw.SOMETHING_ADDED


def sized(width, height):
    """A PNG that says it is that large."""
    whole = png()
    header = b"IHDR" + struct.pack(">LL", width, height) + whole[24:29]
    return whole[:12] + header + struct.pack(">L", zlib.crc32(header)) + whole[33:]


@pytest.mark.parametrize(
    ("size", "flaw"),
    [
        ((10_000, 10_000), None),
        ((10_001, 10_000), Flaw.TOO_MANY_PIXELS),
        ((2**31 - 1, 2**31 - 1), Flaw.TOO_MANY_PIXELS),
        ((0, 10), Flaw.DIFFERS),
    ],
)
def test_a_picture_of_too_many_pixels(size, flaw):
    assert judged(sized(*size), "png") == flaw


def test_a_jpg_of_too_many_pixels():
    whole = bytearray(jpg())
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    assert judged(bytes(whole), "jpg") == Flaw.TOO_MANY_PIXELS


def chunk(name, holds=b""):
    return (
        struct.pack(">L", len(holds)) + name + holds + struct.pack(">L", zlib.crc32(name + holds))
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png()[:33] + chunk(b"tEXt") * 30_000 + png()[33:], "png"),
        (b"\xff\xd8" + b"\xff\xfe\x00\x02" * 30_000 + jpg()[2:], "jpg"),
        (b"\xff\xd8" + b"\xff" * 10 * MB, "jpg"),
        (b"\0\0\0\x10ftypheic\0\0\0\0" + b"\0\0\0\x08free" * 30_000, "heic"),
        (b"\0\0\0\x10ftypheic\0\0\0\0" + b"\0\0\0\0meta" + b"\xff" * MB, "heic"),
        (b"From: a\r\n" * MB, "eml"),
        (b"From: a\r\n" + b" x\r\n" * 4 * MB, "eml"),
        (b"PK\x05\x06" * 4 * MB, "pdf"),
        (b"%PDF-1.7" + b"PK\x05\x06" * MB + b"%%EOF", "pdf"),
        (b"%PDF-1.7" + b"<" * 10 * MB + b"%%EOF" + b"<" * 900, "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xfe\xff\xff\xff" * 4 * MB, "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 * MB, "msg"),
        (b"a" * 20 * MB, "txt"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 4 * MB + b"PK\x05\x06" + b"\0" * 18, "docx"),
    ],
)
def test_what_is_made_to_take_long_does_not(content, code):
    judged(content, code)


CODES = st.sampled_from(sorted(KINDS))
WHOLE = {code: make() for code, make in SAMPLES.items()}
PATIENT = settings(max_examples=400, deadline=5_000, suppress_health_check=list(HealthCheck))


@PATIENT
@given(CODES, st.binary(max_size=4096))
def test_whatever_the_bytes_the_answer_is_yes_or_no(code, content):
    assert judged(content, code) in (None, *Flaw)


@PATIENT
@given(CODES, st.data())
def test_whatever_is_changed_the_answer_is_yes_or_no(code, data):
    """Bytes overwritten, cut out, doubled, and put in, in files that were in order."""
    content = bytearray(WHOLE[code])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        upto = min(len(content), at + data.draw(st.integers(0, 64)))
        content[at:upto] = data.draw(st.binary(max_size=64)) * data.draw(st.integers(0, 3))
    assert judged(bytes(content), code) in (None, *Flaw)


@PATIENT
@given(CODES, CODES, st.integers(0, 5000))
def test_whatever_is_joined_the_answer_is_yes_or_no(first, second, cut):
    joined = WHOLE[first][:cut] + WHOLE[second]
    for code in (first, second):
        assert judged(joined, code) in (None, *Flaw)
