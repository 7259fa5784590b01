"""participants.csv: every column, every fault, and what an import may that screens may not."""

from datetime import date

import pytest

from tests.caseloads import counts, importing, participants, reasons, refusals
from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.people import Cast
from waymark.audit.models import Event
from waymark.participants.models import Participant
from waymark.people.queries import actor_of


def test_everything_that_a_row_says(cast: Cast) -> None:
    assert counts(importing(participants({"left_on": "1/12/2027"})), "participants") == (1, 0, 0, 0)
    llyr = Participant.objects.get(reference="WM1")
    assert (llyr.first_name, llyr.last_name) == ("Llŷr", "Gruffydd")
    assert (llyr.date_of_birth, llyr.ni_number) == (date(1965, 9, 4), "SB953893B")
    assert (llyr.benefit, llyr.programme.name) == ("Universal Credit", "DWP Restart")
    assert (llyr.started_on, llyr.planned_end_on) == (date(2026, 10, 22), date(2027, 10, 22))
    assert llyr.left_on == date(2027, 12, 1)
    assert (llyr.work_coach, llyr.group) == (cast.adam.staff, cast.groups["Wales / Caerdydd"])
    assert (llyr.language, llyr.email, llyr.phone) == (
        "Welsh",
        "llyr@mail.example",
        "07700 900564",
    )
    assert [one.kind.name for one in llyr.markers.all()] == ["Safeguarding", "Large print"]
    assert (llyr.make_activity_mandatory, llyr.sanction_status) == (True, "Not under sanction")
    assert llyr.make_activity_mandatory_set_by == "Import, for Joanne Okafor"
    assert llyr.make_activity_mandatory_set_at == MORNING
    assert llyr.search_text == "llyr gruffydd wm1"
    assert Event.objects.get(stream_id=llyr.id).code == "participant.added"


def test_cells_that_may_be_empty(cast: Cast) -> None:
    empty = ("ni_number", "planned_end_date", "work_coach", "make_activity_mandatory")
    empty += ("sanction_status", "markers", "language", "email", "phone")
    summary = importing(participants(dict.fromkeys(empty, "")))
    assert counts(summary, "participants") == (1, 0, 0, 0)
    llyr = Participant.objects.get()
    assert (llyr.work_coach, llyr.planned_end_on, llyr.make_activity_mandatory) == (
        None,
        None,
        False,
    )
    assert (llyr.sanction_status, llyr.language) == ("Not under sanction", "English")


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ({"reference": ""}, "reference", "Enter the reference"),
        ({"last_name": " "}, "last_name", "Enter the last name"),
        (
            {"date_of_birth": "31/02/1990"},
            "date_of_birth",
            "31 February is not a date. Use day/month/year, such as 17/9/2026",
        ),
        (
            {"date_of_birth": "23/11/2026"},
            "date_of_birth",
            "Enter a date of birth in the past",
        ),
        (
            {"ni_number": "AB12345"},
            "ni_number",
            "Enter a National Insurance number in the form QQ 12 34 56 C",
        ),
        (
            {"benefit": "ESA"},
            "benefit",
            "Enter Universal Credit or Jobseeker's Allowance (income-based), not ‘ESA’",
        ),
        (
            {"programme": "Rest art"},
            "programme",
            "There is no programme ‘Rest art’. Enter DWP Restart or Work and Health Programme",
        ),
        (
            {"work_coach": "nobody@provider.example"},
            "work_coach",
            "Nobody here has the address ‘nobody@provider.example’",
        ),
        (
            {"work_coach": "roy@provider.example"},
            "work_coach",
            "Choose a work coach who is active and has access to the group",
        ),
        (
            {"group": "Wales / Wrecsam", "work_coach": "roy@provider.example"},
            "group",
            "There is no group ‘Wales / Wrecsam’",
        ),
        (
            {"group": "Wales / Caerdyd"},
            "group",
            "There is no group ‘Wales / Caerdyd’. Did you mean Wales / Caerdydd?",
        ),
        (
            {"make_activity_mandatory": "Maybe"},
            "make_activity_mandatory",
            "Enter Yes or No, not ‘Maybe’",
        ),
        (
            {"markers": "Safeguarding; Large prnt"},
            "markers",
            "There is no marker ‘Large prnt’. Did you mean Large print?",
        ),
        ({"email": "llyr"}, "email", "‘llyr’ is not an email address, such as name@example.org"),
        (
            {"left_on": "1/10/2026"},
            "left_on",
            "Enter a leaving date that is not before the start date",
        ),
        (
            {"start_date": "soon", "ni_number": "AB12345"},
            "ni_number",
            (
                "Enter a National Insurance number in the form QQ 12 34 56 C. Also start_date: "
                "Use day/month/year, such as 17/9/2026"
            ),
        ),
        ({"phone": "0" * 41}, "phone", "Use 40 characters or fewer: this has 41"),
        (
            {"first_name": "Ll\x07yr"},
            "first_name",
            "This has a hidden character after ‘Ll’. Take it out, or type it again",
        ),
    ],
)
def test_rows_refused(cast: Cast, row: dict[str, str], field: str, message: str) -> None:
    summary = importing(participants({"left_on": ""}, {"reference": "WM2", "left_on": "", **row}))
    assert refusals(summary, "participants") == [(3, field)]
    assert reasons(summary, "participants") == [message]
    assert Participant.objects.count() == 1


