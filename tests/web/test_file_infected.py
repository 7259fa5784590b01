"""What the virus scanner finds: the uploader is told, on the form, on the tracker and on Home."""

import pytest
from django.core.files.storage import default_storage

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.web.reading import field_of, links_of, main_of
from tests.web.uploads import upload
from waymark.documents.models import Document
from waymark.documents.scanning import Scan, Scanner
from waymark.trackers.models import TrackerFile

pytestmark = pytest.mark.usefixtures("morning")
TOLD = (
    "UCD603.pdf: A virus was found in this file. It is held apart and nobody can open it: "
    "upload a clean copy"
)


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


@pytest.fixture
def scanner(monkeypatch):
    """Says what it is told to say."""
    answers = {"state": "infected", "found": "Win.Test.Virus"}
    monkeypatch.setattr(Scanner, "scan", lambda _self, _content: Scan(**answers))
    return answers


def save(browser, tracker, **given):
    typed = {"version": tracker.version, "status": "new", "assignee": "", "raised": "yes"}
    return browser.post(f"/trackers/{tracker.id}/edit/", typed | {"note": "Rang twice"} | given)


@pytest.mark.usefixtures("scanner")
def test_on_the_form(cast, sign_in, tracker):
    answer = save(sign_in(cast.adam), tracker, files=[upload()])
    page = main_of(answer)
    assert page.count(TOLD) == 2
    assert "UCD603.pdf A virus was found: held apart, it will not be saved" in page
    assert "Uploaded, not yet saved" not in page
    assert field_of(answer, "note") == "Rang twice"
    assert not TrackerFile.objects.exists()
    document = Document.objects.get()
    assert default_storage.exists(f"held-apart/{document.stored_as}")


@pytest.mark.usefixtures("scanner")
def test_in_the_history_for_everybody_in_scope(cast, sign_in, tracker):
    save(sign_in(cast.adam), tracker, files=[upload()])
    page = main_of(sign_in(cast.tomasz).get(f"/trackers/{tracker.id}/"))
    assert "A virus was found in a file by Waymark" in page
    assert "Uploaded by Adam Stewart. The scanner calls it Win.Test.Virus." in page


@pytest.mark.usefixtures("scanner")
def test_it_is_never_saved(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    save(browser, tracker, files=[upload()])
    assert "Upload the completed DMA paperwork" in main_of(save(browser, tracker))
    assert save(browser, tracker, raised="no", not_raised_reason="None").status_code == 302
    assert not TrackerFile.objects.exists()


def test_a_clean_copy_goes_through(cast, sign_in, tracker, scanner):
    browser = sign_in(cast.adam)
    save(browser, tracker, files=[upload()])
    scanner |= {"state": "clean", "found": ""}
    assert save(browser, tracker, files=[upload("clean.pdf")]).status_code == 302
    assert [one.document.name for one in TrackerFile.objects.all()] == ["clean.pdf"]


@pytest.mark.usefixtures("scanner")
def test_twice_is_held_apart_once(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert main_of(save(browser, tracker, files=[upload()])).count(TOLD) == 2
    assert Document.objects.count() == 1
    page = main_of(browser.get(f"/trackers/{tracker.id}/"))
    assert page.count("A virus was found in a file by Waymark") == 1


class TestFoundLater:
    @pytest.fixture
    def file(self, morning, cast, sign_in, tracker):
        """Saved, and found infected when the scanner was asked again."""
        assert save(sign_in(cast.adam), tracker, files=[upload()]).status_code == 302
        Document.objects.update(scan_state="infected")
        return TrackerFile.objects.get()

    @pytest.mark.usefixtures("file")
    def test_on_the_tracker(self, cast, sign_in, tracker):
        for who in (cast.adam, cast.tomasz, cast.alexandra):
            page = main_of(sign_in(who).get(f"/trackers/{tracker.id}/"))
            assert "UCD603.pdf, added by Adam Stewart on 23 November 2026 at 9am" in page
            assert "nobody can open it, and it does not count as DMA paperwork" in page

    @pytest.mark.usefixtures("file")
    def test_on_home_of_whoever_uploaded_it(self, cast, sign_in, tracker):
        answer = sign_in(cast.adam).get("/")
        assert "A virus was found in what you uploaded" in main_of(answer)
        assert links_of(answer)[f"tracker {tracker.shown_number}"] == f"/trackers/{tracker.id}/"
        for who in (cast.judith, cast.tomasz, cast.roy):
            assert "A virus was found" not in main_of(sign_in(who).get("/"))

    def test_until_it_is_removed(self, cast, sign_in, tracker, file):
        browser = sign_in(cast.adam)
        save(browser, tracker, raised="no", not_raised_reason="None")
        assert browser.post(f"/trackers/{tracker.id}/files/{file.id}/remove/").status_code == 302
        assert "A virus was found in" not in main_of(browser.get("/"))

    @pytest.mark.usefixtures("file")
    def test_or_the_tracker_is_final(self, cast, sign_in, tracker):
        put_in_status(tracker, "closed")
        browser = sign_in(cast.adam)
        assert "A virus was found in" not in main_of(browser.get("/"))
        assert "Upload a clean copy" not in main_of(browser.get(f"/trackers/{tracker.id}/"))

    @pytest.mark.usefixtures("file")
    def test_home_with_many_has_few_statements(self, cast, sign_in, few_statements):
        browser = sign_in(cast.adam)
        with few_statements():
            browser.get("/")


def test_held_until_scanned(cast, sign_in, tracker, scanner):
    scanner |= {"state": "waiting", "found": ""}
    browser = sign_in(cast.adam)
    page = main_of(save(browser, tracker, files=[upload()]))
    assert "Upload the completed DMA paperwork" in page
    assert "waiting to be scanned for viruses" in page
    save(browser, tracker, raised="no", not_raised_reason="None")
    file = TrackerFile.objects.get()
    page = main_of(browser.get(f"/trackers/{tracker.id}/files/{file.id}/"), status=409)
    assert "This file is waiting to be scanned for viruses. Try again later" in page
    assert "It opens as soon as the scanner has found nothing in it" in page
