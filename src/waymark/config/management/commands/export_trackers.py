"""`./run export trackers --as EMAIL` writes what that person may see to standard output."""

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from waymark.kernel.london import day_of
from waymark.kernel.refusals import NotFound, Refused
from waymark.operations.viewing import open_export
from waymark.people.queries import actor_with_email
from waymark.reporting.asking import filter_from_words
from waymark.reporting.exports import FORMATS


class Command(BaseCommand):
    help = "Write the trackers that a person may see to standard output, newest first."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Usage as a person types it."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.prog = "./run export trackers"
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--as", dest="email", required=True, metavar="EMAIL", help="who exports: their groups"
        )
        parser.add_argument("--format", choices=FORMATS, default="csv")
        parser.add_argument(
            "--status", action="append", default=[], help="only these: repeat, or use commas"
        )
        parser.add_argument("--assignee", default="", metavar="EMAIL", help="or: nobody")
        parser.add_argument(
            "--from", dest="from_day", default="", metavar="DATE", help="created on or after"
        )
        parser.add_argument(
            "--to", dest="to_day", default="", metavar="DATE", help="created on or before"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._write(self._chunks(options))
        except NotFound as refused:
            message = f"Nobody active has the address {options['email']}"
            raise CommandError(message, returncode=2) from refused
        except Refused as refused:
            raise CommandError(refused.message, returncode=2) from refused

    def _chunks(self, options: dict[str, Any]) -> Iterable[str]:
        actor = replace(actor_with_email(options["email"]), is_command_line=True)
        wanted = filter_from_words(
            statuses=options["status"],
            assignee=options["assignee"],
            from_day=options["from_day"],
            to_day=options["to_day"],
        )
        open_export(actor=actor, now=timezone.now())
        return FORMATS[options["format"]](actor, wanted, today=day_of(timezone.now()))

    def _write(self, chunks: Iterable[str]) -> None:
        """Stop quietly when whoever reads has had enough, as with `head`."""
        try:
            for chunk in chunks:
                self.stdout.write(chunk, ending="")
            self.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
