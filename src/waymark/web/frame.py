"""What every page's frame shows: who is signed in, where they can go, what has just happened."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from waymark.kernel.actor import Actor
from waymark.people.kept_forms import Kept
from waymark.people.policy import may
from waymark.web.addresses import address_of_page
from waymark.web.parts import Link
from waymark.web.session_clock import TimeLeft, time_on_page, warning_seconds

ALERTS = {"error": "error", "success": "success", "warning": "warning"}


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the main navigation, and the operation whose roles open it."""

    label: str
    url_name: str
    opened_by: str = "participants.view"
    also: tuple[str, ...] = ()


PLACES = (
    Place("Home", "home"),
    Place("Participants", "participants", also=("/activities/",)),
    Place("Trackers", "trackers"),
    Place("Compliance", "compliance", opened_by="trackers.check"),
    Place("Access records", "access-records", opened_by="access_records.view"),
    Place(
        "Administration",
        "administration",
        opened_by="people.keep",
        also=("/staff/", "/groups/", "/roles/"),
    ),
)


class Frame:
    """Asked by layout.html only; nothing is worked out that the page does not show."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.actor: Actor | None = getattr(request, "actor", None)
        self.tenant = settings.TENANT_NAME
        # Held at setting up a second step: nothing else can be reached.
        self.is_held: bool = getattr(request, "is_held", False)

    def places(self) -> list[Link]:
        """Where this person may go; the place they are in is current."""
        if self.actor is None:
            return []
        roles = self.actor.roles
        return [self._link(place) for place in PLACES if may(roles, place.opened_by)]

    def alerts(self) -> list[tuple[str, str]]:
        """What the last action left to be said, each with the kind of alert it is."""
        if not hasattr(self._request, "_messages"):
            return []
        return [
            (ALERTS.get(message.level_tag, "information"), message.message)
            for message in get_messages(self._request)
        ]

    def time(self) -> TimeLeft | None:
        """How long this person is still signed in, for the script that warns them."""
        if self.actor is None or not hasattr(self._request, "session"):
            return None
        return time_on_page(self._request.session, timezone.now())

    def warns_before(self) -> int:
        """How many seconds before the end they are warned."""
        return warning_seconds()

    def kept(self) -> Kept | None:
        """What this page's form was left with when the time ran out, if anything is kept."""
        return getattr(self._request, "kept", None)

    def is_at(self, href: str) -> bool:
        """Whether the page shown is this very address."""
        return self._request.path == href

    def _link(self, place: Place) -> Link:
        href = address_of_page(place.url_name)
        here = self._request.path
        return Link(place.label, href, here == href or _is_in(here, href, place.also))


def _is_in(here: str, href: str, also: tuple[str, ...]) -> bool:
    """Home is in nothing but itself."""
    return href != "/" and here.startswith((href, *also))


def frame(request: HttpRequest) -> dict[str, Any]:
    """One name for every template: `frame`; and the hidden field of forms that are sent, worked out
    once for all the forms of a page.
    """
    return {
        "frame": Frame(request),
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }
