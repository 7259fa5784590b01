"""Just enough of a browser for a running Waymark: sessions, links and forms, over a real socket."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import quote, urlencode, urlsplit

import html5lib

from runner import sockets
from runner.places import SOURCE, Home

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "0f8a3c"
SIGNED_IN = """
import django, json, sys
django.setup()
from django.conf import settings
from django.test import Client
from waymark.people.models import Staff

def cookie(email):
    client = Client()
    client.force_login(Staff.objects.get(email=email))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

print(json.dumps({email: cookie(email) for email in sys.argv[1:]}))
"""


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    leads_to: str

    @property
    def links(self) -> set[str]:
        """Addresses of this site that the page links to."""
        found = (one.get("href") or "" for one in self._elements("a"))
        return {one.partition("#")[0] for one in found if one.startswith("/")}

    def form(self) -> dict[str, str]:
        """What the form of the page would send, as it stands: the last one of its main part."""
        [main] = self._elements("main")
        forms = list(main.iter("form"))
        sent = {}
        for one in forms[-1].iter():
            name, kind = one.get("name"), one.get("type") or ""
            is_off = kind in {"radio", "checkbox"} and one.get("checked") is None
            if not name or is_off or kind in {"submit", "file"}:
                continue
            if one.tag == "select":
                chosen = [
                    option for option in one.iter("option") if option.get("selected") is not None
                ]
                sent[name] = (chosen[0].get("value") or "") if chosen else ""
            else:
                sent[name] = (one.text or "") if one.tag == "textarea" else one.get("value") or ""
        return sent

    def _elements(self, tag):
        return html5lib.parse(self.text, namespaceHTMLElements=False).iter(tag)


@dataclass
class Browser:
    """Somebody's browser."""

    address: str
    cookies: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        url = urlsplit(self.address)
        connection = HTTPConnection(url.hostname or "", url.port, timeout=60)
        given = {"Cookie": "; ".join(self.cookies)} | headers
        connection.request(method, quote(path, safe="/?&=%+"), body, given)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        self.cookies += [
            value.partition(";")[0]
            for name, value in answer.getheaders()
            if name == "Set-Cookie" and "csrf" in value
        ]
        return Answer(answer.status, text, answer.getheader("Location") or "")

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, **changed: str) -> Answer:
        """Open a page, fill in its form, and send it."""
        sent = self.get(path).form() | changed
        return self.ask("POST", path, urlencode(sent).encode(), **{"Content-Type": FORM})

    def upload(self, path: str, files: dict[str, bytes]) -> Answer:
        """Send files with the form of a page."""
        says = f"--{BOUNDARY}\r\nContent-Disposition: form-data"
        parts = [
            f'{says}; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in self.get(path).form().items()
        ]
        for name, content in files.items():
            head = f'Content-Disposition: form-data; name="files"; filename="{name}"'
            parts.append(f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self.ask("POST", path, body, **{"Content-Type": kind})

    def wander(self, start: str, pages: int) -> set[str]:
        """Open whatever can be reached by links, until so many pages were read."""
        waiting, opened, kinds = [start], set(), {}
        while waiting and len(opened) < pages:
            path = waiting.pop(0)
            kind = re.sub(r"[0-9a-f-]{36}|\d+|\?.*", "*", path)
            if path in opened or kinds.get(kind, 0) >= 2:
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            opened.add(path)
            waiting += sorted(self.get(path).links)
        return opened


def signed_in(home: Home, address: str, *emails: str) -> list[Browser]:
    """Browsers in which these people are signed in already."""
    environment = {
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "waymark.config.settings",
        "DATABASE_URL": sockets.address(home),
        "WAYMARK_HOME": str(home.folder),
        "WAYMARK_SECRET_KEY": home.secret_key(),
    }
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SIGNED_IN, *emails],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    cookies = json.loads(told.stdout)
    return [Browser(address, [cookies[email]]) for email in emails]
