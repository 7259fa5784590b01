"""A final tracker, its notes and its files stay as they are, whatever the application's own
connection says before it tries.
"""

from types import SimpleNamespace
from typing import Any

import pgtrigger
import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.factories import make_activity, make_participant, make_tracker
from tests.integration.roles.intruder import DONE, GUARDED, NO_RIGHT, Intruder
from tests.integration.roles.sayings import SAYINGS, TEMPORARY
from tests.people import Cast
from waymark.trackers.models import Note

# What hangs on a tracker and only grows, beside its notes and steps; typed by hand.
PARTS = [
    "trackers_contact",
    "trackers_failurekind",
    "trackers_question",
    "trackers_readinessrecord",
    "trackers_reasondecision",
    "trackers_reply",
    "trackers_secondlook",
]
ONE_MORE = (
    "INSERT INTO public.{table} SELECT (jsonb_populate_record(p, jsonb_build_object("
    "'id', gen_random_uuid()))).* FROM public.{table} p WHERE tracker_id = '{{id}}'"
)
# A guard refuses these on a final tracker; on an open one they are done.
CHANGES = {
    "its status": "UPDATE public.trackers_tracker SET status = 'new' WHERE id = '{id}'",
    "its assignee": "UPDATE public.trackers_tracker SET assignee_id = NULL WHERE id = '{id}'",
    "its version": "UPDATE public.trackers_tracker t SET version = t.version + 1"
    " FROM public.people_staff s WHERE s.id = t.assignee_id AND t.id = '{id}'",
    "in a branch": "WITH changed AS (UPDATE public.trackers_tracker SET version = 9"
    " WHERE id = '{id}' RETURNING id) SELECT count(*) FROM changed",
    "by merging": "MERGE INTO public.trackers_tracker t USING (SELECT '{id}'::uuid AS id) s"
    " ON s.id = t.id WHEN MATCHED THEN UPDATE SET version = 9",
    "by inserting": "INSERT INTO public.trackers_tracker SELECT (jsonb_populate_record(t,"
    " jsonb_build_object('status', 'new'))).* FROM public.trackers_tracker t WHERE id = '{id}'"
    " ON CONFLICT (id) DO UPDATE SET version = 9",
    "in a block": "DO $$ BEGIN UPDATE public.trackers_tracker SET version = 9"
    " WHERE id = '{id}'; END $$",
    "under a cursor": "DO $$ DECLARE c CURSOR FOR SELECT * FROM public.trackers_tracker"
    " WHERE id = '{id}' FOR UPDATE; r record; BEGIN OPEN c; FETCH c INTO r;"
    " UPDATE public.trackers_tracker SET version = 9 WHERE CURRENT OF c; END $$",
    "by a note": "INSERT INTO public.trackers_note (id, tracker_id, text, author_id, author_name,"
    " at, for_decision_maker) VALUES (gen_random_uuid(), '{id}', 'Forged', '{adam}',"
    " 'Adam Stewart', now(), true)",
    "by a step": "INSERT INTO public.trackers_transition (tracker_id, from_status, to_status,"
    " by_id, by, at, own_work_reason, reason_code, reason_text) VALUES ('{id}', 'new', 'closed',"
    " '{adam}', '', now(), '', '', '')",
    "by a file": "INSERT INTO public.trackers_trackerfile (id, tracker_id, document_id, kind,"
    " added_by, added_at, removed_by) VALUES (gen_random_uuid(), '{id}', '{spare}', 'other', '',"
    " now(), '')",
    "by taking a file off": "UPDATE public.trackers_trackerfile SET removed_by = 'Adam',"
    " removed_at = now() WHERE tracker_id = '{id}'",
    **{f"one more in {table}": ONE_MORE.format(table=table) for table in PARTS},
}
FROM_NOTHING = (
    "INSERT INTO public.trackers_tracker SELECT (jsonb_populate_record(t, jsonb_build_object("
    "'id', gen_random_uuid(), 'number', 1))).* FROM public.trackers_tracker t WHERE id = '{final}'"
)
# These nobody may do, to an open tracker neither.
NEVER = {
    "deleting it": ("DELETE FROM public.trackers_tracker WHERE id = '{id}'", NO_RIGHT),
    "emptying": ("TRUNCATE public.trackers_tracker CASCADE", NO_RIGHT),
    "deleting its notes": ("DELETE FROM public.trackers_note WHERE tracker_id = '{id}'", NO_RIGHT),
    "its notes": ("UPDATE public.trackers_note SET text = '' WHERE tracker_id = '{id}'", NO_RIGHT),
    "its steps": ("UPDATE public.trackers_transition SET by = ''", NO_RIGHT),
    "deleting its files": ("DELETE FROM public.trackers_trackerfile", NO_RIGHT),
    "its file for another": (
        "UPDATE public.trackers_trackerfile SET document_id = '{spare}' WHERE tracker_id = '{id}'",
        GUARDED,
    ),
    "its file on another": (
        "UPDATE public.trackers_trackerfile SET tracker_id = '{open}' WHERE tracker_id = '{final}'",
        GUARDED,
    ),
    "the content of its file": (
        "UPDATE public.documents_document SET sha256 = '' WHERE attached_at IS NOT NULL",
        GUARDED,
    ),
    "a final one from nothing": (
        FROM_NOTHING,
        GUARDED,
    ),
}


