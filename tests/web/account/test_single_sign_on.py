"""Single sign-on, against a real OpenID Connect server in a process of its own."""

import base64
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from django.test import Client
from django.urls import reverse

from tests.snapshot import nothing_changes
from tests.web.account.codes import PASSWORD, give_password, is_in, set_up_app
from tests.web.account.oidc import BACK, START, Provider, free_port, serving, told_of
from tests.web.reading import main_of
from waymark.audit.models import Event, EventContent
from waymark.people.models import Staff

SIGN_IN = reverse("sign-in")
ADAM = "adam@provider.example"
NOT_KNOWN = "You could not be signed in. If you work here, ask an administrator"
NOT_NOW = "Single sign-on did not answer as it should"


@pytest.fixture(scope="session")
def issuer():
    with serving() as address:
        yield address


@pytest.fixture
def provider(issuer, settings, cast):
    settings.SOCIALACCOUNT_PROVIDERS = told_of(issuer)
    return Provider(issuer)


def refused(client, answer, words=NOT_KNOWN):
    """Back at the sign-in page, which says so; nobody is in."""
    assert (answer.status_code, answer.url) == (302, SIGN_IN)
    assert words in main_of(client.get(SIGN_IN))
    assert not is_in(client)


def owner(client):
    return Staff.objects.get(pk=client.session["_auth_user_id"]).email


class TestComingIn:
    def test_the_first_time_by_a_verified_address(self, client, provider, cast):
        provider.knows("s-1", email="Adam@Provider.example", email_verified=True)
        assert provider.walk(client, "s-1").url == "/"
        assert owner(client) == ADAM
        account = SocialAccount.objects.get()
        assert (account.uid, account.user, account.extra_data) == ("s-1", cast.adam.staff, {})
        codes = Event.objects.filter(stream_id=cast.adam.staff.id).order_by("id")
        assert [one.code for one in codes] == ["staff.single_sign_on_linked", "staff.signed_in"]
        assert Event.objects.latest("id").content.data["how"] == "single sign-on"

    def test_again(self, provider, cast):
        provider.knows("s-2", email=ADAM, email_verified=True)
        for _ in range(2):
            client = Client()
            assert provider.walk(client, "s-2").url == "/"
            assert owner(client) == ADAM
        assert SocialAccount.objects.count() == 1
        assert SocialAccount.objects.get().extra_data == {}

    def test_with_another_address_than_the_first_time(self, provider, cast):
        """By now known by the provider's own name, whatever the address there, even another's."""
        provider.knows("s-3", email=ADAM, email_verified=True)
        provider.walk(Client(), "s-3")
        for email in ("a.stewart@elsewhere.example", "roy@provider.example"):
            provider.knows("s-3", email=email, email_verified=True)
            client = Client()
            assert provider.walk(client, "s-3").url == "/"
            assert owner(client) == ADAM
        cast.adam.staff.refresh_from_db()
        assert cast.adam.staff.email == ADAM

    def test_to_the_page_that_was_asked_for(self, client, provider):
        provider.knows("s-4", email=ADAM, email_verified=True)
        assert provider.walk(client, "s-4", next="/trackers/?q=x").url == "/trackers/?q=x"

    @pytest.mark.parametrize("asked", ["https://elsewhere.example/", "//elsewhere.example", "x"])
    def test_never_elsewhere(self, client, provider, asked):
        provider.knows("s-4", email=ADAM, email_verified=True)
        assert provider.walk(client, "s-4", next=asked).url == "/"

    def test_the_session_gets_a_new_key(self, client, provider):
        provider.knows("s-4", email=ADAM, email_verified=True)
        back = provider.says(provider.page(client), sub="s-4")
        before = client.session.session_key
        client.get(back)
        assert is_in(client)
        assert client.session.session_key != before

    def test_who_sat_here_before_is_signed_out(self, provider, sign_in, cast):
        client = sign_in(cast.glenn)
        provider.knows("s-4", email=ADAM, email_verified=True)
        provider.walk(client, "s-4")
        assert owner(client) == ADAM

    def test_no_second_step_of_ours_is_asked(self, provider, cast, settings):
        """Neither of who has one, nor of who would need one."""
        cast.adam.staff.set_password(PASSWORD)
        cast.adam.staff.save()
        with_password = Client()
        give_password(with_password, cast.adam)
        set_up_app(with_password)
        settings.SECOND_FACTOR = frozenset({"everyone"})
        for subject, email in (("s-5", ADAM), ("s-6", "joanne@provider.example")):
            provider.knows(subject, email=email, email_verified=True)
            client = Client()
            assert provider.walk(client, subject).url == "/"
            assert client.get("/").status_code == 200

    def test_the_password_still_works_and_still_asks(self, provider, cast):
        cast.adam.staff.set_password(PASSWORD)
        cast.adam.staff.save()
        provider.knows("s-7", email=ADAM, email_verified=True)
        provider.walk(Client(), "s-7")
        client = Client()
        assert give_password(client, cast.adam).url == "/"

    def test_an_address_in_a_domain_for_which_the_provider_is_believed(self, provider, settings):
        settings.OIDC_VERIFIED_DOMAINS = frozenset({"provider.example"})
        provider.knows("s-8", email=ADAM)
        client = Client()
        assert provider.walk(client, "s-8").url == "/"
        provider.knows("s-9", email="roy@provider.example", email_verified=False)
        refused(client := Client(), provider.walk(client, "s-9"))


