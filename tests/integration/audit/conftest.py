"""Here the guards are held against somebody who has every right on the tables.

What the application's own connection can do is attacked in tests/integration/roles.
"""

import pytest


@pytest.fixture(autouse=True)
def with_the_applications_rights() -> None:
    """Not here."""
