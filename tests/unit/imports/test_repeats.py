"""Keys that stand on more than one row."""

from waymark.imports import repeats
from waymark.imports.repeats import repeated_in


def test_counts_all_and_finds_those_that_are_there_twice() -> None:
    keys = ["A1", "", "B", "A1", "", "C", "A1", "B"]
    assert repeated_in(lambda: iter(keys)) == (8, frozenset({"A1", "B"}))


def test_many_of_which_none_is_there_twice() -> None:
    assert repeated_in(lambda: (f"A{number}" for number in range(5000))) == (5000, frozenset())


def test_two_keys_with_one_number_are_two_keys(monkeypatch) -> None:
    monkeypatch.setattr(repeats, "hash", len, raising=False)
    keys = ["A1", "B1", "A23", "A23"]
    assert repeated_in(lambda: iter(keys)) == (4, frozenset({"A23"}))
