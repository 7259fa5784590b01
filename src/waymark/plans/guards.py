"""Guards of notices that are not ready-made in audit/guards.py."""

import pgtrigger

from waymark.audit.guards import Guard, refusal


def void_once(name: str) -> Guard:
    """A notice that is void stays so, and for the reason that was told."""
    changed = " OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in ("voided_at", "voided_by", "void_reason")
    )
    return Guard(
        name=name,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__voided_at__isnull=False),
        func=f"IF {changed} THEN {refusal('a void notice stays void')} END IF; RETURN NEW;",
    )
