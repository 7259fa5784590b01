"""What each page costs the database: exactly so many statements, and no list too many bytes."""

import pytest
from django.test import Client

from tests.architecture.url_outcomes import GET, MEMBERS
from tests.costs.counting import statements, work_and_access
from tests.costs.numbers import PAGES, line, numbers
from tests.factories import make_activity, make_participant, make_tracker
from tests.made_once import once_a_file
from tests.world import ADDRESSES, address, make_world
from waymark.trackers.lists import ROWS_A_PAGE

# What is asked by whom: everybody has these open, others are asked by the first who may.
BY_SEVERAL = dict.fromkeys(("home", "trackers"), ("adam", "glenn", "aimee", "tomasz"))
ASKERS = [*MEMBERS[2:], "alexandra", "nobody"]
LONGEST = "Wolfeschlegelstein-Featherstonehaugh"
MOST_BYTES = 56 * 1024

once = once_a_file(make_world)


@pytest.fixture
def cast(made):
    return made.cast


@pytest.fixture
def world(made):
    return made.world


def who_ask(name):
    if name in BY_SEVERAL:
        return BY_SEVERAL[name]
    may = [who for who in ASKERS if GET[name][MEMBERS.index(who)] == "200"]
    return may[:1]


def asked(cast, who, url):
    browser = Client()
    if who != "nobody":
        browser.force_login(getattr(cast, who).staff)
    b"".join(browser.get(url))
    with statements() as counts:
        b"".join(browser.get(url))
    return counts


def test_every_page_takes_so_many_statements(cast, world):
    declared, found, wrong = numbers(PAGES), [], {}
    for name in sorted(ADDRESSES):
        for who in who_ask(name):
            key = f"{name}:{who}" if name in BY_SEVERAL else name
            counts = asked(cast, who, address(name, world))
            got = (who, *work_and_access(counts))
            found.append(line(key, *got))
            if declared.get(key) != got:
                wrong[key] = "\n".join([found[-1], *counts.statements])
    gone = declared.keys() - {one.split()[0] for one in found}
    assert not wrong, "as numbers.py should say, with the statements:\n" + "\n".join(wrong.values())
    assert not gone, f"no such page any more: {gone}"


def test_a_full_list_is_no_larger_than_this(cast, world):
    """25 rows with long names."""
    for _ in range(ROWS_A_PAGE):
        who = make_participant(
            cast.adam.staff, cast.groups["Wales / Caerdydd"], first_name=LONGEST, last_name=LONGEST
        )
        make_tracker(cast, make_activity(who, title="Confidence and communication workshop"))
    browser = Client()
    browser.force_login(cast.adam.staff)
    for name in ("trackers", "participants"):
        assert len(browser.get(address(name, world)).content) <= MOST_BYTES, name
