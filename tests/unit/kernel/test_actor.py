"""Who is acting, and how history names them."""

from dataclasses import FrozenInstanceError
from uuid import UUID

import pytest

from waymark.kernel.actor import Actor

JOANNE = UUID(int=1)


CARDIFF, WREXHAM = UUID(int=2), UUID(int=3)


def actor(**given):
    said = {"roles": frozenset(), "group_ids": frozenset()} | given
    return Actor(id=JOANNE, name="Joanne Okafor", **said)


def test_history_shows_the_name():
    assert actor().shown_as == "Joanne Okafor"


def test_history_shows_that_an_import_did_it_and_for_whom():
    assert actor(is_import=True).shown_as == "Import, for Joanne Okafor"


def test_nobody_gains_a_role_on_the_way():
    with pytest.raises(FrozenInstanceError):
        actor().roles = frozenset({"Supervisor"})


@pytest.mark.parametrize(
    ("everywhere", "asked", "theirs"),
    [
        (False, None, None),
        (False, {CARDIFF}, (CARDIFF,)),
        (False, {CARDIFF, WREXHAM}, (CARDIFF, WREXHAM)),
        (False, {UUID(int=4)}, ()),
        (True, {CARDIFF}, (CARDIFF,)),
        (True, {CARDIFF, WREXHAM}, None),
    ],
)
def test_groups_that_are_asked_for(everywhere, asked, theirs):
    """Those that are theirs; all that there are need not be compared."""
    joanne = actor(group_ids=frozenset({CARDIFF, WREXHAM}), is_everywhere=everywhere)
    assert joanne.those_of(asked) == theirs
