"""When somebody leaves: who gets what, what stays and why, and that the history says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import MORNING, make_activity, make_participant, make_tracker, put_in_status
from tests.integration.expecting import NOWHERE, changes_in, last_event, refused, told
from tests.people import make_group
from waymark.audit.models import Event
from waymark.operations.reallocation import (
    COACH,
    LEAVE,
    SPREAD,
    Wanted,
    preview_reallocation,
    reallocate,
)
from waymark.participants.models import Participant
from waymark.plans.models import Activity
from waymark.trackers.held import held_by
from waymark.trackers.models import Tracker

CAERDYDD = "Wales / Caerdydd"
ALL = Wanted(caseload=SPREAD, activities=COACH, trackers=COACH)


def hand_over(cast, wanted=ALL, *people, who=None, staff=None, seen=None, act=reallocate):
    given = {} if act is preview_reallocation else {"seen": seen}
    return act(
        actor=(who or cast.aimee).actor,
        staff_id=(staff or cast.adam.staff).id,
        wanted=replace(wanted, people=frozenset(one.staff.id for one in people)),
        now=MORNING,
        **given,
    )


@pytest.fixture
def caseload(cast):
    """Six participants of Adam's in Caerdydd, WM1 to WM6."""
    return [
        make_participant(cast.adam.staff, cast.groups[CAERDYDD], reference=f"WM{n}")
        for n in range(1, 7)
    ]


def coaches():
    """Reference and work coach of every participant."""
    found = Participant.objects.order_by("reference")
    return {one.reference: one.work_coach.name if one.work_coach else None for one in found}


class TestCaseload:
    @pytest.mark.usefixtures("caseload")
    def test_to_one_person(self, cast):
        plan = hand_over(cast, ALL, cast.alexandra)
        assert set(coaches().values()) == {"Alexandra Herbert"}
        assert len(plan.moved) == 6
        assert not plan.kept

    @pytest.mark.usefixtures("caseload")
    def test_spread_over_several_those_with_least_first(self, cast):
        for n in range(3):
            make_participant(cast.judith.staff, cast.groups[CAERDYDD], reference=f"WM0{n}")
        hand_over(cast, ALL, cast.alexandra, cast.judith)
        assert coaches() == {
            "WM00": "Judith Hughes",
            "WM01": "Judith Hughes",
            "WM02": "Judith Hughes",
            "WM1": "Alexandra Herbert",
            "WM2": "Alexandra Herbert",
            "WM3": "Alexandra Herbert",
            "WM4": "Alexandra Herbert",
            "WM5": "Judith Hughes",
            "WM6": "Alexandra Herbert",
        }

    def test_it_is_in_the_history_of_each_and_of_the_account(self, cast, caseload):
        hand_over(cast, ALL, cast.alexandra)
        event = last_event(stream_id=caseload[0].id)
        assert (event.code, event.content.actor_name) == ("participant.moved", "Aimee Hamilton")
        assert changes_in(event) == {"Work coach": ("Adam Stewart", "Alexandra Herbert")}
        caseload[0].refresh_from_db()
        assert (caseload[0].version, event.content.data["version"]) == (2, 2)
        assert told(stream_id=cast.adam.staff.id) == [("staff.work_handed_over", "Aimee Hamilton")]

    @pytest.mark.usefixtures("caseload")
    def test_those_who_have_left_stay(self, cast):
        Participant.objects.filter(reference="WM1").update(left_on=MORNING.date())
        hand_over(cast, ALL, cast.alexandra)
        assert coaches()["WM1"] == "Adam Stewart"

    @pytest.mark.usefixtures("caseload")
    def test_who_leaves_later_goes_too(self, cast):
        later = MORNING.date() + timedelta(days=1)
        Participant.objects.filter(reference="WM1").update(left_on=later)
        hand_over(cast, ALL, cast.alexandra)
        assert coaches()["WM1"] == "Alexandra Herbert"

    @pytest.mark.usefixtures("caseload")
    def test_what_none_of_them_may_see_stays_and_says_why(self, cast):
        abertawe = make_group("Wales / Abertawe", cast.groups)
        Participant.objects.filter(reference="WM2").update(group=abertawe)
        plan = hand_over(cast, ALL, cast.alexandra)
        assert [(one.name, one.why) for one in plan.kept] == [
            ("WM2", "None of those chosen has access to Wales / Abertawe")
        ]
        assert coaches()["WM2"] == "Adam Stewart"

    @pytest.mark.usefixtures("caseload")
    def test_each_goes_to_somebody_with_access(self, cast):
        abertawe = make_group("Wales / Abertawe", cast.groups)
        Participant.objects.filter(reference__in=["WM1", "WM2"]).update(group=abertawe)
        hand_over(cast, ALL, cast.alexandra, cast.glenn)
        assert coaches() == {
            "WM1": "Glenn Wyatt",
            "WM2": "Glenn Wyatt",
            "WM3": "Alexandra Herbert",
            "WM4": "Alexandra Herbert",
            "WM5": "Alexandra Herbert",
            "WM6": "Glenn Wyatt",
        }


