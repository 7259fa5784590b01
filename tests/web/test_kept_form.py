"""A form that came too late: kept for whoever typed it, and put back when they have signed in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.snapshot import nothing_changes
from tests.web.filling import as_it_is, fields_of
from tests.web.reading import field_of, links_of, main_of
from tests.web.uploads import upload
from waymark.operations.kept_forms import keep_form, sweep_kept_forms
from waymark.people.models import KeptForm
from waymark.trackers.models import Note

KEEP = reverse("session-keep")


@pytest.fixture
def note(cast, clock):
    """The page on which Adam adds a note to a tracker."""
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return f"/trackers/{make_tracker(cast, make_activity(participant)).id}/note/"


@pytest.fixture
def tab(cast, sign_in, note):
    return sign_in(cast.adam)


def too_late(tab, clock, at, form=None):
    clock.passes(minutes=31)
    return tab.post(at, {"note": "She rang back"} if form is None else form)


class TestWithoutScripts:
    def test_it_is_kept_and_not_shown_to_whoever_is_here_now(self, tab, clock, note):
        with nothing_changes(but=("people_keptform",)):
            answer = too_late(tab, clock, note)
        page = main_of(answer, status=403)
        assert "nothing happened for a while" in page
        assert "has not been saved yet, but it is kept for you" in page
        assert "She rang back" not in page
        assert list(links_of(answer).values()) == [f"/sign-in/?next={note.replace('/', '%2F')}"]
        assert answer["Cache-Control"] == "no-store"
        assert not Note.objects.exists()

    def test_the_same_person_finds_it_in_the_form(self, cast, sign_in, tab, clock, note):
        too_late(tab, clock, note)
        again = sign_in(cast.adam)
        again.get("/")
        page = again.get(note)
        assert field_of(page, "note") == "She rang back"
        assert "This is what you had typed. It is not saved yet" in main_of(page)
        assert "It was kept on 23 November 2026" in main_of(page)

    def test_even_on_the_first_page(self, cast, tab, clock, note):
        too_late(tab, clock, note)
        tab.force_login(cast.adam.staff)
        assert field_of(tab.get(note), "note") == "She rang back"

    def test_looking_does_not_use_it_up(self, cast, sign_in, tab, clock, note):
        too_late(tab, clock, note)
        again = sign_in(cast.adam)
        for _ in range(3):
            assert field_of(again.get(note), "note") == "She rang back"

    def test_saving_does(self, cast, sign_in, tab, clock, note):
        too_late(tab, clock, note)
        again = sign_in(cast.adam)
        again.get(note)
        assert again.post(note, {"note": "She rang back"}).status_code == 302
        assert Note.objects.get().text == "She rang back"
        assert not KeptForm.objects.exists()
        assert field_of(again.get(note), "note") == ""

    def test_what_cannot_be_saved_does_not(self, cast, sign_in, tab, clock, note):
        too_late(tab, clock, note)
        again = sign_in(cast.adam)
        again.get(note)
        assert again.post(note, {"note": ""}).status_code == 200
        assert KeptForm.objects.exists()

    def test_another_person_at_the_same_computer_finds_nothing(self, cast, tab, clock, note):
        too_late(tab, clock, note)
        tab.force_login(cast.judith.staff)
        page = tab.get(note)
        assert field_of(page, "note") == ""
        assert "She rang back" not in page.content.decode()
        assert "what you had typed" not in page.content.decode()

    def test_after_a_day_it_is_gone(self, cast, sign_in, tab, clock, note):
        too_late(tab, clock, note)
        clock.passes(days=1, seconds=1)
        assert field_of(sign_in(cast.adam).get(note), "note") == ""

    def test_the_newest_counts(self, cast, sign_in, tab, clock, note):
        too_late(tab, clock, note)
        again = sign_in(cast.adam)
        too_late(again, clock, note, {"note": "She rang twice"})
        assert KeptForm.objects.count() == 1
        assert field_of(sign_in(cast.adam).get(note), "note") == "She rang twice"

    def test_files_are_to_be_chosen_again(self, tab, clock, note):
        form = {"note": "x", "files": [upload(name="UCD603.pdf")]}
        assert "UCD603.pdf" in main_of(too_late(tab, clock, note, form), status=403)
        assert "UCD603" not in str(KeptForm.objects.get().fields)

    def test_no_password_and_no_code_is_kept(self, tab, clock, note):
        form = {
            "present_password": "correct horse",
            "new_password": "battery",
            "csrfmiddlewaretoken": "abc",
            "code": "123456",
            "client_secret": "s3",
            "reset_token": "t",
            "note": "x",
        }
        too_late(tab, clock, note, form)
        assert KeptForm.objects.get().fields == {"note": ["x"]}

    def test_nothing_typed_is_nothing_kept(self, tab, clock, note):
        page = main_of(too_late(tab, clock, note, {}), status=403)
        assert "Nothing has been saved" in page
        assert not KeptForm.objects.exists()

    def test_far_too_much_is_shown_to_be_copied(self, tab, clock, note):
        page = main_of(too_late(tab, clock, note, {"note": "long " * 50_000}), status=403)
        assert "Copy what you need" in page
        assert not KeptForm.objects.exists()

    def test_a_hidden_character_does_no_harm(self, cast, sign_in, tab, clock, note):
        too_late(tab, clock, note, {"note": "Rang\0 back"})
        assert "Rang" in field_of(sign_in(cast.adam).get(note), "note")

    def test_another_site_keeps_nothing(self, cast, clock, note):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(cast.adam.staff)
        browser.get(note)
        too_late(browser, clock, note)
        assert not KeptForm.objects.exists()

    def test_who_changed_it_meanwhile_is_told_of(self, cast, sign_in, clock):
        """The version is that of the page that was typed on, so nothing is overwritten."""
        participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
        tracker = make_tracker(cast, make_activity(participant))
        at = f"/trackers/{tracker.id}/edit/"
        tab = sign_in(cast.adam)
        form = as_it_is(fields_of(tab.get(at)))
        type(tracker).objects.filter(id=tracker.id).update(version=tracker.version + 1)
        too_late(tab, clock, at, form | {"note": ["Mine"]})
        page = sign_in(cast.adam).get(at)
        assert field_of(page, "version") == form["version"][0]
        assert field_of(page, "note") == "Mine"


class TestFromTheScript:
    def keep(self, tab, note, text="She rang back"):
        return tab.post(f"{KEEP}?of={note}", {"note": text})

    def test_just_before_it_is_over(self, cast, sign_in, tab, clock, note):
        clock.passes(minutes=29, seconds=55)
        assert self.keep(tab, note).json() == {"kept": True, "left": 5, "fixed": False}
        clock.passes(seconds=5)
        assert tab.get(note).status_code == 302
        assert field_of(sign_in(cast.adam).get(note), "note") == "She rang back"

    def test_just_after_when_the_machine_slept(self, cast, sign_in, tab, clock, note):
        clock.passes(hours=2)
        assert self.keep(tab, note).json() == {"kept": True, "left": 0, "fixed": False}
        assert tab.get(note).status_code == 302
        assert field_of(sign_in(cast.adam).get(note), "note") == "She rang back"

    def test_it_wins_no_time(self, tab, clock, note):
        clock.passes(minutes=29)
        self.keep(tab, note)
        clock.passes(minutes=1)
        assert tab.get(note).status_code == 302

    def test_who_goes_on_after_all_finds_it_and_saves_it(self, tab, clock, note):
        clock.passes(minutes=29)
        self.keep(tab, note)
        assert field_of(tab.get(note), "note") == "She rang back"
        tab.post(note, {"note": "She rang back"})
        assert not KeptForm.objects.exists()

    @pytest.mark.parametrize("of", ["", "https://elsewhere.example/", "//x.example/", "/nowhere/"])
    def test_only_of_a_page_of_ours(self, tab, of):
        assert tab.post(KEEP, {"note": "x"}, query_params={"of": of}).status_code == 403
        assert not KeptForm.objects.exists()

    def test_nobody_keeps_anything(self, note):
        assert Client().post(f"{KEEP}?of={note}", {"note": "x"}).status_code == 403

    def test_harmless_on_get(self, tab, note):
        assert tab.get(f"{KEEP}?of={note}").status_code == 405


class TestItsOwnPage:
    @pytest.fixture
    def here(self, tab, clock, note):
        too_late(tab, clock, note)
        return reverse("kept-form", args=[KeptForm.objects.get().id])

    def test_it_is_shown_to_be_read_and_copied(self, cast, sign_in, here, note):
        page = sign_in(cast.adam).get(here)
        assert "Note She rang back" in main_of(page)
        assert links_of(page)["Go back to the form"] == note

    def test_looking_changes_nothing(self, cast, sign_in, here):
        tab = sign_in(cast.adam)
        with nothing_changes():
            tab.get(here)

    def test_it_can_be_thrown_away(self, cast, sign_in, here, note):
        tab = sign_in(cast.adam)
        assert tab.post(here).url == note
        assert not KeptForm.objects.exists()
        assert field_of(tab.get(note), "note") == ""
        assert tab.post(here).status_code == 404

    def test_it_is_nobody_elses(self, cast, sign_in, here):
        for who in ("judith", "joanne", "aimee", "roy"):
            assert sign_in(getattr(cast, who)).get(here).status_code == 404
            assert sign_in(getattr(cast, who)).post(here).status_code == 404
        assert KeptForm.objects.exists()

    def test_what_there_is_not(self, cast, sign_in):
        assert sign_in(cast.adam).get(reverse("kept-form", args=[uuid4()])).status_code == 404

    def test_after_a_day(self, cast, sign_in, here, clock):
        clock.passes(days=1, seconds=1)
        assert sign_in(cast.adam).get(here).status_code == 404


def test_the_worker_throws_away_what_is_older_than_a_day(cast, clock):
    for age in (0, 23, 25):
        keep_form(
            actor=cast.adam.actor,
            path=f"/{age}/",
            fields={"note": ["x"]},
            now=clock.now - timedelta(hours=age),
        )
    sweep_kept_forms(now=clock.now)
    assert {one.path for one in KeptForm.objects.all()} == {"/0/", "/23/"}


def test_of_many_the_newest_stay(cast, clock):
    for number in range(25):
        keep_form(
            actor=cast.adam.actor,
            path=f"/{number}/",
            fields={"note": ["x"]},
            now=clock.now + timedelta(seconds=number),
        )
    assert {one.path for one in KeptForm.objects.all()} == {f"/{n}/" for n in range(5, 25)}
