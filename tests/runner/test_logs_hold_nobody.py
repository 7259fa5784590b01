"""The whole of Waymark at work, and at odds with its database: no line of any log holds a name, a
reference, an e-mail address or a telephone number of the caseload.
"""

import contextlib
import csv
import json
import re
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from runner import sockets
from runner.places import ROOT, SOURCE, Home
from tests.runner.browsing import FORM, Browser, signed_in
from tests.runner.conftest import empty_home, nobody_elses
from tests.runner.test_the_whole import start

SHARED = ROOT.parent / "shared" / "data" / "caseload"
DEMO = SOURCE / "waymark" / "imports" / "demo"
PERSONAL = {
    "participants.csv": ("reference", "first_name", "last_name", "ni_number", "email", "phone"),
    "staff.csv": ("name", "email"),
    "activities.csv": ("activity",),
}
COACH, ADMINISTRATOR = "adam.stewart@provider.example", "joanne.okafor@provider.example"
OF_THE_RUNNER = re.compile(
    r"(Creating|Preparing|Collecting|Loading) .*…|Waymark is at http://localhost:\d+"
    r"|This is a demo: .*|Ctrl-C stops it\.|Launching a worker on all queues"
)
IMPORTS = "/administration/imports/"
A_SLICE = 60  # of the shared caseload: enough for every column, and quickly imported
HEADS = (
    "reference,first_name,last_name,date_of_birth,ni_number,benefit,programme,start_date,"
    "planned_end_date,work_coach,group,make_activity_mandatory,sanction_status,markers,language,"
    "email,phone\n"
)
NEWCOMER = (
    "WM20000199,Gwenllian,Llywelyn,24/11/1971,ZY272448A,Universal Credit,DWP Restart,1/10/2025,,"
    "adam.stewart@provider.example,Wales / Caerdydd,Yes,Not under sanction,,Welsh,p1@mail.example,"
    "07700 900516\n"
)
ALSO_WORDS_OF_CODE = {"Page"}  # a surname, and a function: told apart by the capital
TWO_LENGTHS = (
    b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
)
# A database that quotes the row that it refuses, as PostgreSQL does, and louder.
SULK = """
CREATE FUNCTION sulk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'not this: %', NEW USING ERRCODE = '23514'; END $$;
CREATE TRIGGER sulk BEFORE INSERT OR UPDATE ON participants_participant
FOR EACH ROW EXECUTE FUNCTION sulk();
"""


def words_of(folder: Path) -> set[str]:
    """Everything about a person that the files of a caseload hold."""
    found = set()
    for name, columns in PERSONAL.items():
        if (folder / name).exists():
            with (folder / name).open(encoding="utf-8-sig", newline="") as file:
                found |= {row[one].strip() for row in csv.DictReader(file) for one in columns}
    return found - {""}


