"""Every kind of event has a title, says how personal data in it is erased, and is recorded."""

import pghistory.models
from django.apps import apps
from django.db.models import ForeignKey, UUIDField

from tests.architecture.sources import SRC, modules, strings_in
from waymark.audit.events import ERASED_WITH_CONTENT, EVENT_TYPES, HOLDS_NO_PERSON
from waymark.audit.models import Stream
from waymark.audit.row_history import ERASURES


def test_every_event_type_says_how_it_is_erased():
    for kind in EVENT_TYPES.values():
        assert kind.erasure in {ERASED_WITH_CONTENT, HOLDS_NO_PERSON}, kind.code


def test_every_event_type_has_a_title_of_its_own():
    titles = [kind.title for kind in EVENT_TYPES.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_codes_are_those_under_which_they_stand():
    assert all(code == kind.code for code, kind in EVENT_TYPES.items())


def test_every_row_history_says_how_it_is_erased():
    tables = {model.__name__: model for model in apps.get_models() if is_row_history(model)}
    assert ERASURES.keys() == tables.keys()
    for name, rule in ERASURES.items():
        assert rule.stream in {Stream.PARTICIPANT, Stream.STAFF}, name
        columns = {field.attname: field for field in tables[name]._meta.concrete_fields}
        assert isinstance(columns[rule.by], UUIDField | ForeignKey), name


def is_row_history(model):
    return issubclass(model, pghistory.models.Event) and not model._meta.abstract


def test_every_event_type_is_recorded_somewhere():
    said = {
        text
        for path in (
            *modules(SRC / "operations"),
            *modules(SRC / "imports"),
            SRC / "audit" / "erasing.py",
        )
        for text, _ in strings_in(path)
    }
    assert not set(EVENT_TYPES) - said
