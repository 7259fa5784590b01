"""An invitation: a link by e-mail to choose the first password."""

import smtplib
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction

from tests.factories import MORNING
from tests.integration.expecting import last_event, refused
from tests.mails import asked, worker_sends
from tests.snapshot import nothing_changes
from waymark.audit.models import Event
from waymark.operations.invitations import deliver_invitation, send_invitation
from waymark.operations.mailing import MailNotSent
from waymark.operations.people import set_password
from waymark.people.links import Standing, standing_of

pytestmark = pytest.mark.usefixtures("clock")


def invite(cast, now=MORNING, actor=None, staff_id=None):
    send_invitation(
        actor=actor or cast.joanne.actor, staff_id=staff_id or cast.adam.staff.id, now=now
    )


def parts(message):
    """The two parts of the link in a mail."""
    return message.body.partition("/set-password/")[2].split()[0].strip("/").split("/")


def test_a_mail_goes_to_the_address_of_the_account(cast, settings):
    settings.ADDRESS = "https://waymark.example/"
    invite(cast)
    [message] = worker_sends()
    assert message.to == ["adam@provider.example"]
    assert message.subject == "Your invitation to Waymark"
    assert "https://waymark.example/set-password/" in message.body
    assert "for 3 days" in message.body
    event = last_event(stream_id=cast.adam.staff.id)
    assert (event.stream, event.code, event.actor_id) == (
        "staff",
        "staff.invited",
        cast.joanne.staff.id,
    )
    assert event.content.data == {}


def test_nobody_is_named_but_on_the_envelope(cast):
    invite(cast)
    [message] = worker_sends()
    for words in ("Adam", "Stewart", "adam", "Joanne", "Okafor", "provider.example", "Caerdydd"):
        assert words not in message.body
        assert words not in message.subject
    assert asked()[0][1].keys() == {"staff_id", "invited_at"}


def test_it_is_asked_for_in_the_same_transaction(cast):
    with nothing_changes(), transaction.atomic():
        invite(cast)
        transaction.set_rollback(True)
    assert asked() == []


def test_twice_in_a_minute_is_once(cast):
    invite(cast)
    invite(cast, MORNING + timedelta(seconds=20))
    assert len(worker_sends()) == 1
    assert Event.objects.filter(code="staff.invited").count() == 1


def test_a_newer_one_makes_the_older_void(cast):
    invite(cast)
    [first] = worker_sends()
    later = MORNING + timedelta(hours=1)
    invite(cast, later)
    [second] = worker_sends()
    cast.adam.staff.refresh_from_db()
    assert standing_of(cast.adam.staff, parts(first)[1], now=later) == Standing.VOID
    assert standing_of(cast.adam.staff, parts(second)[1], now=later) == Standing.GOOD


@pytest.mark.parametrize(
    ("after", "standing"),
    [
        (timedelta(days=3), Standing.GOOD),
        (timedelta(days=3, seconds=1), Standing.EXPIRED),
        (timedelta(days=300), Standing.EXPIRED),
    ],
)
def test_it_lasts_three_days(cast, after, standing):
    invite(cast)
    [message] = worker_sends()
    cast.adam.staff.refresh_from_db()
    assert standing_of(cast.adam.staff, parts(message)[1], now=MORNING + after) == standing


def test_deactivation_makes_it_void(cast):
    invite(cast)
    [message] = worker_sends()
    cast.adam.staff.refresh_from_db()
    cast.adam.staff.is_active = False
    assert standing_of(cast.adam.staff, parts(message)[1], now=MORNING) == Standing.VOID


def test_it_is_nobody_elses(cast):
    invite(cast)
    [message] = worker_sends()
    assert standing_of(cast.aimee.staff, parts(message)[1], now=MORNING) == Standing.VOID
    assert standing_of(None, parts(message)[1], now=MORNING) == Standing.VOID


@pytest.mark.parametrize("token", ["", "x", "-", "zzz-zzz", "choose", "!-!", "a" * 500, "é-ü"])
def test_a_made_up_one_is_void(cast, token):
    assert standing_of(cast.adam.staff, token, now=MORNING) == Standing.VOID


@pytest.mark.parametrize("who", ["adam", "aimee", "glenn", "wendy", "tomasz", "alexandra"])
def test_only_an_administrator_invites(cast, who):
    with nothing_changes(), refused("people.role_needed"):
        invite(cast, actor=getattr(cast, who).actor)


def test_nobody_is_not_found(cast):
    with nothing_changes(), refused("staff.not_found"):
        invite(cast, staff_id=uuid4())


def test_an_account_of_other_groups_is_not_theirs_to_invite(cast):
    of_wales = replace(cast.joanne.actor, group_ids=cast.aimee.actor.group_ids)
    with nothing_changes(), refused("staff.not_found"):
        invite(cast, actor=of_wales, staff_id=cast.roy.staff.id)


def test_who_is_not_active_is_not_invited(cast):
    cast.adam.staff.is_active = False
    cast.adam.staff.save()
    with nothing_changes(), refused("staff.inactive"):
        invite(cast)


def test_who_has_a_password_is_not_invited(cast):
    set_password(staff_id=cast.adam.staff.id, password="correct horse battery", now=MORNING)
    with nothing_changes(), refused("staff.already_in"):
        invite(cast)


class TestTheWorker:
    def test_what_was_overtaken_is_not_sent(self, cast):
        invite(cast)
        invite(cast, MORNING + timedelta(hours=1))
        assert len(worker_sends()) == 1

    @pytest.mark.parametrize("what", ["password", "deactivated", "deleted"])
    def test_nor_what_has_no_use_any_more(self, cast, what):
        invite(cast)
        staff = cast.adam.staff
        staff.refresh_from_db()
        if what == "password":
            staff.set_password("correct horse battery")
        staff.is_active = what != "deactivated"
        staff.save()
        if what == "deleted":
            staff.delete()
        assert worker_sends() == []

    @pytest.mark.parametrize(
        "wrong",
        [
            ConnectionRefusedError("adam@provider.example"),
            smtplib.SMTPRecipientsRefused({"adam@provider.example": (450, b"adam")}),
            TimeoutError("adam"),
        ],
    )
    def test_what_went_wrong_is_told_without_the_address(self, cast, monkeypatch, wrong):
        def fails(_self):
            raise wrong

        invite(cast)
        monkeypatch.setattr(mail.EmailMessage, "send", fails)
        with pytest.raises(MailNotSent) as told:
            deliver_invitation(staff_id=cast.adam.staff.id, invited_at=MORNING, now=MORNING)
        assert str(told.value) == type(wrong).__name__
        assert told.value.__suppress_context__
