"""Accounts and roles as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from waymark.kernel.actor import Actor
from waymark.kernel.words import counted, short_day, words_for_moment
from waymark.people.accounts import (
    ACTIVE,
    INACTIVE,
    WAITING,
    AccountPage,
    is_wholly_in_scope,
    state_of,
)
from waymark.people.policy import OPERATIONS, ROLE_MEANINGS, Role, allowed_with, may
from waymark.trackers.held import ACTIVITIES, CASELOAD, TRACKERS, Held
from waymark.trackers.types import not_final_statuses
from waymark.web.addresses import address
from waymark.web.choices import chosen_label
from waymark.web.lists import ACTIONS, Column, heads, list_address, without
from waymark.web.parts import Action, Count, Entry, Head, Link, Pages, Tag
from waymark.web.staff.forms import STATES, StaffFilter
from waymark.web.staff.history import told_together

COLOURS = {ACTIVE: "green", WAITING: "blue", INACTIVE: "grey"}
COLUMNS = [
    Column("Name", "name"),
    Column("Job title", "job"),
    Column("Roles"),
    Column("Groups"),
    Column("Account"),
    Column("Signed in", "signed", falls_first=True),
    ACTIONS,
]
IN_WORDS = {
    "name": "by name",
    "-name": "by name, from the end",
    "job": "by job title",
    "-job": "by job title, from the end",
    "signed": "last signed in longest ago first",
    "-signed": "last signed in first",
}
NAMES = ("q", "role", "group", "state")


def short_role(role: str) -> str:
    """Trackers (Edit), for Process Automation Trackers (Edit)."""
    return role.removeprefix("Process Automation ")


def state_tag(account: Any) -> Tag:
    """Active, not signed in yet, or not active."""
    state = state_of(account)
    return Tag(STATES[state], COLOURS[state])


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One account of the list."""

    name: str
    href: str
    email: str
    job_title: str
    role_names: Sequence[str]
    groups: Sequence[str]
    state: Tag
    signed_in: str
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class StaffPage:
    """The list with its heads, chips and pages."""

    heads: Sequence[Head]
    rows: Sequence[StaffRow]
    found: str
    order: str
    chips: Sequence[Link]
    showing: str
    pages: Pages
    actions: Sequence[Action]
    has_main_action: bool


def staff_page(
    actor: Actor, page: AccountPage, form: StaffFilter, query: QueryDict, *, order: str
) -> StaffPage:
    """What the template shows of one page of the list."""
    keeps = may(actor.roles, "people.keep")
    actions = [Action("Roles", reverse("roles"))]
    if keeps:
        actions.append(Action("Add a member of staff", reverse("staff-add"), is_main=True))
    here = list_address(query, before=None, after=None)
    query = QueryDict(here.removeprefix("?"))
    return StaffPage(
        heads=heads(COLUMNS if keeps else COLUMNS[:-1], query, order=order),
        rows=[_row(actor, one, keeps=keeps) for one in page.rows],
        found=counted(page.total, "account"),
        order=IN_WORDS[order],
        chips=_chips(form, query),
        showing=_showing(page),
        pages=Pages(
            previous=list_address(query, before=str(page.before)) if page.before else "",
            next=list_address(query, after=str(page.after)) if page.after else "",
        ),
        actions=actions,
        has_main_action=keeps,
    )


def _showing(page: AccountPage) -> str:
    if not page.before and not page.after:
        return ""
    first = "1 to " if not page.before else ""
    return f"Showing {first}{len(page.rows)} of {page.total:,}"


def _row(actor: Actor, account: Any, *, keeps: bool) -> StaffRow:
    return StaffRow(
        name=account.name,
        href=reverse("staff-account" if keeps else "staff-work", args=[account.id]),
        email=account.email,
        job_title=account.job_title,
        role_names=[short_role(role.value) for role in Role if role in account.roles],
        groups=group_names(actor, account),
        state=state_tag(account),
        signed_in=short_day(account.last_login) if account.last_login else "Never",
        links=_links(actor, account, keeps=keeps),
    )


def _links(actor: Actor, account: Any, *, keeps: bool) -> list[Link]:
    if not keeps:
        return []
    links = [
        Link("View", address("staff-account", account.id)),
        Link("Work to hand over", address("staff-work", account.id)),
    ]
    if is_wholly_in_scope(actor, account):
        links.insert(0, Link("Edit", address("staff-edit", account.id)))
    return links


def group_names(actor: Actor, account: Any) -> list[str]:
    """The groups that the actor sees, and how many more there are."""
    groups = sorted(account.groups.all(), key=lambda one: one.path)
    names = [_group_name(one) for one in groups if one.id in actor.group_ids]
    others = len(groups) - len(names)
    return [*names, f"{counted(others, 'group')} of others"] if others else names


def _group_name(group: Any) -> str:
    return f"{group.path} (closed)" if group.is_closed else group.path


