"""Restricted records: who sees them, who is given work on them, and that a Supervisor stays."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.caseloads import importing, participants, reasons
from tests.factories import MORNING, make_activity, make_participant, make_tracker
from tests.people import Person
from tests.restricting import WHY, restrict
from tests.side_rows import wrong_side_rows
from waymark.audit.models import Event, EventContent
from waymark.kernel.refusals import NotAllowed, NotFound, Refused, SeveralRefused
from waymark.operations.account_writes import AccountDraft, account_problems
from waymark.operations.listings import refresh_rows_of_participants
from waymark.operations.naming import records_without_supervisor
from waymark.operations.participants import move_participant
from waymark.operations.restrictions import (
    change_named_people,
    lift_restriction,
    restrict_record,
)
from waymark.operations.trackers import reassign_tracker
from waymark.participants.models import Participant
from waymark.participants.queries import participants_of, sees
from waymark.participants.rules import MOST_NAMED
from waymark.people.models import Staff
from waymark.people.queries import actor_of
from waymark.plans.queries import activities_of
from waymark.trackers.lists import TrackerFilter, page_of_trackers
from waymark.trackers.models import TrackerListing
from waymark.trackers.queries import trackers_of

SUPERVISOR = "Supervisor"


@pytest.fixture
def gwen(cast):
    return make_participant(
        cast.adam.staff, cast.groups["Wales / Caerdydd"], reference="WM17000412"
    )


@pytest.fixture
def sian(cast):
    """A second Supervisor, of Caerdydd."""
    staff = Staff.objects.create(
        email="sian@provider.example", name="Siân Ellis", roles=[SUPERVISOR], password="!"
    )
    staff.groups.add(cast.groups["Wales / Caerdydd"])
    return Person(staff)


def naming(who, gwen, *named, operation=restrict_record, why=WHY, seen=None):
    return operation(
        actor=who.actor,
        participant_id=gwen.id,
        named_ids={one.staff.id for one in named},
        why=why,
        seen_version=seen,
        now=MORNING,
    )


def codes_of(caught):
    refused = caught.value
    several = refused.refusals if isinstance(refused, SeveralRefused) else [refused]
    return {one.code for one in several}


def who_sees(cast, participant):
    """Those of the cast who see somebody, by every way of asking; all ways agree."""
    found = set()
    for name in ("adam", "alexandra", "judith", "glenn", "wendy", "aimee", "tomasz", "joanne"):
        actor = getattr(cast, name).actor
        ways = {
            participants_of(actor).filter(id=participant.id).exists(),
            activities_of(actor).filter(participant=participant).exists(),
            trackers_of(actor).filter(participant=participant).exists(),
            sees(actor, participant),
        }
        assert len(ways) == 1, name
        found |= {name} if ways == {True} else set()
    return found


def test_only_named_people_see_it(cast, gwen):
    make_tracker(cast, make_activity(gwen))
    assert len(who_sees(cast, gwen)) == 8
    naming(cast.aimee, gwen, cast.adam, cast.tomasz)
    gwen.refresh_from_db()
    assert who_sees(cast, gwen) == {"aimee", "adam", "tomasz"}
    naming(cast.aimee, gwen, cast.aimee, cast.adam, operation=change_named_people)
    gwen.refresh_from_db()
    assert who_sees(cast, gwen) == {"aimee", "adam"}
    lift_restriction(
        actor=cast.aimee.actor, participant_id=gwen.id, why="Over", seen_version=None, now=MORNING
    )
    gwen.refresh_from_db()
    assert len(who_sees(cast, gwen)) == 8
    assert (gwen.is_restricted, gwen.named_ids) == (False, [])


def test_a_name_without_the_group_shows_nothing(cast, gwen):
    """Named, and moved to another group since."""
    naming(cast.aimee, gwen, cast.adam, cast.judith)
    cast.judith.staff.groups.set([cast.groups["North West"]])
    assert not participants_of(actor_of(cast.judith.staff)).exists()


def test_as_many_as_may_be_named_fit_in_the_indexes_of_lists(cast, gwen):
    """PAR-13 holds them to what an index can carry, so that nobody's list breaks."""
    tracker = make_tracker(cast, make_activity(gwen))
    some = [uuid4() for _ in range(MOST_NAMED)]
    gwen.is_restricted, gwen.named_ids = True, some
    gwen.save()
    refresh_rows_of_participants([gwen.id], now=MORNING)
    assert TrackerListing.objects.get(tracker=tracker).named_ids == some


def test_it_is_kept_in_the_history(cast, gwen):
    naming(cast.aimee, gwen, cast.adam)
    event = Event.objects.get(code="participant.restricted")
    content = EventContent.objects.get(event=event)
    assert (event.stream_id, content.actor_name) == (gwen.id, "Aimee Hamilton")
    assert content.data["why"] == "She is in a protection programme"
    assert content.data["changes"] == [
        {
            "field": "named",
            "label": "People who see this record",
            "before": "Everybody with access to the group",
            "after": "Adam Stewart, Aimee Hamilton",
        }
    ]


