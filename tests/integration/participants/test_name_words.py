"""The words of names in use: kept by whatever writes participants, and nobody waits for anybody."""

from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from tests.factories import make_participant
from tests.integration.at_once import at_once
from waymark.participants.models import NameWord, Participant
from waymark.participants.name_words import name_words_of
from waymark.participants.spelling import names_spelled_like
from waymark.writes.many import add_many


def words() -> list[str]:
    return sorted(NameWord.objects.values_list("word", flat=True))


@pytest.fixture
def born(cast):
    """Makes a participant of some name."""
    return lambda first, last: make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], first_name=first, last_name=last
    )


def test_each_word_once_as_searches_spell_it(born):
    born("Siân", "Campbell-Bannerman")
    born("Sian Jo", "O’Brien")
    assert words() == ["bannerman", "campbell", "campbell-bannerman", "o'brien", "sian"]


def test_a_new_name_is_added_and_the_old_one_stays(born):
    gwen = born("Gwen", "Pugh")
    Participant.objects.filter(id=gwen.id).update(last_name="Bowen")
    Participant.objects.update(date_of_birth=date(1990, 1, 1))
    assert words() == ["bowen", "gwen", "pugh"]


def test_rows_that_are_copied_in(born):
    one = born("Gwen", "Pugh")
    others = []
    for number in range(30):
        copied = Participant.objects.get(id=one.id)
        copied.pk, copied.reference, copied.last_name = None, f"C{number}", f"Bowen{number % 2}"
        copied.id = Participant._meta.pk.get_default()
        others.append(copied)
    add_many(others)
    assert words() == ["bowen0", "bowen1", "gwen", "pugh"]


def test_very_long_and_very_short_words_are_left_out(born):
    born("Al", "w" * 41)
    born("Wei", "x" * 40)
    assert words() == ["wei", "x" * 40]


@pytest.mark.as_owner
def test_a_word_never_changes(born):
    born("Gwen", "Pugh")
    with pytest.raises(IntegrityError), transaction.atomic():
        NameWord.objects.update(word="gwyn")
    with pytest.raises(IntegrityError), transaction.atomic():
        NameWord.objects.all().delete()


@pytest.mark.as_owner
def test_those_who_were_there_before_are_filled_in(born):
    """What the migration runs, and what a caseload that is filled without triggers runs."""
    born("Siân", "Campbell-Bannerman")
    there = words()
    migration = MigrationLoader(connection).get_migration("participants", "0004_names_in_use")
    [fill] = [one.sql for one in migration.operations if "INSERT" in str(getattr(one, "sql", ""))]
    for sql in (fill, name_words_of("participants_participant")):
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE participants_nameword")
            cursor.execute(sql)
        assert words() == there


def test_two_who_write_the_same_new_names_at_once_wait_for_nobody(everybody):
    """In either order, and neither ends before both have written."""
    both = Barrier(2)
    office = everybody.groups["Wales / Caerdydd"]

    def write(*names):
        with transaction.atomic():
            for name in names:
                make_participant(everybody.adam.staff, office, first_name=name, last_name=name)
                both.wait(10)

    at_once(partial(write, "Adeyemi", "Bevan"), partial(write, "Bevan", "Adeyemi"))
    assert set(words()) == {"adeyemi", "bevan"}
    assert names_spelled_like("Beavn") == {"Beavn": ("bevan",)}


class TestSpelledLike:
    @pytest.fixture(autouse=True)
    def names(self, born):
        born("Gwenllian", "Llywelyn")
        born("Siân", "O’Brien")
        born("Zoë", "Campbell-Bannerman")
        born("Олена", "Шевченко")

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("Llewelyn", {"Llewelyn": ("llywelyn",)}),
            (
                "gwenlian llywleyn",
                {"gwenlian": ("gwenlian", "gwenllian"), "llywleyn": ("llywleyn", "llywelyn")},
            ),
            ("Llywelyn Gwenlian", {"Gwenlian": ("Gwenlian", "gwenllian")}),
            ("obrien", {"obrien": ("o'brien",)}),
            ("Ó’Brein", {"Ó’Brein": ("o'brien",)}),
            ("Bannermann", {"Bannermann": ("bannerman",)}),
            ("Cambell-Bannerman", {"Cambell-Bannerman": ("campbell-bannerman",)}),
            ("шевчнко", {"шевчнко": ("шевченко",)}),
        ],
    )
    def test_one_slip_finds(self, typed, found):
        assert names_spelled_like(typed) == found

    @pytest.mark.parametrize(
        "typed",
        [
            *("", "   ", "Llywelyn", "zo", "sia", "WM1234", "llyw3lyn", "w" * 41, "w" * 40),
            *("😀😀😀😀", "%%%%", "____", "'; --", "l\\ywelyn", "llywelyn%", "{a,b}c", "----"),
        ],
    )
    def test_what_is_no_name_or_already_one_finds_nothing(self, typed):
        assert names_spelled_like(typed) == {}

    def test_no_more_words_than_a_search_looks_for(self):
        assert names_spelled_like("abcd " * 8 + "Llewelyn") == {}
