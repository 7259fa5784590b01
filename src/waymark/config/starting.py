"""Starting, or saying in plain words why not."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured

COULD_NOT = 2


def refuse(reasons: list[str]) -> None:
    """Say why Waymark does not start, and end with 2."""
    lines = ["Waymark does not start:", *(f"- {one}" for one in reasons)]
    sys.stderr.write("\n".join(lines) + "\n")
    raise SystemExit(COULD_NOT)


@contextmanager
def plainly() -> Iterator[None]:
    """Settings that cannot be read are told in their own sentence, without a trace."""
    try:
        yield
    except ImproperlyConfigured as error:
        refuse([str(error)])
