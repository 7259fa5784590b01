"""`./run manage create_administrator EMAIL` prints a single-use link."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from waymark.kernel.refusals import Refused
from waymark.operations.people import create_administrator


class Command(BaseCommand):
    help = "Make an administrator's account and print a single-use link to set its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--address", default=settings.ADDRESS, help="where Waymark is reached (WAYMARK_ADDRESS)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            made = create_administrator(email=options["email"], now=timezone.now())
        except Refused as refused:
            raise CommandError(refused.message, returncode=2) from refused
        if made.changes is not None:
            self._tell(options["email"], made.changes)
        link = reverse("set-password", kwargs={"uidb64": made.uid, "token": made.token})
        self.stdout.write(options["address"].rstrip("/") + link)

    def _tell(self, email: str, changes: list[dict]) -> None:
        """On standard error, so that the link alone is on standard output."""
        self.stderr.write(
            f"{email} had an account already. It is an administrator's now, of all groups;"
            " its password is void until the link is used, and whoever was signed in is signed out."
        )
        for one in changes:
            self.stderr.write(f"{one['label']}: {one['before'] or 'none'} → {one['after']}")
