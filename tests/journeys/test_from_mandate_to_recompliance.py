"""From a mandatory activity to re-compliance and a closed tracker: with axe on every page; without
scripts, on a phone; by keyboard alone. Each person begins on one page, and gets on from there by
links, buttons and the search.
"""

from functools import partial
from pathlib import Path

import pytest

from tests.factories import make_participant
from tests.journeys.keyboard import ByKeyboard
from tests.journeys.visitor import PHONE
from waymark.sanctions.models import SanctionEntry
from waymark.trackers.models import Tracker

PAPERWORK = Path(__file__).parent / "ucd603.pdf"
WAYS = {
    "scripts and axe": {},
    "no scripts": {"scripts": False, "size": PHONE},
    "by keyboard": {"by": ByKeyboard},
}
WHY = "The reply came on the day itself"


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_whole_way(everybody, visit, clock, way):
    """Mandate, notice, another day, another notice, missed, contact, good reason, submitted,
    returned, submitted, referred, decided, complied, closed.
    """
    cast, visit = everybody, partial(visit, **way)
    gwen = make_participant(
        cast.adam.staff,
        cast.groups["Wales / Caerdydd"],
        reasonable_adjustments="A chair with arms",
    )
    adam = visit(cast.adam)
    it_is_made_mandatory(adam, gwen)
    what_the_notice_lacks_is_put_right(adam)
    a_notice_is_handed_over(adam)
    it_is_moved_to_another_day(adam)
    another_notice_is_posted(adam)
    clock.passes(days=9, hours=6)
    adam = visit(cast.adam)
    it_is_missed(adam, gwen)
    tracker = Tracker.objects.get(participant=gwen)
    what_is_known_is_gathered(adam)
    it_is_submitted(adam)
    clock.passes(days=1)
    it_is_sent_back(visit(cast.glenn), tracker)
    it_is_put_right_and_submitted(visit(cast.adam), tracker)
    it_is_referred(visit(cast.glenn), tracker)
    a_tracker_alone_is_no_sanction(visit(cast.aimee), gwen)
    clock.passes(days=7)
    what_dwp_says_is_entered(visit(cast.wendy), gwen)
    clock.passes(days=2)
    they_comply(visit(cast.adam), gwen)
    the_supervisor_is_told(visit(cast.aimee), gwen)
    the_story_is_whole(visit(cast.tomasz), gwen, tracker)
    it_is_closed(visit(cast.wendy), tracker)


def sanction_record_of(visitor, gwen):
    """From the profile."""
    return visitor.go(f"/participants/{gwen.id}/").follow("Sanction record")


def it_is_made_mandatory(adam, gwen):
    adam.go("/").search(gwen.reference).follow("Gwenllian Llywelyn").follow("Action plan")
    adam.follow("Add an activity")
    adam.choose("Appointment").fill("Title", "CV workshop")
    adam.fill(
        "What the participant has to do",
        "Come to the CV workshop and leave with a CV of two pages that you can send.",
    )
    adam.fill("Due date", "1/12/2026").fill("Due time", "10:30am")
    adam.fill("Place", "Caerdydd office, 4 Heol y Porth")
    adam.choose("The participant can see this activity").choose("Yes")
    adam.press("Add the activity").sees("CV workshop", "Mandatory")
    adam.sees("Notice needed", "None has been issued")


def what_the_notice_lacks_is_put_right(adam):
    adam.follow("Issue a notice").narrowed()
    adam.sees("Say what evidence is needed", "A chair with arms")
    adam.follow("Edit the activity")
    adam.fill("Place", "Caerdydd office, 4 Heol y Porth, room 2")
    adam.pick("How it is held or done", "In person")
    adam.fill("Evidence needed", "Your CV, on paper").press("Save")


def a_notice_is_handed_over(adam):
    adam.follow("Issue a notice")
    adam.press("Preview the notice").sees("Choose how the notice reaches the participant")
    adam.choose("Handed over")
    adam.fill("Whom they tell if they cannot", "Adam Stewart, 029 2018 0000")
    adam.press("Preview the notice").narrowed()
    adam.sees("Read the notice before you issue it", "An appointment that you must attend")
    adam.press("Issue the notice").sees("In force", "is issued").narrowed()


def it_is_moved_to_another_day(adam):
    adam.follow("Edit").fill("Due date", "2/12/2026").fill("Due time", "2pm").press("Save")
    adam.sees("2 December 2026", "Notice needed")
    adam.sees("Due date and due time changed, by Adam Stewart")


def another_notice_is_posted(adam):
    adam.follow("Issue a notice").choose("Sent by post")
    adam.press("Preview the notice").sees("at 2pm", "2 December 2026").press("Issue the notice")
    adam.follow("See 2 notices as issued").narrowed()
    adam.sees("-2", "No longer holds", "In force")
    adam.follow_in_menu("More about this participant", "Action plan")
    adam.follow("What is mandatory").sees("Notice in force").narrowed()


