"""Pages for when it does not work."""

import json
import logging

import html5lib
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.web.reading import links_of
from waymark.config.logs import Lines
from waymark.kernel.refusals import NotAllowed
from waymark.web import errors


def page_of(answer) -> str:
    page = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    return page


def a_request():
    request = RequestFactory().get("/anything/")
    request.actor = None
    return request


def test_nothing_here_never_says_whether_there_is_a_record(sign_in, cast):
    answer = sign_in(cast.adam).get("/no/such/page/")
    assert answer.status_code == 404
    assert "There is nothing at this address that you can open" in page_of(answer)


NEEDED = "Edit a tracker: you need the role Supervisor"
REFUSED = NotAllowed("people.role_needed", NEEDED)


@pytest.mark.parametrize("why", [REFUSED, PermissionDenied(REFUSED), PermissionDenied(NEEDED)])
def test_not_allowed_names_the_role_and_who_gives_it(why):
    answer = errors.not_allowed(a_request(), why)
    assert answer.status_code == 403
    page = page_of(answer)
    assert NEEDED in page
    assert "an administrator of" in page


@pytest.mark.parametrize(
    ("sent", "kind"),
    [({}, "cookie"), ({"HTTP_ORIGIN": "https://far.example"}, "origin")],
)
def test_the_log_says_which_check_a_form_failed_and_nothing_of_what_was_sent(
    db, caplog, sent, kind
):
    with caplog.at_level(logging.INFO, logger="waymark"):
        Client(enforce_csrf_checks=True).post(reverse("sign-in"), {"email": "a@b.example"}, **sent)
    [line] = [one for one in caplog.records if one.msg.startswith("form not")]
    said = json.loads(Lines().format(line))
    assert (said["message"], said["kind"]) == ("form not accepted", kind)
    assert "far.example" not in json.dumps(said)


def test_an_old_form_says_how_to_keep_what_was_typed(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("sign-in"), {"email": "a@b.example"})
    assert answer.status_code == 403
    page = page_of(answer)
    assert "Nothing has been saved" in page
    assert "a@b.example" in page
    assert "Back button" not in page
    assert links_of(answer)["Open the form again"] == "/sign-in/"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_what_no_page_takes_is_no_expired_form(db, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(reverse("sign-in"))
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST"


def test_an_old_form_never_shows_a_password(db):
    form = {"email": "a@b.example", "password": "correct horse", "new_password1": "battery"}
    page = page_of(Client(enforce_csrf_checks=True).post(reverse("sign-in"), form))
    assert "correct horse" not in page
    assert "battery" not in page


def test_what_another_site_sent_is_not_shown(db):
    answer = Client(enforce_csrf_checks=True).post(
        reverse("sign-in"), {"email": "Ring 0900"}, headers={"origin": "https://elsewhere.example"}
    )
    assert answer.status_code == 403
    assert "Ring 0900" not in page_of(answer)


def test_our_fault_needs_neither_database_nor_session():
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "What you were saving has not been saved" in page_of(answer)


def test_our_fault_needs_no_template_in_the_last_resort(monkeypatch, caplog):
    def fail(*_: object) -> str:
        raise OSError

    monkeypatch.setattr(errors, "render_to_string", fail)
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something went wrong" in page_of(answer)


def test_what_cannot_be_read_says_so():
    answer = errors.bad_request(RequestFactory().get("/"), ValueError())
    assert answer.status_code == 400
    assert "could not be read" in page_of(answer)
