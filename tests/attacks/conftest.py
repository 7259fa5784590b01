"""The worlds that are attacked, made once for each file."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.attacks.worlds import make_other_world
from tests.made_once import Made, World, made_once
from tests.people import Cast
from tests.world import make_world


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    with made_once(django_db_blocker, make_world) as made:
        yield made


@pytest.fixture(scope="module")
def other_once(once: Made, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    with made_once(django_db_blocker, make_other_world, once.cast) as made:
        yield made


@pytest.fixture
def made(db: None, once: Made) -> Made:
    return once.anew()


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
