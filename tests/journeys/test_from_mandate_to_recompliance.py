"""From a mandatory activity to re-compliance: with axe on every page, and without scripts; the last
step by keyboard alone.
"""

from pathlib import Path

import pytest

from tests.factories import make_participant
from tests.journeys.test_every_way_in import enter, to
from waymark.sanctions.models import SanctionEntry
from waymark.trackers.models import Tracker

PAPERWORK = Path(__file__).parent / "ucd603.pdf"
ROW = "/sanction-record/"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts and axe", "no scripts"])
def test_the_whole_way(everybody, visit, clock, scripts):
    """Mandate, notice, another day, another notice, missed, contact, good reason, submitted,
    returned, submitted, referred, decided, complied.
    """
    cast = everybody
    gwen = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    adam = visit(cast.adam, scripts=scripts)
    it_is_made_mandatory(adam, gwen)
    a_notice_is_issued(adam)
    it_is_moved_to_another_day(adam)
    a_notice_is_issued(adam)
    clock.passes(days=9, hours=3)
    adam = visit(cast.adam, scripts=scripts)
    it_is_missed(adam, gwen)
    tracker = Tracker.objects.get(participant=gwen)
    what_is_known_is_gathered(adam, tracker)
    it_is_submitted(adam, tracker, first=True)
    clock.passes(days=1)
    glenn = visit(cast.glenn, scripts=scripts)
    in_status(glenn, tracker, "New", note="The letter is missing.")
    adam = visit(cast.adam, scripts=scripts)
    it_is_submitted(adam, tracker, first=False)
    in_status(glenn, tracker, "Referred")
    a_tracker_alone_is_no_sanction(visit(cast.aimee, scripts=scripts), gwen)
    clock.passes(days=7)
    what_dwp_says_is_entered(visit(cast.wendy, scripts=scripts), gwen)
    clock.passes(days=2)
    they_comply(visit(cast.adam), gwen)
    the_supervisor_is_told(visit(cast.aimee, scripts=scripts), gwen)
    the_story_is_whole(visit(cast.tomasz, scripts=scripts), gwen, tracker)


def it_is_made_mandatory(adam, gwen):
    adam.go(f"/participants/{gwen.id}/action-plan/add/")
    page = adam.page
    page.get_by_label("Appointment").check()
    page.get_by_label("Title").fill("CV workshop")
    page.get_by_label("What the participant has to do").fill(
        "Come to the CV workshop and leave with a CV of two pages that you can send."
    )
    evidence = page.get_by_label("Evidence")
    if evidence.count():
        evidence.first.fill("Sign the register at the desk.")
    page.get_by_label("Due date").fill("1/12/2026")
    page.get_by_label("Due time").fill("10:30am")
    page.get_by_label("Place").fill("Caerdydd office, 4 Heol y Porth, room 2")
    page.get_by_label("The participant can see this activity").check()
    page.get_by_label("Yes", exact=True).check()
    adam.press("Add the activity").sees("CV workshop", "Mandatory")


def a_notice_is_issued(adam):
    adam.follow("Issue a notice")
    page = adam.page
    page.get_by_label("Handed over", exact=False).first.check()
    page.get_by_label("Handed over or sent on").fill("23/11/2026")
    page.get_by_label("Whom they tell if they cannot").fill("Adam Stewart, 029 2018 0000")
    adam.press("Preview the notice").sees("Read the notice before you issue it")
    adam.press("Issue the notice")


def it_is_moved_to_another_day(adam):
    adam.follow("Edit")
    adam.page.get_by_label("Due date").fill("2/12/2026")
    adam.press("Save").sees("2 December 2026", "Notice needed")


def it_is_missed(adam, gwen):
    adam.go(f"/participants/{gwen.id}/action-plan/").follow("CV workshop").follow(
        "Mark not complete"
    )
    adam.page.get_by_label("They did not do it").check()
    adam.page.locator("#reason-did_not").select_option("Did not attend")
    adam.press("Mark not complete").sees("was made for Adam Stewart")


def what_is_known_is_gathered(adam, tracker):
    here, page = f"/trackers/{tracker.id}/", adam.page
    adam.go(f"{here}contact/")
    page.get_by_label("How", exact=True).select_option("Phone call")
    page.get_by_label("What came of it").select_option("Spoke to them")
    adam.press("Record contact").sees("Phone call")
    adam.go(f"{here}good-reason/")
    page.get_by_label("Day it was asked").fill("2/12/2026")
    page.get_by_label("How", exact=True).select_option("Phone call")
    adam.press("Record the question")
    adam.go(f"{here}good-reason/reply/")
    page.get_by_label("Day the reply came").fill("2/12/2026")
    page.get_by_label("What they said").fill("I forgot about it.")
    page.get_by_label("Heading").select_option("None of these")
    adam.press("Record the reply")
    adam.go(f"{here}good-reason/decision/")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Why", exact=True).fill("A text message had reminded them that morning.")
    adam.press("Save the decision")
    adam.go(f"{here}failure/")
    page.get_by_label("Failure to attend").check()
    adam.press("Confirm").sees("Failure to attend")


