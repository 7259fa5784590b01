"""Events as lines of a timeline."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import pytest

from waymark.reporting.change_words import change_words
from waymark.web.history_words import timeline_entry

ID = UUID("00000000-0000-4000-8000-00000000000a")


@dataclass
class Row:
    code: str
    data: dict
    title: str = "What happened"
    by: str = "Adam Stewart"
    at: datetime = datetime(2026, 11, 17, 15, 12, tzinfo=UTC)
    activity_id: UUID | None = None
    tracker_id: UUID | None = field(default=None)


def change(label, before, after):
    return {"field": "x", "label": label, "before": before, "after": after}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("New", "Submitted", "Field: New to Submitted"),
        ("", "0788", "Field: nothing to 0788"),
        ("2026-11-17", "", "Field: 17 November 2026 to nothing"),
        ("10:30:00", "14:00:00", "Field: 10:30am to 2pm"),
        ("failure to attend", "None", "Field: ‘failure to attend’ to ‘None’"),
    ],
)
def test_one_short_change_is_a_title_in_words(before, after, told):
    assert change_words([change("Field", before, after)]) == (told, [])


def test_a_long_change_is_told_below():
    title, items = change_words([change("Instructions", "x" * 90, "short")])
    assert title == ""
    assert items == [f"Instructions: ‘{'x' * 90}’ became ‘short’"]


def test_several_changes_are_a_list():
    changes = [change("Phone", "1", "2"), change("Email", "a", "b")]
    entry = timeline_entry(Row("participant.corrected", {"changes": changes}))
    assert entry.title == "What happened"
    assert entry.items == ("Phone: 1 to 2", "Email: a to b")


def test_a_marking_says_its_former_status_only_when_it_was_a_marking_too():
    first = Row("activity.completed", {"changes": [change("Status", "In progress", "Complete")]})
    assert timeline_entry(first).items == ()
    again = Row("activity.completed", {"changes": [change("Status", "Not complete", "Complete")]})
    assert timeline_entry(again).items == ("Status: Not complete to Complete",)


@pytest.mark.parametrize(
    ("code", "data", "lines"),
    [
        (
            "activity.added",
            {"due_on": "2026-12-01", "mandatory": True},
            ("Due 1 December 2026, mandatory",),
        ),
        ("activity.marking_undone", {"why": "Wrong person"}, ("Because: Wrong person",)),
        (
            "activity.arranged_again",
            {"again_as": "W10001", "again_on": "2026-12-01"},
            ("As W10001, due 1 December 2026",),
        ),
        (
            "activity.not_completed",
            {"reason_category": "provider", "reason": "Trainer was ill", "outcome": "not made"},
            ("It was our fault, or a provider’s: Trainer was ill", "No tracker was made"),
        ),
        ("tracker.note_added", {"note": "Phoned"}, ("Phoned",)),
        ("tracker.file_added", {"file": "a.pdf", "kind": "Notice"}, ("a.pdf, Notice",)),
        (
            "tracker.edited",
            {"own_work_reason": "Nobody else is here"},
            ("Why they set a final status on their own work: Nobody else is here",),
        ),
        ("participant.added", {"anything": 1}, ()),
    ],
)
def test_each_kind_tells_what_matters(code, data, lines):
    assert timeline_entry(Row(code, data)).lines == lines


def test_links_to_what_it_was_escape_what_was_typed():
    row = Row("activity.added", {"activity": "<b>CV</b>", "due_on": "2026-12-01"}, activity_id=ID)
    link = timeline_entry(row, names_activity=True).lines[0]
    assert (
        link == f'Activity <a class="govuk-link" href="/activities/{ID}/">&lt;b&gt;CV&lt;/b&gt;</a>'
    )
    of_tracker = Row("tracker.edited", {"number": "T10418"}, activity_id=ID, tracker_id=ID)
    link = timeline_entry(of_tracker, names_activity=True, names_tracker=True).lines[0]
    assert link == f'<a class="govuk-link" href="/trackers/{ID}/">Tracker T10418</a>'