def it_is_missed(adam, gwen):
    adam.go(f"/participants/{gwen.id}/").follow("Action plan").follow("CV workshop")
    adam.follow("Mark not complete").choose("They did not do it")
    adam.pick(adam.page.locator("#reason-did_not"), "Did not attend")
    adam.press("Mark not complete").sees("was made for Adam Stewart")


def what_is_known_is_gathered(adam):
    adam.follow("T1", exact=False).follow("Record a contact")
    adam.pick("How", "Phone call").pick("What came of it", "Spoke to them")
    adam.press("Record contact").sees("Phone call")
    adam.follow("Record that good reason was asked about")
    adam.fill("Day it was asked", "2/12/2026").pick("How", "Phone call")
    adam.press("Record the question").follow("Record the reply")
    adam.fill("Day the reply came", "2/12/2026").fill("What they said", "I forgot about it.")
    adam.pick("Heading", "None of these").press("Record the reply")
    adam.follow("Decide whether it is good reason").choose("No")
    adam.fill("Why", "A text message had reminded them that morning.").press("Save the decision")
    adam.follow("Confirm the kind of failure", exact=False).choose("Failure to attend")
    adam.press("Confirm").sees("Failure to attend")


def it_is_submitted(adam):
    adam.follow("Edit").pick("Status", "Submitted").attach("Add DMA paperwork", PAPERWORK)
    say_why_it_goes_on(adam)
    adam.press("Save").sees("Submitted", "ucd603.pdf")


def say_why_it_goes_on(visitor):
    """Each check that is not met asks for a reason."""
    checks = visitor.page.locator("details#checks")
    visitor.unfold(checks.locator("summary"))
    for one in checks.locator("textarea").all():
        visitor.fill(one, WHY)


def it_is_sent_back(glenn, tracker):
    number = f"T{tracker.number}"
    glenn.go("/compliance/").follow_in_menu(f"Actions for {number}", "Send back")
    glenn.press("Send it back").sees("Choose why it is sent back", "Say what has to be put right")
    glenn.choose("Evidence is missing").narrowed()
    glenn.fill("What has to be put right", "The letter is missing.")
    glenn.press("Send it back").sees(f"{number} is sent back")


def it_is_put_right_and_submitted(adam, tracker):
    adam.go("/").search(f"T{tracker.number}").sees("The letter is missing.")
    it_is_submitted(adam)


def it_is_referred(glenn, tracker):
    number = f"T{tracker.number}"
    glenn.go("/trackers/").follow_in_menu(f"Actions for {number}", "Edit")
    glenn.pick("Status", "Referred")
    say_why_it_goes_on(glenn)
    glenn.press("Save").sees("Referred")


def a_tracker_alone_is_no_sanction(aimee, gwen):
    sanction_record_of(aimee, gwen)
    aimee.sees("Pending decision for failure to attend", "What may be missing")
    aimee.misses("Under sanction for")


def what_dwp_says_is_entered(wendy, gwen):
    """From the record; after each entry it is the record that comes."""
    sanction_record_of(wendy, gwen)
    wendy.follow("Referral to DWP").fill("When it was sent", "3/12/2026").choose("Secure email")
    it_is_entered(wendy, "Referral to DWP")
    wendy.follow("Outcome from DWP").choose("Adverse: a sanction")
    wendy.fill("When it was received", "9/12/2026").attach("Add a letter", PAPERWORK)
    it_is_entered(wendy, "Outcome from DWP", "ucd603.pdf")
    wendy.follow("Sanction period").fill("When DWP told us", "9/12/2026")
    wendy.fill("When the sanction begins", "2/12/2026")
    it_is_entered(wendy, "Sanction period")
    wendy.follow("Compliance condition").fill("When DWP told us", "9/12/2026")
    wendy.fill("Compliance condition", "Come to the next appointment").choose("In person")
    it_is_entered(wendy, "Compliance condition")
    assert SanctionEntry.objects.filter(participant=gwen).count() == 4


def it_is_entered(wendy, *words):
    wendy.press("Add to the record").sees("is on the sanction record", *words)


def they_comply(adam, gwen):
    sanction_record_of(adam, gwen).follow("Re-compliance")
    adam.fill("When the condition was met", "11/12/2026").choose("In person")
    adam.fill("When DWP was told", "11/12/2026").press("Add to the record")
    adam.sees("Re-compliance", "Met", "11 December 2026", "10 December 2026")


def the_supervisor_is_told(aimee, gwen):
    sanction_record_of(aimee, gwen).follow("Change the sanction status")
    aimee.choose("Under sanction for failure to attend").press("Save")
    sanction_record_of(aimee, gwen).follow("Change the sanction status")
    aimee.sees("Waymark suggests: Not under sanction.", "of the sanction record")
    aimee.choose("Not under sanction").press("Save").sees("Not under sanction")


def the_story_is_whole(tomasz, gwen, tracker):
    sanction_record_of(tomasz, gwen).follow("The whole story").picture("story")
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


def it_is_closed(wendy, tracker):
    number = f"T{tracker.number}"
    wendy.go("/trackers/").follow_in_menu(f"Actions for {number}", "Edit")
    wendy.pick("Status", "Closed").press("Save").sees("Closed", "read-only")
