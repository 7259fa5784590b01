"""What a new installation knows: root group, programmes, markers, reasons. Put back after a flush."""

from importlib import import_module

from django.apps import apps

from waymark.people.models import Group

MIGRATIONS = (
    "waymark.people.migrations.0002_what_an_installation_knows",
    "waymark.programmes.migrations.0002_what_an_installation_knows",
    "waymark.participants.migrations.0004_what_an_installation_knows",
)


def restore_basics() -> None:
    """Run the data migrations again on an emptied database; on one that was not, do nothing."""
    if not Group.objects.exists():
        for name in MIGRATIONS:
            import_module(name).add(apps, None)
