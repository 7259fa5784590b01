"""The checks before a doubt is raised, against a corpus of cases that was typed by hand."""

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest

from waymark.kernel.london import LONDON, moment_of
from waymark.kernel.working_days import Nation, working_days_after, working_days_between
from waymark.trackers.doubt.checking import State, unmet, unmet_first
from waymark.trackers.doubt.facts import (
    ContactFacts,
    FailureFacts,
    NoticeFacts,
    QuestionFacts,
    ReadinessFacts,
    SecondLook,
)
from waymark.trackers.doubt.rules import missing_parts
from waymark.trackers.readiness import CHECKS, readiness

CORPUS = tomllib.loads((Path(__file__).parent / "corpus.toml").read_text(encoding="utf-8"))
BASE = CORPUS["base"]
PLAIN = {name for name in ReadinessFacts.__slots__ if name in BASE} - {"notices", "contacts"}
DAYS_ON_THE_WAY = {"post": 2}
STATES = {"defect": State.NOT_MET, "cannot": State.CANNOT_TELL}
CASES = [(kind, name) for kind in ("defect", "cannot") for name in CORPUS[kind]]


def person(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def london(moment: datetime) -> datetime:
    return moment_of(moment.date(), moment.time())


def received(sent: date, way: str, nation: Nation) -> date:
    return working_days_after(sent, DAYS_ON_THE_WAY.get(way, 0), nation)


def notice(number, given, case):
    said = CORPUS["notice"] | given
    nation = Nation(case["nation"])
    came = received(said["given_on"], said["delivery"], nation)
    due = said.get("due_at", case["due_at"])
    return NoticeFacts(
        number=number,
        issued_at=london(said["issued_at"]),
        delivery=said["delivery"],
        given_on=said["given_on"],
        received_on=came,
        due_at=london(due),
        benefit=said["benefit"],
        language=said["language"],
        voided_at=london(said["voided_at"]) if "voided_at" in said else None,
        void_reason=said.get("void_reason", ""),
        gap=working_days_between(came, due.date(), nation),
        gap_wanted=said["gap_wanted"],
        missing=missing_parts(
            **{name: said[name] for name in ("action", "where", "evidence", "contact", "text")}
        ),
    )


def contact(given):
    said = CORPUS["contact"] | given
    return ContactFacts(london(said["tried_at"]), said.get("moved_it", False))


def question(given, case):
    if given is False:
        return None
    said, nation = CORPUS["question"] | given, Nation(case["nation"])
    came = received(said["asked_on"], said["way"], nation)
    return QuestionFacts(
        asked_on=said["asked_on"],
        way=said["way"],
        reply_due_on=working_days_after(came, said["days"], nation),
        replied_on=said.get("replied_on"),
        accepted=said.get("accepted"),
    )


def facts_of(given) -> ReadinessFacts:
    """The base with what is different."""
    case = BASE | given
    known = set(BASE) | {
        *("check", "left_on", "markers", "second_person", "may_matter", "same_day"),
        *("notice_files", "failure_why", "is_with_dwp"),
    }
    assert set(case) <= known, set(case) - known
    look = None
    if "second_person" in case:
        name = case["second_person"]
        look = SecondLook(person(name), name, case.get("may_matter", False))
    failure = FailureFacts(case["failure"], case.get("failure_why", ""))
    return ReadinessFacts(
        **{name: case[name] for name in PLAIN}
        | {
            "due_at": london(case["due_at"]),
            "due_on": case["due_at"].date(),
            "failed_at": london(case["failed_at"]),
            "submitter": person(case["submitter"]),
            "left_on": case.get("left_on"),
            "paperwork": tuple(case["paperwork"]),
            "is_with_dwp": case.get("is_with_dwp", False),
            "notices": tuple(notice(i, one, case) for i, one in enumerate(case["notices"], 1)),
            "notice_files": case.get("notice_files", 0),
            "contacts": tuple(contact(one) for one in case["contacts"]),
            "question": question(case["question"], case),
            "failure": failure if case["failure"] else None,
            "markers": tuple(case.get("markers", ())),
            "second_look": look,
            "same_day": tuple(case.get("same_day", ())),
        }
    )


@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda one: one)
def test_each_defect_is_named_by_the_right_check_and_by_no_other(kind, name):
    case = CORPUS[kind][name]
    found = unmet(readiness(facts_of(case)))
    assert [(one.code, one.state) for one in found] == [(case["check"], STATES[kind])]
    assert found[0].remedy
    assert found[0].where


@pytest.mark.parametrize("name", CORPUS["clean"])
def test_no_clean_case_is_held_up(name):
    assert [(one.code, one.said) for one in unmet(readiness(facts_of(CORPUS["clean"][name])))] == []


def test_the_corpus_is_large_and_every_check_is_met_in_it():
    assert len(CORPUS["defect"]) >= 60
    assert len(CORPUS["clean"]) >= 40
    assert {case["check"] for case in CORPUS["defect"].values()} == set(CHECKS)


def test_days_of_the_corpus_are_those_that_the_comments_count():
    asked = facts_of({}).question
    assert asked is not None
    assert asked.reply_due_on == date(2026, 11, 27)
    assert facts_of({}).due_at.astimezone(LONDON).hour == 10


def test_every_check_has_a_code_a_name_and_a_sentence():
    assert list(CHECKS) == [f"RDY-{number:02}" for number in range(1, len(CHECKS) + 1)]
    names = [one.name for one in CHECKS.values()]
    assert len(set(names)) == len(names)
    assert all(re.match(r"[A-Z].*[^.]$", one.sentence) for one in CHECKS.values())


def test_unmet_stand_first_and_what_does_not_apply_last():
    checks = unmet_first(readiness(facts_of({"contacts": [], "paperwork": ["scan.pdf"]})))
    assert [one.code for one in checks[:2]] == ["RDY-13", "RDY-18"]
    assert [one.state for one in checks[-2:]] == [State.DOES_NOT_APPLY] * 2


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({}, "RDY-01", "Notice 1, issued 9 November 2026 at 10am."),
        ({}, "RDY-02", "Counts as received on 9 November 2026, 6 working days before it was due."),
        ({"notices": []}, "RDY-01", "No notice was issued."),
        ({"notices": []}, "RDY-02", "No notice was in force to look at."),
        ({}, "RDY-13", "1 attempt, the latest 18 November 2026 at 3pm."),
        (
            {"today": date(2026, 11, 26)},
            "RDY-11",
            "They have until 27 November 2026 to reply.",
        ),
        (
            {"same_day": ["‘Phone review’ at 2pm has no outcome yet", "Tracker T7 is open too"]},
            "RDY-19",
            "‘Phone review’ at 2pm has no outcome yet, and 1 more.",
        ),
    ],
)
def test_a_check_says_what_it_rests_on(given, code, said):
    [one] = [one for one in readiness(facts_of(given)) if one.code == code]
    assert one.said == said
