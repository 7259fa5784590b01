"""The named cast: the same people in every test. Groups: Wales with Caerdydd below it; North West
with Liverpool.
"""

from dataclasses import dataclass, field

from waymark.kernel.actor import Actor
from waymark.people.models import Group, Staff
from waymark.people.policy import Role
from waymark.people.queries import actor_of

EDIT = Role.TRACKERS_EDIT.value
PRE_AUTHORISE = Role.TRACKERS_PRE_AUTHORISE.value
PROCESS = Role.TRACKERS_PROCESS.value


@dataclass
class Person:
    """Somebody of the cast: the account, and the actor that they are."""

    staff: Staff
    _actor: Actor | None = field(default=None)

    @property
    def actor(self) -> Actor:
        if self._actor is None:
            self._actor = actor_of(self.staff)
        return self._actor


# name: full name, job title, group, roles
WHO = {
    "adam": ("Adam Stewart", "Work coach", "Wales / Caerdydd", [EDIT]),
    "alexandra": ("Alexandra Herbert", "Work coach", "Wales / Caerdydd", []),
    "roy": ("Roy Patel", "Work coach", "North West / Liverpool", [EDIT]),
    "judith": ("Judith Hughes", "Employability trainer", "Wales / Caerdydd", [EDIT]),
    "glenn": ("Glenn Wyatt", "Compliance officer", "Wales", [EDIT, PRE_AUTHORISE]),
    "wendy": ("Wendy Oliver", "Audit officer", "Wales", [EDIT, PROCESS]),
    "aimee": ("Aimee Hamilton", "Supervisor", "Wales", [Role.SUPERVISOR.value]),
    "tomasz": ("Tomasz Wiśniewski", "Auditor", "All groups", [Role.AUDITOR.value]),
    "joanne": ("Joanne Okafor", "Tenant administrator", "All groups", [Role.ADMINISTRATOR.value]),
}


@dataclass
class Cast:
    """Adam and Alexandra coach in Caerdydd (she without Edit), Roy in Liverpool; Judith trains in
    Caerdydd; Glenn pre-authorises and Wendy processes for Wales; Aimee supervises Wales; Tomasz
    audits and Joanne administers everything.
    """

    adam: Person
    alexandra: Person
    roy: Person
    judith: Person
    glenn: Person
    wendy: Person
    aimee: Person
    tomasz: Person
    joanne: Person
    groups: dict[str, Group]


def place_group(path: str, groups: dict[str, Group]) -> Group:
    """A group below those above it, once; not in the database yet."""
    if path not in groups:
        above, _, name = path.rpartition(" / ")
        parent = place_group(above or "All groups", groups)
        group = Group(name=name, path=path, parent=parent)
        group.lineage = [*parent.lineage, group.id]
        groups[path] = group
    return groups[path]


def make_group(path: str, groups: dict[str, Group]) -> Group:
    """A group with those above it, once."""
    known = {*groups}
    group = place_group(path, groups)
    Group.objects.bulk_create(one for name, one in groups.items() if name not in known)
    return group


def make_groups() -> dict[str, Group]:
    """Every group that somebody of the cast belongs to, with those above it."""
    groups = {"All groups": Group.objects.get(parent=None)}
    for _, _, path, _ in WHO.values():
        place_group(path, groups)
    Group.objects.bulk_create(list(groups.values())[1:])
    return groups


def make_cast() -> Cast:
    """Everybody, in the database; in as few statements as it can be, for nearly every test."""
    groups = make_groups()
    staff = {
        key: Staff(
            email=f"{key}@provider.example",
            name=name,
            job_title=job_title,
            roles=list(roles),
            password="!",
        )
        for key, (name, job_title, _, roles) in WHO.items()
    }
    Staff.objects.bulk_create(staff.values())
    belongs = Staff.groups.through
    belongs.objects.bulk_create(
        belongs(staff=one, group=groups[WHO[key][2]]) for key, one in staff.items()
    )
    return Cast(**{key: Person(one) for key, one in staff.items()}, groups=groups)
