"""What we lean on of allauth is what it shows in public, and none of its pages can be reached."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import NoReverseMatch, reverse

from tests.architecture.sources import SRC, imports_of, modules, named
from tests.web.account.codes import PASSWORD, give_password


def test_nothing_of_its_insides_is_imported():
    for path in modules(SRC):
        inside = [
            one for one in imports_of(path) if one.startswith("allauth") and "internal" in one
        ]
        assert not inside, named(path)


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_inactive",
        "account_logout",
        "account_reset_password",
        "account_change_password",
        "account_confirm_email",
        "socialaccount_signup",
        "socialaccount_connections",
        "mfa_trust",
        "mfa_download_recovery_codes",
        "mfa_signup_webauthn",
    ],
)
def test_its_other_pages_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_an_account_has_one_address_and_no_second_list_of_them(client, cast):
    cast.adam.staff.set_password(PASSWORD)
    cast.adam.staff.save()
    assert give_password(client, cast.adam).url == "/"
    assert not EmailAddress.objects.exists()


def test_an_address_that_was_changed_signs_in_at_once(client, cast):
    cast.adam.staff.set_password(PASSWORD)
    cast.adam.staff.email = "a.stewart@provider.example"
    cast.adam.staff.save()
    assert give_password(client, cast.adam).url == "/"
