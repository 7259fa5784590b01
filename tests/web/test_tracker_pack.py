"""An evidence pack: one click, a page that waits, a PDF; or one's own choices first."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.doubts import WAS_ILL, ask, reply
from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage, upload
from tests.packs import make_waiting_packs, read_pack
from tests.restricting import restrict
from tests.samples import heic, png
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, links_of, main_of
from waymark.audit.models import AccessRecord
from waymark.documents.models import Document
from waymark.jobs.packs import carry_out_pack
from waymark.jobs.tasks import make_pack
from waymark.kernel.refusals import NotFound
from waymark.operations.trackers import TrackerChange, add_note
from waymark.operations.viewing import view_pack
from waymark.trackers.models import Pack

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def at(tracker, more="packs/") -> str:
    return f"/trackers/{tracker.id}/{more}"


def put(cast, tracker, *uploads):
    """Files on a tracker, by Adam."""
    files = tuple((one.id, one.staged_kind) for one in stage(cast.adam, tracker, *uploads))
    change = TrackerChange("new", cast.adam.staff.id, False, "She was in hospital", files=files)
    save(cast.adam, tracker, change)


def photo():
    """A picture as phones make it, which cannot be shown on a page."""
    return upload("other", name="Photo.heic", content=heic())


def note(cast, tracker, text, *, marked=False):
    add_note(
        actor=cast.adam.actor,
        tracker_id=tracker.id,
        text=text,
        now=MORNING,
        for_decision_maker=marked,
    )
    return tracker.notes.get(text=text)


def download(browser, tracker):
    return read_pack(b"".join(browser.get(at(tracker, f"packs/{Pack.objects.first().id}/"))))


def test_one_click_one_pdf(cast, sign_in, tracker):
    put(cast, tracker, upload())
    browser = sign_in(cast.adam)
    assert "formaction" not in main_of(browser.get(at(tracker, "")))
    answer = browser.post(at(tracker))
    assert (answer.status_code, answer.url) == (302, at(tracker))
    waiting = browser.get(at(tracker))
    assert "Waiting for its turn." in main_of(waiting)
    assert waiting["Refresh"] == "2; url=?refreshed"
    make_waiting_packs()
    assert browser.get(at(tracker, "packs/?refreshed")).url == at(tracker)
    done = browser.get(at(tracker))
    assert "Refresh" not in done
    words = main_of(done)
    assert "The evidence pack is made" in words
    assert "23 November 2026 at 9am Adam Stewart What usually goes in Download" in words
    [pack] = Pack.objects.all()
    assert f"SHA-256 {pack.document.sha256}" in words
    href = next(href for label, href in links_of(done).items() if label.startswith("Download"))
    pdf = browser.get(href)
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == (
        f'attachment; filename="evidence-pack-T{tracker.number}.pdf"'
    )
    assert read_pack(b"".join(pdf)).file("UCD603.pdf")
    assert AccessRecord.objects.filter(kind="evidence pack", record_id=pack.id).count() == 1
    history = main_of(browser.get(at(tracker, "")))
    assert "Evidence pack made by Adam Stewart 23 November 2026 at 9am SHA-256" in history
    assert "Evidence pack asked for" in history
    tracker.refresh_from_db()
    assert tracker.version == 2  # as it was before


def test_how_far_it_is_is_shown(cast, sign_in, tracker):
    put(cast, tracker, upload(), upload("other", name="b.pdf"))
    browser = sign_in(cast.adam)
    browser.post(at(tracker))
    Pack.objects.update(state="being made", parts_done=1)
    looked = AccessRecord.objects.count()
    words = main_of(browser.get(at(tracker, "packs/?refreshed")))
    assert "Reading the files: 1 of 2 files." in words
    assert "Gwenllian" not in words
    assert AccessRecord.objects.count() == looked
    Pack.objects.update(parts_done=2)
    assert "Making the pages." in main_of(browser.get(at(tracker)))


def test_what_goes_in_is_chosen_and_the_choice_is_on_record(cast, sign_in, tracker):
    put(cast, tracker, upload(), upload("other", name="Diary.pdf"), photo())
    marked = note(cast, tracker, "Rang twice.", marked=True)
    hers = note(cast, tracker, "She may be moving house.")
    browser = sign_in(cast.adam)
    page = browser.get(at(tracker))
    assert chosen_of(page, "notes") == [str(marked.id)]
    paper = tracker.files.get(document__name="UCD603.pdf")
    assert len(chosen_of(page, "files_in")) == 3
    files = [str(paper.id), str(tracker.files.get(document__name="Photo.heic").id)]
    browser.post(at(tracker), {"chosen": "1", "notes": [str(hers.id)], "files_in": files})
    make_waiting_packs()
    words = main_of(browser.get(at(tracker)))
    assert "1 staff-only note put in 1 file left out Download" in words
    pack = download(browser, tracker)
    assert "moving house" in pack.words
    assert "Rang twice" not in pack.words
    assert "Diary.pdf Other, " in pack.words
    assert "Not shown on a page: pictures of this kind (HEIC) cannot be shown" in pack.words
    assert "Not in this pack: left out by whoever asked for this pack." in pack.words
    history = main_of(browser.get(at(tracker, "")))
    assert "Staff-only notes put in: Adam Stewart, 23 November 2026 at 9am" in history
    assert "Notes for the decision maker left out: Adam Stewart" in history
    assert "Files left out: Diary.pdf" in history


def test_what_a_pack_can_hold_and_what_becomes_of_files_is_said_before_the_click(
    cast, sign_in, tracker
):
    put(cast, tracker, upload("other", name="Letter.png", content=png()), photo())
    browser = sign_in(cast.adam)
    words = main_of(browser.get(at(tracker, "")))
    assert "It can hold 150 MB of files." in words
    assert "HEIC pictures are attached only, and not shown on a page" in words
    answer = browser.get(at(tracker))
    words = main_of(answer)
    assert "A pack can hold 150 MB of files; these are " in words
    assert "It is attached only: a HEIC picture cannot be shown on a page" in words
    assert "It is attached, and shown on a page" in words
    assert "What ‘Photo.heic’ shows (optional)" in words
    letter = tracker.files.get(document__name="Letter.png")
    assert links_of(answer)["Open the picture Letter.png"] == at(tracker, f"files/{letter.id}/")


def test_a_picture_is_described_first_and_the_words_are_kept_for_the_next(cast, sign_in, tracker):
    put(cast, tracker, upload("other", name="Letter.png", content=png()))
    browser = sign_in(cast.adam)
    answer = browser.post(at(tracker))
    words = main_of(answer)
    assert words.count("Letter.png: Say what the picture shows") == 2
    assert not Pack.objects.exists()
    name = f"shows-{tracker.files.get().id}"
    data = {"chosen": "1", "files_in": [str(tracker.files.get().id)], name: "A letter"}
    assert browser.post(at(tracker), data).status_code == 302
    make_waiting_packs()
    assert field_of(browser.get(at(tracker)), name).strip() == "A letter"
    assert "A letter" in download(browser, tracker).words
    assert browser.post(at(tracker)).status_code == 302


def test_what_was_chosen_is_still_there_when_something_is_wrong(cast, sign_in, tracker):
    put(cast, tracker, upload("other", name="Letter.png", content=png()))
    mine = note(cast, tracker, "She may be moving house.")
    file = tracker.files.get()
    data = {"chosen": "1", "notes": [str(mine.id)], "files_in": [str(file.id)]}
    page = sign_in(cast.adam).post(at(tracker), data | {f"shows-{file.id}": "x" * 501})
    assert "The description must have 500 characters or fewer" in main_of(page)
    assert chosen_of(page, "notes") == [str(mine.id)]
    wrong = sign_in(cast.adam).post(at(tracker), data | {"notes": ["nonsense"]})
    assert "Choose the notes to put in from the list" in main_of(wrong)


def test_private_details_are_put_in_by_choice_and_for_those_who_may_read_them(
    cast, sign_in, tracker
):
    ask(cast.adam, tracker)
    private = replace(WAS_ILL, text="His father died.", is_private=True)
    reply(cast.adam, tracker, private)
    sign_in(cast.wendy).post(at(tracker), {"chosen": "1", "private": "on"})
    make_waiting_packs()
    assert "father" in download(sign_in(cast.wendy), tracker).words
    words = main_of(sign_in(cast.judith).get(at(tracker)))
    assert "Private details of good reason put in" in words
    refused = sign_in(cast.judith).get(at(tracker, f"packs/{Pack.objects.get().id}/"))
    assert "Take away a pack with private details" in main_of(refused, status=403)
    history = main_of(sign_in(cast.wendy).get(at(tracker, "")))
    assert "Private details put in: those of good reason" in history


def test_a_final_tracker_has_packs_and_stays_as_it_was(cast, sign_in, tracker):
    put_in_status(tracker, "closed")
    browser = sign_in(cast.tomasz)
    assert "Make the evidence pack" in main_of(browser.get(at(tracker, "")))
    assert browser.post(at(tracker)).status_code == 302
    make_waiting_packs()
    assert "Status: Closed" in download(browser, tracker).words
    assert "Tomasz Wiśniewski" in main_of(browser.get(at(tracker)))


def test_opening_the_page_changes_nothing_but_who_looked(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    browser.post(at(tracker))
    make_waiting_packs()
    with nothing_changes(but=("audit_accessrecord",)):
        browser.get(at(tracker))
        browser.get(at(tracker, f"packs/{Pack.objects.get().id}/"))


def test_without_the_role_there_is_none(cast, sign_in, tracker):
    sign_in(cast.adam).post(at(tracker))
    make_waiting_packs()
    browser = sign_in(cast.alexandra)
    assert "Make the evidence pack" not in main_of(browser.get(at(tracker, "")))
    with nothing_changes():
        for more in ("packs/", "packs/?refreshed", f"packs/{Pack.objects.get().id}/"):
            assert browser.get(at(tracker, more)).status_code == 403
        assert browser.post(at(tracker)).status_code == 403


def test_out_of_scope_is_as_if_not_there(cast, sign_in, tracker):
    sign_in(cast.adam).post(at(tracker))
    make_waiting_packs()
    browser = sign_in(cast.roy)
    with nothing_changes():
        for more in ("packs/", "packs/?refreshed", f"packs/{Pack.objects.get().id}/"):
            assert browser.get(at(tracker, more)).status_code == 404
        assert browser.post(at(tracker)).status_code == 404


def test_a_pack_of_another_tracker_is_not_there(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    browser.post(at(tracker))
    make_waiting_packs()
    other = make_tracker(cast, make_activity(tracker.participant))
    pack = Pack.objects.get()
    assert browser.get(at(other, f"packs/{pack.id}/")).status_code == 404
    assert browser.get(at(tracker, f"packs/{uuid4()}/")).status_code == 404
    with pytest.raises(NotFound) as refused:
        view_pack(actor=cast.adam.actor, tracker_id=other.id, pack_id=pack.id, now=MORNING)
    assert refused.value.code == "pack.not_found"


def test_of_a_restricted_record_one_says_why_first(cast, sign_in, tracker):
    restrict(cast, tracker.participant, cast.adam)
    browser = sign_in(cast.adam)
    assert "is a restricted record" in main_of(browser.get(at(tracker)), status=403)
    with nothing_changes():
        assert browser.post(at(tracker)).status_code == 403
    assert not Pack.objects.exists()
    assert sign_in(cast.judith).post(at(tracker)).status_code == 404


def test_a_double_click_makes_one(cast, sign_in, tracker, monkeypatch):
    browser = sign_in(cast.adam)
    for _ in range(2):
        assert browser.post(at(tracker)).status_code == 302
    make_waiting_packs()
    browser.post(at(tracker))
    assert Pack.objects.count() == 1
    monkeypatch.setattr(timezone, "now", lambda: MORNING + timedelta(minutes=2))
    browser.post(at(tracker))
    assert Pack.objects.count() == 2


def test_a_job_that_runs_twice_makes_one(cast, sign_in, tracker):
    sign_in(cast.adam).post(at(tracker))
    pack = Pack.objects.get()
    for _ in range(2):
        make_pack(str(pack.id))
    assert Document.objects.filter(pack=pack).count() == 1


def test_rights_count_when_the_worker_begins(cast, sign_in, tracker):
    browser = sign_in(cast.adam)
    browser.post(at(tracker))
    cast.adam.staff.roles = []
    cast.adam.staff.save()
    make_waiting_packs()
    words = main_of(sign_in(cast.judith).get(at(tracker)))
    assert "Not made Make and take away evidence packs" in words
    cast.judith.staff.is_active = False
    browser = sign_in(cast.wendy)
    browser.post(at(tracker))
    cast.wendy.staff.is_active = False
    cast.wendy.staff.save()
    make_waiting_packs()
    assert "The account of Wendy Oliver is not active." in main_of(
        sign_in(cast.judith).get(at(tracker))
    )


def test_an_error_of_ours_is_said_without_details(cast, sign_in, tracker, monkeypatch):
    def broken(**_):
        raise RuntimeError("secret of Llŷr")

    monkeypatch.setattr("waymark.jobs.packs.pack_pdf", broken)
    browser = sign_in(cast.adam)
    browser.post(at(tracker))
    with pytest.raises(RuntimeError):
        carry_out_pack(Pack.objects.get().id, clock=lambda: MORNING)
    words = main_of(browser.get(at(tracker)))
    assert "Not made Something went wrong on our side." in words
    assert "secret" not in words


def test_one_that_the_worker_left_in_the_middle_can_be_asked_for_again(
    cast, sign_in, tracker, monkeypatch
):
    browser = sign_in(cast.adam)
    browser.post(at(tracker))
    monkeypatch.setattr(timezone, "now", lambda: MORNING + timedelta(minutes=2))
    assert "takes longer than it should" in main_of(browser.get(at(tracker)))
    monkeypatch.setattr(timezone, "now", lambda: MORNING + timedelta(minutes=11))
    page = browser.get(at(tracker))
    assert "Refresh" not in page
    assert "Under way" in main_of(page)


def test_the_store_that_does_not_answer_is_said(cast, sign_in, tracker, monkeypatch):
    from waymark.documents.store import StoreUnreachable  # noqa: PLC0415

    def down(*_):
        raise StoreUnreachable

    monkeypatch.setattr("waymark.operations.packs.keep", down)
    browser = sign_in(cast.adam)
    browser.post(at(tracker))
    make_waiting_packs()
    assert "The file store does not answer" in main_of(browser.get(at(tracker)))


def test_few_statements(cast, sign_in, tracker, few_statements):
    put(cast, tracker, upload())
    browser = sign_in(cast.adam)
    browser.post(at(tracker))
    with few_statements():
        browser.get(at(tracker))
    make_waiting_packs()
    with few_statements():
        browser.get(at(tracker))
