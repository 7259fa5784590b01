"""Letters on entries: uploaded first, kept with the entry, opened on record."""

import pytest
from django.core.files.storage import default_storage

from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.integration.attacks import DELETES, INSERTS, UPDATES, attempt
from tests.integration.expecting import NOWHERE, last_event, refused
from tests.integration.sanctions.recording import enter, fields
from tests.integration.trackers.staging import stage_letter, upload
from waymark.audit.models import AccessRecord
from waymark.documents.models import Document
from waymark.documents.scanning import Scan, Scanner
from waymark.operations.file_opening import open_letter
from waymark.operations.file_upkeep import scan_held_files, sweep_staged_files
from waymark.operations.sanction_letters import discard_letter, stage_letters
from waymark.operations.sanctions import add_entry, correct_entry, withdraw_entry
from waymark.operations.viewing import view_letter
from waymark.sanctions.models import Letter


def entered(who, tracker, *letters):
    return add_entry(
        actor=who.actor,
        participant_id=tracker.participant_id,
        fields=fields("outcome", tracker),
        letters=[one.id for one in letters],
        now=MORNING,
    )


def view(who, letter):
    return view_letter(
        actor=who.actor,
        participant_id=letter.entry.participant_id,
        letter_id=letter.id,
        now=MORNING,
    )


@pytest.fixture
def letter(cast, tracker):
    return entered(
        cast.adam, tracker, stage_letter(cast.adam, tracker.participant_id)
    ).letters.get()


def test_it_is_kept_with_the_entry_and_the_history_names_it(cast, tracker):
    document = stage_letter(cast.adam, tracker.participant_id)
    assert (document.staged_for, document.attached_at) == (tracker.participant_id, None)
    letter = entered(cast.adam, tracker, document).letters.get()
    assert (letter.document, letter.added_by) == (document, "Adam Stewart")
    assert letter.document.attached_at == MORNING
    event = last_event(stream_id=tracker.participant_id)
    assert event.content.data["letters"] == ["decision.pdf"]


def test_only_ones_own_and_of_this_participant_are_kept(cast, tracker):
    other = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    theirs = stage_letter(cast.judith, tracker.participant_id)
    elsewhere = stage_letter(cast.adam, other.id)
    assert not entered(cast.adam, tracker, theirs, elsewhere).letters.exists()


def test_a_correction_may_be_a_letter_alone(cast, letter):
    entry = letter.entry
    again = stage_letter(cast.adam, entry.participant_id, name="whole.pdf")
    right = correct_entry(
        actor=cast.adam.actor,
        participant_id=entry.participant_id,
        entry_id=entry.id,
        fields=fields("outcome", entry.tracker),
        why="A page was missing",
        letters=[again.id],
        now=MORNING,
    )
    assert right.letters.get().document == again
    assert view(cast.adam, letter) == letter.document


def test_what_is_wrong_with_a_file_is_said_of_each(cast, tracker):
    uploads = [upload("letter"), upload("letter", name="a.exe"), upload("other", name="b.pdf")]
    kept, wrong = stage_letters(
        actor=cast.adam.actor, participant_id=tracker.participant_id, uploads=uploads, now=MORNING
    )
    assert [one.name for one in kept] == ["UCD603.pdf"]
    assert [one.code for one in wrong] == ["documents.kind_not_allowed", "documents.kind_unknown"]


def test_one_that_nobody_saved_is_thrown_away(cast, tracker):
    stage_letter(cast.adam, tracker.participant_id)
    document = stage_letter(cast.adam, tracker.participant_id, name="another.pdf")
    discard_letter(actor=cast.judith.actor, document_id=document.id)
    assert Document.objects.filter(id=document.id).exists()
    discard_letter(actor=cast.adam.actor, document_id=document.id)
    assert not Document.objects.filter(id=document.id).exists()
    assert sweep_staged_files(now=MORNING.replace(day=25)) == 1


@pytest.mark.parametrize("who", ["alexandra", "tomasz", "aimee"])
def test_opening_is_on_record(cast, letter, who):
    assert view(getattr(cast, who), letter) == letter.document
    [noted] = AccessRecord.objects.all()
    assert (noted.kind, noted.record_id, noted.participant_id) == (
        "file",
        letter.id,
        letter.entry.participant_id,
    )


