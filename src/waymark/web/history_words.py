"""Events as lines of a timeline: written once for participants, activities and trackers."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.html import format_html

from waymark.audit.events import HistoryRow
from waymark.kernel.words import counted, words_for_moment
from waymark.plans.rules import SET_BY_HAND
from waymark.programmes.queries import REASON_CATEGORIES
from waymark.reporting.change_words import change_words, value_words
from waymark.trackers.rules import Outcome
from waymark.web.addresses import address
from waymark.web.parts import Entry

MARKINGS = ("activity.completed", "activity.not_completed")
SAYS_IT_BY_ITSELF = (*MARKINGS, "activity.marking_undone")
OUTCOMES: dict[str, str] = {
    Outcome.MADE: "A tracker was made",
    Outcome.ALREADY_OPEN: "Its tracker was still open, so no second one was made",
    Outcome.NOT_MADE: "No tracker was made",
}


def timeline_entry(
    row: HistoryRow, *, names_activity: bool = False, names_tracker: bool = False
) -> Entry:
    """One event as a timeline shows it; where the page is about more, with links to what it was."""
    changes = row.data.get("changes", [])
    if row.code in MARKINGS:
        changes = [one for one in changes if one["before"] not in SET_BY_HAND]
    title, items = change_words(changes, as_title=row.code not in SAYS_IT_BY_ITSELF)
    tell = TELLERS.get(row.code, _nothing_more)
    lines = [line for line in tell(row.data) if line] if row.data else []  # else erased
    if names_tracker and row.tracker_id:
        lines.insert(0, _tracker_link(row))
    elif names_activity and row.activity_id:
        lines.insert(0, _activity_link(row))
    return Entry(
        title=title or row.title,
        by=row.by,
        at=row.at,
        lines=tuple(lines),
        items=tuple(items),
    )


def _nothing_more(data: Mapping[str, Any]) -> list[str]:  # noqa: ARG001
    return []


def _activity_added(data: Mapping[str, Any]) -> list[str]:
    must = ", mandatory" if data.get("mandatory") else ""
    return [f"Due {value_words(data.get('due_on', ''))}{must}"]


def _not_completed(data: Mapping[str, Any]) -> list[str]:
    category = REASON_CATEGORIES.get(data.get("reason_category", ""), "")
    why = ": ".join(part for part in (category, data.get("reason", "")) if part)
    return [why, OUTCOMES.get(data.get("outcome", ""), "")]


def _undone(data: Mapping[str, Any]) -> list[str]:
    return [f"Because: {data.get('why', '')}"]


def _arranged_again(data: Mapping[str, Any]) -> list[str]:
    return [f"As {data.get('again_as', '')}, due {value_words(data.get('again_on', ''))}"]


def _tracker_made(data: Mapping[str, Any]) -> list[str]:
    whom = data.get("assignee") or "nobody: it is in the group’s queue"
    told = (
        f"{data.get('type', '')}, {data.get('status', '')}, for {data.get('participant', '')}, "
        f"assigned to {whom}. DMA paperwork raised: {data.get('dma_paperwork_raised', '')}. "
        f"{data.get('marked_by', '')} marked ‘{data.get('activity', '')}’ not complete."
    )
    follows = data.get("follows")
    return [told, f"It follows {follows}." if follows else "", _act_by(data)]


def _tracker_edited(data: Mapping[str, Any]) -> list[str]:
    why = data.get("own_work_reason")
    lines = [f"Why they set a final status on their own work: {why}"] if why else []
    lines += _coded_reason(data)
    if "checks" in data:
        lines.append(f"{data['checks']} checks were met when it became {data['handed_on_as']}.")
    lines += [
        f"Went on although ‘{one['name']}’ is not met. {one['said']} Because: {one['reason']}"
        for one in data.get("going_on", ())
    ]
    return [*lines, _act_by(data.get("clock", {}))]


def _act_by(clock: Mapping[str, Any]) -> str:
    if not clock.get("act_by"):
        return ""
    return f"Act by {value_words(clock['act_by'])}, under a limit of {clock['limit']}."


def _act_by_moved(data: Mapping[str, Any]) -> list[str]:
    return [f"{data.get('why', '')}. The limit is the same."]


def _note(data: Mapping[str, Any]) -> list[str]:
    marked = data.get("for_decision_maker")
    return [data.get("note", ""), "For the decision maker" if marked else ""]


def _file(data: Mapping[str, Any]) -> list[str]:
    said = [", ".join(part for part in (data.get("file", ""), data.get("kind", "")) if part)]
    if data.get("location_removed"):
        said.append("Where the picture was taken was removed from it before it was stored.")
    return said


def _infected(data: Mapping[str, Any]) -> list[str]:
    return [
        *_file(data),
        f"Uploaded by {data.get('uploaded_by', '')}. The scanner calls it {data.get('found', '')}.",
        "The file is held apart and nobody can open it.",
    ]


def _damaged(data: Mapping[str, Any]) -> list[str]:
    return [*_file(data), "It is not what was uploaded, so it was not sent."]


PACK_CHOICES = {
    "notes_put_in": "Staff-only notes put in",
    "notes_left_out": "Notes for the decision maker left out",
    "files_left_out": "Files left out",
    "private_put_in": "Private details put in",
}


def _pack_asked_for(data: Mapping[str, Any]) -> list[str]:
    said = [
        f"{words}: {'; '.join(data[key])}" for key, words in PACK_CHOICES.items() if data.get(key)
    ]
    return said or ["With what usually goes in"]


def _pack_made(data: Mapping[str, Any]) -> list[str]:
    return [f"SHA-256 {data.get('sha256', '')}"]


def _why(data: Mapping[str, Any]) -> list[str]:
    return [f"Why: {data.get('why', '')}", _handed_over(data)]


def _handed_over(data: Mapping[str, Any]) -> str:
    """What went to somebody else because its owner or assignee is not named."""
    counts = [
        counted(data.get("activities", 0), "activity", "activities"),
        counted(data.get("trackers", 0), "tracker"),
    ]
    moved = " and ".join(one for one in counts if not one.startswith("No "))
    return f"{moved} handed over to {data.get('handed_to', '')}" if moved else ""


def _sanction_entry(data: Mapping[str, Any]) -> list[str]:
    about = f"{data.get('entry', '')}, about {data.get('tracker', '')}: {data.get('kind', '')}"
    corrects = f" It corrects {data['corrects']}." if data.get("corrects") else ""
    facts = [f"{label}: {value_words(value)}" for label, value in data.get("facts", [])]
    why = f"What was wrong: {data['why']}" if data.get("why") else ""
    letters = [f"Letter: {name}" for name in data.get("letters", [])]
    return [f"{about}.{corrects}", *facts, why, *letters]


def _staff_added(data: Mapping[str, Any]) -> list[str]:
    roles = ", ".join(data.get("roles", [])) or "none"
    groups = data.get("groups")
    return [f"Roles: {roles}", f"Groups: {groups}" if groups else ""]


def _work_handed_over(data: Mapping[str, Any]) -> list[str]:
    amounts = [f"{amount} {KINDS.get(kind, kind)}" for kind, amount in data["amounts"].items()]
    return [f"{', '.join(amounts)}. To {', '.join(data.get('to', []))}."]


def _signed_in(data: Mapping[str, Any]) -> list[str]:
    how = str(data.get("how") or "")
    parts = [f"By {how}" if how else "", f"from {data['address']}" if data.get("address") else ""]
    said = ", ".join(part for part in parts if part)
    return [said[:1].upper() + said[1:]]


def _let_in(data: Mapping[str, Any]) -> list[str]:
    what = [STEPS.get(one, one) for one in data.get("what", [])]
    why = data.get("why")
    return [", ".join(what).capitalize(), f"Why: {why}" if why else ""]


def _contact(data: Mapping[str, Any]) -> list[str]:
    """Who tried, when and how, and what came of it."""
    at = words_for_moment(datetime.fromisoformat(data["tried_at"]))
    said = [f"{data['channel']} by {data['made_by']} on {at}: {data['outcome']}"]
    if data.get("moved_it"):
        said.append("It changed the day, the time or the place of the activity.")
    return [*said, data.get("text", "")]


def _asked(data: Mapping[str, Any]) -> list[str]:
    asked, due = value_words(data["asked_on"]), value_words(data["reply_due_on"])
    other = data.get("days_reason")
    return [
        f"{data['way']}, {asked}. Time to reply until {due}.",
        f"Another time than usual because: {other}" if other else "",
        data.get("text", ""),
    ]


PRIVATE = "The details are private and stand on the tracker only."


def _replied(data: Mapping[str, Any]) -> list[str]:
    came = f"Came on {value_words(data['replied_on'])}."
    if data.get("private"):
        return [came, PRIVATE]
    return [came, f"{data.get('category', '')}: {data.get('text', '')}"]


def _decided(data: Mapping[str, Any]) -> list[str]:
    decided = "Accepted as good reason" if data["accepted"] else "Not accepted as good reason"
    return [decided, PRIVATE if data.get("private") else f"Because: {data.get('why', '')}"]


def _failure(data: Mapping[str, Any]) -> list[str]:
    why = data.get("why")
    proposed = f"{data['proposed']} was proposed. Because: {why}" if why else ""
    return [data["failure"], proposed]


def _coded_reason(data: Mapping[str, Any]) -> list[str]:
    """Why compliance sent it back or rejected it."""
    if not data.get("coded_reason"):
        return []
    return [f"Because: {data['coded_reason']}.", data.get("coded_reason_text", "")]


def _second_person(data: Mapping[str, Any]) -> list[str]:
    matters = "may have made the difference" if data["may_matter"] else "made no difference"
    said = f"{data['person_name']} considered {data['markers']}: a marker {matters}."
    return [said, data.get("text", "")]


STEPS = {"totp": "authenticator app", "webauthn": "security key or passkey"} | {
    "recovery_codes": "recovery codes"
}
KINDS = {"caseload": "participants"}


def _notice_issued(data: Mapping[str, Any]) -> list[str]:
    received = value_words(data.get("received_on", ""))
    large = ", in large print" if data.get("large_print") else ""
    given = f"{data.get('delivery', '')}, {value_words(data.get('given_on', ''))}{large}"
    return [
        f"{data.get('notice', '')}: {given}. Counts as received {received}.",
        f"Template: {data.get('template', '')}. SHA-256 of the PDF: {data.get('sha256', '')}",
    ]


def _notice_voided(data: Mapping[str, Any]) -> list[str]:
    return [f"{data.get('notice', '')}: {data.get('why', '')}"]


TELLERS: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "participant.restricted": _why,
    "participant.named_people_changed": _why,
    "participant.restriction_lifted": _why,
    "activity.added": _activity_added,
    "activity.not_completed": _not_completed,
    "activity.marking_undone": _undone,
    "activity.arranged_again": _arranged_again,
    "notice.issued": _notice_issued,
    "notice.voided": _notice_voided,
    "staff.added": _staff_added,
    "staff.work_handed_over": _work_handed_over,
    "staff.signed_in": _signed_in,
    "staff.sign_in_failed": _signed_in,
    "staff.locked_out": _signed_in,
    "staff.unlocked": _let_in,
    "staff.second_step_added": _let_in,
    "staff.second_step_removed": _let_in,
    "sanction.entry_added": _sanction_entry,
    "sanction.entry_corrected": _sanction_entry,
    "sanction.entry_withdrawn": _sanction_entry,
    "sanction.letter_infected": _infected,
    "sanction.letter_damaged": _damaged,
    "tracker.made": _tracker_made,
    "tracker.edited": _tracker_edited,
    "tracker.returned": _coded_reason,
    "tracker.act_by_moved": _act_by_moved,
    "tracker.note_added": _note,
    "tracker.contact_added": _contact,
    "tracker.good_reason_asked": _asked,
    "tracker.good_reason_replied": _replied,
    "tracker.good_reason_decided": _decided,
    "tracker.failure_confirmed": _failure,
    "tracker.second_person_named": _second_person,
    "tracker.file_added": _file,
    "tracker.file_removed": _file,
    "tracker.file_infected": _infected,
    "tracker.file_damaged": _damaged,
    "tracker.pack_asked_for": _pack_asked_for,
    "tracker.pack_made": _pack_made,
}


def _activity_link(row: HistoryRow) -> str:
    return format_html(
        'Activity <a class="govuk-link" href="{}">{}</a>',
        address("activity", row.activity_id),
        row.data.get("activity") or "without a title",
    )


def _tracker_link(row: HistoryRow) -> str:
    number = row.data.get("number")
    return format_html(
        '<a class="govuk-link" href="{}">{}</a>',
        address("tracker", row.tracker_id),
        f"Tracker {number}" if number else "The tracker",
    )
