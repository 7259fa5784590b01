"""What does not work just now: a page that says why, and what was typed; never a 500."""

import errno

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker
from tests.web.reading import words_of
from waymark.config import settings as read
from waymark.trackers.models import Note


@pytest.fixture
def tracker(cast):
    gwen = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(gwen))


@pytest.fixture
def browser(cast, sign_in):
    browser = sign_in(cast.glenn)
    browser.raise_request_exception = False
    return browser


def taking_too_long(execute, sql, params, many, context):
    """A statement that PostgreSQL itself stops, as it would one that waits for a lock."""
    if '"trackers_note"' in sql and sql.startswith("INSERT"):
        context["cursor"].execute("SET LOCAL statement_timeout = 1")
        return execute("SELECT pg_sleep(5)", None, many, context)
    return execute(sql, params, many, context)


def test_a_statement_that_takes_too_long_is_stopped_and_told(browser, tracker):
    with connection.execute_wrapper(taking_too_long):
        answer = browser.post(
            reverse("tracker-note", args=[tracker.id]), {"note": "She rang at nine"}
        )
    page = words_of(answer, status=503)
    assert "Not just now" in page
    assert "This took too long, so Waymark stopped it" in page
    assert "Nothing has been saved" in page
    assert "Note She rang at nine" in page
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("10", "no-store")
    assert not Note.objects.exists()


def test_a_full_disk_of_the_database_is_told_and_loses_nothing(browser, tracker):
    def full(execute, sql, params, many, context):
        if '"trackers_note"' in sql and sql.startswith("INSERT"):
            sql = "DO $$ BEGIN RAISE 'no space' USING ERRCODE = 'disk_full'; END $$"
            return execute(sql, None, many, context)
        return execute(sql, params, many, context)

    address = reverse("tracker-note", args=[tracker.id])
    with connection.execute_wrapper(full):
        answer = browser.post(address, {"note": "She rang at nine"})
    page = words_of(answer, status=503)
    assert "There is no room left to store anything" in page
    assert "Nothing has been saved" in page
    assert "Note She rang at nine" in page
    assert not Note.objects.exists()
    assert browser.post(address, {"note": "She rang at nine"}).status_code == 302


def test_what_another_site_sent_is_not_shown_back(browser, tracker, monkeypatch):
    """Before the form's token was looked at, nobody knows who typed it."""
    browser.handler.enforce_csrf_checks = True
    monkeypatch.setattr("waymark.web.errors.typed_in", lambda _: pytest.fail("shown"))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.middleware.csrf.CsrfViewMiddleware.process_view", full)
    answer = browser.post(reverse("tracker-note", args=[tracker.id]), {"note": "x"})
    assert "There is no room left" in words_of(answer, status=503)


def test_reading_that_takes_too_long_can_be_tried_again(browser, tracker):
    def slow(execute, sql, params, many, context):
        if 'FROM "trackers_trackerlisting"' in sql:
            context["cursor"].execute("SET LOCAL statement_timeout = 1")
            return execute("SELECT pg_sleep(5)", None, many, context)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(slow):
        answer = browser.get(reverse("trackers"), {"status": "new"})
    page = words_of(answer, status=503)
    assert "try again or go to your work" in page
    assert "Nothing has been saved" not in page
    assert b'href="/trackers/?status=new"' in answer.content


def test_a_database_that_goes_away_may_have_saved_it(browser, tracker):
    """The answer to a commit can be lost: then nobody may say that nothing was saved."""

    def gone(execute, sql, params, many, context):
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError("the connection is closed")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(gone):
        answer = browser.post(
            reverse("tracker-note", args=[tracker.id]), {"note": "She rang at nine"}
        )
    page = words_of(answer, status=503)
    assert "It may have been saved or not. Look before you send it again" in page
    assert "Nothing has been saved" not in page
    assert "Note She rang at nine" in page
    assert Note.objects.count() == 1


class TestHowLong:
    """Set for what answers people, and for nothing else."""

    def test_a_page_has_limits(self, monkeypatch):
        monkeypatch.setenv("WAYMARK_ANSWERS_PEOPLE", "1")
        monkeypatch.setenv("WAYMARK_LOCK_SECONDS", "3")
        found = read._database("postgresql:///waymark?options=-csearch_path%3Dpublic")
        assert found["OPTIONS"]["options"] == (
            "-csearch_path=public -c jit=off -c statement_timeout=20s -c lock_timeout=3s "
            "-c idle_in_transaction_session_timeout=60s"
        )

    def test_a_command_has_none(self, monkeypatch):
        monkeypatch.delenv("WAYMARK_ANSWERS_PEOPLE", raising=False)
        assert read._database("postgresql:///waymark")["OPTIONS"]["options"] == "-c jit=off"

    def test_the_server_says_which_it_is(self):
        source = read.SOURCE / "config" / "gunicorn.py"
        assert 'os.environ["WAYMARK_ANSWERS_PEOPLE"] = "1"' in source.read_text()
