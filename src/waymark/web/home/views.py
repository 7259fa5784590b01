"""Home, and the list of activities to do that its numbers lead to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from waymark.kernel.london import day_of
from waymark.web.home.activities import activities_page
from waymark.web.home.pages import home_page
from waymark.web.requests import StaffRequest


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Browsers ask here too, whatever a page says; nobody has to be signed in for a sign."""
    return redirect(static("waymark.svg"))


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """What to do next, and what is new since yesterday."""
    now = timezone.now()
    page = home_page(request.actor, now=now)
    return render(request, "home/home.html", {"page": page, "today": day_of(now)})


@require_safe
def activities(request: StaffRequest) -> HttpResponse:
    """Activities that are overdue or due today: one's own, or those of all of one's groups."""
    page = activities_page(request.actor, request.GET, now=timezone.now())
    return render(request, "home/activities.html", {"page": page})
