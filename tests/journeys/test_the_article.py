"""The article, from its first step to its last, with the real application and a real browser."""

from datetime import date
from pathlib import Path

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.submitting import give_reasons
from waymark.trackers.models import Tracker

PAPERWORK = Path(__file__).parent / "ucd603.pdf"
WORK_COACH_STATUSES = ["New", "Resolved", "Submitted", "Referred"]
EVERY_STATUS = [*WORK_COACH_STATUSES, "Rejected", "Closed"]


def caerdydd(cast):
    return cast.groups["Wales / Caerdydd"]


def others_in_the_office(cast):
    """What else a list holds on such a day: other people, owners and statuses."""
    rows = (
        ("Kwame", "Asante", "Confidence workshop", "judith", "new"),
        ("Zofia", "Dąbrowska-Kowalczyk", "Interview skills workshop", None, "referred"),
        ("D’Arcy", "O’Sullivan", "Apply for three jobs", None, "resolved"),
        ("Nguyễn Thị Minh", "Khai", "Careers fair", None, "submitted"),
        ("Bartholomew", "Featherstonehaugh-Cholmondeley", "Health and safety", None, "new"),
        ("Mohammed", "Al-Rashid Choudhury", "Digital skills workshop", "judith", "closed"),
        ("Siôn", "ap Rhys Cadwaladr", "Update your CV", None, "rejected"),
    )
    for first_name, last_name, title, owner, status in rows:
        somebody = make_participant(
            cast.adam.staff, caerdydd(cast), first_name=first_name, last_name=last_name
        )
        chosen = getattr(cast, owner).staff if owner else None
        activity = make_activity(
            somebody, title=title, chosen_owner=chosen, due_on=date(2026, 11, 3)
        )
        put_in_status(make_tracker(cast, activity), status)


def mark_not_complete(coach, activity):
    """The form, from the activity's page to the button."""
    coach.go(f"/activities/{activity.id}/").follow("Mark not complete")
    coach.page.get_by_label("They did not do it").check()
    coach.page.locator("#reason-did_not").select_option("Did not attend")
    return coach


def statuses_offered(visitor):
    return visitor.page.locator("#status option").all_inner_texts()


def test_each_condition_missing_once_makes_none(everybody, visit):
    """No tracker: mandation off; not mandatory; not marked Not complete; another programme."""
    cast, coach = everybody, visit(everybody.alexandra)
    group, adam = caerdydd(cast), cast.adam.staff
    allowed = make_participant(adam, group)
    not_allowed = make_participant(adam, group, make_activity_mandatory=False)
    elsewhere = make_participant(adam, group, programme="Work and Health Programme")
    cases = (
        (make_activity(not_allowed), "Make activity mandatory was No"),
        (make_activity(allowed, mandatory=False), "The activity was not mandatory"),
        (make_activity(elsewhere), "Monitoring trackers were off for Work and Health Programme"),
    )
    for activity, why in cases:
        mark_not_complete(coach, activity).sees("No tracker will be made")
        coach.press("Mark not complete").sees("Why there is no tracker", why)
    done = make_activity(allowed)
    coach.go(f"/activities/{done.id}/").follow("Mark complete").press("Mark complete")
    coach.go(f"/participants/{allowed.id}/trackers/").sees("No trackers")
    assert not Tracker.objects.exists()


def test_from_the_mandation_panel_to_a_final_tracker(everybody, visit):
    cast = everybody
    others_in_the_office(cast)
    gwen = make_participant(
        cast.adam.staff,
        caerdydd(cast),
        reference="WM17000412",
        first_name="Gwenllian Myfanwy",
        last_name="Llywelyn-Prydderch",
        make_activity_mandatory=False,
    )
    the_supervisor_allows_mandation(visit(cast.aimee), gwen)
    adam = visit(cast.adam)
    the_coach_makes_an_activity_mandatory(adam, gwen)
    the_coach_marks_it_not_complete(adam)
    tracker = Tracker.objects.get(participant=gwen)
    it_is_found_from_the_profile(adam, gwen, tracker)
    it_is_found_by_each_filter(adam, tracker)
    who_lacks_the_role_only_reads(visit(cast.alexandra), tracker)
    the_paperwork_is_asked_for(adam, tracker)
    the_coach_submits_it(adam, tracker)
    each_coach_status_can_be_set(adam, tracker)
    compliance_rejects_it(visit(cast.glenn), adam, tracker)
    audit_closes_the_next_one(visit(cast.wendy), adam, gwen, tracker)
    the_supervisor_sets_the_sanction_status(visit(cast.aimee), adam, gwen)


