"""`./run restore FILE` reads a backup back into an empty installation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from waymark.config.backups.archive import NotABackup
from waymark.config.backups.programs import NoProgram
from waymark.config.backups.restoring import CannotRestore, CouldNotRestore, restore
from waymark.documents.store import StoreUnreachable


class Command(BaseCommand):
    help = (
        "Read a backup into an empty installation, once every byte of it was checked. "
        "Exit code: 0 restored, 2 could not."
    )
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Usage as a person types it."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.prog = "./run restore"
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="what ./run backup has written")

    def handle(self, *_args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            checked = restore(path, tell=self._tell)
        except NotABackup as problem:
            said = f"Nothing was restored: {path} is not whole: {problem}"
            raise CommandError(said, returncode=2) from problem
        except (CannotRestore, NoProgram) as problem:
            raise CommandError(f"Nothing was restored: {problem}", returncode=2) from problem
        except (CouldNotRestore, DatabaseError, OSError, StoreUnreachable) as problem:
            said = f"It could not be restored, and the database is empty: {problem}"
            raise CommandError(said, returncode=2) from problem
        self._tell(f"Restored as of {checked.about['made_at']}, with {checked.files} files.")
        if checked.missing:
            self._tell(f"{len(checked.missing)} files were missing when it was written.")
        self._tell("Now hold it against a copy of its history: ./run verify --against FILE")

    def _tell(self, what: str) -> None:
        self.stderr.write(what)
