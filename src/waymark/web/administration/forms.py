"""The forms of an administrator's lists and switches."""

from django import forms

from waymark.programmes.queries import REASON_CATEGORIES
from waymark.web.forms import Form, Text

ON, OFF = "on", "off"


class SwitchForm(Form):
    """Which way the switch goes: the page has said what that brings."""

    to = forms.ChoiceField(
        choices=[(ON, "On"), (OFF, "Off")],
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again: it does not say which way to switch"},
    )


class NewReasonForm(Form):
    """A reason for non-completion and whose doing it is."""

    category = forms.ChoiceField(
        label="Whose doing it is",
        choices=list(REASON_CATEGORIES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose doing it is"},
    )
    text = Text(
        label="Reason",
        max_length=200,
        help_text="As a work coach would say it. It is copied when an activity is marked",
    )


class ReasonForm(NewReasonForm):
    """The same, and whether it is offered."""

    is_offered = forms.BooleanField(
        label="Offer it when an activity is marked Not complete", required=False
    )
