"""A password is long, not common, and not made of words that everybody here knows."""

import time
from contextlib import suppress

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from waymark.people.passwords import REFUSED, SOON_GUESSED


@pytest.mark.parametrize(
    "password",
    [
        "Waymark2026!!",
        "northernlights1",
        "AdamStewart123",
        "adam@provider.example",
        "Restart-Scheme-26",
        "supervisor-tracker",
    ],
)
def test_known_words_are_refused(cast, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.adam.staff)
    assert REFUSED in refused.value.messages


@pytest.mark.parametrize(
    "password",
    [
        "marmalade tuesday kettle",
        "waymark marmalade kettle",
        "8429-1750-3364-9921",
        "ŵyn bach y mynydd mawr",
        "x7$kQ &wP2!mZ vB9#tR ^fL4%hN jD6*sG @cK8(yX +qM3)uT ~eW5=aJ bH1;oF pC0:iV",
    ],
)
def test_others_are_welcome_of_any_signs_and_length(cast, password):
    validate_password(password, cast.adam.staff)


@pytest.mark.parametrize("password", ["short one", "password1234", "1qaz2wsx3edc"])
def test_short_and_common_ones_are_refused(cast, password):
    with pytest.raises(ValidationError):
        validate_password(password, cast.adam.staff)


@pytest.mark.parametrize(
    "password",
    [
        " " * 12,
        "\u2003" * 14,
        "aaaaaaaaaaaa",
        "123456789012",
        "abcdefghijkl",
        "qwertyuiopasdf",
        "qwertyuiop12",
        "P@ssword1234",
        "P455w0rd!2026",
        "Summer2026!!",
        "Liverpool2026",
        "L1v3rp00l2026",
        "iloveyou1234",
        "letmeinletmein",
        "abc123abc123",
        "caerdydd2026",
        "Cymru2026!!!",
        "Sunshine2026!",
        "a" * 200,
    ],
)
def test_what_is_soon_guessed_is_refused(cast, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, cast.adam.staff)
    assert SOON_GUESSED in refused.value.messages


def test_a_long_one_is_judged_quickly(cast):
    """Whoever has a link could otherwise keep a process busy."""
    started = time.process_time()
    for password in ("4@8({[<369&#!1/|0$5+7%2" * 200, "p@55w0rd" * 500, "ab" * 5000):
        with suppress(ValidationError):
            validate_password(password, cast.adam.staff)
    assert time.process_time() - started < 5
