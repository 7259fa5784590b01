"""Guards declared beside the models and kept by the database, with no switch to ignore them.

django-pgtrigger's own triggers can be ignored by any SQL user through a setting; these cannot. What
they raise arrives as an IntegrityError (SQLSTATE 23514).
"""

from typing import Any

import pgtrigger
from pgtrigger import compiler


class PlainTriggerSql(compiler.UpsertTriggerSql):
    """The trigger and its function, without the library's ignore switch."""

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

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
    """The same, but its function works with the rights of the tables' owner. Nobody else may put
    that function behind a table of theirs, and what it names is not looked for among their things.
    """

    def get_template(self) -> str:
        return (
            super()
            .get_template()
            .replace(
                "$$ LANGUAGE plpgsql;",
                """$$ LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp;

            REVOKE ALL ON FUNCTION {pgid}() FROM PUBLIC;""",
            )
        )


class Guard(pgtrigger.Trigger):
    """A rule of the records that holds even against scripts, bulk updates and mistakes."""

    when = pgtrigger.Before

    def compile(self, model: Any) -> compiler.Trigger:
        return without_switch(super().compile(model))


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
        Guard(
            name=f"{name}_insert_only",
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refusal("history only grows: this row cannot be changed or deleted"),
        )
    ]


def unchanging(name: str, fields: list[str], *, what: str) -> Guard:
    """Some columns are set when the row is made and stay."""
    changed = " OR ".join(f'NEW."{field}" IS DISTINCT FROM OLD."{field}"' for field in fields)
    return Guard(
        name=name,
        operation=pgtrigger.Update,
        func=f"IF {changed} THEN {refusal(f'{what} never change')} END IF; RETURN NEW;",
    )
