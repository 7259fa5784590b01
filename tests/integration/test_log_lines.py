"""A line of the log says what is listed, and nothing that a person's record could hold."""

import json
import logging
import sys
import threading
import warnings

import pytest
from django.db import IntegrityError, connection

from waymark.config import logs

GWENLLIAN = "Gwenllian Llywelyn"


def line(record):
    text = logs.Lines().format(record)
    assert "\n" not in text
    return json.loads(text)


def recorded(caplog, name, *words, level=logging.ERROR, **more):
    caplog.clear()
    log = logging.getLogger(name)
    with caplog.at_level(logging.DEBUG, logger=name):
        log.log(level, *words, **more)
    return line(caplog.records[-1])


def test_what_it_says(caplog):
    said = recorded(caplog, "waymark.web", "not in the file store", extra={"document": 7})
    assert said["level"] == "error"
    assert said["logger"] == "waymark.web"
    assert said["message"] == "not in the file store"
    assert said["document"] == 7
    assert said["where"].startswith("integration/test_log_lines.py:")
    assert said["time"].endswith("+00:00")


@pytest.mark.parametrize(
    ("name", "words", "message"),
    [
        ("waymark.web", ("somebody: %s", GWENLLIAN), "somebody: %s"),
        ("somelibrary", ("somebody: %s", GWENLLIAN), "somebody: %s"),
        ("somelibrary", (f"somebody: {GWENLLIAN}",), None),
        ("gunicorn.error", ("Error handling request %s", f"/?q={GWENLLIAN}"), "Error handling"),
    ],
)
def test_what_a_message_is_filled_in_with_is_left_out(caplog, name, words, message):
    said = recorded(caplog, name, *words)
    assert GWENLLIAN not in json.dumps(said)
    assert said.get("message") is message or said["message"].startswith(message)


def test_what_else_is_given_is_left_out(caplog):
    said = recorded(caplog, "waymark.web", "x", extra={"person": GWENLLIAN, "email": "a@b.example"})
    assert not {"person", "email"} & set(said)


def test_nobody_writes_a_line_of_their_own(caplog):
    said = recorded(caplog, "waymark.web", 'a\n{"level": "info"}\r\n')
    assert said["message"] == 'a\n{"level": "info"}\r\n'


def test_what_an_error_says_is_left_out(caplog):
    try:
        try:
            raise ValueError(GWENLLIAN)
        except ValueError as error:
            raise KeyError(GWENLLIAN) from error
    except KeyError:
        said = recorded(caplog, "waymark.web", "failed", exc_info=True)
    assert GWENLLIAN not in json.dumps(said)
    assert [one["kind"] for one in said["errors"]] == ["builtins.KeyError", "builtins.ValueError"]
    assert said["errors"][0]["frames"][0].endswith("test_what_an_error_says_is_left_out")


@pytest.mark.as_owner
def test_of_the_database_the_code_and_the_rule_and_not_the_row(caplog, cast):
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE people_staff ADD CONSTRAINT nobody CHECK (name <> 'Gwenllian Llywelyn')"
        )
    staff = cast.adam.staff
    staff.name = GWENLLIAN
    with pytest.raises(IntegrityError) as failed:
        staff.save()
    assert "Failing row contains" in str(failed.value)  # or this test would show nothing
    assert GWENLLIAN in str(failed.value)
    said = recorded(caplog, "waymark.web", "failed", exc_info=failed.value)
    assert GWENLLIAN not in json.dumps(said)
    assert {"sqlstate": "23514", "table": "people_staff", "constraint": "nobody"}.items() <= said[
        "errors"
    ][1].items()


def test_what_the_worker_does_is_told_by_its_own_words(caplog):
    job = {"id": 7, "task_name": "import_caseload", "task_kwargs": {"who": GWENLLIAN}}
    said = recorded(
        caplog,
        "procrastinate.worker.worker",
        f"Starting job import_caseload[7](who={GWENLLIAN})",
        level=logging.INFO,
        extra={"action": "start_job", "job": job},
    )
    assert GWENLLIAN not in json.dumps(said)
    assert (said["event"], said["job"], said["task"]) == ("start_job", 7, "import_caseload")


@pytest.fixture
def catching(monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.catch_everything()
    yield
    logging.captureWarnings(capture=False)


@pytest.mark.filterwarnings("default")
def test_what_nobody_caught_goes_the_same_way(catching, caplog):
    def fail():
        raise RuntimeError(GWENLLIAN)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    warnings.warn(GWENLLIAN, UserWarning, stacklevel=1)
    said = [line(record) for record in caplog.records]
    assert len(said) == 3
    assert GWENLLIAN not in json.dumps(said)
    assert [one["logger"] for one in said[:2]] == ["waymark.uncaught"] * 2


class Kept(logging.Handler):
    """Keeps lines as they are made, while the request is there."""

    def __init__(self):
        super().__init__()
        self.setFormatter(logs.Lines())
        self.lines = []

    def emit(self, record):
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def kept():
    handler = Kept()
    logging.getLogger().addHandler(handler)
    logging.getLogger("waymark").setLevel(logging.INFO)
    yield handler.lines
    logging.getLogger().removeHandler(handler)


def test_a_request_is_one_line_without_its_address(client, cast, kept):
    client.force_login(cast.adam.staff)
    client.get("/participants/?q=Gwenllian", headers={"user-agent": "Gwenllian"})
    [said] = kept
    assert said["route"] == "participants"
    assert (said["method"], said["status"]) == ("GET", 200)
    assert said["duration_ms"] > 0
    assert "Gwenllian" not in json.dumps(said)


def test_who_asked_by_id_and_what_was_refused_by_code(client, cast, kept):
    client.force_login(cast.adam.staff)
    client.get("/trackers/export/?q=Gwenllian")
    [said] = kept
    assert said["actor"] == str(cast.adam.staff.id)
    assert (said["route"], said["status"]) == ("tracker-export", 403)
    assert said["refused"] == "people.role_needed"
    assert "Gwenllian" not in json.dumps(kept)


def test_a_method_that_there_is_not_is_not_quoted(client, db, kept):
    client.generic("GWENLLIAN", "/sign-in/")
    assert kept[-1]["method"] == "other"


def test_an_error_of_ours_has_a_code_that_is_in_the_log(client, cast, kept, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError(GWENLLIAN)

    monkeypatch.setattr("waymark.web.home.views.render", fail)
    client.force_login(cast.adam.staff)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    failed = next(one for one in kept if "errors" in one)
    assert failed["route"] == "home"
    assert f"<strong>{failed['request']}</strong>" in answer.content.decode()
    assert GWENLLIAN not in json.dumps(kept)
    assert {one["request"] for one in kept} == {failed["request"]}


def test_nothing_is_left_of_a_request_afterwards(client, db, caplog):
    client.get("/sign-in/")
    assert not {"request", "route"} & set(recorded(caplog, "waymark.web", "later"))
