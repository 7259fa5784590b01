"""A comparison with many ids as one value of a statement: `group_id__among=ids`. However many they
are, the statement stays the same, so that the database can keep it.
"""

from typing import Any

from django.db.models import Field, Lookup
from django.db.models.fields.related import ForeignObject


class Among(Lookup):
    """Whether a column holds one of these ids."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """`column = ANY(ids)`."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))


Field.register_lookup(Among)
ForeignObject.register_lookup(Among)