def _chips(form: StaffFilter, query: QueryDict) -> list[Link]:
    cleaned, found = form.cleaned_data, []
    if cleaned.get("q"):
        found.append(Link(f"Key word: {cleaned['q']}", list_address(query, q=None)))
    for name, label in (("role", "Role"), ("group", "Group")):
        if cleaned.get(name):
            words = f"{label}: {chosen_label(form, name)}"
            found.append(Link(words, list_address(query, **{name: None})))
    return found + [
        Link(f"Account: {STATES[state]}", without(query, "state", state))
        for state in cleaned.get("state", ())
    ]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role, what it is for, and what it allows in words."""

    name: str
    meaning: str
    allows: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """One account: who it is for, roles, groups, what they hold, what happened to it."""

    id: Any
    name: str
    email: str
    job_title: str
    state: Tag
    second_step: str
    signed_in: str
    added: str
    role_lines: Sequence[RoleLine]
    groups: Sequence[str]
    holds: Sequence[Count]
    unseen: str
    history: Sequence[Entry]
    actions: Sequence[Action]
    change: Sequence[Link]
    change_email: Sequence[Link]
    remove_steps: Sequence[Link]
    not_yours: bool


def account_details(
    actor: Actor,
    account: Any,
    held: Held,
    history: Sequence[Any],
    *,
    is_locked: bool,
    has_second_step: bool,
) -> AccountDetails:
    """What the page of an account shows to somebody who keeps accounts."""
    own = is_wholly_in_scope(actor, account)
    edit = Link("Change", address("staff-edit", account.id), hidden="roles and groups")
    email = Link("Change", address("staff-email", account.id), hidden="email address")
    steps = Link("Remove their second steps", address("staff-second-steps", account.id))
    return AccountDetails(
        id=account.id,
        name=account.name,
        email=account.email,
        job_title=account.job_title,
        state=Tag("Locked", "red") if is_locked and own else state_tag(account),
        second_step="Set up" if has_second_step else "None",
        signed_in=words_for_moment(account.last_login) if account.last_login else "Never",
        added=words_for_moment(account.created_at),
        role_lines=[
            RoleLine(role.value, ROLE_MEANINGS[role]) for role in Role if role in account.roles
        ],
        groups=group_names(actor, account),
        holds=holdings(account.id, held),
        unseen=unseen_words(actor, held),
        history=told_together(history) if own else [],
        actions=_actions(account, is_locked=is_locked) if own else [],
        remove_steps=[steps] if own and has_second_step and account.id != actor.id else [],
        change=[edit] if own else [],
        change_email=[email] if own else [],
        not_yours=not own,
    )


def _actions(account: Any, *, is_locked: bool) -> list[Action]:
    active = address("staff-active", account.id)
    found = [Action("Edit", address("staff-edit", account.id), is_main=True)]
    if is_locked:
        found.append(Action("Unlock", address("staff-unlock", account.id)))
    if account.is_active and (account.last_login is None or not account.has_usable_password()):
        found.append(Action("Send the invitation again", address("staff-invite", account.id)))
    return [*found, Action("Deactivate" if account.is_active else "Activate", active)]


def holdings(staff_id: Any, held: Held) -> list[Count]:
    """How much somebody holds, each number a link to it."""
    work = address("staff-work", staff_id)
    participants = reverse("participants", query={"coach": staff_id})
    trackers = {"assignee": staff_id, "status": not_final_statuses()}
    return [
        Count(held.seen[CASELOAD], "Caseload", participants),
        Count(held.seen[ACTIVITIES], "Activities they own", f"{work}#activities"),
        Count(held.seen[TRACKERS], "Trackers not final", reverse("trackers", query=trackers)),
    ]


def unseen_words(actor: Actor, held: Held) -> str:
    """What is not the actor's to see, as a number: nothing is left behind unseen."""
    if not held.unseen:
        return ""
    is_one = held.unseen == 1
    told = (
        f"{counted(held.unseen, 'more thing')} of theirs {'is' if is_one else 'are'} not yours to "
        "see: "
    )
    if actor.is_everywhere:
        them = "it" if is_one else "them"
        return f"{told}on a restricted record. A supervisor named on it hands {them} over."
    return (
        f"{told}in groups of "
        "others, or restricted. An administrator of all groups, or the supervisor named on a "
        "restricted record, hands those over."
    )


def role_lines() -> list[RoleLine]:
    """Every role with what it allows; first what an account without any may do."""
    nobody = RoleLine(
        "No role",
        "Works with participants. So does everybody, except people whose only roles are "
        "Administrator or Auditor.",
        allowed_with(frozenset()),
    )
    plain = set(nobody.allows)
    return [nobody] + [
        RoleLine(
            role.value,
            meaning,
            [one for one in allowed_with(frozenset({role.value})) if one not in plain],
        )
        for role, meaning in ROLE_MEANINGS.items()
    ]


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One thing that can be done, and which roles allow it."""

    sentence: str
    cells: Sequence[tuple[str, bool]]


def operation_rows() -> list[OperationRow]:
    """The table role against operation."""
    columns = [
        ("No role", frozenset()),
        *((short_role(one), frozenset({one.value})) for one in Role),
    ]
    return [
        OperationRow(one.sentence, [(label, may(held, one.code)) for label, held in columns])
        for one in OPERATIONS.values()
    ]


def role_heads() -> list[Head]:
    return [Head("What"), Head("No role"), *(Head(short_role(one)) for one in Role)]
