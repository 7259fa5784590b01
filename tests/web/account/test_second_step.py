"""Second steps by code: set up, sign in with, remove; recovery codes. All of it without scripts."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import MORNING
from tests.integration.expecting import NOWHERE, refused
from tests.snapshot import nothing_changes
from tests.web.account.codes import (
    ADD_APP,
    CODE,
    CODES,
    PASSWORD,
    SIGN_IN,
    STEPS,
    code_of,
    give_password,
    is_in,
    secret_on,
    set_up_app,
    show_codes,
    wrong_code,
)
from tests.web.reading import main_of
from waymark.audit.models import Event
from waymark.operations.signing_in import remove_second_steps
from waymark.people.links import Link, link_for
from waymark.web.account.adapters import FactorsAdapter

REMOVE_APP = reverse("second-step-app-remove")
NEW_CODES = reverse("second-step-codes-new")
CONFIRM = reverse("confirm")
WRONG_CODE = "This code is wrong, or it has been used"


@pytest.fixture(autouse=True)
def password(cast):
    cast.adam.staff.set_password(PASSWORD)
    cast.adam.staff.save()


@pytest.fixture
def adam(client, cast):
    """Adam, who has just signed in with his password."""
    give_password(client, cast.adam)
    return client


@pytest.fixture
def secret(adam):
    return set_up_app(adam)


@pytest.fixture
def arriving(secret, cast):
    """A new browser in which Adam has given his password."""
    client = Client()
    assert give_password(client, cast.adam).url == CODE
    assert not is_in(client)
    return client


def last_event():
    return Event.objects.latest("id")


class TestSettingUp:
    def test_an_app(self, adam, cast, few_statements):
        assert "Set up an app" in main_of(adam.get(STEPS))
        page = adam.get(ADD_APP)
        assert "QR code for the authenticator app" in page.content.decode()
        answer = adam.post(ADD_APP, {"code": code_of(secret_on(page))})
        assert answer.url == CODES
        assert "Your authenticator app is set up" in main_of(adam.get(CODES))
        assert (last_event().code, last_event().stream_id) == (
            "staff.second_step_added",
            cast.adam.staff.id,
        )
        with few_statements():
            assert "You have 10 left" in main_of(adam.get(STEPS))

    def test_asking_changes_nothing(self, adam):
        with nothing_changes():
            adam.get(ADD_APP)
            adam.get(STEPS)

    @pytest.mark.parametrize(
        ("code", "words"), [("", "Enter a code"), ("12345", WRONG_CODE), ("1 2\x00", "hidden")]
    )
    def test_a_code_that_is_wrong_keeps_picture_and_secret(self, adam, code, words):
        secret = secret_on(adam.get(ADD_APP))
        answer = adam.post(ADD_APP, {"code": code})
        assert words in main_of(answer)
        assert secret_on(answer) == secret
        assert not Authenticator.objects.exists()

    def test_twice_leads_to_the_one_that_is_there(self, adam, secret):
        assert adam.get(ADD_APP).url.startswith("/account/second-step/app/remove/")

    def test_the_secret_is_not_in_the_database(self, adam, secret):
        kept = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert secret not in kept

    def test_a_secret_is_read_with_former_keys_and_with_none_other(self, settings):
        kept = FactorsAdapter().encrypt("JBSWY3DPEHPK3PXP")
        assert "JBSWY3DPEHPK3PXP" not in kept
        before, settings.SECRET_KEY = settings.SECRET_KEY, "another"
        lost = FactorsAdapter().decrypt(kept)
        assert lost != "JBSWY3DPEHPK3PXP"
        assert len(lost) == 32
        settings.SECRET_KEY_FALLBACKS = [before]
        assert FactorsAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


class TestSigningIn:
    def test_with_a_code(self, arriving, secret, cast):
        answer = arriving.post(CODE, {"code": code_of(secret)})
        assert answer.url == "/"
        assert is_in(arriving)
        assert last_event().content.data["how"] == "password and code from an app"

    def test_to_the_page_that_was_asked_for(self, secret, cast):
        client = Client()
        form = {"email": cast.adam.staff.email, "password": PASSWORD, "next": "/trackers/?q=x"}
        client.post(SIGN_IN, form)
        assert client.post(CODE, {"code": code_of(secret)}).url == "/trackers/?q=x"

    def test_a_code_opens_once(self, arriving, secret, cast):
        code = code_of(secret)
        arriving.post(CODE, {"code": code})
        other = Client()
        give_password(other, cast.adam)
        assert WRONG_CODE in main_of(other.post(CODE, {"code": code}))
        assert not is_in(other)

    def test_a_code_of_before_or_after_opens_nothing(self, arriving, secret):
        for seconds in (-30, 30):
            code = code_of(secret, time.time() + seconds)
            assert WRONG_CODE in main_of(arriving.post(CODE, {"code": code}))
        assert not is_in(arriving)

    def test_a_new_password_by_a_link_does_not_go_round_it(self, secret, cast):
        cast.adam.staff.refresh_from_db()
        link = link_for(Link.RESET, cast.adam.staff, now=timezone.now())
        client = Client()
        page = client.get(reverse("set-password", args=link)).url
        assert client.post(page, {"new_password": "marmalade tuesday kettle"}).url == SIGN_IN
        assert not is_in(client)
        assert give_password(client, cast.adam, "marmalade tuesday kettle").url == CODE

    def test_a_wrong_code_is_told(self, arriving, secret):
        assert WRONG_CODE in main_of(arriving.post(CODE, {"code": wrong_code(secret)}))
        assert "Enter a code" in main_of(arriving.post(CODE, {"code": " "}))
        assert not is_in(arriving)

    def test_nothing_else_opens_before_it(self, arriving):
        assert arriving.get("/trackers/").url.startswith(SIGN_IN)
        assert arriving.get(STEPS).url.startswith(SIGN_IN)

    def test_five_wrong_codes_lock_the_account(self, arriving, secret, cast):
        for _ in range(4):
            assert arriving.post(CODE, {"code": wrong_code(secret)}).status_code == 200
        assert arriving.post(CODE, {"code": wrong_code(secret)}).status_code == 429
        assert arriving.get(CODE).url == SIGN_IN
        assert give_password(Client(), cast.adam).status_code == 429
        assert last_event().code == "staff.locked_out"

    def test_a_lock_holds_for_who_has_given_the_password(self, arriving, secret, cast):
        for _ in range(5):
            give_password(Client(), cast.adam, "wrong")
        assert arriving.post(CODE, {"code": code_of(secret)}).status_code == 429
        assert not is_in(arriving)

    def test_the_code_page_is_for_who_has_given_a_password(self, client, db):
        assert client.get(CODE).url == SIGN_IN
        assert client.post(CODE, {"code": "123456"}).url == SIGN_IN

    def test_who_sat_here_before_is_out_as_soon_as_the_password_is_right(
        self, secret, sign_in, cast
    ):
        """Else the page for the code would lead back into somebody else's session."""
        client = sign_in(cast.glenn)
        assert give_password(client, cast.adam).url == CODE
        assert not is_in(client)
        assert client.post(CODE, {"code": code_of(secret)}).url == "/"
        assert client.session["_auth_user_id"] == str(cast.adam.staff.id)

    def test_without_a_second_step_the_password_is_enough(self, adam):
        assert is_in(adam)


