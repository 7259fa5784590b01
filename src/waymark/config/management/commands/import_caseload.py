"""`./run import FOLDER` takes groups, staff, participants and activities from CSV files."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from waymark.config.management.progress import Bar
from waymark.imports.actors import importing_actor
from waymark.imports.columns import SHEETS
from waymark.imports.files import Source, Table, table_of
from waymark.imports.findings import Summary
from waymark.imports.importing import import_files
from waymark.imports.words import summary_in_words
from waymark.kernel.refusals import Refused


class Command(BaseCommand):
    help = "Import groups.csv, staff.csv, participants.csv and activities.csv from a folder."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Usage as a person types it."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.prog = "./run import"
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", metavar="FOLDER", help="where the files are; any of the four may be missing"
        )
        parser.add_argument(
            "--as",
            dest="email",
            default="",
            metavar="EMAIL",
            help="the administrator on whose behalf (else the longest-serving one)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, no more")
        parser.add_argument("--past-records", action="store_true", help="make no trackers")
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            summary = self._import(options)
        except (Refused, OSError) as refused:
            message = refused.message if isinstance(refused, Refused) else str(refused)
            raise CommandError(message, returncode=2) from refused
        if options["json"]:
            self.stdout.write(json.dumps(summary.as_data(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(summary_in_words(summary))

    def _import(self, options: dict[str, Any]) -> Summary:
        tables = tables_in(Path(options["folder"]))
        actor = importing_actor(options["email"])
        self.stderr.write(f"Importing as {actor.shown_as}")
        with Bar(sys.stderr) as bar:
            return import_files(
                actor=actor,
                tables=tables,
                now=timezone.now(),
                dry_run=options["dry_run"],
                past_records=options["past_records"],
                progress=bar.show,
            )


def tables_in(folder: Path) -> list[Table]:
    """The files of a folder that an import knows by name; refused with `imports.no_files`."""
    if not folder.is_dir():
        raise Refused("imports.no_files", f"There is no folder {folder}")
    by_name = {path.name.lower(): path for path in folder.iterdir() if path.is_file()}
    found = {kind: path for kind in SHEETS if (path := by_name.get(f"{kind}.csv"))}
    if not found:
        names = ", ".join(f"{kind}.csv" for kind in SHEETS)
        raise Refused("imports.no_files", f"{folder} holds none of {names}")
    return [table_of(_source(path), kind=kind) for kind, path in found.items()]


def _source(path: Path) -> Source:
    return Source(path.name, lambda: path.open("rb"))
