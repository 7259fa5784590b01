"""What goes by itself is told apart from what is our fault."""

import errno

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, IntegrityError, OperationalError, ProgrammingError
from psycopg import errors
from psycopg_pool import PoolTimeout

from waymark.web.errors.passing import FULL, NOT_THERE, TOO_BUSY, TOO_LONG, passing


def as_django_raises(outer: type[Exception], cause: Exception) -> Exception:
    try:
        raise outer from cause
    except outer as raised:
        return raised


@pytest.mark.parametrize(
    ("outer", "cause", "why"),
    [
        (OperationalError, errors.QueryCanceled(), TOO_LONG),
        (OperationalError, errors.LockNotAvailable(), TOO_LONG),
        (OperationalError, errors.DeadlockDetected(), TOO_LONG),
        (OperationalError, errors.TooManyConnections(), TOO_BUSY),
        (OperationalError, PoolTimeout(), NOT_THERE),
        (OperationalError, errors.AdminShutdown(), NOT_THERE),
        (OperationalError, errors.CannotConnectNow(), NOT_THERE),
        (OperationalError, errors.ConnectionFailure(), NOT_THERE),
        (OperationalError, psycopg.OperationalError("connection is bad"), NOT_THERE),
        (OperationalError, errors.DiskFull(), FULL),
        (IntegrityError, errors.UniqueViolation(), None),
        (ProgrammingError, errors.UndefinedColumn(), None),
        (ValueError, KeyError("x"), None),
    ],
)
def test_by_what_the_database_says(outer, cause, why):
    assert passing(as_django_raises(outer, cause)) == why


@pytest.mark.parametrize(
    ("number", "why"), [(errno.ENOSPC, FULL), (errno.EDQUOT, FULL), (errno.EACCES, None)]
)
def test_by_what_the_disk_says(number, why):
    assert passing(OSError(number, "no")) == why


def session_not_kept(reason: Exception) -> Exception:
    """As Django tells it, which leaves out why."""
    try:
        try:
            try:
                raise reason
            except DatabaseError:
                raise UpdateError  # noqa: B904
        except UpdateError:
            raise SessionInterrupted("gone")  # noqa: B904
    except SessionInterrupted as raised:
        return raised


def test_a_session_that_could_not_be_kept_because_the_database_went_away():
    broken = as_django_raises(OperationalError, psycopg.OperationalError("connection is bad"))
    assert passing(session_not_kept(broken)) == NOT_THERE


def test_a_session_that_somebody_ended():
    assert passing(session_not_kept(DatabaseError("did not affect any rows"))) is None


def test_nothing_has_happened():
    assert passing(None) is None