@pytest.fixture(scope="module")
def words(records: SimpleNamespace, django_db_blocker: DjangoDbBlocker) -> dict[str, Any]:
    """What the statements leave open: ids, the owner's name, the name of a guard."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(current_user), (SELECT proname FROM pg_proc"
            " WHERE proname LIKE 'pgtrigger_tracker_final_stays%')"
        )
        owner, guard = cursor.fetchone()
    return {**vars(records), "owner": owner, "guard": guard}


def said(saying: str, words: dict[str, Any]) -> list[str]:
    """What is said, with the names of the owner and of a guard in it."""
    whole = [one.replace("{owner}", words["owner"]) for one in SAYINGS[saying]]
    return [one.replace("{guard}", words["guard"]) for one in whole]


def test_every_part_of_a_tracker_is_attacked() -> None:
    guarded = {
        model._meta.db_table
        for model, guard in pgtrigger.registered()
        if guard.name.endswith("_not_on_final")
    }
    by_name = {"trackers_note", "trackers_transition", "trackers_trackerfile"}
    assert sorted(guarded - by_name) == PARTS


@pytest.mark.parametrize("saying", SAYINGS)
def test_a_final_tracker_does_not_change(
    intruder: Intruder, words: dict[str, Any], saying: str
) -> None:
    before = said(saying, words)
    found = {
        name: intruder.tries(change.format(id=words["final"], **words), after=before)
        for name, change in CHANGES.items()
    }
    assert found == dict.fromkeys(CHANGES, GUARDED)


def test_both_have_a_row_of_each_part(intruder: Intruder, words: dict[str, Any]) -> None:
    """Else the attacks that copy one would copy none."""
    row = "SELECT 1 / count(*) FROM public.{} WHERE tracker_id = '{}'"
    for table in PARTS:
        for which in ("open", "final"):
            assert intruder.tries(row.format(table, words[which])) == DONE, (table, which)


def test_an_open_one_does_so_that_the_attacks_are_real(
    intruder: Intruder, words: dict[str, Any]
) -> None:
    found = {
        name: intruder.tries(change.format(id=words["open"], **words))
        for name, change in CHANGES.items()
    }
    assert found == dict.fromkeys(CHANGES, DONE)


@pytest.mark.parametrize("saying", SAYINGS)
def test_what_nobody_does_is_refused(
    intruder: Intruder, words: dict[str, Any], saying: str
) -> None:
    before = said(saying, words)
    found = {
        name: intruder.tries(attack.format(id=words["final"], **words), after=before)
        for name, (attack, _) in NEVER.items()
    }
    assert found == {name: refusal for name, (_, refusal) in NEVER.items()}


def test_a_statement_that_was_prepared_is_refused(
    intruder: Intruder, words: dict[str, Any]
) -> None:
    prepared = "PREPARE change AS " + CHANGES["its status"].format(id=words["final"])
    assert intruder.tries(prepared, "EXECUTE change") == GUARDED


def test_a_copied_note_is_refused(intruder: Intruder, words: dict[str, Any]) -> None:
    note = "\t".join([str(words["adam"]), str(words["final"]), "Forged", str(words["adam"]), "A"])
    columns = "id, tracker_id, text, author_id, author_name, at, for_decision_maker"
    with (
        pytest.raises(Exception, match="a final tracker, its notes and its files do not change"),
        intruder.connection.cursor().copy(f"COPY trackers_note ({columns}) FROM STDIN") as copy,
    ):
        copy.write(f"{note}\t2026-11-23\ttrue\n")


@pytest.mark.as_owner
class TestTemporaryTables:
    """The application may make none. If somebody lets it, the guards still look at our tables."""

    @pytest.fixture
    def shadowed(self, cast: Cast) -> Any:
        """A tracker, and temporary tables before it and before its history."""
        person = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
        tracker = make_tracker(cast, make_activity(person))
        with connection.cursor() as cursor:
            for table in ("trackers_tracker", "trackers_trackerrowhistory"):
                cursor.execute(TEMPORARY.format(table=table))
        return tracker

    def versions(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM public.trackers_trackerrowhistory")
            return int(cursor.fetchone()[0])

    def close(self, tracker: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE public.trackers_tracker SET status = 'closed' WHERE id = %s", [tracker.id]
            )

    def add_note(self, tracker: Any) -> None:
        author = tracker.assignee_id
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(CHANGES["by a note"].format(id=tracker.id, adam=author))

    def test_they_hide_nothing_from_a_guard(self, shadowed: Any) -> None:
        before = self.versions()
        self.close(shadowed)
        assert self.versions() == before + 1
        with pytest.raises(Exception, match="a final tracker, its notes and its files"):
            self.add_note(shadowed)

    def test_they_would_if_a_guard_looked_where_the_session_says(self, shadowed: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'pgtrigger_%'"
            )
            for (guard,) in cursor.fetchall():
                cursor.execute(f"ALTER FUNCTION {guard} RESET search_path")
        before = self.versions()
        self.close(shadowed)
        assert self.versions() == before
        self.add_note(shadowed)
        assert Note.objects.filter(text="Forged").exists()
