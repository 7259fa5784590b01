"""Forms for signing in: allauth's own, drawn and worded as all our forms are."""

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
from django import forms
from django.core.exceptions import ValidationError

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


class Answer(forms.JSONField):
    """What a key answered: an object, and nothing that only looks like JSON."""

    def __init__(self) -> None:
        errors = {"required": NO_KEY, "invalid": NO_KEY}
        super().__init__(widget=forms.HiddenInput, error_messages=errors)

    def validate(self, value: Any) -> None:
        """allauth takes what is neither true nor an object for no answer, and goes on."""
        super().validate(value)
        if not isinstance(value, dict):
            raise ValidationError(NO_KEY, code="invalid")


class _ByKey(Form):
    """What a key answered; `security-key.js` puts it there."""

    credential = Answer()


class KeyForm(_ByKey, AuthenticateWebAuthnForm):
    """The second step by a security key."""


class PasskeyForm(_ByKey, LoginWebAuthnForm):
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


class ConfirmByKeyForm(_ByKey, ReauthenticateWebAuthnForm):
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
