"""What the tests of a file share: made once, in a transaction around theirs, so that each of them
finds it as it was made, whatever another did. Not for tests that commit.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.basics import PLAIN, restore_basics
from tests.people import Cast, make_cast

World = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """The cast and a world, with the content of its files."""

    cast: Cast
    world: World
    files: dict[str, bytes]

    def anew(self) -> "Made":
        """As it was made: its files are put into the store of this test, the rest is a copy."""
        for name, content in self.files.items():
            default_storage.save(name, ContentFile(content))
        cast, world = deepcopy((self.cast, self.world))
        return Made(cast, world, self.files)


@contextmanager
def made_once(
    blocker: DjangoDbBlocker, make: Callable[[Cast], World], cast: Cast | None = None
) -> Iterator[Made]:
    """Make a world, for a cast that is there or a new one, until the last test of a file."""
    around = ExitStack()
    with blocker.unblock(), around:
        around.enter_context(transaction.atomic())
        around.callback(transaction.set_rollback, True)
        with override_settings(**PLAIN):
            restore_basics()
            somebody = cast or make_cast()
            made = Made(somebody, make(somebody), dict(_files()))
        stays = around.pop_all()
    yield made
    with blocker.unblock():
        stays.close()


def once_a_file(make: Callable[[Cast], World]) -> Any:
    """The fixture `once` of a file: a world and its cast; see `made` of conftest.py."""

    @pytest.fixture(scope="module")
    def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
        with made_once(django_db_blocker, make) as made:
            yield made

    return once


def _files(folder: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file in the store of the moment."""
    folders, files = default_storage.listdir(folder)
    for name in files:
        with default_storage.open(f"{folder}{name}") as file:
            yield f"{folder}{name}", file.read()
    for name in folders:
        yield from _files(f"{folder}{name}/")
