"""What a list is narrowed to, as a form whose fields stand in the address."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, TypeVar, cast

from django.http import QueryDict
from markupsafe import Markup

from waymark.web.forms import Form


class Filter(Form):
    """A list's filter: every field is optional, so none says so."""

    says_optional = False
    _drawn: Markup | None = None

    def drawn(self, draw: Callable[..., Markup], *said: Any) -> Markup:
        """The panel that a macro draws of this filter and what its address says; drawn once."""
        if self._drawn is None:
            self._drawn = draw(self, *said)
        return self._drawn


F = TypeVar("F", bound=Filter)


def filter_read(kind: type[F], asked: QueryDict, **offered: Hashable) -> F:
    """The filter that an address says, read and judged. It is kept while others ask for the same
    and are offered the same; since it is made of nothing else, it never goes stale.
    """
    return cast("F", _read_once(kind, asked.urlencode(), tuple(offered.items())))


@lru_cache(maxsize=100)
def _read_once(kind: type[Filter], asked: str, offered: tuple[tuple[str, Any], ...]) -> Filter:
    form = kind(QueryDict(asked), **dict(offered))
    form.is_valid()
    return form
