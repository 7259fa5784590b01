"""What goes by itself, or when somebody makes room: it is no fault of what was asked for."""

import errno
from collections.abc import Iterator

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError
from psycopg_pool import PoolTimeout

RETRY_AFTER = 10  # seconds

TOO_LONG = "This took too long, so Waymark stopped it. Others may be busy with the same record."
TOO_BUSY = "More people are asking at this moment than Waymark can answer."
NOT_THERE = "The database does not answer. It may be starting again."
FULL = "There is no room left to store anything. Whoever looks after Waymark has to make some."

_BY_CODE = {
    "57014": TOO_LONG,  # query_canceled, by statement_timeout
    "55P03": TOO_LONG,  # lock_not_available, by lock_timeout
    "40P01": TOO_LONG,  # deadlock_detected
    "25P03": TOO_LONG,  # idle_in_transaction_session_timeout
    "53300": TOO_BUSY,  # too_many_connections
    "57P01": NOT_THERE,  # admin_shutdown
    "57P02": NOT_THERE,  # crash_shutdown
    "57P03": NOT_THERE,  # cannot_connect_now
    "53100": FULL,  # disk_full
}


def passing(error: BaseException | None) -> str | None:
    """Why it does not work just now, in a sentence; None when it is our fault."""
    for one in _causes(error):
        if code := getattr(one, "sqlstate", None):
            return _BY_CODE.get(code) or (NOT_THERE if code.startswith("08") else None)
        if isinstance(one, PoolTimeout):  # there is room in it for every thread: nothing connects
            return NOT_THERE
        if isinstance(one, OSError) and one.errno in (errno.ENOSPC, errno.EDQUOT):
            return FULL
    # A connection that broke has no code.
    broke = any(isinstance(one, OperationalError) for one in _causes(error))
    return NOT_THERE if broke else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        # Django leaves out what a session could not be kept for.
        hidden = isinstance(error, (SessionInterrupted, UpdateError))
        error = error.__context__ if hidden else error.__cause__