def test_not_by_somebody_elsewhere(cast, letter):
    with refused("participant.not_found"):
        view(cast.roy, letter)


def test_a_letter_of_a_withdrawn_entry_opens_for_nobody(cast, letter):
    withdraw_entry(
        actor=cast.adam.actor,
        participant_id=letter.entry.participant_id,
        entry_id=letter.entry_id,
        why="Of another person",
        now=MORNING,
    )
    with refused("file.not_found"):
        view(cast.adam, letter)


def test_what_has_changed_in_the_store_is_not_sent(cast, letter):
    default_storage.delete(letter.document.stored_as)
    default_storage.save(letter.document.stored_as, upload().content)
    where = {"participant_id": letter.entry.participant_id, "letter_id": letter.id}
    open_letter(actor=cast.adam.actor, now=MORNING, **where).content.close()
    default_storage.delete(letter.document.stored_as)
    default_storage.save(letter.document.stored_as, upload(content=b"%PDF-1.7 other").content)
    with pytest.raises(Exception, match=r"file\.damaged"):
        open_letter(actor=cast.adam.actor, now=MORNING, **where)
    event = last_event(stream_id=letter.entry.participant_id)
    assert event.code == "sanction.letter_damaged"


class TestInfected:
    @pytest.fixture(autouse=True)
    def scanner(self, monkeypatch, settings):
        settings.SCANNER_URL = "tcp://127.0.0.1:1"
        self.says = "infected"
        scan = lambda _self, _content: Scan(self.says, "Eicar")  # noqa: E731
        monkeypatch.setattr(Scanner, "scan", scan)

    def test_at_once(self, cast, tracker):
        kept, wrong = stage_letters(
            actor=cast.adam.actor,
            participant_id=tracker.participant_id,
            uploads=[upload("letter")],
            now=MORNING,
        )
        assert (kept, [one.code for one in wrong]) == ([], ["documents.infected"])
        event = last_event(stream_id=tracker.participant_id)
        assert (event.code, event.by_system) == ("sanction.letter_infected", True)
        assert not entered(cast.adam, tracker, Document.objects.get()).letters.exists()

    def test_later(self, cast, tracker):
        self.says = "waiting"
        letter = entered(
            cast.adam, tracker, stage_letter(cast.adam, tracker.participant_id)
        ).letters.get()
        with refused("file.held"):
            view(cast.adam, letter)
        self.says = "infected"
        assert scan_held_files(now=MORNING) == 1
        assert last_event(stream_id=tracker.participant_id).code == "sanction.letter_infected"
        with refused("file.infected"):
            view(cast.adam, letter)


@pytest.mark.as_owner
class TestGuards:
    @pytest.mark.parametrize("attack", UPDATES)
    def test_a_letter_never_changes(self, letter, attack):
        attempt(attack, letter, "history only grows", added_by="Nobody")

    @pytest.mark.parametrize("attack", DELETES)
    def test_a_letter_is_never_deleted(self, letter, attack):
        attempt(attack, letter, "history only grows")

    @pytest.mark.parametrize("attack", INSERTS)
    def test_not_on_an_entry_of_somebody_else(self, cast, letter, attack):
        other = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
        entry = enter(cast.adam, "referral", make_tracker(cast, make_activity(other)))
        spare = stage_letter(cast.adam, letter.entry.participant_id, name="spare.pdf")
        row = Letter(entry_id=entry.id, document_id=spare.id, added_by="", added_at=MORNING)
        attempt(attack, row, "of one participant")


def test_nothing_is_where_there_is_none(cast, tracker):
    where = {"participant_id": tracker.participant_id, "letter_id": NOWHERE}
    with refused("file.not_found"):
        view_letter(actor=cast.adam.actor, now=MORNING, **where)


@pytest.mark.parametrize("who", ["alexandra", "tomasz", "joanne"])
def test_by_somebody_without_the_role(cast, tracker, who):
    actor = getattr(cast, who).actor
    with refused("people.role_needed"):
        stage_letters(actor=actor, participant_id=tracker.participant_id, uploads=[], now=MORNING)
    with refused("people.role_needed"):
        discard_letter(actor=actor, document_id=NOWHERE)
