"""What tests of pages may ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.template.backends.jinja2 import Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import MORNING

NOT_COUNTED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", "SET ", "SELECT SET_CONFIG")
STATEMENTS_A_PAGE = 12


@pytest.fixture(autouse=True)
def with_the_applications_rights(as_the_application: None) -> None:
    """Pages are served by a role that may only do what they need."""


@pytest.fixture(autouse=True)
def templates_ask_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page shows was read before its template begins: a template that asks the database asks
    once for each row.
    """
    rendered = Template.render

    def render(template: Template, *given: Any, **more: Any) -> Any:
        with connection.execute_wrapper(refused):
            return rendered(template, *given, **more)

    def refused(_: Any, sql: str, *__: Any) -> None:
        raise AssertionError(f"a template asked the database: {sql}")

    monkeypatch.setattr(Template, "render", render)


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """It is 23 November 2026, 9am."""
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    return MORNING


@pytest.fixture
def few_statements():
    """No page is over 12 SQL statements, transaction and context statements apart."""

    @contextmanager
    def counting() -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        counted = [
            one["sql"]
            for one in captured.captured_queries
            if not one["sql"].upper().startswith(NOT_COUNTED)
        ]
        assert len(counted) <= STATEMENTS_A_PAGE, "\n".join(counted)

    return counting
