"""What forms say of what was typed."""

from datetime import date, time

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from waymark.kernel.refusals import Refused, SeveralRefused
from waymark.web.forms import Clock, Day, Email, Files, Form, LongText, Text
from waymark.web.staff.forms import HandOverForm

AGAIN = "Take it out, or type it again"


class Sample(Form):
    title = Text(label="Activity title", max_length=10)
    description = LongText(required=False)
    email = Email(required=False)
    due_on = Day(label="Due date", required=False)
    due_at = Clock(label="Due time", required=False)
    kind = forms.ChoiceField(label="Kind of activity", choices=[("a", "A")], required=False)
    dma = Text(label="DMA reference", required=False)


def errors(**typed: str) -> dict[str, list[str]]:
    form = Sample({"title": "CV", **typed})
    form.is_valid()
    return dict(form.errors)


def cleaned(**typed: str) -> dict[str, object]:
    form = Sample({"title": "CV", **typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_good_input_is_cleaned():
    found = cleaned(
        title="  CV  ",
        description=" one\r\ntwo\rthree\n",
        email=" Adam@Example.ORG ",
        due_on="5 March 2026",
        due_at="2:30pm",
    )
    assert found["title"] == "CV"
    assert found["description"] == "one\ntwo\nthree"
    assert found["email"] == "adam@example.org"
    assert found["due_on"] == date(2026, 3, 5)
    assert found["due_at"] == time(14, 30)


def test_nothing_typed_is_nothing():
    found = cleaned()
    assert (found["description"], found["due_on"], found["due_at"]) == ("", None, None)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("title", "", "Enter the activity title"),
        ("title", "CV\x00", f"This has a hidden character after ‘CV’. {AGAIN}"),
        ("title", "\x1b[31m", f"This has a hidden character at its beginning. {AGAIN}"),
        ("title", "CV\nworkshop", f"This has a hidden character after ‘CV’. {AGAIN}"),
        ("title", "A long title", "Activity title must have 10 characters or fewer. It has 12"),
        ("description", "a\x07", f"This has a hidden character after ‘a’. {AGAIN}"),
        ("email", "adam", "Enter an email address such as name@example.org"),
        ("due_on", "31/2/2026", "31 February is not a date. Use day/month/year, such as 17/9/2026"),
        ("due_on", "5/3/2026\x00", f"This has a hidden character after ‘5/3/2026’. {AGAIN}"),
        ("due_at", "25:00", "25:00 is not a time. Use a time such as 2:30pm or 14:30"),
        ("kind", "z", "Choose the kind of activity from the list"),
    ],
)
def test_bad_input_is_told_at_its_field(field, typed, message):
    assert errors(**{field: typed}) == {field: [message]}


def test_letters_of_every_script_are_kept():
    assert cleaned(title="Siôn 🙂 阿")["title"] == "Siôn 🙂 阿"


def test_a_form_may_say_it_its_own_way():
    class Own(Form):
        reason = Text(error_messages={"required": "Say why"})
        dma = Text(label="DMA reference")

    form = Own({})
    assert dict(form.errors) == {"reason": ["Say why"], "dma": ["Enter the DMA reference"]}


def test_forms_do_not_share_their_sentences():
    class Once(Form):
        one = Text(label="First")

    class Other(Form):
        one = Text(label="Second")

    assert Once({}).errors["one"] == ["Enter the first"]
    assert Other({}).errors["one"] == ["Enter the second"]


def test_refusals_go_to_their_field_or_to_the_summary():
    form = Sample({"title": "CV"})
    assert form.is_valid()
    form.add_refusal(
        SeveralRefused(
            [
                Refused("plan.due", "100% of the date is wrong", field="due_on"),
                Refused("plan.other", "Somebody else saved first", field="elsewhere"),
                Refused("plan.none", "Not now"),
            ]
        )
    )
    assert [(problem.message, problem.href) for problem in form.problems()] == [
        ("100% of the date is wrong", "#due_on"),
        ("Somebody else saved first", ""),
        ("Not now", ""),
    ]


class WithFiles(Form):
    proof = Files(label="Completed DMA paperwork", required=False)


def upload(*files: tuple[str, bytes]) -> WithFiles:
    sent = MultiValueDict({"proof": [SimpleUploadedFile(name, data) for name, data in files]})
    return WithFiles({}, sent)


def test_several_files_at_once():
    form = upload(("a.pdf", b"1"), ("b.pdf", b"2"))
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["proof"]] == ["a.pdf", "b.pdf"]


def test_no_file_at_all():
    form = upload()
    assert form.is_valid()
    assert form.cleaned_data["proof"] == []


def test_an_empty_file_is_named():
    form = upload(("a.pdf", b"1"), ("b.pdf", b""))
    assert form.errors["proof"] == ["‘b.pdf’ is empty. Choose another file"]


@pytest.mark.parametrize("typed", ["\u200b", "\u202e\u2060", "\u00ad"])
def test_what_nobody_would_see_is_nothing(typed):
    class OneField(Form):
        why = Text()

    form = OneField({"why": typed})
    assert not form.is_valid()
    assert form.errors == {"why": ["Enter why"]}


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("Group", "Choose the group from the list"),
        ("Who takes over", "Choose who takes over from the list"),
        ("Who sees this record", "Choose who sees this record from the list"),
        ("Below which group", "Choose below which group from the list"),
    ],
)
def test_a_label_that_begins_a_clause_makes_a_sentence_too(label, message):
    class Asks(Form):
        one = forms.ChoiceField(label=label, choices=[("a", "A")])

    assert Asks({"one": "z"}).errors["one"] == [message]


def test_where_work_goes_is_asked_in_its_own_words():
    form = HandOverForm({"trackers": "z"}, kinds=["trackers"], people=[])
    assert form.errors["trackers"] == ["Choose where the trackers assigned to them go"]
