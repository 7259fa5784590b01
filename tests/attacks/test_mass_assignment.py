"""Columns that a form does not show cannot be set by sending them along."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from tests.snapshot import tables
from tests.web.filling import FORMS, fields_of, make_ready, who_has
from tests.world import address

WORD = "sent-along-7f31"
NUMBER = "777733"
DAY = date(1907, 7, 31)
HOLDS = "WHERE strpos(t::text, %s) > 0"
UNKNOWN = "77777777-7777-4777-8777-777777777777"
TOLD = (WORD, NUMBER, DAY.isoformat(), UNKNOWN)


def columns():
    """Every column of every table of ours, with the kind of value that it takes."""
    for model in apps.get_models():
        if model.__module__.startswith("waymark."):
            for field in model._meta.concrete_fields:
                yield model, field


def value_for(field):
    """Something for this column that would be seen in the database if it were taken."""
    if isinstance(field, models.BooleanField):
        return "true"
    if isinstance(field, models.DateField):
        return DAY.isoformat()
    if isinstance(field, (models.ForeignKey, models.OneToOneField, models.UUIDField)):
        return UNKNOWN
    if isinstance(field, models.IntegerField):
        return NUMBER
    return WORD


def sent_along(shown):
    """A value for each name that a column has, or its id, and that the form does not show."""
    extra = {}
    for _, field in columns():
        for name in {field.name, field.attname, f"{field.model._meta.model_name}.{field.name}"}:
            if name not in shown:
                extra[name] = value_for(field)
    return extra | {"roles": ["Administrator", "Supervisor"], "groups": UNKNOWN, "is_staff": "true"}


def taken():
    """How often the values that were sent along stand in any row, and what the switches say."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            for value in TOLD:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS one WHERE strpos(one::text, %s) > 0',
                    [value],
                )
                found[table, value] = cursor.fetchone()[0]
        for model, field in columns():
            if isinstance(field, models.BooleanField):
                cursor.execute(
                    f'SELECT count(*) FROM "{model._meta.db_table}" WHERE "{field.column}"'
                )
                found[model._meta.db_table, field.column] = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(email || roles::text, ' ' ORDER BY id) FROM people_staff")
        found["roles"] = cursor.fetchone()[0]
    return found


def after(browser, at, data):
    """What the database says after this was sent; then it is taken back."""
    with transaction.atomic():
        status = browser.post(at, data).status_code
        found = taken()
        transaction.set_rollback(True)
    return status, found


@pytest.mark.parametrize("name", FORMS)
def test_what_the_form_does_not_show_is_not_taken(cast, sign_in, world, name):
    """The same form sent plainly, and with every column there is: the same comes of it, or the
    whole is refused.
    """
    make_ready(name, world)
    browser, at = sign_in(getattr(cast, who_has(name))), address(name, world)
    fields = fields_of(browser.get(at))
    filled = {
        field: ["Because it was agreed"] if kind == "text" and not values[0] else values
        for field, (kind, values) in fields.items()
        if kind != "file"
    }
    before, plainly = taken(), after(browser, at, filled)
    along = sent_along(set(fields))
    assert len(along) > 100
    assert not any(before[key] for key in before if key[1] in TOLD)
    assert after(browser, at, {**along, **filled}) in (plainly, (200, before))


def test_the_words_sent_along_would_be_seen(cast):
    """The test can fail: a column that takes such a value is noticed."""
    before = taken()
    cast.adam.staff.job_title = WORD
    cast.adam.staff.is_active = False
    cast.adam.staff.save()
    changed = {key for key, value in taken().items() if before[key] != value}
    assert ("people_staff", WORD) in changed
    assert ("people_staff", "is_active") in changed
