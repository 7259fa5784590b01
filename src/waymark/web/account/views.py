"""What one may see and change of one's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from waymark.people.policy import ROLE_MEANINGS, Role
from waymark.web.account.forms import ChangePasswordForm
from waymark.web.requests import StaffRequest


@never_cache
@sensitive_post_parameters("present_password", "new_password")
@require_http_methods(["GET", "POST"])
def account(request: StaffRequest) -> HttpResponse:
    """Who one is to Waymark, and a way to change the password."""
    form = ChangePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Your password is changed. Other devices have been signed out")
        return redirect("account")
    roles = [(role, ROLE_MEANINGS[Role(role)]) for role in sorted(request.actor.roles)]
    staff: Any = request.user
    groups = [group.path for group in staff.groups.all()]
    return render(request, "account/account.html", {"form": form, "roles": roles, "groups": groups})
