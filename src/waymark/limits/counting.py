"""Taking one's turn, or being told how long to wait."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

from waymark.limits.models import Spent
from waymark.limits.rules import Limit

# One statement, so that two processes at once count as two. A turn moves the moment at which all
# turns will have come back; no row is written when that would be further off than the limit allows.
TAKE = """
INSERT INTO limits_spent AS spent (key, until) VALUES (%(key)s, %(now)s + %(step)s)
ON CONFLICT (key) DO UPDATE SET until = greatest(spent.until, %(now)s) + %(step)s
WHERE greatest(spent.until, %(now)s) + %(step)s <= %(now)s + %(within)s
RETURNING true
"""


def take(limit: Limit, *, name: str, who: str, now: datetime) -> timedelta | None:
    """Take a turn: nothing, or how long until there is one."""
    key = salted_hmac("waymark.limits", f"{name} {who}", algorithm="sha256").hexdigest()
    asked: dict[str, Any] = {
        "key": key,
        "now": now,
        "step": limit.step,
        "within": limit.within,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, asked)
        if cursor.fetchone():
            return None
    until = Spent.objects.filter(key=key).values_list("until", flat=True).first() or now
    return max(until + limit.step - now - limit.within, timedelta())


def sweep(*, now: datetime) -> None:
    """Throw away what has come back: it says nothing any more."""
    Spent.objects.filter(until__lt=now).delete()
