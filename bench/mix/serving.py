"""An installation with people who are signed in, served as in production, and what they can do."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.faults.mix import forms_of
from bench.measures import servers
from bench.measures.memory import watching_each
from bench.measures.run import say
from bench.measures.servers import Served
from bench.mix.report import as_data
from bench.mix.work import Setting, asked_of, saved, shared_out, told_to_the_client
from runner import database
from runner.installation import Installation
from runner.places import Home

CLIENT = "-P", "-m", "bench.mix.client"
WARM_UP = 5.0  # seconds


@dataclass
class Working:
    """What is served, and what is left to be done in it."""

    installation: Installation
    setting: Setting
    folder: Path
    served: Served
    chosen: dict[str, Any]
    forms: list[dict[str, Any]]

    def inside(self, command: str, **told: Any) -> dict[str, Any]:
        return servers.inside(self.installation, command, {"folder": str(self.folder), **told})

    def warm_up(self) -> None:
        """Each page once or so by everybody, without thinking; nothing is written."""
        only_reading = {kind: [] for kind in self.forms[0]} | {"note": self.forms[0]["note"]}
        told = self._told(only_reading)
        reads = {kind: share for kind, share in told["shares"].items() if kind in told["pages"]}
        people = min(self.setting.people, 16)
        told |= {"shares": reads, "seconds": WARM_UP, "think": (0, 0), "at_once": people}
        servers.load(told, CLIENT)

    def run(self) -> dict[str, Any]:
        """Let people work, with the forms of this run; its figures."""
        with watching_each(self.served.pid) as memory:
            told = servers.load(self._told(self.forms.pop(0)), CLIENT)
        wrong = self.inside("check", activities=saved(told, "mark"))["wrong"]
        return as_data(told, self.setting, wrong, memory)

    def _told(self, forms: dict[str, Any]) -> dict[str, Any]:
        return told_to_the_client(self.setting, self.served.port, self.chosen["lanes"], forms)


@contextlib.contextmanager
def working(setting: Setting, runs: int) -> Iterator[Working]:
    """People of the installation of WAYMARK_HOME or DATABASE_URL, with forms for so many runs."""
    with tempfile.TemporaryDirectory(prefix="waymark-mix-") as name:
        folder = Path(name)
        with database.in_use(Home.of_this_installation()) as used:
            installation = Installation(Home.of_this_installation(), used)
            installation.prepare(static=True)
            say("Choosing people and what they do")
            told = asked_of(setting, runs) | {"folder": name}
            chosen = servers.inside(installation, "choose", told)
            forms = shared_out(forms_of(chosen), runs)
            if not forms[0]["note"]:
                raise SystemExit("There are no trackers that anybody could write on.")
            with servers.waymark(folder / "servers.log") as served:
                yield Working(installation, setting, folder, served, chosen, forms)
