"""For tests in which several connections meet."""

import pytest

from tests.people import Cast


@pytest.fixture(autouse=True)
def with_the_applications_rights(as_the_application: None) -> None:
    """What is done here is done by the application."""


@pytest.fixture
def everybody(transactional_db: None, cast: Cast) -> Cast:
    """The cast, in a database that other connections can see."""
    return cast
