"""For tests in which several connections meet."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.basics import restore_basics
from tests.people import Cast


@pytest.fixture(autouse=True)
def with_the_applications_rights(as_the_application: None) -> None:
    """What is done here is done by the application."""


@pytest.fixture
def basics_afterwards(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Such a test empties the database in the end: then put back what an installation knows."""
    yield
    with django_db_blocker.unblock():
        restore_basics()


@pytest.fixture
def everybody(basics_afterwards: None, transactional_db: None, cast: Cast) -> Cast:
    """The cast, in a database that other connections can see."""
    return cast
