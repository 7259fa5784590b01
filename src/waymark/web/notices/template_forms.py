"""What is typed to make another version of a template."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from waymark.kernel.refusals import Refused, SeveralRefused
from waymark.plans.template_rules import LONGEST_PART, PARTS, what_is_wrong_with_parts
from waymark.web.conflicts import VersionedForm
from waymark.web.forms import Day, LongText

SAVE, LOOK = "save", "look"
LINE, MOST_ROWS = 80, 10


class TemplateForm(VersionedForm):
    """The parts of a template, and the day from which they count."""

    starts_on = Day(
        label="In effect from",
        error_messages={"required": "Enter the day from which this version is in effect"},
    )
    is_draft = forms.BooleanField(
        label="It is still a draft of our own",
        required=False,
        help_text="Shown to staff as such. It can be used all the same.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, part in PARTS.items():
            needs = " and ".join(f"{{{one}}}" for one in part.needs)
            self.fields[f"part_{name}"] = field = LongText(
                label=part.label,
                required=False,
                max_length=LONGEST_PART,
                help_text=f"It needs {needs}" if needs else "",
            )
            self._say_plainly(f"part_{name}", field)

    def step(self) -> str:
        """Whether to save it, or to look at it first."""
        return SAVE if self.data.get("step") == SAVE else LOOK

    def rows_of(self, part: BoundField) -> int:
        """A part's field is as high as its words, within reason."""
        words = str(part.value() or "")
        lines = sum(1 + len(line) // LINE for line in words.split("\n"))
        return min(MOST_ROWS, 1 + lines)

    def parts(self) -> dict[str, str]:
        """The text of each part."""
        return {name: self.cleaned_data.get(f"part_{name}", "") for name in PARTS}

    def check_parts(self) -> None:
        """Put what is wrong at its part, without saving."""
        found = what_is_wrong_with_parts(self.parts())
        if found:
            self.add_refusal(SeveralRefused(found))

    def add_refusal(self, refused: Refused) -> None:
        """A part's field is called after it."""
        for one in refused.refusals if isinstance(refused, SeveralRefused) else [refused]:
            if one.field in PARTS:
                one.field = f"part_{one.field}"
        super().add_refusal(refused)
