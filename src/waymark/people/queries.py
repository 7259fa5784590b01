"""Who works here, what they may see, and who can be given work. The actor comes first wherever
scope matters.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, OuterRef, QuerySet, UUIDField

from waymark.kernel.actor import COMMAND_LINE_ID, COMMAND_LINE_NAME, Actor
from waymark.kernel.refusals import NotFound
from waymark.people.models import Group, Staff
from waymark.people.policy import Role
from waymark.reads.worked_out import worked_out

ON_A_PAGE = 50


def actor_of(staff: Staff, *, is_import: bool = False) -> Actor:
    """A member of staff as an actor, with every group in scope: their own and all below. Of whom is
    signed in they were read with the account.
    """
    group_ids = getattr(staff, "scope", None)
    is_everywhere = getattr(staff, "is_everywhere", None)
    if group_ids is None or is_everywhere is None:
        own = staff.groups.order_by()
        in_scope = Group.objects.filter(lineage__overlap=ArraySubquery(own.values("id")))
        group_ids = in_scope.order_by().values_list("id", flat=True)
        is_everywhere = own.filter(parent=None).exists()
    return Actor(
        id=staff.id,
        name=staff.name,
        email=staff.email,
        job_title=staff.job_title,
        roles=frozenset(staff.roles),
        group_ids=frozenset(group_ids),
        is_import=is_import,
        is_everywhere=is_everywhere,
    )


def as_now(actor: Actor) -> Actor:
    """An actor as the account is by now: roles or groups may have been taken away meanwhile. Who is
    no longer active has none.
    """
    account = Staff.objects.filter(id=actor.id, is_active=True).first()
    if account is None:
        return replace(actor, roles=frozenset(), group_ids=frozenset(), is_everywhere=False)
    return actor_of(account, is_import=actor.is_import)


def actor_with_email(email: str, *, is_import: bool = False) -> Actor:
    """The active member of staff with that address; refused with `staff.not_found`."""
    staff = Staff.objects.filter(email=email.strip().lower(), is_active=True).first()
    if staff is None:
        raise NotFound("staff")
    return actor_of(staff, is_import=is_import)


def groups_in_scope(actor: Actor) -> QuerySet[Group]:
    """The groups whose participants the actor sees, in the order of the tree."""
    if actor.is_everywhere:
        return Group.objects.all()
    return Group.objects.filter(id__among=actor.group_ids)


def group_paths_in_scope(actor: Actor) -> Sequence[tuple[UUID, str]]:
    """Id and path of each, in the same order."""
    return _group_paths(actor=actor)


@worked_out
def _group_paths(*, actor: Actor) -> QuerySet[Group, Any]:
    return groups_in_scope(actor).values_list("id", "path")


def staff_with_access(group: Group, *, restricted_to: Collection[UUID] | None) -> QuerySet[Staff]:
    """Active staff who see a participant of a group: those in it or in a group above, of a
    restricted record those whom it names (None: it is not restricted).
    """
    staff = Staff.objects.filter(is_active=True, groups__in=group.lineage)
    if restricted_to is not None:
        staff = staff.filter(id__in=restricted_to)
    return staff.distinct()


def staff_within(actor: Actor) -> QuerySet[Staff]:
    """Staff who belong to the actor's groups or a group below, active or not: whose work the actor
    may look into.
    """
    return Staff.objects.filter(groups__among=actor.group_ids).distinct()


def staff_within_with_id(actor: Actor, staff_id: UUID) -> Staff:
    """One of them; refused with `staff.not_found`."""
    if (found := staff_within(actor).filter(id=staff_id).first()) is None:
        raise NotFound("staff")
    return found


def open_groups_in_scope(actor: Actor) -> QuerySet[Group]:
    """The groups that somebody can be put into, in the order of the tree."""
    return groups_in_scope(actor).filter(closed_at=None)


def held_group(group_id: UUID) -> Group | None:
    """A group that nobody can close until the transaction ends; others may use it meanwhile."""
    held = "SELECT * FROM people_group WHERE id = %s FOR KEY SHARE"
    return next(iter(Group.objects.raw(held, [group_id])), None)


def staff_in_scope(actor: Actor) -> QuerySet[Staff]:
    """Staff who share a group with the actor, above or below: for filters by work coach and
    assignee.
    """
    if actor.is_everywhere:
        return Staff.objects.filter(
            Exists(Staff.groups.through.objects.filter(staff=OuterRef("id")))
        )
    related = Group.objects.filter(id__among=actor.group_ids).order_by()
    lineages = related.values(one=Func(F("lineage"), function="unnest", output_field=UUIDField()))
    theirs = Staff.groups.through.objects.filter(group_id__in=lineages)
    return Staff.objects.filter(id__in=theirs.values("staff_id"))


@dataclass(frozen=True, slots=True)
class Colleague:
    """What a decision needs to know of a member of staff: plain values."""

    id: UUID
    name: str
    email: str
    is_active: bool
    roles: frozenset[str]
    group_ids: frozenset[UUID]

    def sees(self, lineage: Iterable[UUID], *, restricted_to: Collection[UUID] | None) -> bool:
        """Active, with access to a group whose lineage this is; named, where the participant's
        record is restricted (None: it is not).
        """
        is_let_in = restricted_to is None or self.id in restricted_to
        return self.is_active and is_let_in and not self.group_ids.isdisjoint(lineage)

    @property
    def may_edit_trackers(self) -> bool:
        return Role.TRACKERS_EDIT in self.roles


def colleagues(ids: Iterable[UUID | None]) -> dict[UUID, Colleague]:
    """Members of staff by id, with their groups: one statement, however many."""
    asked = {one for one in ids if one}
    if len(asked) > ON_A_PAGE:
        return _by_id(_with_groups(Staff.objects.filter(id__in=asked)))
    return _by_id(_colleagues_on_a_page(staff_ids=asked))


@worked_out
def _colleagues_on_a_page(*, staff_ids: Collection[UUID]) -> QuerySet[Staff, Any]:
    return _with_groups(Staff.objects.filter(id__in=staff_ids))


def _by_id(found: Iterable[tuple]) -> dict[UUID, Colleague]:
    return {one[0]: _colleague(*one) for one in found}


def colleagues_with_email(emails: Iterable[str]) -> dict[str, Colleague]:
    """Members of staff by address (in small letters): one statement, however many."""
    found = _by_id(_with_groups(Staff.objects.filter(email__in=set(emails) - {""})))
    return {one.email: one for one in found.values()}


def _with_groups(staff: QuerySet[Staff]) -> QuerySet[Staff, Any]:
    theirs = Staff.groups.through.objects.filter(staff_id=OuterRef("id")).order_by()
    found = staff.order_by().annotate(theirs=ArraySubquery(theirs.values("group_id")))
    return found.values_list("id", "name", "email", "is_active", "roles", "theirs")


def _colleague(
    staff_id: UUID, name: str, email: str, is_active: bool, roles: list[str], groups: list[UUID]
) -> Colleague:
    return Colleague(staff_id, name, email, is_active, frozenset(roles), frozenset(groups))


@dataclass(frozen=True, slots=True)
class CastMember:
    """One of the demonstration accounts, as the sign-in page lists them."""

    id: UUID
    name: str
    job_title: str
    place: str
    comes_for: str


DEMO_COMES_FOR = (
    ("adam.stewart@provider.example", "Caseload, action plans, the trackers assigned to him"),
    ("alexandra.herbert@provider.example", "The same, without the role to edit trackers"),
    ("roy.patel@provider.example", "Another office: sees none of Adam’s participants"),
    ("judith.hughes@provider.example", "Owns activities that she trains people in"),
    ("glenn.wyatt@provider.example", "Compliance: checks and pre-authorises what is submitted"),
    ("wendy.oliver@provider.example", "Audit: processes, rejects, closes"),
    ("aimee.hamilton@provider.example", "Mandation and sanction status; her team’s work"),
    ("tomasz.wisniewski@provider.example", "Reads everything in scope, changes nothing"),
    ("joanne.okafor@provider.example", "Accounts, roles, groups, lists, imports"),
)


def demo_cast() -> Sequence[CastMember]:
    """The people of the demonstration, in the order of the sign-in page: by their whole address,
    so that nobody is let in without a password for being called alike.
    """
    addresses = [address for address, _ in DEMO_COMES_FOR]
    active = Staff.objects.filter(is_active=True, email__in=addresses).prefetch_related("groups")
    found = {staff.email: staff for staff in active}
    return [
        CastMember(found[one].id, found[one].name, found[one].job_title, _place(found[one]), why)
        for one, why in DEMO_COMES_FOR
        if one in found
    ]


def has_demonstration_people() -> bool:
    """Whether anybody's e-mail address ends in .example, as no real one can."""
    return Staff.objects.filter(email__iendswith=".example").exists()


def _place(staff: Staff) -> str:
    return ", ".join(
        group.name if group.parent_id else "everywhere" for group in staff.groups.all()
    )


def administrators() -> QuerySet[Staff]:
    """Active staff who hold the role Administrator, the longest-serving first."""
    holders = Staff.objects.filter(is_active=True, roles__contains=[Role.ADMINISTRATOR.value])
    return holders.order_by("created_at", "email")


def installation_has_staff() -> bool:
    """Whether anybody can sign in at all."""
    return Staff.objects.exists()


def command_line() -> Actor:
    """Whoever runs the installation: an administrator of everything, by its command line."""
    return Actor(
        id=COMMAND_LINE_ID,
        name=COMMAND_LINE_NAME,
        roles=frozenset({Role.ADMINISTRATOR.value}),
        group_ids=frozenset(Group.objects.values_list("id", flat=True)),
        is_everywhere=True,
    )
