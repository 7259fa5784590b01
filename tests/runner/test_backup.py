"""An installation goes into one file and comes back: the same export, heads, files and keys."""

import subprocess
from pathlib import Path

import psycopg

from runner import database, sockets
from runner.places import ROOT, Home
from tests.runner.conftest import empty_home

AIMEE = "aimee.hamilton@provider.example"
KEY = "ab/ab0c1d2e-3f40-5162-7384-95a6b7c8d9e0"
GONE = "cd/cd0c1d2e-3f40-5162-7384-95a6b7c8d9e0"
A_FILE = """
INSERT INTO documents_document (id, participant_id, name, content_type, size, sha256, stored_as,
  scan_state, uploaded_by_id, uploaded_at, staged_kind, location_removed)
SELECT gen_random_uuid(), (SELECT id FROM participants_participant LIMIT 1), 'letter.pdf',
  'application/pdf', 8, 'x', %s, 'not_scanned', (SELECT id FROM people_staff LIMIT 1), now(), '',
  false
"""


def run(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "run", *words],
        env={"WAYMARK_HOME": str(home.folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def told(home: Home, *words: str, code: int = 0) -> str:
    done = run(home, *words)
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def heads_of(home: Home) -> list[tuple[object, ...]]:
    """The head of every stream of the history."""
    with database.in_use(home), psycopg.connect(sockets.address(home)) as owner:
        return owner.execute("SELECT * FROM audit_streamhead ORDER BY stream, stream_id").fetchall()


def test_an_installation_comes_back_from_one_file(home: Home, tmp_path: Path) -> None:
    backup, damaged = tmp_path / "one.backup", tmp_path / "damaged.backup"
    told(home, "manage", "load_demo")
    with database.in_use(home), psycopg.connect(sockets.address(home)) as owner:
        owner.execute(A_FILE, [KEY])
        owner.execute(A_FILE, [GONE])
    for name, content in ((f"files/{KEY}", b"%PDF-1.7"), ("keys/0a1b.pub", b"a public key")):
        path = home.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    said = told(home, "backup", str(backup))
    assert f"does not have 1 of the files that the database names:\n    {GONE}\n" in said
    assert backup.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [backup]  # nothing half-made is left
    assert (home.folder / "secret-key").read_bytes() not in backup.read_bytes()

    whole = backup.read_bytes()
    damaged.write_bytes(whole[:-5000] + bytes([whole[-5000] ^ 1]) + whole[-4999:])
    with empty_home() as other:
        assert "Nothing was restored" in told(other, "restore", str(damaged), code=2)
        assert not (other.folder / "files").exists()
        told(other, "restore", str(backup))
        assert (other.folder / "files" / KEY).read_bytes() == b"%PDF-1.7"
        assert (other.folder / "keys" / "0a1b.pub").read_bytes() == b"a public key"
        export = ("export", "trackers", "--as", AIMEE)
        assert (first := told(home, *export)).count("\n") > 20
        assert told(other, *export) == first
        assert len(heads := heads_of(home)) > 20
        assert heads_of(other) == heads
        said = told(other, "restore", str(backup), code=2)
        assert "this installation is not empty" in said
