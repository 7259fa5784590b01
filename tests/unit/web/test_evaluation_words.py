"""The recorded decision in plain words: past tense, values, who set what, and to whom it came."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from waymark.reporting.evaluation_words import came_to, falls_to
from waymark.trackers.rules import Facts, Setting, evaluate
from waymark.web.evaluation_pages import evaluation_page
from waymark.web.parts import Condition

AT = datetime(2026, 11, 17, 15, 12, tzinfo=UTC)


@dataclass
class Recorded:
    """An evaluation as it is stored."""

    outcome: str
    conditions: list[dict]
    because: str = "owner"
    assignee_name: str = "Judith Hughes"
    owner_name: str = "Judith Hughes"
    marked_by: str = "Adam Stewart"
    at: datetime = AT


def recorded(**given: object) -> Recorded:
    facts = Facts(
        **{
            "day": date(2026, 11, 17),
            "programme": "DWP Restart",
            "programme_switch": Setting(True, "Joanne Okafor", datetime(2026, 4, 1, tzinfo=UTC)),
            "left_on": None,
            "make_activity_mandatory": Setting(
                True, "Aimee Hamilton", datetime(2026, 10, 2, 10, tzinfo=UTC)
            ),
            "activity_mandatory": Setting(
                True, "Adam Stewart", datetime(2026, 11, 6, 10, tzinfo=UTC)
            ),
            "marked_by": "Adam Stewart",
            "marked_at": AT,
        }
        | given
    )
    verdict = evaluate(facts)
    return Recorded(verdict.outcome.value, verdict.as_data())


def test_a_tracker_that_was_made_tells_each_condition_and_to_whom_it_came() -> None:
    page = evaluation_page(recorded())
    assert page.heading == "Why this tracker exists"
    assert page.opening == (
        "The activity was marked not complete by Adam Stewart on 17 November 2026 at 3:12pm. "
        "At that moment all of these held, so Waymark made the tracker:"
    )
    assert page.conditions == (
        Condition(
            "yes", "Monitoring trackers were on for DWP Restart", "Joanne Okafor, 1 April 2026"
        ),
        Condition("yes", "The participant had not left"),
        Condition("yes", "Make activity mandatory was Yes", "Aimee Hamilton, 2 October 2026"),
        Condition("yes", "The activity was mandatory", "Adam Stewart, 6 November 2026"),
        Condition(
            "yes", "It was marked not complete, with a reason", "Adam Stewart, 17 November 2026"
        ),
        Condition("yes", "No tracker of this activity was open"),
    )
    assert page.closing == "It came to Judith Hughes, who owned the activity."


def test_why_there_is_none_names_the_condition_that_failed() -> None:
    page = evaluation_page(recorded(make_activity_mandatory=Setting(False)))
    assert page.heading == "Why there is no tracker"
    assert "one of these did not hold, so Waymark made no tracker:" in page.opening
    assert page.conditions[2] == Condition(
        "no", "Make activity mandatory was No", "Nobody has set it: No is the default"
    )
    row = page.rows[2]
    assert (row.name, row.outcome, row.value) == ("Make activity mandatory", "no", "No")


def test_several_that_failed_are_each_told() -> None:
    page = evaluation_page(
        recorded(
            left_on=date(2026, 11, 3),
            programme_switch=Setting(False, "Joanne Okafor", datetime(2026, 4, 1, tzinfo=UTC)),
            past_record=True,
        )
    )
    assert "some of these did not hold" in page.opening
    failed = [one.words for one in page.conditions if one.outcome == "no"]
    assert failed == [
        "Monitoring trackers were off for DWP Restart",
        "The participant had left, on 3 November 2026",
        "It was an import of past records",
    ]
    assert page.rows[1].value == "No, left on 3 November 2026"


def test_a_leaving_date_ahead_is_shown_though_it_held() -> None:
    page = evaluation_page(recorded(left_on=date(2026, 12, 1)))
    assert page.rows[1].value == "Yes, until 1 December 2026"


def test_an_open_tracker_is_named() -> None:
    page = evaluation_page(recorded(open_tracker="T10418"))
    assert page.heading == "Why no second tracker was made"
    assert page.conditions[-1] == Condition("no", "Tracker T10418 of this activity was open")
    assert page.rows[-1].value == "T10418 was open"


def test_to_whom_it_falls_is_said_before_and_after() -> None:
    assert came_to(because="work coach is owner", assignee="Adam Stewart", owner="") == (
        "It came to Adam Stewart, the work coach, who owned the activity."
    )
    whom, why = falls_to(
        because="owner cannot, work coach", assignee="Adam Stewart", owner="Roy Patel", past=False
    )
    assert whom == "Adam Stewart"
    assert why == (
        ", the work coach: the activity’s owner, Roy Patel, "
        "is not active or has no access to this participant."
    )
    assert came_to(because="nobody", assignee="", owner="") == (
        "It came to nobody: the activity had no owner. It was left in the group’s queue."
    )
    assert came_to(because="nobody", assignee="", owner="Roy Patel") == (
        "It came to nobody: neither the activity’s owner, Roy Patel, nor the work coach was active "
        "with access to this participant. It was left in the group’s queue."
    )
