"""The disk that files lie on is full: it is said where one looks, and nothing is lost."""

import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_activity, make_participant, make_tracker
from tests.web.reading import field_of, main_of
from tests.web.uploads import upload
from waymark.config.backups import writing
from waymark.config.files import file_store
from waymark.documents.models import Document
from waymark.documents.store import keep
from waymark.imports.models import ImportRun
from waymark.jobs.packs import carry_out_pack
from waymark.trackers.models import Pack, TrackerFile

FULL = Path("/dev/full")
NO_ROOM = "There is no room left to store"
pytestmark = [
    pytest.mark.usefixtures("morning"),
    pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full"),
]


class Disk:
    """Whatever is written into a folder meets a device that the kernel keeps full."""

    def __init__(self, folder: object) -> None:
        self.folder, self.open, self.is_full = str(folder), os.open, True

    def opened(self, path, flags, *more, **named):
        descriptor = self.open(path, flags, *more, **named)
        if self.is_full and flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(self.folder):
            os.close(descriptor)
            return self.open(FULL, os.O_WRONLY)
        return descriptor


@pytest.fixture
def full(monkeypatch):
    def disk_of(folder) -> Disk:
        disk = Disk(folder)
        monkeypatch.setattr(os, "open", disk.opened)
        return disk

    return disk_of


@pytest.fixture
def files(full, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"default": file_store({}, tmp_path)}
    return full(tmp_path)


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


def test_a_file_on_a_tracker(cast, sign_in, tracker, files):
    typed = {"version": tracker.version, "status": "new", "assignee": "", "raised": "yes"}
    browser, address = sign_in(cast.adam), f"/trackers/{tracker.id}/edit/"
    answer = browser.post(address, typed | {"note": "Rang twice", "files": [upload()]})
    assert f"UCD603.pdf: {NO_ROOM} files" in main_of(answer)
    assert field_of(answer, "note") == "Rang twice"
    assert not Document.objects.exists()
    files.is_full = False
    answer = browser.post(address, typed | {"note": "Rang twice", "files": [upload()]})
    assert answer.status_code == 302
    assert TrackerFile.objects.count() == 1


def test_an_evidence_pack(cast, sign_in, tracker, files):
    browser, address = sign_in(cast.adam), f"/trackers/{tracker.id}/packs/"
    browser.post(address, {"chosen": "1"})
    pack = Pack.objects.get()
    carry_out_pack(pack.id, clock=lambda: pack.asked_at)
    assert f"{NO_ROOM} it" in main_of(browser.get(address))
    files.is_full = False
    carry_out_pack(pack.id, clock=lambda: pack.asked_at)
    pack.refresh_from_db()
    assert pack.state == Pack.State.MADE


def test_an_import(cast, sign_in, files):
    groups = upload("groups.csv", b"group,bank_holidays\nWales / Swansea,England and Wales\n")
    answer = sign_in(cast.joanne).post("/administration/imports/", {"files": [groups]})
    assert f"{NO_ROOM} files" in main_of(answer)
    assert not ImportRun.objects.exists()


def test_a_backup_leaves_the_one_before_it(full, monkeypatch, tmp_path):
    backup = tmp_path / "waymark.backup"
    backup.write_bytes(b"yesterday's")
    monkeypatch.setattr(writing, "write", lambda stream, **_: [stream.write(b"x" * 1_000_000)])
    full(tmp_path)
    with pytest.raises(CommandError) as refused:
        call_command("backup", str(backup))
    assert str(refused.value) == "No backup was written: [Errno 28] No space left on device"
    assert refused.value.returncode == 2
    assert backup.read_bytes() == b"yesterday's"
    assert list(tmp_path.iterdir()) == [backup]


def test_a_file_is_on_the_disk_before_anybody_is_told(files, monkeypatch):
    """A power cut must not take what the database says is there."""
    files.is_full, synced = False, set()
    monkeypatch.setattr(os, "fsync", lambda it: synced.add(os.readlink(f"/proc/self/fd/{it}")))
    keep("ab/one", io.BytesIO(b"%PDF"))
    assert synced == {f"{files.folder}{more}" for more in ("", "/ab", "/ab/one")}
