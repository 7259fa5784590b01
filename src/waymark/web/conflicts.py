"""Somebody else saved first: what they changed, and the form with everything that was typed."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict

from waymark.kernel.refusals import NotAllowed, NotFound, Refused
from waymark.kernel.words import words_for_moment
from waymark.reporting.change_words import change_words
from waymark.web.forms import Form


@dataclass(frozen=True, slots=True)
class Conflict:
    """What components/conflict.html shows above the form."""

    heading: str
    changes: tuple[str, ...]


class VersionedForm(Form):
    """A form that knows which version of its record it was opened on."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"),
            "Open this page again: it does not say what it was opened on",
        ),
    )

    conflict: Conflict | None = None

    def answer(self, refused: Refused, *, version: int) -> Conflict | None:
        """Put a refusal at its field. When somebody saved first: say what changed, keep what was
        typed, and take their version, so that a second Save is deliberate.
        """
        let_through(refused)
        if not refused.code.endswith(".changed"):
            self.add_refusal(refused)
            return None
        typed = cast("QueryDict", self.data).copy()
        typed["version"] = str(version)
        self.data = typed
        self.conflict = conflict_of(refused)
        return self.conflict


def let_through(refused: Refused) -> None:
    """Not yours and not your role are pages of their own; a field's role is told at the field."""
    if isinstance(refused, NotFound) or (isinstance(refused, NotAllowed) and not refused.field):
        raise refused


def conflict_of(refused: Refused) -> Conflict:
    """What somebody else changed meanwhile, in words."""
    found: Any = refused.details or ()
    names = sorted({change.by for change in found})
    who = " and ".join(names) if names else "Somebody else"
    return Conflict(
        heading=f"{who} changed this while you had it open",
        changes=tuple(_told(change) for change in found),
    )


def _told(change: Any) -> str:
    as_kept = {"label": change.label, "before": change.before, "after": change.after}
    sentence, several = change_words([as_kept])
    return f"{sentence or several[0]}, by {change.by} on {words_for_moment(change.at)}"
