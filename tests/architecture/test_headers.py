"""Every answer carries the headers that protect whoever reads it, and no page holds anything that
the content security policy would have to let through.
"""

import re
from importlib import import_module

import html5lib
import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.architecture.sources import SRC, files
from tests.architecture.test_urls import ask
from tests.architecture.url_outcomes import GET, MEMBERS
from tests.world import ADDRESSES, address, make_world
from waymark.web import home

PAGE_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
DOWNLOAD_POLICY = {
    "sandbox": "",
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LEADING = ("href", "src", "action", "formaction", "data", "poster", "xlink:href")


@pytest.fixture
def world(cast):
    return make_world(cast)


@pytest.fixture
def browsers(cast):
    """One for everybody of the cast, and one in which nobody is signed in."""
    found = {name: Client() for name in MEMBERS}
    for name in MEMBERS[1:]:
        found[name].force_login(getattr(cast, name).staff)
    return found


def lacking(answer, *, secure=False):
    """What is missing or wrong among the headers of an answer."""
    wrong = [name for name, value in ALWAYS.items() if answer.get(name) != value]
    said = [one.strip().partition(" ") for one in answer["Content-Security-Policy"].split(";")]
    policy = {name: value for name, _, value in said}
    is_download = answer.get("Content-Disposition", "").startswith("attachment")
    if policy != (DOWNLOAD_POLICY if is_download else PAGE_POLICY):
        wrong.append(f"Content-Security-Policy: {policy}")
    if not {"camera=()", "geolocation=()", "microphone=()"} <= set(
        answer.get("Permissions-Policy", "").split(", ")
    ):
        wrong.append("Permissions-Policy")
    if answer.get("Referrer-Policy") not in {"same-origin", "strict-origin"}:
        wrong.append("Referrer-Policy")
    if secure and answer.get("Strict-Transport-Security") != "max-age=31536000; includeSubDomains":
        wrong.append("Strict-Transport-Security")
    return wrong


def untold(answer):
    """What an answer does not say of its content, and whom it lets read it."""
    kind = answer.get("Content-Type", "")
    if not kind and (answer.streaming or answer.content):
        return ["Content-Type"]
    found = ["charset"] if kind.startswith("text/") and "charset=utf-8" not in kind else []
    return found + [name for name in answer.headers if name.startswith("Access-Control-")]


def inline(answer):
    """What runs or styles within a page."""
    if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
        return []
    found = []
    page = html5lib.parse(answer.content, namespaceHTMLElements=False)
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        if tag == "style" or (tag == "script" and (element.text or not element.get("src"))):
            found.append(f"<{tag}>")
        found += [f"{tag} {name}" for name in element.attrib if name.startswith("on")]
        found += [f"{tag} style" for name in element.attrib if name == "style"]
        found += [
            f"{tag} {name}: {element.get(name)}"
            for name in LEADING
            if (element.get(name) or "").strip().lower().startswith(("javascript:", "data:"))
        ]
    return found


def every_answer(world, browsers):
    """Each address for each outcome that is declared for it, asked and sent."""
    for name in sorted(ADDRESSES):
        url, seen = address(name, world), set()
        for method in ("get", "post", "put"):
            for member, expected in zip(MEMBERS, GET[name], strict=True):
                if (method, expected) not in seen:
                    seen.add((method, expected))
                    yield f"{method} {name} {member}", ask(browsers[member], method, url)


def test_no_answer_names_the_program_that_serves_it():
    import_module("waymark.config.gunicorn")
    assert import_module("gunicorn.http.wsgi").SERVER == "Waymark"


def test_every_answer_has_them_and_no_page_runs_or_styles_anything_inline(world, browsers):
    wrong, statuses = [], set()
    for what, answer in every_answer(world, browsers):
        statuses.add(answer.status_code)
        found = [*lacking(answer), *untold(answer), *inline(answer)]
        if not what.endswith("nobody") and "no-store" not in answer.get("Cache-Control", ""):
            found.append("the browser may keep it")
        wrong += [f"{what}: {one}" for one in found]
    assert not wrong
    assert statuses >= {200, 302, 403, 404, 405}


@override_settings(
    SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_SSL_REDIRECT=True
)
def test_behind_tls_every_answer_says_that_there_is_no_other_way(db):
    browser = Client()
    for path in ("/sign-in/", "/nowhere/", "/static/waymark.css"):
        answer = browser.get(path, secure=True)
        b"".join(answer)  # a file is closed when it has been read
        assert not lacking(answer, secure=True), path
    refused = browser.get("/sign-in/", secure=True, headers={"host": "elsewhere.example"})
    assert refused.status_code == 400
    assert not lacking(refused, secure=True)
    plain = browser.get("/sign-in/")
    assert plain.status_code == 301
    assert plain["Location"] == "https://testserver/sign-in/"


def test_so_have_errors_of_ours(sign_in, cast, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(home.views, "render", fail)
    browser = sign_in(cast.adam)
    browser.raise_request_exception = False
    answer = browser.get(reverse("home"))
    assert answer.status_code == 500
    assert not lacking(answer)
    assert not inline(answer)


def test_so_has_a_form_that_has_expired(db):
    answer = Client(enforce_csrf_checks=True).post(reverse("sign-in"))
    assert answer.status_code == 403
    assert not lacking(answer)


def test_so_have_style_sheets_and_scripts(settings, tmp_path):
    """WhiteNoise answers these before any page is asked for."""
    (tmp_path / "one.css").write_text("a {}")
    settings.STATIC_ROOT = tmp_path
    answer = Client().get("/static/one.css")
    assert answer.status_code == 200
    assert b"".join(answer) == b"a {}"
    assert not lacking(answer)


def test_a_key_word_is_in_no_referrer(sign_in, cast):
    browser = sign_in(cast.adam)
    assert browser.get("/participants/")["Referrer-Policy"] == "same-origin"
    assert browser.get("/participants/?q=Gwenllian")["Referrer-Policy"] == "strict-origin"


def test_nobody_elses_pages_may_read_ours(settings, tmp_path, client, db):
    (tmp_path / "one.css").write_text("a {}")
    settings.STATIC_ROOT = tmp_path
    for path in ("/static/one.css", "/sign-in/", "/nowhere/"):
        answer = Client().get(path, headers={"origin": "https://elsewhere.example"})
        b"".join(answer)
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize(
    "path", ["/.git/config", "/static/", "/static/vendor/", "/files/", "/settings.py", "/var/"]
)
def test_nothing_lies_about(sign_in, cast, path):
    assert sign_in(cast.joanne).get(path).status_code == 404


def test_nobody_traces(sign_in, cast):
    answer = sign_in(cast.adam).trace("/", headers={"x-secret": "1"})
    assert answer.status_code in {403, 405}
    assert b"x-secret" not in answer.content.lower()


def test_scripts_leave_nothing_in_the_browser():
    """Ours; those of GOV.UK and MoJ keep no more than which section of an accordion is open."""
    keeps = re.compile(
        r"localStorage|sessionStorage|indexedDB|caches\b|serviceWorker|document\.cookie"
    )
    ours = list(files(SRC / "web" / "static", ".js"))
    assert len(ours) == 4
    kept = {one.name: set(keeps.findall(one.read_text(encoding="utf-8"))) for one in ours}
    assert {name: words for name, words in kept.items() if words} == {}


def test_this_would_find_what_it_looks_for(client, db):
    answer = client.get(reverse("sign-in"))
    answer.content = (
        b"<!DOCTYPE html><title>x</title><style>a{}</style><p style='x' onclick='y'>"
        b"<a href=' JavaScript:z'>x</a><script>1</script><script src='/x.js'></script>"
    )
    assert len(inline(answer)) == 5
    del answer["X-Frame-Options"]
    answer["Content-Security-Policy"] = "default-src 'self'"
    assert len(lacking(answer)) == 2


@pytest.mark.parametrize(
    ("proxies", "passed", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "not an address", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_who_asks_is_what_the_proxies_of_ours_say_and_nobody_else(
    client, db, settings, proxies, passed, seen
):
    settings.TRUSTED_PROXIES = proxies
    answer = client.get(reverse("sign-in"), headers={"x-forwarded-for": passed})
    assert answer.wsgi_request.META["REMOTE_ADDR"] == seen
