"""Single sign-on by OpenID Connect: people whom the provider's identity system sends, matched to
accounts that are there. Nobody is ever added, and every refusal says the same.
"""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from waymark.operations.signing_in import admit_by_single_sign_on
from waymark.web.account.entering import where_to
from waymark.web.account.failures import address_of
from waymark.web.account.provider import Provider, is_strong_enough

PROVIDER_ID = "single-sign-on"
NOT_KNOWN = (
    "You could not be signed in. If you work here, ask an administrator to check your account"
)
STOPPED = "Signing in was stopped. Nothing has changed"
NOT_NOW = "Single sign-on did not answer as it should. Try again in a few minutes"
# What a provider that is down, or talks nonsense, makes of reading its answer.
NONSENSE = (RequestException, ValueError, KeyError, TypeError, AttributeError)


def provider_name() -> str:
    """What people call the identity system; empty when there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return apps[0]["name"] if apps else ""


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """What allauth asks us of somebody whom the provider sends."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        """Nobody is ever added."""
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: Any = None) -> Any:
        """The provider, which is asked by our stricter way."""
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = Provider
        return found

    def get_requests_session(self) -> Any:
        """Asked where settings and its own description say, and nowhere that an answer leads to."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def authenticate_by_email(self, sociallogin: Any) -> None:  # noqa: ARG002
        """Matching is ours: see `pre_social_login`."""
        return

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict) -> Any:  # noqa: ARG002
        """Read what the provider says; none of it is kept but its name for the person."""
        said = sociallogin.account.extra_data
        sociallogin.claims = _claims(said)
        sociallogin.is_strong_enough = is_strong_enough(said["id_token"])
        sociallogin.account.extra_data = {}
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Only who has an active account comes in."""
        claims = sociallogin.claims
        email = claims.get("email")
        admitted = admit_by_single_sign_on(
            provider=sociallogin.account.provider,
            subject=sociallogin.account.uid,
            email=email if isinstance(email, str) else "",
            email_is_verified=_is_verified(claims),
            is_strong_enough=sociallogin.is_strong_enough,
            now=timezone.now(),
            address=address_of(request),
        )
        if admitted is None:
            _back(request, NOT_KNOWN)
        if not sociallogin.is_existing:
            sociallogin.lookup()

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 - the name is allauth's
        error: Any = None,
        **_: Any,
    ) -> None:
        """The person said no there, or the provider did not answer as it should."""
        _back(request, STOPPED if error == AuthError.CANCELLED else NOT_NOW)


@login_not_required
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Off to the provider. Nothing that a request asks for changes what the provider is asked."""
    asked = QueryDict(mutable=True)
    asked["next"] = where_to(request)
    request.GET, request.POST = asked, QueryDict()  # type: ignore[assignment]
    return _answered(request, OAuth2LoginView)


@login_not_required
@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider, with a code that is exchanged for who it is."""
    return _answered(request, OAuth2CallbackView)


def _answered(request: HttpRequest, step: Any) -> HttpResponse:
    """What allauth's step answers; never an error page when it is the provider's fault."""
    if not provider_name():
        raise Http404
    try:
        return step.adapter_view(Provider(request, PROVIDER_ID))(request)
    except NONSENSE:
        messages.error(request, NOT_NOW)
        return redirect("sign-in")


def _back(request: HttpRequest, words: str) -> NoReturn:
    messages.error(request, words)
    raise ImmediateHttpResponse(redirect("sign-in"))


def _claims(said: dict) -> dict:
    """What the provider says of a person, once the two places where it says so agree on who."""
    signed, asked = said["id_token"], said["userinfo"]
    if signed["sub"] != asked["sub"]:
        raise ValueError("the provider speaks of two people")
    return signed | asked


def _is_verified(claims: dict) -> bool:
    """Whether the provider vouches for the address: it says so, or it says nothing and the address
    is in a domain for which it is believed.
    """
    told = claims.get("email_verified")
    if told is None:
        domain = str(claims.get("email") or "").rpartition("@")[2].lower()
        return domain in settings.OIDC_VERIFIED_DOMAINS
    return told is True or told == "true"
