"""People who read and write meanwhile, each one thing after the other, and never send a form twice;
and what they were told.
"""

import random
import socket
import threading
import time
import uuid
from collections import Counter
from typing import Any

from bench.faults.killing import Serving
from bench.measures.load import bytes_of

SAVED, REFUSED, UNKNOWN = "saved", "not saved", "no answer"
PAGE, SENT_ON, NOTHING = 200, 302, 0
PATIENCE = 30.0
WRITES = 0.3  # of what somebody does
STILL_DOWN = 120.0
SOON = 0.2
Form = dict[str, Any]


def asked(port: int, request: Form) -> int:
    """Send a request on a connection of its own; the status, or 0 without a whole answer."""
    told = bytes_of(request).replace(b"\r\nHost:", b"\r\nConnection: close\r\nHost:", 1)
    answer = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one:
            one.sendall(told)
            while part := one.recv(1 << 16):
                answer += part
    except OSError:
        pass
    head, end, _ = answer.partition(b"\r\n\r\n")
    return int(head[9:12]) if end and head.startswith(b"HTTP/1.1 ") else NOTHING


def forms_of(chosen: dict[str, Any]) -> dict[str, list[Form]]:
    """What can be sent: markings, trackers saved with a letter of a megabyte, notes, and packs for
    the worker to make. A tracker that is saved gets no notes, which would change it.
    """
    edits = chosen["edits"]
    half = len(edits) // 2
    others = [
        {name: one[name] for name in ("path", "cookie", "key", "fields")} for one in edits[half:]
    ]
    return {
        "mark": chosen["marks"],
        "edit": edits[:half],
        "note": [_small(one, "note") for one in others],
        "pack": [_small(one, "packs") for one in others[::4]],
    }


def _small(one: Form, page: str) -> Form:
    fields = {"csrfmiddlewaretoken": one["fields"]["csrfmiddlewaretoken"]}
    if page == "note":
        fields["note"] = f"Rang at nine, {uuid.uuid4()}"
    path = one["path"].replace("/edit/", f"/{page}/")
    return one | {"path": path, "method": "POST", "fields": fields}


class Mix:
    """Eight people at once, until told to stop."""

    def __init__(self, port: int, lanes: list[list[Form]], forms: dict[str, list[Form]], seed: int):
        self.port = port
        self.forms = {kind: list(reversed(theirs)) for kind, theirs in forms.items()}
        self.sent: list[dict[str, Any]] = []
        self.pages: Counter[int] = Counter()
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.threads = [
            threading.Thread(target=self._work, args=(lanes, random.Random(f"{seed} {number}")))
            for number in range(8)
        ]

    def __enter__(self) -> "Mix":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def answers(self) -> dict[str, Any]:
        """How often each status came; 0 is no answer, of a process that was killed."""
        written: dict[str, Counter[int]] = {}
        for one in self.sent:
            written.setdefault(one["kind"], Counter())[one["status"]] += 1
        return {"read": self.pages, **written}

    def _work(self, lanes: list[list[Form]], chance: random.Random) -> None:
        while not self.over.is_set():
            found = self._form(chance) if chance.random() < WRITES else None
            if found:
                kind, form = found
                status = asked(self.port, form)
                with self.lock:
                    self.sent.append(_noted(kind, form, status))
            else:
                status = asked(self.port, chance.choice(chance.choice(lanes)))
                with self.lock:
                    self.pages[status] += 1
            self.over.wait(chance.uniform(0.02, 0.2) if status else 0.3)

    def _form(self, chance: random.Random) -> tuple[str, Form] | None:
        kind = chance.choices(("mark", "note", "edit", "pack"), (6, 6, 2, 1))[0]
        with self.lock:
            return (kind, self.forms[kind].pop()) if self.forms[kind] else None


def _noted(kind: str, form: Form, status: int) -> dict[str, Any]:
    """A saved form sends on; whether one without an answer was saved nobody knows."""
    outcome = {SENT_ON: SAVED, NOTHING: UNKNOWN}.get(status, REFUSED)
    text = form["fields"].get("note", "")
    return {"kind": kind, "key": form["key"], "text": text, "status": status, "outcome": outcome}


class Probe:
    """Somebody who asks for a list, again and again, from the moment of a kill."""

    def __init__(self, serving: Serving, request: Form) -> None:
        self.serving = serving
        self.request = request

    def until_it_answers(self) -> dict[str, Any]:
        """How long until the list came, and what came before it."""
        began, before = time.monotonic(), Counter[int]()
        while (status := asked(self.serving.port, self.request)) != PAGE:
            self.serving.start_again_if_ended()
            before[status] += 1
            if time.monotonic() - began > STILL_DOWN:
                break
            time.sleep(SOON)
        seconds = round(time.monotonic() - began, 2)
        return {"answered": status == PAGE, "seconds": seconds, "before": before}
