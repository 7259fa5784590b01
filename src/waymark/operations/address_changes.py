"""Another address for an account: whoever reads the former one is told, for it may be a theft."""

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from waymark.audit.models import Event, EventContent, Stream
from waymark.operations.mailing import send_text

TASK = "mail_address_changed"
NO_LONGER_NEWS = timedelta(days=7)


def tell_the_former_address(staff_id: UUID) -> None:
    """Have the worker tell it. The job holds the number of the event and no address; the caller has
    just put the change on record, in the same transaction.
    """
    events = Event.objects.filter(stream=Stream.STAFF, stream_id=staff_id, code="staff.changed")
    app.configure_task(TASK).defer(event_id=events.latest("id").id)


def deliver_to_the_former_address(*, event_id: int, now: datetime) -> None:
    """Write and send the e-mail. The worker's; raises MailNotSent, to be tried again."""
    event = Event.objects.filter(id=event_id, at__gt=now - NO_LONGER_NEWS).first()
    content: EventContent | None = getattr(event, "content", None)
    changes = content.data.get("changes", []) if content else []
    for former in [one["before"] for one in changes if one["field"] == "email"]:
        send_text("address_changed", former)
