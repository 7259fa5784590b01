"""From a mandatory activity to its notice, moved, and told anew; every page by axe."""

from datetime import date, timedelta

from tests.factories import make_activity, make_participant


def test_mandate_notice_reschedule_new_notice(everybody, visit):
    who = make_participant(
        everybody.adam.staff,
        everybody.groups["Wales / Caerdydd"],
        reasonable_adjustments="A chair with arms",
    )
    due = date.today() + timedelta(days=21)  # noqa: DTZ011
    activity = make_activity(who, due_on=due, place="")
    adam = visit(everybody.adam)
    adam.go(f"/activities/{activity.id}/").sees("Notice needed", "None has been issued")
    adam.follow("Issue a notice").sees(
        "Say where it is", "Say what evidence is needed", "A chair with arms"
    ).narrowed()
    adam.follow("Edit the activity")
    adam.page.fill("#place", "Caerdydd office, 2nd floor")
    adam.page.select_option("#channel", "In person")
    adam.page.fill("#evidence", "Your CV, on paper")
    adam.press("Save").follow("Issue a notice")
    adam.press("Preview the notice").sees("Choose how the notice reaches the participant")
    adam.page.get_by_label("Handed over", exact=True).check()
    adam.page.fill("#contact", "Adam Stewart, 029 2000 0000")
    adam.press("Preview the notice").sees("An appointment that you must attend").narrowed()
    adam.press("Issue the notice").sees("In force", "is issued").narrowed()
    adam.follow("Edit")
    adam.page.fill("#due_time", "2pm")
    adam.press("Save").sees("Notice needed", "Due time changed, by Adam Stewart")
    adam.follow("Issue a notice")
    adam.page.get_by_label("Sent by post", exact=True).check()
    adam.press("Preview the notice").sees("at 2pm")
    adam.press("Issue the notice").follow("See 2 notices as issued")
    adam.sees(f"Notice {activity.reference}-2", "No longer holds", "In force").narrowed()
    adam.go(f"/participants/{who.id}/action-plan/mandatory/").sees("Notice in force").narrowed()


def test_templates_are_kept(everybody, visit):
    joanne = visit(everybody.joanne)
    joanne.go("/administration/notice-templates/").narrowed()
    joanne.follow("Universal Credit, appointment", exact=False).narrowed()
    joanne.follow("Make another version")
    joanne.page.fill("#part_title", "Come to {nmae}")
    joanne.press("Preview").sees("There is no {nmae}").narrowed()
    joanne.page.fill("#part_title", "An appointment that you must come to")
    joanne.press("Save as the next version").sees("Version 2 is saved")
    joanne.follow("Compare with version 1").sees("The same in both").narrowed()