class TestActivities:
    def owned(self, gwen, owner, **given):
        return make_activity(gwen, chosen_owner=owner, **given)

    def test_to_the_work_coach_of_each(self, cast, caseload):
        hers = self.owned(caseload[0], cast.judith.staff)
        hand_over(cast, replace(ALL, caseload=LEAVE), staff=cast.judith.staff)
        hers.refresh_from_db()
        assert hers.chosen_owner is None
        assert changes_in(last_event(activity_id=hers.id)) == {
            "Owner": ("Judith Hughes", "Work coach")
        }

    @pytest.mark.usefixtures("caseload")
    def test_to_the_new_work_coach_when_the_caseload_goes_too(self, cast):
        other = make_participant(cast.judith.staff, cast.groups[CAERDYDD])
        his = self.owned(other, cast.adam.staff)
        hand_over(cast, ALL, cast.alexandra)
        his.refresh_from_db()
        assert his.chosen_owner is None

    def test_to_those_chosen(self, cast, caseload):
        hers = [self.owned(one, cast.judith.staff) for one in caseload[:2]]
        wanted = Wanted(activities=SPREAD)
        hand_over(cast, wanted, cast.alexandra, cast.glenn, staff=cast.judith.staff)
        assert {Activity.objects.get(id=one.id).chosen_owner.name for one in hers} == {
            "Alexandra Herbert",
            "Glenn Wyatt",
        }

    def test_in_future_too_but_none_that_is_marked(self, cast, caseload):
        later = self.owned(
            caseload[0], cast.judith.staff, due_at=datetime(2027, 3, 1, 9, tzinfo=UTC)
        )
        done = self.owned(caseload[0], cast.judith.staff, status="Complete")
        hand_over(cast, ALL, cast.alexandra, staff=cast.judith.staff)
        later.refresh_from_db()
        done.refresh_from_db()
        assert (later.chosen_owner, done.chosen_owner) == (None, cast.judith.staff)

    def test_who_has_no_work_coach_or_a_gone_one(self, cast, caseload):
        first, second, third = caseload[:3]
        Participant.objects.filter(id=first.id).update(work_coach=None)
        Participant.objects.filter(id=second.id).update(work_coach=cast.roy.staff)
        Participant.objects.filter(id=third.id).update(work_coach=cast.judith.staff)
        for n, one in enumerate((first, second, third), start=1):
            self.owned(one, cast.judith.staff, reference=f"A{n}")
        plan = hand_over(cast, Wanted(activities=COACH), staff=cast.judith.staff)
        assert [(one.name, one.why) for one in plan.kept] == [
            ("A1", "The participant has no work coach"),
            ("A2", "Roy Patel, the work coach, is not active or has no access"),
            ("A3", "Judith Hughes is still the work coach of the participant"),
        ]
        assert Activity.objects.filter(chosen_owner=cast.judith.staff).count() == 3


