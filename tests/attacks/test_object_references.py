"""Somebody else's ids, in every part of every address and in every field: nothing is found there.

Alexandra, Glenn and Aimee work in Wales; Dilwyn is in Liverpool. Every mixture of ids of the
two is asked for, read and sent.
"""

from itertools import combinations

import pytest
from django.db import connection, transaction

from tests.architecture.url_outcomes import GET, MEMBERS, POST
from tests.attacks.worlds import OF_A_PARTICIPANT, OF_NOBODY_IN_PARTICULAR, OTHER_NAME, ids_of
from tests.snapshot import changed_since, snapshot, tables
from tests.web.filling import BUTTONS, FORMS, as_it_is, fields_of, make_ready, who_has
from tests.world import ADDRESSES, address
from waymark.audit.models import AccessRecord

IN_WALES = ("alexandra", "glenn", "aimee")
WITH_IDS = sorted(name for name in ADDRESSES if ids_of(name))
LOOKED_AT = {"audit_accessrecord"}  # opening what is theirs is noted, the rest finds nothing


@pytest.fixture
def here(world):
    return world


@pytest.fixture
def there(other_world):
    return other_world


@pytest.fixture
def browsers(cast, sign_in):
    return {name: sign_in(getattr(cast, name)) for name in IN_WALES}


def mixtures(name, here, there):
    """The address with every choice of its ids taken from the other world: one of them at least."""
    parts = ids_of(name)
    for many in range(1, len(parts) + 1):
        for taken in combinations(parts, many):
            yield address(name, {**here, **{part: there[part] for part in taken}})


@pytest.mark.parametrize("name", WITH_IDS)
def test_no_mixture_of_ids_finds_anything(here, there, browsers, name):
    """404 for whoever has the role; 403 for who has it nowhere; and nothing is noted or changed."""
    before = snapshot()
    for url in mixtures(name, here, there):
        for who, browser in browsers.items():
            column = MEMBERS.index(who)
            asked, sent = browser.get(url), browser.post(url, {"version": "1"})
            told = GET[name][column] if name in GET else "200"
            told_then = POST[name][column] if name in POST else told
            for answer, role in ((asked, told), (sent, told_then)):
                if name in BUTTONS and str(here["tracker_id"]) in url:
                    continue  # what is not there is discarded already: back to one's own tracker
                assert answer.status_code in (404, 403, 405), (url, who, answer.status_code)
                assert answer.status_code != 403 or role == "403", (url, who)
                text = b"".join(answer) if answer.streaming else answer.content
                assert OTHER_NAME.encode() not in text
    assert changed_since(before) <= LOOKED_AT
    assert not AccessRecord.objects.filter(participant_id=there["participant_id"]).exists()


def mentions(value):
    """In how many rows of all tables this id stands."""
    each = " UNION ALL ".join(
        f'SELECT count(*) FROM "{table}" AS one WHERE strpos(one::text, %(value)s) > 0'
        for table in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(count) FROM ({each}) AS every", {"value": value})
        return cursor.fetchone()[0]


def test_every_address_with_an_id_was_asked():
    assert len(WITH_IDS) >= 27
    assert set().union(*ADDRESSES.values()) == OF_A_PARTICIPANT | OF_NOBODY_IN_PARTICULAR


@pytest.mark.parametrize("name", [name for name in FORMS if ids_of(name)])
def test_no_field_takes_an_id_from_elsewhere(cast, here, there, sign_in, name):
    """A form of one's own, with an id of the other world in each field: it is not taken."""
    foreign = {str(there[part]) for part in OF_A_PARTICIPANT} | {str(cast.roy.staff.id)}
    foreign |= {str(cast.groups["North West / Liverpool"].id)}
    make_ready(name, here)
    browser, at = sign_in(getattr(cast, who_has(name))), address(name, here)
    fields = fields_of(browser.get(at))
    before = {value: mentions(value) for value in foreign}
    for field, (kind, _) in fields.items():
        if kind in ("text", "file"):
            continue
        for value in sorted(foreign):
            with transaction.atomic():
                answer = browser.post(at, as_it_is(fields) | {field: [value]})
                taken = answer.status_code == 302 and mentions(value) != before[value]
                transaction.set_rollback(True)
            told = f"{name}: {field} = {value}: {answer.status_code}"
            assert answer.status_code in (200, 302, 404, 409), told
            assert OTHER_NAME.encode() not in answer.content, told
            assert not taken, told
