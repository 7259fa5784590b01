"""Whatever stands in the address of a list: no error, no wildcard, nothing of another group."""

import pytest

from tests.architecture.url_outcomes import GET, MEMBERS
from tests.attacks.worlds import OTHER_NAME
from tests.web.filling import HTML, fields_of
from tests.web.reading import tree_of
from tests.world import ADDRESSES, address

HOSTILE = [
    "'",
    "''",
    "' OR '1'='1",
    "' OR 1=1 --",
    "') OR ('1'='1",
    "'; DROP TABLE trackers_tracker; --",
    "' UNION SELECT password FROM people_staff --",
    "1; SELECT pg_sleep(9)",
    "' || pg_sleep(9) || '",
    "$$; SELECT pg_sleep(9); $$",
    "%",
    "_",
    "%%%%%%%%%%%%%%%%%%%%a",
    "\\",
    "\\' OR 1=1 --",
    "%27%20OR%201=1",
    "(((((((((((((((((((((((((",
    "(a+)+$",
    "*",
    "[",
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "\u202e",
    "𝕒" * 50,
    "é" * 5_000,
    "-1",
    "0",
    "9" * 30,
    "1e400",
    "NaN",
    "Infinity",
    "0x10",
    "true",
    "null",
    "None",
    "undefined",
    "[]",
    "{}",
    '{"$ne": 1}',
    "2026-02-31",
    "31/02/2026",
    "1/1/0001",
    "31/12/9999",
    "99999999-01-01",
    "00000000-0000-0000-0000-000000000000",
    "me",
    "nobody",
    "id",
    "-id",
    "participant__last_name",
    "password",
    "pk__in",
    "work_coach__password__startswith",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "${7*7}",
    "\r\nSet-Cookie: a=b",
]
# Names that lists use besides the fields of their filters, and names that Django would understand.
MORE = ["sort", "order", "before", "after", "page", "key", "last", "from", "to", "format", "limit"]
MORE += ["participant__group_id", "group_id__in", "id__gt", "password", "status__in", "__class__"]


WHO = ("adam", "aimee", "glenn")


def reader_of(name):
    """Somebody in Wales who may read this page."""
    return next((who for who in WHO if GET[name][MEMBERS.index(who)] == "200"), None)


PAGES = sorted(
    name
    for name, parts in ADDRESSES.items()
    if parts <= {"participant_id", "tracker_id", "activity_id"} and reader_of(name)
)


def parameters(answer):
    """The names of the filters of a page, and those that its links carry."""
    if answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
        return set(MORE)
    found = set(MORE)
    for form in tree_of(answer).find(f".//{HTML}main").iter(f"{HTML}form"):
        if form.get("method", "get") == "get":
            found |= {one.get("name") for one in form.iter() if one.get("name")}
    return found | set(fields_of(answer))


@pytest.mark.parametrize("name", PAGES)
def test_no_parameter_breaks_a_page_or_reaches_over(cast, sign_in, world, other_world, name):
    url, browser = address(name, world), sign_in(getattr(cast, reader_of(name)))
    names = sorted(parameters(browser.get(url)))
    for value in HOSTILE if "q" in names else HOSTILE[::6]:
        ask(browser, url, dict.fromkeys(names, value))
        if "q" in names:
            ask(browser, url, {"q": value})
    for parameter in names:
        ask(browser, url, {parameter: HOSTILE})


def ask(browser, url, query):
    answer = browser.get(url, query)
    text = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code in (200, 302, 400, 404), (query, answer.status_code)
    assert OTHER_NAME.encode() not in text, query
    assert "\n" not in "".join(f"{k}{v}" for k, v in answer.headers.items())


@pytest.mark.parametrize("wildcard", ["%", "_", "%%", "*", ".*", "' OR '1'='1", "Gwen%ian"])
def test_a_wildcard_is_a_letter_like_any_other(cast, sign_in, world, other_world, wildcard):
    browser = sign_in(cast.aimee)
    for name in ("participants", "trackers"):
        assert b"Gwenllian" in browser.get(address(name, {}), {"q": "Gwenllian"}).content
        assert b"Gwenllian" not in browser.get(address(name, {}), {"q": wildcard}).content
