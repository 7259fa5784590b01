"""No address sends anybody to another site, whatever the request says."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.architecture.url_outcomes import MEMBERS
from tests.world import ADDRESSES, address

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x00//evil.example",
    " https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "//testserver:80@evil.example",
    "/%2f%2fevil.example",
    "/..//evil.example",
    "%2f%2fevil.example",
    "/home/\r\nLocation: https://evil.example",
    "//evil%E3%80%82example",
    "https://evil。example/",
    "?next=//evil.example",
]
NAMES = ("next", "return", "return_to", "to", "url", "redirect", "continue", "back")


def stays_here(answer):
    to = answer.headers.get("Location", "")
    split = urlsplit(to)
    safe = not split.scheme and not split.netloc and not to.startswith(("//", "/\\", "\\"))
    return safe and not any(ord(one) < 32 for one in to)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_leads_only_to_pages_of_ours(cast, client, elsewhere):
    cast.adam.staff.set_password("correct horse battery")
    cast.adam.staff.save()
    typed = {"email": "adam@provider.example", "password": "correct horse battery"}
    answer = client.post("/sign-in/", typed | {"next": elsewhere})
    assert answer.status_code == 302
    assert stays_here(answer)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_no_address_leads_away(cast, world, name):
    url = address(name, world)
    for who in ("nobody", "adam", "joanne"):
        browser = Client(headers={"referer": "https://evil.example/page"})
        if who in MEMBERS[1:]:
            browser.force_login(getattr(cast, who).staff)
        for elsewhere in ELSEWHERE[:4]:
            asked = dict.fromkeys(NAMES, elsewhere)
            assert stays_here(browser.get(url, asked)), (who, elsewhere)
            assert stays_here(browser.post(url, asked)), (who, elsewhere)


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil", ""])
def test_a_host_that_is_not_ours_is_refused(cast, host):
    answer = Client(headers={"host": host}).get("/sign-in/")
    assert answer.status_code == 400


def test_a_forwarded_host_is_not_believed(client):
    answer = client.get("/", headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in answer.headers.get("Location", "") + answer.content.decode()
