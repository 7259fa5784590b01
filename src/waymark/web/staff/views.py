"""Reading about staff: the list, one account, the roles."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.audit.events import history_of_staff
from waymark.people.accounts import ORDERS, account_of, page_of_accounts
from waymark.people.factors import second_steps_of
from waymark.people.lock_out import is_account_locked
from waymark.people.policy import require
from waymark.people.queries import groups_in_scope
from waymark.trackers.held import held_by
from waymark.web.requests import StaffRequest
from waymark.web.staff.forms import StaffFilter
from waymark.web.staff.pages import (
    NAMES,
    account_details,
    operation_rows,
    role_heads,
    role_lines,
    staff_page,
)


@require_safe
def staff(request: StaffRequest) -> HttpResponse:
    """Everybody in one's groups: for who keeps accounts, and who hands over work."""
    require(request.actor, "people.reallocate", to="See the list of staff")
    query = _query(request.GET)
    groups = [(str(one.id), one.path) for one in groups_in_scope(request.actor)]
    form = StaffFilter(query, groups=groups)
    order = query.get("sort", "name")
    order = order if order.removeprefix("-") in ORDERS else "name"
    found = page_of_accounts(
        request.actor,
        form.wanted(),
        order=order,
        before=id_asked_for(request.GET.get("before", "")),
        after=id_asked_for(request.GET.get("after", "")),
    )
    page = staff_page(request.actor, found, form, query, order=order)
    return render(
        request, "staff/list.html", {"page": page, "form": form, "sort": query.get("sort", "")}
    )


def _query(asked: QueryDict) -> QueryDict:
    """What the address of the list says: no page, nothing empty, nothing unknown."""
    said = QueryDict(mutable=True)
    for name in (*NAMES, "sort"):
        if values := [value for value in asked.getlist(name) if value]:
            said.setlist(name, values)
    return said


def id_asked_for(typed: str) -> UUID | None:
    """An account in the address of a page; anything else is none."""
    try:
        return UUID(typed)
    except ValueError:
        return None


@require_safe
def account(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """One account, with what they hold and what happened to it."""
    require(request.actor, "people.keep")
    found = account_of(request.actor, staff_id)
    now = timezone.now()
    page = account_details(
        request.actor,
        found,
        held_by(request.actor, staff_id, now=now),
        history_of_staff(staff_id),
        is_locked=is_account_locked(found.email, now=now),
        has_second_step=second_steps_of(staff_id).how_many > 0,
    )
    return render(request, "staff/account.html", {"page": page})


@require_safe
def roles(request: StaffRequest) -> HttpResponse:
    """What each role allows, in words and as a table."""
    require(request.actor, "participants.view")
    page = {"roles": role_lines(), "heads": role_heads(), "operations": operation_rows()}
    return render(request, "staff/roles.html", page)
