"""The files of the demonstration, as a provider's system would have exported them on some day."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from random import Random

from waymark.imports.files import Source, Table, table_of
from waymark.participants.rules import FAILURE_TO_ATTEND

HERE = Path(__file__).parent
YEAR = timedelta(days=365)
SATURDAY = 5
# Days before or after today on which a participant's activities are due, four ways.
SPREADS = (
    (-38, -31, -22, -12, -3, 4, 13),
    (-40, -27, -17, -8, 0, 6, 20),
    (-35, -24, -15, -6, -1, 3, 9),
    (-33, -19, -10, -2, 1, 8, 16),
)
AS_AGREED = "As agreed at your last meeting."


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that activities are about."""

    kind: str
    title: str
    instructions: str
    place: str = ""
    owner: str = ""
    channel: str = ""
    hours: str = ""
    evidence: str = ""


OFFERS = (
    Offer("Appointment", "Meet your work coach", AS_AGREED, "Office"),
    Offer(
        "Appointment",
        "CV workshop",
        "Come to the workshop and bring your CV, on paper or on a stick.\n"
        "Ask at the front desk; it is on the 2nd floor.",
        "Office",
        "judith.hughes@provider.example",
        channel="In person",
        hours="3",
        evidence="Your CV, on paper or on a stick.",
    ),
    Offer(
        "Task",
        "Apply for three jobs",
        "Apply for three jobs and keep a note of each.",
        channel="Online",
        hours="4",
        evidence="Your note of each job, with the day on which you applied.",
    ),
    Offer("Appointment", "Interview practice", AS_AGREED, "Video call"),
    Offer(
        "Appointment",
        "Forklift licence: theory",
        "Bring photo identity. The course is paid for.",
        "Training centre, Unit 4",
        "huw.prosser@provider.example",
        channel="In person",
        hours="6",
        evidence="Your passport or driving licence.",
    ),
    Offer("Task", "Register with two agencies", AS_AGREED),
    Offer(
        "Appointment",
        "Careers fair",
        "Talk to at least three employers.",
        "Town hall",
        channel="In person",
        hours="2",
        evidence="The names of the employers, written down.",
    ),
    Offer(
        "Task",
        "Complete the health and safety module for the CSCS card",
        "Work through the module online and take the test at the end.",
        channel="Online",
        hours="5",
        evidence="The certificate that you get at the end.",
    ),
    Offer("Appointment", "Job search clinic", AS_AGREED, "Phone"),
)
TIMES = (time(9), time(9, 30), time(10, 30), time(11, 15), time(14), time(14, 30), time(16))


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of the demonstration, as the file that ships has them."""

    cells: dict[str, str]

    @property
    def days_here(self) -> int:
        return -int(self.cells["start_date"])

    @property
    def reads_english(self) -> bool:
        return self.cells["language"] in ("", "English")

    @property
    def may_be_mandated(self) -> bool:
        is_on = self.cells["make_activity_mandatory"] == "Yes"
        return is_on and self.cells["sanction_status"] not in FAILURE_TO_ATTEND


def people(*, here_for: int) -> list[Person]:
    """Those who had started that many days ago."""
    with (HERE / "participants.csv").open(encoding="utf-8", newline="") as file:
        everybody = [Person(cells) for cells in csv.DictReader(file)]
    return [person for person in everybody if person.days_here > here_for]


def accounts(*, without: str = "") -> list[Table]:
    """Groups and staff; somebody may have left."""
    left = f"{without}@"
    text = (HERE / "staff.csv").read_text(encoding="utf-8")
    lines = [
        line.removesuffix(",Yes") + ",No" if without and line.startswith(left) else line
        for line in text.splitlines()
    ]
    groups = (HERE / "groups.csv").read_text(encoding="utf-8")
    return [_table("groups", groups), _table("staff", "\n".join(lines))]


def participants(chosen: Iterable[Person], today: date, *, with_leavers: bool) -> Table:
    """Some participants, with the dates that they have when it is told today."""
    rows = []
    for person in chosen:
        started = today - timedelta(days=person.days_here)
        left = person.cells["left_on"] if with_leavers else ""
        rows.append(
            person.cells
            | {
                "start_date": started.isoformat(),
                "planned_end_date": (started + YEAR).isoformat(),
                "left_on": (today + timedelta(days=int(left))).isoformat() if left else "",
            }
        )
    return _table("participants", _csv(rows))


def activities(
    chosen: Iterable[Person], today: date, *, as_of: date | None = None, missed: Iterable[str] = ()
) -> Table:
    """Their action plans. As of a day, most of what was due before it is complete, save what is
    known to have been missed.
    """
    known = set(missed)
    rows = []
    for person in chosen:
        for row in plan_of(person, today):
            is_past = as_of is not None and date.fromisoformat(row["due_date"]) < as_of
            if is_past and row["activity"] not in known:
                row["status"] = _status(row["activity"])
            rows.append(row)
    return _table("activities", _csv(rows))


def plan_of(person: Person, today: date) -> Iterator[dict[str, str]]:
    """A participant's action plan: the same whenever it is told on the same day."""
    reference = person.cells["reference"]
    chance = Random(reference)  # noqa: S311
    spread = SPREADS[int(reference[-3:]) % len(SPREADS)]
    offers = chance.sample(OFFERS, len(spread))
    for place, (offset, offer) in enumerate(zip(spread, offers, strict=True), start=1):
        if offset < 2 - person.days_here:
            continue
        mandatory = person.may_be_mandated and chance.random() < 0.6  # noqa: PLR2004
        yield {
            "participant": reference,
            "activity": f"A{reference[-3:]}{place:02}",
            "kind": offer.kind,
            "title": offer.title,
            "instructions": offer.instructions,
            "owner": _owner(person, offer),
            "due_date": _working_day(today, offset).isoformat(),
            "due_time": chance.choice(TIMES).strftime("%H:%M"),
            "place": offer.place,
            "channel": offer.channel,
            "hours": offer.hours,
            "evidence": offer.evidence,
            "mandatory": "Yes" if mandatory else "No",
            "status": "Not started",
            "reason_category": "",
            "reason": "",
        }


def _owner(person: Person, offer: Offer) -> str:
    """The trainers work in Caerdydd."""
    return offer.owner if person.cells["group"].endswith("Caerdydd") else ""


def _status(activity: str) -> str:
    chance = Random(activity).random()  # noqa: S311
    return "Complete" if chance < 0.8 else "In progress" if chance < 0.9 else "Not started"  # noqa: PLR2004


def _working_day(today: date, offset: int) -> date:
    """That many days from today, or the Friday before; today is today."""
    day = today + timedelta(days=offset)
    return day - timedelta(days=max(day.weekday() - SATURDAY + 1, 0)) if offset else day


def _csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _table(kind: str, text: str) -> Table:
    octets = text.encode()
    return table_of(Source(f"{kind}.csv", lambda: io.BytesIO(octets)), kind=kind)
