"""Commands about one account, by whoever runs the installation."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from waymark.kernel.refusals import Refused
from waymark.people.queries import colleagues_with_email, command_line


class AccountCommand(BaseCommand):
    """Does one thing to the account of an address, and says so."""

    does: Callable[..., None]
    said = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        account = colleagues_with_email([email]).get(email)
        if account is None:
            raise CommandError(f"Nobody has the address {email}", returncode=2)
        try:
            self.does(actor=command_line(), staff_id=account.id, now=timezone.now())
        except Refused as refused:
            raise CommandError(refused.message, returncode=2) from refused
        self.stdout.write(f"{email} {self.said}")
