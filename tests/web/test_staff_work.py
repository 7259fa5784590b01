"""What somebody holds, and handing it over: chosen, shown, done, nothing left behind unseen."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import make_activity, make_participant, make_tracker, put_in_status
from tests.people import make_group
from tests.snapshot import nothing_changes
from tests.web.reading import HTML, chosen_of, links_of, main_of, tree_of
from waymark.participants.models import Participant
from waymark.people.models import Staff
from waymark.trackers.models import Tracker

pytestmark = pytest.mark.usefixtures("morning")
CAERDYDD = "Wales / Caerdydd"


@pytest.fixture
def here(cast):
    return reverse("staff-work", args=[cast.adam.staff.id])


@pytest.fixture
def held(cast):
    """Three participants, an activity of somebody else's participant, two trackers."""
    people = [
        make_participant(cast.adam.staff, cast.groups[CAERDYDD], reference=f"WM{n}")
        for n in range(3)
    ]
    other = make_participant(cast.judith.staff, cast.groups[CAERDYDD], reference="WM8")
    make_activity(other, chosen_owner=cast.adam.staff, title="Interview practice")
    first, second = (make_tracker(cast, make_activity(one)) for one in people[:2])
    put_in_status(second, "resolved")
    return first, second


def choice(*people, **given):
    ways = {"caseload": "spread", "activities": "coach", "trackers": "coach"}
    return ways | {"people": [str(one.staff.id) for one in people]} | given


def shown_in(answer) -> dict[str, list[str]]:
    """What the preview would send: the hidden fields and the fingerprint of its button."""
    main = tree_of(answer).find(f".//{HTML}main")
    found: dict[str, list[str]] = {}
    for one in [*main.iter(f"{HTML}input"), *main.iter(f"{HTML}button")]:
        name = one.get("name")
        if name and name not in ("csrfmiddlewaretoken", "press"):
            found.setdefault(name, []).append(one.get("value"))
    return found


@pytest.mark.usefixtures("held")
class TestWhatTheyHold:
    def test_everything_on_one_page(self, cast, sign_in, here, few_statements):
        browser = sign_in(cast.aimee)
        with few_statements():
            answer = browser.get(here)
        page = main_of(answer)
        assert "3 Caseload 1 Activities they own 2 Trackers not final" in page
        assert "Gwenllian Llywelyn WM0, Wales / Caerdydd" in page
        assert "Interview practice Gwenllian Llywelyn, due 17 November 2026 at 10:30am" in page
        assert "1 of them is Resolved, which can be opened again" in page

    def test_who_can_take_over_with_what_they_have(self, cast, sign_in, here):
        page = main_of(sign_in(cast.aimee).get(here))
        assert (
            "Alexandra Herbert Work coach, Wales / Caerdydd. "
            "Has 0 participants, 0 activities, 0 trackers. Cannot edit trackers" in page
        )
        assert "Judith Hughes Employability trainer, Wales / Caerdydd. Has 1 participant" in page
        assert "Roy Patel" not in page
        assert "Tomasz" not in page

    def test_what_is_elsewhere_is_a_number(self, cast, sign_in, here):
        make_participant(cast.adam.staff, cast.groups["North West / Liverpool"])
        page = main_of(sign_in(cast.aimee).get(here))
        assert "1 more thing of theirs is not yours to see" in page

    def test_reading_it_changes_nothing(self, cast, sign_in, here):
        browser = sign_in(cast.aimee)
        with nothing_changes():
            browser.get(here)

    def test_of_somebody_who_is_no_longer_active(self, cast, sign_in, here):
        Staff.objects.filter(id=cast.adam.staff.id).update(is_active=False)
        assert "Work of Adam Stewart Not active" in main_of(sign_in(cast.aimee).get(here))

    def test_a_long_list_in_few_statements(self, cast, sign_in, here, few_statements):
        for _ in range(30):
            gwen = make_participant(cast.adam.staff, cast.groups[CAERDYDD])
            make_tracker(cast, make_activity(gwen))
        browser = sign_in(cast.aimee)
        with few_statements():
            answer = browser.get(here)
        assert links_of(answer)["See all 33 participants"].startswith("/participants/?coach=")
        with few_statements():
            browser.post(here, choice(cast.alexandra, cast.glenn))

    def test_nobody_else_could(self, cast, sign_in, here):
        Staff.objects.exclude(id__in=[cast.adam.staff.id, cast.joanne.staff.id]).update(
            is_active=False
        )
        page = main_of(sign_in(cast.joanne).get(here))
        assert "Nobody else can take over" in page


