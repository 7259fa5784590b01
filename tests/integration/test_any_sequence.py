"""Any sequence of markings, edits, saves and switches by anybody of the cast.

What comes of it is what the independent model says, step by step; nothing but a refusal is ever
met; and what must hold, holds.
"""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.side_by_side import LABELS, Run
from tests.people import WHO
from tests.side_rows import wrong_side_rows

SANCTIONS = [
    "Not under sanction",
    "Pending decision for failure to attend",
    "Under sanction for failure to comply",
]
LEAVING = [None, date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)]


class TakeBack(Exception):
    """One sequence is over."""


def mostly(*likely: str):
    """Somebody who probably may, or anybody."""
    return st.one_of(*[st.sampled_from(likely)] * 4, st.sampled_from(list(WHO)))


MOSTLY_YES = st.sampled_from([True, True, True, False])
BEGINNINGS = st.fixed_dictionaries(
    {
        "earlier": st.lists(st.sampled_from(["Resolved", "Resolved", "Closed"]), max_size=2),
        "mandatory": MOSTLY_YES,
        "mandation": MOSTLY_YES,
        "left_on": st.sampled_from([None, None, *LEAVING]),
        "switch": MOSTLY_YES,
    }
)
PLACE = st.sampled_from([0, 0, 0, 1, 2])
WHICH = st.sampled_from([-1, -1, -1, 0, 1])
ONE = st.sampled_from([0, 0, 0, 1])
STEPS = {
    "mark": st.tuples(mostly("glenn", "alexandra"), PLACE, st.booleans()),
    "undo": st.tuples(mostly("glenn", "adam"), PLACE),
    "change_status": st.tuples(
        mostly("glenn", "adam"),
        PLACE,
        st.sampled_from(["Not started", "In progress", "Complete", "Not complete"]),
    ),
    "edit": st.tuples(
        mostly("glenn", "adam"),
        PLACE,
        st.booleans(),
        st.sampled_from(["CV workshop", "Interview"]),
    ),
    "mandation": st.tuples(mostly("aimee"), ONE, st.booleans(), st.sampled_from(SANCTIONS)),
    "leave": st.tuples(mostly("adam"), ONE, st.sampled_from(LEAVING)),
    "switch": st.tuples(mostly("joanne"), st.booleans()),
    "save": st.tuples(
        mostly("glenn", "wendy", "adam"),
        WHICH,
        st.sampled_from(["Resolved", "New", "Resolved", "New", *LABELS]),
        st.booleans(),
    ),
    "reassign": st.tuples(mostly("aimee", "judith"), WHICH, st.sampled_from(list(WHO))),
    "note": st.tuples(mostly("glenn"), WHICH),
}
MEETINGS = [
    ["save", "mark"],
    ["save", "mark", "save"],
    ["save", "mark", "undo"],
    ["mark", "undo", "change_status"],
    ["mark", "mandation", "edit"],
    ["mark", "leave", "switch"],
    ["save", "reassign", "note", "mark"],
]


@st.composite
def sequences(draw):
    """Steps of a few kinds, so that they meet."""
    kinds = draw(st.sampled_from([*MEETINGS, list(STEPS)]))
    step = st.sampled_from(kinds).flatmap(lambda kind: st.tuples(st.just(kind), STEPS[kind]))
    return draw(st.lists(step, min_size=12, max_size=24))


@pytest.mark.django_db
def test_any_sequence(cast):
    @settings(
        max_examples=50,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        print_blob=True,
    )
    @given(BEGINNINGS, sequences())
    def any_sequence(beginning, sequence):
        # Nothing of one sequence is there for the next.
        try:
            with transaction.atomic():
                run = Run(cast, beginning)
                for place, (kind, given) in enumerate(sequence):
                    run.step(kind, *given)
                    if place % 5 == 0:
                        run.what_must_hold()
                run.what_must_hold()
                assert wrong_side_rows() == []
                raise TakeBack
        except TakeBack:
            pass

    any_sequence()
