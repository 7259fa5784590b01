"""Files in a folder of this machine."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class Folder(FileSystemStorage):
    """As Django's, but what is stored is on the disk before anybody is told so: the database says
    that a file is there, and a power cut must not make that wrong.
    """

    def _save(self, name: str, content: Any) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
        path = Path(self.path(saved))
        for one in (path, path.parent, path.parent.parent):
            _put_on_the_disk(one)
        return saved


def _put_on_the_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
