"""What the application's database role may do with each table: THE table of rights.

Most of it follows from the models and their guards. What does not is decided here, by name; a
table that nobody decided on is refused, and a test says so first.
"""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db.models import Model

from waymark.audit.guards import InsertOnly, NeverDeleted

Rights = frozenset[str]

NOTHING: Rights = frozenset()
READ: Rights = frozenset({"SELECT"})
ADD: Rights = READ | {"INSERT"}
KEEP: Rights = ADD | {"UPDATE"}
CHANGE: Rights = KEEP | {"DELETE"}

# Tables on which the guards do not say it all.
DECIDED: dict[str, Rights] = {
    "django_migrations": READ,
    "django_cache": CHANGE,  # which one-time codes were used
    "audit_streamhead": READ,  # written by the guard of events, with the rights of the owner
}
# Tables of libraries, by the label of their app. Ours need no line: see `_of_model`.
OF_LIBRARIES: dict[str, Rights] = {
    "auth": READ,
    "contenttypes": READ,
    "pghistory": READ,
    "sessions": CHANGE,
    "procrastinate": CHANGE,
    "account": CHANGE,
    "mfa": CHANGE,
    "socialaccount": CHANGE,
    "axes": CHANGE,
}
# Functions that run with the owner's rights: the application may call none, but for these.
OWNERS_FUNCTIONS_TO_CALL: frozenset[str] = frozenset()


class Undecided(Exception):
    """Nobody has said what the application may do with a table."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"Say in waymark/config/rights.py what the application may do with the table {table}:"
            " a line in DECIDED, or in OF_LIBRARIES for the tables of a library"
        )


def rights_by_table() -> dict[str, Rights]:
    """Every table that Waymark knows, and what the application may do with it."""
    return dict(DECIDED) | {model._meta.db_table: _of_model(model) for model in _models()}


def _models() -> Iterator[type[Model]]:
    """Every model with a table of its own, those between two others among them."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model


def _of_model(model: type[Model]) -> Rights:
    """A table that only grows is added to; ours are else ordinary; libraries are decided on."""
    table, label = model._meta.db_table, model._meta.app_label
    if table in DECIDED:
        return DECIDED[table]
    guards = [guard for guarded, guard in pgtrigger.registered() if guarded is model]
    if any(isinstance(guard, InsertOnly) for guard in guards):
        return ADD
    if any(isinstance(guard, NeverDeleted) for guard in guards):
        return KEEP
    if apps.get_app_config(label).name.startswith("waymark."):
        return CHANGE
    if label in OF_LIBRARIES:
        return OF_LIBRARIES[label]
    raise Undecided(table)
