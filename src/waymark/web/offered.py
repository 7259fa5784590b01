"""What a filter's drop-downs hold for whoever asks: people and groups in scope. More people than a
list holds are found by name first; of many groups those near the chosen one are shown.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from waymark.kernel.actor import Actor
from waymark.people.offered import (
    LISTED,
    PeopleOffered,
    PersonOffered,
    groups_below,
    groups_offered,
)
from waymark.web.choices import offer
from waymark.web.environment import printable
from waymark.web.filters import Filter
from waymark.web.forms import Text
from waymark.web.lists import list_address

INSIDE = "Apply filters to see the groups inside the one that you choose"


@dataclass(frozen=True, slots=True)
class GroupsOffered:
    """The groups of a drop-down, and the ids of the chosen one with those below it."""

    groups: tuple[tuple[str, str], ...] = ()
    below: frozenset[UUID] | None = None
    are_all: bool = True


def groups_for(actor: Actor, asked: QueryDict) -> GroupsOffered:
    """The groups that this person may choose from, of which `group` may be chosen."""
    chosen = id_in(asked, "group")
    groups, are_all = groups_offered(actor, chosen=chosen)
    return GroupsOffered(
        tuple((str(one), path) for one, path in groups),
        groups_below(actor, chosen) if chosen else None,
        are_all=are_all,
    )


def words_in(asked: QueryDict) -> str:
    """Part of the name of somebody to be found."""
    return printable(asked.get("find", "")).strip()[:100]


def id_in(asked: QueryDict, name: str) -> UUID | None:
    """The id that an address names, if it is one."""
    try:
        return UUID(asked.get(name, ""))
    except ValueError:
        return None


def choices_of(people: Iterable[PersonOffered]) -> list[tuple[str, str]]:
    """Names; where two have the same one, with the e-mail address."""
    people = list(people)
    names = Counter(one.name for one in people)
    return [
        (
            str(one.id),
            (one.name if names[one.name] == 1 else f"{one.name}, {one.email}")
            + ("" if one.is_active else " (not active)"),
        )
        for one in people
    ]


def offer_groups(field: forms.Field, every: str, offered: GroupsOffered) -> None:
    """Give the field of a group its choices, and say how to come to those that are not shown."""
    offer(field, [("", every), *offered.groups])
    if not offered.are_all:
        field.help_text = INSIDE


class FilterByPerson(Filter):
    """A filter of which one field is a person: `find` is there when they are too many to list."""

    find = Text(
        required=False,
        max_length=100,
        help_text="Part of a name or an email address",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    person = "assignee"
    find_them = "Find an assignee"

    def offer_people(self, always: Sequence[tuple[str, str]], offered: PeopleOffered) -> None:
        """Some are there always; then all of the people, or those who were found."""
        self.people = offered
        field = self.fields[self.person]
        choices = [*always, *choices_of(offered.people)]
        offer(field, choices)
        if offered.are_all:
            del self.fields["find"]
            return
        self.fields["find"].label = self.find_them
        asked = cast("QueryDict", self.data)
        if words_in(asked) and asked.get(self.person) not in dict(choices):
            self.data = asked = asked.copy()
            asked.pop(self.person, None)  # who was chosen before is not who is looked for now

    def clean(self) -> dict[str, Any]:
        """Whoever is looked for is chosen when nobody else matches; else somebody has to choose."""
        cleaned = super().clean() or self.cleaned_data
        words, found = cleaned.get("find"), self.people.people
        if not words or cleaned.get(self.person) or self.person in self.errors:
            return cleaned
        if not found:
            self.add_error("find", f"Nobody in your groups has ‘{words}’ in their name or address")
        elif self.people.are_cut:
            self.add_error("find", f"More than {LISTED} people match ‘{words}’. Type more of it")
        elif len(found) > 1:
            self.add_error(self.person, f"Choose one of the {len(found)} who match ‘{words}’")
        else:
            cleaned[self.person] = str(found[0].id)
        return cleaned

    def found(self, request: HttpRequest, query: QueryDict) -> HttpResponse | None:
        """Leads to the list of whoever was looked for, once it is clear who that is."""
        if not (words_in(query) and "find" in self.fields and self.is_valid()):
            return None
        chosen = {self.person: self.cleaned_data[self.person]}
        return HttpResponseRedirect(request.path + list_address(query, find=None, **chosen))
