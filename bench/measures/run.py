"""One run over an installation: what is served, who is signed in, and the yardstick that stands
beside every figure.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.measures import servers
from bench.measures.cpu import spent
from bench.measures.figures import Timing, Verdict, judged, timing, together
from bench.measures.servers import Served
from bench.measures.targets import Row
from runner.installation import Installation

ONE, MANY = 1, 16
PAGE, SENT_ON = 200, 302


@dataclass(frozen=True, slots=True)
class Setting:
    """How long and how much is measured."""

    seconds: float
    marks: int
    edits: int
    imported: int


@dataclass
class Run:
    """What the rows share."""

    installation: Installation
    folder: Path
    setting: Setting
    waymark: Served
    bare: Served
    bare_cookies: list[str]
    chosen: dict[str, Any]
    postgresql: int | None
    counts: dict[str, Any] = field(default_factory=dict)
    last_bare: dict[int, dict[str, Any]] = field(default_factory=dict)

    def inside(self, command: str, **told: Any) -> dict[str, Any]:
        return servers.inside(self.installation, command, {"folder": str(self.folder), **told})

    def pages(self, lanes: Sequence[Any]) -> tuple[dict[int, Timing], dict[int, Timing]]:
        """People ask for pages again and again, one at a time and many; and the yardstick: the bare
        page a moment before and a moment after.
        """
        before = self.last_bare or self._bare_pages()
        self._asked(self.waymark, lanes, MANY, min(1.0, self.setting.seconds / 4))  # warms up
        found = {
            at_once: timing(
                self._asked(self.waymark, lanes, at_once, self.setting.seconds),
                at_once=at_once,
                expected=PAGE,
            )
            for at_once in (ONE, MANY)
        }
        return found, self._yardstick(before)

    def sent(
        self, forms: Mapping[int, list[dict]], seconds: float
    ) -> tuple[dict[int, Timing], list, dict[int, Timing]]:
        """Forms that are each sent once, so many at once; a saved one sends on. Gives also which
        were sent, and the yardstick.
        """
        before = self.last_bare or self._bare_pages()
        found, sent = {}, []
        for at_once, theirs in forms.items():
            told = self._asked(self.waymark, [theirs], at_once, seconds, once=True)
            found[at_once] = timing(told, at_once=at_once, expected=SENT_ON)
            sent += told["told"]
        return found, sent, self._yardstick(before)

    def bare_upload(self, file: str, at_once: int) -> Timing:
        """The other yardstick: an empty view that receives and hashes the same file."""
        form = {"path": "/upload/", "method": "POST", "fields": {"note": "Letter"}}
        form["files"] = {"files": file}
        lanes = [[form | {"cookie": one}] for one in self.bare_cookies]
        told = self._asked(self.bare, lanes, at_once, self.setting.seconds / 2)
        return timing(told, at_once=at_once, expected=PAGE)

    def _bare_pages(self) -> dict[int, dict[str, Any]]:
        lanes = [[{"path": "/", "cookie": cookie}] for cookie in self.bare_cookies]
        return {
            at_once: self._asked(self.bare, lanes, at_once, self.setting.seconds / 4)
            for at_once in (ONE, MANY)
        }

    def _yardstick(self, before: dict[int, dict[str, Any]]) -> dict[int, Timing]:
        """The bare page before and after, as one; what comes next begins with the one after."""
        after = self.last_bare = self._bare_pages()
        return {
            at_once: timing(
                together(before[at_once], after[at_once]), at_once=at_once, expected=PAGE
            )
            for at_once in (ONE, MANY)
        }

    def _asked(
        self,
        served: Served,
        lanes: Sequence[Any],
        at_once: int,
        seconds: float,
        *,
        once: bool = False,
    ) -> dict[str, Any]:
        """What the load client tells, and what the processes spent meanwhile."""
        told = {"port": served.port, "at_once": at_once, "seconds": seconds}
        before = spent(served.pid, self.postgresql)
        answer = servers.load(told | {"lanes": lanes, "once": once})
        taken = spent(served.pid, self.postgresql).since(before)
        return answer | {"web": taken.web, "database": taken.database}


@dataclass
class Measured:
    """A row with its figures, what it was held against, and whether that is enough."""

    row: Row
    figures: dict[str, Any] = field(default_factory=dict)
    yardstick: dict[str, Any] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def judge(self, measured: Mapping[str, float]) -> None:
        """Hold what was measured, by the names of targets.py, against the row's targets."""
        for target in self.row.targets:
            if target.what in measured:
                figure = measured[target.what]
                self.verdicts.append(judged(target.what, target.must, target.bound, figure))

    def as_data(self) -> dict[str, Any]:
        return {
            "key": self.row.key,
            "work": self.row.work,
            "figures": self.figures,
            "yardstick": self.yardstick,
            "verdicts": [one.as_data() for one in self.verdicts],
            "notes": self.notes,
        }


def say(text: str) -> None:
    """Tell whoever waits how far it is; standard output holds the report only."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()
