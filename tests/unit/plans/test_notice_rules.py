"""One test for each rule of notices and of their templates, bearing its code."""
# ruff: noqa: N802

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from waymark.plans import notice_rules, template_rules
from waymark.plans.notice_rules import (
    DELIVERIES,
    reason_of_voiding,
    vague_in,
    what_voids,
)
from waymark.plans.notice_words import Told, filled, sections_of, text_of, when_words
from waymark.plans.template_rules import PARTS, what_is_wrong_with_parts
from waymark.plans.vague_phrases import VAGUE_PHRASES

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def refusal(check, **facts):
    """Code and field when it does not hold; None when it does."""
    found = check.check(**facts)
    return (found[0].code, found[0].field) if found else None


def test_NTC_01_for_a_mandatory_activity_only():
    assert refusal(notice_rules.activity_is_mandatory, mandatory=True) is None
    found = refusal(notice_rules.activity_is_mandatory, mandatory=False)
    assert found == ("notices.not_mandatory", None)


def test_NTC_02_while_it_is_to_be_done():
    assert refusal(notice_rules.activity_is_to_do, is_to_do=True) is None
    found = refusal(notice_rules.activity_is_to_do, is_to_do=False)
    assert found == ("notices.activity_marked", None)


@pytest.mark.parametrize(("minutes", "holds"), [(1, True), (0, False), (-1, False)])
def test_NTC_03_before_it_is_due(minutes, holds):
    due_at = NOON + timedelta(minutes=minutes)
    found = refusal(notice_rules.due_time_lies_ahead, due_at=due_at, now=NOON)
    assert (found is None) is holds
    assert holds or found == ("notices.due_passed", "when")


@pytest.mark.parametrize(("words", "holds"), [("Come", True), ("", False), (" \n", False)])
def test_NTC_04_says_what_to_do(words, holds):
    found = refusal(notice_rules.notice_says_what_to_do, instructions=words)
    assert (found is None) is holds
    assert holds or found == ("notices.no_action", "action")


@pytest.mark.parametrize(("clock", "holds"), [(time(0), True), (None, False)])
def test_NTC_05_says_at_what_time(clock, holds):
    found = refusal(notice_rules.notice_says_when, due_time=clock)
    assert (found is None) is holds
    assert holds or found == ("notices.no_time", "when")


@pytest.mark.parametrize(
    ("channel", "place", "holds"),
    [
        ("", "Office", True),
        ("In person", "Office", True),
        ("In person", " ", False),
        ("", "", False),
        ("Phone", "", True),
        ("Video call", "", True),
        ("Online", "", True),
    ],
)
def test_NTC_06_says_where_or_how(channel, place, holds):
    found = refusal(notice_rules.notice_says_where_or_how, channel=channel, place=place)
    assert (found is None) is holds
    assert holds or found == ("notices.no_place", "where")


@pytest.mark.parametrize(("words", "holds"), [("None", True), ("", False)])
def test_NTC_07_says_what_evidence(words, holds):
    found = refusal(notice_rules.notice_says_what_evidence, evidence=words)
    assert (found is None) is holds
    assert holds or found == ("notices.no_evidence", "evidence")


@pytest.mark.parametrize(("words", "holds"), [("029 2000 0000", True), ("", False)])
def test_NTC_08_says_whom_to_tell(words, holds):
    found = refusal(notice_rules.notice_says_how_to_say_you_cannot, contact=words)
    assert (found is None) is holds
    assert holds or found == ("notices.no_contact", "contact")


def test_NTC_09_from_a_template():
    assert refusal(notice_rules.there_is_a_template, has_template=True) is None
    found = refusal(notice_rules.there_is_a_template, has_template=False)
    assert found == ("notices.no_template", None)


def test_NTC_10_given_in_a_known_way():
    for one in DELIVERIES:
        assert refusal(notice_rules.delivery_is_known, delivery=str(one)) is None
    found = refusal(notice_rules.delivery_is_known, delivery="")
    assert found == ("notices.delivery_unknown", "delivery")


