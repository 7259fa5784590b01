"""Good reason: asked about, replied to, decided on; private details for named roles only."""

from datetime import date

import pytest

from tests.doubts import WAS_ILL, ask, decide, later, reply
from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.snapshot import nothing_changes
from tests.web.reading import field_of, links_of, main_of, words_of
from waymark.operations.doubt import ReplyDraft
from waymark.people.models import Group
from waymark.trackers.models import Question, ReasonDecision, Reply

pytestmark = pytest.mark.usefixtures("morning")
ASKED = {"asked_on": "18/11/2026", "way": "post", "days": "5", "text": "Why did you not come?"}
REPLIED = {"replied_on": "20/11/2026", "text": "My back was bad.", "category": "disability"}
DECIDED = {"accepted": "no", "why": "The surgery knows of nothing"}
PAGES = {
    "good-reason/": (ASKED, Question),
    "good-reason/reply/": (REPLIED, Reply),
    "good-reason/decision/": (DECIDED, ReasonDecision),
}
SECRET = ReplyDraft(date(2026, 11, 20), "domestic_abuse", "He hid my keys.", is_private=True)

TOLD = """
Asked on 18 November 2026: Letter, recorded by Adam Stewart.
Counts as received on 20 November 2026. Time to reply until 27 November 2026 (5 working days).
What was asked: Why did you not come?
recorded by Adam Stewart: Disability or a health condition. My back was bad.
Not accepted as good reason by Adam Stewart: The surgery knows of nothing
Good reason asked about by Adam Stewart 23 November 2026 at 9am Letter, 18 November 2026.
Reply about good reason recorded by Adam Stewart 23 November 2026 at 9am Came on 20 November 2026.
Good reason decided on by Adam Stewart 23 November 2026 at 9am Not accepted as good reason Because:
""".strip().splitlines()


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


@pytest.fixture
def replied(cast, tracker):
    ask(cast.adam, tracker, now=later(-4))
    reply(cast.adam, tracker, now=later(-2))
    return tracker


def at(tracker, more="") -> str:
    return f"/trackers/{tracker.id}/{more}"


