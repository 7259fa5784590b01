"""Names of files that are made to reach a path or a header, sent as bytes past any client."""

import re
import unicodedata
from email.message import Message
from urllib.parse import unquote

import pytest
from django.core.files.storage import FileSystemStorage, default_storage

from tests.factories import make_activity, make_participant, make_tracker
from tests.samples import PDF
from tests.web.reading import main_of
from waymark.trackers.models import TrackerFile

pytestmark = pytest.mark.usefixtures("morning")
NAMES = [
    "../../../../etc/cron.d/evil.pdf",
    "..\\..\\..\\windows\\system32\\evil.pdf",
    "/etc/passwd.pdf",
    "C:\\Windows\\win.ini.pdf",
    "\\\\server\\share\\evil.pdf",
    "....//....//evil.pdf",
    "%2e%2e%2f%2e%2e%2fevil.pdf",
    "..%c0%af..%c0%afevil.pdf",
    "~/evil.pdf",
    "file:///etc/passwd.pdf",
    "evil.pdf\x00.exe.pdf",
    "con.pdf",
    "AUX.pdf",
    ".htaccess.pdf",
    "-rf.pdf",
    "$(reboot).pdf",
    "`id`.pdf",
    "a;b|c&d.pdf",
    'quote".pdf',
    'a"; filename="evil.html.pdf',
    'a\\".pdf',
    "a\r\nSet-Cookie: stolen=1.pdf",
    "a\nContent-Type: text/html.pdf",
    "a\r\n\r\n<script>alert(1)</script>.pdf",
    "a%0d%0aSet-Cookie:%20stolen=1.pdf",
    "a\u2028Set-Cookie: x.pdf",
    "a\u0085Set-Cookie: x.pdf",
    "a\x0bb\x0cc\x1bd.pdf",
    "utf-8''evil.pdf",
    "=?utf-8?q?evil?=.pdf",
    "Llŷr Siôn’s 📄.pdf",
    "مستند.pdf",
    "gpj.\u202efdp.pdf",
    "a\u200bb\ufeffc.pdf",
    "Sio\u0302n.pdf",
    "\ud83d\udcc4.pdf".encode("utf-16", "surrogatepass").decode("utf-16"),
    "x" * 240 + ".pdf",
    "é" * 240 + ".pdf",
    "<img src=x onerror=alert(1)>.pdf",
    "{{ 7*7 }}{% debug %}.pdf",
    "=cmd|' /C calc'!A0.pdf",
]


@pytest.fixture
def tracker(cast):
    participant = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    return make_tracker(cast, make_activity(participant))


@pytest.fixture
def folder(settings, tmp_path):
    """Files lie in a real folder, so that a path out of it would be one."""
    inside = tmp_path / "deep" / "inside"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": inside},
        }
    }
    return tmp_path


def posted(tracker, name):
    """A form as bytes: quotes as browsers write them, all else as it is."""
    fields = {
        "version": str(tracker.version),
        "status": "new",
        "assignee": "",
        "raised": "yes",
        "not_raised_reason": "",
        "note": "",
        "own_work_reason": "",
    }
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    spelled = name.replace("\\", "\\\\").replace('"', '\\"').encode("utf-8", "surrogatepass")
    parts.append(
        b'--edge\r\nContent-Disposition: form-data; name="files"; filename="'
        + spelled
        + b'"\r\nContent-Type: application/pdf\r\n\r\n'
        + PDF
        + b"\r\n--edge--\r\n"
    )
    return b"".join(parts)


def name_in(header):
    """The name under which a browser saves it."""
    if found := re.search(r"filename\*=utf-8''([^;]+)$", header):
        return unquote(found[1])
    message = Message()
    message["Content-Disposition"] = header
    return message.get_filename()


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_a_name_and_nothing_else(cast, sign_in, tracker, folder, name):
    browser = sign_in(cast.adam)
    answer = browser.post(
        f"/trackers/{tracker.id}/edit/",
        posted(tracker, name),
        content_type="multipart/form-data; boundary=edge",
    )
    assert answer.status_code in (200, 302)
    if answer.status_code == 200:  # a line break ends the header of its part: then there is no file
        assert "\n" in name or "\r" in name
        assert not TrackerFile.objects.exists()
        return
    file = TrackerFile.objects.get()
    assert isinstance(default_storage._wrapped, FileSystemStorage)
    lying = [one for one in folder.rglob("*") if one.is_file()]
    assert lying == [folder / "deep" / "inside" / file.document.stored_as]
    shown = file.document.name
    assert 1 <= len(shown) <= 150
    assert not set(shown) & set("/\\")
    assert not any(unicodedata.category(one)[0] == "C" for one in shown)
    assert shown.endswith(".pdf")
    given = browser.get(f"/trackers/{tracker.id}/files/{file.id}/")
    b"".join(given.streaming_content)
    header = given["Content-Disposition"]
    assert header.startswith("attachment; filename")
    assert header.isascii()
    assert header.isprintable()
    assert name_in(header) == shown
    assert "Set-Cookie" not in given.headers
    assert given["Content-Type"] == "application/pdf"
    page = browser.get(f"/trackers/{tracker.id}/")
    assert " ".join(shown.split()) in main_of(page)
    assert "<img src=x" not in page.content.decode()
