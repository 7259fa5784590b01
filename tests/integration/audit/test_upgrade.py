"""What was recorded before there was a chain is chained by the migration, in its order."""

import os
import subprocess
import sys
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.architecture.sources import ROOT
from tests.integration.audit.chains import GWEN, IOAN

OLD = [
    ("participant", GWEN, "participant.added", "Gwenllian"),
    ("participant", IOAN, "participant.added", "Ioan"),
    ("participant", GWEN, "participant.corrected", "Gwenllian | \\ “\n"),
    ("installation", None, "list.changed", "Walked out"),
    ("participant", GWEN, "participant.left", "Gwenllian"),
    ("installation", None, "list.changed", "Walked in"),
]


@pytest.fixture
def another(django_db_setup, django_db_blocker):
    """A database of its own, empty: how to connect to it."""
    name = f"chain_{uuid4().hex[:12]}"
    with django_db_blocker.unblock():
        given = connection.get_connection_params()
        own = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
        with psycopg.connect(**own, dbname="postgres", autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
            yield psycopg.conninfo.make_conninfo(**own, dbname=name)
            server.execute(f"DROP DATABASE {name}")


def manage(address, *words):
    return subprocess.run(
        [sys.executable, "-P", "-m", "waymark.config.manage", *words],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_existing_events_are_chained(another):
    manage(another, "migrate", "audit", "0001", "-v", "0")
    with psycopg.connect(another, autocommit=True) as old:
        for stream, stream_id, code, word in OLD:
            [event_id] = old.execute(
                "INSERT INTO audit_event (stream, stream_id, code, at, by_system, by_import) "
                "VALUES (%s, %s, %s, now(), false, true) RETURNING id",
                [stream, stream_id, code],
            ).fetchone()
            old.execute(
                "INSERT INTO audit_eventcontent (event_id, actor_name, data) VALUES (%s, %s, %s)",
                [event_id, "Joanne Okafor", psycopg.types.json.Jsonb({"word": word})],
            )
    manage(another, "migrate", "audit", "-v", "0")
    said = manage(another, "verify")
    assert said.startswith("Every chain holds: 6 events in 3 streams, 6 contents (0 erased)")
    with psycopg.connect(another, autocommit=True) as new:
        kept = new.execute(
            "SELECT stream, stream_id, code, body::json->'data'->>'word', "
            "body::json->>'actor_name', seq, length(salt) "
            "FROM audit_event JOIN audit_eventcontent ON event_id = id ORDER BY id"
        ).fetchall()
        assert [row[:4] for row in kept] == OLD
        assert {row[4] for row in kept} == {"Joanne Okafor"}
        assert [row[5] for row in kept] == [1, 1, 2, 1, 3, 2]
        assert {row[6] for row in kept} == {16}
        with pytest.raises(psycopg.errors.CheckViolation, match="history only grows"):
            new.execute("UPDATE audit_event SET code = 'participant.left'")