def the_supervisor_allows_mandation(aimee, gwen):
    aimee.go(f"/participants/{gwen.id}/details/").sees("Make activity mandatory", "No")
    aimee.page.locator(f"a[href$='/participants/{gwen.id}/mandation/']").click()
    aimee.check()
    aimee.page.get_by_label("Yes", exact=True).check()
    aimee.picture("mandation")
    aimee.press("Save").sees("Make activity mandatory", "Set by Aimee Hamilton").picture("profile")


def the_coach_makes_an_activity_mandatory(adam, gwen):
    adam.go(f"/participants/{gwen.id}/details/").sees("Only a Supervisor can change these")
    adam.go(f"/participants/{gwen.id}/action-plan/").picture("action-plan-empty")
    adam.follow("Add an activity")
    page = adam.page
    page.get_by_label("Appointment").check()
    page.get_by_label("Title").fill("CV workshop")
    page.get_by_label("What the participant has to do").fill("Come, and bring your CV.")
    page.get_by_label("Due date").fill("17/11/2026")
    page.get_by_label("Due time").fill("10:30am")
    page.get_by_label("Place").fill("Caerdydd office")
    page.get_by_label("The participant can see this activity").check()
    page.get_by_label("Yes", exact=True).check()
    adam.press("Add the activity").sees("CV workshop", "Mandatory")


def the_coach_marks_it_not_complete(adam):
    adam.follow("Mark not complete")
    adam.sees("A monitoring tracker will be made for Adam Stewart", "Nothing is sent to DWP")
    adam.page.get_by_label("What happened").fill("Did not arrive by 10:50am. No answer by phone.")
    adam.press("Mark not complete").sees("There is a problem")
    assert "No answer by phone" in adam.page.get_by_label("What happened").input_value()
    adam.go(adam.page.url.removeprefix(adam.address))
    adam.page.get_by_label("They did not do it").check()
    adam.page.locator("#reason-did_not").select_option("Did not attend")
    adam.page.get_by_label("What happened").fill("Did not arrive by 10:50am. No answer by phone.")
    adam.picture("not-complete")
    adam.press("Mark not complete").sees("was made for Adam Stewart").picture("activity-marked")


def it_is_found_from_the_profile(adam, gwen, tracker):
    adam.go(f"/participants/{gwen.id}/")
    adam.page.get_by_role("button", name="More about this participant").click()
    adam.check()
    adam.page.locator(".moj-identity-bar").get_by_role("link", name="Trackers").click()
    adam.check().sees(f"T{tracker.number}", "CV workshop", "New", "Adam Stewart")


def it_is_found_by_each_filter(adam, tracker):
    number = f"T{tracker.number}"
    found = (
        "q=llywelyn",
        "q=WM17000412",
        "q=workshop",
        "q=Monitoring",
        f"q={number}",
        "type=monitoring",
        "status=new",
        "assignee=me",
        f"group={tracker.participant.group_id}",
        "by=due&from=17/11/2026&to=17/11/2026",
    )
    missed = (
        "q=nobody+of+that+name",
        "status=closed",
        "assignee=nobody",
        "by=due&from=18/11/2026",
        "by=due&to=16/11/2026",
        "status=referred&status=resolved",
    )
    for query in found:
        adam.go(f"/trackers/?{query}").sees(number)
    for query in missed:
        adam.go(f"/trackers/?{query}").misses(number)
    adam.picture("trackers-none").go("/trackers/").sees(number).picture("trackers")


def who_lacks_the_role_only_reads(alexandra, tracker):
    alexandra.go(f"/trackers/{tracker.id}/").sees("Why this tracker exists")
    assert alexandra.page.get_by_role("link", name="Edit", exact=True).count() == 0
    alexandra.go(f"/trackers/{tracker.id}/edit/").sees("Process Automation Trackers (Edit)")


