"""Row history: exactly which columns changed, for investigation. Kept by the database, added to and
never changed.
"""

from collections.abc import Callable, Sequence

import pghistory
from django.db.models import Model

from waymark.audit.guards import insert_only


def row_history(name: str, *, exclude: Sequence[str] = ()) -> Callable[[type[Model]], type[Model]]:
    """Keep every version of a model's rows in a table of that name, which nobody can rewrite."""
    return pghistory.track(
        model_name=name,
        exclude=list(exclude) or None,
        meta={"triggers": insert_only(name.lower())},
    )
