"""An evidence pack opened and read back: tags, language, text of every part, sums that agree."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from tests.doubts import WAS_ILL, ask, confirm, contact, reply
from tests.factories import (
    MORNING,
    make_activity,
    make_notice,
    make_participant,
    make_tracker,
)
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import stage, upload
from tests.packs import read_pack
from tests.samples import PDF, docx, heic, jpg, png
from waymark.documents.models import Document
from waymark.operations.trackers import TrackerChange, add_note
from waymark.reporting.packs.making import pack_pdf
from waymark.trackers.packs import PackChoices, pack_files_of, pack_notes_of, usual_choices

LATER = MORNING + timedelta(days=3, hours=1)


@pytest.fixture
def tracker(cast):
    """With DMA paperwork, a picture lying on its side, a Word file, and two notes."""
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    tracker = make_tracker(cast, make_activity(participant))
    turned = Image.Exif()
    turned[0x0112] = 6
    staged = stage(
        cast.adam,
        tracker,
        upload(name="UCD603.pdf", content=PDF),
        upload("other", name="Letter Siân.jpg", content=jpg(exif=turned)),
        upload("other", name="Diary.docx", content=docx()),
    )
    files = tuple((one.id, one.staged_kind) for one in staged)
    save(cast.adam, tracker, TrackerChange("new", cast.adam.staff.id, True, files=files))
    for text, marked in (("Rang twice, no answer.", True), ("She may be moving house.", False)):
        add_note(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            text=text,
            now=MORNING,
            for_decision_maker=marked,
        )
    return tracker


def described(tracker, **more):
    usual = usual_choices(pack_notes_of(tracker), ())
    said = {one.id: f"What {one.name} shows" for one in pack_files_of(tracker) if one.is_picture}
    return PackChoices(**{"notes": usual.notes, "descriptions": said} | more)


def made(cast, tracker, choices=None, now=LATER):
    return pack_pdf(
        actor=cast.adam.actor,
        tracker_id=tracker.id,
        choices=choices or described(tracker),
        now=now,
    )


def test_it_is_tagged_and_says_its_language_and_nobodys_name(cast, tracker):
    pack = read_pack(made(cast, tracker))
    root = pack.reader.root_object
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert pack.reader.metadata.title == f"Evidence pack, tracker T{tracker.number}"
    about = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1" in about
    assert "<pdfaid:part>3" in about
    assert "Llywelyn" not in about


def test_every_part_can_be_read(cast, tracker):
    pack = read_pack(made(cast, tracker))
    for said in (
        f"Tracker: T{tracker.number}",
        "Participant: Gwenllian Llywelyn",
        "Made by Adam Stewart on 26 November 2026 at 10am",
        "Why this tracker exists",
        "Monitoring trackers, DWP Restart On",
        "Activity: CV workshop",
        "What was to be done: Come to the workshop and bring your CV.",
        "Due: 17 November 2026 at 10:30am",
        "Rang twice, no answer.",
        "Adam Stewart, 23 November 2026 at 9am",
        "Tracker made",
        "UCD603.pdf, DMA paperwork",
        "What Letter Siân.jpg shows",
        "Manifest",
        "Page 1 of",
        f"Page {pack.pages} of {pack.pages}",
    ):
        assert said in pack.words, said


def test_what_is_for_staff_only_stays_out(cast, tracker):
    pack = read_pack(made(cast, tracker))
    assert b"moving house" not in b"".join(pack.files.values())
    assert "moving house" not in pack.words
    everything = frozenset(tracker.notes.values_list("id", flat=True))
    pack = read_pack(made(cast, tracker, described(tracker, notes=everything)))
    assert "Note that was for staff only" in pack.words
    assert "moving house" in pack.words


def test_files_are_inside_as_they_were_uploaded_and_their_sums_agree(cast, tracker):
    pack = read_pack(made(cast, tracker))
    for one in Document.objects.all():
        name = next(name for name in pack.files if name.endswith(one.name))
        assert hashlib.sha256(pack.files[name]).hexdigest() == one.sha256
    manifest = pack.files.pop("manifest.txt").decode().splitlines()
    assert dict(line.split("  ", 1)[::-1] for line in manifest) == {
        name: hashlib.sha256(content).hexdigest() for name, content in pack.files.items()
    }
    for line in manifest:
        assert line.split("  ", 1)[0] in pack.words
    assert len(manifest) == 12


def test_a_picture_stands_upright_on_a_page(cast, tracker):
    pack = read_pack(made(cast, tracker))
    [image] = [image for page in pack.reader.pages for image in page.images]
    shown = Image.open(io.BytesIO(image.data))
    assert shown.size == (32, 48)
    assert alternative_texts(pack) == ["What Letter Siân.jpg shows"]


def alternative_texts(pack):
    """What a screen reader says of the pictures."""
    return [one["/Alt"] for one in elements(pack) if one.get("/S") == "/Figure" and "/Alt" in one]


def elements(pack):
    """The tags of the pages."""
    waiting = [pack.reader.root_object["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            yield one
            waiting += [one["/K"]] if "/K" in one else []


def test_the_same_state_gives_the_same_bytes_but_for_who_made_it_and_when(cast, tracker):
    first = made(cast, tracker)
    assert made(cast, tracker) == first
    second = read_pack(made(cast, tracker, now=LATER + timedelta(days=40)))
    before = read_pack(first)
    assert second.files == before.files
    assert second.reader.metadata == before.reader.metadata
    differ = [
        (one, other)
        for one, other in zip(before.text.splitlines(), second.text.splitlines(), strict=True)
        if one != other
    ]
    assert differ == [
        (
            "Made by Adam Stewart on 26 November 2026 at 10am",
            "Made by Adam Stewart on 5 January 2027 at 10am",
        )
    ]


def test_what_is_held_gone_damaged_or_not_wanted_is_listed_and_said_why(cast, tracker):
    letter = next(one for one in pack_files_of(tracker) if one.name.endswith("jpg"))
    Document.objects.filter(name="UCD603.pdf").update(scan_state="infected")
    Document.objects.filter(name="Diary.docx").update(scan_state="waiting")
    pack = read_pack(made(cast, tracker, described(tracker, left_out=frozenset({letter.id}))))
    assert [name for name in pack.files if not name.endswith(".txt")] == []
    said = pack.words.partition("Files that are not in this pack")[2]
    assert "Not in this pack: a virus was found in it" in said
    assert "Not in this pack: left out by whoever asked for this pack" in said
    assert "Not in this pack: it was still waiting to be scanned" in said


def test_what_the_store_lost_or_changed_is_left_out(cast, tracker):
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.core.files.storage import default_storage  # noqa: PLC0415

    diary, _, paper = pack_files_of(tracker)
    default_storage.delete(paper.lies_at)
    default_storage.delete(diary.lies_at)
    default_storage.save(diary.lies_at, ContentFile(b"something else"))
    pack = read_pack(made(cast, tracker))
    assert "the file store does not have it" in pack.words
    assert "its contents have changed in the store since the upload" in pack.words
    assert "something else" not in pack.words


def test_pictures_that_cannot_be_shown_are_attached_and_say_so(cast, tracker):
    clear = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(clear, "PNG")
    staged = stage(
        cast.adam,
        tracker,
        upload("other", name="phone.heic", content=heic()),
        upload("other", name="clear.png", content=clear.getvalue()),
        upload("other", name="no words.png", content=png()),
    )
    files = tuple((one.id, one.staged_kind) for one in staged)
    save(cast.adam, tracker, TrackerChange("new", cast.adam.staff.id, True, files=files))
    choices = described(tracker)
    silent = next(one for one in pack_files_of(tracker) if one.name == "no words.png")
    del choices.descriptions[silent.id]
    pack = read_pack(made(cast, tracker, choices))
    assert "pictures of this kind (HEIC) cannot be shown on a page" in pack.words
    assert "nobody has said what it shows" in pack.words
    assert sorted(alternative_texts(pack)) == [
        "What Letter Siân.jpg shows",
        "What clear.png shows",
    ]
    assert pack.file("phone.heic")


def test_what_was_typed_is_never_markup_and_long_words_are_not_lost(cast, tracker):
    typed = '#panic("no") *bold* $x$ <script>alert(1)</script> ' + "x" * 400
    add_note(
        actor=cast.adam.actor,
        tracker_id=tracker.id,
        text=typed,
        now=LATER,
        for_decision_maker=True,
    )
    pack = read_pack(made(cast, tracker))
    text = "".join(pack.text.replace("\u200b", "").split())
    assert "".join(typed.split()) in text
    assert typed.encode() in b"".join(pack.files.values())


@pytest.fixture
def prepared(cast, tracker):
    """With two notices, the later one in Welsh and in force, a contact, a question, and a reply
    that is private.
    """
    make_notice(
        tracker.activity,
        content=b"%PDF-1.7 the first %%EOF",
        voided_at=datetime(2026, 11, 10, 9, tzinfo=UTC),
        voided_by="Adam Stewart",
        void_reason="The time was changed",
    )
    make_notice(
        tracker.activity,
        content=b"%PDF-1.7 the second %%EOF",
        language="Welsh",
        text="Gweithdy CV\nDewch â’ch CV.",
        issued_at=datetime(2026, 11, 10, 10, tzinfo=UTC),
    )
    contact(cast.adam, tracker)
    ask(cast.adam, tracker)
    reply(cast.adam, tracker, replace(WAS_ILL, text="His father died.", is_private=True))
    confirm(cast.adam, tracker)
    return tracker


def test_the_notice_is_inside_exactly_as_issued_with_its_text_in_its_language(cast, prepared):
    pack = read_pack(made(cast, prepared))
    assert b"%PDF-1.7 the second %%EOF" in pack.files.values()
    assert b"%PDF-1.7 the first %%EOF" in pack.files.values()
    assert "In force when the activity was due. It is attached exactly as it was issued." in (
        pack.words
    )
    assert "Gweithdy CV Dewch â’ch CV." in pack.words
    assert "Void since 10 November 2026 at 9am: The time was changed" in pack.words
    assert languages(pack) == {"cy-GB"}


def languages(pack):
    """The languages that parts of the page are marked as."""
    return {str(one["/Lang"]) for one in elements(pack) if "/Lang" in one}


def test_without_a_notice_it_says_so(cast, tracker):
    words = read_pack(made(cast, tracker)).words
    assert "No notice was in force when the activity was due." in words
    assert "Contacts None recorded." in words
    assert "Good reason Not asked about yet" in words


def test_private_details_stay_out_unless_chosen_by_somebody_who_may_read_them(cast, prepared):
    pack = read_pack(made(cast, prepared))
    assert "Phone call: No answer" in pack.words
    assert "Kind of failure: Failure to attend, confirmed by Adam Stewart" in pack.words
    assert "The details are private: they are not in this pack." in pack.words
    assert "father" not in pack.words
    chosen = described(prepared, private=True)
    assert "His father died." in read_pack(made(cast, prepared, chosen)).words
    hers = pack_pdf(actor=cast.judith.actor, tracker_id=prepared.id, choices=chosen, now=LATER)
    assert "father" not in read_pack(hers).words
    assert not any(b"father" in content for content in read_pack(hers).files.values())


def test_the_checks_stand_as_they_stood_when_it_was_handed_on(cast, prepared):
    assert "It has not been handed on with these checks." in read_pack(made(cast, prepared)).words
    handed_on = TrackerChange("submitted", cast.adam.staff.id, True)
    save(cast.adam, prepared, handed_on, seen_version=prepared.version)
    words = read_pack(made(cast, prepared)).words
    assert "When Adam Stewart set the tracker to Submitted on 23 November 2026 at 9am" in words
    assert "Reason for going on: Compliance knows of it" in words
    assert "What there is to say of markers is for staff only." in words
