"""Too many failures: account or address are locked, and nobody learns which accounts there are."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import MORNING
from tests.integration.expecting import NOWHERE, refused
from tests.web.reading import main_of
from waymark.audit.models import Event, EventContent
from waymark.operations.signing_in import sweep_failures, unlock_account
from waymark.people.lock_out import is_account_locked

SIGN_IN = reverse("sign-in")
PASSWORD = "correct horse battery"
ADAM, NOBODY, GONE = "adam@provider.example", "nobody@provider.example", "roy@provider.example"
LOCKED = (
    "Too many attempts to sign in Signing in with what you typed, or from where you are, is "
    "stopped for 15 minutes. Wait, then try again. If it is urgent, an administrator of Northern "
    "Lights Employability can unlock an account at once. If it was not you who tried, tell an "
    "administrator."
)


@pytest.fixture(autouse=True)
def accounts(cast):
    for person in (cast.adam, cast.roy):
        person.staff.set_password(PASSWORD)
        person.staff.is_active = person is cast.adam
        person.staff.save()


def enter(email, password="not this one", address="192.0.2.1"):
    return Client(REMOTE_ADDR=address).post(SIGN_IN, {"email": email, "password": password})


def fail(times, email, **more):
    for _ in range(times):
        answer = enter(email, **more)
    return answer


def bytes_of(answer, email=""):
    """The page without what is its reader's own: the form's token, and what was typed."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
    return page.replace(email.encode(), b"") if email else page


def test_five_failures_lock_an_account_from_everywhere():
    assert fail(4, ADAM).status_code == 200
    assert main_of(enter(ADAM), status=429) == LOCKED
    assert enter(ADAM, PASSWORD, address="198.51.100.7").status_code == 429
    assert enter("aimee@provider.example").status_code == 200


def test_the_right_password_before_the_limit_forgets_what_was_mistyped_from_there():
    fail(4, ADAM)
    fail(4, NOBODY)
    assert enter(ADAM, PASSWORD).status_code == 302
    assert fail(4, ADAM).status_code == 200
    assert enter(NOBODY).status_code == 429


def test_ones_own_success_does_not_wash_an_address_clean(settings):
    """Else somebody with an account could guess at everybody else's for ever."""
    settings.FAILURES_BY_ADDRESS = 6
    for number in range(5):
        assert enter(f"somebody{number}@provider.example").status_code == 200
        assert enter(ADAM, PASSWORD).status_code == 302
    assert enter("another@provider.example").status_code == 429
    assert enter(ADAM, PASSWORD).status_code == 429


def test_many_failures_lock_an_address_for_every_account(settings):
    settings.FAILURES_BY_ADDRESS = 10
    for number in range(9):
        assert enter(f"somebody{number}@provider.example").status_code == 200
    assert enter("another@provider.example").status_code == 429
    assert enter(ADAM, PASSWORD).status_code == 429
    assert enter(ADAM, PASSWORD, address="198.51.100.7").status_code == 302


def test_nobody_learns_which_accounts_there_are():
    """The same status and the same bytes: no such account, an account, one that is not active."""
    asked = [(ADAM, "wrong"), (NOBODY, "wrong"), (GONE, "wrong"), (GONE, PASSWORD)]
    answers = [enter(email, password) for email, password in asked]
    pages = {bytes_of(one, email) for one, (email, _) in zip(answers, asked, strict=True)}
    assert {answer.status_code for answer in answers} == {200}
    assert len(pages) == 1
    locked = [fail(5, email) for email in (ADAM, NOBODY, GONE)]
    assert {answer.status_code for answer in locked} == {429}
    assert len({answer.content for answer in locked}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in locked}) == 1


def test_a_password_is_hashed_whether_or_not_there_is_an_account(monkeypatch, settings):
    """Comparable time: as much work for nobody as for somebody."""
    done = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: (done.append(1), encode(*given))[1]
    )
    work = []
    for email in (ADAM, NOBODY, GONE):
        done.clear()
        enter(email)
        work.append(len(done))
    assert work == [1, 1, 1]


def test_no_address_that_was_typed_is_kept():
    fail(5, NOBODY)
    fail(2, ADAM)
    kept = str(list(AccessAttempt.objects.values())) + str(list(EventContent.objects.values()))
    assert "nobody" not in kept
    assert "adam@" not in kept
    assert "not this one" not in kept


def test_failures_and_the_lock_are_on_record(cast):
    fail(6, ADAM)
    enter(ADAM, PASSWORD)
    codes = list(
        Event.objects.filter(stream_id=cast.adam.staff.id)
        .order_by("id")
        .values_list("code", flat=True)
    )
    assert codes == ["staff.sign_in_failed"] * 5 + ["staff.locked_out"]
    enter(NOBODY)
    event = Event.objects.latest("id")
    assert (event.stream, event.stream_id, event.code) == ("installation", None, "sign_in.failed")
    assert event.content.actor_name == "somebody not signed in"
    assert event.content.data == {"how": "password", "address": "192.0.2.1", "locked": False}


