"""Django's `migrate`, and then the rights of the application's role on what came of it."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import ProgrammingError
from psycopg.errors import InsufficientPrivilege

from waymark.config.granting import application_role
from waymark.config.management.commands.grant_rights import grant_to

NO_CHANGE = ("plan", "check_unapplied")


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except ProgrammingError as problem:
            if not isinstance(problem.__cause__, InsufficientPrivilege):
                raise
            raise CommandError(
                "The tables have to change, and this database role may not do it: give the address"
                " of the role that owns them in DATABASE_OWNER_URL (docs/operate.md)",
                returncode=2,
            ) from problem
        if not any(options.get(name) for name in NO_CHANGE) and (role := application_role()):
            grant_to(role)
