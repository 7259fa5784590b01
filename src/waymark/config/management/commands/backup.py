"""`./run backup FILE` writes an installation into one file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from waymark.config.backups.programs import NoProgram
from waymark.config.backups.writing import CouldNotDump, back_up, write
from waymark.documents.store import StoreUnreachable


class Command(BaseCommand):
    help = (
        "Write database and files into one file, while people work. Keep it as you keep the "
        "records themselves: it holds all of them. The keys that sign sessions and the history "
        "are not in it. Exit code: 0 written, 2 could not."
    )
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Usage as a person types it."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.prog = "./run backup"
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="what to write; - for standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        now, path = timezone.now(), Path(options["file"])
        try:
            if options["file"] == "-":
                missing = write(sys.stdout.buffer, now=now, tell=self._tell)
                sys.stdout.buffer.flush()
            else:
                missing = back_up(path, now=now, tell=self._tell)
        except (NoProgram, CouldNotDump, DatabaseError, OSError) as problem:
            raise CommandError(f"No backup was written: {problem}", returncode=2) from problem
        except StoreUnreachable as problem:
            said = "No backup was written: the file store does not answer"
            raise CommandError(said, returncode=2) from problem
        if missing:
            self._tell(
                f"The store does not have {len(missing)} of the files that the database names:"
            )
            for key in missing:
                self._tell(f"    {key}")
        self._tell("Written." if options["file"] == "-" else f"Written to {path}.")

    def _tell(self, what: str) -> None:
        self.stderr.write(what)
