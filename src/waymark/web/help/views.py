"""Static pages for staff."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def how_to(request: HttpRequest) -> HttpResponse:
    """What Waymark does with an activity that was not done, and how to work with it."""
    return render(request, "help/help.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What to expect when you use Waymark by keyboard, magnifier or screen reader."""
    return render(request, "help/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about participants and about staff, and who sees it."""
    return render(request, "help/privacy.html")