class TestRecoveryCodes:
    def test_are_shown_once(self, adam, secret):
        assert "Show recovery codes" in main_of(adam.get(CODES))
        page = adam.post(CODES)
        assert main_of(page).count("Download as a text file") == 1
        assert 'download="waymark-recovery-codes.txt"' in page.content.decode()
        assert show_codes(adam) == []
        assert "cannot be shown again" in main_of(adam.get(CODES))

    def test_are_drawn_and_kept_encrypted_whichever_way_they_come(self, adam, secret):
        """Never worked out from a seed."""
        for _ in range(2):
            kept = Authenticator.objects.get(type="recovery_codes").data
            codes = [code.replace(" ", "") for code in show_codes(adam)]
            assert list(kept) == ["migrated_codes"]
            read = [FactorsAdapter().decrypt(one) for one in kept["migrated_codes"]]
            assert read == codes
            assert len(set(codes)) == 10
            assert not set(codes) & set(kept["migrated_codes"])
            adam.post(NEW_CODES)

    def test_each_signs_in_once(self, adam, secret, cast):
        codes = show_codes(adam)
        assert len(codes) == len(set(codes)) == 10
        other = Client()
        give_password(other, cast.adam)
        assert other.post(CODE, {"code": codes[3]}).url == "/"
        assert last_event().content.data["how"] == "password and recovery code"
        third = Client()
        give_password(third, cast.adam)
        assert WRONG_CODE in main_of(third.post(CODE, {"code": codes[3]}))
        assert third.post(CODE, {"code": codes[4].replace(" ", "")}).url == "/"
        assert "You have 8 left" in main_of(third.get(STEPS))

    def test_new_ones_end_the_old(self, adam, secret, cast):
        old = show_codes(adam)
        assert "10 codes that you have left will not work" in main_of(adam.get(NEW_CODES))
        assert adam.post(NEW_CODES).url == CODES
        assert last_event().code == "staff.recovery_codes_made"
        new = show_codes(adam)
        assert not set(old) & set(new)
        other = Client()
        give_password(other, cast.adam)
        assert WRONG_CODE in main_of(other.post(CODE, {"code": old[0]}))

    def test_there_are_none_without_a_second_step(self, adam):
        for url in (CODES, NEW_CODES):
            assert adam.get(url).status_code == 404
            assert adam.post(url).status_code == 404


