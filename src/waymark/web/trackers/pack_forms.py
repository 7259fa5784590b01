"""What goes into an evidence pack: chosen before it is made, and kept with it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from waymark.kernel.words import size, words_for_moment
from waymark.trackers.packs import LARGEST_PACK, PackChoices, PackFile
from waymark.web.forms import Form, LongText, limits

CHOSEN = "chosen"
DESCRIPTION_LIMIT = 500
BEGINNING = 120


class PackForm(Form):
    """Notes and files by tick, and for each picture what it shows."""

    chosen = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)
    notes = forms.MultipleChoiceField(
        label="Notes to put in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Notes for the decision maker are ticked. Others were written for staff only",
    )
    files_in = forms.MultipleChoiceField(
        label="Files to put in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    private = forms.BooleanField(
        label="Put in the private details of good reason that you may read",
        required=False,
        help_text="Otherwise the pack says that there are details, and not what they are",
    )
    all_notes: Sequence[Any] = ()
    all_files: Sequence[PackFile] = ()

    def __init__(self, *args: Any, usual: PackChoices, **options: Any) -> None:
        known = {shows(one): said for one, said in usual.descriptions.items()}
        initial = {
            "notes": [str(one) for one in usual.notes],
            "files_in": [str(one.id) for one in self.all_files],
            "chosen": "1",
        }
        super().__init__(*args, initial=known | initial, **options)
        self._offer("notes", [(str(one.id), _note(one)) for one in self.all_notes])
        self._offer("files_in", [(str(one.id), one.name) for one in self.all_files])
        self.fields["files_in"].help_text = _limit_words(self.all_files)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def pictures(self) -> list[Any]:
        """The fields in which pictures are described."""
        return [self[name] for name in self.fields if name.startswith("shows-")]

    @property
    def what_becomes_of_files(self) -> dict[str, str]:
        """A line below each file: of what kind it is, and whether it becomes a page."""
        return {str(one.id): _what_becomes_of(one) for one in self.all_files}

    def choices(self) -> PackChoices:
        """What was chosen; to be called when it is valid."""
        cleaned = self.cleaned_data
        inside = set(cleaned["files_in"])
        return PackChoices(
            notes=frozenset(map(UUID, cleaned["notes"])),
            left_out=frozenset(one.id for one in self.all_files if str(one.id) not in inside),
            descriptions={
                one.id: cleaned[shows(one.id)]
                for one in self.all_files
                if cleaned.get(shows(one.id))
            },
            private=cleaned["private"],
        )


def pack_form(
    typed: Any, *, notes: Sequence[Any], files: Sequence[PackFile], usual: PackChoices
) -> PackForm:
    """The form of one tracker, with a field for each of its pictures."""
    pictures = {
        shows(one.id): _description(one) for one in files if one.is_picture and not one.is_held
    }
    of_it = type("PackForm", (PackForm,), pictures | {"all_notes": notes, "all_files": files})
    form: PackForm = of_it(typed, usual=usual)
    return form


def shows(file_id: UUID) -> str:
    """The name of the field in which a picture is described."""
    return f"shows-{file_id}"


def as_typed(usual: PackChoices, files: Sequence[PackFile]) -> QueryDict:
    """The usual choices, as if somebody had typed them."""
    typed = QueryDict(mutable=True)
    typed[CHOSEN] = "1"
    typed.setlist("notes", [str(one) for one in usual.notes])
    typed.setlist("files_in", [str(one.id) for one in files])
    for one, said in usual.descriptions.items():
        typed[shows(one)] = said
    return typed


def _description(file: PackFile) -> LongText:
    return LongText(
        label=f"What ‘{file.name}’ shows" + ("" if file.is_shown else " (optional)"),
        required=False,
        max_length=DESCRIPTION_LIMIT,
        help_text="" if file.is_shown else "It is attached only: this is said beside its name",
        error_messages=limits("The description"),
    )


def _note(note: Any) -> str:
    said = " ".join(note.text.split())
    shown = said if len(said) <= BEGINNING else f"{said[:BEGINNING]}…"
    marked = "for the decision maker" if note.for_decision_maker else "staff only"
    return f"{note.author_name}, {words_for_moment(note.at)} ({marked}): {shown}"


def _what_becomes_of(file: PackFile) -> str:
    about = f"{file.kind}, {size(file.size)}"
    if file.is_infected:
        return f"{about}. A virus was found in it, so it is left out and listed"
    if file.is_held:
        return f"{about}. It is waiting to be scanned, so it is left out and listed"
    if file.is_shown:
        return f"{about}. It is attached, and shown on a page"
    if file.is_picture:
        return f"{about}. It is attached only: a HEIC picture cannot be shown on a page"
    return f"{about}. It is attached"


def _limit_words(files: Sequence[PackFile]) -> str:
    together = sum(one.size for one in files if not one.is_held)
    return (
        f"A pack can hold {size(LARGEST_PACK)} of files; these are {size(together)}. "
        "Every file that goes in is attached inside the PDF as it was uploaded"
    )
