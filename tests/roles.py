"""The application's database role in the tests: made beside the test database, let in by a
password, and gone with it.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from waymark.config.granting import grant

PASSWORD = secrets.token_urlsafe(24)


@contextmanager
def application_role(*, stays: bool) -> Iterator[str]:
    """Make the role and give it its rights; it stays when the database does."""
    role = f"{connection.settings_dict['NAME']}_app"
    _run("CREATE ROLE {role} LOGIN", role, unless=_exists(role))
    _run("ALTER ROLE {role} PASSWORD {password}", role)
    _run("GRANT {role} TO CURRENT_USER", role, unless=_is_superuser())
    grant(role)
    yield role
    if not stays:
        _run("DROP OWNED BY {role}", role)
        _run("DROP ROLE {role}", role)


def logged_in(role: str) -> psycopg.Connection:
    """Connect as the role, as the application does: not the owner who plays it by SET ROLE."""
    params = connection.get_connection_params()
    address = {name: params[name] for name in ("dbname", "host", "port") if params.get(name)}
    try:
        return psycopg.connect(**address, user=role, password=PASSWORD, autocommit=True)
    except psycopg.OperationalError as problem:  # the server's own rules, as with `peer`
        pytest.skip(f"the PostgreSQL of DATABASE_URL does not let {role} in: {problem}")


def take_on(role: str) -> None:
    """Go on with the application's rights, until the end of this transaction."""
    _run("SET LOCAL ROLE {role}", role)


def _run(text: str, role: str, *, unless: bool = False) -> None:
    if not unless:
        words = {"role": sql.Identifier(role), "password": sql.Literal(PASSWORD)}
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(text).format(**words).as_string(connection.connection))


def _exists(role: str) -> bool:
    return _true("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", role)


def _is_superuser() -> bool:
    return _true("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")


def _true(question: str, *values: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return bool(cursor.fetchone()[0])
