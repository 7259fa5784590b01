"""The tabs of a profile: Overview, Personal details, Documents, History."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import (
    MORNING,
    make_activity,
    make_notice,
    make_participant,
    make_tracker,
    put_in_status,
)
from tests.integration.sanctions.recording import fields
from tests.integration.trackers.staging import stage_letter
from tests.web.reading import links_of, main_of, words_of
from waymark.audit.models import AccessRecord, Event
from waymark.documents.models import Document
from waymark.operations.participants import set_mandation
from waymark.operations.plans import change_activity_status
from waymark.operations.sanctions import add_entry, withdraw_entry
from waymark.participants.models import Marker, MarkerKind
from waymark.trackers.models import TrackerFile

pytestmark = pytest.mark.usefixtures("morning")
TABS = [
    "participant",
    "participant-details",
    "participant-plan",
    "participant-documents",
    "participant-history",
]


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff,
        cast.groups["Wales / Caerdydd"],
        reference="WM17000412",
        ni_number="QQ123456C",
        planned_end_on=date(2027, 10, 1),
    )


def at(name, one):
    return reverse(name, args=[one.id])


@pytest.mark.parametrize("name", TABS)
def test_each_tab_says_whom_it_is_about_and_who_looked(cast, sign_in, gwen, name):
    answer = sign_in(cast.adam).get(at(name, gwen))
    page = words_of(answer)
    for fact in ("Gwenllian Llywelyn", "WM17000412", "DWP Restart", "Not under sanction"):
        assert fact in page
    head = words_of(answer, within="head")
    assert "WM17000412 – Waymark" in head
    assert "Llywelyn" not in head
    looked = AccessRecord.objects.get()
    assert (looked.actor_name, looked.participant_id) == ("Adam Stewart", gwen.id)
    assert looked.address == "127.0.0.1"


@pytest.mark.parametrize("name", TABS)
def test_each_tab_changes_nothing_but_that_record(cast, sign_in, gwen, name):
    before = Event.objects.count()
    sign_in(cast.adam).get(at(name, gwen))
    assert Event.objects.count() == before
    gwen.refresh_from_db()
    assert gwen.version == 1


@pytest.mark.parametrize("name", TABS)
def test_out_of_scope_is_not_found(cast, sign_in, gwen, name):
    assert sign_in(cast.roy).get(at(name, gwen)).status_code == 404
    assert sign_in(cast.adam).get(reverse(name, args=[uuid4()])).status_code == 404
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("name", TABS)
def test_an_auditor_reads_and_is_offered_no_change(cast, sign_in, gwen, name):
    answer = sign_in(cast.tomasz).get(at(name, gwen))
    assert answer.status_code == 200
    assert not [words for words in links_of(answer) if words.startswith(("Change", "Add"))]


def test_the_overview_shows_what_matters_now(cast, sign_in, gwen, few_statements):
    make_activity(gwen, due_on=date(2026, 11, 20), title="Overdue thing")
    make_activity(gwen, due_on=date(2026, 12, 4), title="Coming thing", mandatory=False)
    tracker = make_tracker(cast, make_activity(gwen, title="Missed thing"))
    kind = MarkerKind.objects.get(name="Safeguarding")
    Marker.objects.create(
        participant=gwen, kind=kind, what_to_know="Speak to Aimee", set_by="Adam", set_at=MORNING
    )
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(at("participant", gwen))
    page = main_of(answer)
    assert page.index("Overdue thing") < page.index("Coming thing")
    assert f"T{tracker.number} New Missed thing With Adam Stewart" in page
    assert "An activity can be made mandatory now" in page
    assert "Risk: Safeguarding Speak to Aimee" in page


def test_the_overview_of_somebody_new_says_so(cast, sign_in, gwen):
    page = main_of(sign_in(cast.adam).get(at("participant", gwen)))
    for words in ("Nothing is planned", "None is open", "No marker is on"):
        assert words in page


def test_the_overview_says_why_nothing_can_be_made_mandatory_and_when_somebody_left(
    cast, sign_in, gwen
):
    gwen.make_activity_mandatory, gwen.left_on = False, date(2026, 11, 20)
    gwen.save()
    page = main_of(sign_in(cast.adam).get(at("participant", gwen)))
    assert "while Make activity mandatory is No on the participant’s profile" in page
    assert "Leaving date: 20 November 2026" in page


def test_the_overview_shows_six_and_says_that_there_are_more(cast, sign_in, gwen):
    for number in range(7):
        make_activity(gwen, title=f"Thing {number}", due_on=date(2026, 12, 1) + timedelta(number))
    page = main_of(sign_in(cast.adam).get(at("participant", gwen)))
    assert "Thing 5" in page
    assert "Thing 6" not in page
    assert "More in the action plan" in page


def test_details_show_facts_and_who_set_what(cast, sign_in, gwen, few_statements):
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(at("participant-details", gwen))
    page = main_of(answer)
    for fact in (
        "QQ 12 34 56 C",
        "4 March 1991",
        "1 October 2026, planned to end 1 October 2027",
        "Has not left",
        "Wales / Caerdydd",
        "Bank holidays of England and Wales",
        "Monitoring trackers are on",
        "Yes Set by Aimee Hamilton, 2 October 2026 at 11am",
    ):
        assert fact in page, fact


def test_only_a_supervisor_is_offered_the_mandation_panel(cast, sign_in, gwen):
    of_adam = sign_in(cast.adam).get(at("participant-details", gwen))
    assert "Only a Supervisor can change these" in main_of(of_adam)
    assert "Change mandation" not in links_of(of_adam)
    of_aimee = sign_in(cast.aimee).get(at("participant-details", gwen))
    assert links_of(of_aimee)["Change mandation"] == at("participant-mandation", gwen)
    assert "Only a Supervisor" not in main_of(of_aimee)


@pytest.mark.parametrize(
    ("kind", "suggested"),
    [
        ("Appointment", "Pending decision for failure to attend"),
        ("Task", "Pending decision for failure to comply"),
    ],
)
def test_a_referred_tracker_suggests_a_sanction_status(cast, sign_in, gwen, kind, suggested):
    tracker = put_in_status(make_tracker(cast, make_activity(gwen, kind=kind)), "referred")
    answer = sign_in(cast.adam).get(at("participant-details", gwen))
    assert f"Suggested {suggested} Rests on tracker T{tracker.number}" in main_of(answer)
    gwen.refresh_from_db()
    assert gwen.sanction_status == "Not under sanction"


def test_nothing_is_suggested_by_a_new_tracker_nor_when_it_is_set_already(cast, sign_in, gwen):
    tracker = make_tracker(cast, make_activity(gwen))
    client = sign_in(cast.adam)
    assert "Suggested" not in main_of(client.get(at("participant-details", gwen)))
    put_in_status(tracker, "referred")
    gwen.sanction_status = "Pending decision for failure to attend"
    gwen.save()
    assert "Suggested" not in main_of(client.get(at("participant-details", gwen)))


def test_a_closed_tracker_says_that_nothing_is_known_from_it(cast, sign_in, gwen):
    put_in_status(make_tracker(cast, make_activity(gwen)), "closed")
    page = main_of(sign_in(cast.adam).get(at("participant-details", gwen)))
    assert "The tracker is Closed. What DWP decided is not known from a tracker alone" in page


def a_file(cast, tracker, number, **given):
    document = Document.objects.create(
        participant=tracker.participant,
        name=f"UCD603-{number}.pdf",
        content_type="application/pdf",
        size=212_000,
        sha256="0" * 64,
        stored_as=f"file-{number}",
        uploaded_by=cast.adam.staff,
        uploaded_at=MORNING,
        attached_at=MORNING,
        **given,
    )
    return TrackerFile.objects.create(
        tracker=tracker,
        document=document,
        kind="dma_paperwork",
        added_by="Adam Stewart",
        added_at=MORNING + timedelta(minutes=number),
    )


def test_documents_are_the_files_of_the_trackers(cast, sign_in, gwen, few_statements):
    tracker = make_tracker(cast, make_activity(gwen))
    files = [a_file(cast, tracker, number) for number in range(26)]
    files[3].removed_at, files[3].removed_by = MORNING, "Adam Stewart"
    files[3].save()
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(at("participant-documents", gwen))
    page = main_of(answer)
    assert "Showing 1 to 25 of 25" in page
    assert "UCD603-3.pdf" not in page
    links = links_of(answer)
    assert links["UCD603-25.pdf"] == f"/trackers/{tracker.id}/files/{files[25].id}/"
    assert links[f"T{tracker.number}"] == f"/trackers/{tracker.id}/"
    for fact in ("DMA paperwork", "Not scanned for viruses", "212 KB", "23 November 2026"):
        assert fact in page


def an_entry_with_a_letter(cast, tracker, kind="outcome", *, name="decision.pdf", minutes=0):
    now = MORNING + timedelta(minutes=minutes)
    entry = add_entry(
        actor=cast.adam.actor,
        participant_id=tracker.participant_id,
        fields=fields(kind, tracker),
        letters=[stage_letter(cast.adam, tracker.participant_id, name=name).id],
        now=now,
    )
    return entry, entry.letters.get()


@pytest.mark.parametrize(
    ("state", "said"), [("infected", "Infected: cannot"), ("waiting", "Waiting to be scanned")]
)
def test_a_file_that_is_held_is_named_but_not_linked(cast, sign_in, gwen, state, said):
    a_file(cast, make_tracker(cast, make_activity(gwen)), 1, scan_state=state)
    answer = sign_in(cast.adam).get(at("participant-documents", gwen))
    assert "UCD603-1.pdf" in main_of(answer)
    assert said in main_of(answer)
    assert "UCD603-1.pdf" not in links_of(answer)


def test_documents_are_notices_and_letters_too_newest_first(cast, sign_in, gwen, few_statements):
    tracker = make_tracker(cast, make_activity(gwen))
    file = a_file(cast, tracker, 1)
    held = make_notice(tracker.activity)
    void = make_notice(
        make_activity(gwen), issued_at=MORNING, voided_at=MORNING, void_reason="The place changed"
    )
    entry, letter = an_entry_with_a_letter(cast, tracker, minutes=2)
    browser = sign_in(cast.adam)
    with few_statements():
        answer = browser.get(at("participant-documents", gwen))
    page, links = main_of(answer), links_of(answer)
    names = ["decision.pdf", "UCD603-1.pdf", void.document.name, held.document.name]
    assert [page.index(one) for one in names] == sorted(page.index(one) for one in names)
    record = f"/participants/{gwen.id}/sanction-record/"
    assert links["decision.pdf"] == f"{record}letters/{letter.id}/"
    assert links[f"S{entry.number}"] == f"{record}#S{entry.number}"
    assert links["UCD603-1.pdf"] == f"/trackers/{tracker.id}/files/{file.id}/"
    of_it = f"/activities/{tracker.activity_id}/notices/"
    assert links[held.document.name] == f"{of_it}{held.id}/"
    assert links[tracker.activity.reference] == of_it
    assert f"{void.document.name} No longer holds" in page
    assert f"{held.document.name} In force" in page
    assert "Letter: Outcome from DWP" in page
    assert "9 November 2026 at 10am" in page


def test_a_letter_of_a_withdrawn_entry_and_an_infected_one_cannot_be_opened(cast, sign_in, gwen):
    tracker = make_tracker(cast, make_activity(gwen))
    entry, _ = an_entry_with_a_letter(cast, tracker, name="of another person.pdf")
    _, letter = an_entry_with_a_letter(cast, tracker, "period", name="infected.pdf")
    Document.objects.filter(id=letter.document_id).update(scan_state="infected")
    withdraw_entry(
        actor=cast.adam.actor,
        participant_id=gwen.id,
        entry_id=entry.id,
        why="Of another person",
        now=MORNING,
    )
    answer = sign_in(cast.adam).get(at("participant-documents", gwen))
    assert "of another person.pdf" not in main_of(answer)
    assert "infected.pdf Infected: cannot be opened" in main_of(answer)
    assert "infected.pdf" not in links_of(answer)


def test_no_documents_says_where_they_come_from(cast, sign_in, gwen):
    page = main_of(sign_in(cast.adam).get(at("participant-documents", gwen)))
    assert (
        "Notices that are issued, files of trackers and letters of the sanction record are listed"
        in page
    )


def test_history_tells_everything_newest_first(cast, sign_in, gwen, few_statements):
    activity = make_activity(gwen)
    tracker = make_tracker(cast, activity)
    set_mandation(
        actor=cast.aimee.actor,
        participant_id=gwen.id,
        make_activity_mandatory=False,
        sanction_status="Pending decision for failure to attend",
        seen_version=None,
        now=MORNING,
    )
    client = sign_in(cast.adam)
    with few_statements():
        answer = client.get(at("participant-history", gwen))
    page = main_of(answer)
    told = [
        "Mandation panel changed by Aimee Hamilton 23 November 2026 at 9am",
        "Make activity mandatory: Yes to No",
        "Sanction status: ‘Not under sanction’ to ‘Pending decision for failure to attend’",
        "Tracker made by Waymark",
        "assigned to Adam Stewart. DMA paperwork raised: Yes",
        "Marked not complete by Alexandra Herbert",
        "They did not do it: Did not attend",
        "A tracker was made",
    ]
    assert [page.index(one) for one in told] == sorted(page.index(one) for one in told)
    links = links_of(answer)
    assert links["CV workshop"] == f"/activities/{activity.id}/"
    assert links[f"Tracker T{tracker.number}"] == f"/trackers/{tracker.id}/"


def test_history_goes_on_by_key_both_ways(cast, sign_in, gwen):
    activity = make_activity(gwen)
    for number in range(120):
        change_activity_status(
            actor=cast.adam.actor,
            activity_id=activity.id,
            status="Not started" if number % 2 else "In progress",
            seen_version=None,
            now=MORNING + timedelta(minutes=number),
        )
    client = sign_in(cast.adam)
    here = at("participant-history", gwen)

    def follow(answer, words):
        return client.get(here + links_of(answer)[words])

    first = client.get(here)
    second = follow(first, "Next page")
    third = follow(second, "Next page")
    assert "Previous page" not in links_of(first)
    assert "Next page" not in links_of(third)
    counted = [main_of(one).count("Status: ") for one in (first, second, third)]
    assert counted == [50, 50, 20]
    again = follow(third, "Previous page")
    assert main_of(again) == main_of(second)
    assert main_of(follow(again, "Previous page")) == main_of(first)


@pytest.mark.parametrize("key", ["x", "-1", "99999999999999999999", ""])
def test_a_wrong_key_in_the_address_does_no_harm(cast, sign_in, gwen, key):
    make_tracker(cast, make_activity(gwen))
    for name in ("before", "after"):
        answer = sign_in(cast.adam).get(at("participant-history", gwen), {name: key})
        assert answer.status_code == 200


def test_no_history_says_what_will_be_there(cast, sign_in, gwen):
    page = main_of(sign_in(cast.adam).get(at("participant-history", gwen)))
    assert "Nothing has happened yet" in page
