"""What a database role could do beyond what the application needs, asked of the database itself.

Nothing to tell means: it can neither rewrite history nor truncate it, nor switch a guard off. Any
connection may ask, about itself or about another role.
"""

from typing import Any

from django.db import connection

from waymark.config.rights import NOTHING, OWNERS_FUNCTIONS_TO_CALL, rights_by_table

ON_TABLES = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
ON_COLUMNS = ["SELECT", "INSERT", "UPDATE", "REFERENCES"]
FIRST_WITH_MAINTAIN = 170000
# A role can do what each role can that it is a member of, if need be after SET ROLE.
REACH = "WITH reach AS (SELECT oid FROM pg_roles WHERE pg_has_role(%(role)s, oid, 'MEMBER'))"
TABLES = """, tables AS (
        SELECT oid, relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
    )
    SELECT relname, may FROM tables, reach, unnest(%(on_tables)s::text[]) may
    WHERE has_table_privilege(reach.oid, tables.oid, may)
    UNION
    SELECT relname, may FROM tables, reach, unnest(%(on_columns)s::text[]) may
    WHERE has_any_column_privilege(reach.oid, tables.oid, may)
"""
# Whoever can do one of these can undo every guard: no need to count what else.
EVERYTHING = {
    "is a superuser": "pg_roles WHERE rolsuper AND oid IN (TABLE reach)",
    "owns the tables": """pg_class WHERE relnamespace = 'public'::regnamespace
        AND relowner IN (TABLE reach)""",
    "owns functions of the guards": """pg_proc WHERE pronamespace = 'public'::regnamespace
        AND proowner IN (TABLE reach)""",
    "owns the database": """pg_database WHERE datname = current_database()
        AND datdba IN (TABLE reach)""",
}
SOMETHING = {
    "may make roles or databases, replicate, or pass over row security": """pg_roles
        WHERE (rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
        AND oid IN (TABLE reach)""",
    "may run programs or touch files of the server": """pg_roles WHERE oid IN (TABLE reach)
        AND rolname IN ('pg_execute_server_program', 'pg_read_server_files',
                        'pg_write_server_files')""",
    "may make schemas in the database": """reach
        WHERE has_database_privilege(oid, current_database(), 'CREATE')""",
    "may make temporary tables": """reach
        WHERE has_database_privilege(oid, current_database(), 'TEMPORARY')""",
    "may make objects in a schema": """reach, pg_namespace
        WHERE nspname !~ '^pg_' AND has_schema_privilege(reach.oid, pg_namespace.oid, 'CREATE')""",
    "may switch triggers off (session_replication_role)": """reach
        WHERE has_parameter_privilege(oid, 'session_replication_role', 'SET')""",
    "may set the numbers of a sequence": """reach, pg_class
        WHERE relkind = 'S' AND has_sequence_privilege(reach.oid, pg_class.oid, 'UPDATE')""",
    "may call functions that run with their owner's rights": """reach, pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prosecdef
        AND proname <> ALL (%(to_call)s)
        AND has_function_privilege(reach.oid, pg_proc.oid, 'EXECUTE')""",
}


def holes(role: str = "") -> list[str]:
    """Tell what a role (else that of this connection) could do beyond the table of rights."""
    who = role or str(_ask("SELECT current_user")[0][0])
    if found := _true_of(who, EVERYTHING):
        return found
    may = actual_rights(who)
    wanted = rights_by_table()
    beyond = {table: rights - wanted.get(table, NOTHING) for table, rights in may.items()}
    return _true_of(who, SOMETHING) + [
        f"may {', '.join(sorted(rights))} on {table}" for table, rights in beyond.items() if rights
    ]


def actual_rights(role: str) -> dict[str, frozenset[str]]:
    """Every table of the database, and what a role may do with it, or with one of its columns."""
    on_tables = [*ON_TABLES, *(["MAINTAIN"] if _version() >= FIRST_WITH_MAINTAIN else [])]
    found = _ask(REACH + TABLES, role=role, on_tables=on_tables, on_columns=ON_COLUMNS)
    tables = sorted({table for table, _ in found})
    return {table: frozenset(may for name, may in found if name == table) for table in tables}


def _true_of(role: str, questions: dict[str, str]) -> list[str]:
    asked = ", ".join(f"EXISTS (SELECT FROM {question})" for question in questions.values())
    [answers] = _ask(f"{REACH} SELECT {asked}", role=role, to_call=[*OWNERS_FUNCTIONS_TO_CALL])
    return [words for words, answer in zip(questions, answers, strict=True) if answer]


def _version() -> int:
    return int(_ask("SELECT current_setting('server_version_num')")[0][0])


def _ask(query: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return cursor.fetchall()
