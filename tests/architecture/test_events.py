"""Every kind of event has a title, says how personal data in it is erased, and is recorded."""

from tests.architecture.sources import SRC, modules, strings_in
from waymark.audit.events import ERASED_WITH_CONTENT, EVENT_TYPES, HOLDS_NO_PERSON


def test_every_event_type_says_how_it_is_erased():
    for kind in EVENT_TYPES.values():
        assert kind.erasure in {ERASED_WITH_CONTENT, HOLDS_NO_PERSON}, kind.code


def test_every_event_type_has_a_title_of_its_own():
    titles = [kind.title for kind in EVENT_TYPES.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_codes_are_those_under_which_they_stand():
    assert all(code == kind.code for code, kind in EVENT_TYPES.items())


def test_every_event_type_is_recorded_somewhere():
    said = {
        text
        for room in ("operations", "imports")
        for path in modules(SRC / room)
        for text, _ in strings_in(path)
    }
    assert not set(EVENT_TYPES) - said
