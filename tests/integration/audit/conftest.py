"""A history, and a key to sign it with that is gone afterwards.

Here the guards are held against somebody who has every right on the tables. What the application's
own connection can do is attacked in tests/integration/roles.
"""

import pytest

from tests.integration.audit.chains import live


@pytest.fixture(autouse=True)
def with_the_applications_rights() -> None:
    """Not here."""


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    """Where the key will be made when something is signed."""
    settings.SIGNING_KEY = tmp_path / "keys" / "history-signing.pem"
    settings.SIGNING_KEY_IS_NAMED = False
    return settings.SIGNING_KEY


@pytest.fixture
def history(cast):
    """Gwen's stream with four events, Ioan's with two."""
    live(cast.adam.actor)
