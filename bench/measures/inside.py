"""What has to be done inside the application: choose people and what they ask for, count
statements, check what was written. A command a process; JSON out.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import django

django.setup()
logging.disable(logging.INFO)  # a line a request, which nobody reads here

from bench.measures.changing import edits, markings, missing_or_doubled
from bench.measures.choosing import ADDRESSES, lanes_of
from bench.measures.counting import counts_of, profile_of
from bench.measures.importing import write_activities
from bench.measures.people import EIGHT, signed_in_people
from waymark.audit.models import Event
from waymark.participants.models import Participant
from waymark.people.models import Staff
from waymark.plans.models import Activity
from waymark.trackers.models import Tracker

HELD = {
    "participants": Participant,
    "activities": Activity,
    "trackers": Tracker,
    "staff": Staff,
    "events": Event,
}


def choose(told: dict[str, Any]) -> dict[str, Any]:
    """People with sessions, and for each row what they ask for or send."""
    people = signed_in_people(told.get("people", EIGHT))
    keys, folder = told["keys"], Path(told["folder"])
    widest = max(people, key=lambda one: len(one.actor.group_ids))
    return {
        "people": [f"{one.staff.job_title or 'staff'}" for one in people],
        "held": {name: table.objects.count() for name, table in HELD.items()},
        "lanes": {key: lanes_of(key, people) for key in keys if key in ADDRESSES},
        "marks": markings(people, told["marks"]) if "mark" in keys else [],
        "edits": edits(people, told["edits"], folder) if "edit" in keys else [],
        "export": widest.asks("/trackers/export/"),
    }


def count(told: dict[str, Any]) -> dict[str, Any]:
    """Statements, bytes and times of a request of each row."""
    pages = {key: counts_of(request) for key, request in told["pages"].items()}
    writes = {key: counts_of(one, again=False) for key, one in told["writes"].items()}
    return pages | writes


def check(told: dict[str, Any]) -> dict[str, Any]:
    return {"wrong": missing_or_doubled(told["activities"])}


def activities(told: dict[str, Any]) -> dict[str, Any]:
    return {"email": write_activities(Path(told["path"]), told["many"])}


def profile(told: dict[str, Any]) -> dict[str, Any]:
    return {"file": profile_of(told["requests"], told["times"], Path(told["path"]))}


COMMANDS = {
    "choose": choose,
    "count": count,
    "check": check,
    "activities": activities,
    "profile": profile,
}


if __name__ == "__main__":
    answer = COMMANDS[sys.argv[1]](json.load(sys.stdin))
    Path(sys.argv[2]).write_text(json.dumps(answer, default=str), encoding="utf-8")
