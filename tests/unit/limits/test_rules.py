"""A limit as the settings write it."""

from datetime import timedelta

import pytest

from waymark.limits.rules import Limit, limit_of


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("60/minute", Limit(60, timedelta(seconds=60))),
        ("20/10minutes", Limit(20, timedelta(seconds=600))),
        ("1/second", Limit(1, timedelta(seconds=1))),
        ("500/day", Limit(500, timedelta(days=1))),
        (" 5/2Hours ", Limit(5, timedelta(hours=2))),
        ("none", None),
    ],
)
def test_it_is_so_many_times_within_so_long(written, limit):
    assert limit_of(written) == limit


@pytest.mark.parametrize("written", ["", "60", "0/minute", "60/0minutes", "-1/day", "x/minute"])
def test_anything_else_is_a_mistake(written):
    with pytest.raises(ValueError, match="is no limit"):
        limit_of(written)


def test_turns_come_back_one_by_one():
    assert Limit(60, timedelta(minutes=1)).step == timedelta(seconds=1)
