"""Every form that came too late is put back: whatever can be typed into it stands there again."""

import pytest

from tests.architecture.url_outcomes import MEMBERS, POST
from tests.made_once import once_a_file
from tests.web.filling import FORMS, WHO, as_it_is, fields_of, make_ready
from tests.web.reading import chosen_of, field_of
from tests.world import address, make_world

once = once_a_file(make_world)


@pytest.fixture
def cast(made):
    return made.cast


@pytest.fixture
def world(made):
    return made.world


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_put_back(cast, world, sign_in, clock, name):
    """Whatever can be typed into any form of ours stands there again."""
    who = next(one for one in WHO if POST[name][MEMBERS.index(one)] == "200")
    at, person = address(name, world), getattr(cast, who)
    tab = sign_in(person)
    make_ready(name, world)
    fields = fields_of(tab.get(at))
    words = [field for field, (kind, _) in fields.items() if kind == "note"]
    typed = as_it_is(fields) | {field: f"What stood in {field}" for field in words}
    clock.passes(minutes=31)
    tab.post(at, typed)
    page = sign_in(person).get(at)
    for field in words:
        assert field_of(page, field) == f"What stood in {field}", name
    for field, (kind, values) in fields.items():
        if kind == "choice":
            assert chosen_of(page, field) == values, f"{name}: {field}"
