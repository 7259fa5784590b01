"""A backup says itself whether it is whole; what is not is never restored."""

import hashlib
import io
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from waymark.config.backups.archive import SUM, SUM_LENGTH, NotABackup, Writer, check, members

A_FILE = "ab/ab0c1d2e-3f40-5162-7384-95a6b7c8d9e0"


def written(*more: tuple[str, bytes], without_database: bool = False) -> bytes:
    stream = io.BytesIO()
    writer = Writer(stream)
    writer.add_bytes("waymark.json", b'{"format": 1, "postgresql": 15, "migrations": []}')
    if not without_database:
        writer.add_bytes("database/000001", b"first ")
        writer.add_bytes("database/000002", b"second")
    writer.add_bytes("keys/0a1b.pub", b"key")
    writer.add_bytes(f"files/{A_FILE}", b"%PDF" * 300)
    for name, content in more:
        writer.add_bytes(name, content)
    writer.finish(missing=["cd/gone"])
    return stream.getvalue()


def put(folder: Path, content: bytes) -> Path:
    path = folder / "one.backup"
    path.write_bytes(content)
    return path


def resealed(content: bytes) -> bytes:
    """With the sum that it would have, had somebody who knows how changed it."""
    return content + SUM.format(hashlib.sha256(content).hexdigest()).encode()


def test_what_was_put_in_comes_out(tmp_path):
    path = put(tmp_path, written())
    checked = check(path)
    assert (checked.about["postgresql"], checked.files, checked.missing) == (15, 1, ["cd/gone"])
    assert [(one.name, len(one.content.read())) for one in members(path)][1:-1] == [
        ("database/000001", 6),
        ("database/000002", 6),
        ("keys/0a1b.pub", 3),
        (f"files/{A_FILE}", 1200),
    ]


def test_any_tar_can_read_it(tmp_path):
    with tarfile.open(put(tmp_path, written())) as tar:
        assert tar.getnames()[0] == "waymark.json"
        assert tar.extractfile("database/000002").read() == b"second"


@pytest.mark.parametrize("part", range(10))
def test_a_bit_that_is_another_is_found_wherever_it_is(tmp_path, part):
    whole = written()
    path = put(tmp_path, whole)
    step = len(whole) // 80
    with path.open("r+b", buffering=0) as file:  # to write it all anew is to wait for the disk
        for at in range(part * step // 10, len(whole), step):
            os.pwrite(file.fileno(), bytes([whole[at] ^ 1 << (at % 8)]), at)
            with pytest.raises(NotABackup):
                check(path)
            os.pwrite(file.fileno(), whole[at : at + 1], at)
    check(path)


@pytest.mark.parametrize("left", [0, 1, 511, 512, 5000, -SUM_LENGTH, -1])
def test_one_that_was_cut_short_is_none(tmp_path, left):
    with pytest.raises(NotABackup):
        check(put(tmp_path, written()[:left]))


def test_one_with_something_behind_it_is_none(tmp_path):
    with pytest.raises(NotABackup, match="its sum is another"):
        check(put(tmp_path, written() + b"x"))


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "/etc/passwd",
        "files/../../outside",
        "files/ab/" + "x" * 36,
        "keys/../history-signing.pem",
        "keys/history-signing.pem",
        "database/000001.sh",
        f"files/held-apart/../{A_FILE}",
    ],
)
def test_nothing_comes_out_of_a_backup_that_does_not_belong_there(tmp_path, name):
    with pytest.raises(NotABackup, match="does not belong"):
        check(put(tmp_path, written((name, b"x"))))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE])
def test_nor_anything_but_plain_files(tmp_path, kind):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        link = tarfile.TarInfo(f"files/{A_FILE}")
        link.type, link.linkname = kind, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(NotABackup, match="does not belong"):
        check(put(tmp_path, resealed(stream.getvalue())))


def test_one_without_a_database_is_none(tmp_path):
    with pytest.raises(NotABackup, match="not what it says"):
        check(put(tmp_path, written(without_database=True)))


def test_one_that_lacks_a_member_is_none_though_its_sum_agrees(tmp_path):
    """As somebody would make it who leaves a file out and sums it up anew."""
    stream = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(written())) as whole,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as fewer,
    ):
        for one in whole:
            if not one.name.startswith("files/"):
                content: Any = whole.extractfile(one)
                fewer.addfile(one, content)
    with pytest.raises(NotABackup, match="not what it says"):
        check(put(tmp_path, resealed(stream.getvalue())))


def test_one_of_another_form_is_told(tmp_path):
    stream = io.BytesIO()
    writer = Writer(stream)
    writer.add_bytes("waymark.json", b'{"format": 2}')
    writer.add_bytes("database/000001", b"x")
    writer.finish()
    with pytest.raises(NotABackup, match="another version of Waymark"):
        check(put(tmp_path, stream.getvalue()))


def test_a_file_that_is_no_backup_is_told(tmp_path):
    with pytest.raises(NotABackup):
        check(put(tmp_path, b"-- a dump\n" * 2000))
