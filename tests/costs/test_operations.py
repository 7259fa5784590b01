"""What each operation costs the database: exactly so many statements."""

import pytest
from django.db import transaction

from tests.architecture.operation_calls import arguments_of, call_world, operation
from tests.architecture.operation_outcomes import MEMBERS, OUTCOMES
from tests.costs.counting import statements, work_and_access
from tests.costs.numbers import OPERATIONS, line, numbers
from tests.made_once import once_a_file

once = once_a_file(call_world)


class TakeBack(Exception):
    """What one call did is not there for the next."""


@pytest.fixture
def cast(made):
    return made.cast


@pytest.fixture
def world(made):
    return made.world


def counted(cast, world, name, who):
    """The statements of a call; whatever it did is taken back."""
    arguments = arguments_of(name, cast, world)
    try:
        with transaction.atomic(), statements() as counts:
            operation(name)(actor=getattr(cast, who).actor, **arguments)
            raise TakeBack
    except TakeBack:
        return counts


def test_every_operation_takes_so_many_statements(cast, world):
    declared, wrong = numbers(OPERATIONS), {}
    done = {
        name: outcomes.index("done") for name, outcomes in OUTCOMES.items() if "done" in outcomes
    }
    for name, first in sorted(done.items()):
        who = MEMBERS[first]
        counts = counted(cast, world, name, who)
        got = (who, *work_and_access(counts))
        if declared.get(name) != got:
            wrong[name] = "\n".join([line(name, *got), *counts.statements])
    gone = declared.keys() - done.keys()
    assert not wrong, "as numbers.py should say, with the statements:\n" + "\n".join(wrong.values())
    assert not gone, f"no such operation any more: {gone}"
