"""What every test may ask for."""

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from _pytest.runner import pytest_runtest_protocol as run_a_test
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import update_last_login
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.basics import PLAIN, restore_basics
from tests.factories import MORNING
from tests.left_out import left_out
from tests.made_once import Made
from tests.mails import forget_jobs
from tests.people import Cast, Person, make_cast
from tests.roles import application_role, take_on
from waymark.config.room import with_room
from waymark.web.time_limits import come_in

COMMITS = {"transactional_db", "live_server"}
COLLECT_EVERY = 100_000
LONG = ("tests/journeys/", "tests/runner/")
gc.set_threshold(COLLECT_EVERY, 20, 100)


def pytest_collection_finish() -> None:
    """All modules and tests are there and stay: the garbage collector need not go through them
    again for every hundred new objects (ADR 0027).
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long goes first, so that at the end no process is left alone with a journey."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    """Run a test as pytest does, with room for its calls."""
    return with_room(lambda: run_a_test(item, nextitem))


@pytest.fixture(scope="session", autouse=True)
def plain_surroundings() -> Iterator[None]:
    """Files in memory, static files under their plain names, passwords hashed quickly, and nobody
    too quick for a limit.
    """
    with override_settings(**PLAIN):
        yield


# For marks and classes that no test has (tests/architecture/test_house.py holds that): together
# they cost as much as a small test (ADR 0027).
_django_setup_unittest = left_out()
_django_set_urlconf = left_out()
_django_isolate_apps = left_out()
_django_clear_site_cache = left_out()
_template_string_if_invalid_marker = left_out()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A thread or a process of a test may still hang on to the database when all is over: it goes
    all the same.
    """

    def drop(name: str, verbosity: int) -> None:
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")

    connection.creation._destroy_test_db = drop  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, django_db_keepdb: bool
) -> Iterator[str]:
    """With the database comes the application's role, which has its rights and no others; outside
    of the transaction of any test.
    """
    with django_db_blocker.unblock():
        make = application_role(stays=django_db_keepdb)
        role = make.__enter__()
    yield role
    with django_db_blocker.unblock():
        make.__exit__(None, None, None)


@pytest.fixture(scope="session")
def application(django_db_setup: str) -> str:
    """The name of the application's database role."""
    return django_db_setup


def commits(request: pytest.FixtureRequest) -> bool:
    """Whether other connections see what a test does; the tables are emptied afterwards."""
    marked = request.node.get_closest_marker("django_db")
    return bool(COMMITS & {*request.fixturenames} or (marked and marked.kwargs.get("transaction")))


def has_a_database(request: pytest.FixtureRequest) -> bool:
    """Whether a test has one at all."""
    marked = request.node.get_closest_marker("django_db")
    return bool(marked or {"db", *COMMITS} & {*request.fixturenames})


@pytest.fixture(autouse=True)
def as_installed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test finds what a new installation knows, no files and no jobs, whichever tests ran
    before it: one that commits empties the tables, but leaves the queue alone.
    """
    if not has_a_database(request):
        yield
        return
    request.getfixturevalue("transactional_db" if commits(request) else "db")
    request.getfixturevalue("settings").STORAGES = PLAIN["STORAGES"]  # a new store, and empty
    restore_basics()
    yield
    if commits(request):
        forget_jobs()


@pytest.fixture
def as_the_application(request: pytest.FixtureRequest, as_installed: None) -> None:
    """Run a test with the rights of the application, so that one that is missing is found.

    Not one that commits (it empties the tables afterwards, as only their owner may), nor one that
    is marked `as_owner`, since it holds the guards themselves against somebody who has every right.
    """
    is_the_owners = request.node.get_closest_marker("as_owner")
    if has_a_database(request) and not commits(request) and not is_the_owners:
        take_on(request.getfixturevalue("application"))


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody of the named cast."""
    return make_cast()


@pytest.fixture
def made(db: None, once: Made) -> Made:
    """What the file's `once` made, as it was made."""
    return once.anew()


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
    """A browser in which somebody is signed in, without the dozen statements of signing in."""

    def as_person(person: Person) -> Client:
        update_last_login(None, person.staff)
        session = SessionStore()
        session[SESSION_KEY] = str(person.staff.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session[HASH_SESSION_KEY] = person.staff.get_session_auth_hash()
        come_in(session, person.staff.id, timezone.now())  # as after the page for signing in
        session.save()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return as_person
