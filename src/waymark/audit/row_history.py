"""Row history: exactly which columns changed, for investigation. Kept by the database, added to and
never changed.

Each row says itself who changed it and by which operation, so that nothing beside it can be
rewritten; and the triggers that write it have no switch to ignore them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pghistory
import pghistory.trigger
import pgtrigger
from django.db.models import Model
from pgtrigger import compiler

from waymark.audit.guards import insert_only, without_switch


class _Trigger(pghistory.trigger.Event):
    """Writes a row of history, whatever the session asks to be ignored."""

    def compile(self, model: Any) -> compiler.Trigger:
        return without_switch(super().compile(model))


class _Kept(pghistory.RowEvent):
    """What is kept of one kind of change."""

    def add_event_trigger(self, event_model: Any) -> None:
        pgtrigger.register(
            _Trigger(
                event_model=event_model,
                label=self.label,
                name=self.trigger_name,
                row=self.row,
                operation=self.operation,
                condition=self.condition,
                level=self.level,
            )
        )(event_model.pgh_tracked_model)


class _Inserted(_Kept, pghistory.InsertEvent):
    pass


class _Updated(_Kept, pghistory.UpdateEvent):
    pass


class _Deleted(_Kept, pghistory.DeleteEvent):
    pass


@dataclass(frozen=True, slots=True)
class Erasure:
    """How personal data in a table of row history is erased: with the person whose stream it is,
    the rows are deleted in which the column holds that person's id.
    """

    stream: str
    by: str


ERASURES: dict[str, Erasure] = {}


def row_history(
    name: str, *, erasure: Erasure, exclude: Sequence[str] = ()
) -> Callable[[type[Model]], type[Model]]:
    """Keep every version of a model's rows in a table of that name, which nobody can rewrite, and
    say how a person is erased from it.
    """
    ERASURES[name] = erasure
    return pghistory.track(
        _Inserted(),
        _Updated(),
        _Deleted(),
        model_name=name,
        exclude=list(exclude) or None,
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
        meta={"triggers": insert_only(name.lower())},
    )
