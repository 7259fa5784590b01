"""A participant's sanction record as CSV, a line an entry, newest first.

Whoever calls has gone through `operations/viewing.py: open_record_export`, which asks for the right
and puts on record who took it.
"""

from collections.abc import Iterator

from waymark.kernel.actor import Actor
from waymark.kernel.london import LONDON
from waymark.kernel.spreadsheets import line_of
from waymark.participants.models import Participant
from waymark.sanctions.queries import EntrySeen, record_of
from waymark.sanctions.rules import RESULT_LABELS

COLUMNS = (
    "entry",
    "kind",
    "tracker",
    "participant",
    "happened_on",
    "result",
    "channel",
    "reference",
    "text",
    "starts_on",
    "ends_on",
    "fixed_days",
    "told_on",
    "effective_on",
    "corrects",
    "corrected_by",
    "withdraws",
    "why",
    "letters",
    "recorded_at",
    "recorded_by",
)


def record_csv(actor: Actor, participant: Participant) -> Iterator[str]:
    """The record as CSV, safe to open in a spreadsheet program."""
    yield line_of(COLUMNS)
    for entry in record_of(actor, participant):
        yield line_of(_cells(entry, participant.reference))


def _cells(entry: EntrySeen, reference: str) -> list[str]:
    said = entry.fields
    days = (said.starts_on, said.ends_on, said.fixed_days, said.told_on, entry.effective_on)
    return [
        entry.shown_number,
        entry.label,
        entry.tracker_number,
        reference,
        said.happened_on.isoformat(),
        RESULT_LABELS.get(said.result, ""),
        said.channel,
        said.reference,
        said.text,
        *(str(one) if one is not None else "" for one in days),
        entry.corrects,
        entry.corrected_by,
        "Yes" if entry.withdraws else "No",
        entry.why,
        "; ".join(one.name for one in entry.letters),
        entry.recorded_at.astimezone(LONDON).isoformat(timespec="seconds"),
        entry.recorded_by,
    ]
