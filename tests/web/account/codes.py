"""What an authenticator app shows, worked out here by RFC 6238 and not by the code under test."""

import base64
import hashlib
import hmac
import re
import struct
import time

from django.test import Client
from django.urls import reverse

from tests.web.reading import main_of

STEPS = reverse("second-step")
ADD_APP = reverse("second-step-app-add")
CODES = reverse("second-step-codes")
SIGN_IN = reverse("sign-in")
CODE = reverse("sign-in-code")
PASSWORD = "correct horse battery"


CHANGES_SOON = 4  # seconds


def code_of(secret: str, at: float | None = None) -> str:
    """The six digits that an app with this secret shows; like people, we wait for the next ones
    when these are about to change.
    """
    if at is None and (left := 30 - time.time() % 30) < CHANGES_SOON:
        time.sleep(left)
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def wrong_code(secret: str) -> str:
    """Six digits that the app does not show."""
    return f"{(int(code_of(secret)) + 1) % 1_000_000:06}"


def secret_on(answer) -> str:
    """The secret that the page shows, without its spaces."""
    found = re.search(r'<code class="wm-code">([A-Z2-7 ]+)</code>', answer.content.decode())
    return found[1].replace(" ", "")


def set_up_app(client: Client) -> str:
    """Set up an authenticator app as somebody signed in; its secret."""
    secret = secret_on(client.get(ADD_APP))
    assert client.post(ADD_APP, {"code": code_of(secret)}).status_code == 302
    return secret


def show_codes(client: Client) -> list[str]:
    """The recovery codes, as they are shown once."""
    page = client.post(CODES).content.decode()
    return re.findall(r'<code class="wm-code">(\d{4} \d{4})</code>', page)


def give_password(client: Client, person, password: str = PASSWORD):
    """The first step."""
    return client.post(SIGN_IN, {"email": person.staff.email, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def told(client: Client) -> str:
    """What the sign-in page says."""
    return main_of(client.get(SIGN_IN))
