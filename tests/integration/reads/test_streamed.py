"""Many rows, some at a time, as of one moment, however slowly they are taken."""

import pytest
from django.db import connection

from waymark.people.models import Staff
from waymark.reads.streamed import streamed

EMAILS = Staff.objects.order_by("email").values_list("email", "created_at")


def patience() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        return cursor.fetchone()[0]


def test_rows_are_those_of_the_queryset_some_at_a_time(cast):
    batches = list(streamed(EMAILS.all(), 4))
    assert [row for batch in batches for row in batch] == list(EMAILS.all())
    assert [len(batch) for batch in batches[:-1]] == [4] * (len(batches) - 1)
    assert len(batches) > 1


def test_what_comes_meanwhile_is_not_among_them(cast):
    many, reading = Staff.objects.count(), streamed(EMAILS.all(), 2)
    first = next(reading)
    Staff.objects.create(email="zz@provider.example", name="Zz", password="!")
    assert len(first) + sum(map(len, reading)) == many


@pytest.mark.django_db(transaction=True)
def test_a_slow_link_is_waited_for_and_nothing_stays_open_after_it():
    Staff.objects.create(email="a@provider.example", name="A", password="!")
    before, reading = patience(), streamed(EMAILS.all(), 1)
    next(reading)
    assert (patience(), connection.in_atomic_block) == ("15min", True)
    reading.close()
    assert (patience(), connection.in_atomic_block) == (before, False)
