"""`./run manage grant_rights` gives the application's database role what rights.py says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from waymark.config.granting import CannotGrant, application_role, grant
from waymark.config.holes import holes


class Command(BaseCommand):
    help = "Give the application's database role its rights, or --check that it has no others."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when there are others"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        role = application_role()
        if role and not options["check"]:
            grant_to(role)
        elif not role and not options["check"]:
            raise CommandError(
                "One role does everything here: DATABASE_OWNER_URL is the other one's address",
                returncode=2,
            )
        else:
            refuse_holes(role or "")


def grant_to(role: str) -> None:
    """Give a role its rights, and make sure that it has no others."""
    try:
        grant(role)
    except (CannotGrant, ProgrammingError) as problem:
        raise CommandError(str(problem).strip(), returncode=2) from problem
    refuse_holes(role)


def refuse_holes(role: str) -> None:
    if found := holes(role):
        lines = "\n  ".join(found)
        raise CommandError(
            f"The application's database role could do more than it should: it\n  {lines}",
            returncode=2,
        )
