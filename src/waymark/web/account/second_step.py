"""Who must show more than a password, and has not yet, gets no further than setting it up."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from waymark.people.factors import needs_second_step
from waymark.web.account.entering import has_second_step

OPEN = frozenset(
    {
        "second-step",
        "second-step-app-add",
        "second-step-key-add",
        "second-step-codes",
        "second-step-codes-new",
        "confirm",
        "confirm-by-code",
        "confirm-by-key",
        "sign-out",
        "help",
        "accessibility",
        "privacy",
    }
)


class SecondStepFirst(MiddlewareMixin):
    """Stands behind the middleware that knows who is asking."""

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """On, or to the page where a second step is set up."""
        actor = getattr(request, "actor", None)
        if actor is None or has_second_step(request) or not needs_second_step(actor):
            return None
        request.is_held = True  # type: ignore[attr-defined]  # the frame shows no way on
        match = request.resolver_match
        if match and match.url_name in OPEN:
            return None
        return HttpResponseRedirect(reverse("second-step"))