class TestTrackers:
    @pytest.fixture
    def trackers(self, cast, caseload):
        return [make_tracker(cast, make_activity(one)) for one in caseload[:3]]

    def test_to_the_new_work_coach(self, cast, trackers):
        hand_over(cast, ALL, cast.judith)
        assert {one.assignee for one in Tracker.objects.all()} == {cast.judith.staff}
        event = last_event(tracker_id=trackers[0].id)
        assert (event.code, event.content.actor_name) == ("tracker.reassigned", "Aimee Hamilton")
        assert changes_in(event) == {"Assignee": ("Adam Stewart", "Judith Hughes")}
        trackers[0].refresh_from_db()
        assert trackers[0].version == 2

    def test_resolved_ones_go_too_and_final_ones_stay(self, cast, trackers):
        put_in_status(trackers[0], "resolved")
        put_in_status(trackers[1], "closed")
        hand_over(cast, Wanted(trackers=SPREAD), cast.glenn)
        for one in trackers:
            one.refresh_from_db()
        assert [one.assignee.name for one in trackers] == [
            "Glenn Wyatt",
            "Adam Stewart",
            "Glenn Wyatt",
        ]

    @pytest.mark.usefixtures("trackers")
    def test_of_somebody_who_left_too(self, cast):
        Participant.objects.update(left_on=MORNING.date())
        plan = hand_over(cast, Wanted(trackers=SPREAD), cast.glenn)
        assert len(plan.moved) == 3

    @pytest.mark.usefixtures("trackers")
    def test_left_alone(self, cast):
        hand_over(cast, replace(ALL, trackers=LEAVE), cast.judith)
        assert {one.assignee for one in Tracker.objects.all()} == {cast.adam.staff}


class TestWhoMay:
    @pytest.mark.parametrize("who", ["adam", "glenn", "tomasz"])
    @pytest.mark.parametrize("act", [reallocate, preview_reallocation])
    @pytest.mark.usefixtures("caseload")
    def test_others_are_refused(self, cast, who, act):
        with refused("people.role_needed"):
            hand_over(cast, ALL, cast.alexandra, who=getattr(cast, who), act=act)

    @pytest.mark.usefixtures("caseload")
    def test_an_administrator_may_too(self, cast):
        assert len(hand_over(cast, ALL, cast.alexandra, who=cast.joanne).moved) == 6

    @pytest.mark.parametrize("act", [reallocate, preview_reallocation])
    def test_somebody_elsewhere_is_not_there(self, cast, act):
        with refused("staff.not_found"):
            hand_over(cast, ALL, cast.alexandra, staff=cast.roy.staff, act=act)
        with refused("staff.not_found"):
            act(
                actor=cast.aimee.actor,
                staff_id=NOWHERE,
                wanted=ALL,
                now=MORNING,
                **({"seen": None} if act is reallocate else {}),
            )

    @pytest.mark.usefixtures("caseload")
    def test_what_is_elsewhere_is_counted_and_stays(self, cast):
        far = make_participant(
            cast.adam.staff, cast.groups["North West / Liverpool"], reference="WM9"
        )
        held = held_by(cast.aimee.actor, cast.adam.staff.id, now=MORNING)
        assert (held.total, held.unseen) == (6, 1)
        hand_over(cast, ALL, cast.alexandra)
        far.refresh_from_db()
        assert far.work_coach == cast.adam.staff
        held = held_by(cast.aimee.actor, cast.adam.staff.id, now=MORNING)
        assert (held.total, held.unseen) == (0, 1)