@pytest.mark.parametrize(("day", "holds"), [(22, False), (23, True), (24, True)])
def test_NTC_11_nobody_had_it_before_it_was_made(day, holds):
    facts = {"given_on": date(2026, 11, day), "today": date(2026, 11, 23)}
    found = refusal(notice_rules.given_once_it_is_made, **facts)
    assert (found is None) is holds
    assert holds or found == ("notices.given_before_made", "given_on")


@pytest.mark.parametrize(("day", "holds"), [(23, True), (24, True), (25, False)])
def test_NTC_12_given_before_it_is_due(day, holds):
    facts = {"given_on": date(2026, 11, day), "due_on": date(2026, 11, 24)}
    found = refusal(notice_rules.given_before_it_is_due, **facts)
    assert (found is None) is holds
    assert holds or found == ("notices.given_after_due", "given_on")


@pytest.mark.parametrize(
    ("is_short", "confirmed", "holds"),
    [(False, False, True), (True, True, True), (True, False, False)],
)
def test_NTC_13_short_notice_is_confirmed(is_short, confirmed, holds):
    facts = {"is_short": is_short, "confirmed": confirmed}
    found = refusal(notice_rules.short_notice_is_confirmed, **facts)
    assert (found is None) is holds
    assert holds or found == ("notices.short_notice", "confirm_gap")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Any activities asked of you", ["activities asked of you"]),
        ("Bring what is needed, AS  REQUIRED.", ["as required"]),
        ("Gwnewch hyn fel y bo angen", ["fel y bo angen"]),
        ("I'w gadarnhau", ["i’w gadarnhau"]),
        ("Come to the CV workshop on the 2nd floor", []),
        ("Jobs as requireder", []),
        ("Tbc", ["tbc"]),
        ("the ATBC college", []),
    ],
)
def test_NTC_14_no_vague_phrase(text, found):
    assert [one.phrase for one in vague_in(text)] == found
    assert (refusal(notice_rules.part_is_specific, text=text) is None) is (not found)
    assert not found or refusal(notice_rules.part_is_specific, text=text)[0] == "notices.vague"


def test_every_vague_phrase_is_found_once_and_says_what_instead():
    phrases = [one.phrase for one in VAGUE_PHRASES]
    assert len(set(phrases)) == len(phrases) > 40
    for one in VAGUE_PHRASES:
        assert one in vague_in(f"Please do it: {one.phrase}!")
        assert one.instead
        assert one.phrase == one.phrase.casefold()


def test_NTC_15_the_participant_sees_it():
    assert refusal(notice_rules.participant_sees_it, visible_to_participant=True) is None
    found = refusal(notice_rules.participant_sees_it, visible_to_participant=False)
    assert found == ("notices.not_visible", None)


def test_NTC_16_somebody_owns_it():
    assert refusal(notice_rules.somebody_owns_it, has_owner=True) is None
    assert refusal(notice_rules.somebody_owns_it, has_owner=False) == ("notices.no_owner", None)


DRAFT = {
    "kind": "Task",
    "title": "CV",
    "instructions": "Write it",
    "due_on": date(2026, 12, 1),
    "due_time": time(10),
    "place": "",
    "channel": "Online",
    "hours": Decimal(2),
    "evidence": "The CV",
    "mandatory": True,
    "owner_id": None,
    "visible_to_participant": True,
}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ""),
        ({"owner_id": "somebody"}, ""),
        ({"hours": Decimal("2.0")}, ""),
        ({"hours": Decimal(3)}, "Hours changed"),
        ({"kind": "Appointment", "place": "Office"}, "Kind and place changed"),
        ({"mandatory": False}, "No longer mandatory"),
        ({"mandatory": False, "due_time": time(11)}, "Due time changed; no longer mandatory"),
    ],
)
def test_what_voids_a_notice(changes, why):
    found = what_voids(DRAFT, DRAFT | changes)
    assert (reason_of_voiding(found) if found else "") == why


