"""What is typed to issue a notice."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from waymark.kernel.refusals import Refused, SeveralRefused
from waymark.operations.notices import Given
from waymark.plans.notice_rules import DELIVERIES
from waymark.web.conflicts import VersionedForm
from waymark.web.forms import Day, Problem, Text, limits

PREVIEW, CHANGE, ISSUE, PAGE = "preview", "change", "issue", "page"
STEPS = (PREVIEW, CHANGE, ISSUE, PAGE)


class GiveForm(VersionedForm):
    """How a notice is given. What it says comes from the activity: what is wrong there is told with
    a link to it.
    """

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": "Open this page again: something in it was changed"},
    )
    notices_seen = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        min_value=0,
        max_value=10_000,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            "Open this page again: something in it was changed",
        ),
    )
    delivery = forms.ChoiceField(
        label="How it reaches them",
        choices=[(str(key), words) for key, words in DELIVERIES.items()],
        widget=forms.RadioSelect,
        help_text="Waymark sends nothing itself: you hand it over or send it.",
        error_messages={"required": "Choose how the notice reaches the participant"},
    )
    given_on = Day(
        label="Handed over or sent on",
        error_messages={"required": "Enter the day on which it is handed over or sent"},
    )
    contact = Text(
        label="Whom they tell if they cannot",
        max_length=300,
        help_text="A name or team, with a phone number or an address. It stands in the notice.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter whom they tell if they cannot, with a phone number or an address",
            **limits("This"),
        },
    )
    large_print = forms.BooleanField(label="In large print", required=False)
    confirm_gap = forms.BooleanField(label="Issue it all the same", required=False)

    part_problems: tuple[Problem, ...] = ()

    def step(self) -> str:
        """Which button was pressed; without one, the first."""
        pressed = str(self.data.get("step", ""))
        return pressed if pressed in STEPS else PREVIEW

    def given(self) -> Given:
        """What was typed, for the operation."""
        typed = self.cleaned_data
        return Given(
            delivery=typed["delivery"],
            given_on=typed["given_on"],
            contact=typed["contact"],
            large_print=typed["large_print"],
        )

    def add_refusal(self, refused: Refused) -> None:
        """What is wrong with a part of the notice is told in the summary, with a link to it."""
        several = refused.refusals if isinstance(refused, SeveralRefused) else [refused]
        elsewhere = [one for one in several if one.field and one.field not in self.fields]
        self.part_problems = tuple(Problem(one.message, f"#part-{one.field}") for one in elsewhere)
        for one in several:
            if one not in elsewhere:
                super().add_refusal(one)
        if elsewhere:
            self.add_error(None, PARTS_WRONG)

    def problems(self) -> list[Problem]:
        """What is wrong, the parts of the notice first."""
        own = [one for one in super().problems() if one.message != PARTS_WRONG]
        return [*self.part_problems, *own]

    def take_notices(self, amount: int) -> None:
        """From now on so many notices were seen, so that a second time is deliberate."""
        typed = cast("QueryDict", self.data).copy()
        typed["notices_seen"] = str(amount)
        self.data = typed

    def typed(self) -> list[tuple[str, Any]]:
        """What was typed, to be carried on by the page that shows the notice."""
        names = (
            "version",
            "once",
            "notices_seen",
            "delivery",
            "given_on",
            "contact",
            "large_print",
        )
        shown = ((name, self[name].value()) for name in names)
        return [(name, value) for name, value in shown if value not in (None, "", False)]


PARTS_WRONG = "Put right what the notice would say"
