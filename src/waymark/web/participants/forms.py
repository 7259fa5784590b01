"""What can be typed about a participant: the list's filter, and the changes of a profile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from waymark.participants.rules import Benefit, Language, SanctionStatus
from waymark.participants.search import Wanted
from waymark.people.offered import PeopleOffered
from waymark.reads.filling import Code
from waymark.web.choices import offer
from waymark.web.conflicts import VersionedForm
from waymark.web.forms import Day, Email, Hours, LongText, Text
from waymark.web.offered import FilterByPerson, GroupsOffered, offer_groups

YES, NO = "yes", "no"
NOBODY = "nobody"
YES_NO = [(YES, "Yes"), (NO, "No")]
WHAT_TO_KNOW_LIMIT = 500


def _listed(words: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(word), str(word)) for word in words]


class ParticipantFilter(FilterByPerson):
    """What the list of participants is narrowed to."""

    q = Text(
        label="Search key word",
        help_text="Name or reference",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    programme = forms.ChoiceField(required=False)
    coach = forms.ChoiceField(label="Work coach", required=False)
    person = "coach"
    find_them = "Find a work coach"
    group = forms.ChoiceField(required=False)
    sanction = forms.MultipleChoiceField(
        label="Sanction status",
        required=False,
        choices=_listed(SanctionStatus),
        widget=forms.CheckboxSelectMultiple,
    )
    marker = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        asked: QueryDict,
        *,
        programmes: Sequence[tuple[UUID, str]],
        coaches: PeopleOffered,
        me: Sequence[tuple[str, str]],
        groups: GroupsOffered,
        markers: Sequence[tuple[UUID, str]],
    ) -> None:
        super().__init__(asked)
        self.groups = groups
        offer(self.fields["programme"], [("", "Every programme"), *_by_id(programmes)])
        self.offer_people([("", "Everybody"), (NOBODY, "Nobody"), *me], coaches)
        offer_groups(self.fields["group"], "All my groups", groups)
        offer(self.fields["marker"], _by_id(markers))

    def wanted(self) -> Wanted:
        """What was asked for; a value that is none of the choices is told and lets all through."""
        self.is_valid()
        asked = self.cleaned_data
        coach = asked.get("coach", "")
        return Wanted(
            programme_id=_id(asked.get("programme")),
            work_coach_id=None if coach == NOBODY else _id(coach),
            without_coach=coach == NOBODY,
            group_ids=tuple(self.groups.below or ()) if asked.get("group") else None,
            sanction_statuses=tuple(Code(one) for one in asked.get("sanction", ())),
            marker_kind_ids=tuple(UUID(one) for one in asked.get("marker", ())),
        )


def _by_id(choices: Iterable[tuple[UUID, str]]) -> list[tuple[str, str]]:
    return [(str(key), label) for key, label in choices]


def _id(chosen: str | None) -> UUID | None:
    return UUID(chosen) if chosen else None


class DetailsForm(VersionedForm):
    """Who somebody is and how to reach them."""

    first_name = Text(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    last_name = Text(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    date_of_birth = Day(help_text="For example 4/3/1991", widget=forms.TextInput)
    ni_number = Text(
        label="National Insurance number",
        required=False,
        max_length=20,
        help_text="For example QQ 12 34 56 C",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    benefit = forms.ChoiceField(choices=_listed(Benefit), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        choices=_listed(Language),
        widget=forms.RadioSelect,
        help_text="The language they are written to in",
    )
    email = Email(
        label="Email address",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = Text(
        label="Phone number",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    reasonable_adjustments = LongText(
        required=False,
        max_length=2000,
        help_text="What is arranged so that they can take part. Shown whenever something is made "
        "mandatory.",
    )
    agreed_hours = Hours(
        label="Agreed hours a week",
        required=False,
        help_text="How much they have agreed to do. What is mandatory is held against it.",
    )


class MandationForm(VersionedForm):
    """The Mandation panel."""

    make_activity_mandatory = forms.ChoiceField(
        label="Make activity mandatory",
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text="Yes lets a coach make an activity mandatory. It makes nothing in retrospect.",
        error_messages={"required": "Choose whether an activity can be made mandatory"},
    )
    sanction_status = forms.ChoiceField(
        choices=_listed(SanctionStatus),
        widget=forms.RadioSelect,
        help_text="While a ‘failure to attend’ status is set, no activity can be made mandatory.",
    )


class MarkersForm(VersionedForm):
    """Which markers are on, and what staff should know of each."""

    switched_on = forms.MultipleChoiceField(
        label="Markers that are on", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[UUID, str]],
        known: Mapping[UUID, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kinds, self.known = kinds, known
        offer(self.fields["switched_on"], _by_id(kinds))
        for key, label in kinds:
            field = LongText(
                label=f"What staff should know: {label}",
                required=False,
                max_length=WHAT_TO_KNOW_LIMIT,
                initial=known.get(key, ""),
            )
            self.fields[_know(key)] = field
            self._say_plainly(_know(key), field)

    def clean(self) -> dict[str, Any]:
        """Words for a marker that is off would be lost: ask which was meant."""
        on = self.cleaned_data.get("switched_on", [])
        for key, label in self.kinds:
            typed = self.cleaned_data.get(_know(key), "")
            if str(key) not in on and typed and typed != self.known.get(key, ""):
                self.add_error(
                    _know(key), ValidationError(f"Switch ‘{label}’ on above, or clear these words")
                )
        return self.cleaned_data

    def what_to_know(self) -> dict[UUID, str]:
        """For each marker that is on, what staff should know."""
        return {
            key: self.cleaned_data[_know(key)]
            for key, _ in self.kinds
            if str(key) in self.cleaned_data["switched_on"]
        }

    def words_fields(self) -> dict[str, Any]:
        """The field of each marker's words, by the marker."""
        return {str(key): self[_know(key)] for key, _ in self.kinds}


def _know(kind_id: UUID) -> str:
    return f"know-{kind_id}"


class MoveForm(VersionedForm):
    """Another work coach or group, and what becomes of the trackers."""

    work_coach = forms.ChoiceField(required=False)
    group = forms.ChoiceField()
    hand_over = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,
        coaches: Sequence[tuple[UUID, str]],
        groups: Sequence[tuple[UUID, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.says_optional = False
        offer(self.fields["work_coach"], [("", "Nobody"), *_by_id(coaches)])
        offer(self.fields["group"], _by_id(groups))

    def work_coach_id(self) -> UUID | None:
        """The coach chosen; none is nobody."""
        return _id(self.cleaned_data["work_coach"])

    def group_id(self) -> UUID:
        """The group chosen."""
        return UUID(self.cleaned_data["group"])


class LeavingForm(VersionedForm):
    """A leaving date that a person entered; a planned end that passed never counts."""

    left_on = Day(
        label="Leaving date",
        required=False,
        help_text="For example 17/9/2026. Leave it empty if they have not left",
    )
