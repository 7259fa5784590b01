"""Who is acting, and how history names them."""

from dataclasses import FrozenInstanceError
from uuid import UUID

import pytest

from waymark.kernel.actor import Actor

JOANNE = UUID(int=1)


def actor(**given):
    return Actor(id=JOANNE, name="Joanne Okafor", roles=frozenset(), group_ids=frozenset(), **given)


def test_history_shows_the_name():
    assert actor().shown_as == "Joanne Okafor"


def test_history_shows_that_an_import_did_it_and_for_whom():
    assert actor(is_import=True).shown_as == "Import, for Joanne Okafor"


def test_nobody_gains_a_role_on_the_way():
    with pytest.raises(FrozenInstanceError):
        actor().roles = frozenset({"Supervisor"})
