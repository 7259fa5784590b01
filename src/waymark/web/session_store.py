"""Sessions in the database, as Django keeps them; each is read by a prepared statement, since
every page begins with it.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from waymark.reads.worked_out import rows_of

READ = (
    f"SELECT session_data FROM {Session._meta.db_table}"  # noqa: S608
    " WHERE session_key = %s AND expire_date > %s"
)


class SessionStore(db.SessionStore):
    """Reads in one way, and writes as Django does."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, under a key yet to be made, when it is over."""
        found = rows_of(READ, [self.session_key, timezone.now()])
        if found:
            return self.decode(found[0][0])
        self._session_key = None
        return {}
