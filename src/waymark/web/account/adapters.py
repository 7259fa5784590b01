"""What allauth asks us: who may come in, what is said, how secrets are kept. Its public adapters,
with our answers.
"""

import base64
import secrets
from contextlib import suppress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.stages import AuthenticateStage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.operations.signing_in import note_sign_in
from waymark.web.account.entering import SINGLE_SIGN_ON, entered, entered_just_now, where_to
from waymark.web.account.failures import address_of, note_failure

NONCE = 12  # bytes
WRONG = "The email address or the password is wrong"
WRONG_CODE = "This code is wrong, or it has been used. Enter the code that is shown now"
WRONG_KEY = "This key or passkey did not work"


class AccountAdapter(DefaultAccountAdapter):
    """Signing in: by an account that is there and active, and in no other way."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": WRONG,
        "incorrect_password": "This is not your password",
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody makes an account for themselves."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages are answered with pages; only the passkey's script gets something else."""
        return request.path == reverse("sign-in-passkey") and super().is_ajax(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The active account of an address and its password. Who is not active is nobody here."""
        staff = authenticate(request, **credentials)
        if staff is None:
            note_failure(request, credentials.get("email", ""), "password")
        return staff

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether this is the password of who is signed in; failures count as at signing in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not of who has just signed in."""
        if entered_just_now(self.request):
            return False
        return super().is_reauthentication_required(app=app, **more)

    def get_login_stages(self) -> list[str]:
        """After the password comes a second step, and nothing else."""
        return [f"{__name__}.{SecondStep.__name__}"]

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:  # noqa: ARG002
        """No more is said than of a wrong key."""
        messages.error(request, WRONG_KEY)
        return redirect("sign-in")

    def post_login(
        self,
        request: HttpRequest,
        user: Any,
        *,
        signal_kwargs: dict | None,
        redirect_url: str | None,
        **_: Any,
    ) -> HttpResponse:
        """Put on record who came in and how; then to the page that was asked for."""
        how = _how(request, user, signal_kwargs)
        entered(request, how)
        note_sign_in(staff_id=user.pk, how=how, now=timezone.now(), address=address_of(request))
        return HttpResponseRedirect(redirect_url or where_to(request))


class SecondStep(AuthenticateStage):
    """Asked of everybody who has set one up, save those who come by single sign-on: their provider
    sees to it.
    """

    def handle(self) -> tuple:
        """Go on, or to the page that asks."""
        if "sociallogin" in (self.login.signal_kwargs or {}):
            return None, True
        return super().handle()


class FactorsAdapter(DefaultMFAAdapter):
    """Second steps: our words, and secrets that the database alone does not give away."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WRONG_CODE}

    def get_totp_issuer(self) -> str:
        """What an authenticator app shows above the code."""
        return f"Waymark, {settings.TENANT_NAME}"

    def encrypt(self, text: str) -> str:
        """The secret of an app or of recovery codes, as it is kept: AES-256-GCM."""
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(_keys()[0]).encrypt(nonce, text.encode(), None)
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again. Kept under a key that is gone, it matches no code any more."""
        kept = base64.urlsafe_b64decode(encrypted_text)
        for key in _keys():
            with suppress(InvalidTag):
                return AESGCM(key).decrypt(kept[:NONCE], kept[NONCE:], None).decode()
        return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom a key says it is made for."""
        return super().get_public_key_credential_rp_entity() | {"name": "Waymark"}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        """What a key is called when its owner gives it no name."""
        given = super().generate_authenticator_name(user, type)
        return {"Master key": "Key 1", "Backup key": "Key 2"}.get(given, given)


def _how(request: HttpRequest, user: Any, signal_kwargs: dict | None) -> str:
    """By what somebody came in, in words."""
    if "sociallogin" in (signal_kwargs or {}):
        return SINGLE_SIGN_ON
    records = get_authentication_records(request, user)
    if any(one.get("passwordless") for one in records):
        return "passkey"
    factors = [FACTORS[one["type"]] for one in records if one.get("method") == "mfa"]
    return f"password and {factors[-1]}" if factors else "password"


FACTORS = {
    "totp": "code from an app",
    "webauthn": "security key",
    "recovery_codes": "recovery code",
}


def _keys() -> list[bytes]:
    """The key made from the installation's secret, then those of its former secrets."""
    return [_derived(str(one)) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _derived(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"waymark.second_steps")
    return made.derive(secret.encode())
