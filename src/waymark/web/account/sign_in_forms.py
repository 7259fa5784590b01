"""Forms for signing in: allauth's own, drawn and worded as all our forms are."""

import json
import struct
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError

from waymark.web.account.adapters import WRONG_KEY
from waymark.web.account.forms import Password
from waymark.web.forms import Email, Form, Text

NO_KEY = (
    "No key was used. Keys and passkeys need JavaScript, and a browser and an address that allow "
    "them"
)


class Code(Text):
    """A code of digits, from an app or a list; spaces between them are nothing."""

    def __init__(self, **options: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        options.setdefault("error_messages", {"required": "Enter a code"})
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **options)

    def to_python(self, value: Any) -> str:
        """The digits alone."""
        return "".join(super().to_python(value).split())


class SignInForm(Form, LoginForm):
    """E-mail address and password. The answer to a wrong pair never says which of them is wrong."""

    password = Password(
        autocomplete="current-password", error_messages={"required": "Enter your password"}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        widget = forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
        self.fields["login"] = Email(
            label="Work email address",
            widget=widget,
            error_messages={"required": "Enter your work email address"},
        )
        self.order_fields(["login", "password"])
        for name, field in self.fields.items():
            self._say_plainly(name, field)

    def add_prefix(self, field_name: str) -> str:
        """allauth's `login` is an e-mail address here, for people and password managers alike."""
        return "email" if field_name == "login" else super().add_prefix(field_name)

    def clean(self) -> dict[str, Any] | None:
        """Ask the accounts; what is wrong with the pair is said at the address."""
        try:
            return super().clean()
        except ValidationError as wrong:
            self.add_error("login", wrong)
            return self.cleaned_data


class CodeForm(Form, AuthenticateForm):
    """The second step by a code: of an app, or a recovery code."""

    code = Code()


LONGEST_ANSWER = 65_536  # bytes; the longest with all its certificates has some 10,000
NUL = b"\\u0000"
# What the decoder and the libraries that read a key's answer raise over one that no key gives.
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    InvalidSignature,
    LookupError,
    RuntimeError,  # too deep, among others
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)


class Answer(forms.JSONField):
    """What a key answered: an object, and nothing that only looks like JSON."""

    def __init__(self) -> None:
        errors = {"required": NO_KEY, "invalid": NO_KEY}
        super().__init__(widget=forms.HiddenInput, error_messages=errors)

    def to_python(self, value: Any) -> Any:
        """Decoded, if it is of a size, depth and text that can be kept."""
        try:
            found = super().to_python(value)
            as_kept = json.dumps(found, allow_nan=False, ensure_ascii=False).encode()
        except UNREADABLE as error:
            raise ValidationError(WRONG_KEY, code="invalid") from error
        if len(as_kept) > LONGEST_ANSWER or NUL in as_kept:
            raise ValidationError(WRONG_KEY, code="invalid")
        return found

    def validate(self, value: Any) -> None:
        """allauth takes what is neither true nor an object for no answer, and goes on."""
        super().validate(value)
        if not isinstance(value, dict):
            raise ValidationError(NO_KEY, code="invalid")

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002
        """An answer is good for one question: it is not shown again."""
        return None


class _ByKey(Form):
    """What a key answered; `security-key.js` puts it there."""

    credential = Answer()

    def clean(self) -> dict[str, Any]:
        """A new key is read here. Whatever is wrong with it is said in one way, at the key."""
        try:
            return super().clean() or self.cleaned_data
        except (*UNREADABLE, ValidationError):
            self.add_error("credential", ValidationError(WRONG_KEY, code="invalid"))
            return self.cleaned_data


class _ByKnownKey(_ByKey):
    """What a key answered that was added before."""

    def clean_credential(self) -> Any:
        """Whose key it is, if the answer is its own. Whatever is wrong is said in one way."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (*UNREADABLE, ValidationError) as error:
            raise ValidationError(WRONG_KEY, code="invalid") from error


class KeyForm(_ByKnownKey, AuthenticateWebAuthnForm):
    """The second step by a security key."""


class PasskeyForm(_ByKnownKey, LoginWebAuthnForm):
    """Signing in by a passkey alone."""


class ConfirmForm(Form, ReauthenticateForm):
    """Who one is, once more, by the password."""

    password = Password(
        label="Your password",
        autocomplete="current-password",
        error_messages={"required": "Enter your password"},
    )


class ConfirmByCodeForm(Form, ReauthenticateByCodeForm):
    """Who one is, once more, by a code."""

    code = Code()


class ConfirmByKeyForm(_ByKnownKey, ReauthenticateWebAuthnForm):
    """Who one is, once more, by a key."""


class AddAppForm(Form, ActivateTOTPForm):
    """The first code that an authenticator app shows."""

    code = Code(label="Code that the app shows", help_text="Six digits")


class RemoveForm(Form, DeactivateTOTPForm):
    """Nothing to fill in: whether the app may be removed is asked."""


class AddKeyForm(_ByKey, AddWebAuthnForm):
    """A security key, or a passkey by which one can sign in without a password."""

    name = Text(
        label="Name of the key",
        max_length=60,
        required=False,
        help_text="So that you can tell your keys apart, for example Blue key ring",
    )
    passwordless = forms.BooleanField(
        label="Make it a passkey, to sign in without a password",
        required=False,
        help_text="The device then asks for your fingerprint, face or PIN",
    )
    says_optional = False
    field_order = ["name", "passwordless", "credential"]


class NameKeyForm(Form, EditWebAuthnForm):
    """What a key is called."""

    name = Text(label="Name of the key", max_length=60)