def test_from_the_question_to_the_decision(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    assert "Good reason Not asked about yet" in main_of(browser.get(at(tracker)))
    for more, (typed, _) in PAGES.items():
        answer = browser.post(at(tracker, more), typed)
        assert (answer.status_code, answer.url) == (302, at(tracker)), main_of(answer)
    page = main_of(browser.get(at(tracker)))
    for told in TOLD:
        assert told in page


# By hand, with the bank holidays of GOV.UK: Monday 30 November 2026 is one in Scotland only.
@pytest.mark.parametrize(
    ("asked", "way", "nation", "received", "due"),
    [
        ("18/11/2026", "in_person", "England and Wales", date(2026, 11, 18), date(2026, 11, 25)),
        ("18/11/2026", "phone", "England and Wales", date(2026, 11, 18), date(2026, 11, 25)),
        ("20/11/2026", "post", "England and Wales", date(2026, 11, 24), date(2026, 12, 1)),
        ("20/11/2026", "text", "England and Wales", date(2026, 11, 20), date(2026, 11, 27)),
        ("23/11/2026", "journal", "England and Wales", date(2026, 11, 23), date(2026, 11, 30)),
        ("23/11/2026", "journal", "Scotland", date(2026, 11, 23), date(2026, 12, 1)),
    ],
)
def test_the_time_to_reply_runs_from_receipt_in_working_days_of_the_group(
    cast, sign_in, tracker, asked, way, nation, received, due
):
    Group.objects.filter(id=tracker.participant.group_id).update(bank_holidays=nation)
    typed = ASKED | {"asked_on": asked, "way": way}
    assert sign_in(cast.adam).post(at(tracker, "good-reason/"), typed).status_code == 302
    question = Question.objects.get()
    assert (question.received_on, question.reply_due_on) == (received, due)
    assert question.limit.number == question.days == 5


def test_another_time_to_reply_needs_a_reason_that_is_shown(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    answer = browser.post(at(tracker, "good-reason/"), ASKED | {"days": "2"})
    assert "Say why the time to reply is shorter or longer than usual" in main_of(answer)
    assert field_of(answer, "days") == "2"
    assert not Question.objects.exists()
    typed = ASKED | {"days": "2", "days_reason": "He asked for a quick answer"}
    assert browser.post(at(tracker, "good-reason/"), typed).status_code == 302
    page = main_of(browser.get(at(tracker)))
    assert "Time to reply until 24 November 2026 (2 working days)." in page
    assert "Another time than usual because: He asked for a quick answer" in page


def test_a_later_question_takes_the_place_of_the_earlier_with_its_replies(cast, sign_in, replied):
    typed = ASKED | {"way": "email", "asked_on": "20/11/2026", "text": ""}
    browser = sign_in(cast.judith)
    browser.post(at(replied, "good-reason/"), typed)
    page = words_of(browser.get(at(replied)), within="main")
    assert "Asked on 20 November 2026: Email, recorded by Judith Hughes." in page
    assert "No reply was recorded." in page


@pytest.mark.parametrize("who", ["adam", "glenn", "wendy", "aimee", "tomasz"])
def test_private_details_are_read_by_named_roles_and_the_writer(cast, sign_in, tracker, who):
    ask(cast.adam, tracker)
    reply(cast.adam, tracker, SECRET)
    page = main_of(sign_in(getattr(cast, who)).get(at(tracker)))
    assert "recorded by Adam Stewart (private): Domestic abuse. He hid my keys." in page


@pytest.mark.parametrize("who", ["alexandra", "judith", "joanne"])
def test_private_details_are_hidden_from_all_others(cast, sign_in, tracker, who):
    ask(cast.adam, tracker)
    reply(cast.adam, tracker, SECRET)
    decide(cast.adam, tracker, accepted=True)
    browser = sign_in(getattr(cast, who))
    participant = tracker.participant_id
    for address in (at(tracker), f"/participants/{participant}/history/"):
        page = main_of(browser.get(address))
        assert "He hid my keys" not in page
        assert "Domestic abuse" not in page
        assert "The letter of the surgery" not in page
    page = main_of(browser.get(at(tracker)))
    assert "The details are private: for Supervisors, compliance, auditors and" in page
    assert "Accepted as good reason by Adam Stewart" in page


def test_history_holds_no_private_detail_for_anybody(cast, sign_in, tracker):
    ask(cast.adam, tracker)
    reply(cast.adam, tracker, SECRET)
    page = main_of(sign_in(cast.aimee).get(f"/participants/{tracker.participant_id}/history/"))
    assert "The details are private and stand on the tracker only." in page
    assert "He hid my keys" not in page


def test_who_may_not_read_it_does_not_decide_on_it(cast, sign_in, tracker):
    ask(cast.adam, tracker)
    reply(cast.adam, tracker, SECRET)
    browser = sign_in(cast.judith)
    assert "Decide whether it is good reason" not in links_of(browser.get(at(tracker)))
    page = main_of(browser.post(at(tracker, "good-reason/decision/"), DECIDED), status=403)
    assert "Read the private details of a good reason" in page
    assert not ReasonDecision.objects.exists()
    decided = sign_in(cast.glenn).post(at(tracker, "good-reason/decision/"), DECIDED)
    assert decided.status_code == 302


@pytest.mark.parametrize("more", PAGES)
def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, replied, more):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        assert browser.get(at(replied, more)).status_code == 200


@pytest.mark.parametrize("more", PAGES)
@pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
def test_without_the_role_there_is_none(cast, sign_in, replied, who, more):
    browser = sign_in(getattr(cast, who))
    assert browser.get(at(replied, more)).status_code == 403
    with nothing_changes(but=("audit_accessrecord",)):
        assert browser.post(at(replied, more), PAGES[more][0]).status_code == 403


@pytest.mark.parametrize("more", PAGES)
def test_out_of_scope_is_as_if_not_there(cast, sign_in, replied, more):
    browser = sign_in(cast.roy)
    assert browser.get(at(replied, more)).status_code == 404
    with nothing_changes():
        assert browser.post(at(replied, more), PAGES[more][0]).status_code == 404


@pytest.mark.parametrize(
    ("more", "wrong", "message"),
    [
        ("good-reason/", {"asked_on": "24/11/2026"}, "which is not in the future"),
        ("good-reason/", {"asked_on": "16/11/2026"}, "only once the activity was not done"),
        ("good-reason/", {"way": ""}, "Choose how good reason was asked about"),
        ("good-reason/", {"days": "0"}, "Working days to reply must be 1 or more"),
        ("good-reason/", {"days": "31"}, "Working days to reply must be 30 or less"),
        ("good-reason/", {"days": "five"}, "Enter a number of working days, such as 5"),
        ("good-reason/reply/", {"replied_on": "17/11/2026"}, "not before the day on which it was"),
        ("good-reason/reply/", {"replied_on": "25/11/2026"}, "which is not in the future"),
        ("good-reason/reply/", {"text": " "}, "Enter what they said"),
        ("good-reason/reply/", {"category": "lazy"}, "Choose the heading that fits best"),
        ("good-reason/decision/", {"accepted": ""}, "Choose whether it is accepted"),
        ("good-reason/decision/", {"why": ""}, "Say why good reason is accepted, or why not"),
    ],
)
def test_bad_input_says_so_at_the_field(cast, sign_in, replied, more, wrong, message):
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        answer = browser.post(at(replied, more), PAGES[more][0] | wrong)
    assert message in main_of(answer)


def test_without_a_question_there_is_no_reply_and_without_a_reply_no_decision(
    cast, sign_in, tracker
):
    browser = sign_in(cast.adam)
    for more, said in (
        ("good-reason/reply/", "Record first when it was asked, and how"),
        ("good-reason/decision/", "There is no reply yet to accept or not"),
    ):
        answer = browser.get(at(tracker, more))
        assert answer.url == at(tracker)
        assert said in words_of(browser.get(answer.url))
    answer = browser.post(at(tracker, "good-reason/reply/"), REPLIED)
    assert "Record first when good reason was asked about, and how" in main_of(answer)
    answer = browser.post(at(tracker, "good-reason/decision/"), DECIDED)
    assert "Record the reply first: there is none to accept or not" in main_of(answer)


@pytest.mark.parametrize("more", PAGES)
def test_a_final_tracker_takes_nothing_and_shows_what_was_typed(cast, sign_in, replied, more):
    put_in_status(replied, "rejected")
    browser = sign_in(cast.adam)
    with nothing_changes(but=("audit_accessrecord",)):
        answer = browser.post(at(replied, more), PAGES[more][0])
    assert "Nothing of yours has been saved" in main_of(answer, status=409)


@pytest.mark.parametrize("more", PAGES)
def test_a_double_click_adds_one(cast, sign_in, tracker, more):
    if more != "good-reason/":
        ask(cast.adam, tracker)
    if more == "good-reason/decision/":
        reply(cast.adam, tracker, WAS_ILL)
    browser = sign_in(cast.adam)
    typed, table = PAGES[more]
    for _ in range(2):
        assert browser.post(at(tracker, more), typed).status_code == 302
    assert table.objects.count() == 1
