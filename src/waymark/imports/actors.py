"""On whose behalf a command imports."""

from waymark.kernel.actor import COMMAND_LINE_ID, COMMAND_LINE_NAME, Actor
from waymark.kernel.refusals import Refused
from waymark.people.models import Group, Staff
from waymark.people.policy import Role
from waymark.people.queries import actor_of, administrators


def importing_actor(email: str = "") -> Actor:
    """*Import* for whoever is named, else for the longest-serving administrator. Where there is no
    administrator yet, for the command line itself: whoever runs it owns the installation.

    Refused with `staff.not_found` when nobody active has that address.
    """
    if email:
        staff = Staff.objects.filter(email=email.strip().lower(), is_active=True).first()
        if staff is None:
            raise Refused("staff.not_found", f"Nobody active has the address {email}", field="as")
    else:
        staff = administrators().first()
    return actor_of(staff, is_import=True) if staff else _the_command_line()


def _the_command_line() -> Actor:
    return Actor(
        id=COMMAND_LINE_ID,
        name=COMMAND_LINE_NAME,
        roles=frozenset({Role.ADMINISTRATOR.value}),
        group_ids=frozenset(Group.objects.values_list("id", flat=True)),
        is_import=True,
        is_everywhere=True,
    )
