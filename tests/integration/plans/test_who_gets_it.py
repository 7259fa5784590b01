"""To whom a new tracker falls: the owner, else the work coach, else nobody."""

from tests.factories import make_activity, make_participant
from tests.integration.plans.marking import mark
from waymark.trackers.models import Tracker


class TestWhoGetsIt:
    def test_the_chosen_owner(self, cast, gwenllian):
        evaluation = mark(cast.alexandra, make_activity(gwenllian, chosen_owner=cast.judith.staff))
        assert Tracker.objects.get().assignee == cast.judith.staff
        assert (evaluation.because, evaluation.assignee_name) == ("owner", "Judith Hughes")

    def test_the_work_coach_who_is_the_owner(self, cast, workshop):
        evaluation = mark(cast.alexandra, workshop)
        assert (evaluation.because, evaluation.assignee_name, evaluation.owner_name) == (
            "work coach is owner",
            "Adam Stewart",
            "Adam Stewart",
        )

    def test_an_owner_who_is_inactive(self, cast, gwenllian):
        cast.judith.staff.is_active = False
        cast.judith.staff.save()
        evaluation = mark(cast.alexandra, make_activity(gwenllian, chosen_owner=cast.judith.staff))
        assert Tracker.objects.get().assignee == cast.adam.staff
        assert (evaluation.because, evaluation.assignee_name, evaluation.owner_name) == (
            "owner cannot, work coach",
            "Adam Stewart",
            "Judith Hughes",
        )

    def test_an_owner_without_access(self, cast, gwenllian):
        mark(cast.alexandra, make_activity(gwenllian, chosen_owner=cast.roy.staff))
        assert Tracker.objects.get().assignee == cast.adam.staff

    def test_an_owner_in_a_group_above_has_access(self, cast, gwenllian):
        mark(cast.alexandra, make_activity(gwenllian, chosen_owner=cast.glenn.staff))
        assert Tracker.objects.get().assignee == cast.glenn.staff

    def test_neither_owner_nor_work_coach(self, cast, gwenllian):
        cast.adam.staff.is_active = False
        cast.adam.staff.save()
        evaluation = mark(cast.alexandra, make_activity(gwenllian, chosen_owner=cast.roy.staff))
        assert Tracker.objects.get().assignee is None
        assert (evaluation.because, evaluation.assignee_name) == ("nobody", "")

    def test_a_participant_without_a_work_coach(self, cast):
        alone = make_participant(None, cast.groups["Wales / Caerdydd"])
        evaluation = mark(cast.alexandra, make_activity(alone))
        assert Tracker.objects.get().assignee is None
        assert evaluation.because == "nobody"

    def test_somebody_without_the_edit_role_gets_it_all_the_same(self, cast):
        hers = make_participant(cast.alexandra.staff, cast.groups["Wales / Caerdydd"])
        mark(cast.adam, make_activity(hers))
        assert Tracker.objects.get().assignee == cast.alexandra.staff

    def test_a_work_coach_who_was_moved_to_another_office(self, cast, workshop):
        cast.adam.staff.groups.set([cast.groups["North West / Liverpool"]])
        mark(cast.alexandra, workshop)
        assert Tracker.objects.get().assignee is None
