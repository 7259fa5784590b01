"""The forms of an import."""

from django import forms

from waymark.web.forms import Files, Form

IMPORT, AGAIN = "import", "again"


class ChooseFilesForm(Form):
    """The files, and whether what they tell is long past."""

    files = Files(  # type: ignore[assignment]
        label="CSV files",
        help_text=(
            "Up to four: groups, staff, participants and activities. "
            "Which is which is told by the names of the columns"
        ),
        error_messages={"required": "Choose at least one file"},
    )
    past_records = forms.BooleanField(
        label="These are past records: make no monitoring trackers",
        required=False,
        help_text="Every activity that was not done says that it came as a past record",
    )


class StepForm(Form):
    """What to do with an import: go on in earnest, or once more."""

    step = forms.ChoiceField(
        choices=[(IMPORT, "Import"), (AGAIN, "Run it again")], widget=forms.HiddenInput
    )