class TestNotComingIn:
    @pytest.mark.parametrize(
        "claims",
        [
            {"email": "stranger@provider.example", "email_verified": True},
            {"email": ADAM, "email_verified": False},
            {"email": ADAM, "email_verified": "false"},
            {"email": ADAM, "email_verified": None},
            {"email": ADAM},
            {"email_verified": True},
            {"email": "", "email_verified": True},
            {"email": None, "email_verified": True},
            {"email": [ADAM], "email_verified": True},
            {"email": {"x": ADAM}, "email_verified": True},
            {"email": f"{ADAM}\n", "email_verified": 1},
        ],
    )
    def test_nobody_known_for_sure(self, client, provider, claims):
        provider.knows("s-20", **claims)
        staff = Staff.objects.count()
        refused(client, provider.walk(client, "s-20"))
        assert not SocialAccount.objects.exists()
        assert Staff.objects.count() == staff

    def test_somebody_disabled(self, client, provider, cast):
        provider.knows("s-21", email=ADAM, email_verified=True)
        cast.adam.staff.is_active = False
        cast.adam.staff.save()
        refused(client, provider.walk(client, "s-21"))
        assert not SocialAccount.objects.exists()

    def test_somebody_disabled_since(self, provider, cast):
        provider.knows("s-22", email=ADAM, email_verified=True)
        provider.walk(Client(), "s-22")
        cast.adam.staff.is_active = False
        cast.adam.staff.save()
        refused(client := Client(), provider.walk(client, "s-22"))

    def test_an_account_that_is_somebody_elses_there(self, provider):
        """The address went to a new person at the provider: the account does not go with it."""
        provider.knows("s-23", email=ADAM, email_verified=True)
        provider.walk(Client(), "s-23")
        provider.knows("s-24", email=ADAM, email_verified=True)
        refused(client := Client(), provider.walk(client, "s-24"))
        assert SocialAccount.objects.get().uid == "s-23"

    def test_every_refusal_is_the_same(self, provider, cast):
        cast.roy.staff.is_active = False
        cast.roy.staff.save()
        cases = {
            "s-30": {"email": "stranger@provider.example", "email_verified": True},
            "s-31": {"email": ADAM, "email_verified": False},
            "s-32": {"email": "roy@provider.example", "email_verified": True},
            "s-33": {},
        }
        pages = set()
        for subject, claims in cases.items():
            provider.knows(subject, **claims)
            client = Client()
            answer = provider.walk(client, subject)
            pages.add((answer.status_code, answer.url, main_of(client.get(SIGN_IN))))
        assert len(pages) == 1

    def test_it_is_on_record_without_the_address(self, client, provider, cast):
        provider.knows("s-34", email="stranger@provider.example", email_verified=True)
        provider.walk(client, "s-34")
        event = Event.objects.latest("id")
        assert (event.code, event.stream, event.stream_id) == (
            "sign_in.failed",
            "installation",
            None,
        )
        provider.knows("s-35", email=ADAM, email_verified=False)
        provider.walk(client, "s-35")
        event = Event.objects.latest("id")
        assert (event.code, event.stream_id) == ("staff.sign_in_failed", cast.adam.staff.id)
        kept = str(list(EventContent.objects.values()))
        assert "stranger" not in kept
        assert "adam@" not in kept


