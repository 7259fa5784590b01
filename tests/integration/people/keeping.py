"""Accounts and groups kept by somebody, with plain defaults; give what the test is about."""

from dataclasses import replace

from tests.factories import MORNING
from waymark.operations.account_writes import draft_of
from waymark.operations.staff import Wanted, edit_staff
from waymark.people.models import Staff
from waymark.people.queries import actor_of


def wanted_of(staff) -> Wanted:
    """An account as it is."""
    draft = draft_of(Staff.objects.get(id=staff.id))
    return Wanted(
        draft.name,
        draft.job_title,
        frozenset(draft.roles),
        frozenset(one.id for one in draft.groups),
    )


def edit(who, staff, *, seen=None, **given):
    """Edit an account as somebody."""
    return edit_staff(
        actor=who if hasattr(who, "roles") and hasattr(who, "group_ids") else who.actor,
        staff_id=staff.id,
        wanted=replace(wanted_of(staff), **given),
        seen_version=seen,
        now=MORNING,
    )


def make_administrator(person, *groups):
    """Somebody of the cast is an administrator, of these groups if any are given."""
    person.staff.roles = [*person.staff.roles, "Administrator"]
    person.staff.save(update_fields=["roles"])
    if groups:
        person.staff.groups.set(groups)
    return actor_of(person.staff)
