"""Activities are added, edited and arranged again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from tests.factories import MORNING, make_activity, make_participant
from tests.integration.expecting import NOWHERE, changes_in, last_event, refused, told
from tests.side_rows import wrong_side_rows
from tests.snapshot import nothing_changes
from waymark.operations.activity_writes import ActivityDraft
from waymark.operations.marking import mark_not_complete
from waymark.operations.plans import add_activity, arrange_again, edit_activity
from waymark.participants.models import Participant
from waymark.plans.models import Activity
from waymark.trackers.models import TrackerListing

DRAFT = ActivityDraft(
    kind="Appointment",
    title="Interview practice",
    instructions="Come with two questions.",
    owner_id=None,
    due_on=date(2026, 12, 1),
    due_time=time(14, 30),
    place="Caerdydd office",
    mandatory=True,
)
WITHOUT_ANYTHING = replace(
    DRAFT, instructions="", due_time=None, place=" ", visible_to_participant=False
)


def add(who, participant, draft=DRAFT):
    return add_activity(actor=who.actor, participant_id=participant.id, draft=draft, now=MORNING)


def edit(who, activity, draft, seen_version=None):
    return edit_activity(
        actor=who.actor,
        activity_id=activity.id,
        draft=draft,
        seen_version=seen_version,
        now=MORNING,
    )


def again(who, activity, draft=DRAFT):
    return arrange_again(actor=who.actor, activity_id=activity.id, draft=draft, now=MORNING)


def mark(who, activity):
    return mark_not_complete(
        actor=who.actor,
        activity_id=activity.id,
        reason_category="did_not",
        reason="Did not attend",
        now=MORNING,
    )


class TestAdd:
    def test_it_is_there_with_who_made_it_mandatory(self, cast, gwenllian):
        made = add(cast.alexandra, gwenllian)
        activity = Activity.objects.get()
        assert activity == made
        assert activity.reference.startswith("W")
        assert activity.status == "Not started"
        assert activity.due_at == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
        assert (activity.created_by, activity.created_at) == ("Alexandra Herbert", MORNING)
        assert (activity.mandatory_set_by, activity.mandatory_set_at) == (
            "Alexandra Herbert",
            MORNING,
        )
        assert told(activity_id=activity.id) == [("activity.added", "Alexandra Herbert")]

    def test_the_owner_is_the_work_coach_unless_somebody_is_chosen(self, cast, gwenllian):
        assert add(cast.alexandra, gwenllian).chosen_owner_id is None
        chosen = replace(DRAFT, owner_id=cast.judith.staff.id)
        assert add(cast.alexandra, gwenllian, chosen).chosen_owner == cast.judith.staff
        coach = replace(DRAFT, owner_id=cast.adam.staff.id)
        assert add(cast.alexandra, gwenllian, coach).chosen_owner_id is None

    def test_each_has_a_reference_of_its_own(self, cast, gwenllian):
        assert len({add(cast.alexandra, gwenllian).reference for _ in range(3)}) == 3

    def test_a_summer_time_is_londons(self, cast, gwenllian):
        summer = replace(DRAFT, due_on=date(2027, 7, 1), due_time=time(9))
        assert add(cast.alexandra, gwenllian, summer).due_at == datetime(2027, 7, 1, 8, tzinfo=UTC)

    def test_not_mandatory_nobody_set_it(self, cast, gwenllian):
        made = add(cast.alexandra, gwenllian, replace(DRAFT, mandatory=False))
        assert (made.mandatory_set_by, made.mandatory_set_at) == ("", None)

    def test_all_that_a_mandatory_appointment_needs(self, cast):
        alone = make_participant(None, cast.groups["Wales / Caerdydd"])
        with refused(
            "plans.appointment_time",
            "plans.appointment_place",
            "plans.mandatory_instructions",
            "plans.mandatory_due",
            "plans.mandatory_owner",
            "plans.mandatory_visible",
        ):
            add(cast.alexandra, alone, WITHOUT_ANYTHING)

    def test_mandation_that_does_not_allow_it(self, cast, gwenllian):
        Participant.objects.update(make_activity_mandatory=False)
        with refused("plans.mandation_off") as raised:
            add(cast.alexandra, gwenllian)
        assert raised.value.field == "mandatory"

    @pytest.mark.parametrize(
        "status",
        ["Pending decision for failure to attend", "Under sanction for failure to attend"],
    )
    def test_failure_to_attend_does_not_allow_it(self, cast, gwenllian, status):
        Participant.objects.update(sanction_status=status)
        with refused("plans.failure_to_attend"):
            add(cast.alexandra, gwenllian)

    @pytest.mark.parametrize(
        "status",
        [
            "Not under sanction",
            "Pending decision for failure to comply",
            "Under sanction for failure to comply",
        ],
    )
    def test_other_sanction_statuses_allow_it(self, cast, gwenllian, status):
        Participant.objects.update(sanction_status=status)
        assert add(cast.alexandra, gwenllian).mandatory is True

    @pytest.mark.parametrize("change", ["inactive", "elsewhere", "unknown"])
    def test_an_owner_who_cannot_take_it(self, cast, gwenllian, change):
        owner_id = cast.judith.staff.id
        if change == "inactive":
            cast.judith.staff.is_active = False
            cast.judith.staff.save()
        elif change == "elsewhere":
            owner_id = cast.roy.staff.id
        else:
            owner_id = NOWHERE
        with refused("plans.owner_without_access") as raised:
            add(cast.alexandra, gwenllian, replace(DRAFT, owner_id=owner_id))
        assert raised.value.field == "owner"

    def test_in_another_group(self, cast, gwenllian):
        with refused("participant.not_found"):
            add(cast.roy, gwenllian)

    @pytest.mark.parametrize("who", ["tomasz", "joanne"])
    def test_by_somebody_who_does_no_casework(self, cast, gwenllian, who):
        with refused("people.role_needed"):
            add(getattr(cast, who), gwenllian)


class TestEdit:
    def test_what_changed_is_in_the_history(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        edit(
            cast.adam,
            activity,
            replace(
                DRAFT,
                title="Mock interview",
                due_time=time(15),
                owner_id=cast.judith.staff.id,
                mandatory=False,
            ),
            seen_version=1,
        )
        activity.refresh_from_db()
        assert (activity.title, activity.version) == ("Mock interview", 2)
        assert activity.due_at == datetime(2026, 12, 1, 15, tzinfo=UTC)
        assert activity.mandatory_set_by == "Adam Stewart"
        event = last_event(activity_id=activity.id)
        assert (event.code, event.content.actor_name) == ("activity.edited", "Adam Stewart")
        assert changes_in(event) == {
            "Title": ("Interview practice", "Mock interview"),
            "Due time": ("14:30:00", "15:00:00"),
            "Owner": ("Work coach", "Judith Hughes"),
            "Mandatory": ("Yes", "No"),
        }

    def test_who_made_it_mandatory_stays_when_something_else_changes(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        edit(cast.adam, activity, replace(DRAFT, title="Mock interview"))
        activity.refresh_from_db()
        assert activity.mandatory_set_by == "Alexandra Herbert"

    def test_nothing_new_is_no_change(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        with nothing_changes():
            edit(cast.adam, activity, DRAFT)

    def test_naming_the_work_coach_as_owner_is_no_change(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        with nothing_changes():
            edit(cast.adam, activity, replace(DRAFT, owner_id=cast.adam.staff.id))

    def test_a_tracker_is_found_by_the_new_title(self, cast, gwenllian):
        activity = make_activity(gwenllian)
        mark(cast.alexandra, activity)
        edit(
            cast.alexandra,
            activity,
            ActivityDraft(
                "Appointment",
                "Mock interview",
                "Come to the workshop.",
                None,
                date(2026, 11, 17),
                time(10, 30),
                place="Caerdydd office",
                mandatory=True,
            ),
        )
        assert "mock interview" in TrackerListing.objects.get().search_text
        assert wrong_side_rows() == []

    def test_an_existing_mark_is_edited_round_while_mandation_is_off(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        Participant.objects.update(
            make_activity_mandatory=False, sanction_status="Under sanction for failure to attend"
        )
        edit(cast.alexandra, activity, replace(DRAFT, title="Mock interview"))
        activity.refresh_from_db()
        assert (activity.title, activity.mandatory) == ("Mock interview", True)

    def test_no_to_yes_while_mandation_is_off(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian, replace(DRAFT, mandatory=False))
        Participant.objects.update(make_activity_mandatory=False)
        with refused("plans.mandation_off"):
            edit(cast.alexandra, activity, DRAFT)

    def test_yes_to_no_and_back_again_while_it_is_off(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        Participant.objects.update(sanction_status="Pending decision for failure to attend")
        edit(cast.alexandra, activity, replace(DRAFT, mandatory=False))
        with refused("plans.failure_to_attend"):
            edit(cast.alexandra, activity, DRAFT)

    def test_a_mandatory_one_keeps_its_parts(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        with refused("plans.mandatory_instructions", "plans.mandatory_visible"):
            edit(
                cast.alexandra,
                activity,
                replace(DRAFT, instructions=" ", visible_to_participant=False),
            )

    @pytest.mark.parametrize(
        "moved",
        [
            {"due_on": date(2026, 11, 18)},
            {"due_time": time(11)},
            {"place": "Swansea office"},
        ],
    )
    def test_once_missed_it_keeps_date_time_and_place_even_when_undone(
        self, cast, gwenllian, moved
    ):
        draft = replace(DRAFT, due_on=date(2026, 11, 17))
        activity = add(cast.alexandra, gwenllian, draft)
        mark(cast.alexandra, activity)
        with refused("plans.missed_keeps_its_date") as raised:
            edit(cast.alexandra, activity, replace(draft, **moved))
        assert raised.value.field == "due_on"
        edit(cast.alexandra, activity, replace(draft, title="Mock interview"))

    def test_an_owner_who_has_left_may_stay_but_not_come(self, cast, gwenllian):
        owned = replace(DRAFT, owner_id=cast.judith.staff.id)
        activity = add(cast.alexandra, gwenllian, owned)
        cast.judith.staff.is_active = False
        cast.judith.staff.save()
        edit(cast.alexandra, activity, replace(owned, title="Mock interview"))
        other = add(cast.alexandra, gwenllian)
        with refused("plans.owner_without_access"):
            edit(cast.alexandra, other, owned)

    def test_the_second_is_told_what_the_first_changed(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        edit(cast.adam, activity, replace(DRAFT, title="Mock interview"), seen_version=1)
        with refused("plans.changed") as raised:
            edit(cast.judith, activity, replace(DRAFT, place="By phone"), seen_version=1)
        [change] = raised.value.details
        assert (change.field, change.label, change.before, change.after, change.by) == (
            "title",
            "Title",
            "Interview practice",
            "Mock interview",
            "Adam Stewart",
        )

    def test_in_another_group(self, cast, gwenllian):
        activity = add(cast.alexandra, gwenllian)
        with refused("activity.not_found"):
            edit(cast.roy, activity, DRAFT)

    @pytest.mark.parametrize("who", ["tomasz", "joanne"])
    def test_by_somebody_who_does_no_casework(self, cast, gwenllian, who):
        activity = add(cast.alexandra, gwenllian)
        with refused("people.role_needed"):
            edit(getattr(cast, who), activity, DRAFT)


class TestArrangeAgain:
    @pytest.fixture
    def missed(self, cast, gwenllian):
        activity = make_activity(gwenllian)
        mark(cast.alexandra, activity)
        return activity

    def test_a_new_one_linked_to_the_old(self, cast, missed):
        new = again(cast.alexandra, missed)
        new.refresh_from_db()
        assert new.arranged_again_from == missed
        assert (new.status, new.was_missed, new.due_on) == (
            "Not started",
            False,
            date(2026, 12, 1),
        )
        missed.refresh_from_db()
        assert (missed.due_on, missed.place) == (date(2026, 11, 17), "Caerdydd office")
        assert missed.status == "Not complete"
        assert told(activity_id=missed.id)[-1] == ("activity.arranged_again", "Alexandra Herbert")
        assert told(activity_id=new.id) == [("activity.added", "Alexandra Herbert")]

    def test_missing_it_again_is_another_tracker(self, cast, missed):
        new = again(cast.alexandra, missed, replace(DRAFT, due_on=date(2026, 11, 20)))
        assert mark(cast.alexandra, new).outcome == "made"

    def test_only_what_was_missed(self, cast, gwenllian):
        activity = make_activity(gwenllian)
        with refused("plans.not_missed"):
            again(cast.alexandra, activity)

    def test_it_needs_what_every_new_one_needs(self, cast, missed):
        Participant.objects.update(make_activity_mandatory=False)
        with refused("plans.mandation_off"):
            again(cast.alexandra, missed)
        with refused("plans.appointment_place"):
            again(cast.alexandra, missed, replace(DRAFT, place="", mandatory=False))
        with refused("plans.owner_without_access"):
            again(
                cast.alexandra,
                missed,
                replace(DRAFT, owner_id=cast.roy.staff.id, mandatory=False),
            )

    def test_in_another_group(self, cast, missed):
        with refused("activity.not_found"):
            again(cast.roy, missed)

    @pytest.mark.parametrize("who", ["tomasz", "joanne"])
    def test_by_somebody_who_does_no_casework(self, cast, missed, who):
        with refused("people.role_needed"):
            again(getattr(cast, who), missed)
