"""Guards declared beside the models and kept by the database, with no switch to ignore them.

django-pgtrigger's own triggers can be ignored by any SQL user through a setting; these cannot. What
they raise arrives as an IntegrityError (SQLSTATE 23514).

What the application may do with a table follows from its guards (config/rights.py): a table that
only grows is one on which it may not even try to change a row.
"""

from typing import Any

import pgtrigger
from pgtrigger import compiler


class PlainTriggerSql(compiler.UpsertTriggerSql):
    """The trigger and its function, without the library's ignore switch.

    Where it looks for names is fixed: else a session could put a temporary table of the same name
    before ours, and the guard would look there, or the row history be written there.
    """

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            ALTER FUNCTION {pgid}() SET search_path = pg_catalog, public, pg_temp;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class DefinerTriggerSql(PlainTriggerSql):
    """The same, but its function works with the rights of the tables' owner, and nobody else may
    put it behind a table of theirs.
    """

    def get_template(self) -> str:
        return (
            super()
            .get_template()
            .replace(
                "$$ LANGUAGE plpgsql;",
                """$$ LANGUAGE plpgsql SECURITY DEFINER;

            REVOKE ALL ON FUNCTION {pgid}() FROM PUBLIC;""",
            )
        )


class Guard(pgtrigger.Trigger):
    """A rule of the records that holds even against scripts, bulk updates and mistakes."""

    when = pgtrigger.Before

    def compile(self, model: Any) -> compiler.Trigger:
        return without_switch(super().compile(model))


class InsertOnly(Guard):
    """The guard of a table that only grows."""


class NeverDeleted(Guard):
    """The guard of a table whose rows may change in part, and stay."""


class OwnersHand(pgtrigger.Trigger):
    """Writes, at an insert, what the application itself may not write."""

    when = pgtrigger.Before

    def compile(self, model: Any) -> compiler.Trigger:
        compiled = super().compile(model)
        return compiler.Trigger(name=compiled.name, sql=DefinerTriggerSql(**compiled.sql.kwargs))


def without_switch(compiled: compiler.Trigger) -> compiler.Trigger:
    """The same trigger, but nobody can ask for it to be ignored."""
    return compiler.Trigger(name=compiled.name, sql=PlainTriggerSql(**compiled.sql.kwargs))


def refusal(message: str) -> str:
    """The SQL that refuses, as a check violation."""
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = '23514';"


def insert_only(name: str) -> list[Guard]:
    """History grows and never changes: rows are added, not updated, not deleted."""
    return [
        InsertOnly(
            name=f"{name}_insert_only",
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refusal("history only grows: this row cannot be changed or deleted"),
        )
    ]


def never_deleted(name: str, *, because: str) -> Guard:
    """A row that was made stays."""
    return NeverDeleted(name=name, operation=pgtrigger.Delete, func=refusal(because))


def unchanging(name: str, fields: list[str], *, what: str) -> Guard:
    """Some columns are set when the row is made and stay."""
    changed = " OR ".join(f'NEW."{field}" IS DISTINCT FROM OLD."{field}"' for field in fields)
    return Guard(
        name=name,
        operation=pgtrigger.Update,
        func=f"IF {changed} THEN {refusal(f'{what} never change')} END IF; RETURN NEW;",
    )