def test_a_coach_whose_account_is_not_active_is_named(cast: Cast) -> None:
    cast.adam.staff.is_active = False
    cast.adam.staff.save()
    summary = importing(participants())
    assert refusals(summary, "participants") == [(2, "work_coach")]
    assert reasons(summary, "participants")[0].startswith("Adam Stewart’s account is not active.")


def test_a_reference_on_two_rows_is_not_safe_to_use(cast: Cast) -> None:
    summary = importing(participants({}, {"reference": "WM2"}, {"last_name": ""}))
    assert refusals(summary, "participants") == [(2, "reference"), (4, "reference")]
    assert Participant.objects.get().reference == "WM2"


def test_a_corrected_row_updates_and_tells_each_part_in_the_history(cast: Cast) -> None:
    importing(participants())
    summary = importing(
        participants(
            {
                "phone": "07700 900111",
                "sanction_status": "Under sanction for failure to attend",
                "work_coach": "alexandra@provider.example",
                "markers": "Large print; Complex needs",
                "left_on": "2026-11-20",
            }
        )
    )
    assert counts(summary, "participants") == (0, 1, 0, 0)
    llyr = Participant.objects.get()
    assert (llyr.phone, llyr.sanction_status) == (
        "07700 900111",
        "Under sanction for failure to attend",
    )
    assert (llyr.work_coach, llyr.left_on) == (cast.alexandra.staff, date(2026, 11, 20))
    assert {one.kind.name for one in llyr.markers.all()} == {"Large print", "Complex needs"}
    assert llyr.version == 2
    codes = Event.objects.filter(stream_id=llyr.id).order_by("id").values_list("code", flat=True)
    assert list(codes) == [
        "participant.added",
        "participant.corrected",
        "participant.mandation_set",
        "participant.moved",
        "participant.markers_switched",
        "participant.left",
    ]


def test_what_staff_should_know_about_a_marker_stays(cast: Cast) -> None:
    importing(participants())
    Participant.objects.get().markers.filter(kind__name="Safeguarding").update(
        what_to_know="Meet in pairs"
    )
    importing(participants({"markers": "Safeguarding"}))
    (marker,) = Participant.objects.get().markers.all()
    assert marker.what_to_know == "Meet in pairs"


def test_what_was_changed_here_is_kept_and_said(cast: Cast) -> None:
    importing(participants())
    Participant.objects.update(phone="07700 900999", first_name="Llyr")
    summary = importing(participants({"first_name": "Llŷr Aled", "email": "new@mail.example"}))
    assert counts(summary, "participants") == (0, 1, 0, 0)
    kept = [(one.row, one.field, one.message) for one in summary.tallies["participants"].kept]
    assert kept == [
        (
            2,
            "first_name",
            "This was changed here to Llyr, which stays: the file says Llŷr Aled",
        ),
        (
            2,
            "phone",
            "This was changed here to 07700 900999, which stays: the file says 07700 900564",
        ),
    ]
    llyr = Participant.objects.get()
    assert (llyr.first_name, llyr.phone, llyr.email) == (
        "Llyr",
        "07700 900999",
        "new@mail.example",
    )


def test_trackers_that_stay_behind_are_said(cast: Cast) -> None:
    participant = make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM1"
    )
    tracker = make_tracker(cast, make_activity(participant))
    summary = importing(participants({"work_coach": "alexandra@provider.example"}))
    (warning,) = summary.tallies["participants"].warnings
    assert (warning.field, warning.message) == (
        "work_coach",
        "Trackers that are not final stay with whom they are (1): reassign them",
    )
    tracker.refresh_from_db()
    assert tracker.assignee == cast.adam.staff


def test_somebody_elses_participant_is_not_touched(cast: Cast) -> None:
    make_participant(cast.roy.staff, cast.groups["North West / Liverpool"], reference="WM1")
    cast.aimee.staff.roles = ["Administrator"]
    cast.aimee.staff.save()
    summary = importing(
        participants({}, {"reference": "WM2", "group": "North West / Liverpool"}),
        actor=actor_of(cast.aimee.staff, is_import=True),
    )
    assert refusals(summary, "participants") == [(2, "reference"), (3, "work_coach")]
    assert Participant.objects.get().work_coach == cast.roy.staff
    summary = importing(
        participants({"reference": "WM2", "group": "North West / Liverpool", "work_coach": ""}),
        actor=actor_of(cast.aimee.staff, is_import=True),
    )
    assert refusals(summary, "participants") == [(2, "group")]


def test_an_unchanged_row_is_not_refused_for_what_has_become_of_the_coach(cast: Cast) -> None:
    importing(participants())
    cast.adam.staff.is_active = False
    cast.adam.staff.save()
    assert counts(importing(participants()), "participants") == (0, 0, 1, 0)
    assert counts(importing(participants({"phone": "1"})), "participants") == (0, 1, 0, 0)
