"""What every answer tells the browser beside its content, errors and static files included."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# A download is kept and never shown: were it opened all the same, it could do nothing.
OF_A_DOWNLOAD = (
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
NOTHING_OF_THE_DEVICE = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "bluetooth",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
# Security keys are for signing in here, and for no page that we would be shown within.
OF_SECURITY_KEYS = "publickey-credentials-create=(self), publickey-credentials-get=(self)"
PERMISSIONS = f"{NOTHING_OF_THE_DEVICE}, {OF_SECURITY_KEYS}"
ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "X-Content-Type-Options": "nosniff",
}


class Headers:
    """Stands before everything else: Django's own middleware says nothing when a request is refused
    before it got that far, as one for another host is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["Referrer-Policy"] = _referrer_policy(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", _strict_transport())
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            response.headers["Content-Security-Policy"] = OF_A_DOWNLOAD
        return response


class FromWhere:
    """Who asks, when proxies of ours stand in front: the address that the outermost of them saw.
    What a browser itself claims stands further left, and counts for nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        proxies = settings.TRUSTED_PROXIES
        if 0 < proxies <= len(passed) and (seen := _address(passed[-proxies])):
            request.META["REMOTE_ADDR"] = seen
        return self.get_response(request)


def _address(text: str) -> str:
    """As the database takes it: an address with a zone is none."""
    try:
        return "" if "%" in text else str(ip_address(text.strip()))
    except ValueError:
        return ""


def _referrer_policy(request: HttpRequest) -> str:
    """Nobody else hears where somebody came from. What follows a `?` may be a key word, so from
    there not even we do; `no-referrer` would take away the Origin by which we know our own forms.
    """
    return "strict-origin" if request.META.get("QUERY_STRING") else "same-origin"


def _strict_transport() -> str:
    said = f"max-age={settings.SECURE_HSTS_SECONDS}"
    if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS:
        said += "; includeSubDomains"
    return said + ("; preload" if settings.SECURE_HSTS_PRELOAD else "")
