"""The profile: details corrected, the Mandation panel, markers, leaving."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import MORNING, make_activity, make_tracker
from tests.integration.expecting import NOWHERE, changes_in, last_event, refused, told
from tests.side_rows import wrong_side_rows
from tests.snapshot import nothing_changes
from waymark.operations.participants import (
    Details,
    correct_details,
    record_leaving,
    set_mandation,
    switch_markers,
)
from waymark.participants.models import Marker, MarkerKind, Participant
from waymark.trackers.models import TrackerListing

TODAY = date(2026, 11, 23)
DETAILS = Details(
    first_name="Gwenllian",
    last_name="Llywelyn",
    date_of_birth=date(1991, 3, 4),
    ni_number="",
    benefit="Universal Credit",
    language="English",
    email="",
    phone="",
)
NO_CASEWORK = ["tomasz", "joanne"]


class TestCorrectDetails:
    def correct(self, who, participant, details, seen_version=None):
        correct_details(
            actor=who.actor,
            participant_id=participant.id,
            details=details,
            seen_version=seen_version,
            today=TODAY,
            now=MORNING,
        )
        participant.refresh_from_db()

    def test_what_changed_is_in_the_history(self, cast, gwenllian):
        self.correct(
            cast.alexandra,
            gwenllian,
            replace(DETAILS, last_name="Llywelyn-Jones", ni_number="ab 12 34 56 c", phone="1"),
        )
        assert (gwenllian.last_name, gwenllian.ni_number) == ("Llywelyn-Jones", "AB123456C")
        assert gwenllian.version == 2
        event = last_event(stream_id=gwenllian.id)
        assert event.code == "participant.corrected"
        assert changes_in(event) == {
            "Last name": ("Llywelyn", "Llywelyn-Jones"),
            "National Insurance number": ("", "AB123456C"),
            "Phone": ("", "1"),
        }

    def test_nothing_new_is_no_change(self, cast, gwenllian):
        with nothing_changes():
            self.correct(cast.alexandra, gwenllian, DETAILS)

    def test_participant_and_trackers_are_found_by_the_new_name(self, cast, gwenllian):
        make_tracker(cast, make_activity(gwenllian))
        self.correct(cast.alexandra, gwenllian, replace(DETAILS, first_name="Siân"))
        assert "sian" in gwenllian.search_text
        assert "sian" in TrackerListing.objects.get().search_text
        assert wrong_side_rows() == []

    def test_the_mandation_panel_is_left_alone(self, cast, gwenllian):
        self.correct(cast.alexandra, gwenllian, replace(DETAILS, phone="1"))
        assert gwenllian.make_activity_mandatory is True
        assert gwenllian.make_activity_mandatory_set_by == "Aimee Hamilton"

    def test_both_things_that_are_wrong(self, cast, gwenllian):
        with refused("participants.ni_number_format", "participants.born_in_future"):
            self.correct(
                cast.alexandra,
                gwenllian,
                replace(DETAILS, ni_number="QQ123456C", date_of_birth=TODAY),
            )

    def test_the_second_is_told_what_the_first_changed(self, cast, gwenllian):
        make_tracker(cast, make_activity(gwenllian))
        self.correct(cast.alexandra, gwenllian, replace(DETAILS, phone="1"), seen_version=1)
        with refused("participants.changed") as raised:
            self.correct(cast.adam, gwenllian, replace(DETAILS, email="g@x.example"), 1)
        [change] = raised.value.details
        assert (change.field, change.before, change.after, change.by, change.at) == (
            "phone",
            "",
            "1",
            "Alexandra Herbert",
            MORNING,
        )

    @pytest.mark.parametrize("who", NO_CASEWORK)
    def test_by_somebody_who_does_no_casework(self, cast, gwenllian, who):
        with refused("people.role_needed"):
            self.correct(getattr(cast, who), gwenllian, DETAILS)

    def test_in_another_group(self, cast, gwenllian):
        with refused("participant.not_found"):
            self.correct(cast.roy, gwenllian, DETAILS)


class TestMandation:
    def set(self, who, participant, on, status, seen_version=None):
        set_mandation(
            actor=who.actor,
            participant_id=participant.id,
            make_activity_mandatory=on,
            sanction_status=status,
            seen_version=seen_version,
            now=MORNING,
        )
        participant.refresh_from_db()

    @pytest.mark.parametrize(
        "status",
        [
            "Pending decision for failure to attend",
            "Under sanction for failure to attend",
            "Pending decision for failure to comply",
            "Under sanction for failure to comply",
        ],
    )
    def test_the_supervisor_sets_the_sanction_status(self, cast, gwenllian, status):
        assert gwenllian.sanction_status == "Not under sanction"
        self.set(cast.aimee, gwenllian, True, status)
        assert gwenllian.sanction_status == status
        assert gwenllian.sanction_status_set_by == "Aimee Hamilton"
        assert gwenllian.sanction_status_set_at == MORNING
        assert changes_in(last_event(stream_id=gwenllian.id)) == {
            "Sanction status": ("Not under sanction", status)
        }

    def test_only_the_field_that_changes_is_stamped(self, cast, gwenllian):
        Participant.objects.update(
            make_activity_mandatory_set_by="Somebody before", sanction_status_set_by=""
        )
        self.set(cast.aimee, gwenllian, True, "Under sanction for failure to comply")
        assert gwenllian.make_activity_mandatory_set_by == "Somebody before"
        self.set(cast.aimee, gwenllian, False, "Under sanction for failure to comply")
        assert gwenllian.make_activity_mandatory_set_by == "Aimee Hamilton"
        assert gwenllian.make_activity_mandatory_set_at == MORNING

    def test_no_is_the_default(self, gwenllian):
        fresh = Participant(
            reference="X",
            first_name="A",
            last_name="B",
            date_of_birth=date(1990, 1, 1),
            benefit="Universal Credit",
            programme=gwenllian.programme,
            started_on=TODAY,
            group=gwenllian.group,
        )
        fresh.save()
        fresh.refresh_from_db()
        assert fresh.make_activity_mandatory is False
        assert fresh.sanction_status == "Not under sanction"

    @pytest.mark.parametrize("status", ["", "Closed", "not under sanction"])
    def test_a_status_that_there_is_not(self, cast, gwenllian, status):
        with refused("participants.sanction_status_unknown") as raised:
            self.set(cast.aimee, gwenllian, True, status)
        assert raised.value.field == "sanction_status"

    @pytest.mark.parametrize(
        "who", ["adam", "alexandra", "judith", "glenn", "wendy", "tomasz", "joanne"]
    )
    def test_by_anybody_but_a_supervisor(self, cast, gwenllian, who):
        with refused("people.role_needed"):
            self.set(getattr(cast, who), gwenllian, False, "Not under sanction")

    def test_in_another_group(self, cast, gwenllian):
        cast.aimee.staff.groups.set([cast.groups["North West"]])
        with refused("participant.not_found"):
            self.set(cast.aimee, gwenllian, False, "Not under sanction")

    def test_when_somebody_else_changed_it(self, cast, gwenllian):
        self.set(cast.aimee, gwenllian, False, "Not under sanction", seen_version=1)
        with refused("participants.changed") as raised:
            self.set(cast.aimee, gwenllian, True, "Not under sanction", seen_version=1)
        assert [one.label for one in raised.value.details] == ["Make activity mandatory"]


class TestMarkers:
    @pytest.fixture
    def kinds(self):
        return {kind.name: kind.id for kind in MarkerKind.objects.all()}

    def switch(self, who, participant, on, seen_version=None):
        switch_markers(
            actor=who.actor,
            participant_id=participant.id,
            switched_on=on,
            seen_version=seen_version,
            now=MORNING,
        )
        participant.refresh_from_db()

    def test_on_with_what_to_know(self, cast, gwenllian, kinds):
        self.switch(
            cast.alexandra,
            gwenllian,
            {kinds["Safeguarding"]: " Ring Aimee first ", kinds["Large print"]: ""},
        )
        marker = Marker.objects.get(kind__name="Safeguarding")
        assert (marker.what_to_know, marker.set_by, marker.set_at) == (
            "Ring Aimee first",
            "Alexandra Herbert",
            MORNING,
        )
        assert changes_in(last_event(stream_id=gwenllian.id)) == {
            "Safeguarding": ("Off", "On: Ring Aimee first"),
            "Large print": ("Off", "On"),
        }

    def test_off_and_changed(self, cast, gwenllian, kinds):
        self.switch(cast.adam, gwenllian, {kinds["Safeguarding"]: "", kinds["Large print"]: ""})
        self.switch(cast.alexandra, gwenllian, {kinds["Large print"]: "18 point"})
        assert [marker.kind.name for marker in Marker.objects.all()] == ["Large print"]
        assert changes_in(last_event(stream_id=gwenllian.id)) == {
            "Safeguarding": ("On", "Off"),
            "Large print": ("On", "On: 18 point"),
        }
        assert gwenllian.version == 3

    def test_who_switched_it_stays_when_it_stays(self, cast, gwenllian, kinds):
        self.switch(cast.adam, gwenllian, {kinds["Large print"]: "18 point"})
        self.switch(
            cast.alexandra,
            gwenllian,
            {kinds["Large print"]: "18 point", kinds["Safeguarding"]: ""},
        )
        assert Marker.objects.get(kind__name="Large print").set_by == "Adam Stewart"

    def test_nothing_new_is_no_change(self, cast, gwenllian, kinds):
        self.switch(cast.adam, gwenllian, {kinds["Large print"]: ""})
        with nothing_changes():
            self.switch(cast.adam, gwenllian, {kinds["Large print"]: " "})

    def test_a_kind_that_there_is_not_is_nothing(self, cast, gwenllian):
        with nothing_changes():
            self.switch(cast.adam, gwenllian, {NOWHERE: "x"})

    @pytest.mark.parametrize("who", NO_CASEWORK)
    def test_by_somebody_who_does_no_casework(self, cast, gwenllian, who):
        with refused("people.role_needed"):
            self.switch(getattr(cast, who), gwenllian, {})

    def test_in_another_group(self, cast, gwenllian):
        with refused("participant.not_found"):
            self.switch(cast.roy, gwenllian, {})

    def test_when_somebody_else_changed_it(self, cast, gwenllian, kinds):
        self.switch(cast.adam, gwenllian, {kinds["Large print"]: ""}, seen_version=1)
        with refused("participants.changed"):
            self.switch(cast.adam, gwenllian, {}, seen_version=1)


class TestLeaving:
    def leave(self, who, participant, left_on, seen_version=None):
        record_leaving(
            actor=who.actor,
            participant_id=participant.id,
            left_on=left_on,
            seen_version=seen_version,
            now=MORNING,
        )
        participant.refresh_from_db()

    def test_entered_changed_and_taken_back(self, cast, gwenllian):
        self.leave(cast.alexandra, gwenllian, TODAY)
        self.leave(cast.alexandra, gwenllian, date(2026, 12, 1))
        self.leave(cast.alexandra, gwenllian, None)
        assert gwenllian.left_on is None
        assert told(stream_id=gwenllian.id) == [("participant.left", "Alexandra Herbert")] * 3
        assert changes_in(last_event(stream_id=gwenllian.id)) == {
            "Leaving date": ("2026-12-01", "")
        }

    def test_twice_is_once(self, cast, gwenllian):
        self.leave(cast.alexandra, gwenllian, TODAY)
        with nothing_changes():
            self.leave(cast.alexandra, gwenllian, TODAY)

    def test_before_the_start(self, cast, gwenllian):
        with refused("participants.left_before_start") as raised:
            self.leave(cast.alexandra, gwenllian, date(2026, 9, 30))
        assert raised.value.field == "left_on"

    @pytest.mark.parametrize("who", NO_CASEWORK)
    def test_by_somebody_who_does_no_casework(self, cast, gwenllian, who):
        with refused("people.role_needed"):
            self.leave(getattr(cast, who), gwenllian, TODAY)

    def test_in_another_group(self, cast, gwenllian):
        with refused("participant.not_found"):
            self.leave(cast.roy, gwenllian, TODAY)

    def test_when_somebody_else_changed_it(self, cast, gwenllian):
        self.leave(cast.alexandra, gwenllian, TODAY, seen_version=1)
        with refused("participants.changed"):
            self.leave(cast.adam, gwenllian, None, seen_version=1)
