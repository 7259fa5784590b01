"""People at work: what they are let do, what is counted, and the client that asks for them."""

import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.measures.memory import Watched
from bench.mix.client import MixedLoad
from bench.mix.meanwhile import Meanwhile
from bench.mix.report import as_data, as_text, report_of, verdicts_of_crowd, verdicts_of_mix
from bench.mix.work import (
    KEYS,
    OF_WRITES,
    Setting,
    asked_of,
    by_person,
    errors_of,
    figures_of,
    saved,
    shared_out,
    told_to_the_client,
)

SETTING = Setting(people=4, seconds=0.4, think=(0, 0.01), seed=7)


def lanes(*cookies):
    """Each person has one address for each key."""
    keys = {key for keys in KEYS.values() for key in keys}
    return {key: [[{"path": f"/{key}/", "cookie": one}] for one in cookies] for key in keys}


def forms(kind, many):
    fields = {"csrfmiddlewaretoken": "x", "note": kind}
    return [
        {"path": f"/{kind}/", "method": "POST", "cookie": "a=1", "key": f"{kind}{n}"}
        | {"fields": fields}
        for n in range(many)
    ]


@pytest.fixture
def server():
    """Answers a page with a page, and a form by sending on; hangs up after a moment of quiet."""
    seen = Counter()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 0.02

        def do_GET(self):
            seen[self.path] += 1
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            seen[self.path] += 1
            self.send_response(302)
            self.send_header("Location", "/sign-in/" if self.path == "/pack/" else "/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one:
        thread = threading.Thread(target=one.serve_forever, args=(0.01,))
        thread.start()
        yield one.server_address[1], seen
        one.shutdown()
        thread.join()


def told_by_the_client(port, **changed):
    theirs = {kind: forms(kind, 3) for kind in OF_WRITES}
    told = told_to_the_client(SETTING, port, lanes("a=1", "a=2"), theirs)
    return MixedLoad(told | changed).run()


def test_a_form_is_sent_once_and_notes_stand_in(server):
    port, seen = server
    told = told_by_the_client(port, shares={"mark": 1, "lists": 1})
    assert seen["/mark/"] == 3
    assert sorted(saved(told, "mark")) == ["mark0", "mark1", "mark2"]
    assert seen["/note/"] > 10
    assert told["broken"] == 0
    assert errors_of(told) == {}
    listed = sum(seen[f"/{key}/"] for key in set(KEYS["lists"]))
    assert listed == len(told["durations"]["lists"]) > 10


def test_people_who_read_meet_no_closed_connection(server):
    port, seen = server
    told = told_by_the_client(port, think=(0.05, 0.1), seconds=0.5)
    assert 4 <= sum(seen.values()) == sum(map(len, told["durations"].values())) <= 40
    assert told["broken"] == 0


def test_whoever_is_sent_to_sign_in_got_no_answer(server):
    port, _ = server
    told = told_by_the_client(port, shares={"pack": 1}, seconds=0.05)
    assert errors_of(told) == {"pack": {"signed out": 3}}
    assert figures_of(told, 4)["writes"].errors == 3


def test_the_same_seed_draws_the_same():
    one, other = (
        MixedLoad(told_to_the_client(SETTING, 1, lanes("a=1"), {"note": forms("note", 9)}))
        for _ in range(2)
    )
    assert [one.next_for(one.connections[2]) for _ in range(20)] == [
        other.next_for(other.connections[2]) for _ in range(20)
    ]


def test_a_list_of_somebody_without_any_is_not_asked_for():
    theirs = lanes("a=1", "a=2")
    theirs["list-open"] = theirs["list-open"][:1]
    assert [len(one) for one in by_person(theirs, KEYS["lists"])] == [8, 6]


def test_forms_are_shared_out_between_runs_and_notes_go_to_both():
    first, second = shared_out({"mark": forms("mark", 5), "note": forms("note", 2)}, 2)
    assert [one["key"] for one in first["mark"]] == ["mark0", "mark2", "mark4"]
    assert [one["key"] for one in second["mark"]] == ["mark1", "mark3"]
    assert first["note"] == second["note"] == forms("note", 2)


def test_who_thinks_needs_fewer_forms():
    busy = Setting(people=16, seconds=600, think=(0, 0), seed=1)
    crowd = Setting(people=500, seconds=180, think=(5, 15), seed=1)
    assert busy.a_second > crowd.a_second == 50
    assert asked_of(busy, 2)["marks"] > 2 * asked_of(busy, 1)["marks"] - 65
    assert asked_of(crowd, 1)["people"] == 500


def run_with(*, statuses=None, pages=10.0, worker=100.0):
    watched = {"web": Watched(), "worker": Watched(), "web 7": Watched()}
    for name, amount in (("web", 120.0), ("worker", worker), ("web 7", 120.0)):
        watched[name].seen = [amount] * 9
    told = {
        "durations": {"lists": [5.0], "pages": [pages], "mark": [9.0]},
        "statuses": {"lists": {"200": 1}, "pages": {"200": 1}, "mark": {"302": 1}}
        | (statuses or {}),
        "seconds": 60,
        "cpu": 1,
        "broken": 0,
        "size": 0,
        "sent": 0,
        "told": [],
    }
    return as_data(told, SETTING, 0, watched)


DONE = {
    "imports": [{"rows": 10, "seconds": 2}],
    "exports": [{"rows": 10, "seconds": 2}],
    "failed": [],
}


@pytest.mark.parametrize(
    ("busy", "done", "wrong"),
    [
        (run_with(), DONE, []),
        (run_with(pages=31.0), DONE, ["p95 of pages with import and export, of the quiet run"]),
        (run_with(worker=151.0), DONE, ["MB of the worker"]),
        (run_with(statuses={"lists": {"500": 1}}), DONE, ["errors"]),
        (run_with(statuses={"mark": {"200": 1}}), DONE, ["errors"]),
        (run_with(), DONE | {"failed": ["x"]}, ["imports and exports that failed"]),
        (run_with(), DONE | {"imports": []}, ["imports and exports that were done, the fewer"]),
    ],
)
def test_what_does_not_hold_is_named(busy, done, wrong):
    verdicts = verdicts_of_mix(run_with(), busy, done)
    assert [one.what for one in verdicts if not one.reached] == wrong
    about = {"people": 4, "seconds": 60, "think": [0, 1], "seed": 1, "scale": "small", "held": {}}
    report = report_of(about, {"quiet": run_with(), "busy": busy}, verdicts) | {"meanwhile": done}
    assert ("IT DOES NOT HOLD" in as_text(report)) is bool(wrong)


def test_a_crowd_is_held_against_a_second():
    assert [one.reached for one in verdicts_of_crowd(run_with(pages=999.0))] == [True, True, True]
    assert [one.reached for one in verdicts_of_crowd(run_with(pages=1001.0))] == [True, True, False]


def test_what_fails_meanwhile_is_told(tmp_path, monkeypatch):
    def inside(_command, **_told):
        time.sleep(0.01)
        raise RuntimeError("no administrator")

    meanwhile = Meanwhile(inside, 1, {"path": "/", "cookie": ""}, tmp_path)
    meanwhile.begin(rows=5)
    meanwhile.end()
    failed = meanwhile.as_data()["failed"]
    assert {one.partition(":")[0] for one in failed} == {"import", "export"}
