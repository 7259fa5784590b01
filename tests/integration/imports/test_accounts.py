"""groups.csv and staff.csv: the tree, the accounts, and what an administrator may not do."""

import pytest

from tests.caseloads import counts, groups, importing, reasons, refusals, staff
from tests.people import EDIT, Cast
from waymark.audit.models import Event, EventContent
from waymark.imports.actors import importing_actor
from waymark.kernel.actor import COMMAND_LINE_ID
from waymark.kernel.refusals import NotAllowed, Refused
from waymark.people.models import Group, Staff
from waymark.people.queries import actor_of

ADMINISTRATOR = "Administrator"


def test_groups_are_made_below_others_in_whatever_order(cast: Cast) -> None:
    summary = importing(
        groups(
            {"group": "Alba / Glaschu / Govan", "bank_holidays": "scotland"},
            {"group": "Alba / Glaschu", "bank_holidays": "Scotland"},
            {"group": "Alba", "bank_holidays": "Scotland"},
        )
    )
    assert counts(summary, "groups") == (3, 0, 0, 0)
    govan = Group.objects.get(path="Alba / Glaschu / Govan")
    alba, glaschu = Group.objects.get(path="Alba"), Group.objects.get(path="Alba / Glaschu")
    assert govan.lineage == [cast.groups["All groups"].id, alba.id, glaschu.id, govan.id]
    assert govan.bank_holidays == "Scotland"
    assert Event.objects.filter(code="group.added", by_import=True).count() == 3


def test_a_group_is_known_whatever_its_capitals(cast: Cast) -> None:
    summary = importing(groups({"group": "wales / CAERDYDD"}, {"group": "All groups / Wales"}))
    assert counts(summary, "groups") == (0, 0, 2, 0)


def test_bank_holidays_change(cast: Cast) -> None:
    summary = importing(groups({"group": "Wales", "bank_holidays": "Northern Ireland"}))
    assert counts(summary, "groups") == (0, 1, 0, 0)
    cast.groups["Wales"].refresh_from_db()
    assert cast.groups["Wales"].bank_holidays == "Northern Ireland"


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ({"group": ""}, "group", "Enter the name of the group"),
        ({"group": "Wales //"}, "group", "A level of the group is empty in ‘Wales //’"),
        (
            {"group": "Wlaes / Abertawe"},
            "group",
            "There is no group ‘Wlaes’ to put this below. Did you mean Wales?",
        ),
        (
            {"bank_holidays": "France"},
            "bank_holidays",
            "Enter England and Wales, Scotland or Northern Ireland, not ‘France’",
        ),
        (
            {"bank_holidays": ""},
            "bank_holidays",
            "Enter whose bank holidays the group keeps, such as England and Wales",
        ),
    ],
)
def test_groups_refused(cast: Cast, row: dict[str, str], field: str, message: str) -> None:
    summary = importing(groups(row))
    assert refusals(summary, "groups") == [(2, field)]
    assert reasons(summary, "groups") == [message]


def test_a_group_on_two_rows_is_not_safe(cast: Cast) -> None:
    summary = importing(groups({"group": "Alba"}, {"group": "ALBA"}))
    assert refusals(summary, "groups") == [(2, "group"), (3, "group")]


def test_accounts_are_added_without_a_password(cast: Cast) -> None:
    summary = importing(
        staff(
            {"email": " Sian@Provider.Example ", "roles": f"supervisor; {EDIT.lower()}"},
            {"email": "owen@provider.example", "group": "wales/caerdydd", "roles": ""},
        )
    )
    assert counts(summary, "staff") == (2, 0, 0, 0)
    sian = Staff.objects.get(email="sian@provider.example")
    assert sian.roles == ["Supervisor", EDIT]
    assert [group.path for group in sian.groups.all()] == ["Wales / Caerdydd"]
    assert not sian.has_usable_password()
    event = Event.objects.get(code="staff.added", stream_id=sian.id)
    assert event.content.actor_name == "Import, for Joanne Okafor"


def test_accounts_change_and_keep_the_rest(cast: Cast) -> None:
    row = {"email": "adam@provider.example", "name": "Adam Stewart", "job_title": "Lead coach"}
    cast.adam.staff.set_password("a long enough password")
    cast.adam.staff.save()
    summary = importing(staff({**row, "group": "Wales / Caerdydd; North West", "active": "No"}))
    assert counts(summary, "staff") == (0, 1, 0, 0)
    adam = Staff.objects.get(id=cast.adam.staff.id)
    assert (adam.job_title, adam.is_active, adam.roles) == ("Lead coach", False, [EDIT])
    assert [group.path for group in adam.groups.all()] == ["North West", "Wales / Caerdydd"]
    assert adam.check_password("a long enough password")
    changes = EventContent.objects.get(event__code="staff.changed").data["changes"]
    assert [one["label"] for one in changes] == ["Job title", "Groups", "Active"]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
        ({"group": ""}, "group"),
        ({"group": "Wales / Cardiff"}, "group"),
        ({"roles": "Boss"}, "roles"),
        ({"active": "perhaps"}, "active"),
        ({"active": ""}, "active"),
        ({"name": "", "roles": "Boss", "active": "perhaps"}, "name"),
    ],
)
def test_accounts_refused(cast: Cast, row: dict[str, str], field: str) -> None:
    summary = importing(staff(row))
    assert refusals(summary, "staff") == [(2, field)]
    assert not Staff.objects.filter(email="sian@provider.example").exists()