def the_paperwork_is_asked_for(adam, tracker):
    adam.go(f"/trackers/{tracker.id}/").follow("Edit")
    assert statuses_offered(adam) == WORK_COACH_STATUSES
    assert adam.page.get_by_label("Yes", exact=True).is_checked()
    adam.picture("tracker-edit")
    adam.page.get_by_label("Status").select_option("Submitted")
    adam.press("Save").sees("There is a problem", "Upload the completed DMA paperwork")
    adam.page.get_by_label("No", exact=True).check()
    adam.press("Save").sees("Enter the reason DMA paperwork was not raised")
    assert adam.page.get_by_label("Status").input_value() == "submitted"
    adam.picture("tracker-edit-errors")


def the_coach_submits_it(adam, tracker):
    adam.go(f"/trackers/{tracker.id}/edit/")
    adam.page.get_by_label("Status").select_option("Submitted")
    adam.page.get_by_label("Add DMA paperwork").set_input_files(PAPERWORK)
    adam.page.get_by_label("Add a note").fill("Second call at 3pm, no answer. Voicemail left.")
    adam.press("Save").sees("Say why you go on although this check is not met")
    give_reasons(adam.page)
    adam.press("Save").sees("Submitted", "ucd603.pdf", "Voicemail left").picture("tracker")


def each_coach_status_can_be_set(adam, tracker):
    for status in ("Referred", "New", "Resolved", "Submitted"):
        adam.go(f"/trackers/{tracker.id}/edit/")
        adam.page.get_by_label("Status").select_option(status)
        give_reasons(adam.page)
        adam.press("Save")
        adam.go(f"/trackers/{tracker.id}/").sees(status, f"to {status}")


def compliance_rejects_it(glenn, adam, tracker):
    glenn.go(f"/trackers/{tracker.id}/edit/")
    assert statuses_offered(glenn) == EVERY_STATUS
    glenn.page.get_by_label("Status").select_option("Rejected")
    glenn.press("Save").sees("Choose why it is rejected")
    glenn.page.get_by_label("Why it is rejected", exact=True).select_option("Good reason was shown")
    glenn.press("Save").sees("Rejected")
    for visitor in (glenn, adam):
        visitor.go(f"/trackers/{tracker.id}/").sees("Rejected", "read-only")
        typed_in = "main form :is(textarea, select, input:not([type=hidden]))"
        assert visitor.page.locator(typed_in).count() == 0
        assert visitor.page.get_by_role("link", name="Edit", exact=True).count() == 0
    adam.picture("tracker-final")


def audit_closes_the_next_one(wendy, adam, gwen, first):
    activity = make_activity(gwen, title="Interview practice")
    mark_not_complete(adam, activity).press("Mark not complete").sees("was made for")
    second = Tracker.objects.get(activity=activity)
    wendy.go(f"/trackers/{second.id}/edit/")
    assert statuses_offered(wendy) == EVERY_STATUS
    wendy.page.get_by_label("Status").select_option("Closed")
    wendy.page.get_by_label("No", exact=True).check()
    wendy.page.get_by_label("Reason it was not raised").fill("Told us beforehand; not recorded.")
    wendy.press("Save").sees("Closed")
    adam.go(f"/participants/{gwen.id}/trackers/").sees(
        str(first), "Rejected", str(second), "Closed"
    )


def the_supervisor_sets_the_sanction_status(aimee, adam, gwen):
    aimee.go(f"/participants/{gwen.id}/mandation/")
    offered = aimee.page.locator("#sanction_status").locator("xpath=ancestor::fieldset")
    assert offered.get_by_role("radio").count() == 5
    aimee.page.get_by_label("Pending decision for failure to attend").check()
    aimee.press("Save").sees("Pending decision for failure to attend")
    adam.go(f"/participants/{gwen.id}/action-plan/add/").sees(
        "cannot be made mandatory while the sanction status is one for failure to attend"
    )
    assert adam.page.locator("[name=mandatory]").count() == 0
    adam.picture("activity-not-mandatory")