def mentioned(words: set[str], text: str) -> set[str]:
    """Those words that stand in a text by themselves, escaped as JSON or not."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    folded = text.casefold()
    likely = {word for word in words if word.casefold() in folded}
    return {word for word in likely if _stands_in(word, text)}


def _stands_in(word: str, text: str) -> bool:
    case = re.NOFLAG if word in ALSO_WORDS_OF_CODE else re.IGNORECASE
    return bool(re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", text, case))


def test_this_would_find_them():
    words = {"Llŷr", "Wyn", "WM1"}
    assert mentioned(words, 'x {"a": "Ll\\u0177r"} wyn, WM1') == words
    assert mentioned(words, "wynford WM17 .wyn") == set()


@dataclass
class Whole:
    """A running Waymark with its logs, and two people at their browsers."""

    home: Home
    errors: Path
    address: str
    coach: Browser
    administrator: Browser

    def sql(self, statement: str) -> list[tuple]:
        with psycopg.connect(sockets.address(self.home), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def lines(self) -> list[dict]:
        """What was logged as JSON; the rest is what `./run` itself says."""
        found = self.errors.read_text().splitlines()
        other = [one for one in found if not one.startswith("{")]
        assert [one for one in other if not OF_THE_RUNNER.fullmatch(one)] == []
        return [json.loads(one) for one in found if one.startswith("{")]

    def everything(self) -> str:
        logs = [self.errors, *self.home.folder.glob("*.log*")]
        return "\n".join(log.read_text(errors="replace") for log in logs)

    def errors_of(self, route: str) -> list[str]:
        return [
            one["kind"]
            for line in self.lines()
            if line.get("route") == route
            for one in line.get("errors", [])
        ]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """Waymark with its demonstration, as `./run` starts it."""
    errors = tmp_path_factory.mktemp("said") / "errors"
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        nobody_elses(patch)
        home = stack.enter_context(empty_home())
        run = stack.enter_context(
            start(home, demo=True, said=stack.enter_context(errors.open("wb")))
        )
        stack.callback(run.send_signal, signal.SIGINT)
        address = _address(errors)
        yield Whole(home, errors, address, *signed_in(home, address, COACH, ADMINISTRATOR))


def _address(errors: Path) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if found := re.search(r"Waymark is at (\S+)", errors.read_text()):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(errors.read_text())


def nobody(whole: Whole, *folders: Path) -> None:
    found = mentioned(set().union(*(words_of(folder) for folder in folders)), whole.everything())
    assert not found


def test_at_work(whole: Whole) -> None:
    """Two people read what they can reach, search, and fill in forms, well and badly."""
    read = whole.coach.wander("/", 60) | whole.administrator.wander("/", 40)
    assert len(read) > 50
    page = whole.coach.get("/participants/?q=Gwenllian+Llywelyn")
    assert "Llywelyn" in page.text
    [(who,)] = whole.sql("SELECT id FROM participants_participant WHERE reference = 'WM20000101'")
    for path in (
        "/participants/Gwenllian/",
        f"/participants/{who}/?Gwenllian",
        "/Llywelyn/WM20000101",
        "/trackers/?q=WM20000101&created_from=Gwenllian&assignee=Llywelyn",
    ):
        assert whole.coach.get(path).status in {200, 302, 404}
    changed = whole.coach.post(f"/participants/{who}/details/change/", first_name="Gwenllïan")
    assert changed.status in {200, 302}
    whole.coach.post(f"/participants/{who}/leaving/", left_on="Gwenllian")
    nobody(whole, DEMO)
    assert any(line.get("route") == "participants" for line in whole.lines())


def test_at_the_door(whole: Whole) -> None:
    """What is refused before anybody knows who it is."""
    stranger = Browser(whole.address)
    for email in (COACH, "p1@mail.example"):
        stranger.post("/sign-in/", email=email, password="Gwenllian Llywelyn 1971")
    token = {"Content-Type": FORM, "Origin": "https://gwenllian.example"}
    assert stranger.ask("POST", "/sign-in/", b"email=p1@mail.example", **token).status == 403
    assert stranger.get("/", Host="gwenllian.example").status == 400
    for request in (
        b"GET /?q=Gwenllian HTTP/9.9\r\n\r\n",
        b"GWENLLIAN LLYWELYN WM20000101\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nGwenllian Llywelyn\r\n\r\n",
        TWO_LENGTHS,
        b"GET /" + b"Gwenllian" * 2000 + b" HTTP/1.1\r\n\r\n",
    ):
        url = urlsplit(whole.address)
        with socket.create_connection((url.hostname or "", url.port or 0), timeout=10) as line:
            line.sendall(request)
            refusal = line.recv(64)
            assert re.match(rb"HTTP/1\.1 (4|50[15])", refusal), (request[:40], refusal)
    nobody(whole, DEMO)


def test_at_odds_with_the_database(whole: Whole) -> None:
    """Every kind of error in which a row could be quoted: page, worker, connection, statement."""
    [(who,)] = whole.sql("SELECT id FROM participants_participant WHERE reference = 'WM20000102'")
    change = f"/participants/{who}/details/change/"
    with sulking(whole):
        failed = whole.coach.post(change, first_name="Danïel")
    assert failed.status == 500
    assert re.search(r"<strong>([0-9a-f]{12})</strong>", failed.text)
    assert "django.db.utils.IntegrityError" in whole.errors_of("participant-details-change")
    whole.sql("ALTER TABLE participants_participant RENAME COLUMN first_name TO gone")
    assert whole.coach.get("/participants/?q=Llywelyn").status == 500
    whole.sql("ALTER TABLE participants_participant RENAME COLUMN gone TO first_name")
    nobody(whole, DEMO)


def test_in_the_worker(whole: Whole) -> None:
    """An import that the database stops."""
    with sulking(whole):
        import_files(whole, {"participants.csv": (HEADS + NEWCOMER).encode()}, until="failed")
    failed = [line for line in whole.lines() if line.get("task") == "import_caseload"]
    assert [line["event"] for line in failed if "errors" in line]
    nobody(whole, DEMO)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared caseload is not beside this clone")
def test_with_the_shared_caseload(whole: Whole) -> None:
    files = {name: (SHARED / name).read_bytes() for name in ("groups.csv", "staff.csv")}
    lines = (SHARED / "participants.csv").read_bytes().splitlines(keepends=True)
    files["participants.csv"] = b"".join(lines[:A_SLICE])
    import_files(whole, files, until="finished")
    assert "Gruffydd" in whole.administrator.get("/participants/?q=WM17000000").text
    whole.administrator.wander("/participants/?q=WM17000000", 15)
    nobody(whole, DEMO, SHARED)


def test_with_the_connections_cut(whole: Whole) -> None:
    """Last, for the worker's are cut as well."""
    whole.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    until_it_is_well(whole)
    nobody(whole, DEMO)


def until_it_is_well(whole: Whole) -> None:
    """Each process finds out by itself that its connections are gone."""
    well, deadline = 0, time.monotonic() + 30
    while well < 20:
        assert time.monotonic() < deadline
        well = well + 1 if whole.coach.get("/participants/?q=Llywelyn").status == 200 else 0


@contextlib.contextmanager
def sulking(whole: Whole) -> Iterator[None]:
    """The database takes no participant, and says whom."""
    whole.sql(SULK)
    try:
        yield
    finally:
        whole.sql("DROP FUNCTION sulk CASCADE")


def import_files(whole: Whole, files: dict[str, bytes], *, until: str) -> None:
    """Send files by the page, and wait for the worker."""
    sent = whole.administrator.upload(IMPORTS, files)
    run = sent.leads_to
    assert run, sent.text
    for step in ("check", "import"):
        deadline = time.monotonic() + 60
        while (state := state_of(whole, run)) not in {"finished", "failed"}:
            assert time.monotonic() < deadline, state
            time.sleep(0.2)
        if step == "check" and state == "finished":
            sent = whole.administrator.post(run, step="import")
            run = sent.leads_to or run
    assert state == until


def state_of(whole: Whole, run: str) -> str:
    key = run.rstrip("/").rpartition("/")[2]
    return whole.sql(f"SELECT state FROM imports_importrun WHERE id = '{key}'")[0][0]
