"""The compliance queue: what was submitted, what is with DWP, what was sent back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.doubts import mark
from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.trackers.saving import NOT_RAISED, save
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of, tree_of, words_of
from waymark.operations.returning import send_back
from waymark.trackers.models import Tracker

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def submitted(cast, gwen):
    tracker = make_tracker(cast, make_activity(gwen))
    save(cast.adam, tracker, replace(NOT_RAISED, status="submitted"), now=MORNING)
    return tracker


def test_what_was_submitted_with_how_its_checks_stood(cast, sign_in, gwen, submitted):
    mark(gwen, "Safeguarding")
    browser = sign_in(cast.glenn)
    answer = browser.get("/compliance/")
    page = main_of(answer)
    assert "1 Submitted 0 Referred 0 Sent back to coach" in page
    assert f"T{submitted.number} Nobody Gwenllian Llywelyn WM17000412 Risk: Safeguarding" in page
    assert "23 Nov 2026 Today" in page
    assert "6 of 10 met, 4 reasons given" in page
    assert "Not raised: reason given" in page
    assert links_of(answer)["Open the next one"] == f"/trackers/{submitted.id}/"
    assert links_of(answer)["Send back"] == f"/trackers/{submitted.id}/send-back/"
    assert "Compliance" in words_of(answer, within="header")


def test_the_longest_waiting_stands_first(cast, sign_in, gwen, submitted):
    earlier = put_in_status(make_tracker(cast, make_activity(gwen)), "submitted")
    Tracker.objects.filter(id=earlier.id).update(status_set_at=MORNING - timedelta(days=7))
    page = main_of(sign_in(cast.wendy).get("/compliance/"))
    assert page.index(f"T{earlier.number}") < page.index(f"T{submitted.number}")
    assert "16 Nov 2026 5 working days" in page
    assert "Not looked at" in page


def test_by_deadline_the_first_due_stands_on_top(cast, sign_in, gwen, submitted):
    other = put_in_status(make_tracker(cast, make_activity(gwen)), "submitted")
    Tracker.objects.filter(id=other.id).update(act_by=MORNING.date() - timedelta(days=3))
    page = main_of(sign_in(cast.glenn).get("/compliance/?sort=deadline"))
    assert "First due on top" in page
    assert page.index(f"T{other.number}") < page.index(f"T{submitted.number}")
    assert "Overdue" in page
    assert "With compliance 5 working days left, 30 Nov 2026" in page


def test_what_was_sent_back_stands_under_its_own_step(cast, sign_in, submitted):
    send_back(
        actor=cast.glenn.actor,
        tracker_id=submitted.id,
        code="r_evidence",
        text="The register is missing.",
        seen_version=None,
        now=MORNING,
    )
    browser = sign_in(cast.glenn)
    assert "Nothing waits here" in main_of(browser.get("/compliance/"))
    page = main_of(browser.get("/compliance/?step=sent-back"))
    assert "0 Submitted 0 Referred 1 Sent back to coach" in page
    assert "Evidence is missing" in page


def test_it_is_narrowed_by_words_and_group(cast, sign_in, submitted):
    browser = sign_in(cast.glenn)
    wales, caerdydd = cast.groups["Wales"].id, cast.groups["Wales / Caerdydd"].id
    for query in ("q=llywelyn", "q=WM17000412", f"group={caerdydd}", f"group={wales}"):
        assert f"T{submitted.number}" in main_of(browser.get(f"/compliance/?{query}"))
    assert "No trackers match these filters" in main_of(browser.get("/compliance/?q=nobody"))


@pytest.mark.parametrize("query", ["step=nonsense", "after=x", "after=99", "group=x", "q=%00"])
def test_what_cannot_be_read_does_no_harm(cast, sign_in, submitted, query):
    main_of(sign_in(cast.glenn).get(f"/compliance/?{query}"))


def test_pages_follow_each_other(cast, sign_in, gwen):
    numbers = []
    for minute in range(27):
        tracker = put_in_status(make_tracker(cast, make_activity(gwen)), "submitted")
        at = MORNING - timedelta(minutes=60 - minute)
        Tracker.objects.filter(id=tracker.id).update(status_set_at=at)
        numbers.append(tracker.number)
    browser = sign_in(cast.glenn)
    first = browser.get("/compliance/")
    assert f"T{numbers[24]}" in main_of(first)
    assert f"T{numbers[25]}" not in main_of(first)
    [following] = [href for words, href in links_of(first).items() if words.startswith("Next")]
    second = main_of(browser.get(f"/compliance/{following}"))
    assert f"T{numbers[25]}" in second
    assert f"T{numbers[24]}" not in second


@pytest.mark.parametrize("who", ["alexandra", "adam", "aimee", "tomasz", "joanne", "roy"])
def test_it_is_for_compliance(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    page = words_of(browser.get("/compliance/"), status=403)
    assert "Process Automation Trackers (Pre-Authorise)" in page
    assert "Compliance" not in links_of(browser.get("/"))


def test_nobody_sees_another_groups(cast, sign_in, submitted):
    cast.glenn.staff.groups.set([cast.groups["North West"]])
    assert "Nothing waits here" in main_of(sign_in(cast.glenn).get("/compliance/"))


def test_reading_changes_nothing_and_takes_few_statements(cast, sign_in, submitted, few_statements):
    browser = sign_in(cast.glenn)
    with nothing_changes():
        browser.get("/compliance/")
    with few_statements():
        browser.get("/compliance/")
    with few_statements():
        browser.get("/compliance/reasons/")


def test_the_reasons_are_found_by_everybody_who_may_read_them(cast, sign_in):
    here = "Why trackers are sent back and rejected"
    for who, back in ((cast.glenn, "/compliance/"), (cast.aimee, "/"), (cast.tomasz, "/")):
        browser = sign_in(who)
        home, queue = links_of(browser.get("/")), browser.get("/compliance/")
        at = home.get(here) or links_of(queue)[here]
        assert at == "/compliance/reasons/"
        page = tree_of(browser.get(at))
        [link] = [one for one in page.iter() if one.get("class") == "govuk-back-link"]
        assert link.get("href") == back
    assert here not in links_of(sign_in(cast.adam).get("/"))
