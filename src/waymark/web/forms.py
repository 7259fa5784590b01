"""Forms as our pages use them: plain words at the field, nothing lost that was typed."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from waymark.kernel import words
from waymark.kernel.refusals import Refused, SeveralRefused
from waymark.web.typed import restored

NOT_ON_THE_LIST = forms.ChoiceField.default_error_messages["invalid_choice"]
NOT_YET_SAID = forms.Field.default_error_messages["required"]
CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.FileInput)
LIMITS = {
    "max_length": "have %(limit_value)s characters or fewer. It has %(show_value)s",
    "min_length": "have %(limit_value)s characters or more. It has %(show_value)s",
    "max_value": "be %(limit_value)s or less",
    "min_value": "be %(limit_value)s or more",
}
NOT_FOR_OUR_FIELDS = {"maxlength", "minlength", "required", "cols", "rows", "multiple", "type"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary; without an address when it belongs to no field."""

    message: str
    href: str = ""


TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def refuse_hidden_characters(text: str, *, allowed: str = "") -> None:
    """NUL and other control characters cannot be kept, and those that turn the direction of what
    stands beside them are never meant: Arabic and Hebrew do without.
    """
    for place, character in enumerate(text):
        hidden = unicodedata.category(character) == "Cc" or character in TURNS
        if hidden and character not in allowed:
            before = text[:place][-20:].strip()
            where = f"after ‘{before}’" if before else "at its beginning"
            raise ValidationError(
                f"This has a hidden character {where}. Take it out, or type it again",
                code="hidden_character",
            )


class Text(forms.CharField):
    """One line of text."""

    allowed_controls = ""

    def to_python(self, value: Any) -> str:
        """What no reader would see, such as a lone joiner, is nothing; controls are told of."""
        text = str(super().to_python(value) or "")
        if any(unicodedata.category(one) == "Cc" for one in text) or words.says_something(text):
            return text
        return text if self.strip is False else ""

    def run_validators(self, value: Any) -> None:
        """Hidden characters first: what they break is not worth telling."""
        refuse_hidden_characters(value, allowed=self.allowed_controls)
        try:
            super().run_validators(value)
        except ValidationError as wrong:
            for one in wrong.error_list:
                one.params = _with_commas(one.params or {})
            raise


class LongText(Text):
    """Text of several lines; the browser's line ends become plain ones."""

    widget = forms.Textarea
    allowed_controls = "\n\t"

    def to_python(self, value: Any) -> str:
        """The text with one kind of line end."""
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        return super().to_python(text) or ""


class Email(Text):
    """An e-mail address, kept in small letters."""

    widget = forms.EmailInput
    default_validators = [validate_email]
    default_error_messages = {"invalid": "Enter an email address such as name@example.org"}

    def to_python(self, value: Any) -> str:
        """Small letters: nobody has two accounts that differ by a capital."""
        return (super().to_python(value) or "").lower()


class DayInput(forms.TextInput):
    """One text field for a date, with a date picker where scripts run."""


class Day(forms.Field):
    """A date, typed in the ways people here write one."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": "For example 17/9/2026"} | options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:  # noqa: ARG002
        """The browser's own list of dates would cover the date picker."""
        return {"autocomplete": "off"}

    def to_python(self, value: Any) -> date | None:
        """The date, or a sentence that says why it is none."""
        return _read(words.read_day, value)

    def prepare_value(self, value: Any) -> Any:
        """17/9/2026 for a date that is known; what was typed stays as typed."""
        return words.typed_day(value) if isinstance(value, date) else value


class ClockInput(forms.TextInput):
    """One text field for a time of day."""


class Clock(forms.Field):
    """A time of day: 14:30, 2:30pm, 9am."""

    widget = ClockInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": "For example 2:30pm or 14:30"} | options)

    def to_python(self, value: Any) -> time | None:
        """The time, or a sentence that says why it is none."""
        return _read(words.read_clock, value)

    def prepare_value(self, value: Any) -> Any:
        """2:30pm for a time that is known; what was typed stays as typed."""
        return words.words_for_time(value) if isinstance(value, time) else value


class HoursInput(forms.TextInput):
    """One text field for a number of hours."""


class Hours(forms.Field):
    """A number of hours: 2, 1.5."""

    widget = HoursInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": "For example 2 or 1.5"} | options)

    def to_python(self, value: Any) -> Decimal | None:
        """The number, or a sentence that says why it is none."""
        return _read(words.read_hours, value)

    def prepare_value(self, value: Any) -> Any:
        """1.5 for a number that is known; what was typed stays as typed."""
        return words.plain_number(value) if isinstance(value, Decimal) else value


