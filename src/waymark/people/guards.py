"""What the database itself holds about accounts and groups, against scripts, mistakes and two
people at the same moment.
"""

import pgtrigger

from waymark.audit.guards import Guard, refusal
from waymark.people.policy import Role

_KEEPS_ACCOUNTS = "{row}.is_active AND '" + Role.ADMINISTRATOR.value + "' = ANY({row}.roles)"


def takes_nobody_once_closed(name: str) -> Guard:
    """Nobody is put into a closed group. Whoever is closing it is waited for; who is in it already
    may be changed in other ways.
    """
    refused = refusal("a closed group takes nobody new")
    return Guard(
        name=f"{name}_is_open",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("group_id"),
        declare=[("since", "timestamptz")],
        func=f"""
            IF TG_OP = 'UPDATE' THEN
              IF NEW.group_id = OLD.group_id THEN RETURN NEW; END IF;
            END IF;
            SELECT closed_at INTO since FROM people_group WHERE id = NEW.group_id FOR KEY SHARE;
            IF since IS NOT NULL THEN {refused} END IF;
            RETURN NEW;
        """,  # noqa: S608 - no word of it is typed by anybody
    )


def an_administrator_remains() -> Guard:
    """Whatever changes accounts, one active administrator is left. Those who take the role away at
    the same moment wait for one another here.
    """
    before, after, anybody = (_KEEPS_ACCOUNTS.format(row=row) for row in ("OLD", "NEW", "one"))
    refused = refusal("an active administrator must remain")
    return Guard(
        name="staff_administrator_remains",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        func=f"""
            IF ({before}) AND NOT ({after}) THEN
              PERFORM pg_advisory_xact_lock(hashtext('staff_administrator_remains'));
              IF NOT EXISTS (SELECT 1 FROM people_staff AS one WHERE {anybody}) THEN
                {refused}
              END IF;
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - no word of it is typed by anybody
    )
