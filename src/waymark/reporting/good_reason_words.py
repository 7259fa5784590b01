"""What was asked and answered about good reason, and attempts at contact: for pages and packs."""

from waymark.kernel.words import counted, words_for_day
from waymark.trackers.doubt.words import CHANNELS, CONTACT_OUTCOMES, GOOD_REASONS, WAYS_OF_ASKING
from waymark.trackers.doubt_queries import GoodReason, ReplySeen
from waymark.trackers.models import Contact

HIDDEN = "The details are private: for Supervisors, compliance, auditors and whoever wrote them."


def contact_title(contact: Contact) -> str:
    """Phone call: No answer."""
    return f"{CHANNELS[contact.channel]}: {CONTACT_OUTCOMES[contact.outcome]}"


def good_reason_lines(reason: GoodReason | None, *, hidden: str = HIDDEN) -> list[str]:
    """When it was asked, until when there is time, and what came back."""
    if reason is None:
        return ["Not asked about yet"]
    asked = reason.question
    received, until = words_for_day(asked.received_on), words_for_day(asked.reply_due_on)
    days = counted(asked.days, "working day")
    way = WAYS_OF_ASKING[asked.way]
    lines = [
        f"Asked on {words_for_day(asked.asked_on)}: {way}, recorded by {asked.by}.",
        f"Counts as received on {received}. Time to reply until {until} ({days}).",
    ]
    if asked.days_reason:
        lines.append(f"Another time than usual because: {asked.days_reason}")
    if asked.text:
        lines.append(f"What was asked: {asked.text}")
    for reply in reason.replies:
        lines += reply_lines(reply, hidden=hidden)
    return lines if reason.replies else [*lines, "No reply was recorded."]


def reply_lines(reply: ReplySeen, *, hidden: str = HIDDEN) -> list[str]:
    """What they said, as far as the reader may know, and what was decided on it."""
    came = f"Reply of {words_for_day(reply.replied_on)}, recorded by {reply.by}"
    if reply.is_hidden:
        lines = [f"{came}. {hidden}"]
    else:
        private = " (private)" if reply.is_private else ""
        lines = [f"{came}{private}: {GOOD_REASONS[reply.category]}. {reply.text}"]
    if reply.accepted is None:
        return [*lines, "Not decided yet whether this is good reason."]
    decided = "Accepted as good reason" if reply.accepted else "Not accepted as good reason"
    why = f": {reply.accepted_why}" if reply.accepted_why else ""
    return [*lines, f"{decided} by {reply.accepted_by}{why}"]
