"""Thousands of requests that no browser would send: no error of ours, no leak, nothing changed.

WAYMARK_BAD_REQUESTS says how many (2,000 when it says nothing), WAYMARK_BAD_REQUESTS_SEED begins
another series; the same seed gives the same requests.
"""

import os
import random
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture.url_outcomes import GET, MEMBERS, POST
from tests.attacks.answers import ANSWERS
from tests.attacks.test_filters import HOSTILE, MORE
from tests.attacks.worlds import OTHER_NAME
from tests.snapshot import changed_since, snapshot
from tests.world import ADDRESSES, address

REQUESTS = int(os.environ.get("WAYMARK_BAD_REQUESTS", "2000"))
SEED = int(os.environ.get("WAYMARK_BAD_REQUESTS_SEED", "2026"))
EACH = -(-REQUESTS // len(ADDRESSES))
METHODS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"]
TYPES = [
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "text/xml",
    "text/plain; charset=utf-7",
    "application/x-www-form-urlencoded; charset=nowhere",
    "",
    "\x01",
]
BODIES = [
    b"",
    b"{}",
    b"[]",
    b"\x00" * 50,
    b"\xff\xfe\xfd",
    b"%",
    b"%zz=%zz&%00=%00",
    b"a" * 20_000,
    b"&".join(b"a=1" for _ in range(3_000)),
    b"version=1&version=2&version=x",
    b"--x\r\nContent-Disposition: form-data; name=files; filename=../../x\r\n\r\nMZ\r\n--x--\r\n",
    b"--x\r\nContent-Disposition: form-data; name=\xff\r\n\r\n\xff\r\n--x",
    b"--x\r\n\r\n--x--",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
]
HEADERS = [
    ("cookie", "waymark_session=../../x; waymark_csrf="),
    ("cookie", "waymark_session=" + "a" * 5_000),
    ("accept-language", "x" * 3_000),
    ("accept-encoding", "br;q=-1, \x00"),
    ("if-modified-since", "yesterday"),
    ("if-none-match", '"x", *'),
    ("range", "bytes=-1,5-2"),
    ("content-length", "0"),
    ("x-forwarded-for", "' OR 1=1 --, 10.0.0.1"),
    ("x-forwarded-proto", "https, http"),
    ("x-http-method-override", "DELETE"),
    ("referer", "https://evil.example/\x7f"),
    ("user-agent", "\u202e" * 100),
    ("authorization", "Basic ====="),
    ("expect", "100-continue"),
]


LEAKS = [b"Traceback (most", b"psycopg", b'SELECT "', b"site-packages", b"DoesNotExist", b"/src/"]


class Generator:
    """Bad requests for one address, the same for the same seed."""

    def __init__(self, name, world):
        self.choose = random.Random(f"{SEED} {name}")
        self.name, self.url = name, address(name, world)

    def path(self):
        """The address as it is, or spoilt somewhere."""
        kind = self.choose.randrange(8)
        if kind == 0:
            parts = self.url.split("/")
            parts[self.choose.randrange(len(parts))] = quote(self.word()[:200])
            return "/".join(parts) or "/"
        if kind == 1:
            return self.url + quote(self.word()[:200])
        return self.url

    def word(self):
        return self.choose.choice(HOSTILE)

    def query(self):
        names = self.choose.sample(MORE, self.choose.randrange(4))
        return {name: self.word() for name in [*names, "q"]}

    def request(self, browser):
        """Send one of them; give what was sent and the answer."""
        method, headers = self.choose.choice(METHODS), dict(self.choose.sample(HEADERS, 2))
        path = self.path()
        if method in ("get", "head", "trace"):
            sent = {"query_params": self.query(), "headers": headers}
        elif method == "post" and self.choose.random() < 0.5:
            fields = ("version", "status", "q", "assignee", "files", "next", "reason", "file")
            data = {one: self.word() for one in fields}
            data |= {"credential": self.choose.choice(ANSWERS)}
            sent = {"data": data, "headers": headers}
        else:
            sent = {
                "data": self.choose.choice(BODIES),
                "content_type": self.choose.choice(TYPES),
                "headers": headers,
            }
            return (method, path, sent), browser.generic(method.upper(), path, **sent)
        return (method, path, sent), getattr(browser, method)(path, **sent)


@pytest.fixture
def browsers(cast, sign_in):
    return {"nobody": Client()} | {name: sign_in(getattr(cast, name)) for name in MEMBERS[1:]}


def may_change(name, who):
    """Whether this person could change something there by a request in order."""
    outcome = POST[name][MEMBERS.index(who)]
    return outcome in ("200", "302", "in") and who != "nobody"


def in_wales(who):
    return who in ("alexandra", "adam", "judith", "glenn", "wendy", "aimee")


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_bad_requests(world, other_world, browsers, name):
    """Whoever may not change anything there changes nothing; whoever may, gets a message or a save
    that is taken back here; nobody gets an error of ours or somebody else's data.
    """
    generator, before = Generator(name, world), snapshot()
    for number in range(EACH):
        who = MEMBERS[number % len(MEMBERS)]
        browser = browsers[who]
        cookies = browser.cookies.copy()
        with transaction.atomic():
            told, answer = generator.request(browser)
            if may_change(name, who) or answer.status_code == 302:
                transaction.set_rollback(True)
        browser.cookies = cookies
        assert answer.status_code < 500, (who, told)
        text = b"".join(answer) if answer.streaming else answer.content
        assert not in_wales(who) or OTHER_NAME.encode() not in text, (who, told)
        assert who != "roy" or b"Gwenllian" not in text, (who, told)
        assert not [leak for leak in LEAKS if leak in text], (who, told)
    assert changed_since(before) <= {"audit_accessrecord"}


def test_there_are_as_many_as_were_asked_for():
    assert 20_000 // len(ADDRESSES) >= 50, "the long run no longer sends 50 to every address"
    assert EACH * len(ADDRESSES) >= REQUESTS
    assert set(GET) == set(ADDRESSES)
