"""What can be typed about an activity: add, edit, arrange again, mark, undo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from waymark.kernel.refusals import Refused, SeveralRefused
from waymark.operations.activity_writes import ActivityDraft
from waymark.plans.notice_rules import Channel
from waymark.plans.rules import SET_BY_HAND, WHEN_AND_WHERE, Kind
from waymark.programmes.queries import REASON_CATEGORIES
from waymark.web.conflicts import VersionedForm
from waymark.web.forms import Clock, Day, Form, Hours, LongText, Text, limits

YES, NO = "yes", "no"
ANOTHER = "another"
CATEGORY_HINTS = {
    "did_not": "The person could have done it, as far as you know.",
    "could_not": "Illness, caring, bereavement, an emergency, transport.",
    "provider": "We cancelled, gave the wrong details, or the venue was closed.",
}


class ActivityFields(Form):
    """An activity as it is typed. `coach` is the name of the work coach, who owns it by default."""

    kind = forms.ChoiceField(
        choices=[(str(kind), str(kind)) for kind in Kind],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose whether it is an appointment or a task"
        ),
    )
    title = Text(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    instructions = LongText(
        label="What the participant has to do",
        required=False,
        max_length=4000,
        help_text="A mandatory activity needs this. The participant reads it.",
    )
    owner = forms.ChoiceField(required=False, help_text="Who answers for this activity")
    due_on = Day(label="Due date")
    due_time = Clock(
        required=False,
        help_text="For example 2:30pm. An appointment and a mandatory activity need one.",
    )
    place = Text(
        required=False,
        max_length=200,
        help_text="An appointment needs one: where it is, or how it is held.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    channel = forms.ChoiceField(
        label="How it is held or done",
        required=False,
        choices=[("", "Not said"), *((str(one), str(one)) for one in Channel)],
        help_text="In person, or from afar. Changing it ends the notice that was issued.",
    )
    hours = Hours(label="Hours it takes", required=False)
    evidence = LongText(
        label="Evidence needed",
        required=False,
        max_length=1000,
        help_text="What they must show or bring, or ‘None’. A notice needs this.",
    )
    visible_to_participant = forms.BooleanField(
        label="The participant can see this activity", required=False
    )
    mandatory = forms.ChoiceField(
        label="Mandatory",
        required=False,
        choices=[(YES, "Yes"), (NO, "No")],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose whether the activity is mandatory"},
    )

    def __init__(
        self, *args: Any, coach: str, owners: Sequence[tuple[UUID, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        by_default = f"The work coach: {coach}" if coach else "The work coach: nobody at present"
        cast("forms.ChoiceField", self.fields["owner"]).choices = [
            ("", by_default),
            *((str(key), name) for key, name in owners),
        ]

    def keep_when_and_where(self) -> None:
        """An activity that was missed keeps its date, time and place: they are not asked for."""
        for name in WHEN_AND_WHERE:
            del self.fields[name]

    def draft(self, present: ActivityDraft | None = None) -> ActivityDraft:
        """What was typed; what was not asked for stays as it is."""
        plain = ("kind", "title", "instructions", "channel", "hours", "evidence")
        typed = {name: self.cleaned_data[name] for name in plain}
        when_and_where = {name: self.cleaned_data[name] for name in self._asked(WHEN_AND_WHERE)}
        owner, mandatory = self.cleaned_data["owner"], self.cleaned_data["mandatory"]
        typed |= {
            "owner_id": UUID(owner) if owner else None,
            "visible_to_participant": self.cleaned_data["visible_to_participant"],
            **when_and_where,
        }
        if mandatory or present is None:
            typed["mandatory"] = mandatory == YES
        return replace(present, **typed) if present else ActivityDraft(**typed)

    def _asked(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name in self.fields]


class AddForm(ActivityFields):
    """A new activity. `once` tells a second click on Save from a second activity."""

    once = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": "Open this page again: something in it was changed"},
    )


class EditForm(VersionedForm, ActivityFields):
    """An activity that is there already."""


class ConfirmForm(VersionedForm):
    """Nothing to type: that the page was read is confirmed by its button."""


class StatusForm(VersionedForm):
    """How far an activity has come, as far as it is not a marking."""

    status = forms.ChoiceField(choices=[(str(one), str(one)) for one in SET_BY_HAND])


class UndoForm(VersionedForm):
    """A marking that was wrong."""

    reason = LongText(
        label="Why the marking is undone",
        max_length=1000,
        help_text="This is kept in the history.",
        error_messages={"required": "Enter why the marking is undone", **limits("The reason")},
    )


class NotCompleteForm(VersionedForm):
    """Why it was not done: whose doing, a reason of the list or another, and what happened."""

    reason_category = forms.ChoiceField(
        label="Why was it not done?",
        required=False,
        choices=list(REASON_CATEGORIES.items()),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose why it was not done"},
    )
    other_reason = Text(
        label="Another reason",
        required=False,
        max_length=200,
        help_text="Only when none on the list fits.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    details = LongText(
        label="What happened",
        required=False,
        max_length=4000,
        help_text="Facts only: who said what, and when. The participant may ask to see this.",
    )
    confirm_early = forms.BooleanField(label="Mark it now", required=False)

    def __init__(
        self, *args: Any, reasons: Mapping[str, Sequence[str]], is_due: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if is_due:
            del self.fields["confirm_early"]
        for category, texts in reasons.items():
            choices = [("", "Choose a reason"), *((text, text) for text in texts)]
            name = reason_field(category)
            self.fields[name] = forms.ChoiceField(
                label="Reason", required=False, choices=[*choices, (ANOTHER, "Another reason")]
            )
            self._say_plainly(name, self.fields[name])
        order = [name for name in self.fields if name.startswith(reason_field(""))]
        self.order_fields(["version", "reason_category", *order, "other_reason"])

    def clean(self) -> dict[str, Any]:
        """A reason of the list and another one are one too many."""
        chosen, other = self._chosen(), self.cleaned_data.get("other_reason", "")
        if chosen == ANOTHER and not other and "other_reason" not in self.errors:
            self.add_error("other_reason", ValidationError("Enter the other reason"))
        if other and chosen not in ("", ANOTHER):
            told = f"You chose ‘{chosen}’. Clear this, or choose ‘Another reason’ from the list"
            self.add_error("other_reason", ValidationError(told))
        return self.cleaned_data

    def add_refusal(self, refused: Refused) -> None:
        """The reason is asked for at the category that was chosen; before that, the category."""
        every = refused.refusals if isinstance(refused, SeveralRefused) else [refused]
        asks_category = any(one.field == "reason_category" for one in every)
        for one in every:
            if one.field == "reason" and asks_category:
                continue
            if one.field == "reason":
                name = reason_field(self.cleaned_data.get("reason_category", ""))
                one.field = name if name in self.fields else "other_reason"
            super().add_refusal(one)

    def reason(self) -> str:
        """The reason in words: the one of the list, or the other one."""
        chosen = self._chosen()
        return self.cleaned_data["other_reason"] if chosen in ("", ANOTHER) else chosen

    def confirms_early(self) -> bool:
        """Whether it was confirmed that it is marked before it is due."""
        return bool(self.cleaned_data.get("confirm_early"))

    def reason_fields(self) -> dict[str, Any]:
        """The list of reasons of each category, by category."""
        return {category: self[reason_field(category)] for category in REASON_CATEGORIES}

    def _chosen(self) -> str:
        category = self.cleaned_data.get("reason_category", "")
        return self.cleaned_data.get(reason_field(category), "")


def reason_field(category: str) -> str:
    """The name of the field that holds a category's reasons."""
    return f"reason-{category}"