class FilesInput(forms.FileInput):
    """A file field that takes several at once."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of uploaded files; cleaned to a list. What is in them, documents checks."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # noqa: ARG002
        """The files that were chosen; each that is empty is named."""
        chosen = [file for file in data or [] if file]
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        empty = [file.name for file in chosen if not file.size]
        if empty:
            raise ValidationError([f"‘{name}’ is empty. Choose another file" for name in empty])
        return chosen


class Form(forms.Form):
    """The base of every form: components/fields.html draws it, `problems` fills its summary."""

    says_optional = True
    use_required_attribute = False

    def __init__(self, *args: Any, judged: bool = True, **options: Any) -> None:
        self.judged = judged
        options.setdefault("auto_id", "%s")
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            self._say_plainly(name, field)
        if not self.is_bound:
            self._put_back(restored.get() or {})

    def full_clean(self) -> None:
        """A press that saves nothing shows again what was typed; whether it is right is asked by
        Save.
        """
        if self.judged:
            super().full_clean()
        else:
            self._errors, self.cleaned_data = ErrorDict(), {}

    def add_refusal(self, refused: Refused) -> None:
        """Put what an operation refused at its field, or in the summary when it has none here."""
        for one in refused.refusals if isinstance(refused, SeveralRefused) else [refused]:
            at = one.field if one.field in self.fields else None
            self.add_error(at, ValidationError(one.message, code=one.code))

    def _put_back(self, typed: Mapping[str, Sequence[str]]) -> None:
        """Begin with what was typed before the time ran out, instead of with what is known."""
        mine = {name for name in self.fields if self.add_prefix(name) in typed}
        if not mine:
            return
        self.initial = dict(self.initial)
        for name, field in self.fields.items():
            values = typed.get(self.add_prefix(name), [])
            if isinstance(field, forms.MultipleChoiceField):
                self.initial[name] = list(values)
            elif name in mine or isinstance(field, forms.BooleanField):
                self.initial[name] = values[-1] if values else False

    def problems(self) -> list[Problem]:
        """What is wrong, in the order of the fields, each with the address of its field."""
        at_fields = [
            Problem(str(message), "" if bound.is_hidden else f"#{bound.auto_id}")
            for bound in self
            for message in bound.errors
        ]
        return at_fields + [Problem(str(message)) for message in self.non_field_errors()]

    def shown(self, bound: BoundField) -> str:
        """What a field shows: what was typed, else what is known."""
        value = bound.value()
        return "" if value is None else str(value)

    def choices_of(self, bound: BoundField) -> list[tuple[str, str, bool]]:
        """The choices of a field: value, label, and whether it is chosen."""
        value = bound.value()
        chosen = {str(one) for one in (value if isinstance(value, list | tuple | set) else [value])}
        field: Any = bound.field
        keys = [("" if key is None else str(key), str(label)) for key, label in field.choices]
        return [(key, label, key in chosen) for key, label in keys]

    def attributes_of(self, bound: BoundField) -> dict[str, str]:
        """What a form gave its widget, without what would stop a browser before we can explain."""
        given = bound.field.widget.attrs
        return {name: value for name, value in given.items() if name not in NOT_FOR_OUR_FIELDS}

    def _say_plainly(self, name: str, field: forms.Field) -> None:
        """Give a field our sentences, save where its form has its own."""
        field.label = label = str(field.label or name.replace("_", " ").capitalize())
        verb = "Choose" if isinstance(field.widget, CHOSEN) else "Enter"
        mid_sentence = label if label[:2].isupper() else label[:1].lower() + label[1:]
        if label.partition(" ")[0].lower() not in BEGINS_A_CLAUSE:
            mid_sentence = f"the {mid_sentence}"
        if field.error_messages.get("required") == NOT_YET_SAID:
            ticked = isinstance(field.widget, forms.CheckboxInput)
            sentence = f"Tick ‘{label}’ to go on" if ticked else f"{verb} {mid_sentence}"
            field.error_messages["required"] = sentence
        if field.error_messages.get("invalid_choice") == NOT_ON_THE_LIST:
            field.error_messages["invalid_choice"] = f"{verb} {mid_sentence} from the list"
        for code, sentence in limits(label).items():
            field.error_messages.setdefault(code, sentence)


def limits(called: str) -> dict[str, str]:
    """What a field says of too much or too little, where its label would make no sentence."""
    return {code: f"{called} must {sentence}" for code, sentence in LIMITS.items()}


BEGINS_A_CLAUSE = {"who", "whose", "what", "which", "where", "when", "why", "how", "below"}


def _with_commas(params: dict[str, Any]) -> dict[str, Any]:
    """5,000 for 5000 in a message."""
    return {
        name: words.number(value) if isinstance(value, int) else value
        for name, value in params.items()
    }


def _read(reader: Callable[[str], Any], value: Any) -> Any:
    """What a reader of words makes of what was typed; its sentence is the field's message."""
    typed = str(value or "").strip()
    if not typed:
        return None
    refuse_hidden_characters(typed)
    try:
        return reader(typed)
    except ValueError as unread:
        raise ValidationError(str(unread), code="invalid") from None
