"""Which names may have been meant by a word that was mistyped."""

import pytest

from waymark.kernel.slips import closest, is_one_slip


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("llewelyn", "llywelyn"),
        ("watsn", "watson"),
        ("wattson", "watson"),
        ("wtason", "watson"),
        ("smiht", "smith"),
        ("atson", "watson"),
        ("watso", "watson"),
        ("xwatson", "watson"),
        ("watsonn", "watson"),
        ("obrien", "o'brien"),
        ("anna", "ann"),
    ],
)
def test_one_slip(typed, name):
    assert is_one_slip(typed, name)
    assert is_one_slip(name, typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("watson", "watson"),
        ("wtasno", "watson"),
        ("wats", "watson"),
        ("watson", "wilson"),
        ("asonwt", "watson"),
        ("tawson", "watson"),
        ("", "ab"),
    ],
)
def test_none_or_more_than_one(typed, name):
    assert not is_one_slip(typed, name)
    assert not is_one_slip(name, typed)


def test_the_same_letters_come_first_then_the_same_beginning():
    assert closest("jhon", ["shon", "chon", "jhan", "john", "smith"]) == ("john", "jhan", "chon")


def test_the_same_name_is_not_one_of_them():
    assert closest("smith", ["smith", "smyth"]) == ("smyth",)


def test_nothing_is_like_nothing():
    assert closest("smith", []) == ()
