"""A form that another site sends in somebody's name changes nothing (request forgery)."""

import pytest
from django.test import Client

from tests.architecture.url_outcomes import MEMBERS, POST
from tests.snapshot import nothing_changes
from tests.web.filling import as_it_is, fields_of
from tests.world import address

SENT = sorted(name for name in POST if set(POST[name]) - {"405", "403"})


def somebody(name):
    """Who may send this form, and else Adam."""
    by_role = [
        who for who in ("joanne", "aimee", "glenn") if POST[name][MEMBERS.index(who)] != "403"
    ]
    return by_role[0] if by_role else "adam"


@pytest.mark.parametrize("name", SENT)
def test_without_the_token_of_the_page_nothing_is_done(cast, world, name):
    browser, url = Client(enforce_csrf_checks=True), address(name, world)
    browser.force_login(getattr(cast, somebody(name)).staff)
    page = browser.get(url)
    filled = as_it_is(fields_of(page)) if page.status_code == 200 else {}
    another = Client(enforce_csrf_checks=True)
    another.get("/sign-in/")
    wrong = [{}, {"csrfmiddlewaretoken": "x" * 64}, {"csrfmiddlewaretoken": ""}]
    wrong += [{"csrfmiddlewaretoken": one.value} for one in another.cookies.values() if one.value]
    with nothing_changes(but=("audit_accessrecord",)):
        for token in wrong:
            answer = browser.post(url, filled | token)
            assert answer.status_code == 403, token
            assert "Set-Cookie" not in answer.headers or "waymark_session" not in answer.cookies


@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver"])
def test_with_the_origin_of_another_site_nothing_is_done(cast, world, name, origin):
    """Even with a token that is right; the plain site of the same name is another."""
    browser, url = Client(enforce_csrf_checks=True), address(name, world)
    browser.force_login(getattr(cast, somebody(name)).staff)
    browser.get("/account/", secure=True)
    token = browser.cookies["waymark_csrf"].value
    with nothing_changes(but=("audit_accessrecord",)):
        answer = browser.post(
            url, {"csrfmiddlewaretoken": token}, secure=True, headers={"origin": origin}
        )
    assert answer.status_code == 403


def test_every_form_was_sent():
    assert len(SENT) >= 20
