"""The load client for people who each do one thing after another, of several kinds, and may think
in between. It asks as the other one does, and measures each kind by itself.
"""

import heapq
import json
import random
import sys
import time
from collections import defaultdict
from typing import Any

from bench.measures.load import Connection, Load, header_of

KEPT_OPEN = 4.0  # seconds; a server closes its end after five, and nobody asks into a closing door
AT_MOST = 0.25  # seconds between two looks at whose time to ask has come


class Visitor(Connection):
    """Somebody's browser, which is left alone while they read."""

    def __init__(self, load: "MixedLoad", number: int) -> None:
        super().__init__(load, number)
        self.chance = random.Random(f"{load.seed} {number}")
        self.reads_since: float | None = None

    def ask_next(self) -> None:
        since, self.reads_since = self.reads_since, None
        if since is not None and time.perf_counter() - since > KEPT_OPEN:
            self.close()
        super().ask_next()

    def read(self) -> None:
        """What comes while somebody reads is the server, hanging up."""
        if self.reads_since is None:
            super().read()
        else:
            self.close()


class MixedLoad(Load):
    """What people do is drawn: a kind by its share, then one of their own pages, or a form that is
    sent once, by whoever is free. When the forms of a kind are used up, one of `instead` is sent:
    those can be sent again, with other words.
    """

    def __init__(self, told: dict[str, Any]) -> None:
        self.seed = told["seed"]
        self.think: tuple[float, float] = tuple(told["think"])
        self.shares: dict[str, float] = told["shares"]
        self.pages: dict[str, list[list[list[dict]]]] = told["pages"]
        self.forms = {kind: list(reversed(theirs)) for kind, theirs in told["forms"].items()}
        self.instead: str = told["instead"]
        self.durations_of: dict[str, list[float]] = defaultdict(list)
        self.answers: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.waiting: list[tuple[float, int]] = []
        self.wait = AT_MOST
        self.sent_again = 0
        super().__init__(told | {"lanes": [], "once": False})

    def connection(self, number: int) -> Connection:
        return Visitor(self, number)

    def next_for(self, connection: Connection) -> dict | None:
        assert isinstance(connection, Visitor)
        if time.perf_counter() >= self.until:
            return None
        chance = connection.chance
        kind = chance.choices([*self.shares], [*self.shares.values()])[0]
        if kind in self.pages:
            theirs = self.pages[kind][connection.number % len(self.pages[kind])]
            return chance.choice(chance.choice(theirs)) | {"kind": kind}
        return self._form(kind, chance)

    def _form(self, kind: str, chance: random.Random) -> dict:
        if kind != self.instead and self.forms.get(kind):
            return self.forms[kind].pop() | {"kind": kind}
        form = chance.choice(self.forms[self.instead])
        self.sent_again += 1
        fields = {
            name: value if name == "csrfmiddlewaretoken" else f"{value}, {self.sent_again}"
            for name, value in form["fields"].items()
        }
        return form | {"kind": self.instead, "fields": fields}

    def note(self, request: dict, took: float, head: bytes, body: bytes) -> None:
        """By kind; to be sent to the sign-in page is no answer to anything."""
        del body
        status, kind = head[9:12].decode(), request["kind"]
        if header_of(head, b"location").startswith("/sign-in"):
            status = "signed out"
        self.durations_of[kind].append(took)
        self.answers[kind][status] += 1
        if "key" in request:
            self.told.append((kind, request["key"], status))

    def note_broken(self, request: dict) -> None:
        super().note_broken(request)
        self.answers[request["kind"]]["broken"] += 1

    def go_on(self, connection: Connection) -> None:
        """Read for a while, then ask again."""
        assert isinstance(connection, Visitor)
        connection.reads_since = now = time.perf_counter()
        heapq.heappush(
            self.waiting, (now + connection.chance.uniform(*self.think), connection.number)
        )

    def begin(self) -> None:
        """People do not all come at the same moment, where they think at all."""
        now = time.perf_counter()
        for one in self.connections:
            assert isinstance(one, Visitor)
            self.waiting.append((now + one.chance.uniform(0, self.think[1]), one.number))
        heapq.heapify(self.waiting)

    def is_going_on(self) -> bool:
        """Let those ask whose time has come; at the end everybody's has, to be done."""
        now = time.perf_counter()
        while self.waiting and (self.waiting[0][0] <= now or now >= self.until):
            self.connections[heapq.heappop(self.waiting)[1]].ask_next()
        soon = self.waiting[0][0] - time.perf_counter() if self.waiting else AT_MOST
        self.wait = max(0.0, min(AT_MOST, soon))
        return bool(self.waiting) or super().is_going_on()

    def run(self) -> dict[str, Any]:
        """Figures of each kind, in the form that a run of one kind has."""
        whole = super().run()
        return whole | {"durations": self.durations_of, "statuses": self.answers}


if __name__ == "__main__":
    json.dump(MixedLoad(json.load(sys.stdin)).run(), sys.stdout)
