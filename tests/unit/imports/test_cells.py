"""What one cell says, however a spreadsheet wrote it."""

import re
from datetime import date, time

import pytest

from waymark.imports import cells
from waymark.kernel.spreadsheets import guarded, unguarded


@pytest.mark.parametrize(
    "cell",
    ["5/3/2026", "05/03/2026", "2026-03-05", "5 March 2026", "5.3.2026", "2026-03-05 00:00:00"],
)
def test_dates(cell: str) -> None:
    assert cells.day(cell) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31/02/1990", "31 February is not a date. Use day/month/year, such as 17/9/2026"),
        ("2026-13-01", "There is no month 13. Use day/month/year, such as 17/9/2026"),
        ("5/3/26", "Write the year with four figures, such as 2026"),
        ("soon", "Use day/month/year, such as 17/9/2026"),
    ],
)
def test_no_dates(cell: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        cells.day(cell)


@pytest.mark.parametrize("cell", ["14:30", "14:30:00", "2:30pm", "2.30 PM"])
def test_times(cell: str) -> None:
    assert cells.clock(cell) == time(14, 30)


@pytest.mark.parametrize("cell", ["yes", "YES", "Y", "y", "TRUE", "1"])
def test_yes(cell: str) -> None:
    assert cells.yes_or_no(cell) is True


@pytest.mark.parametrize("cell", ["no", "No", "N", "FALSE", "0"])
def test_no(cell: str) -> None:
    assert cells.yes_or_no(cell) is False


def test_neither_yes_nor_no() -> None:
    with pytest.raises(ValueError, match="Enter Yes or No, not ‘Maybe’"):
        cells.yes_or_no("Maybe")


@pytest.mark.parametrize("cell", ["  Siân ", "\u00a0Siân\u00a0", "\ufeffSiân", "Siân\u200b"])
def test_spaces_round_a_value(cell: str) -> None:
    assert cells.tidy(cell) == "Siân"


def test_one_line_holds_no_line_ends() -> None:
    assert cells.line(40)("Meet your\n work  coach") == "Meet your work coach"


def test_text_of_several_lines_keeps_plain_ones() -> None:
    assert cells.long_text("Bring:\r\n- a CV\r- a pen") == "Bring:\n- a CV\n- a pen"


def test_hidden_characters_are_pointed_at() -> None:
    with pytest.raises(ValueError, match="hidden character after ‘CV’"):
        cells.line(40)("CV\x00 workshop")


def test_names_are_kept_in_one_spelling() -> None:
    assert cells.line(40)("Lly\u0302r") == "Ll\u0177r"


def test_too_long() -> None:
    with pytest.raises(ValueError, match="Use 4 characters or fewer: this has 5"):
        cells.line(4)("12345")


@pytest.mark.parametrize("cell", ["Wales/Caerdydd", "Wales  /  Caerdydd", " Wales / Caerdydd"])
def test_levels_of_a_group(cell: str) -> None:
    assert cells.path(cell) == "Wales / Caerdydd"


def test_an_empty_level() -> None:
    with pytest.raises(ValueError, match="A level of the group is empty"):
        cells.path("Wales // Caerdydd")


def test_several_roles_in_any_order_and_capitals() -> None:
    read = cells.several_of(["Supervisor", "Auditor"], "role")
    assert read("auditor;SUPERVISOR; ;auditor") == ("Supervisor", "Auditor")


def test_the_word_that_was_probably_meant() -> None:
    read = cells.several_of(["Supervisor", "Auditor"], "role")
    with pytest.raises(ValueError, match="There is no role ‘Superviser’"):
        read("Superviser")


def test_an_apostrophe_may_be_curly() -> None:
    read = cells.one_of(["Jobseeker's Allowance (income-based)"])
    assert read("jobseeker’s allowance (income-based)") == "Jobseeker's Allowance (income-based)"


@pytest.mark.parametrize("address", ["Sian@Provider.Example", "sian@provider.example"])
def test_addresses_are_kept_in_small_letters(address: str) -> None:
    assert cells.email(address) == "sian@provider.example"


@pytest.mark.parametrize("cell", ["=1+1", "+44 7700 900564", "-", "@here", "\tx", "'=1", "''-1"])
def test_what_a_spreadsheet_might_run_is_guarded_and_freed_again(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["", "O'Brien", "'quoted'", "07700", "'", "a=b"])
def test_other_cells_are_left_alone(cell: str) -> None:
    assert guarded(cell) == cell
    assert unguarded(cell) == cell
