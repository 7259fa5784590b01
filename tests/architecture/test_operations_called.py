"""Every operation, called directly by everybody: what operation_outcomes.py declares is what comes.

Of a restricted record, those who are not named get from each what they get where there is none.
"""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.architecture.operation_calls import arguments_of, call_world, operation
from tests.architecture.operation_outcomes import MEMBERS, OUTCOMES
from tests.architecture.test_not_yours_is_not_there import masked
from tests.architecture.test_operations import OPERATIONS, WITHOUT_ACTOR
from tests.made_once import once_a_file
from tests.restricting import restrict
from tests.snapshot import changed_since, snapshot
from waymark.kernel.refusals import NotAllowed, NotFound, Refused
from waymark.participants.models import Participant

CALLED = sorted(OPERATIONS.keys() - WITHOUT_ACTOR)
OF_SOMEBODY = {"participant_id", "activity_id", "tracker_id", "file_id"}


class TakeBack(Exception):
    """What one call did is not there for the next."""


once = once_a_file(call_world)


@pytest.fixture
def cast(made):
    return made.cast


@pytest.fixture
def world(made):
    return made.world


def outcome_of(actor, name, arguments, before):
    """What comes of a call; whatever it did is taken back."""
    found = []
    try:
        with transaction.atomic():
            found.append(_called(actor, name, arguments, before))
            raise TakeBack
    except TakeBack:
        return found[0]


def _called(actor, name, arguments, before):
    try:
        with transaction.atomic():
            operation(name)(actor=actor, **arguments)
    except NotFound:
        return "none"
    except NotAllowed:
        return "role"
    except Refused as refused:
        return refused.code
    return "done" if changed_since(before) else "same"


def test_every_operation_is_declared():
    """A new operation is called by nobody until somebody says who may."""
    missing = [name for name in CALLED if name not in OUTCOMES]
    told = "\n".join(f"{name:<34} {' '.join(['?'] * len(MEMBERS))}" for name in missing)
    assert not missing, (
        "add to CALLED in tests/architecture/operation_outcomes.py, with what each of "
        f"{' '.join(MEMBERS)} gets (done, same, role, none, or the code of a refusal):\n{told}"
    )
    gone = sorted(OUTCOMES.keys() - set(CALLED))
    assert not gone, f"take out of operation_outcomes.py what is no operation any more: {gone}"
    assert all(len(outcomes) == len(MEMBERS) for outcomes in OUTCOMES.values())


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_who_gets_what(cast, world, name):
    arguments, before = arguments_of(name, cast, world), snapshot()
    found = [outcome_of(getattr(cast, who).actor, name, arguments, before) for who in MEMBERS]
    assert found == OUTCOMES[name], " ".join(found)


def test_an_unnamed_person_gets_what_they_get_where_there_is_nothing(cast, world):
    """Whatever their roles; with the same statements, so that time tells nothing either."""
    hidden = world
    restrict(cast, Participant.objects.get(id=hidden["participant_id"]), cast.wendy)
    before = snapshot()
    for name in sorted(OUTCOMES):
        there = arguments_of(name, cast, hidden | {"restricted_id": hidden["participant_id"]})
        theirs = OF_SOMEBODY & there.keys()
        nowhere = there | {part: uuid4() for part in theirs}
        for who in ("alexandra", "adam", "glenn", "tomasz", "joanne") if theirs else ():
            actor = getattr(cast, who).actor
            with CaptureQueriesContext(connection) as here:
                found = outcome_of(actor, name, there, before)
            with CaptureQueriesContext(connection) as none:
                expected = outcome_of(actor, name, nowhere, before)
            assert (found, said(here)) == (expected, said(none)), f"{name} by {who}"
            assert found in {"none", "role", "same"}, f"{name} by {who}"


def said(captured):
    return [masked(one["sql"]) for one in captured.captured_queries]
