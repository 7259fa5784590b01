"""What the provider of single sign-on says is believed only as far as it can be held against it."""

import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.urls import reverse

from tests.web.account.codes import is_in
from tests.web.account.forging import ANOTHER_KEY, ITS_KEY, PUBLISHED, forging
from tests.web.account.oidc import told_of
from tests.web.reading import main_of

NOT_NOW = "Single sign-on did not answer as it should"
NOT_KNOWN = "You could not be signed in. If you work here, ask an administrator"
DESCRIPTION = "/.well-known/openid-configuration"


@pytest.fixture
def forger(settings, cast):
    with forging() as one:
        settings.SOCIALACCOUNT_PROVIDERS = told_of(one.address)
        yield one


def refused(client, answer, words=NOT_NOW):
    assert (answer.status_code, answer.url) == (302, reverse("sign-in"))
    assert words in main_of(client.get(reverse("sign-in")))
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_token_that_is_in_order_opens(client, forger):
    """Else what follows would be refused for another reason."""
    assert forger.walk(client).url == "/"
    assert is_in(client)
    assert "/jwks" in forger.asked
    assert not SocialToken.objects.exists()


class TestSignature:
    def test_by_another_key(self, client, forger):
        forger.sign(ANOTHER_KEY)
        refused(client, forger.walk(client))

    def test_that_was_cut_off_or_changed(self, forger):
        token = forger.answers["/token"]["id_token"]
        head, claims, signature = token.split(".")
        for other in (
            f"{head}.{claims}.",
            f"{head}.{claims}",
            f"{head}.{claims}.{signature[::-1]}",
        ):
            forger.answers["/token"]["id_token"] = other
            refused(client := Client(), forger.walk(client))

    def test_none(self, client, forger):
        forger.sign(None, "none")
        refused(client, forger.walk(client))

    def test_with_the_public_key_as_if_it_were_a_secret(self, client, forger, monkeypatch):
        monkeypatch.setattr(jwt.algorithms.HMACAlgorithm, "prepare_key", lambda _, key: key)
        public = ITS_KEY.public_key()
        forger.sign(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "HS256")
        monkeypatch.undo()
        refused(client, forger.walk(client))

    def test_with_a_secret_that_the_keys_list(self, client, forger):
        """An algorithm that is not on the list is refused, even where all else would fit."""
        secret = "a secret of thirty-two characters"
        encoded = jwt.utils.base64url_encode(secret.encode()).decode()
        one = {"kid": "k", "kty": "oct", "alg": "HS256", "k": encoded}
        forger.answers["/jwks"] = {"keys": [one]}
        forger.sign(secret, "HS256")
        refused(client, forger.walk(client))

    def test_with_a_key_that_the_token_brings(self, client, forger):
        brought = jwt.algorithms.RSAAlgorithm.to_jwk(ANOTHER_KEY.public_key(), as_dict=True)
        forger.answers["/elsewhere"] = {"keys": [brought | {"kid": "k"}]}
        forger.sign(ANOTHER_KEY, jwk=brought, jku=f"{forger.address}/elsewhere")
        refused(client, forger.walk(client))
        assert "/elsewhere" not in forger.asked

    def test_with_a_key_that_is_not_listed(self, client, forger):
        forger.answers["/jwks"] = {"keys": [PUBLISHED | {"kid": "another"}]}
        refused(client, forger.walk(client))

    def test_without_the_name_of_its_key_there_must_be_but_one(self, forger):
        forger.answers["/jwks"]["keys"].append(PUBLISHED | {"kid": "another"})
        forger.sign(ITS_KEY, kid=None)
        refused(client := Client(), forger.walk(client))
        forger.answers["/jwks"]["keys"].pop()
        assert forger.walk(Client()).url == "/"

    def test_there_is_no_token(self, client, forger):
        del forger.answers["/token"]["id_token"]
        refused(client, forger.walk(client))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another service"},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"exp": int(time.time()) - 60},
        {"nbf": int(time.time()) + 86_400},
        {"sub": "somebody else"},
        {"sub": None},
        {"exp": None},
    ],
)
def test_a_token_for_others_of_others_or_out_of_its_time(client, forger, claims):
    forger.says(**claims)
    refused(client, forger.walk(client))


def test_a_token_is_good_once_if_it_has_a_number(forger):
    forger.says(jti="1")
    assert forger.walk(Client()).url == "/"
    client = Client()
    assert forger.walk(client).url == reverse("sign-in")
    assert not is_in(client)


@pytest.mark.parametrize("issuer", ["https://elsewhere.example", "", None, "{}/"])
def test_a_description_of_another_issuer(client, forger, issuer):
    """Before anybody is sent anywhere."""
    said = issuer and issuer.format(forger.address)
    forger.answers[DESCRIPTION]["issuer"] = said
    refused(client, forger.walk(client))
    assert forger.asked == [DESCRIPTION]


def test_an_issuer_may_end_with_a_slash(client, forger, settings):
    issuer = f"{forger.address}/"
    given = told_of(issuer)
    given["openid_connect"]["APPS"][0]["settings"]["server_url"] = forger.address + DESCRIPTION
    settings.SOCIALACCOUNT_PROVIDERS = given
    forger.answers[DESCRIPTION]["issuer"] = issuer
    forger.says(iss=issuer)
    assert forger.walk(client).url == "/"


@pytest.mark.parametrize("path", [DESCRIPTION, "/token", "/jwks", "/userinfo"])
def test_nobody_is_followed_elsewhere(client, forger, path):
    forger.sends(path, "/elsewhere")
    refused(client, forger.walk(client))
    assert "/elsewhere" not in forger.asked


class TestStrength:
    """What the provider asked of the person, where this installation wants to know."""

    @pytest.fixture(autouse=True)
    def wanted(self, settings):
        settings.OIDC_STRENGTH = frozenset({"mfa", "urn:two"})

    @pytest.mark.parametrize(
        "claims", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:two"}, {"acr": "1", "amr": ["mfa"]}]
    )
    def test_enough(self, client, forger, claims):
        forger.says(**claims)
        assert forger.walk(client).url == "/"

    @pytest.mark.parametrize(
        "claims", [{}, {"amr": []}, {"amr": ["pwd"]}, {"acr": "urn:one"}, {"acr": "mf"}]
    )
    def test_too_little(self, client, forger, claims):
        forger.says(**claims)
        refused(client, forger.walk(client), NOT_KNOWN)

    def test_only_what_is_signed_counts(self, client, forger):
        forger.answers["/userinfo"] |= {"amr": ["mfa"], "acr": "urn:two"}
        refused(client, forger.walk(client), NOT_KNOWN)

    @pytest.mark.parametrize("claims", [{"amr": 1}, {"amr": [{}]}, {"acr": []}])
    def test_nonsense(self, client, forger, claims):
        forger.says(**claims)
        refused(client, forger.walk(client))

    def test_each_time(self, forger):
        forger.says(amr=["mfa"])
        assert forger.walk(Client()).url == "/"
        forger.says(amr=["pwd"])
        client = Client()
        assert forger.walk(client).url == reverse("sign-in")
        assert not is_in(client)
