"""Markup typed into every field stays text: on every page, in every export, whoever looks."""

import csv
import io
from functools import cache

import html5lib
import pytest
from django.utils import timezone

from tests.architecture.url_outcomes import GET, MEMBERS
from tests.packs import WORDS_IN, make_waiting_packs
from tests.web.filling import FORMS, as_it_is, fields_of, make_ready, who_has
from tests.world import ADDRESSES, address
from waymark.trackers.models import Pack

PROBE = "xssprobe"
# Short enough, two or three together, for a field of a hundred characters.
PAYLOADS = [
    f"<{PROBE}>\"><{PROBE} a=\"'><{PROBE} a='javascript:{PROBE}()",
    f'<script>{PROBE}()</script>"><script>{PROBE}()</script>',
    f"</title></textarea></option></select></script></style><{PROBE}>",
    f"<!--><{PROBE}>--><![CDATA[<{PROBE}>]]><?{PROBE}?>&lt;{PROBE}&gt;",
    f"<img src=x onerror={PROBE}()><svg/onload={PROBE}()>",
    f"\" onfocus=\"{PROBE}()\" autofocus=\"' onmouseover='{PROBE}()' x='",
    f"{{{{ {PROBE}.x }}}}{{% if {PROBE} %}}${{{PROBE}}}#{{{PROBE}}}",
    f"javascript:{PROBE}()",
    f"=HYPERLINK({PROBE})<a href=javascript:{PROBE}()>x</a>",
]
READERS = ("glenn", "aimee", "joanne")


def faults(answer):
    """What of a page would run, or is not what we wrote."""
    if answer.streaming or "text/html" not in answer.headers.get("Content-Type", ""):
        return []
    found = []
    for one in html5lib.parse(answer.content, transport_encoding="utf-8").iter():
        tag = str(one.tag).lower()
        attributes = {str(key).lower(): str(value) for key, value in one.attrib.items()}
        inline = tag.endswith(("}script", "}style")) and (one.text or "").strip()
        runs = [key for key in attributes if key.startswith("on") or PROBE in key]
        leads = [v for v in attributes.values() if v.strip().lower().startswith("javascript:")]
        typed = tag.endswith(("}input", "}textarea")) or "value" in attributes
        if PROBE in tag or inline or runs or (leads and not typed):
            found.append((tag, attributes))
    return found


@pytest.fixture
def browser_of(cast, sign_in):
    """The browser of somebody of the cast, signed in once."""
    return cache(lambda name: sign_in(getattr(cast, name)))


def fill(browser_of, world, payload, but=()):
    """Type it into every text field of every form, each alone, and keep what is taken."""
    taken = 0
    for name in (name for name in FORMS if name not in but):
        make_ready(name, world)
        browser, at = browser_of(who_has(name)), address(name, world)
        fields, is_old = fields_of(browser.get(at)), False
        for field in [field for field, (kind, _) in fields.items() if kind == "text"]:
            if is_old:
                fields = fields_of(browser.get(at)) or fields
            answer = browser.post(at, as_it_is(fields) | {field: [payload]})
            assert not faults(answer), (name, field)
            is_old = answer.status_code == 302
            taken += is_old
    return taken


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_was_typed_stays_text_on_every_page(browser_of, world, payload):
    taken = fill(browser_of, world, payload)
    assert taken >= 5, "too few forms took it for this test to say anything"
    seen = 0
    for name in ADDRESSES:
        who = next((one for one in READERS if GET[name][MEMBERS.index(one)] == "200"), None)
        answers = [browser_of(who).get(address(name, world))] if who else []
        if name in ("participants", "trackers"):
            answers += [browser_of("aimee").get(address(name, world), {"q": payload})]
        for answer in answers:
            assert not faults(answer), (who, name)
            seen += not answer.streaming and PROBE.encode() in answer.content
    assert seen >= 10, "too few pages showed it for this test to say anything"


def test_what_was_typed_is_plain_text_in_packs_and_sheets(cast, sign_in, world):
    """No reader of PDF or Word takes it for anything else; nothing of it is lost."""
    typed = "\n".join(PAYLOADS)
    for name, fields in (
        ("activity-edit", {"instructions": typed, "title": PAYLOADS[0]}),
        ("tracker-note", {"note": typed, "for_decision_maker": "on"}),
        ("participant-details-change", {"first_name": PAYLOADS[1], "last_name": PAYLOADS[6]}),
    ):
        make_ready(name, world)
        browser, at = sign_in(getattr(cast, who_has(name))), address(name, world)
        answer = browser.post(at, as_it_is(fields_of(browser.get(at))) | fields)
        assert answer.status_code == 302, (name, answer.content.decode())
    pack, pdf, word = what_is_taken_away(cast, sign_in, world)
    for payload in map(squeezed, PAYLOADS):
        assert payload in pack
        assert payload in pdf
        assert payload in word
    assert pack.count(squeezed(typed)) == 2  # the activity, and the note


def squeezed(words):
    return "".join(words.split())


def what_is_taken_away(cast, sign_in, world):
    """The words of the evidence pack and of both referral sheets, without what is between them."""
    browser = sign_in(cast.glenn)
    browser.post(address("tracker-pack", world))
    make_waiting_packs(timezone.now())
    pack_id = Pack.objects.latest("asked_at").id
    files = [(address("tracker-pack-file", world | {"pack_id": pack_id}), WORDS_IN["pdf"])]
    files += [
        (address("tracker-sheet-file", world | {"form": form}), read)
        for form, read in WORDS_IN.items()
    ]
    return [squeezed(read(b"".join(browser.get(at)))) for at, read in files]


@pytest.mark.parametrize(
    "payload", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/c'!A1"]
)
def test_what_was_typed_is_no_formula_in_an_export(browser_of, world, payload):
    fill(browser_of, world, payload, but={"participant-restriction"})  # no export has those
    for name in ("tracker-export", "sanction-record-export"):
        answer = browser_of("aimee").get(address(name, world))
        rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
        assert len(rows) >= 2, name
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (name, cell)