def test_nobody_gives_themselves_a_role(cast: Cast) -> None:
    joanne = {"email": "joanne@provider.example", "name": "Joanne Okafor", "group": "All groups"}
    summary = importing(staff({**joanne, "roles": f"{ADMINISTRATOR}; Supervisor"}))
    assert refusals(summary, "staff") == [(2, "roles")]
    assert "ask another administrator" in reasons(summary, "staff")[0]
    cast.joanne.staff.refresh_from_db()
    assert cast.joanne.staff.roles == [ADMINISTRATOR]


@pytest.mark.parametrize(
    ("change", "field"), [({"roles": ""}, "roles"), ({"active": "No"}, "active")]
)
def test_the_last_administrator_stays(cast: Cast, change: dict[str, str], field: str) -> None:
    joanne = {
        "email": "joanne@provider.example",
        "name": "Joanne Okafor",
        "group": "All groups",
        "roles": ADMINISTRATOR,
    }
    summary = importing(staff({**joanne, **change}))
    assert refusals(summary, "staff") == [(2, field)]
    cast.joanne.staff.refresh_from_db()
    assert (cast.joanne.staff.roles, cast.joanne.staff.is_active) == ([ADMINISTRATOR], True)


def test_an_administrator_may_hand_over_in_one_file(cast: Cast) -> None:
    summary = importing(
        staff(
            {"email": "joanne@provider.example", "roles": "", "group": "All groups"},
            {"email": "sian@provider.example", "roles": ADMINISTRATOR, "group": "All groups"},
        )
    )
    assert counts(summary, "staff") == (1, 1, 0, 0)


def test_of_two_administrators_one_stays(cast: Cast) -> None:
    cast.tomasz.staff.roles = [ADMINISTRATOR]
    cast.tomasz.staff.save()
    summary = importing(
        staff(
            {"email": "tomasz@provider.example", "roles": "", "group": "All groups"},
            {"email": "joanne@provider.example", "roles": "", "group": "All groups"},
        ),
        actor=actor_of(cast.joanne.staff, is_import=True),
    )
    assert refusals(summary, "staff") == [(3, "roles")]


def test_only_an_administrator_imports(cast: Cast) -> None:
    for person in (cast.adam, cast.aimee, cast.tomasz, cast.wendy):
        with pytest.raises(NotAllowed):
            importing(staff(), actor=actor_of(person.staff, is_import=True))
    assert not Staff.objects.filter(email="sian@provider.example").exists()


def test_an_administrator_of_wales_keeps_to_wales(cast: Cast) -> None:
    cast.aimee.staff.roles = [ADMINISTRATOR]
    cast.aimee.staff.save()
    aimee = actor_of(cast.aimee.staff, is_import=True)
    summary = importing(
        groups({"group": "Wales / Abertawe"}, {"group": "Alba"}, {"group": "North West / Bury"}),
        staff(
            {"email": "new@provider.example", "group": "Wales / Abertawe"},
            {"email": "far@provider.example", "group": "North West"},
            {"email": "roy@provider.example", "name": "Roy P.", "group": "Wales"},
        ),
        actor=aimee,
    )
    assert refusals(summary, "groups") == [(3, "group"), (4, "group")]
    assert refusals(summary, "staff") == [(3, "group"), (4, "email")]
    assert Staff.objects.filter(email="new@provider.example").exists()


def test_for_whom_a_command_imports(cast: Cast) -> None:
    assert importing_actor().shown_as == "Import, for Joanne Okafor"
    assert importing_actor("ADAM@provider.example").name == "Adam Stewart"
    with pytest.raises(Refused, match="Nobody active has the address ghost@"):
        importing_actor("ghost@provider.example")


def test_an_installation_without_accounts_is_filled_by_the_command_line(cast: Cast) -> None:
    Staff.groups.through.objects.all().delete()
    Staff.objects.all().delete()
    actor = importing_actor()
    assert (actor.id, actor.shown_as) == (COMMAND_LINE_ID, "Import, for the command line")
    summary = importing(groups({"group": "Alba"}), staff({"group": "Alba"}), actor=actor)
    assert counts(summary, "staff") == (1, 0, 0, 0)
