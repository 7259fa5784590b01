"""Small files to import, with plain defaults; give what the test is about."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.factories import MORNING
from waymark.imports.actors import importing_actor
from waymark.imports.files import Source, Table, table_of
from waymark.imports.findings import Summary
from waymark.imports.importing import import_files
from waymark.kernel.actor import Actor

GROUP = {"group": "Wales / Abertawe", "bank_holidays": "England and Wales"}
STAFF = {
    "email": "sian@provider.example",
    "name": "Siân Ellis-Jones",
    "job_title": "Work coach",
    "group": "Wales / Caerdydd",
    "roles": "Process Automation Trackers (Edit)",
    "active": "Yes",
}
PARTICIPANT = {
    "reference": "WM1",
    "first_name": "Llŷr",
    "last_name": "Gruffydd",
    "date_of_birth": "04/09/1965",
    "ni_number": "SB953893B",
    "benefit": "Universal Credit",
    "programme": "DWP Restart",
    "start_date": "22/10/2026",
    "planned_end_date": "22/10/2027",
    "work_coach": "adam@provider.example",
    "group": "Wales / Caerdydd",
    "make_activity_mandatory": "Yes",
    "sanction_status": "Not under sanction",
    "markers": "Safeguarding; Large print",
    "language": "Welsh",
    "email": "llyr@mail.example",
    "phone": "07700 900564",
}
ACTIVITY = {
    "participant": "WM1",
    "activity": "A1",
    "kind": "Appointment",
    "title": "CV workshop",
    "instructions": "Come to the workshop and bring your CV.",
    "owner": "",
    "due_date": "17/11/2026",
    "due_time": "10:30",
    "place": "Caerdydd office",
    "mandatory": "Yes",
    "status": "Not started",
    "reason_category": "",
    "reason": "",
}
MISSED = {"status": "Not complete", "reason_category": "did not", "reason": "Did not attend"}
DEFAULTS = {"groups": GROUP, "staff": STAFF, "participants": PARTICIPANT, "activities": ACTIVITY}


def text_of(kind: str, *rows: dict[str, str], separator: str = ",", **given: Any) -> str:
    """A file's text: its header, and a row of defaults for each that is given."""
    columns: Iterable[str] = given.get("columns") or dict.fromkeys(
        name for row in (DEFAULTS[kind], *rows) for name in row
    )
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**DEFAULTS[kind], **row} for row in rows)
    return out.getvalue()


def a_file(content: str | bytes, kind: str | None = None, name: str = "") -> Table:
    """A file of that content, understood."""
    octets = content.encode() if isinstance(content, str) else content
    source = Source(name or f"{kind or 'some'}.csv", lambda: io.BytesIO(octets))
    return table_of(source, kind=kind)


def groups(*rows: dict[str, str], **given: Any) -> Table:
    return a_file(text_of("groups", *(rows or ({},)), **given), "groups")


def staff(*rows: dict[str, str], **given: Any) -> Table:
    return a_file(text_of("staff", *(rows or ({},)), **given), "staff")


def participants(*rows: dict[str, str], **given: Any) -> Table:
    return a_file(text_of("participants", *(rows or ({},)), **given), "participants")


def activities(*rows: dict[str, str], **given: Any) -> Table:
    return a_file(text_of("activities", *(rows or ({},)), **given), "activities")


def importing(
    *tables: Table, actor: Actor | None = None, now: datetime = MORNING, **options: Any
) -> Summary:
    """Import as the administrator of the cast, unless somebody else is named."""
    return import_files(actor=actor or importing_actor(), tables=tables, now=now, **options)


def refusals(summary: Summary, kind: str) -> list[tuple[int, str]]:
    """The rows refused, each with the field at fault."""
    return [(one.row, one.field) for one in summary.tallies[kind].refused]


def reasons(summary: Summary, kind: str) -> list[str]:
    """What is said of the rows refused."""
    return [one.message for one in summary.tallies[kind].refused]


def counts(summary: Summary, kind: str) -> tuple[int, int, int, int]:
    """How many rows were new, changed, unchanged and refused."""
    tally = summary.tallies[kind]
    return tally.added, tally.changed, tally.unchanged, len(tally.refused)
