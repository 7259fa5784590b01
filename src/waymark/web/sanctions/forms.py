"""The forms of the sanction record: one for each kind of entry, and the reasons of corrections."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings

from waymark.documents.kinds import endings_of, kinds_in_words
from waymark.operations.file_arrivals import Upload
from waymark.sanctions.letters import LETTER
from waymark.sanctions.rules import (
    CHANNELS,
    RESULT_LABELS,
    RESULTS,
    TEXT_LIMIT,
    WHY_LIMIT,
    EntryFields,
    EntryKind,
)
from waymark.web.choices import offer
from waymark.web.forms import Day, Files, Form, LongText, Text, limits

REFERENCE_LIMIT = 60
Choices = Sequence[tuple[str, str]]


def _results(kind: EntryKind) -> Choices:
    return [(str(one), RESULT_LABELS[one]) for one in RESULTS[kind]]


def _channels(kind: EntryKind) -> Choices:
    return [(str(one), str(one)) for one in CHANNELS[kind]]


def _remark() -> LongText:
    return LongText(
        label="Remark", required=False, max_length=TEXT_LIMIT, error_messages=limits("The remark")
    )


def _reference() -> Text:
    return Text(
        label="Decision-maker reference",
        required=False,
        max_length=REFERENCE_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class EntryForm(Form):
    """What every entry has: the tracker that it is about. Which other fields, its kind says."""

    kind: EntryKind
    why = LongText(
        label="What was wrong",
        max_length=WHY_LIMIT,
        help_text="For example: the letter was read wrongly",
        error_messages={"required": "Say what was wrong", **limits("The reason")},
    )
    tracker = forms.ChoiceField(
        error_messages={"required": "Choose the tracker that this is about"}
    )

    letters = Files(label="Add a letter", required=False)

    def __init__(
        self,
        *args: Any,
        trackers: Choices,
        decisions: Choices,
        corrects: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if not corrects:
            del self.fields["why"]
        self.order_fields([*(one for one in self.fields if one != "letters"), "letters"])
        self.fields["letters"].help_text = (
            f"From DWP, or ours: {kinds_in_words(settings.FILE_KINDS)}, "
            f"up to {settings.FILE_SIZE_LIMIT_MB} MB each"
        )
        self.fields["letters"].widget.attrs["accept"] = ",".join(endings_of(settings.FILE_KINDS))
        self.one_tracker = len(trackers) == 1
        choices = trackers if self.one_tracker else [("", "Choose a tracker"), *trackers]
        offer(self.fields["tracker"], choices)
        if "about" in self.fields:
            offer(self.fields["about"], [("", "Choose a decision"), *decisions])
            del self.fields["tracker"]

    def entry(self) -> EntryFields:
        """What was typed, as an entry; to be called when it is valid."""
        typed = self.cleaned_data
        return EntryFields(
            kind=str(self.kind),
            happened_on=typed["happened_on"],
            tracker_id=_id(typed.get("tracker")),
            about_id=_id(typed.get("about")),
            result=typed.get("result", ""),
            channel=typed.get("channel", ""),
            reference=typed.get("reference", ""),
            text=typed.get("text", ""),
            starts_on=typed.get("starts_on"),
            ends_on=typed.get("ends_on"),
            fixed_days=typed.get("fixed_days"),
            told_on=typed.get("told_on"),
        )


def _id(chosen: str | None) -> UUID | None:
    return UUID(chosen) if chosen else None


class ReferralForm(EntryForm):
    """When, how and under which reference it went to DWP."""

    kind = EntryKind.REFERRAL
    happened_on = Day(label="When it was sent")
    channel = forms.ChoiceField(
        label="How it was sent", choices=_channels(kind), widget=forms.RadioSelect
    )
    reference = _reference()
    text = _remark()


class OutcomeForm(EntryForm):
    """What DWP decided."""

    kind = EntryKind.OUTCOME
    result = forms.ChoiceField(label="Outcome", choices=_results(kind), widget=forms.RadioSelect)
    happened_on = Day(label="When it was received")
    reference = _reference()
    text = _remark()


class PeriodForm(EntryForm):
    """How long, as DWP told it: Waymark works nothing out."""

    kind = EntryKind.PERIOD
    happened_on = Day(label="When DWP told us")
    starts_on = Day(label="When the sanction begins")
    ends_on = Day(
        label="When it ends",
        required=False,
        help_text="Leave empty while it is open-ended. For example 17/9/2026",
    )
    fixed_days = forms.IntegerField(
        label="Days of the fixed part after an open-ended one",
        required=False,
        min_value=1,
        help_text="Only if DWP said so: for example 7, 14 or 28",
        error_messages={
            "invalid": "Enter the fixed part as a number of days, such as 14",
            "min_value": "Enter the fixed part as a number of days, from 1 to 1,095",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    text = _remark()


class ConditionForm(EntryForm):
    """What ends the open-ended part of a sanction, and through which channel."""

    kind = EntryKind.CONDITION
    happened_on = Day(label="When DWP told us")
    text = LongText(
        label="Compliance condition",
        max_length=TEXT_LIMIT,
        help_text="As DWP gave it: what has to be done",
        error_messages={
            "required": "Enter the compliance condition, as DWP gave it",
            **limits("The condition"),
        },
    )
    channel = forms.ChoiceField(
        label="How it is to be met",
        choices=_channels(kind),
        widget=forms.RadioSelect,
        help_text="A phone call does not meet a condition that was set for a meeting in person",
    )


class ReComplianceForm(EntryForm):
    """That the condition was met: Universal Credit only, before or after a decision."""

    kind = EntryKind.RE_COMPLIANCE
    happened_on = Day(
        label="When the condition was met",
        help_text="It takes effect the day before. For example 17/9/2026",
    )
    channel = forms.ChoiceField(
        label="How it was met", choices=_channels(kind), widget=forms.RadioSelect
    )
    told_on = Day(label="When DWP was told", required=False, help_text="Leave empty if not yet")
    text = LongText(
        label="What they did",
        required=False,
        max_length=TEXT_LIMIT,
        error_messages=limits("What they did"),
    )


class NoLongerRequiredForm(EntryForm):
    """That nothing is asked any more, and that DWP was told."""

    kind = EntryKind.NO_LONGER_REQUIRED
    happened_on = Day(label="No longer required from")
    result = forms.ChoiceField(label="Because", choices=_results(kind), widget=forms.RadioSelect)
    told_on = Day(label="When DWP was told")
    channel = forms.ChoiceField(
        label="How DWP was told", choices=_channels(kind), widget=forms.RadioSelect
    )
    text = _remark()


class ReconsiderationForm(EntryForm):
    """What a mandatory reconsideration did to a decision."""

    kind = EntryKind.RECONSIDERATION
    about = forms.ChoiceField(
        label="Which decision",
        error_messages={"required": "Choose the decision that this is a result about"},
    )
    result = forms.ChoiceField(label="Result", choices=_results(kind), widget=forms.RadioSelect)
    happened_on = Day(label="When it was received")
    reference = _reference()
    text = _remark()


class AppealForm(ReconsiderationForm):
    """What an appeal did to a decision."""

    kind = EntryKind.APPEAL


FORMS: dict[str, type[EntryForm]] = {
    str(form.kind): form
    for form in (
        ReferralForm,
        OutcomeForm,
        PeriodForm,
        ConditionForm,
        ReComplianceForm,
        NoLongerRequiredForm,
        ReconsiderationForm,
        AppealForm,
    )
}


class WithdrawForm(Form):
    """Why an entry should not be there."""

    why = LongText(
        label="Why it should not be there",
        max_length=WHY_LIMIT,
        help_text="For example: entered on the wrong participant",
        error_messages={"required": "Say what was wrong", **limits("The reason")},
    )


def letters_in(files: Any) -> list[Upload]:
    """The letters that were posted."""
    return [
        Upload(
            name=file.name or "", size=file.size or 0, content=file, kind=LETTER, field="letters"
        )
        for file in files.getlist("letters")
    ]
