"""The tree of groups, and its changes: add, edit, move, close, open again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waymark.kernel.refusals import Refused
from waymark.operations.groups import add_group, close_group, edit_group, move_group, reopen_group
from waymark.participants.counting import participants_by_group, participants_in
from waymark.people.accounts import (
    active_staff_in,
    group_of,
    groups_below,
    tree_of,
    who_would_gain_and_lose,
)
from waymark.people.policy import require
from waymark.people.queries import groups_in_scope
from waymark.web.conflicts import let_through
from waymark.web.groups.forms import AddGroupForm, CloseForm, GroupForm, MoveGroupForm
from waymark.web.groups.pages import HEADS, group_rows, in_the_way, move_words
from waymark.web.requests import StaffRequest

reads_and_saves = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def groups(request: StaffRequest) -> HttpResponse:
    """The tree, with how many are in each."""
    require(request.actor, "people.keep")
    tree = tree_of(request.actor)
    counts = participants_by_group(request.actor, now=timezone.now())
    return render(request, "groups/tree.html", {"heads": HEADS, "rows": group_rows(tree, counts)})


@reads_and_saves
def add(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """A group below this one."""
    require(request.actor, "people.keep")
    parent = group_of(request.actor, group_id)
    form = AddGroupForm(_typed(request), initial={"bank_holidays": parent.bank_holidays})
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("name", "bank_holidays")}
        try:
            made = add_group(actor=request.actor, parent_id=group_id, now=timezone.now(), **typed)
        except Refused as refused:
            let_through(refused)
            form.add_refusal(refused)
        else:
            messages.success(request, f"{made.path} is added")
            return redirect("groups")
    return render(request, "groups/add.html", {"form": form, "group": parent})


@reads_and_saves
def edit(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Another name, other bank holidays."""
    require(request.actor, "people.keep")
    group = group_of(request.actor, group_id)
    known = {
        "name": group.name,
        "bank_holidays": group.bank_holidays,
        "version": group.version,
    }
    form = GroupForm(_typed(request), initial=known)

    def save() -> str:
        saved = edit_group(
            actor=request.actor,
            group_id=group_id,
            name=form.cleaned_data["name"],
            bank_holidays=form.cleaned_data["bank_holidays"],
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
        return f"{saved.path} is saved"

    return _answer(request, group, form, save, "groups/edit.html")


@reads_and_saves
def move(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Below another group: what that brings is said first."""
    require(request.actor, "people.keep")
    group = group_of(request.actor, group_id)
    possible = [
        one
        for one in groups_in_scope(request.actor)
        if group.id not in one.lineage and (group.is_closed or not one.is_closed)
    ]
    form = MoveGroupForm(
        _typed(request),
        initial={"parent": str(group.parent_id), "version": group.version},
        groups=[(str(one.id), one.path) for one in possible],
    )
    brings: list[str] = []
    if form.is_valid() and not form.is_told:
        parent = next(one for one in possible if one.id == form.parent_id())
        gain, lose = who_would_gain_and_lose(group, parent)
        below = len(groups_below(group)) - 1
        brings = move_words(group, parent, below=below, gain=gain, lose=lose)
        chosen = {"group": group, "form": form, "brings": brings, "parent": parent}
        return render(request, "groups/move.html", chosen)

    def save() -> str:
        moved = move_group(
            actor=request.actor,
            group_id=group_id,
            parent_id=form.parent_id(),
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
        return f"{moved.path} is saved"

    return _answer(request, group, form, save, "groups/move.html", brings=brings, parent=None)


@reads_and_saves
def close(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Say what is still in it, then close it; or open it again."""
    require(request.actor, "people.keep")
    group = group_of(request.actor, group_id)
    to = "yes" if group.is_closed else "no"
    form = CloseForm(_typed(request), initial={"to": to, "version": group.version})

    def save() -> str:
        saved = (reopen_group if form.cleaned_data["to"] == "yes" else close_group)(
            actor=request.actor,
            group_id=group_id,
            seen_version=form.cleaned_data["version"],
            now=timezone.now(),
        )
        return f"{saved.path} {'takes nobody new' if saved.is_closed else 'is open again'}"

    return _answer(
        request, group, form, save, "groups/close.html", to=to, still_in=_still_in(request, group)
    )


def _still_in(request: StaffRequest, group: Any) -> list[Any]:
    seen, everybody = participants_in(request.actor, group.id, now=timezone.now())
    below = [one for one in groups_below(group) if one.parent_id == group.id and not one.is_closed]
    return in_the_way(
        group,
        participants=seen,
        unseen=everybody - seen,
        staff=active_staff_in(group),
        below=below,
    )


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _answer(
    request: StaffRequest, group: Any, form: Any, save: Any, template: str, **more: Any
) -> HttpResponse:
    """Save what was typed and say so above the tree, or show the form with what is wrong."""
    if form.is_valid():
        try:
            done = save()
        except Refused as refused:
            form.answer(refused, version=group.version)
        else:
            messages.success(request, done)
            return redirect("groups")
    context = {
        "group": group,
        "form": form,
        "conflict": form.conflict,
        "has_errors": bool(form.conflict),
    }
    return render(request, template, context | more)