class TestRemoving:
    def test_the_app(self, adam, secret, cast):
        with nothing_changes():
            assert "Remove the authenticator app?" in main_of(adam.get(REMOVE_APP))
        assert adam.post(REMOVE_APP).url == STEPS
        assert not Authenticator.objects.exists()
        assert last_event().code == "staff.second_step_removed"
        assert give_password(Client(), cast.adam).url == "/"

    def test_twice(self, adam, secret):
        adam.post(REMOVE_APP)
        assert adam.post(REMOVE_APP).status_code == 404

    def test_by_an_administrator(self, secret, cast):
        remove_second_steps(actor=cast.joanne.actor, staff_id=cast.adam.staff.id, now=MORNING)
        assert last_event().content.data == {"what": ["recovery_codes", "totp"]}
        assert give_password(Client(), cast.adam).url == "/"

    @pytest.mark.parametrize("who", ["adam", "aimee"])
    def test_not_by_others(self, secret, cast, who):
        with refused("people.role_needed"):
            remove_second_steps(
                actor=getattr(cast, who).actor, staff_id=cast.adam.staff.id, now=MORNING
            )

    def test_of_nobody(self, cast):
        with refused("staff.not_found"):
            remove_second_steps(actor=cast.joanne.actor, staff_id=NOWHERE, now=MORNING)

    def test_by_the_command_line(self, secret, cast, capsys):
        call_command("remove_second_steps", cast.adam.staff.email)
        assert "has no second step any more" in capsys.readouterr().out
        assert not Authenticator.objects.exists()


class TestConfirming:
    """Some time after signing in, who one is is asked once more."""

    @pytest.fixture
    def later(self, adam, secret):
        session = adam.session
        session["entered_at"] -= 3600
        session.save()
        return adam

    @pytest.mark.parametrize("url", [REMOVE_APP, NEW_CODES])
    def test_before_anything_changes(self, later, url):
        for method in (later.get, later.post):
            assert method(url).url.startswith(f"{CONFIRM}?next=")
        assert Authenticator.objects.count() == 2

    def test_by_the_password(self, later):
        at = later.get(REMOVE_APP).url
        assert "Confirm that it is you" in main_of(later.get(at))
        assert later.post(at, {"password": PASSWORD, "next": REMOVE_APP}).url == REMOVE_APP
        assert later.get(REMOVE_APP).status_code == 200

    def test_by_a_code(self, later, secret):
        at = reverse("confirm-by-code")
        assert "Or use your password" in main_of(later.get(at))
        assert WRONG_CODE in main_of(later.post(at, {"code": wrong_code(secret)}))
        assert later.post(at, {"code": code_of(secret), "next": REMOVE_APP}).url == REMOVE_APP

    def test_the_session_goes_on_under_a_new_key(self, later, secret):
        """As after signing in: the key of before opens nothing any more."""
        by_code = reverse("confirm-by-code")
        for at in (CONFIRM, by_code):
            form = {"password": PASSWORD} if at == CONFIRM else {"code": code_of(secret)}
            before = later.session.session_key
            later.post(at, form)
            assert later.session.session_key != before
            assert is_in(later)
            thief = Client(headers={"Cookie": f"waymark_session={before}"})
            assert thief.get("/").status_code == 302

    def test_a_wrong_password_is_told_and_counted(self, later, cast):
        for _ in range(4):
            page = main_of(later.post(CONFIRM, {"password": "wrong"}))
            assert "This is not your password" in page
        assert later.post(CONFIRM, {"password": "wrong"}).status_code == 429
        assert give_password(Client(), cast.adam).status_code == 429

    def test_wrong_codes_are_counted(self, later, secret):
        at = reverse("confirm-by-code")
        for _ in range(4):
            assert later.post(at, {"code": wrong_code(secret)}).status_code == 200
        assert later.post(at, {"code": wrong_code(secret)}).status_code == 429
        assert later.post(at, {"code": code_of(secret)}).status_code == 429

    def test_never_leads_elsewhere(self, later):
        form = {"password": PASSWORD, "next": "https://elsewhere.example/"}
        assert later.post(CONFIRM, form).url == "/"


def test_ones_own_only(adam, secret, sign_in, cast):
    """What belongs to somebody else is not there."""
    judith = sign_in(cast.judith)
    assert judith.get(REMOVE_APP).status_code == 404
    assert judith.post(REMOVE_APP).status_code == 404
    assert "Set up an app" in main_of(judith.get(STEPS))


def test_the_account_page_leads_there(adam):
    assert "Set up or change your second step" in main_of(adam.get(reverse("account")))