def test_work_of_others_goes_to_the_work_coach(cast, gwen):
    theirs = make_activity(gwen, chosen_owner=cast.judith.staff)
    tracker = make_tracker(cast, make_activity(gwen, chosen_owner=cast.judith.staff))
    kept = make_activity(gwen, chosen_owner=cast.wendy.staff)
    done = make_activity(gwen, chosen_owner=cast.judith.staff, status="Complete")
    handed_over = naming(cast.aimee, gwen, cast.adam, cast.wendy)
    assert (handed_over.to, handed_over.activities, handed_over.trackers) == ("Adam Stewart", 1, 1)
    for one in (theirs, kept, done, tracker):
        one.refresh_from_db()
    assert theirs.chosen_owner is None
    assert kept.chosen_owner == cast.wendy.staff
    assert done.chosen_owner == cast.judith.staff
    assert tracker.assignee == cast.adam.staff
    codes = list(Event.objects.order_by("id").values_list("code", flat=True))[-3:]
    assert codes == ["participant.restricted", "activity.edited", "tracker.reassigned"]


def test_without_a_work_coach_it_goes_to_the_supervisor(cast, gwen):
    Participant.objects.filter(id=gwen.id).update(work_coach=None)
    activity = make_activity(gwen, chosen_owner=cast.judith.staff)
    handed_over = naming(cast.aimee, gwen)
    activity.refresh_from_db()
    assert (handed_over.to, activity.chosen_owner) == ("Aimee Hamilton", cast.aimee.staff)


def test_a_tracker_falls_to_nobody_who_is_not_named(cast, gwen):
    """Its owner has no access any more: the work coach; nobody, where he is not named either."""
    activity = make_activity(gwen, chosen_owner=cast.judith.staff)
    Participant.objects.filter(id=gwen.id).update(
        is_restricted=True, named_ids=[cast.adam.staff.id, cast.aimee.staff.id]
    )
    assert make_tracker(cast, activity, by=cast.adam).assignee == cast.adam.staff
    Participant.objects.filter(id=gwen.id).update(named_ids=[cast.aimee.staff.id])
    assert make_tracker(cast, make_activity(gwen), by=cast.aimee).assignee is None


def test_a_tracker_is_given_to_nobody_who_is_not_named(cast, gwen):
    tracker = make_tracker(cast, make_activity(gwen))
    naming(cast.aimee, gwen, cast.adam)
    with pytest.raises(Refused) as caught:
        reassign_tracker(
            actor=cast.adam.actor,
            tracker_id=tracker.id,
            assignee_id=cast.judith.staff.id,
            seen_version=None,
            now=MORNING,
        )
    assert caught.value.code == "tracker.assignee_without_access"


@pytest.mark.parametrize(
    ("named", "why", "codes"),
    [
        (["adam", "roy"], WHY, {"participants.named_without_access"}),
        ([], WHY, {"participants.coach_not_named"}),
        (["adam"], " ", {"participants.restriction_unexplained"}),
        (
            ["roy"],
            "",
            {
                "participants.restriction_unexplained",
                "participants.named_without_access",
                "participants.coach_not_named",
            },
        ),
    ],
)
def test_what_is_wrong_is_told_at_once(cast, gwen, named, why, codes):
    with pytest.raises(Refused) as caught:
        naming(cast.aimee, gwen, *(getattr(cast, one) for one in named), why=why)
    assert codes_of(caught) == codes
    gwen.refresh_from_db()
    assert not gwen.is_restricted


def test_the_last_supervisor_stays_among_the_named(cast, gwen, sian):
    naming(cast.aimee, gwen, cast.adam, sian)
    naming(cast.aimee, gwen, cast.adam, sian, operation=change_named_people)
    with pytest.raises(Refused) as caught:
        naming(sian, gwen, cast.adam, operation=change_named_people)
    assert codes_of(caught) == {"participants.no_supervisor_named"}


@pytest.mark.parametrize("who", ["alexandra", "adam", "glenn", "wendy", "tomasz", "joanne"])
def test_another_role_may_not(cast, gwen, who):
    with pytest.raises(NotAllowed) as caught:
        naming(getattr(cast, who), gwen, cast.adam)
    assert caught.value.code == "people.role_needed"


def test_a_supervisor_who_is_not_named_finds_nothing(cast, gwen, sian):
    naming(cast.aimee, gwen, cast.adam)
    with pytest.raises(NotFound) as caught:
        naming(sian, gwen, sian, cast.adam, operation=change_named_people)
    assert caught.value.code == "participant.not_found"


def test_lists_of_trackers_know_at_once(cast, gwen):
    """Their rows hold a copy of who sees the record."""
    tracker = make_tracker(cast, make_activity(gwen))

    def found_by(who):
        return [row.id for row in page_of_trackers(who.actor, TrackerFilter()).rows]

    naming(cast.aimee, gwen, cast.adam)
    assert (found_by(cast.adam), found_by(cast.alexandra)) == ([tracker.id], [])
    naming(cast.aimee, gwen, cast.aimee, cast.adam, cast.alexandra, operation=change_named_people)
    assert found_by(cast.alexandra) == [tracker.id]
    naming(cast.aimee, gwen, cast.aimee, cast.adam, operation=change_named_people)
    assert found_by(cast.alexandra) == []
    lift_restriction(
        actor=cast.aimee.actor, participant_id=gwen.id, why=WHY, seen_version=None, now=MORNING
    )
    assert found_by(cast.alexandra) == [tracker.id]
    assert wrong_side_rows() == []


