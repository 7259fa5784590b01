"""Correcting who somebody is and how to reach them."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import make_participant
from tests.web.reading import chosen_of, field_of, main_of, words_of
from waymark.audit.models import Event

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff,
        cast.groups["Wales / Caerdydd"],
        reference="WM17000412",
        ni_number="AB123456C",
        phone="07700 900412",
    )


@pytest.fixture
def here(gwen):
    return reverse("participant-details-change", args=[gwen.id])


def typed(**given):
    return {
        "version": "1",
        "first_name": "Gwenllian",
        "last_name": "Llywelyn",
        "date_of_birth": "4/3/1991",
        "ni_number": "AB 12 34 56 C",
        "benefit": "Universal Credit",
        "language": "English",
        "email": "",
        "phone": "07700 900412",
    } | given


def test_what_is_known_stands_in_the_form(cast, sign_in, gwen, here):
    answer = sign_in(cast.adam).get(here)
    assert field_of(answer, "first_name") == "Gwenllian"
    assert field_of(answer, "date_of_birth") == "4/3/1991"
    assert field_of(answer, "ni_number") == "AB 12 34 56 C"
    assert chosen_of(answer, "benefit") == ["Universal Credit"]


def test_corrections_are_saved_and_said(cast, sign_in, gwen, here):
    change = typed(last_name="Llywelyn-Prydderch", language="Welsh", email="Gwen@Mail.example")
    answer = sign_in(cast.alexandra).post(here, change, follow=True)
    assert answer.redirect_chain == [(reverse("participant-details", args=[gwen.id]), 302)]
    assert "The personal details are saved" in main_of(answer)
    gwen.refresh_from_db()
    assert gwen.name == "Gwenllian Llywelyn-Prydderch"
    assert (gwen.language, gwen.email, gwen.ni_number) == (
        "Welsh",
        "gwen@mail.example",
        "AB123456C",
    )
    event = Event.objects.get(code="participant.corrected")
    assert event.content.actor_name == "Alexandra Herbert"
    assert [one["label"] for one in event.content.data["changes"]] == [
        "Last name",
        "Language",
        "Email",
    ]


def test_reading_the_page_changes_nothing(cast, sign_in, gwen, here):
    sign_in(cast.adam).get(here)
    gwen.refresh_from_db()
    assert gwen.version == 1
    assert not Event.objects.exists()


def test_wrong_role(cast, sign_in, gwen, here):
    for person in (cast.tomasz, cast.joanne):
        assert sign_in(person).get(here).status_code == 403
        answer = sign_in(person).post(here, typed(first_name="Other"))
        assert "you need an account that works with participants" in words_of(answer, status=403)
    gwen.refresh_from_db()
    assert gwen.first_name == "Gwenllian"


def test_out_of_scope(cast, sign_in, here):
    assert sign_in(cast.roy).get(here).status_code == 404
    assert sign_in(cast.roy).post(here, typed()).status_code == 404
    elsewhere = reverse("participant-details-change", args=[uuid4()])
    assert sign_in(cast.adam).get(elsewhere).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first_name", "", "Enter the first name"),
        ("last_name", "x" * 101, "Last name must have 100 characters or fewer. It has 101"),
        ("first_name", "Gwen\x00", "This has a hidden character after ‘Gwen’"),
        ("date_of_birth", "31/2/1991", "31 February is not a date"),
        ("date_of_birth", "", "Enter the date of birth"),
        ("date_of_birth", "24/11/2026", "Enter a date of birth in the past"),
        ("ni_number", "QQ123456C", "Enter a National Insurance number in the form"),
        ("ni_number", "x" * 21, "National Insurance number must have 20 characters"),
        ("benefit", "Income Support", "Choose the benefit from the list"),
        ("language", "", "Choose the language"),
        ("email", "nonsense", "Enter an email address such as"),
        ("phone", "0" * 41, "Phone number must have 40 characters or fewer"),
        ("version", "x", "Open this page again"),
        ("version", "", "Open this page again"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_stays(
    cast, sign_in, gwen, here, field, value, said
):
    answer = sign_in(cast.adam).post(here, typed(**{"phone": "0788 8", field: value}))
    page = main_of(answer)
    assert "There is a problem Nothing has been saved. What you typed is still here" in page
    assert page.count(said) == (1 if field == "version" else 2)
    if field not in ("phone", "benefit", "language"):
        assert field_of(answer, "phone") == "0788 8"
    gwen.refresh_from_db()
    assert (gwen.phone, gwen.date_of_birth) == ("07700 900412", date(1991, 3, 4))
    assert "Error: Correct the details of WM17000412" in words_of(answer, within="head")


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "غوين", "Gwen 🎈", 'O\'Brien & "co"']
)
def test_unusual_names_are_kept_as_typed(cast, sign_in, gwen, here, name):
    answer = sign_in(cast.adam).post(here, typed(first_name=name), follow=True)
    assert name in main_of(answer)
    gwen.refresh_from_db()
    assert gwen.first_name == name


def test_who_saves_second_sees_what_changed_and_keeps_what_they_typed(cast, sign_in, gwen, here):
    sign_in(cast.alexandra).post(here, typed(phone="0111"))
    client = sign_in(cast.adam)
    answer = client.post(here, typed(phone="0222", email="g@mail.example"))
    page = main_of(answer)
    assert "Alexandra Herbert changed this while you had it open" in page
    assert "Phone: 07700 900412 to 0111, by Alexandra Herbert on 23 November 2026 at 9am" in page
    assert field_of(answer, "phone") == "0222"
    assert field_of(answer, "version") == "2"
    gwen.refresh_from_db()
    assert gwen.phone == "0111"
    client.post(here, typed(phone="0222", version="2"))
    gwen.refresh_from_db()
    assert gwen.phone == "0222"


def test_saved_twice_from_one_page_is_told(cast, sign_in, gwen, here):
    client = sign_in(cast.adam)
    client.post(here, typed(phone="0111"))
    answer = client.post(here, typed(phone="0111"))
    assert "Adam Stewart changed this while you had it open" in main_of(answer)
    assert Event.objects.filter(code="participant.corrected").count() == 1


def test_after_a_lost_session_what_was_typed_is_shown_to_be_copied(client, gwen, here):
    page = main_of(client.post(here, typed(phone="0111")), status=403)
    assert "You were signed out Nothing has been saved." in page
    assert "Phone 0111" in page
