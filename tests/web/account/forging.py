"""A provider of the test's own, that can lie in each of its answers."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.http import HttpResponse
from django.test import Client

from tests.web.account.oidc import BACK, START

ITS_KEY, ANOTHER_KEY = generate_private_key(65537, 2048), generate_private_key(65537, 2048)
PUBLISHED = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(ITS_KEY.public_key()))
JSON = "application/json"


class Forger:
    """What it answers, path by path; what its token says; and who was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[str] = []
        self.claims: dict[str, Any] = {
            "iss": address,
            "aud": "waymark",
            "sub": "s-1",
            "iat": int(time.time()),
            "exp": int(time.time()) + 60,
        }
        person = {"sub": "s-1", "email": "adam@provider.example", "email_verified": True}
        self.answers: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": address,
                "authorization_endpoint": f"{address}/authorize",
                "token_endpoint": f"{address}/token",
                "userinfo_endpoint": f"{address}/userinfo",
                "jwks_uri": f"{address}/jwks",
            },
            "/userinfo": person,
            "/jwks": {"keys": [PUBLISHED | {"kid": "k"}]},
        }
        self.sign(ITS_KEY)

    def sign(self, key: Any, algorithm: str = "RS256", **header: Any) -> None:
        """Answer with a token made in this way."""
        said = {"kid": "k"} | header
        headers = {name: value for name, value in said.items() if value is not None}
        token = jwt.encode(self.claims, key, algorithm, headers=headers)
        self.answers["/token"] = {"access_token": "x", "token_type": "Bearer", "id_token": token}

    def says(self, **claims: Any) -> None:
        """The same person, and more or other claims; None takes one away."""
        said = self.claims | claims
        self.claims = {name: value for name, value in said.items() if value is not None}
        self.sign(ITS_KEY)

    def sends(self, path: str, to: str) -> None:
        """Who asks here is sent there."""
        self.answers[to] = self.answers[path]
        self.answers[path] = to

    def walk(self, client: Client) -> HttpResponse:
        """There and back."""
        page = client.post(START)
        if not page.url.startswith(f"{self.address}/authorize?"):
            return page
        [state] = parse_qs(urlsplit(page.url).query)["state"]
        return client.get(f"{BACK}?code=x&state={state}")


@contextmanager
def forging() -> Iterator[Forger]:
    """While its server runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            forger.asked.append(self.path)
            answer = forger.answers[self.path]
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(302 if isinstance(answer, str) else 200)
            self.send_header("Content-Type", JSON)
            if isinstance(answer, str):
                self.send_header("Location", answer)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        do_POST = do_GET  # noqa: N815 - the name is the library's

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    forger = Forger(f"http://localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield forger
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
