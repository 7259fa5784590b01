"""The parts of a tracker's page, in the order in which they stand there."""

from waymark.web.parts import Link
from waymark.web.trackers.record_page import RecordPage


def contents_of(page: RecordPage) -> list[Link]:
    """A link to each part that is there; the page is long, and the pack stands far down."""
    parts = (
        ("Why it exists", "why", page.why),
        ("Checks", "checks", page.readiness),
        ("Before a doubt is raised", "before-a-doubt", page.gathered),
        ("Contacts", "contacts", page.gathered),
        ("Notes", "notes", True),
        ("Evidence pack and referral sheet", "pack", page.pack_href),
        ("History", "history", True),
    )
    return [Link(label, f"#{part}") for label, part, is_there in parts if is_there]
