"""The worlds that are attacked, made once for each file."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.attacks.worlds import make_other_world
from tests.made_once import Made, World, made_once, once_a_file
from tests.people import Cast
from tests.world import make_world

once = once_a_file(make_world)


@pytest.fixture(scope="module")
def other_once(once: Made, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    with made_once(django_db_blocker, make_other_world, once.cast) as made:
        yield made


@pytest.fixture
def cast(made: Made) -> Cast:
    """Everybody of the named cast."""
    return made.cast


@pytest.fixture
def world(made: Made) -> World:
    """Gwenllian's, in Caerdydd."""
    return made.world


@pytest.fixture
def other_world(db: None, other_once: Made) -> World:
    """Dilwyn's, in Liverpool."""
    return other_once.anew().world
