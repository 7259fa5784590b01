"""Roles: what each allows in words, and the table."""

import pytest

from tests.snapshot import nothing_changes
from tests.web.reading import main_of

HERE = "/roles/"


@pytest.mark.parametrize("who", ["alexandra", "aimee", "tomasz", "joanne"])
def test_everybody_may_read_what_a_role_allows(cast, sign_in, who, few_statements):
    browser = sign_in(getattr(cast, who))
    with nothing_changes(), few_statements():
        page = main_of(browser.get(HERE))
    assert (
        "Supervisor Keeps the Mandation panel, sanction status and sanction record; may reassign "
        "trackers, and hand over the work of somebody who leaves. Change the Mandation panel and "
        "the sanction status Restrict a participant" in page
    )
    assert "Keep staff accounts, roles and groups No No Yes No No No No" in page


def test_nobody_signed_in(client, cast):
    assert client.get(HERE).status_code == 302
