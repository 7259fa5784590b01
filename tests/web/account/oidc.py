"""A real OpenID Connect server, in a process of its own, and a person at its page."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import requests
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

START = reverse("sign-in-elsewhere")
BACK = reverse("sign-in-elsewhere-back")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def serving() -> Iterator[str]:
    """The address of the provider, while its process runs."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            issuer = f"http://localhost:{port}"
            _wait_for(f"{issuer}/.well-known/openid-configuration", process)
            yield issuer
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(url: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, "the provider has ended"
        try:
            requests.get(url, timeout=2).raise_for_status()
            return
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("the provider does not answer")


def told_of(issuer: str) -> dict:
    """The settings of an installation with this provider."""
    app = {
        "provider_id": "single-sign-on",
        "name": "Northern Lights ID",
        "client_id": "waymark",
        "secret": "a secret between the two",
        "settings": {"issuer": issuer, "server_url": f"{issuer}/.well-known/openid-configuration"},
    }
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid", "email"],
            "APPS": [app],
        }
    }


class Provider:
    """What the provider knows, and what people do there."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def knows(self, subject: str, **claims: object) -> None:
        """Somebody, by the provider's own name for them."""
        url = f"{self.issuer}/users/{quote(subject, safe='')}"
        requests.put(url, json=claims, timeout=5).raise_for_status()

    def page(self, client: Client, **form: str) -> str:
        """Where Waymark sends a browser."""
        answer = client.post(START, form)
        assert answer.status_code == 302, answer.status_code
        assert answer.url.startswith(f"{self.issuer}/oauth2/authorize?")
        return answer.url

    def says(self, page: str, **form: str) -> str:
        """Where the provider sends the browser when somebody has chosen."""
        answer = requests.post(page, data=form, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        assert back.path == BACK
        return f"{back.path}?{back.query}"

    def walk(self, client: Client, subject: str, **form: str) -> HttpResponse:
        """The whole way: there, in as somebody, and back."""
        return client.get(self.says(self.page(client, **form), sub=subject))
