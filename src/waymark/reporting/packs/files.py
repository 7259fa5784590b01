"""The files of a pack: read once, checked against their sums, pictures made fit for a page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from waymark.documents.showing import fit_for_a_page
from waymark.documents.store import StoreUnreachable, opened, sha256_of
from waymark.kernel.refusals import Refused
from waymark.trackers.packs import PackChoices, PackFile


@dataclass(frozen=True, slots=True)
class PageOfPicture:
    """A picture as it stands on a page."""

    content: bytes
    form: str


@dataclass(frozen=True, slots=True)
class FileInside:
    """A file that is attached as it was uploaded; a picture also stands on a page."""

    file: PackFile
    content: bytes
    description: str
    page: PageOfPicture | None
    why_no_page: str


@dataclass(frozen=True, slots=True)
class FileLeftOut:
    """A file that is not in the pack, and why."""

    file: PackFile
    why: str


def read_files(
    files: Iterable[PackFile], choices: PackChoices, on_read: Callable[[], None]
) -> Iterator[FileInside | FileLeftOut]:
    """Each file, inside or left out. Refused with `file.store_unreachable`."""
    for file in files:
        if file.id in choices.left_out:
            yield FileLeftOut(file, "left out by whoever asked for this pack")
            continue
        yield _read(file, choices.descriptions.get(file.id, ""))
        on_read()


def _read(file: PackFile, description: str) -> FileInside | FileLeftOut:
    if file.is_infected:
        return FileLeftOut(file, "a virus was found in it: it is held apart and cannot be opened")
    if file.is_held:
        return FileLeftOut(file, "it was still waiting to be scanned for viruses")
    try:
        with opened(file.lies_at) as stored:
            if sha256_of(stored) != file.sha256:
                return FileLeftOut(file, "its contents have changed in the store since the upload")
            content: bytes = stored.read()
    except FileNotFoundError:
        return FileLeftOut(file, "the file store does not have it")
    except StoreUnreachable:
        message = "The file store does not answer. Ask for the pack again later"
        raise Refused("file.store_unreachable", message) from None
    return _inside(file, content, description)


def _inside(file: PackFile, content: bytes, description: str) -> FileInside:
    if not file.is_picture:
        return FileInside(file, content, description, None, "")
    if not file.is_shown:
        why = "pictures of this kind (HEIC) cannot be shown on a page"
        return FileInside(file, content, description, None, why)
    if not description:
        return FileInside(file, content, "", None, "nobody has said what it shows")
    shown = fit_for_a_page(content)
    if shown is None:
        return FileInside(file, content, description, None, "it could not be drawn")
    return FileInside(file, content, description, PageOfPicture(*shown), "")
