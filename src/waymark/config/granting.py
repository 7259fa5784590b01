"""Giving the application's database role its rights, on the owner's connection.

Whatever the role had before goes: the table of rights is all that counts. `holes` then looks at
what came of it.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg import connect, sql
from psycopg.conninfo import conninfo_to_dict

from waymark.config.rights import OWNERS_FUNCTIONS_TO_CALL, rights_by_table

# A column that numbers itself asks for no right to its sequence.
SEQUENCES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('e', 'i'))
"""
# Nobody calls a trigger's function; and what runs with its owner's rights is not for everybody.
FUNCTIONS = """
    SELECT oid::regprocedure::text, proname, prosecdef OR prorettype = 'trigger'::regtype
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""
Statement = sql.Composable


class CannotGrant(Exception):
    """The owner's connection cannot do what has to be done; the message says what helps."""


def application_role() -> str | None:
    """Name the application's role, on the owner's connection; None when one role does it all."""
    address = settings.DATABASE_APPLICATION_URL
    if not address:
        return None
    role = str(conninfo_to_dict(address).get("user") or _who_is_let_in_at(address))
    return None if role == _value("SELECT current_user") else role


def grant(role: str) -> None:
    """Give the application's role its rights, all at once: nobody sees it without them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = pg_catalog, public")
        if not _value("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", role):
            _make(role)
        cursor.execute(_text([*_on_the_database(role), *_on_tables(role), *_on_the_rest(role)]))


def _who_is_let_in_at(address: str) -> object:
    with connect(address) as other:
        [name] = other.execute("SELECT current_user").fetchone() or [""]
    return name


def _make(role: str) -> None:
    """Make the role, with the password of its address if there is one."""
    if not _value("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"):
        raise CannotGrant(
            f"There is no database role {role}, and the owner may not make it."
            f' Let somebody who may do so: CREATE ROLE "{role}" LOGIN (docs/operate.md)'
        )
    password = conninfo_to_dict(settings.DATABASE_APPLICATION_URL or "").get("password")
    made = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role))
    if password:
        made += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
    with connection.cursor() as cursor:
        cursor.execute(_text([made]))


def _on_the_database(role: str) -> Iterator[Statement]:
    """It may enter, and make nothing, temporary tables neither."""
    words = {
        "role": sql.Identifier(role),
        "database": sql.Identifier(str(_value("SELECT current_database()"))),
    }
    for text in (
        "REVOKE ALL ON DATABASE {database} FROM {role}",
        "REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "REVOKE ALL ON SCHEMA public FROM {role}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {role}",
    ):
        yield sql.SQL(text).format(**words)


def _on_tables(role: str) -> Iterator[Statement]:
    there = set(connection.introspection.table_names(include_views=True))
    for table, rights in rights_by_table().items():
        if table in there:
            yield from _anew("TABLE", sql.Identifier("public", table), role, sorted(rights))


def _on_the_rest(role: str) -> Iterator[Statement]:
    for (name,) in _rows(SEQUENCES):
        yield from _anew("SEQUENCE", sql.Identifier("public", name), role, ["USAGE"])
    for signature, name, is_the_owners in _rows(FUNCTIONS):
        may = not is_the_owners or name in OWNERS_FUNCTIONS_TO_CALL
        yield from _anew("ROUTINE", sql.SQL(signature), role, ["EXECUTE"] if may else [])


def _anew(kind: str, name: Statement, role: str, rights: list[str]) -> Iterator[Statement]:
    """Take everything on one object from the role and from everybody, and give what is due."""
    words = {"kind": sql.SQL(kind), "name": name, "role": sql.Identifier(role)}
    yield sql.SQL("REVOKE ALL ON {kind} {name} FROM PUBLIC, {role}").format(**words)
    if rights:
        what = sql.SQL(", ").join(sql.SQL(right) for right in rights)
        yield sql.SQL("GRANT {what} ON {kind} {name} TO {role}").format(what=what, **words)


def _text(statements: list[Statement]) -> str:
    """Put statements together, so that they are one round trip."""
    return sql.SQL(";\n").join(statements).as_string(connection.connection)


def _rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return cursor.fetchall()


def _value(query: str, *values: Any) -> Any:
    return _rows(query, *values)[0][0]