def test_a_locked_address_is_not_told_of_as_a_locked_account(cast, settings):
    settings.FAILURES_BY_ADDRESS = 5
    fail(4, NOBODY)
    assert enter(ADAM).status_code == 429
    event = Event.objects.get(stream_id=cast.adam.staff.id)
    assert event.code == "staff.sign_in_failed"
    assert event.content.data == {"how": "password", "address": "192.0.2.1", "locked": True}


def test_signing_in_is_on_record(cast):
    enter(ADAM, PASSWORD)
    event = Event.objects.get(stream_id=cast.adam.staff.id)
    assert (event.code, event.actor_id) == ("staff.signed_in", cast.adam.staff.id)
    assert event.content.data == {"how": "password", "address": "192.0.2.1"}


def test_a_lock_ends_by_itself():
    fail(5, ADAM)
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=16)
    )
    assert enter(ADAM, PASSWORD).status_code == 302


def test_trying_on_does_not_make_a_lock_longer():
    fail(5, ADAM)
    before = AccessAttempt.objects.values_list("attempt_time", "failures_since_start").get()
    fail(3, ADAM)
    assert AccessAttempt.objects.values_list("attempt_time", "failures_since_start").get() == before


class TestUnlocking:
    def unlock(self, actor, staff):
        unlock_account(actor=actor, staff_id=staff.id, now=MORNING)

    def test_an_administrator_unlocks(self, cast):
        fail(5, ADAM)
        self.unlock(cast.joanne.actor, cast.adam.staff)
        assert enter(ADAM, PASSWORD).status_code == 302

    @pytest.mark.parametrize("who", ["adam", "aimee", "tomasz"])
    def test_others_do_not(self, cast, who):
        with refused("people.role_needed"):
            self.unlock(getattr(cast, who).actor, cast.adam.staff)

    def test_who_is_in_other_groups_cannot_be(self, cast):
        cast.joanne.staff.groups.set([cast.groups["North West"]])
        with refused("staff.not_found"):
            self.unlock(cast.joanne.actor, cast.adam.staff)

    def test_who_is_not_there_cannot_be(self, cast):
        with refused("staff.not_found"):
            unlock_account(actor=cast.joanne.actor, staff_id=NOWHERE, now=MORNING)

    def test_by_the_command_line(self, cast, capsys):
        fail(5, ADAM)
        call_command("unlock", " Adam@Provider.example ")
        assert "adam@provider.example can sign in again" in capsys.readouterr().out
        assert enter(ADAM, PASSWORD).status_code == 302
        event = Event.objects.filter(code="staff.unlocked").get()
        assert event.content.actor_name == "the command line"

    def test_nobody_by_the_command_line(self):
        with pytest.raises(CommandError, match="Nobody has the address"):
            call_command("unlock", NOBODY)


def test_pages_can_ask_whether_an_account_is_locked():
    fail(4, ADAM)
    assert not is_account_locked(ADAM, now=timezone.now())
    fail(1, ADAM)
    assert is_account_locked(ADAM, now=timezone.now())
    assert not is_account_locked(ADAM, now=timezone.now() + timedelta(minutes=16))


def test_old_failures_are_thrown_away():
    fail(2, ADAM)
    assert sweep_failures(now=timezone.now() + timedelta(minutes=14)) == 0
    assert sweep_failures(now=timezone.now() + timedelta(minutes=16)) == 1
    assert not AccessAttempt.objects.exists()


def test_the_session_gets_a_new_key(client, cast):
    """A key that somebody else planted is worth nothing after signing in."""
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["waymark_session"] = planted
    client.post(SIGN_IN, {"email": ADAM, "password": PASSWORD})
    assert client.session.session_key != planted
    assert "_auth_user_id" in client.session
    attacker = Client()
    attacker.cookies["waymark_session"] = planted
    assert attacker.get("/").status_code == 302


def test_an_installation_can_do_without_passwords(client, settings):
    settings.PASSWORD_SIGN_IN = False
    assert "Password" not in client.get(SIGN_IN).content.decode()
    assert client.post(SIGN_IN, {"email": ADAM, "password": PASSWORD}).url == SIGN_IN
    assert "_auth_user_id" not in client.session


def test_who_sat_here_before_is_signed_out_first(cast, sign_in):
    client = sign_in(cast.glenn)
    client.post(SIGN_IN, {"email": ADAM, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(cast.adam.staff.id)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("adam@provider", "too similar to the email"),
        ("Three grey herons", None),
        ("adamstewart12", "too similar to the name"),
        ("password1234", "too common"),
        ("eleven char", "at least 12"),
    ],
)
def test_passwords_that_are_refused(cast, password, told):
    if told is None:
        validate_password(password, cast.adam.staff)
        return
    with pytest.raises(ValidationError, match=told):
        validate_password(password, cast.adam.staff)
