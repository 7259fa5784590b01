"""The forms of a tracker: Edit, Reassign, Add note."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from waymark.documents.kinds import endings_of, kinds_in_words
from waymark.kernel.workflow import Status
from waymark.operations.documents import Upload
from waymark.operations.handing_on import FIELD as GOING_ON
from waymark.operations.trackers import TrackerChange
from waymark.trackers.doubt.checking import Check, unmet
from waymark.trackers.doubt.words import REJECT_REASONS
from waymark.trackers.record import FileLine, Person
from waymark.trackers.rules import NOT_RAISED_REASON_LIMIT
from waymark.web.choices import offer
from waymark.web.conflicts import VersionedForm
from waymark.web.forms import Files, Form, LongText, Text, limits

YES, NO = "yes", "no"
NOTE_LIMIT = 5000
FILE_FIELDS = {
    "dma_paperwork": "files",
    "notice": "notice_files",
    "contact_log": "contact_log_files",
    "other": "other_files",
}


@dataclass(frozen=True, slots=True)
class Choosable:
    """Who can be given the tracker, what stands beside a name, and whose queue it may go to."""

    people: Sequence[Person]
    are_all: bool
    remarks: dict[UUID, str]
    queue: str

    def choices(self) -> list[tuple[str, str]]:
        """The drop-down: nobody first, then people by name."""
        people = [(str(one.id), self._label(one)) for one in self.people]
        return [("", f"Nobody: the queue of {self.queue}"), *people]

    def _label(self, person: Person) -> str:
        remarks = [self.remarks.get(person.id, "")]
        if sum(one.name == person.name for one in self.people) > 1:
            remarks.append(person.email)
        if not person.has_access:
            remarks.append("has no access any more")
        elif not person.may_edit:
            remarks.append("can read it, not edit it")
        said = ", ".join(remark for remark in remarks if remark)
        return f"{person.name} ({said})" if said else person.name


class Decided(forms.ChoiceField):
    """A choice on which the operation decides, so that it can say why not."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002
        """What the drop-down holds is for the reader."""
        return True


class AssigneeField(Decided):
    """A member of staff by id, or nobody."""

    def clean(self, value: Any) -> UUID | None:
        """The id of whoever was chosen."""
        chosen = super().clean(value)
        try:
            return UUID(chosen) if chosen else None
        except ValueError:
            raise ValidationError(self.error_messages["invalid_choice"]) from None


class AssigneeForm(VersionedForm):
    """What Edit and Reassign share: whom the tracker is for, found by name where there are many."""

    assignee = AssigneeField(
        required=False, help_text="Active staff with access to this participant"
    )
    find = Text(
        label="Find an assignee",
        required=False,
        max_length=100,
        help_text="Part of a name or an email address. Find saves nothing: it fills the list below",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, choosable: Choosable, **options: Any) -> None:
        super().__init__(*args, **options)
        self.choosable = choosable
        offer(self.fields["assignee"], choosable.choices())


class ReassignForm(AssigneeForm):
    """Another assignee, and nothing else."""


def _marked() -> forms.BooleanField:
    return forms.BooleanField(
        label="This note is for the decision maker",
        required=False,
        help_text="It goes into evidence packs. Other notes are for staff only",
    )


class NoteForm(Form):
    """A note: dated, signed, never edited."""

    note = LongText(
        max_length=NOTE_LIMIT,
        help_text="Dated and signed with your name. Notes cannot be changed later",
        error_messages={"required": "Enter a note", **limits("The note")},
    )
    for_decision_maker = _marked()


