"""One test for each rule of the profile, bearing its code."""
# ruff: noqa: N802

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.participants import rules
from waymark.participants.rules import ni_number_in_full


def refusal(check, **facts):
    """Code, field and message when it does not hold; None when it does."""
    found = check.check(**facts)
    return (found[0].code, found[0].field, found[0].message) if found else None


@pytest.mark.parametrize(
    ("typed", "holds"),
    [("", True), ("AB 12 34 56 C", True), ("AB 12 34 56", False), ("AB 12 34 56 E", False)],
)
def test_PAR_01_a_national_insurance_number_is_in_the_published_format(typed, holds):
    found = refusal(rules.ni_number_is_in_the_published_format, ni_number=typed)
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.ni_number_format", "ni_number")


@pytest.mark.parametrize(
    ("born", "holds"),
    [(date(2026, 11, 22), True), (date(2026, 11, 23), False), (date(2026, 11, 24), False)],
)
def test_PAR_02_a_date_of_birth_is_past(born, holds):
    found = refusal(rules.date_of_birth_is_past, date_of_birth=born, today=date(2026, 11, 23))
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.born_in_future", "date_of_birth")


def test_PAR_03_a_work_coach_has_access():
    assert refusal(rules.coach_has_access, coach_may_see=True) is None
    assert refusal(rules.coach_has_access, coach_may_see=False)[:2] == (
        "participants.coach_without_access",
        "work_coach",
    )


@pytest.mark.parametrize(
    ("left_on", "holds"),
    [
        (None, True),
        (date(2026, 10, 1), True),
        (date(2026, 10, 2), True),
        (date(2026, 9, 30), False),
    ],
)
def test_PAR_04_leaving_is_not_before_the_start(left_on, holds):
    found = refusal(rules.leaving_is_after_start, left_on=left_on, started_on=date(2026, 10, 1))
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.left_before_start", "left_on")


def test_PAR_05_a_group_is_in_scope():
    mine, other = UUID(int=1), UUID(int=2)
    assert refusal(rules.group_is_in_scope, group_id=mine, scope=frozenset({mine})) is None
    assert refusal(rules.group_is_in_scope, group_id=other, scope=frozenset({mine}))[:2] == (
        "participants.group_out_of_scope",
        "group",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "AB123456C",
        "ab 12 34 56 c",
        " AB 123456 C ",
        "AB\u00a0123456\u00a0C",
        "JW000000A",
        "OA999999D",
    ],
)
def test_ways_to_type_a_national_insurance_number(typed):
    found = ni_number_in_full(typed)
    assert found is not None
    assert found.isascii()
    assert found == "".join(typed.split()).upper()


@pytest.mark.parametrize(
    "typed",
    [
        "QQ123456C",  # the example of the guidance: Q is never used
        "DA123456A",
        "FA123456A",
        "IA123456A",
        "UA123456A",
        "VA123456A",
        "AD123456A",
        "AF123456A",
        "AI123456A",
        "AQ123456A",
        "AU123456A",
        "AV123456A",
        "AO123456A",  # the second letter is never O
        "BG123456A",
        "GB123456A",
        "KN123456A",
        "NK123456A",
        "NT123456A",
        "TN123456A",
        "ZZ123456A",
        "AB12345C",
        "AB1234567C",
        "AB123456",
        "AB123456E",
        "AB123456CC",
        "1B123456C",
        "AB-12-34-56-C",
        "AB١٢٣٤٥٦C",  # figures of another script
        "ＡＢ123456C",  # letters of another width
        "ß123456C",  # SS only once it is in capitals
        "ﬆ123456c",  # ST only once it is in capitals
        "A\u200bB123456C",
        "AB123456C\x00",
    ],
)
def test_what_is_no_national_insurance_number(typed):
    assert ni_number_in_full(typed) is None


FIRST = "ABCEGHJKLMNOPRSTWXYZ"
SECOND = "ABCEGHJKLMNPRSTWXYZ"
NEVER = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


@given(
    st.sampled_from(FIRST),
    st.sampled_from(SECOND),
    st.text("0123456789", min_size=6, max_size=6),
    st.sampled_from("ABCD"),
)
def test_every_number_in_the_published_format_is_taken(first, second, figures, last):
    typed = f"{first}{second}{figures}{last}"
    assert (ni_number_in_full(typed) == typed) is (first + second not in NEVER)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=14))
def test_whatever_is_typed_is_a_number_in_full_or_nothing(typed):
    found = ni_number_in_full(typed)
    if found is not None:
        assert found[0] in FIRST
        assert found[1] in SECOND
        assert found[:2] not in NEVER
        assert all(one in "0123456789" for one in found[2:8])
        assert found[8:] in {"A", "B", "C", "D"}


def test_the_words_of_the_mandation_panel():
    assert [str(one) for one in rules.SanctionStatus] == [
        "Not under sanction",
        "Pending decision for failure to attend",
        "Under sanction for failure to attend",
        "Pending decision for failure to comply",
        "Under sanction for failure to comply",
    ]


@pytest.mark.parametrize(("why", "holds"), [("She is protected", True), ("  ", False), ("", False)])
def test_PAR_06_a_restriction_is_explained(why, holds):
    found = refusal(rules.restriction_is_explained, why=why)
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.restriction_unexplained", "why")


@pytest.mark.parametrize("holds", [True, False])
def test_PAR_07_named_people_have_access(holds):
    found = refusal(rules.named_people_have_access, all_see=holds)
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.named_without_access", "named")


@pytest.mark.parametrize(("supervisors", "holds"), [(2, True), (1, True), (0, False)])
def test_PAR_08_a_supervisor_is_named(supervisors, holds):
    found = refusal(rules.a_supervisor_is_named, supervisors=supervisors)
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.no_supervisor_named", "named")


@pytest.mark.parametrize("holds", [True, False])
def test_PAR_09_the_work_coach_is_named(holds):
    found = refusal(rules.work_coach_is_named, coach_would_see=holds)
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.coach_not_named", "named")


@pytest.mark.parametrize(("records", "holds"), [(0, True), (1, False)])
def test_PAR_10_a_named_supervisor_remains(records, holds):
    found = refusal(rules.a_named_supervisor_remains, records_left=records)
    assert (found is None) is holds
    assert holds or found[:2] == ("staff.last_named_supervisor", "roles")


@pytest.mark.parametrize(
    ("reason", "holds"), [("I meet her", True), (" ", False), ("\u200b", False)]
)
def test_PAR_11_an_opening_is_explained(reason, holds):
    found = refusal(rules.opening_is_explained, reason=reason)
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.opening_unexplained", "reason_for_opening")


def test_PAR_12_a_closed_group_takes_nobody_new():
    assert rules.group_is_open(is_closed=False)
    [refused] = rules.group_is_open.check(is_closed=True)
    assert (refused.code, refused.field) == ("participants.group_closed", "group")


@pytest.mark.parametrize(("named", "holds"), [(1, True), (100, True), (101, False)])
def test_PAR_13_few_are_named(named, holds):
    found = refusal(rules.few_are_named, named=named)
    assert (found is None) is holds
    assert holds or found[:2] == ("participants.too_many_named", "named")
