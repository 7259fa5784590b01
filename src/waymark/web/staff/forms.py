"""What can be typed about accounts: the list's filter, an account, who takes work over."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from waymark.operations.reallocation import COACH, LEAVE, SPREAD
from waymark.operations.reallocation import Wanted as HandOver
from waymark.operations.staff import Wanted
from waymark.people.accounts import (
    ACTIVE,
    INACTIVE,
    NO_ROLE,
    WAITING,
    AccountFilter,
)
from waymark.people.policy import Role
from waymark.trackers.held import ACTIVITIES, CASELOAD, KINDS, TRACKERS
from waymark.web.choices import offer
from waymark.web.conflicts import VersionedForm
from waymark.web.filters import Filter
from waymark.web.forms import Email, Form, Text

STATES = {ACTIVE: "Active", WAITING: "Not signed in yet", INACTIVE: "Not active"}
ROLES = [(role.value, role.value) for role in Role]
NOT_A_NAME = {"autocomplete": "off", "spellcheck": "false"}


class StaffFilter(Filter):
    """What the list of staff is narrowed to; the names are those of the address."""

    q = Text(
        label="Search key word",
        help_text="Name, email address or job title",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        required=False, choices=[("", "Any role"), *ROLES, (NO_ROLE, "No role")]
    )
    group = forms.ChoiceField(required=False)
    state = forms.MultipleChoiceField(
        label="Account",
        required=False,
        choices=list(STATES.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, asked: QueryDict, *, groups: Iterable[tuple[str, str]]) -> None:
        super().__init__(asked)
        offer(self.fields["group"], [("", "All your groups"), *groups])

    def wanted(self) -> AccountFilter:
        """What was asked for; a value that is none of the choices is told and lets all through."""
        self.is_valid()
        asked = self.cleaned_data
        return AccountFilter(
            words=asked.get("q", ""),
            role=asked.get("role", ""),
            group_id=UUID(asked["group"]) if asked.get("group") else None,
            states=frozenset(asked.get("state", ())),
        )


def _email() -> Email:
    return Email(label="Email address", max_length=254, widget=forms.EmailInput(attrs=NOT_A_NAME))


class AccountFields(Form):
    """What is said of an account, new or not."""

    name = Text(max_length=150, widget=forms.TextInput(attrs=NOT_A_NAME))
    job_title = Text(
        label="Job title", required=False, max_length=100, help_text="A job title gives no right"
    )
    roles = forms.MultipleChoiceField(
        label="Roles", required=False, choices=ROLES, widget=forms.CheckboxSelectMultiple
    )
    group = forms.MultipleChoiceField(
        label="Groups",
        help_text="They see the participants of these groups and of the groups below them",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one group"},
    )

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.says_optional = False
        offer(self.fields["group"], groups)

    def wanted(self) -> Wanted:
        """The account as it was typed."""
        typed = self.cleaned_data
        return Wanted(
            name=typed["name"],
            job_title=typed["job_title"],
            roles=frozenset(typed["roles"]),
            group_ids=frozenset(UUID(one) for one in typed["group"]),
        )


class AddForm(AccountFields):
    """A new account, and to whom the invitation goes."""

    email = _email()
    field_order = ("email",)


class EditForm(AccountFields, VersionedForm):
    """An account that is there."""


class EmailForm(VersionedForm):
    """Another email address."""

    email = _email()


class ActiveForm(VersionedForm):
    """Which way: the page has said what that brings."""

    to = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.HiddenInput,
        error_messages={"required": "Open this page again: it does not say which way to go"},
    )


WAYS = {
    CASELOAD: ("Participants", (SPREAD, LEAVE)),
    ACTIVITIES: ("Activities they own", (COACH, SPREAD, LEAVE)),
    TRACKERS: ("Trackers assigned to them", (COACH, SPREAD, LEAVE)),
}
WAY_WORDS = {
    SPREAD: "To those chosen under ‘Who takes over’: spread evenly, those with least first",
    COACH: "To the work coach of each participant",
    LEAVE: "Leave them where they are",
}


class HandOverForm(Form):
    """Where each kind of work goes, and who takes over."""

    people = forms.MultipleChoiceField(
        label="Who takes over",
        required=False,
        help_text="One person, or several: then it is spread evenly",
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        *args: Any,
        kinds: Collection[str],
        people: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.says_optional = False
        self.kinds = [kind for kind in KINDS if kind in kinds]
        offer(self.fields["people"], people)
        for kind in self.kinds:
            label, ways = WAYS[kind]
            field = forms.ChoiceField(
                label=label,
                choices=[(way, WAY_WORDS[way]) for way in ways],
                initial=ways[0],
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(
                    ("required", "invalid_choice"), f"Choose where the {label.lower()} go"
                ),
            )
            self.fields[kind] = field
            self._say_plainly(kind, field)

    def ways(self) -> list[Any]:
        """The question for each kind of work that there is."""
        return [self[kind] for kind in self.kinds]

    def wanted(self) -> HandOver:
        """What was chosen; kinds of which there is nothing stay as they are."""
        chosen = {kind: self.cleaned_data[kind] for kind in self.kinds}
        people = frozenset(UUID(one) for one in self.cleaned_data["people"])
        return HandOver(people=people, **chosen)
