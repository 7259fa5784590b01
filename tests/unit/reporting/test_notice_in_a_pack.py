"""Which notice a pack says was in force when the activity was due."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as A

from waymark.reporting.packs.before_a_doubt import notice_at

DUE = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIRST = A(issued_at=DUE - timedelta(days=9), voided_at=None)


def notice(**voided):
    return A(issued_at=DUE - timedelta(days=3), voided_at=voided.get("at"))


def test_the_newest_that_was_issued_before_and_not_void_then():
    tracker = A(due_at=DUE)
    later = A(issued_at=DUE + timedelta(days=1), voided_at=None)
    newest, void_later = notice(), notice(at=DUE + timedelta(days=1))
    assert notice_at([later, newest, FIRST], tracker) is newest
    assert notice_at([void_later, FIRST], tracker) is void_later
    assert notice_at([notice(at=DUE - timedelta(days=1)), FIRST], tracker) is FIRST
    assert notice_at([later], tracker) is None


def test_none_where_there_is_no_due_time_not_even_with_a_void_one():
    assert notice_at([notice(at=DUE), FIRST], A(due_at=None)) is None
