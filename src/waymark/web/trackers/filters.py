"""The filter of a list of trackers: what its address says, cleaned."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from waymark.kernel.actor import Actor
from waymark.kernel.words import words_for_day
from waymark.people.offered import PeopleOffered, people_offered
from waymark.trackers.clock_queries import clock_filter
from waymark.trackers.clocks import ClockState, Reckoning
from waymark.trackers.lists import TrackerFilter
from waymark.trackers.types import TYPES, every_status, not_final_statuses
from waymark.web.choices import chosen_label, offer
from waymark.web.filters import filter_read
from waymark.web.forms import Day, Text
from waymark.web.lists import list_address, without
from waymark.web.offered import (
    FilterByPerson,
    GroupsOffered,
    groups_for,
    id_in,
    offer_groups,
    words_in,
)
from waymark.web.parts import Link

ME, NOBODY = "me", "nobody"
ANYONE = [("", "Anyone"), (ME, "Me"), (NOBODY, "Nobody: the group’s queue")]
CREATED, DUE = "created", "due"
BY_DATE = [(CREATED, "Created"), (DUE, "Due")]
TYPE_CHOICES = [(kind.code, kind.label) for kind in TYPES.values()]
CLOCK_CHOICES = [(state.value, state.label) for state in ClockState]
STATUS_CHOICES = [(code, status.label) for code, status in every_status().items()]
NARROWED_BY = ("q", "type", "status", "assignee", "group", "from", "to", "set_from", "clock")


class TrackersFilter(FilterByPerson):
    """Every field is optional; the names are those of the address."""

    q = Text(
        label="Search key word",
        required=False,
        max_length=200,
        strip=True,
        help_text="Participant, reference, activity or type",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    type = forms.ChoiceField(required=False)
    status = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    clock = forms.MultipleChoiceField(
        label="Act by",
        required=False,
        choices=CLOCK_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list under Act by"},
    )
    assignee = forms.ChoiceField(required=False)
    group = forms.ChoiceField(required=False)
    by = forms.ChoiceField(
        label="Which date", required=False, choices=BY_DATE, widget=forms.RadioSelect
    )
    set_from = Day(label="Status set since", required=False)

    def __init__(
        self, asked: QueryDict, people: PeopleOffered, groups: GroupsOffered | None = None
    ) -> None:
        data = asked.copy()
        data.setdefault("by", CREATED)
        super().__init__(data)
        # "from" is no name in Python, so that a class cannot say it
        self.fields["from"] = Day(label="From", required=False)
        self.fields["to"] = Day(label="To", required=False, help_text="")
        offer(self.fields["type"], [("", "All types"), *TYPE_CHOICES])
        offer(self.fields["status"], STATUS_CHOICES)
        self.offer_people(ANYONE, people)
        self.fields["status"].error_messages["invalid_choice"] = "Choose statuses from the list"
        self.fields["by"].error_messages["invalid_choice"] = "Choose Created or Due"
        self.groups = groups or GroupsOffered()
        offer_groups(self.fields["group"], "All your groups", self.groups)
        if groups is None:
            del self.fields["group"]
        if not asked.get("set_from"):
            del self.fields["set_from"]

    def clean(self) -> dict[str, Any]:
        """A range ends after it begins."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and first > last:
            self.add_error("to", "The range must not end before it begins")
        return cleaned

    def wanted(
        self, actor: Actor, *, reckoned: Reckoning, today: date, **more: Any
    ) -> TrackerFilter:
        """The filter that was asked for; to be called when it is valid."""
        cleaned = self.cleaned_data
        assignee = cleaned["assignee"]
        return TrackerFilter(
            words=cleaned["q"],
            type=cleaned["type"],
            statuses=frozenset(cleaned["status"]),
            assignee_id=actor.id if assignee == ME else _id(assignee),
            unassigned=assignee == NOBODY,
            by_due=cleaned["by"] == DUE,
            from_day=cleaned["from"],
            to_day=cleaned["to"],
            status_set_from=cleaned.get("set_from"),
            clock=clock_filter(cleaned["clock"], reckoned, today) if cleaned["clock"] else None,
            group_ids=self.groups.below,
            **more,
        )

    def chips(self, query: QueryDict) -> list[Link]:
        """The filters in use; each chip takes its own away."""
        cleaned = self.cleaned_data
        found = []
        if cleaned.get("q"):
            found.append(Link(f"Key word: {cleaned['q']}", list_address(query, q=None)))
        if cleaned.get("type"):
            found.append(
                Link(f"Type: {TYPES[cleaned['type']].label}", list_address(query, type=None))
            )
        found += self._status_chips(query)
        found += [
            Link(f"Act by: {state.label}", without(query, "clock", state))
            for state in ClockState
            if state in cleaned.get("clock", ())
        ]
        for name, label in (("assignee", "Assignee"), ("group", "Group")):
            if cleaned.get(name):
                found.append(
                    Link(
                        f"{label}: {chosen_label(self, name)}", list_address(query, **{name: None})
                    )
                )
        if cleaned.get("from") or cleaned.get("to"):
            found.append(
                Link(
                    self._range_in_words(),
                    list_address(query, **{"from": None, "to": None, "by": None}),
                )
            )
        if cleaned.get("set_from"):
            since = words_for_day(cleaned["set_from"])
            found.append(Link(f"Status set since {since}", list_address(query, set_from=None)))
        return found

    def _status_chips(self, query: QueryDict) -> list[Link]:
        chosen = self.cleaned_data.get("status", [])
        if set(chosen) == set(not_final_statuses()):
            return [Link("Status: not final", list_address(query, status=None))]
        return [
            Link(f"Status: {status.label}", without(query, "status", code))
            for code, status in every_status().items()
            if code in chosen
        ]

    def _range_in_words(self) -> str:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        which = dict(BY_DATE)[self.cleaned_data.get("by") or CREATED]
        if first and last:
            if first == last:
                return f"{which} on {words_for_day(first)}"
            return f"{which} {words_for_day(first)} to {words_for_day(last)}"
        if last:
            return f"{which} on or before {words_for_day(last)}"
        return f"{which} on or after {words_for_day(first)}" if first else ""


def filter_for(actor: Actor, asked: QueryDict, *, everyones: bool = True) -> TrackersFilter:
    """The filter with what this person may choose; of one participant's trackers without groups."""
    chosen = id_in(asked, "assignee")
    people = people_offered(actor, words=words_in(asked), chosen=chosen)
    groups = groups_for(actor, asked) if everyones else None
    return filter_read(TrackersFilter, asked, people=people, groups=groups)


def _id(typed: str) -> UUID | None:
    return UUID(typed) if typed and typed != NOBODY else None


def list_query(asked: QueryDict) -> QueryDict:
    """What the address of a list says: no page, nothing empty, nothing unknown."""
    said = QueryDict(mutable=True)
    for name in (*NARROWED_BY, "by", "find", "sort"):
        if values := [value for value in asked.getlist(name) if value]:
            said.setlist(name, values)
    return said


def is_filtered(query: QueryDict) -> bool:
    """Whether anything but the order was asked for."""
    return any(name in query for name in NARROWED_BY)