def test_wrong_state_and_twice(cast, gwen):
    with pytest.raises(Refused) as caught:
        naming(cast.aimee, gwen, cast.adam, operation=change_named_people)
    assert caught.value.code == "participants.not_restricted"
    naming(cast.aimee, gwen, cast.adam)
    with pytest.raises(Refused) as caught:
        naming(cast.aimee, gwen, cast.adam)
    assert caught.value.code == "participants.restricted_already"
    with pytest.raises(Refused) as caught:
        naming(cast.aimee, gwen, cast.adam, operation=change_named_people, seen=1)
    assert caught.value.code == "participants.changed"
    before = Event.objects.count()
    naming(cast.aimee, gwen, cast.aimee, cast.adam, operation=change_named_people)
    assert Event.objects.count() == before


def test_a_move_leaves_a_supervisor_who_sees_it(cast, gwen, sian):
    """Siân sees Caerdydd alone."""
    naming(cast.aimee, gwen, cast.adam, sian, cast.joanne)
    naming(cast.aimee, gwen, cast.adam, sian, cast.joanne, operation=change_named_people)
    with pytest.raises(Refused) as caught:
        move_participant(
            actor=replace(cast.joanne.actor, roles=frozenset({SUPERVISOR})),
            participant_id=gwen.id,
            work_coach_id=None,
            group_id=cast.groups["North West"].id,
            hand_over_trackers=False,
            seen_version=None,
            now=MORNING,
        )
    assert (caught.value.code, caught.value.field) == ("participants.no_supervisor_named", "group")


def test_a_coach_who_is_not_named_is_not_chosen(cast, gwen):
    naming(cast.aimee, gwen, cast.adam)
    with pytest.raises(Refused) as caught:
        move_participant(
            actor=cast.adam.actor,
            participant_id=gwen.id,
            work_coach_id=cast.judith.staff.id,
            group_id=gwen.group_id,
            hand_over_trackers=False,
            seen_version=None,
            now=MORNING,
        )
    assert caught.value.code == "participants.coach_without_access"


def draft_of(staff, **changes):
    draft = AccountDraft(
        staff.email,
        staff.name,
        staff.job_title,
        tuple(staff.groups.all()),
        tuple(staff.roles),
        staff.is_active,
    )
    return replace(draft, **changes)


@pytest.mark.parametrize("change", ["role", "group", "active"])
def test_the_account_of_the_last_named_supervisor_stays(cast, gwen, sian, change):
    changes = {
        "role": {"roles": ()},
        "group": {"groups": (cast.groups["North West"],)},
        "active": {"is_active": False},
    }[change]
    staff = cast.aimee.staff
    naming(cast.aimee, gwen, cast.adam)

    def problems():
        wanted = draft_of(staff, **changes)
        return [
            one.code
            for one in account_problems(cast.joanne.actor, wanted, draft_of(staff), staff.id)
        ]

    assert problems() == ["staff.last_named_supervisor"]
    naming(cast.aimee, gwen, cast.adam, cast.aimee, sian, operation=change_named_people)
    assert problems() == []


def test_records_that_no_supervisor_sees_are_counted(cast, gwen):
    """For whoever moves a group in the tree."""
    naming(cast.aimee, gwen, cast.adam)
    assert records_without_supervisor() == 0
    cast.aimee.staff.groups.set([cast.groups["North West"]])
    assert records_without_supervisor() == 1


def test_an_import_changes_nothing_that_its_administrator_does_not_see(cast, gwen):
    """Refused as a row about somebody of another office is; nothing is said of what is here."""
    other = make_participant(None, cast.groups["North West / Liverpool"], reference="WM17000999")
    cast.joanne.staff.groups.set([cast.groups["Wales"]])
    joanne = actor_of(cast.joanne.staff, is_import=True)
    restrict(cast, gwen, cast.adam)
    for one in (gwen, other):
        row = participants({"reference": one.reference, "first_name": "Somebody"})
        told = reasons(importing(row, actor=joanne), "participants")
        assert told == ["This reference is in use, and the participant is not yours"]
    gwen.refresh_from_db()
    assert gwen.first_name == "Gwenllian"


def test_an_import_for_a_named_administrator_changes_it(cast, gwen):
    restrict(cast, gwen, cast.adam, cast.joanne)
    joanne = replace(cast.joanne.actor, is_import=True)
    importing(participants({"reference": gwen.reference, "first_name": "Gwen"}), actor=joanne)
    gwen.refresh_from_db()
    assert (gwen.first_name, gwen.is_restricted) == ("Gwen", True)


def test_the_database_keeps_the_two_columns_in_step(cast, gwen):
    for wrong in (
        {"is_restricted": True, "named_ids": []},
        {"is_restricted": False, "named_ids": [cast.adam.staff.id]},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Participant.objects.filter(id=gwen.id).update(**wrong)
