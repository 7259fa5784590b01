"""How long somebody is still signed in: since they last did something, and since they came in."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

ACTIVE, STARTED = "active_at", "started_at"
WRITTEN_EVERY = 60  # seconds: pages do not write to the session each time
LEAST_FOR_A_WARNING = 2


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """Seconds until somebody is signed out; `is_fixed` when nothing they do makes it longer."""

    left: int
    is_fixed: bool

    @property
    def is_over(self) -> bool:
        return self.left <= 0


def time_left(session: SessionBase, now: datetime) -> TimeLeft:
    """What is left of a session; all of it when it has only begun."""
    at = now.timestamp()
    in_all = settings.SESSION_COOKIE_AGE - (at - session.get(STARTED, at))
    if not settings.IDLE_SECONDS:
        return TimeLeft(int(in_all), is_fixed=True)
    idle = settings.IDLE_SECONDS - (at - session.get(ACTIVE, at))
    return TimeLeft(int(min(idle, in_all)), is_fixed=in_all <= idle)


def time_on_page(session: SessionBase, now: datetime) -> TimeLeft:
    """What a page may count on without asking again: the same bytes from second to second, so that
    two pages can only differ in what they say.
    """
    time, sure = time_left(session, now), int(settings.IDLE_SECONDS - _written_every())
    return time if time.is_fixed or time.left < sure else TimeLeft(sure, is_fixed=False)


def has_begun(session: SessionBase) -> bool:
    """Whether somebody signed in has been here in this session before."""
    return STARTED in session


def begin(session: SessionBase, now: datetime) -> None:
    """The first page after signing in."""
    session[STARTED] = session[ACTIVE] = now.timestamp()


def note_activity(session: SessionBase, now: datetime, *, at_once: bool = False) -> None:
    """Somebody did something: written down once a minute, or at once when they ask to stay."""
    at = now.timestamp()
    if at_once or at - session.get(ACTIVE, 0) >= _written_every():
        session[ACTIVE] = at


def _written_every() -> float:
    return min(WRITTEN_EVERY, settings.IDLE_SECONDS / 30)


def warning_seconds() -> int:
    """How long before the end the warning comes."""
    if not settings.IDLE_SECONDS:
        return settings.IDLE_WARNING_SECONDS
    return min(settings.IDLE_WARNING_SECONDS, settings.IDLE_SECONDS // LEAST_FOR_A_WARNING)