TEXTS = {part: " ".join(f"{{{one}}}" for one in PARTS[part].needs) or "Words" for part in PARTS}


def wrong(**parts):
    return [(one.code, one.field) for one in what_is_wrong_with_parts(TEXTS | parts)]


def test_NTC_20_no_part_is_empty():
    assert wrong() == []
    assert wrong(consequence=" ") == [("templates.empty_part", "consequence")]
    assert template_rules.part_says_something(text="Words")


def test_NTC_21_merge_fields_are_known():
    assert wrong(title="{nmae}") == [("templates.unknown_field", "title")]
    assert wrong(title="a { b") == [("templates.unknown_field", "title")]
    assert template_rules.merge_fields_are_known(text="{name} {owner}")
    [told] = what_is_wrong_with_parts(TEXTS | {"title": "{nmae} {x}"})
    assert told.message.startswith("There is no {nmae} and {x}. ")


def test_NTC_22_merge_fields_are_not_missing():
    assert wrong(when="On the day") == [("templates.missing_field", "when")]
    assert not template_rules.merge_fields_are_there(part="cannot", text="Ring us")
    [told] = what_is_wrong_with_parts(TEXTS | {"cannot": "Ring us"})
    assert told.message.startswith("Add {contact}. ")


@pytest.mark.parametrize(("day", "holds"), [(22, False), (23, True)])
def test_NTC_23_a_version_begins_today_or_later(day, holds):
    facts = {"starts_on": date(2026, 11, day), "today": date(2026, 11, 23)}
    found = refusal(template_rules.template_starts_from_today, **facts)
    assert (found is None) is holds
    assert holds or found == ("templates.starts_in_past", "starts_on")


def test_NTC_24_no_part_is_too_long():
    assert wrong(title="x" * 2000) == []
    assert wrong(title="x" * 2001) == [("templates.part_too_long", "title")]


def test_a_template_is_not_vague_either():
    assert wrong(mandatory="Do as required") == [("notices.vague", "mandatory")]


def test_what_is_filled_in_is_not_read_again():
    values = {"name": "{owner}", "owner": "Adam"}
    assert filled("Dear {name}, by {owner}. {other}", values) == "Dear {owner}, by Adam. {other}"


def told(**given):
    values = {
        "name": "Gwenllian Ellis",
        "reference": "WM1",
        "benefit": "Universal Credit",
        "kind": "Appointment",
        "title": "CV",
        "instructions": "Write it",
        "due_on": date(2026, 12, 1),
        "due_time": time(12),
        "hours": Decimal("1.5"),
        "place": "",
        "channel": "Phone",
        "evidence": "The CV",
        "contact": "Adam",
        "owner": "Adam",
        "given_on": date(2026, 11, 23),
    }
    return Told(**values | given)


@pytest.mark.parametrize(
    ("kind", "language", "words"),
    [
        ("Appointment", "English", "Tuesday 1 December 2026 at midday. It takes 1.5 hours."),
        ("Task", "English", "By midday on Tuesday 1 December 2026. It takes 1.5 hours."),
        (
            "Appointment",
            "Welsh",
            "Dydd Mawrth 1 Rhagfyr 2026 am hanner dydd. Mae’n cymryd 1.5 awr.",
        ),
        ("Task", "Welsh", "Erbyn hanner dydd, dydd Mawrth 1 Rhagfyr 2026. Mae’n cymryd 1.5 awr."),
    ],
)
def test_when_in_words(kind, language, words):
    assert when_words(told(kind=kind), language) == words


def test_the_text_has_every_part_with_its_heading():
    text = text_of(sections_of(TEXTS, told(), "English"))
    assert "When\nTuesday 1 December 2026" in text
    assert "Where\nPhone" in text
    assert "If you cannot do it\nAdam" in text
