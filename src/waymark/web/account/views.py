"""What one may see and change of one's own account, and the first password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from waymark.people.policy import ROLE_MEANINGS, Role
from waymark.web.account.forms import ChangePasswordForm, NewPasswordForm
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


@method_decorator([never_cache, sensitive_post_parameters("new_password")], name="dispatch")
class SetPassword(PasswordResetConfirmView):
    """The page of a single-use link. Django moves its token to the session, out of the address."""

    template_name = "account/set_password.html"
    form_class: Any = NewPasswordForm
    success_url = reverse_lazy("sign-in")
    reset_url_token = "choose"  # noqa: S105

    def form_valid(self, form: Any) -> HttpResponse:
        """Say what to do next: whoever used the link signs in with the new password."""
        messages.success(self.request, "Your password is set. Sign in with it")
        return super().form_valid(form)
