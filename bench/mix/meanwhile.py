"""An import and an export, each begun again as soon as it has ended, while people work."""

import json
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.measures.bulk import export_taken, import_of


class Meanwhile:
    """Both, each in a thread of its own, until told to stop; the last of each comes to its end."""

    def __init__(
        self, inside: Callable[..., dict[str, Any]], port: int, export: dict[str, str], folder: Path
    ) -> None:
        self.inside, self.port, self.asked, self.folder = inside, port, export, folder
        self.imports: list[dict[str, Any]] = []
        self.exports: list[dict[str, Any]] = []
        self.failed: list[str] = []
        self.over = threading.Event()
        self.rows = 0
        self.threads: list[threading.Thread] = []

    def begin(self, rows: int) -> None:
        """Import so many rows at a time."""
        self.rows = rows
        for work in (self._import, self._export):
            self.threads.append(threading.Thread(target=self._again_and_again, args=(work,)))
            self.threads[-1].start()

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def as_data(self) -> dict[str, Any]:
        return {"imports": self.imports, "exports": self.exports, "failed": self.failed}

    def _again_and_again(self, work: Callable[[], None]) -> None:
        while not self.over.is_set():
            try:
                work()
            except (Exception, SystemExit) as reason:  # noqa: BLE001 - each is a failure, and told
                self.failed.append(f"{work.__name__.strip('_')}: {reason}")
                self.over.wait(1)

    def _import(self) -> None:
        _, command = import_of(self.inside, self.folder / "import", self.rows)
        begun = time.monotonic()
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr.decode(errors="replace")[-400:])
        accepted = json.loads(done.stdout)["activities"]["accepted"]
        if accepted != self.rows:
            self.failed.append(f"import: {self.rows - accepted} rows were refused")
        self.imports.append({"rows": accepted, "seconds": round(time.monotonic() - begun, 1)})

    def _export(self) -> None:
        seconds, rows = export_taken(self.port, self.asked, self.folder / "export.csv")
        self.exports.append({"rows": rows, "seconds": round(seconds, 1)})
