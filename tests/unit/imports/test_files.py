"""Files as spreadsheet programs write them, and files that are none."""

import codecs
import io

import pytest

from tests.caseloads import ACTIVITY, GROUP, PARTICIPANT, STAFF, a_file, text_of
from waymark.imports.files import Source, table_of
from waymark.kernel.refusals import Refused

PLAIN = "group,bank_holidays\nWales,England and Wales\nAlba,Scotland\n"


def refusal_of(content: str | bytes, kind: str | None = None) -> str:
    with pytest.raises(Refused) as refused:
        list(a_file(content, kind, name="some.csv").rows())
    return refused.value.message


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        ("sep=;\r\n" + PLAIN.replace(",", ";")).encode(),
        PLAIN.replace("Wales,", '" Wales ",').encode(),
        PLAIN.replace("group,bank_holidays", " Group , Bank Holidays ").encode(),
        PLAIN.replace("Alba,Scotland", "Alba,Scotland,,").encode(),
        PLAIN.replace("\n", ",\n").encode(),
        PLAIN.encode() + b"\n,\n\n",
        PLAIN.rstrip().encode(),
    ],
)
def test_one_table_in_many_guises(content: bytes) -> None:
    rows = list(a_file(content).rows())
    assert [(row.number, row.cells, row.overflow) for row in rows] == [
        (2, {"group": "Wales", "bank_holidays": "England and Wales"}, False),
        (3, {"group": "Alba", "bank_holidays": "Scotland"}, False),
    ]


def test_excel_without_utf_8() -> None:
    text = "group,bank_holidays\nCaerdydd – Tŷ,Scotland\n".replace("ŷ", "ÿ")
    (row,) = a_file(text.encode("cp1252")).rows()
    assert row.cells["group"] == "Caerdydd – Tÿ"


def test_a_field_may_hold_line_breaks_and_rows_are_counted_as_records() -> None:
    text = 'group,bank_holidays\n"Wa\nles",Scotland\n\nAlba,Scotland\n'
    assert [row.number for row in a_file(text).rows()] == [2, 4]


def test_a_short_row_has_empty_cells_and_a_long_one_says_so() -> None:
    short, long = a_file("group,bank_holidays\nWales\nAlba,Scotland,and more\n").rows()
    assert short.cells == {"group": "Wales", "bank_holidays": ""}
    assert long.overflow


@pytest.mark.parametrize(
    ("kind", "columns"),
    [("groups", GROUP), ("staff", STAFF), ("participants", PARTICIPANT), ("activities", ACTIVITY)],
)
def test_a_header_says_what_a_file_is(kind: str, columns: dict[str, str]) -> None:
    backwards = text_of(kind, {}, columns=list(columns)[::-1])
    assert a_file(backwards).sheet.kind == kind


def test_unknown_missing_and_double_columns_are_named() -> None:
    message = refusal_of("group,bank_holliday,colour,group\nWales,Scotland,red,x\n", "groups")
    assert message == (
        "some.csv: unknown column ‘bank_holliday’ (did you mean bank_holidays?) and ‘colour’; "
        "missing column ‘bank_holidays’; column that stands twice: ‘group’"
    )


def test_a_header_of_nothing_we_know() -> None:
    assert refusal_of("colour,shape\nred,round\n") == (
        "some.csv: its first row does not name the columns of groups, staff, participants or "
        "activities"
    )


@pytest.mark.parametrize(
    ("name", "header"),
    [("participants.csv", "reference,first_name"), ("these.csv", "reference,first_name")],
)
def test_missing_columns_are_named_though_most_are(name: str, header: str) -> None:
    with pytest.raises(Refused) as refused:
        a_file(f"{header}\nWM1,Gwen\n", name=name)
    assert refused.value.message.startswith(f"{name}: missing column ‘last_name’, ‘date_of_birth’")


def test_a_wrong_name_matters_less_than_the_columns() -> None:
    assert a_file(text_of("participants", {}), name="groups.csv").sheet.kind == "participants"


def test_a_nul_in_a_cell_is_one_of_that_cell() -> None:
    bad, good = a_file("group,bank_holidays\nWa\x00les,Scotland\nAlba,Scotland\n").rows()
    assert bad.cells["group"] == "Wa\x1ales"
    assert good.cells["group"] == "Alba"


def test_the_reason_of_a_refusal_is_passed_over() -> None:
    text = "group,bank_holidays,refused_because\nWales,Scotland,bank_holidays: why\n"
    (row,) = a_file(text).rows()
    assert row.cells == {"group": "Wales", "bank_holidays": "Scotland"}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"PK\x03\x04rest of a workbook", "is a workbook, not a CSV file"),
        (b"\xd0\xcf\x11\xe0rest of an old workbook", "is a workbook, not a CSV file"),
        (b"group\x00,bank_holidays\n", "is not a CSV file"),
        (
            b'group,bank_holidays\n"Wales,Scotland\nAlba,Scotland\n',
            "beyond line 3: look for a quotation mark",
        ),
        (b'group,bank_holidays\n"Wales" x,Scotland\n', "beyond line 2: look for a quotation mark"),
        (b"group,bank_holidays\n" + b"x" * 200_000 + b",Scotland\n", "cannot be read beyond"),
        (codecs.BOM_UTF16_LE + b"g\x00r", "is not text"),
    ],
)
def test_files_that_are_none(content: bytes, what: str) -> None:
    assert what in refusal_of(content)


def test_nothing_stays_open() -> None:
    opened: list[io.BytesIO] = []

    def source() -> io.BytesIO:
        opened.append(io.BytesIO(PLAIN.encode()))
        return opened[-1]

    table = table_of(Source("groups.csv", source))
    list(table.rows())
    next(table.rows())
    assert all(one.closed for one in opened)
