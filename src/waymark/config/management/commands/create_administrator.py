"""`./run manage create_administrator EMAIL` prints a single-use link."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from waymark.kernel.refusals import Refused
from waymark.operations.people import create_administrator


class Command(BaseCommand):
    help = "Make an administrator's account and print a single-use link to set its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        here = f"http://{os.environ.get('HOST', 'localhost')}:{os.environ.get('PORT', '8000')}"
        parser.add_argument("--address", default=here, help="where Waymark is reached")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            uid, token = create_administrator(email=options["email"], now=timezone.now())
        except Refused as refused:
            raise CommandError(refused.message, returncode=2) from refused
        link = reverse("set-password", kwargs={"uidb64": uid, "token": token})
        self.stdout.write(options["address"].rstrip("/") + link)
