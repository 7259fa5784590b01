"""Letters on the sanction record: uploaded with an entry, waiting while a field is wrong, read."""

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.integration.sanctions.recording import enter, fields
from tests.restricting import restrict
from tests.snapshot import nothing_changes
from tests.web.reading import links_of, main_of, tree_of
from tests.web.uploads import PDF, upload
from waymark.audit.models import AccessRecord
from waymark.documents.models import Document
from waymark.operations.sanctions import correct_entry, withdraw_entry
from waymark.sanctions.models import Letter, SanctionEntry

pytestmark = pytest.mark.usefixtures("morning")
WAITING = "Uploaded, not yet saved"


@pytest.fixture
def tracker(cast):
    person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(person))


def at(tracker, kind="outcome"):
    return reverse("sanction-entry-add", args=[tracker.participant_id, kind])


def record(tracker):
    return reverse("participant-sanction-record", args=[tracker.participant_id])


def typed(tracker, **given):
    return {"tracker": str(tracker.id), "happened_on": "20/11/2026", "result": "adverse"} | given


@pytest.fixture
def letter(cast, sign_in, tracker):
    sign_in(cast.adam).post(at(tracker), typed(tracker, letters=[upload("decision.pdf")]))
    return Letter.objects.get()


def opened(tracker, letter):
    return reverse("sanction-letter", args=[tracker.participant_id, letter.id])


def test_a_letter_is_kept_with_its_entry_and_can_be_read(cast, sign_in, tracker, letter):
    answer = sign_in(cast.alexandra).get(record(tracker))
    assert links_of(answer)["decision.pdf"] == opened(tracker, letter)
    answer = sign_in(cast.alexandra).get(opened(tracker, letter))
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="decision.pdf"'
    assert AccessRecord.objects.filter(kind="file", record_id=letter.id).count() == 1


def test_reading_changes_nothing_but_who_looked(cast, sign_in, tracker, letter):
    browser = sign_in(cast.tomasz)
    with nothing_changes(but=("audit_accessrecord",)):
        b"".join(browser.get(opened(tracker, letter)))


def test_it_waits_while_something_is_wrong_and_is_saved_then(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    answer = browser.post(at(tracker), typed(tracker, result="", letters=[upload("d.pdf")]))
    page = main_of(answer)
    assert "Choose the outcome" in page
    assert f"d.pdf {WAITING}" in page
    assert browser.post(at(tracker), typed(tracker)).status_code == 302
    assert Letter.objects.get().document.name == "d.pdf"


def test_discard_throws_it_away_and_keeps_what_was_typed(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    browser.post(at(tracker), typed(tracker, result="", letters=[upload("d.pdf")]))
    [document] = Document.objects.all()
    page = main_of(browser.post(at(tracker), typed(tracker, result="", discard=document.id)))
    assert WAITING not in page
    assert "There is a problem" not in page
    assert not Document.objects.exists()
    assert browser.post(at(tracker), typed(tracker, discard="x")).status_code == 200
    assert not SanctionEntry.objects.exists()


def test_a_file_that_cannot_be_kept_is_named_and_nothing_is_saved(cast, sign_in, tracker):
    page = main_of(
        sign_in(cast.adam).post(at(tracker), typed(tracker, letters=[upload("a.exe", b"MZ")]))
    )
    assert "a.exe: The file must be PDF" in page
    assert not SanctionEntry.objects.exists()


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker, letter):
    assert sign_in(cast.roy).get(opened(tracker, letter)).status_code == 404


def test_of_a_restricted_record_it_is_asked_why(cast, sign_in, tracker, letter):
    restrict(cast, tracker.participant, cast.adam)
    assert sign_in(cast.alexandra).get(opened(tracker, letter)).status_code == 404
    assert sign_in(cast.adam).get(opened(tracker, letter)).status_code == 403


def test_of_a_withdrawn_entry_it_is_named_and_not_opened(cast, sign_in, tracker, letter):
    withdraw_entry(
        actor=cast.adam.actor,
        participant_id=tracker.participant_id,
        entry_id=letter.entry_id,
        why="Of another person",
        now=letter.added_at,
    )
    browser = sign_in(cast.adam)
    answer = browser.get(record(tracker))
    assert "decision.pdf" in main_of(answer)
    assert "decision.pdf" not in links_of(answer)
    assert browser.get(opened(tracker, letter)).status_code == 404


def test_an_infected_one_is_told_of_and_not_opened(cast, sign_in, tracker, letter):
    Document.objects.filter(id=letter.document_id).update(scan_state="infected")
    browser = sign_in(cast.adam)
    assert "A virus was found in decision.pdf" in main_of(browser.get(record(tracker)))
    page = main_of(browser.get(opened(tracker, letter)), status=409)
    assert "This file is infected and cannot be opened" in page


class TestHomeOfWhoeverUploadedIt:
    HEADING = "A virus was found in what you uploaded"

    def test_tells_of_a_letter_on_an_entry_until_the_entry_is_corrected(
        self, cast, sign_in, tracker, letter, few_statements
    ):
        browser = sign_in(cast.adam)
        assert self.HEADING not in main_of(browser.get("/"))
        Document.objects.filter(id=letter.document_id).update(scan_state="infected")
        with few_statements():
            answer = browser.get("/")
        number = letter.entry.shown_number
        assert f"{self.HEADING} decision.pdf, on {number}, sanction record of" in main_of(answer)
        assert "It does not count as DMA paperwork" not in main_of(answer)
        label = f"{number}, sanction record of {tracker.participant.reference}"
        assert links_of(answer)[label] == f"{record(tracker)}#{number}"
        assert self.HEADING not in main_of(sign_in(cast.alexandra).get("/"))
        correct_entry(
            actor=cast.adam.actor,
            participant_id=tracker.participant_id,
            entry_id=letter.entry_id,
            fields=fields("outcome", tracker, result="non-adverse"),
            why="The letter cannot be opened",
            letters=[],
            now=letter.added_at,
        )
        assert self.HEADING not in main_of(sign_in(cast.adam).get("/"))

    def test_and_of_one_that_is_not_saved_until_it_is_discarded(self, cast, sign_in, tracker):
        browser = sign_in(cast.adam)
        browser.post(at(tracker), typed(tracker, result="", letters=[upload("d.pdf")]))
        [document] = Document.objects.all()
        Document.objects.update(scan_state="infected")
        label = f"sanction record of {tracker.participant.reference}"
        assert links_of(browser.get("/"))[label] == record(tracker)
        browser.post(at(tracker), typed(tracker, result="", discard=document.id))
        assert self.HEADING not in main_of(browser.get("/"))

    def test_but_not_of_a_record_that_is_out_of_scope_by_now(self, cast, sign_in, tracker, letter):
        Document.objects.filter(id=letter.document_id).update(scan_state="infected")
        restrict(cast, tracker.participant, cast.alexandra)
        assert self.HEADING not in main_of(sign_in(cast.adam).get("/"))


def test_a_double_click_keeps_one(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    for _ in range(2):
        data = typed(tracker, letters=[upload("decision.pdf")])
        assert browser.post(at(tracker), data).status_code == 302
    assert (SanctionEntry.objects.count(), Letter.objects.count()) == (1, 1)


def test_letters_of_many_entries_cost_no_more(cast, sign_in, tracker, letter, few_statements):
    for kind in ("referral", "condition", "re-compliance"):
        enter(cast.adam, kind, tracker)
    browser = sign_in(cast.aimee)
    with few_statements():
        tree_of(browser.get(record(tracker)))