class PaperworkForm(Form):
    """The official form, filled in."""

    files = Files(  # type: ignore[assignment]
        label="The filled-in form",
        error_messages={"required": "Choose the filled-in form"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["files"]
        field.help_text = (
            f"{kinds_in_words(settings.FILE_KINDS)}, up to {settings.FILE_SIZE_LIMIT_MB} MB each"
        )
        field.widget.attrs["accept"] = ",".join(endings_of(settings.FILE_KINDS))


class EditForm(AssigneeForm):
    """Status, assignee, DMA paperwork with its files, a note."""

    status = Decided()
    raised = forms.ChoiceField(
        label="DMA paperwork raised",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose Yes or No: was DMA paperwork raised?"
        ),
    )
    files = Files(label="Add DMA paperwork", required=False)  # type: ignore[assignment]
    not_raised_reason = LongText(
        label="Reason it was not raised",
        required=False,
        max_length=NOT_RAISED_REASON_LIMIT,
        error_messages=limits("The reason it was not raised"),
    )
    notice_files = Files(label="Add a notice", required=False)
    contact_log_files = Files(label="Add a contact log", required=False)
    other_files = Files(label="Add another file", required=False)
    own_work_reason = LongText(
        label="Why you set a final status yourself",
        required=False,
        max_length=NOT_RAISED_REASON_LIMIT,
        help_text=(
            "You marked the activity or submitted this tracker. "
            "Needed only for a final status; your Supervisor sees it"
        ),
        error_messages=limits("The reason why you set it yourself"),
    )
    coded_reason = Decided(
        label="Why it is rejected",
        required=False,
        choices=[("", "Choose"), *REJECT_REASONS.items()],
        help_text="Needed only for Rejected",
    )
    coded_reason_text = LongText(
        label="More about why it is rejected",
        required=False,
        max_length=NOT_RAISED_REASON_LIMIT,
        error_messages=limits("What you say about why it is rejected"),
    )
    note = LongText(
        label="Add a note",
        required=False,
        max_length=NOTE_LIMIT,
        error_messages=limits("The note"),
        help_text="Dated and signed with your name. Notes cannot be changed later",
    )
    for_decision_maker = _marked()
    field_order = ("version", "status", "assignee", "raised", "files", "not_raised_reason")

    def __init__(
        self,
        *args: Any,
        statuses: Sequence[Status],
        known: Any,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.known = known
        self.rejecting = {one.code for one in statuses if one.asks_coded_reason}
        self.unmet = unmet(known.checks)
        for one in self.unmet:
            self.fields[f"{GOING_ON}{one.code}"] = _reason_for_going_on(one)
        offer(self.fields["status"], [(status.code, status.label) for status in statuses])
        self.fields["files"].help_text = (
            f"{kinds_in_words(settings.FILE_KINDS)}, up to {settings.FILE_SIZE_LIMIT_MB} MB each. "
            "At least one is needed; a file already here counts"
        )
        for name in FILE_FIELDS.values():
            self.fields[name].widget.attrs["accept"] = ",".join(endings_of(settings.FILE_KINDS))

    def reasons(self) -> list[Any]:
        """The fields for the reasons for going on, one for each check that is not met."""
        return [self[f"{GOING_ON}{one.code}"] for one in self.unmet]

    def change(self, staged: Collection[FileLine]) -> TrackerChange:
        """What is to be saved, with the files that were uploaded for it."""
        cleaned = self.cleaned_data
        rejects = cleaned["status"] in self.rejecting
        return TrackerChange(
            status=cleaned["status"],
            assignee_id=cleaned["assignee"],
            dma_paperwork_raised=cleaned["raised"] == YES,
            not_raised_reason=cleaned["not_raised_reason"],
            note=cleaned["note"],
            note_for_decision_maker=cleaned["for_decision_maker"],
            own_work_reason=cleaned["own_work_reason"],
            coded_reason=cleaned["coded_reason"] if rejects else "",
            coded_reason_text=cleaned["coded_reason_text"] if rejects else "",
            reasons_for_going_on={one.code: cleaned[f"{GOING_ON}{one.code}"] for one in self.unmet},
            files=tuple((file.id, file.kind) for file in staged if not file.is_infected),
        )


def _reason_for_going_on(check: Check) -> LongText:
    return LongText(
        label=f"Reason for going on: {check.name}",
        required=False,
        max_length=NOT_RAISED_REASON_LIMIT,
        help_text=check.said,
        error_messages=limits("The reason for going on"),
    )


def uploads_in(files: Any) -> list[Upload]:
    """The files that were posted, each of the kind of the field it was put in."""
    return [
        Upload(name=file.name or "", size=file.size or 0, content=file, kind=kind, field=field)
        for kind, field in FILE_FIELDS.items()
        for file in files.getlist(field)
    ]
