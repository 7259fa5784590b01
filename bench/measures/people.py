"""Who signs in for the measuring, and their sessions. Runs with the application's settings.

Of eight people five are coaches, in as many different groups as there are; the others are of
compliance, supervisors, and auditors or administrators, those who read most widely first.
"""

from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone

from waymark.kernel.actor import Actor
from waymark.people.models import Staff
from waymark.people.policy import COMPLIANCE, Role
from waymark.people.queries import actor_of
from waymark.web.account.entering import PASSWORD, entered
from waymark.web.time_limits import come_in

EIGHT, COACHES = 8, 5
CANDIDATES = 20
CSRF = "benchbenchbenchbenchbenchbench12"
BACKEND = "waymark.people.signed_in.Accounts"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in: the actor as pages know them, and what their browser sends."""

    actor: Actor
    staff: Staff
    cookie: str

    @property
    def edits(self) -> bool:
        return Role.TRACKERS_EDIT in self.actor.roles

    def asks(self, path: str, **more: Any) -> dict[str, Any]:
        """A request of theirs, as the load client takes it."""
        return {"path": path, "cookie": self.cookie, **more}

    def sends(self, path: str, fields: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A form of theirs."""
        fields = {"csrfmiddlewaretoken": CSRF} | fields
        return self.asks(path, method="POST", fields=fields, **more)


OTHERS = (
    [role.value for role in COMPLIANCE],
    [Role.SUPERVISOR.value],
    [Role.AUDITOR.value, Role.ADMINISTRATOR.value],
)


def signed_in_people(many: int = EIGHT) -> list[Person]:
    """So many people, chosen the same way each time, each with a session of their own. Where fewer
    work there than are asked for, some have several: one at each of their browsers.
    """
    active = Staff.objects.filter(is_active=True).order_by("email")
    chosen = _coaches(many * COACHES // EIGHT)
    others = many - many * COACHES // EIGHT
    for number, roles in enumerate(OTHERS):
        share = others // len(OTHERS) + (number < others % len(OTHERS))
        holders = active.filter(roles__overlap=roles).exclude(id__in=[one.id for one in chosen])
        chosen += _of_the_widest(holders, roles, share)
    browsers = chosen if many == EIGHT else islice(cycle(chosen), many)
    return [_signed_in(one) for one in browsers]


def _coaches(many: int) -> list[Staff]:
    """Those with the largest caseloads, of as many groups as there are."""
    edit = Role.TRACKERS_EDIT.value
    coaches = (
        Staff.objects.filter(is_active=True, roles__contains=[edit])
        .exclude(roles__overlap=[role.value for role in COMPLIANCE])
        .annotate(cases=Count("caseload"))
        .filter(cases__gt=0)
        .order_by("-cases", "email")[: max(400, many)]
    )
    seen: set[Any] = set()
    first, others = [], []
    for coach in coaches.prefetch_related("groups"):
        groups = frozenset(group.id for group in coach.groups.all())
        (others if groups & seen else first).append(coach)
        seen |= groups
    return [*first, *others][:many]


def _of_the_widest(holders: Any, roles: list[str], many: int) -> list[Staff]:
    """Of those who hold the first role who sees the most groups; then of the next."""
    found: list[Staff] = []
    for role in roles:
        of_role = holders.filter(roles__contains=[role]).exclude(id__in=[one.id for one in found])
        widest = sorted(
            of_role[: max(CANDIDATES, many)], key=lambda one: -len(actor_of(one).group_ids)
        )
        found += widest[: many - len(found)]
    return found


def _signed_in(staff: Staff) -> Person:
    """By the same steps as the sign-in page takes once the password was right."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, staff, backend=BACKEND)
    entered(request, PASSWORD)
    come_in(request.session, staff.pk, timezone.now())
    request.session.save()
    cookie = (
        f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}; "
        f"{settings.CSRF_COOKIE_NAME}={CSRF}"
    )
    return Person(actor_of(staff), staff, cookie)
