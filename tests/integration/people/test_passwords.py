"""A password is long, not common, and not made of words that everybody here knows."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from waymark.people.passwords import REFUSED


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
        "x7$kQ" * 26,
    ],
)
def test_others_are_welcome_of_any_signs_and_length(cast, password):
    validate_password(password, cast.adam.staff)


@pytest.mark.parametrize("password", ["short one", "password1234", "1qaz2wsx3edc"])
def test_short_and_common_ones_are_refused(cast, password):
    with pytest.raises(ValidationError):
        validate_password(password, cast.adam.staff)