class TestTheWay:
    def test_is_bound_to_the_browser_that_began_it(self, client, provider):
        """A state that this browser did not get, or one that was used, opens nothing."""
        provider.knows("s-40", email=ADAM, email_verified=True)
        back = provider.says(provider.page(Client()), sub="s-40")
        refused(client, client.get(back), NOT_NOW)
        other = Client()
        back = provider.says(provider.page(other), sub="s-40")
        refused(other, other.get(back.replace("state=", "state=x")), NOT_NOW)
        assert other.get(back).url == "/"
        other.post(reverse("sign-out"))
        refused(other, other.get(back), NOT_NOW)

    def test_carries_a_proof_that_only_this_browsers_session_has(
        self, client, provider, monkeypatch
    ):
        """PKCE: what the code is exchanged with is what the challenge was made from."""
        provider.knows("s-41", email=ADAM, email_verified=True)
        sent = []
        exchange = OAuth2Client.get_access_token

        def spied(self, code, pkce_code_verifier=None, **more):
            sent.append(pkce_code_verifier)
            return exchange(self, code, pkce_code_verifier=pkce_code_verifier, **more)

        monkeypatch.setattr(OAuth2Client, "get_access_token", spied)
        page = provider.page(client)
        asked = parse_qs(urlsplit(page).query)
        client.get(provider.says(page, sub="s-41"))
        digest = base64.urlsafe_b64encode(hashlib.sha256(sent[0].encode()).digest())
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["code_challenge"] == [digest.rstrip(b"=").decode()]
        assert "code_verifier" not in page

    def test_nothing_in_the_request_changes_what_is_asked(self, provider):
        added = "?auth_params=prompt%3Dnone&scope=address&process=connect&action=reauthenticate"
        answer = Client().post(START + added, {"process": "connect", "scope": "phone"})
        asked = parse_qs(urlsplit(answer.url).query)
        assert set(asked["scope"][0].split()) == {"openid", "email"}
        assert asked.keys() == {
            "client_id",
            "redirect_uri",
            "scope",
            "response_type",
            "state",
            "code_challenge",
            "code_challenge_method",
        }
        assert asked["redirect_uri"] == [f"http://testserver{BACK}"]

    def test_was_stopped_by_the_person(self, client, provider):
        page = provider.page(client)
        state = parse_qs(urlsplit(page).query)["state"][0]
        back = provider.says(page, action="deny")  # this server leaves the state out
        assert "error=access_denied" in back
        refused(client, client.get(f"{back}&state={state}"), "Signing in was stopped")

    def test_an_error_of_the_provider(self, client, provider):
        state = parse_qs(urlsplit(provider.page(client)).query)["state"][0]
        refused(client, client.get(f"{BACK}?state={state}&error=server_error"), NOT_NOW)

    @pytest.mark.parametrize(
        "query", ["", "?code=x", "?state=x", "?error=access_denied", "?code=x&state=%00"]
    )
    def test_coming_back_without_having_gone(self, client, provider, query):
        refused(client, client.get(BACK + query), NOT_NOW)

    def test_a_made_up_code(self, client, provider):
        state = parse_qs(urlsplit(provider.page(client)).query)["state"][0]
        refused(client, client.get(f"{BACK}?state={state}&code=made-up"), NOT_NOW)

    def test_a_link_does_not_begin_it(self, client, provider):
        """It takes a form of ours: no other site can start it."""
        assert client.get(START).status_code == 405
        assert Client(enforce_csrf_checks=True).post(START).status_code == 403

    def test_asking_keeps_nothing(self, client, provider):
        with nothing_changes():
            provider.page(client)


class TestAProviderThat:
    def test_is_down(self, client, settings, cast):
        settings.SOCIALACCOUNT_PROVIDERS = told_of(f"http://localhost:{free_port()}")
        refused(client, client.post(START), NOT_NOW)

    def test_goes_down_on_the_way(self, client, provider, settings):
        provider.knows("s-50", email=ADAM, email_verified=True)
        back = provider.says(provider.page(client), sub="s-50")
        settings.SOCIALACCOUNT_PROVIDERS = told_of(f"http://localhost:{free_port()}")
        refused(client, client.get(back), NOT_NOW)

    @pytest.mark.parametrize("said", [b"", b"<html>", b"[]", b"{}", b'"x"', b"\xff"])
    def test_talks_nonsense(self, client, settings, cast, said):
        with answering(said) as address:
            settings.SOCIALACCOUNT_PROVIDERS = told_of(address)
            refused(client, client.post(START), NOT_NOW)

    def test_speaks_of_two_people(self, client, provider, monkeypatch):
        """What it signs and what it answers when asked are about the same person, or nobody."""
        adapter = "allauth.socialaccount.providers.openid_connect.views.OpenIDConnectOAuth2Adapter"
        monkeypatch.setattr(
            f"{adapter}._fetch_user_info",
            lambda *_: {"sub": "somebody else", "email": ADAM, "email_verified": True},
        )
        provider.knows("s-51", email=ADAM, email_verified=True)
        refused(client, provider.walk(client, "s-51"), NOT_NOW)

    def test_is_not_there(self, client, cast):
        assert client.post(START).status_code == 404
        assert client.get(BACK).status_code == 404
        assert "Sign in with Northern Lights ID" not in client.get(SIGN_IN).content.decode()


def test_the_page_offers_it(client, provider):
    assert "Sign in with Northern Lights ID" in main_of(client.get(SIGN_IN))


class answering:  # noqa: N801 - reads as a sentence
    """A server that says the same to everybody."""

    def __init__(self, said):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))

    def __enter__(self):
        self.thread.start()
        return f"http://localhost:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
