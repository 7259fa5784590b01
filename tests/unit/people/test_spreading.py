"""Who takes over what: evenly, the same each time, and only what they may see."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from waymark.people.spreading import Piece, Taker, spread

WALES, CAERDYDD, ABERTAWE = UUID(int=1), UUID(int=2), UUID(int=3)
A, B, C = UUID(int=11), UUID(int=12), UUID(int=13)


def piece(n, group=CAERDYDD):
    return Piece(UUID(int=100 + n), f"WM{n}", (WALES, group))


def taker(one, name, *groups, load=0):
    return Taker(one, name, frozenset(groups or {WALES}), load)


def test_to_one_person():
    assert set(spread([piece(1), piece(2)], [taker(A, "Adam")]).values()) == {A}


def test_those_with_least_first_then_by_name():
    people = [taker(B, "Bryn", load=1), taker(A, "Adam", load=2)]
    given_out = spread([piece(n) for n in range(1, 5)], people)
    assert list(given_out.values()) == [B, A, B, A]


def test_nobody_gets_what_they_do_not_see():
    given_out = spread([piece(1, ABERTAWE)], [taker(A, "Adam", CAERDYDD)])
    assert list(given_out.values()) == [None]


def test_what_few_can_take_is_given_out_first():
    """Bryn alone sees Abertawe, so that Caerdydd goes to Adam as far as it is even."""
    people = [taker(A, "Adam", CAERDYDD), taker(B, "Bryn")]
    pieces = [piece(1), piece(2), piece(3, ABERTAWE), piece(4, ABERTAWE)]
    given_out = spread(pieces, people)
    assert [given_out[one.id] for one in pieces] == [A, A, B, B]


def test_nothing_and_nobody():
    assert spread([], [taker(A, "Adam")]) == {}
    assert spread([piece(1)], []) == {piece(1).id: None}


GROUPS = st.sets(st.sampled_from([WALES, CAERDYDD, ABERTAWE]), min_size=1)


@given(
    st.lists(st.sampled_from([CAERDYDD, ABERTAWE]), max_size=30),
    st.lists(st.tuples(GROUPS, st.integers(0, 9)), max_size=4),
)
def test_everything_that_somebody_sees_is_given_to_one_who_does(groups, people):
    pieces = [piece(n, group) for n, group in enumerate(groups)]
    takers = [
        Taker(UUID(int=n + 1000), f"P{n}", frozenset(seen), load)
        for n, (seen, load) in enumerate(people)
    ]
    by_id = {one.id: one for one in takers}
    given_out = spread(pieces, takers)
    assert set(given_out) == {one.id for one in pieces}
    for one in pieces:
        to = given_out[one.id]
        assert by_id[to].sees(one) if to else not any(some.sees(one) for some in takers)
    assert spread(reversed(pieces), list(reversed(takers))) == given_out


@given(st.integers(0, 50), st.lists(st.integers(0, 20), min_size=1, max_size=5))
def test_it_is_as_even_as_it_can_be(amount, loads):
    """Where everybody sees everything, nobody who got something has two more than another."""
    takers = [taker(UUID(int=n + 1), f"P{n}", load=load) for n, load in enumerate(loads)]
    gets = list(spread([piece(n) for n in range(amount)], takers).values())
    then = {one.id: one.load + gets.count(one.id) for one in takers}
    assert all(then[one] - 1 <= min(then.values()) for one in set(gets))
