"""The filter of a list of access records: what its address says, cleaned."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from waymark.audit.access import KINDS
from waymark.kernel.words import words_for_day
from waymark.reporting.access_records import AccessFilter
from waymark.web.filters import Filter
from waymark.web.forms import Day, Text
from waymark.web.lists import list_address
from waymark.web.parts import Link

NAMES = ("reference", "who", "what", "from", "to")


class AccessRecordsFilter(Filter):
    """Every field is optional; the names are those of the address."""

    reference = Text(
        label="Participant",
        help_text="A whole reference, such as WM17000412",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    who = forms.ChoiceField(
        label="Who looked",
        required=False,
        error_messages={"invalid_choice": "Choose a member of staff from the list"},
    )
    what = forms.ChoiceField(
        label="What was opened",
        required=False,
        error_messages={"invalid_choice": "Choose what was opened from the list"},
    )

    def __init__(
        self,
        asked: QueryDict,
        *,
        staff: Sequence[tuple[UUID, str]] = (),
        about_somebody: bool = False,
        by_somebody: bool = False,
    ) -> None:
        super().__init__(asked)
        # "from" is no name in Python, so that a class cannot say it
        self.fields["from"] = Day(label="From", required=False)
        self.fields["to"] = Day(label="To", required=False, help_text="")
        _offer(self.fields["who"], [("", "Anybody"), *staff])
        _offer(self.fields["what"], [("", "Anything"), *KINDS.items()])
        if about_somebody:
            del self.fields["reference"]
        if by_somebody:
            del self.fields["who"]

    def clean(self) -> dict[str, Any]:
        """A range ends after it begins."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and first > last:
            self.add_error("to", "The range must not end before it begins")
        return cleaned

    def wanted(self, **only: Any) -> AccessFilter:
        """The filter that was asked for; to be called when it is valid."""
        cleaned = self.cleaned_data
        asked = {
            "reference": cleaned.get("reference", ""),
            "staff_id": UUID(cleaned["who"]) if cleaned.get("who") else None,
            "kind": cleaned["what"],
            "from_day": cleaned["from"],
            "to_day": cleaned["to"],
        }
        return AccessFilter(**asked | only)

    def chips(self, query: QueryDict) -> list[Link]:
        """The filters in use; each chip takes its own away."""
        return [
            Link(words, list_address(query, before=None, after=None, **{name: None}))
            for name, words in self._in_words().items()
        ]

    def _in_words(self) -> dict[str, str]:
        cleaned, found = self.cleaned_data, {}
        if cleaned.get("reference"):
            found["reference"] = f"Participant: {cleaned['reference']}"
        if cleaned.get("who"):
            choices: Any = self.fields["who"]
            found["who"] = f"Who looked: {dict(choices.choices)[cleaned['who']]}"
        if cleaned.get("what"):
            found["what"] = f"Opened: {KINDS[cleaned['what']]}"
        if cleaned.get("from"):
            found["from"] = f"From {words_for_day(cleaned['from'])}"
        if cleaned.get("to"):
            found["to"] = f"To {words_for_day(cleaned['to'])}"
        return found


def _offer(field: Any, choices: Sequence[tuple[Any, str]]) -> None:
    field.choices = [(str(key), label) for key, label in choices]


def access_query(asked: QueryDict) -> QueryDict:
    """What the address of a list says: no page, nothing empty, nothing unknown."""
    said = QueryDict(mutable=True)
    for name in NAMES:
        if value := asked.get(name):
            said[name] = value
    return said
