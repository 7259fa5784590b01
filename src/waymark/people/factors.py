"""The second steps that a member of staff has set up: plain values, for pages and decisions."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from waymark.kernel.actor import Actor
from waymark.people.policy import asks_a_second_step_of

APP, KEY, CODES = "totp", "webauthn", "recovery_codes"


@dataclass(frozen=True, slots=True)
class Key:
    """A security key or passkey. A passkey opens Waymark by itself."""

    id: int
    name: str
    is_passkey: bool
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecondSteps:
    """What somebody can show after the password."""

    app_added_at: datetime | None
    app_used_at: datetime | None
    keys: tuple[Key, ...]
    has_codes: bool
    codes_left: int
    codes_were_shown: bool

    @property
    def how_many(self) -> int:
        """Those that count: recovery codes stand in for another, and are none by themselves."""
        return len(self.keys) + (self.app_added_at is not None)


def second_steps_of(staff_id: UUID) -> SecondSteps:
    """What a member of staff has set up: one statement."""
    by_kind: dict[str, list[Authenticator]] = {APP: [], KEY: [], CODES: []}
    for one in Authenticator.objects.filter(user_id=staff_id).order_by("created_at", "id"):
        by_kind[one.type].append(one)
    app = next(iter(by_kind[APP]), None)
    codes = next((one.wrap() for one in by_kind[CODES]), None)
    return SecondSteps(
        app_added_at=app.created_at if app else None,
        app_used_at=app.last_used_at if app else None,
        keys=tuple(_key(one) for one in by_kind[KEY]),
        has_codes=codes is not None,
        codes_left=len(codes.get_unused_codes()) if codes else 0,
        codes_were_shown=bool(codes and codes.did_view),
    )


def needs_second_step(actor: Actor) -> bool:
    """Whether this installation asks a second step of somebody with these roles."""
    return asks_a_second_step_of(actor.roles, settings.SECOND_FACTOR)


def _key(one: Authenticator) -> Key:
    wrapped = one.wrap()
    return Key(
        id=one.id,
        name=wrapped.name,
        is_passkey=bool(wrapped.is_passwordless),
        added_at=one.created_at,
        used_at=one.last_used_at,
    )
