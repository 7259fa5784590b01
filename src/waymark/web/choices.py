"""Drop-downs whose content depends on who asks."""

from collections.abc import Iterable
from typing import cast

from django import forms

from waymark.web.forms import Form


def offer(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    """Give a field the choices of this person, at this moment."""
    cast("forms.ChoiceField", field).choices = list(choices)


def chosen_label(form: Form, name: str) -> str:
    """What is chosen in a field, as the person reads it."""
    return next((label for _, label, chosen in form.choices_of(form[name]) if chosen), "")
