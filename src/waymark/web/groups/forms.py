"""What can be typed about groups."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from waymark.people.accounts import NATIONS
from waymark.web.choices import offer
from waymark.web.conflicts import VersionedForm
from waymark.web.forms import Form, Text

NAME_HINT = "Without slash or semicolon: import files put them between groups"
HOLIDAYS_HINT = "Working days are counted by them"


def _name() -> Text:
    return Text(max_length=100, help_text=NAME_HINT)


def _bank_holidays() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Bank holidays", choices=NATIONS, widget=forms.RadioSelect, help_text=HOLIDAYS_HINT
    )


class AddGroupForm(Form):
    """A group below another."""

    name = _name()
    bank_holidays = _bank_holidays()


class GroupForm(VersionedForm):
    """A group's name, and whose bank holidays it keeps."""

    name = _name()
    bank_holidays = _bank_holidays()


class MoveGroupForm(VersionedForm):
    """Below which group it goes. `told` is the one of which the page has said what it brings."""

    parent = forms.ChoiceField(label="Below which group")
    told = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self.fields["parent"], groups)

    def parent_id(self) -> UUID:
        """The group chosen."""
        return UUID(self.cleaned_data["parent"])

    @property
    def is_told(self) -> bool:
        """Whether what it brings has been said already."""
        return self.cleaned_data["told"] == self.cleaned_data["parent"]


class CloseForm(VersionedForm):
    """Whether it is to take new people: the page has said what that brings."""

    to = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again: it does not say which way to go"},
    )
