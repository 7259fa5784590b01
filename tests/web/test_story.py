"""The whole story of a participant on one page, oldest first, to be read or printed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.sanctions.recording import enter, fields
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of
from waymark.audit.models import AccessRecord
from waymark.operations.participants import set_mandation
from waymark.operations.sanctions import correct_entry

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])


@pytest.fixture
def tracker(cast, gwen):
    missed = MORNING - timedelta(days=4)
    return put_in_status(make_tracker(cast, make_activity(gwen), now=missed), "closed")


@pytest.fixture
def here(gwen):
    return reverse("participant-story", args=[gwen.id])


@pytest.mark.parametrize("who", ["alexandra", "glenn", "tomasz"])
def test_everything_in_order_of_time(cast, sign_in, gwen, tracker, here, who):
    enter(cast.glenn, "outcome", tracker, happened_on=date(2026, 11, 21))
    enter(cast.glenn, "referral", tracker, happened_on=date(2026, 11, 20))
    enter(cast.adam, "re-compliance", tracker, happened_on=date(2026, 11, 22))
    set_mandation(
        actor=cast.aimee.actor,
        participant_id=gwen.id,
        make_activity_mandatory=True,
        sanction_status="Under sanction for failure to attend",
        seen_version=None,
        now=MORNING,
    )
    page = main_of(sign_in(getattr(cast, who)).get(here))
    in_order = [
        "Thursday 19 November 2026",
        "Marked not complete",
        "Tracker made",
        "Friday 20 November 2026",
        "Referral to DWP",
        "Outcome from DWP",
        "Outcome: Adverse: a sanction",
        "Re-compliance",
        "Open-ended part ends: 21 November 2026",
        "Monday 23 November 2026",
        "Sanction status: ‘Not under sanction’ to ‘Under sanction for failure to attend’",
        "As it stood on 23 November 2026 at 9am",
    ]
    places = [page.index(one) for one in in_order]
    assert places == sorted(places)


def test_what_was_corrected_says_so(cast, sign_in, tracker, here):
    wrong = enter(cast.glenn, "outcome", tracker)
    right = correct_entry(
        actor=cast.glenn.actor,
        participant_id=tracker.participant_id,
        entry_id=wrong.id,
        fields=fields("outcome", tracker, result="cancelled"),
        why="Read wrongly",
        now=MORNING,
    )
    page = main_of(sign_in(cast.adam).get(here))
    assert f"Does not count: see {right.shown_number}" in page
    assert f"{right.shown_number} Outcome from DWP: in place of {wrong.shown_number}" in page


def test_of_one_tracker_or_of_all(cast, sign_in, gwen, tracker, here):
    other = make_tracker(cast, make_activity(gwen, title="Interview practice"))
    enter(cast.adam, "referral", other)
    browser = sign_in(cast.adam)
    answer = browser.get(here)
    assert "Interview practice" in main_of(answer)
    one = links_of(answer)[f"T{tracker.number}"]
    page = main_of(browser.get(here + one))
    assert "CV workshop" in page
    assert "Interview practice" not in page
    assert "Referral to DWP" not in page
    assert "Interview practice" in main_of(browser.get(f"{here}?tracker=nonsense"))


def test_of_one_moment_what_was_entered_first_comes_first(cast, sign_in, tracker, here):
    for kind in ("outcome", "period", "condition"):
        enter(cast.glenn, kind, tracker)
    page = main_of(sign_in(cast.adam).get(here))
    kinds = ("Outcome from DWP", "Sanction period", "Compliance condition")
    assert sorted(kinds, key=page.index) == list(kinds)


def test_what_is_not_mandatory_is_no_part_of_it(cast, sign_in, gwen, tracker, here):
    make_activity(gwen, title="A walk", mandatory=False)
    assert "A walk" not in main_of(sign_in(cast.adam).get(here))


def test_a_story_that_is_too_long_says_so(cast, sign_in, tracker, here, monkeypatch):
    monkeypatch.setattr("waymark.web.sanctions.story.LONGEST", 1)
    answer = sign_in(cast.adam).get(here)
    assert "It is longer than a page" in main_of(answer)
    assert "history" in links_of(answer)


def test_reading_it_is_on_record_and_changes_nothing_else(cast, sign_in, gwen, tracker, here):
    browser = sign_in(cast.tomasz)
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(here)
    assert AccessRecord.objects.filter(participant_id=gwen.id).exists()


def test_where_there_is_none_it_says_how_it_begins(cast, sign_in, here):
    assert "There is no story yet" in main_of(sign_in(cast.adam).get(here))


def test_out_of_scope_is_as_if_not_there(cast, sign_in, here):
    assert sign_in(cast.roy).get(here).status_code == 404


def test_a_long_one_costs_no_more(cast, sign_in, gwen, tracker, here, few_statements):
    for _ in range(3):
        enter(cast.adam, "outcome", make_tracker(cast, make_activity(gwen)))
    browser = sign_in(cast.aimee)
    with few_statements():
        browser.get(here)