class TestHandingOver:
    @pytest.mark.usefixtures("held")
    def test_shown_first_then_done(self, cast, sign_in, here, few_statements):
        browser = sign_in(cast.aimee)
        with nothing_changes(), few_statements():
            answer = browser.post(here, choice(cast.alexandra, cast.glenn))
        page = main_of(answer)
        assert "Nothing has been handed over yet" in page
        assert "Alexandra Herbert Cannot edit trackers: lacks the role Gets 2 0 now, 2 then" in page
        assert "Glenn Wyatt Gets 1 0 now, 1 then" in page
        assert "Judith Hughes None 1 now, 1 then Gets 1 None" in page
        assert "Hand over 3 participants, 1 activity and 2 trackers" in page
        answer = browser.post(here, shown_in(answer), follow=True)
        page = main_of(answer)
        assert "Handed over: 3 participants, 1 activity and 2 trackers" in page
        assert "Nothing of theirs is left" in page
        assert not Participant.objects.filter(work_coach=cast.adam.staff).exists()
        assert not Tracker.objects.filter(assignee=cast.adam.staff).exists()

    @pytest.mark.usefixtures("held")
    def test_what_stays_says_why(self, cast, sign_in, here):
        abertawe = make_group("Wales / Abertawe", cast.groups)
        Participant.objects.filter(reference="WM1").update(group=abertawe)
        browser = sign_in(cast.aimee)
        answer = browser.post(here, choice(cast.alexandra))
        page = main_of(answer)
        assert "2 things stay with Adam Stewart" in page
        assert "Participant WM1: None of those chosen has access to Wales / Abertawe" in page
        assert "Adam Stewart is still the work coach of the participant" in page
        page = main_of(browser.post(here, shown_in(answer), follow=True))
        why = "None of those chosen has access to Wales / Abertawe: participant WM1"
        assert f"Not handed over. {why}. Adam Stewart is still the work coach" in page
        assert "1 Caseload 0 Activities they own 1 Trackers not final" in page

    @pytest.mark.usefixtures("held")
    def test_the_choice_can_be_changed(self, cast, sign_in, here):
        browser = sign_in(cast.aimee)
        shown = shown_in(browser.post(here, choice(cast.alexandra, caseload="leave")))
        del shown["seen"]
        answer = browser.post(here, {**shown, "press": "change"})
        assert chosen_of(answer, "people") == [str(cast.alexandra.staff.id)]
        assert chosen_of(answer, "caseload") == ["leave"]

    @pytest.mark.usefixtures("held")
    def test_what_changed_meanwhile_is_shown_again(self, cast, sign_in, here):
        browser = sign_in(cast.aimee)
        shown = shown_in(browser.post(here, choice(cast.alexandra)))
        make_participant(cast.adam.staff, cast.groups[CAERDYDD])
        answer = browser.post(here, shown)
        page = main_of(answer)
        assert "This is no longer what was shown" in page
        assert "Hand over 4 participants" in page
        assert browser.post(here, shown_in(answer)).status_code == 302

    @pytest.mark.usefixtures("held")
    def test_twice(self, cast, sign_in, here):
        browser = sign_in(cast.aimee)
        shown = shown_in(browser.post(here, choice(cast.alexandra)))
        browser.post(here, shown)
        page = main_of(browser.post(here, shown, follow=True))
        assert "Nothing is left to hand over: that is done already" in page
        assert "There is a problem" not in page

    @pytest.mark.usefixtures("held")
    def test_sent_again_from_the_page_before(self, cast, sign_in, here):
        browser = sign_in(cast.aimee)
        sent = choice(cast.alexandra)
        browser.post(here, shown_in(browser.post(here, sent)))
        page = main_of(browser.post(here, sent, follow=True))
        assert "Nothing is left to hand over: that is done already" in page
        assert "There is a problem" not in page

    @pytest.mark.usefixtures("held")
    def test_nobody_chosen(self, cast, sign_in, here):
        answer = sign_in(cast.aimee).post(here, choice())
        assert main_of(answer).count("Choose at least one person to take over") == 2
        assert chosen_of(answer, "trackers") == ["coach"]

    @pytest.mark.usefixtures("held")
    @pytest.mark.parametrize("people", [["x"], [str(uuid4())]])
    def test_people_who_are_not_offered(self, cast, sign_in, here, people):
        page = main_of(sign_in(cast.aimee).post(here, choice(people=people)))
        assert "There is a problem" in page

    @pytest.mark.usefixtures("held")
    @pytest.mark.parametrize("way", ["", "away"])
    def test_a_way_that_there_is_not(self, cast, sign_in, here, way):
        page = main_of(sign_in(cast.aimee).post(here, choice(cast.glenn, caseload=way)))
        assert "There is a problem" in page

    @pytest.mark.usefixtures("held")
    def test_everything_left_where_it_is(self, cast, sign_in, here):
        leave = dict.fromkeys(("caseload", "activities", "trackers"), "leave")
        page = main_of(sign_in(cast.aimee).post(here, choice(**leave)))
        assert "Nothing would be handed over" in page


def test_nothing_held(cast, sign_in, here):
    page = main_of(sign_in(cast.aimee).get(here))
    assert "Nothing of theirs is left" in page
    answer = sign_in(cast.joanne).get(here)
    back = f'<a href="/staff/{cast.adam.staff.id}/" class="govuk-back-link">Account</a>'
    assert back in answer.content.decode()
    links = links_of(answer)
    assert links["Deactivate the account"] == f"/staff/{cast.adam.staff.id}/active/"


def test_an_administrator_may_too(cast, sign_in, here, held):
    browser = sign_in(cast.joanne)
    shown = shown_in(browser.post(here, choice(cast.alexandra)))
    assert browser.post(here, shown).status_code == 302
    assert not Participant.objects.filter(work_coach=cast.adam.staff).exists()


@pytest.mark.parametrize("who", ["adam", "glenn", "tomasz", "roy"])
def test_wrong_role(cast, sign_in, here, who):
    browser = sign_in(getattr(cast, who))
    assert "Administrator or Supervisor" in main_of(browser.get(here), status=403)
    assert browser.post(here, choice(cast.alexandra)).status_code == 403


def test_out_of_scope(cast, sign_in):
    browser = sign_in(cast.aimee)
    above = cast.joanne.staff.id  # as her account is
    for staff_id in (cast.roy.staff.id, above, uuid4()):
        there = reverse("staff-work", args=[staff_id])
        assert browser.get(there).status_code == 404
        assert browser.post(there, choice(cast.alexandra)).status_code == 404