class TestWhoTakesOver:
    @pytest.mark.usefixtures("caseload")
    def test_nobody_chosen(self, cast):
        with refused("staff.nobody_takes_over"):
            hand_over(cast)

    @pytest.mark.parametrize("who", ["roy", "tomasz", "joanne", "adam"])
    @pytest.mark.usefixtures("caseload")
    def test_elsewhere_without_casework_or_the_same_person(self, cast, who):
        with refused("staff.cannot_take_over"):
            hand_over(cast, ALL, getattr(cast, who))

    @pytest.mark.usefixtures("caseload")
    def test_not_active(self, cast):
        cast.alexandra.staff.is_active = False
        cast.alexandra.staff.save()
        with refused("staff.cannot_take_over"):
            hand_over(cast, ALL, cast.alexandra)


class TestWhatWasShown:
    @pytest.mark.usefixtures("caseload")
    def test_it_is_what_is_done(self, cast):
        shown = hand_over(cast, ALL, cast.alexandra, act=preview_reallocation)
        assert not Event.objects.exists()
        done = hand_over(cast, ALL, cast.alexandra, seen=shown.fingerprint)
        assert done == shown

    @pytest.mark.usefixtures("caseload")
    def test_when_it_is_no_longer_so_nothing_is_done(self, cast):
        shown = hand_over(cast, ALL, cast.alexandra, act=preview_reallocation)
        make_participant(cast.adam.staff, cast.groups[CAERDYDD])
        with refused("staff.work_changed"):
            hand_over(cast, ALL, cast.alexandra, seen=shown.fingerprint)

    @pytest.mark.usefixtures("caseload")
    def test_twice(self, cast):
        shown = hand_over(cast, ALL, cast.alexandra, act=preview_reallocation)
        hand_over(cast, ALL, cast.alexandra, seen=shown.fingerprint)
        with refused("staff.work_changed"):
            hand_over(cast, ALL, cast.alexandra, seen=shown.fingerprint)


def test_200_participants_and_500_trackers_in_few_statements(cast):
    """As many statements as for one of each, but for the batches."""
    Participant.objects.bulk_create(
        [
            Participant(
                **{
                    field.attname: getattr(one, field.attname)
                    for field in Participant._meta.concrete_fields
                    if field.name not in {"id", "reference", "search_text"}
                },
                reference=f"WM{n:05}",
            )
            for one in [make_participant(cast.adam.staff, cast.groups[CAERDYDD])]
            for n in range(199)
        ]
    )
    people = list(Participant.objects.all())
    activity = make_activity(people[0])
    Activity.objects.bulk_create(
        [
            Activity(
                **{
                    field.attname: getattr(activity, field.attname)
                    for field in Activity._meta.concrete_fields
                    if field.name not in {"id", "reference", "participant", "chosen_owner"}
                },
                reference=f"B{n}",
                participant=people[n % 200],
                chosen_owner=cast.adam.staff if n < 200 else None,
            )
            for n in range(500)
        ]
    )
    Tracker.objects.bulk_create(
        [
            Tracker(
                id=uuid4(),
                type="monitoring",
                status="new",
                participant_id=one.participant_id,
                activity=one,
                assignee=cast.adam.staff,
                due_on=one.due_on,
                created_at=MORNING,
                created_by_id=cast.adam.staff.id,
                created_by="Adam Stewart",
                status_set_at=MORNING,
            )
            for one in Activity.objects.filter(reference__startswith="B")
        ]
    )
    with CaptureQueriesContext(connection) as captured:
        plan = hand_over(cast, ALL, cast.alexandra, cast.judith, cast.glenn)
    assert (len(plan.moved), plan.kept) == (900, [])
    assert len(captured) < 60, len(captured)
    held = held_by(cast.aimee.actor, cast.adam.staff.id, now=MORNING)
    assert (held.total, held.unseen) == (0, 0)
    shares = [
        Participant.objects.filter(work_coach=one.staff).count()
        for one in (cast.alexandra, cast.glenn, cast.judith)
    ]
    assert shares == [67, 67, 66]