def it_is_submitted(adam, tracker, *, first):
    adam.go(f"/trackers/{tracker.id}/edit/")
    adam.page.get_by_label("Status").select_option("Submitted")
    if first:
        adam.page.get_by_label("Add DMA paperwork").set_input_files(PAPERWORK)
    say_why_it_goes_on(adam)
    adam.press("Save").sees("Submitted")


def say_why_it_goes_on(visitor):
    """Each check that is not met asks for a reason."""
    for one in visitor.page.locator("textarea[name^=going_on]").all():
        if not one.input_value():
            one.evaluate("it => { it.value = 'The reply came on the day itself.' }")


def in_status(visitor, tracker, status, *, note=""):
    """Compliance saves the tracker in another status."""
    visitor.go(f"/trackers/{tracker.id}/edit/")
    visitor.page.get_by_label("Status").select_option(status)
    visitor.page.get_by_label("Add a note").fill(note)
    say_why_it_goes_on(visitor)
    visitor.press("Save").sees(status)


def a_tracker_alone_is_no_sanction(aimee, gwen):
    aimee.go(f"/participants/{gwen.id}{ROW}")
    aimee.sees("Pending decision for failure to attend", "What may be missing")
    aimee.misses("Under sanction for")


def what_dwp_says_is_entered(wendy, gwen):
    entries = (
        ("Referral to DWP", "When it was sent", "3/12/2026", ("Secure email",)),
        ("Outcome from DWP", "When it was received", "9/12/2026", ("Adverse: a sanction",)),
        ("Sanction period", "When DWP told us", "9/12/2026", ()),
        ("Compliance condition", "When DWP told us", "9/12/2026", ("In person",)),
    )
    for kind, when, day, chosen in entries:
        wendy.go(f"/participants/{gwen.id}{ROW}")
        wendy.page.locator("aside").get_by_role("link", name=kind, exact=True).last.click()
        wendy.check()
        wendy.page.get_by_label(when).fill(day)
        for label in chosen:
            wendy.page.get_by_label(label, exact=True).check()
        if kind == "Sanction period":
            wendy.page.get_by_label("When the sanction begins").fill("2/12/2026")
        if kind == "Compliance condition":
            wendy.page.get_by_label("Compliance condition").fill("Come to the next appointment")
        if kind == "Outcome from DWP":
            wendy.page.get_by_label("Add a letter").set_input_files(PAPERWORK)
        wendy.press("Add to the record").sees("is on the sanction record", kind)
    wendy.sees("ucd603.pdf")
    assert SanctionEntry.objects.filter(participant=gwen).count() == len(entries)


def they_comply(adam, gwen):
    """By keyboard alone: from the record to the entry."""
    page = adam.go(f"/participants/{gwen.id}{ROW}").page
    enter(adam, page.locator("aside").get_by_role("link", name="Re-compliance", exact=True))
    adam.check()
    to(adam, page.get_by_label("When the condition was met"))
    page.keyboard.type("11/12/2026")
    to(adam, page.get_by_label("In person"))
    page.keyboard.press("Space")
    to(adam, page.get_by_label("When DWP was told"))
    page.keyboard.type("11/12/2026")
    enter(adam, page.get_by_role("button", name="Add to the record"))
    adam.check().sees("Re-compliance", "Met", "11 December 2026", "10 December 2026")


def the_supervisor_is_told(aimee, gwen):
    aimee.go(f"/participants/{gwen.id}/mandation/")
    aimee.page.get_by_label("Under sanction for failure to attend").check()
    aimee.press("Save")
    aimee.go(f"/participants/{gwen.id}/mandation/").sees(
        "Waymark suggests: Not under sanction.", "of the sanction record"
    )
    aimee.page.get_by_label("Not under sanction").check()
    aimee.press("Save").sees("Not under sanction")


def the_story_is_whole(tomasz, gwen, tracker):
    tomasz.go(f"/participants/{gwen.id}/story/").picture("story")
    text = tomasz.page.locator("main").inner_text()
    in_order = (
        "Activity added",
        "Notice issued",
        "Notice no longer holds",
        "Notice issued",
        "Marked not complete",
        "Tracker made",
        "Contact recorded",
        "Good reason asked about",
        "Reply about good reason recorded",
        "Good reason decided on",
        "Kind of failure confirmed",
        "New to Submitted",
        "Submitted to New",
        "New to Submitted",
        "Submitted to Referred",
        "Outcome from DWP",
        "Compliance condition",
        "Re-compliance",
    )
    place = 0
    for words in in_order:
        found = text.find(words, place)
        assert found >= 0, f"{words} is not there, or not in its place, in:\n{text}"
        place = found + len(words)
    before = tracker.status_set_at
    tracker.refresh_from_db()
    assert (tracker.status, tracker.status_set_at > before) == ("referred", True)
    entered = SanctionEntry.objects.filter(tracker=tracker)
    assert all(one.recorded_at > tracker.status_set_at for one in entered)
