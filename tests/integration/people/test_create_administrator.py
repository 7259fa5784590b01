"""The first administrator: an account, and a link that works once."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.http import urlsafe_base64_decode

from tests.factories import MORNING
from tests.integration.expecting import last_event, refused
from waymark.operations.people import create_administrator
from waymark.people.links import Standing, standing_of
from waymark.people.models import Staff
from waymark.people.policy import may
from waymark.people.queries import actor_of

pytestmark = pytest.mark.django_db
EMAIL = "first@provider.example"


def holder_of(uid):
    return Staff.objects.get(pk=urlsafe_base64_decode(uid).decode())


def test_an_account_that_sees_every_group_and_may_administer():
    create_administrator(email=" First@Provider.example ", now=MORNING)
    staff = Staff.objects.get(email=EMAIL)
    assert (staff.roles, staff.is_active) == (["Administrator"], True)
    assert not staff.has_usable_password()
    assert [group.parent for group in staff.groups.all()] == [None]
    actor = actor_of(staff)
    assert may(actor.roles, "imports.run")
    assert not may(actor.roles, "plans.mark")
    event = last_event(stream_id=staff.id)
    assert (event.stream, event.code, event.by_system) == ("staff", "staff.added", True)


def test_the_link_is_void_once_a_password_is_set():
    made = create_administrator(email=EMAIL, now=MORNING)
    uid, token = made.uid, made.token
    staff = holder_of(uid)
    assert standing_of(staff, token, now=MORNING) == Standing.GOOD
    staff.set_password("a long enough password")
    staff.save()
    assert standing_of(staff, token, now=MORNING) == Standing.VOID


def test_the_link_of_one_is_not_that_of_another():
    token = create_administrator(email=EMAIL, now=MORNING).token
    other = create_administrator(email="second@provider.example", now=MORNING).uid
    assert standing_of(holder_of(other), token, now=MORNING) == Standing.VOID


def test_an_account_that_is_there_keeps_what_it_has(cast):
    cast.adam.staff.is_active = False
    cast.adam.staff.save()
    create_administrator(email="adam@provider.example", now=MORNING)
    cast.adam.staff.refresh_from_db()
    assert cast.adam.staff.roles == ["Administrator", "Process Automation Trackers (Edit)"]
    assert cast.adam.staff.is_active is True
    assert {group.path for group in cast.adam.staff.groups.all()} == {
        "All groups",
        "Wales / Caerdydd",
    }
    assert last_event(stream_id=cast.adam.staff.id).code == "staff.changed"


def test_an_account_that_is_there_loses_its_password_and_that_is_on_record(cast):
    adam = cast.adam.staff
    adam.is_active = False
    adam.set_password("a long enough password")
    adam.save()
    made = create_administrator(email="adam@provider.example", now=MORNING)
    adam.refresh_from_db()
    assert not adam.has_usable_password()
    assert standing_of(adam, made.token, now=MORNING) == Standing.GOOD
    event = last_event(stream_id=adam.id)
    assert (event.content.actor_name, event.content.data["version"]) == ("the command line", 2)
    assert adam.version == 2
    told = [(one["label"], one["before"], one["after"]) for one in event.content.data["changes"]]
    assert told == [
        ("Groups", "Wales / Caerdydd", "All groups; Wales / Caerdydd"),
        (
            "Roles",
            "Process Automation Trackers (Edit)",
            "Administrator; Process Automation Trackers (Edit)",
        ),
        ("Active", "No", "Yes"),
        ("Password", "Chosen", "None"),
    ]
    assert made.changes == event.content.data["changes"]


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "two@x.example three@x.example", "a" * 300 + "@x.example"]
)
def test_what_is_no_address(email):
    with refused("staff.email_wrong"):
        create_administrator(email=email, now=MORNING)


def test_an_address_as_long_as_there_are():
    address = "a" * 64 + "@" + "b" * 60 + "." + "c" * 60 + ".example"
    create_administrator(email=address, now=MORNING)
    assert Staff.objects.get().email == address


class TestCommand:
    def test_it_prints_the_link_and_nothing_else(self):
        out = StringIO()
        call_command("create_administrator", EMAIL, "--address", "https://w.example/", stdout=out)
        assert re.fullmatch(r"https://w\.example/\S+/\S+\n", out.getvalue())

    def test_the_link_leads_to_where_people_reach_it(self, settings):
        settings.ADDRESS, out = "https://waymark.example", StringIO()
        call_command("create_administrator", EMAIL, stdout=out)
        assert out.getvalue().startswith("https://waymark.example/set-password/")

    def test_of_an_account_that_is_there_it_says_what_changes(self, cast):
        out, err = StringIO(), StringIO()
        call_command("create_administrator", "adam@provider.example", stdout=out, stderr=err)
        assert re.fullmatch(r"http\S+/\S+\n", out.getvalue())
        assert "adam@provider.example had an account already" in err.getvalue()
        assert "Groups: Wales / Caerdydd → All groups; Wales / Caerdydd" in err.getvalue()

    def test_what_is_no_address_ends_with_2(self):
        with pytest.raises(CommandError) as failed:
            call_command("create_administrator", "nobody")
        assert failed.value.returncode == 2
        assert "not an e-mail address" in str(failed.value)
