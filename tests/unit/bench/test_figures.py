"""Figures of a run: percentiles, verdicts, comparisons, and how they are told."""

from xml.etree import ElementTree

import pytest

from bench.measures.comparing import compared
from bench.measures.counting import kind_of
from bench.measures.documents import scale_page
from bench.measures.figures import judged, percentile, timing, together
from bench.measures.load import _whole
from bench.measures.memory import Watched
from bench.measures.picture import picture, share_of_target
from bench.measures.report import amount, as_text
from bench.measures.targets import GETS, RATE, ROWS, SIZE


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (0.001, 1), (1, 100)]
)
def test_a_percentile_is_the_nearest_rank(share, expected):
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_of_three_the_95th_is_the_largest():
    assert percentile([5.0, 1.0, 3.0], 0.95) == 5.0


def told(**changed):
    return {
        "durations": [10.0, 20.0, 30.0, 40.0],
        "statuses": {"200": 3, "500": 1},
        "seconds": 2.0,
        "broken": 1,
        "size": 100,
        "sent": 120,
        "cpu": 0.5,
        "web": 0.2,
        "database": 0.1,
    } | changed


def test_a_timing_counts_what_was_not_answered_as_expected():
    found = timing(told(), at_once=16, expected=200)
    assert (found.requests, found.errors, found.a_second) == (4, 2, 1.5)
    assert (found.p50, found.p95, found.client_cpu) == (20.0, 40.0, 0.25)
    assert (found.web_ms, found.database_ms) == (50.0, 25.0)


def test_two_times_are_put_together():
    both = together(told(), told(durations=[50.0], statuses={"200": 1}, size=300))
    found = timing(both, at_once=1, expected=200)
    assert (found.requests, found.errors, found.seconds, found.size) == (5, 3, 4.0, 300)
    assert found.p99 == 50.0


@pytest.mark.parametrize(
    ("must", "measured", "reached"),
    [
        ("at most", 5, True),
        ("at most", 5.01, False),
        ("at least", 5, True),
        ("at least", 4.99, False),
    ],
)
def test_the_bound_belongs_to_what_is_reached(must, measured, reached):
    assert judged("rate", must, 5, measured).reached is reached


def test_every_row_has_a_key_of_its_own_and_a_target():
    assert len({row.key for row in ROWS}) == len(ROWS) == 26
    assert all(row.targets for row in ROWS)
    assert set(GETS) < set(ROWS)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("SELECT 1", "work"),
        ('SAVEPOINT "s1"', "transaction"),
        ('RELEASE SAVEPOINT "s1"', "transaction"),
        ("SELECT set_config('pghistory.context_id', 'x', true)", "context"),
        ("SELECT set_config('a', 'b', true); UPDATE plans_activity SET version = 2", "work"),
        ('INSERT INTO "audit_accessrecord" ("at") VALUES (now())', "access record"),
        ('INSERT INTO "audit_event" ("at") VALUES (now())', "work"),
    ],
)
def test_statements_are_counted_apart(statement, kind):
    assert kind_of(statement) == kind


def test_growth_is_the_last_third_beside_the_first():
    watched = Watched()
    watched.seen = [1.0, 100.0, 100.0, 110.0, 105.0, 120.0, 119.0, 130.0, 125.0, 150.0]
    assert watched.growth == pytest.approx(150 / 110)
    assert watched.peak == 150.0


def row(key="list-open", *, bare=900.0, ours=300.0, reached=True):
    verdict = {
        "what": RATE,
        "must": "at least",
        "bound": 1 / 3,
        "measured": ours / bare,
        "reached": reached,
    }
    figures = timing(told(), at_once=16, expected=200).as_data() | {"a_second": ours}
    return {
        "key": key,
        "work": f"Work <of> {key}",
        "figures": {"many": figures},
        "yardstick": {"many": figures | {"a_second": bare}},
        "verdicts": [verdict],
        "notes": ["one note"],
    }


def run_of(*rows, scale="national"):
    return {
        "date": "2026-11-27",
        "scale": scale,
        "machine": {"cores": 2, "memory_gb": 24},
        "postgresql": "15.18",
        "people": ["Work coach"],
        "held": {"trackers": 1_000_000},
        "seconds": 8,
        "bare_statement": {"p50": 0.05, "a_second": 20_000},
        "client_cpu": 0.04,
        "load_before": 0.1,
        "rows": list(rows),
    }


def test_runs_are_compared_in_bare_pages_of_their_own():
    small = run_of(row(bare=900, ours=300), row("find-rare"), scale="small")
    national = run_of(row(bare=450, ours=100), row("find-rare", bare=900, ours=30))
    lists, search = compared(small, national)
    assert (lists.first, lists.second, lists.times) == (3.0, 4.5, 1.5)
    assert (lists.must_hold, lists.reached) == (True, False)
    assert (search.must_hold, search.reached) == (False, True)


@pytest.mark.parametrize(
    ("what", "figure", "words"),
    [(RATE, 1 / 8, "1/8.0"), (RATE, 1.5, "1.50"), (SIZE, 40960, "40.0 KB"), ("errors", 0.0, "0")],
)
def test_figures_are_written_by_their_kind(what, figure, words):
    assert amount(what, figure) == words


def test_what_is_not_reached_is_said_in_text_page_and_picture():
    told_all = run_of(row(), row("home", ours=90.0, reached=False))
    assert "1 of 2 targets reached" in as_text(told_all)
    assert "NOT reached  rate, of the bare page: 1/10.0 (at least 1/3.0)" in as_text(told_all)
    assert "| 1/10.0 | **not reached** |" in scale_page([told_all])
    drawn = ElementTree.fromstring(picture(told_all))
    words = "".join(drawn.itertext())
    assert "1/10.0, not reached" in words
    assert "1/3.0, reached" in words


@pytest.mark.parametrize(
    ("must", "measured", "share"),
    [
        ("at least", 0.25, 0.5),
        ("at most", 1.0, 0.5),
        ("at most", 0.0, 4.0),
        ("at most", 999, 1 / 64),
    ],
)
def test_a_bar_goes_as_far_as_the_target_is_reached(must, measured, share):
    assert share_of_target({"must": must, "bound": 0.5, "measured": measured}) == share


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", b"abc"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", None),
        (b"HTTP/1.1 200 OK\r\nContent-Le", None),
        (b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", None),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
            b"1\r\na\r\n0\r\n\r\n",
        ),
    ],
)
def test_an_answer_is_read_to_its_end(answer, body):
    found = _whole(bytearray(answer))
    assert (found[1] if found else None) == body
