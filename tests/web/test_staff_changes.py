"""Accounts: added with an invitation, edited, another address, deactivated and activated."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import make_participant
from tests.integration.people.keeping import edit, make_administrator
from tests.mails import asked, worker_sends
from tests.people import EDIT
from tests.snapshot import nothing_changes
from tests.web.reading import chosen_of, field_of, links_of, main_of
from waymark.audit.models import Event
from waymark.people.models import Group, Staff

pytestmark = pytest.mark.usefixtures("morning")
ADD = "/staff/add/"
CHANGES = ("staff-edit", "staff-email", "staff-active", "staff-invite")


def at(name, person):
    return reverse(name, args=[person.staff.id])


def typed(cast, **given):
    return {
        "email": "sian@provider.example",
        "name": "Siân Ellis",
        "job_title": "Work coach",
        "roles": [EDIT],
        "group": [str(cast.groups["Wales / Caerdydd"].id)],
    } | given


class TestAdding:
    def test_it_is_there_and_invited(self, cast, sign_in):
        answer = sign_in(cast.joanne).post(ADD, typed(cast), follow=True)
        page = main_of(answer)
        assert "An invitation is on its way to sian@provider.example" in page
        assert "Siân Ellis Not signed in yet" in page
        assert "Account added by Joanne Okafor" in page
        assert f"Roles: {EDIT} Groups: Wales / Caerdydd" in page

    def test_each_role_says_what_it_allows(self, cast, sign_in):
        page = main_of(sign_in(cast.joanne).get(ADD))
        assert "Reads everything in their groups and changes nothing: participants, action" in page
        assert "Sees all participants, action plans and trackers of their groups" in page
        assert "All groups North West North West / Liverpool Wales Wales / Caerdydd" in page

    def test_an_address_that_is_there_is_told_at_the_field_and_no_more(self, cast, sign_in):
        make_administrator(cast.aimee)
        sent = typed(cast, email="ROY@provider.example")
        answer = sign_in(cast.aimee).post(ADD, sent)
        page = main_of(answer)
        assert page.count("There is an account with this email address already") == 2
        assert "Roy Patel" not in page
        assert field_of(answer, "name") == "Siân Ellis"
        assert chosen_of(answer, "roles") == [EDIT]

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"email": ""}, "Enter the email address"),
            ({"email": "nobody"}, "Enter an email address such as name@example.org"),
            ({"name": " "}, "Enter the name"),
            ({"group": []}, "Choose at least one group"),
            ({"roles": ["Boss"]}, "Choose the roles from the list"),
            ({"group": [str(uuid4())]}, "Choose the groups from the list"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(self, cast, sign_in, given, said):
        page = main_of(sign_in(cast.joanne).post(ADD, typed(cast, **given)))
        assert page.count(said) == 2
        assert not Staff.objects.filter(name="Siân Ellis").exists()

    def test_groups_of_others_and_closed_ones_are_not_offered(self, cast, sign_in):
        make_administrator(cast.aimee)
        Group.objects.filter(path="Wales / Caerdydd").update(closed_at="2026-11-01T00:00Z")
        browser = sign_in(cast.aimee)
        page = main_of(browser.get(ADD))
        assert "North West" not in page
        assert "Wales / Caerdydd" not in page
        for path in ("North West", "Wales / Caerdydd"):
            sent = typed(cast, group=[str(cast.groups[path].id)])
            assert "from the list" in main_of(browser.post(ADD, sent))

    def test_twice(self, cast, sign_in):
        browser = sign_in(cast.joanne)
        browser.post(ADD, typed(cast))
        assert "already" in main_of(browser.post(ADD, typed(cast)))


class TestEditing:
    def test_it_is_saved(self, cast, sign_in, few_statements):
        browser, here = sign_in(cast.joanne), at("staff-edit", cast.adam)
        with few_statements():
            answer = browser.get(here)
        assert chosen_of(answer, "roles") == [EDIT]
        assert chosen_of(answer, "group") == [str(cast.groups["Wales / Caerdydd"].id)]
        sent = typed(cast, name="Adam Stewart", roles=["Supervisor"], version="1")
        page = main_of(browser.post(here, sent, follow=True))
        assert "The account is saved" in page
        assert f"Roles: {EDIT} to Supervisor" in page

    def test_sent_twice_it_is_saved_once(self, cast, sign_in):
        browser, here = sign_in(cast.joanne), at("staff-edit", cast.adam)
        sent = typed(cast, name="Adam Stuart") | {"version": "1"}
        for _ in range(2):
            assert "The account is saved" in main_of(browser.post(here, sent, follow=True))
        cast.adam.staff.refresh_from_db()
        assert cast.adam.staff.version == 2

    def test_the_second_is_told_and_keeps_what_they_typed(self, cast, sign_in):
        edit(cast.joanne, cast.adam.staff, job_title="Lead coach")
        browser, here = sign_in(cast.joanne), at("staff-edit", cast.adam)
        sent = typed(cast, name="Adam S.", version="1")
        answer = browser.post(here, sent)
        assert "Joanne Okafor changed this while you had it open" in main_of(answer)
        assert "Job title: Work coach to Lead coach" in main_of(answer)
        assert (field_of(answer, "name"), field_of(answer, "version")) == ("Adam S.", "2")
        assert browser.post(here, {**sent, "version": "2"}).status_code == 302

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"roles": ["Administrator", "Supervisor"]}, "You cannot give yourself a role"),
            ({"roles": []}, "This is the last active administrator"),
        ],
    )
    def test_ones_own_roles(self, cast, sign_in, given, said):
        root = str(cast.groups["All groups"].id)
        sent = typed(cast, group=[root], roles=["Administrator"], version="1") | given
        page = main_of(sign_in(cast.joanne).post(at("staff-edit", cast.joanne), sent))
        assert page.count(said) == 2

    def test_ones_own_groups(self, cast, sign_in):
        """The page offers no wider group; a made-up request is refused all the same."""
        make_administrator(cast.aimee)
        sent = typed(
            cast, roles=["Administrator"], group=[str(cast.groups["All groups"].id)], version="1"
        )
        page = main_of(sign_in(cast.aimee).post(at("staff-edit", cast.aimee), sent))
        assert "Choose the groups from the list" in page

    def test_a_closed_group_that_they_are_in_is_offered_still(self, cast, sign_in):
        Group.objects.filter(path="Wales / Caerdydd").update(closed_at="2026-11-01T00:00Z")
        answer = sign_in(cast.joanne).get(at("staff-edit", cast.adam))
        assert "Wales / Caerdydd (closed)" in main_of(answer)


class TestAnotherAddress:
    def test_it_says_what_happens_and_does_it(self, cast, sign_in):
        browser, here = sign_in(cast.joanne), at("staff-email", cast.adam)
        assert "Their password stops working" in main_of(browser.get(here))
        sent = {"email": "A.Stewart@provider.example", "version": "1"}
        page = main_of(browser.post(here, sent, follow=True))
        assert "The email address is saved" in page
        assert "a.stewart@provider.example" in page
        cast.adam.staff.refresh_from_db()
        assert not cast.adam.staff.has_usable_password()

    def test_the_former_address_is_told_and_nobody_is_named(self, cast, sign_in):
        sent = {"email": "a.stewart@provider.example", "version": "1"}
        sign_in(cast.joanne).post(at("staff-email", cast.adam), sent)
        assert "example" not in str(asked())
        told = {message.to[0]: message for message in worker_sends()}
        assert told.keys() == {"adam@provider.example", "a.stewart@provider.example"}
        message = told["adam@provider.example"]
        assert message.subject == "The address of your Waymark account was changed"
        assert "tell an administrator" in " ".join(message.body.split())
        for words in ("Adam", "Stewart", "Joanne", "provider", "http", "a.stewart"):
            assert words not in message.body

    def test_one_that_is_there(self, cast, sign_in):
        sent = {"email": "roy@provider.example", "version": "1"}
        answer = sign_in(cast.joanne).post(at("staff-email", cast.adam), sent)
        assert main_of(answer).count("There is an account with this email address already") == 2
        assert field_of(answer, "email") == "roy@provider.example"


class TestGoingAndComing:
    def test_it_asks_what_is_still_theirs_first(self, cast, sign_in, few_statements):
        make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
        browser = sign_in(cast.joanne)
        with few_statements():
            answer = browser.get(at("staff-active", cast.adam))
        page = main_of(answer)
        assert "What they still hold Caseload 1" in page
        links = links_of(answer)
        assert links["Hand over their work first"] == at("staff-work", cast.adam)

    def test_deactivated_and_active_again(self, cast, sign_in):
        browser, here = sign_in(cast.joanne), at("staff-active", cast.adam)
        page = main_of(browser.post(here, {"to": "no", "version": "1"}, follow=True))
        assert "The account is no longer active" in page
        assert "Deactivated by Joanne Okafor" in page
        assert "They can sign in again" in main_of(browser.get(here))
        page = main_of(browser.post(here, {"to": "yes", "version": "2"}, follow=True))
        assert "The account is active again" in page
        assert "Activated again by Joanne Okafor" in page

    def test_who_comes_back_chooses_a_new_password(self, cast, sign_in):
        cast.adam.staff.set_password("correct horse battery")
        cast.adam.staff.save()
        browser, here = sign_in(cast.joanne), at("staff-active", cast.adam)
        browser.post(here, {"to": "no", "version": "1"})
        assert "Their former password does not work" in main_of(browser.get(here))
        page = main_of(browser.post(here, {"to": "yes", "version": "2"}, follow=True))
        assert "Invitation sent by Joanne Okafor" in page
        cast.adam.staff.refresh_from_db()
        assert cast.adam.staff.is_active
        assert not cast.adam.staff.has_usable_password()

    def test_twice_says_that_it_was_done(self, cast, sign_in):
        browser, here = sign_in(cast.joanne), at("staff-active", cast.adam)
        browser.post(here, {"to": "no", "version": "1"})
        page = main_of(browser.post(here, {"to": "no", "version": "1"}, follow=True))
        assert "The account is no longer active" in page
        cast.adam.staff.refresh_from_db()
        assert (cast.adam.staff.is_active, cast.adam.staff.version) == (False, 2)

    def test_the_other_way_from_an_old_page_is_a_conflict(self, cast, sign_in):
        browser, here = sign_in(cast.joanne), at("staff-active", cast.adam)
        browser.post(here, {"to": "no", "version": "1"})
        page = main_of(browser.post(here, {"to": "yes", "version": "1"}))
        assert "Active: Yes to No, by Joanne Okafor" in page

    def test_the_last_administrator_stays(self, cast, sign_in):
        sent = {"to": "no", "version": "1"}
        page = main_of(sign_in(cast.joanne).post(at("staff-active", cast.joanne), sent))
        assert "This is the last active administrator" in page
        cast.joanne.staff.refresh_from_db()
        assert cast.joanne.staff.is_active

    @pytest.mark.parametrize("to", ["", "perhaps"])
    def test_which_way_must_be_said(self, cast, sign_in, to):
        sent = {"to": to, "version": "1"}
        page = main_of(sign_in(cast.joanne).post(at("staff-active", cast.adam), sent))
        assert "There is a problem" in page


def test_an_invitation_again(cast, sign_in):
    browser, here = sign_in(cast.joanne), at("staff-invite", cast.adam)
    with nothing_changes():
        assert "adam@provider.example" in main_of(browser.get(here))
    page = main_of(browser.post(here, follow=True))
    assert "An invitation is on its way to adam@provider.example" in page
    assert "Invitation sent by Joanne Okafor" in page


@pytest.mark.parametrize("name", [*CHANGES, "staff-add"])
def test_reading_a_form_changes_nothing(cast, sign_in, name):
    browser = sign_in(cast.joanne)
    with nothing_changes():
        browser.get(ADD if name == "staff-add" else at(name, cast.adam))


@pytest.mark.parametrize("name", [*CHANGES, "staff-add"])
@pytest.mark.parametrize("who", ["adam", "aimee", "tomasz"])
def test_wrong_role(cast, sign_in, name, who):
    browser = sign_in(getattr(cast, who))
    here = ADD if name == "staff-add" else at(name, cast.adam)
    assert browser.get(here).status_code == 403
    assert browser.post(here, {"version": "1", "to": "no"}).status_code == 403
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", CHANGES)
def test_out_of_scope(cast, sign_in, name):
    make_administrator(cast.aimee)
    browser = sign_in(cast.aimee)
    for method in (browser.get, browser.post):
        assert method(at(name, cast.roy)).status_code == 404
        assert method(reverse(name, args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", CHANGES)
def test_partly_out_of_scope_is_told(cast, sign_in, name):
    make_administrator(cast.aimee)
    cast.adam.staff.groups.add(cast.groups["North West"])
    page = main_of(sign_in(cast.aimee).get(at(name, cast.adam)), status=403)
    assert "This account has access to groups that are not yours" in page
