"""The forms of what is gathered before a doubt is raised."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from waymark.kernel.london import day_of, moment_of
from waymark.kernel.words import words_for_time
from waymark.operations.doubt import ContactDraft, QuestionDraft, ReplyDraft
from waymark.people.queries import colleagues_with_email
from waymark.trackers.doubt.rules import MOST_REPLY_DAYS
from waymark.trackers.doubt.words import (
    CHANNELS,
    CONTACT_OUTCOMES,
    FAILURES,
    GOOD_REASONS,
    WAYS_OF_ASKING,
)
from waymark.trackers.record import People
from waymark.web.choices import offer
from waymark.web.forms import Clock, Day, Email, Form, LongText, Text, limits

YES, NO = "yes", "no"
WHOM = "Name a member of staff who is active and has access to this participant"
LONGEST = 5000


def _one_of(words: dict, sentence: str, **options: Any) -> forms.ChoiceField:
    """A drop-down that begins with nothing chosen."""
    return forms.ChoiceField(
        choices=[("", "Choose"), *words.items()],
        error_messages=dict.fromkeys(("required", "invalid_choice"), sentence),
        **options,
    )


class ContactForm(Form):
    """An attempt to reach the participant."""

    day = Day(label="Day")
    at_time = Clock(label="Time")
    channel = _one_of(CHANNELS, "Choose how contact was tried", label="How")
    outcome = _one_of(CONTACT_OUTCOMES, "Choose what came of the contact", label="What came of it")
    made_by = Text(
        label="Made by",
        max_length=200,
        help_text="Who tried to reach them",
        error_messages={"required": "Enter who tried to make contact"},
    )
    moved_it = forms.BooleanField(
        label="This changed the day, the time or the place of the activity",
        required=False,
        help_text="A change needs a new notice: the old one does not hold any more",
    )
    text = LongText(
        label="What was said",
        required=False,
        max_length=LONGEST,
        help_text="Dated and signed with your name. It cannot be changed later",
        error_messages=limits("What was said"),
    )

    def draft(self) -> ContactDraft:
        """What is to be written down."""
        cleaned = self.cleaned_data
        return ContactDraft(
            tried_at=moment_of(cleaned["day"], cleaned["at_time"]),
            channel=cleaned["channel"],
            outcome=cleaned["outcome"],
            made_by=cleaned["made_by"],
            moved_it=cleaned["moved_it"],
            text=cleaned["text"],
        )


def contact_begins_with(name: str, now: datetime) -> dict[str, Any]:
    """The contact that somebody has just made."""
    return {"day": day_of(now), "at_time": words_for_time(now), "made_by": name}


class QuestionForm(Form):
    """How good reason was asked about."""

    asked_on = Day(label="Day it was asked")
    way = _one_of(WAYS_OF_ASKING, "Choose how good reason was asked about", label="How")
    days = forms.IntegerField(
        label="Working days to reply",
        min_value=1,
        max_value=MOST_REPLY_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=(
            "Counted from when the question counts as received; for another time than usual say why"
        ),
        error_messages={"invalid": "Enter a number of working days, such as 5"},
    )
    days_reason = LongText(
        label="Why the time is shorter or longer",
        required=False,
        max_length=1000,
        error_messages=limits("The reason for another time"),
    )
    text = LongText(
        label="What was asked",
        required=False,
        max_length=LONGEST,
        error_messages=limits("What was asked"),
    )

    def draft(self) -> QuestionDraft:
        """What is to be written down."""
        cleaned = self.cleaned_data
        return QuestionDraft(
            asked_on=cleaned["asked_on"],
            way=cleaned["way"],
            days=cleaned["days"],
            days_reason=cleaned["days_reason"],
            text=cleaned["text"],
        )


class ReplyForm(Form):
    """What they said."""

    replied_on = Day(label="Day the reply came")
    text = LongText(
        label="What they said",
        max_length=LONGEST,
        help_text="In their own words as far as you can. It cannot be changed later",
        error_messages={"required": "Enter what they said", **limits("What they said")},
    )
    category = _one_of(
        GOOD_REASONS,
        "Choose the heading that fits best, or None of these",
        label="Heading",
        help_text="The headings under which a decision maker looks at it",
    )
    is_private = forms.BooleanField(
        label="Keep the details private",
        required=False,
        help_text=(
            "Then only you, Supervisors, compliance and auditors read what they said and its "
            "heading: here, in the history and in what is exported"
        ),
    )

    def draft(self) -> ReplyDraft:
        """What is to be written down."""
        cleaned = self.cleaned_data
        return ReplyDraft(
            replied_on=cleaned["replied_on"],
            category=cleaned["category"],
            text=cleaned["text"],
            is_private=cleaned["is_private"],
        )


class DecisionForm(Form):
    """Whether it is accepted as good reason."""

    accepted = forms.ChoiceField(
        label="Is this accepted as good reason?",
        choices=[(YES, "Yes, good reason"), (NO, "No")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose whether it is accepted as good reason"
        ),
    )
    why = LongText(
        label="Why",
        max_length=2000,
        error_messages={
            "required": "Say why good reason is accepted, or why not",
            **limits("The reason"),
        },
    )


class FailureForm(Form):
    """Attend or comply."""

    failure = forms.ChoiceField(
        label="Kind of failure",
        choices=[(str(code), words) for code, words in FAILURES.items()],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose failure to attend or failure to comply"
        ),
    )
    why = LongText(
        label="Why it is not the kind that is proposed",
        required=False,
        max_length=2000,
        error_messages=limits("The reason"),
    )


class SecondPersonForm(Form):
    """Who considered the markers. Where there are too many to choose from, by email address."""

    person = forms.ChoiceField(
        label="Second person",
        help_text="Somebody else than who submits the tracker",
        error_messages=dict.fromkeys(("required", "invalid_choice"), WHOM),
    )
    may_matter = forms.ChoiceField(
        label="Did a marker affect whether they could do it?",
        choices=[(NO, "No"), (YES, "Yes, or it may have")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose whether a marker affected it"
        ),
    )
    text = LongText(
        label="What was considered",
        required=False,
        max_length=2000,
        error_messages=limits("What was considered"),
    )

    def __init__(self, *args: Any, people: People, **options: Any) -> None:
        super().__init__(*args, **options)
        if people.are_all:
            choices = [(str(one.id), one.name) for one in people.listed]
            offer(self.fields["person"], [("", "Choose"), *choices])
        else:
            self.fields["person"] = Email(
                label="Email address of the second person",
                help_text="Somebody else than who submits the tracker",
                error_messages={"required": WHOM},
            )

    def clean_person(self) -> UUID:
        """The id of whoever was chosen, or has that address; the operation decides on access."""
        chosen = self.cleaned_data["person"]
        if "@" not in chosen:
            return UUID(chosen)
        found = colleagues_with_email([chosen]).get(chosen)
        if found is None:
            raise ValidationError(WHOM)
        return found.id
