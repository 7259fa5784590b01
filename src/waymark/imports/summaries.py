"""What a run keeps of its summary: the counts, and the first remarks of each sort for the page."""

from waymark.imports.findings import Remark, Summary, Tally, told

SHOWN = 200
SORTS = ("refused", "warnings", "kept", "changes")


def stored_summary(summary: Summary) -> dict:
    """The summary as it is stored with a run."""
    given = {kind: tally for kind, tally in summary.tallies.items() if tally.rows}
    return {
        "files": {kind: _counts(tally) for kind, tally in given.items()},
        "trackers": summary.trackers_created,
        "remarks": {
            sort: [
                {"kind": kind, "rows": rows, **_remark(one)}
                for kind, tally in given.items()
                for one, rows in told(sort, getattr(tally, sort))[:SHOWN]
            ][:SHOWN]
            for sort in SORTS
        },
    }


def without_details(summary: dict) -> dict:
    """The counts alone: what stays when the details of rows are thrown away."""
    return {name: value for name, value in summary.items() if name != "remarks"}


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "rows": tally.rows,
        "accepted": tally.accepted,
        "added": tally.added,
        "changed": tally.changed,
        "unchanged": tally.unchanged,
        **{sort: len(getattr(tally, sort)) for sort in SORTS},
    }


def _remark(remark: Remark) -> dict[str, str | int]:
    return {**remark.as_data(), "key": remark.key, "cell": remark.cell}
