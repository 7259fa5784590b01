"""Who signs in for the measuring, and their sessions. Runs with the application's settings.

Five coaches, somebody of compliance, a supervisor, and whoever reads most widely: eight people, as
many as there are in different groups.
"""

from dataclasses import dataclass
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

COACHES = 5
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


def signed_in_people() -> list[Person]:
    """Eight people, chosen the same way each time, each with a session of their own."""
    active = Staff.objects.filter(is_active=True).order_by("email")
    chosen = _coaches()
    for roles in (
        [role.value for role in COMPLIANCE],
        [Role.SUPERVISOR.value],
        [Role.AUDITOR.value, Role.ADMINISTRATOR.value],
    ):
        holders = active.filter(roles__overlap=roles).exclude(id__in=[one.id for one in chosen])
        chosen += [one for one in [_of_the_widest(holders, roles)] if one]
    return [_signed_in(one) for one in chosen]


def _coaches() -> list[Staff]:
    """Those with the largest caseloads, of as many groups as there are."""
    edit = Role.TRACKERS_EDIT.value
    coaches = (
        Staff.objects.filter(is_active=True, roles__contains=[edit])
        .exclude(roles__overlap=[role.value for role in COMPLIANCE])
        .annotate(cases=Count("caseload"))
        .filter(cases__gt=0)
        .order_by("-cases", "email")[:400]
    )
    seen: set[Any] = set()
    first, others = [], []
    for coach in coaches.prefetch_related("groups"):
        groups = frozenset(group.id for group in coach.groups.all())
        (others if groups & seen else first).append(coach)
        seen |= groups
    return [*first, *others][:COACHES]


def _of_the_widest(holders: Any, roles: list[str]) -> Staff | None:
    """The first role that anybody holds counts; of its holders who sees the most groups."""
    for role in roles:
        if of_role := list(holders.filter(roles__contains=[role])[:20]):
            return max(of_role, key=lambda one: len(actor_of(one).group_ids))
    return None


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
