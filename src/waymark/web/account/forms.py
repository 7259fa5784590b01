"""Forms about one's own account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from waymark.operations.people import set_password
from waymark.web.forms import Email, Form, Text


class Password(Text):
    """A password: never trimmed, never shown again."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, widget=widget, **options)


class NewPasswordForm(Form):
    """A password chosen with a single-use link."""

    new_password = Password(
        label="New password",
        autocomplete="new-password",
        help_text="12 characters or more, such as three or four words that have nothing to do with "
        "one another. Not your name, words of this work, or a common word with a year.",
        error_messages={"required": "Enter a new password"},
    )

    def __init__(self, user: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_new_password(self) -> str:
        """What the rules for passwords say, in their words."""
        password = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    """The present password, and a new one."""

    present_password = Password(
        label="Present password",
        autocomplete="current-password",
        error_messages={"required": "Enter your present password"},
    )
    field_order = ["present_password", "new_password"]

    def clean_present_password(self) -> str:
        """Only who knows the present password may change it."""
        password = self.cleaned_data["present_password"]
        if not self.user.check_password(password):
            raise ValidationError("This is not your present password", code="wrong")
        return password

    def save(self) -> Any:
        """Keep the new password."""
        password = self.cleaned_data["new_password"]
        return set_password(staff_id=self.user.pk, password=password, now=timezone.now())


class ForgottenForm(Form):
    """The address that a link for a new password is sent to."""

    email = Email(
        label="Work email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": "Enter your work email address"},
    )
