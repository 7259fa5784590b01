"""What can be typed about time limits and bank holidays."""

from django import forms

from waymark.kernel.working_days import Nation
from waymark.programmes.rules import MOST_DAYS
from waymark.web.forms import Day, Form, LongText

HOLIDAY, WORKING_DAY = "holiday", "working_day"


class LimitForm(Form):
    """A number of working days, from a day on."""

    number = forms.IntegerField(
        label="Working days",
        min_value=0,
        max_value=MOST_DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Enter a whole number of working days"},
    )
    valid_from = Day(
        label="In force from",
        error_messages={"required": "Enter the day from which it is in force"},
    )
    why = LongText(
        label="Why",
        required=False,
        max_length=1000,
        help_text="For example which guidance says so. Needed where the date is in the past",
    )


class HolidayForm(Form):
    """A day of a nation, and what it is."""

    nation = forms.ChoiceField(
        label="Nation",
        choices=[(one.value, one.value) for one in Nation],
        widget=forms.RadioSelect,
    )
    day = Day(label="Day")
    becomes = forms.ChoiceField(
        label="What this day is",
        choices=[(HOLIDAY, "A bank holiday"), (WORKING_DAY, "A working day, no bank holiday")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what this day is"},
    )
    why = LongText(
        label="What it is for, or why it is none",
        max_length=1000,
        help_text="For example the proclamation",
        error_messages={"required": "Say what the day is, or why it is none"},
    )
