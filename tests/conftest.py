"""What every test may ask for."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.basics import restore_basics
from tests.people import Cast, Person, make_cast


@pytest.fixture(autouse=True)
def plain_surroundings(settings: Settings) -> None:
    """Files in memory, static files under their plain names, passwords hashed quickly, and nobody
    too quick for a limit.
    """
    settings.LIMITS = {}
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


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """A browser in which somebody is signed in."""

    def as_person(person: Person) -> Client:
        client = Client()
        client.force_login(person.staff)
        return client

    return as_person
