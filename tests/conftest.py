"""What every test may ask for."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.basics import restore_basics
from tests.factories import MORNING
from tests.people import Cast, Person, make_cast
from waymark.web.time_limits import come_in


@pytest.fixture(autouse=True)
def plain_surroundings(settings: Settings) -> None:
    """Files in memory, static files under their plain names, passwords hashed quickly."""
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody of the named cast."""
    restore_basics()
    return make_cast()


class Clock:
    """The time that everybody sees, moved on by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def passes(self, **much: int) -> datetime:
        """It is later by so much."""
        self.now += timedelta(**much)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is 23 November 2026, 9am, until the test says otherwise."""
    one = Clock(MORNING)
    monkeypatch.setattr(timezone, "now", lambda: one.now)
    return one


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in."""

    def as_person(person: Person) -> Client:
        client = Client()
        client.force_login(person.staff)
        session = client.session
        come_in(session, person.staff.id, timezone.now())  # as after the page for signing in
        session.save()
        return client

    return as_person
