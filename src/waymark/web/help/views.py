"""Static pages for staff, and for who finds a weakness whom to tell."""

from datetime import UTC, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

SECURITY_CONTACT_HOLDS_FOR = timedelta(days=90)


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


@login_not_required
@require_safe
def security_contact(_request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116); nothing is there until a setting names somebody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + SECURITY_CONTACT_HOLDS_FOR).astimezone(UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en",
        f"Canonical: {settings.ADDRESS.rstrip('/')}{reverse('security-contact')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
