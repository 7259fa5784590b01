"""Dates, times and amounts in words, and back."""

from datetime import UTC, date, datetime, time

import pytest

from waymark.kernel import words


def test_days_in_words():
    assert words.words_for_day(date(2026, 3, 5)) == "5 March 2026"
    assert words.short_day(date(2026, 3, 5)) == "5 Mar 2026"
    assert words.weekday_and_day(date(2026, 11, 23)) == "Monday 23 November 2026"
    assert words.typed_day(date(2026, 9, 1)) == "1/9/2026"


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (time(0, 0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(9, 0), "9am"),
        (time(12, 0), "midday"),
        (time(12, 30), "12:30pm"),
        (time(14, 30), "2:30pm"),
        (time(23, 59, 59), "11:59pm"),
    ],
)
def test_times_in_words(clock, expected):
    assert words.words_for_time(clock) == expected


def test_a_moment_is_told_in_london():
    assert words.words_for_moment(datetime(2026, 11, 17, 15, 12, tzinfo=UTC)) == (
        "17 November 2026 at 3:12pm"
    )
    assert words.words_for_moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == (
        "1 July 2026 at 12:30am"
    )
    assert words.words_for_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


def test_amounts():
    assert words.number(1200) == "1,200"
    assert words.number("1,000+") == "1,000+"
    assert words.counted(0, "tracker") == "No trackers"
    assert words.counted(1, "tracker") == "1 tracker"
    assert words.counted(1193, "activity", "activities") == "1,193 activities"
    assert words.counted("1,000+", "tracker") == "1,000+ trackers"


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (212_300, "212 KB"),
        (999_999, "999 KB"),
        (1_100_000, "1.1 MB"),
        (20_000_000, "20 MB"),
    ],
)
def test_sizes(octets, expected):
    assert words.size(octets) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5/3/2026",
        "05/03/2026",
        " 5.3.2026 ",
        "5-3-2026",
        "5 3 2026",
        "2026-03-05",
        "5 March 2026",
        "5  mar  2026",
        "5th March 2026",
        "Thursday 5 March 2026",
        "Thu, 5 MARCH, 2026",
    ],
)
def test_ways_to_type_a_day(text):
    assert words.read_day(text) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31/2/2026", "31 February is not a date. Use day/month/year, such as 17/9/2026"),
        ("29 Feb 2026", "29 February 2026 is not a date. Use day/month/year, such as 17/9/2026"),
        ("3/13/2026", "There is no month 13. Use day/month/year, such as 17/9/2026"),
        ("5/3/26", "Write the year with four figures, such as 2026"),
        ("5/3/0206", "Check the year 0206. Use day/month/year, such as 17/9/2026"),
        ("5 Mars 2026", "Mars is not a month. Use day/month/year, such as 17/9/2026"),
        ("tomorrow", "Use day/month/year, such as 17/9/2026"),
        ("٥/٣/٢٠٢٦", "Use day/month/year, such as 17/9/2026"),
        ("2026/03/05", "Use day/month/year, such as 17/9/2026"),
    ],
)
def test_what_is_not_a_day_says_why(text, message):
    with pytest.raises(ValueError, match=r".") as refused:
        words.read_day(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("2:30pm", time(14, 30)),
        ("2.30 PM", time(14, 30)),
        ("2pm", time(14)),
        ("9am", time(9)),
        ("09:00", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("Midday", time(12)),
        ("midnight", time(0)),
    ],
)
def test_ways_to_type_a_time(text, expected):
    assert words.read_clock(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("25:00", "25:00 is not a time. Use a time such as 2:30pm or 14:30"),
        ("13pm", "13pm is not a time. Use a time such as 2:30pm or 14:30"),
        ("0pm", "0pm is not a time. Use a time such as 2:30pm or 14:30"),
        ("9", "Say whether 9 is am or pm, such as 9am"),
        ("after lunch", "Use a time such as 2:30pm or 14:30"),
    ],
)
def test_what_is_not_a_time_says_why(text, message):
    with pytest.raises(ValueError, match=r".") as refused:
        words.read_clock(text)
    assert str(refused.value) == message


@pytest.mark.parametrize("text", ["", "  \n", "\u202e\u200b", "\u00ad \ufeff", "\x00"])
def test_nothing_that_a_reader_would_see(text):
    assert not words.says_something(text)


@pytest.mark.parametrize("text", ["No.", "–", "🤒", "سبب", "\u202eback"])
def test_something_that_a_reader_would_see(text):
    assert words.says_something(text)
