"""`./run verify` checks every chain of the history, and can export it for a stranger to check."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from waymark.audit.comparing import NotAnExport, compare_with
from waymark.audit.exporting import export_chains
from waymark.audit.findings import Report, in_words
from waymark.audit.signing_keys import NoSigningKey
from waymark.audit.verify import verify

BROKEN = 3


class Command(BaseCommand):
    help = "Check every chain of the history. Exit code: 0 all hold, 3 one is broken, 2 could not."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Usage as a person types it."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.prog = "./run verify"
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--export",
            metavar="FILE",
            type=Path,
            help="also write hashes, heads and signings to a file (compressed if it ends in .gz)",
        )
        parser.add_argument(
            "--against",
            metavar="FILE",
            type=Path,
            help="also compare with an earlier export: what was in it must be there unchanged",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            report = self._check(options)
        except (NoSigningKey, NotAnExport, OSError, DatabaseError) as problem:
            raise CommandError(f"Could not verify: {problem}", returncode=2) from problem
        self.stdout.write(in_words(report))
        self.stdout.flush()
        if report.broken:
            sys.exit(BROKEN)

    def _check(self, options: dict[str, Any]) -> Report:
        report = verify(self._tell)
        if earlier := options["against"]:
            self._tell(f"Comparing with {earlier} …")
            compare_with(earlier, report)
        if path := options["export"]:
            self._tell(f"Writing {path} …")
            export_chains(path, now=timezone.now())
        return report

    def _tell(self, what: str) -> None:
        self.stderr.write(what)
