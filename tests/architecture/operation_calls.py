"""How to call each operation so that it does something: what it takes by the names of its
arguments, and what one of them needs beside.
"""

import inspect
from dataclasses import replace
from datetime import date, time
from importlib import import_module

from tests.doubts import RANG, WAS_ILL, WROTE
from tests.factories import MORNING, make_activity, make_participant
from tests.integration.trackers.saving import save
from tests.integration.trackers.staging import PDF, stage, stage_letter, upload
from tests.people import make_group
from tests.restricting import restrict
from tests.world import make_world
from waymark.operations.activity_writes import ActivityDraft
from waymark.operations.notices import Given
from waymark.operations.participants import Details
from waymark.operations.reallocation import Wanted as Share
from waymark.operations.staff import Wanted
from waymark.operations.trackers import TrackerChange
from waymark.participants.models import MarkerKind
from waymark.people.models import Group, Staff
from waymark.plans.template_rules import MERGE_FIELDS, PARTS
from waymark.sanctions.rules import EntryFields
from waymark.trackers.models import Pack, Tracker
from waymark.trackers.packs import PackChoices

DRAFT = ActivityDraft(
    kind="Appointment",
    title="Interview practice",
    instructions="Come to the office.",
    owner_id=None,
    due_on=date(2026, 11, 27),
    due_time=time(10, 30),
    place="Caerdydd office",
)
DETAILS = Details(
    "Gwenllian", "Ellis", date(1991, 3, 4), "", "Universal Credit", "Welsh", "", "07700 900564"
)
GIVEN = Given("handed_over", MORNING.date(), "Adam Stewart, 029 2000 0000")
NOT_RAISED = TrackerChange("new", None, False, "She was in hospital")


def call_world(cast):
    """The world of the addresses, and a record restricted to Aimee and Adam."""
    world = make_world(cast)
    tracker = Tracker.objects.get(id=world["tracker_id"])
    [second] = stage(cast.adam, tracker, upload(name="UCD603-2.pdf", content=PDF + b"2"))
    files = ((second.id, "dma_paperwork"),)
    save(cast.adam, tracker, TrackerChange("new", cast.adam.staff.id, True, files=files))
    hidden = make_participant(cast.adam.staff, cast.groups["Wales / Caerdydd"])
    closed = make_group("Wales / Closed", cast.groups)
    Group.objects.filter(id=closed.id).update(closed_at=MORNING)
    to_do = make_activity(
        Tracker.objects.get(id=world["tracker_id"]).participant,
        due_on=date(2026, 12, 1),
        evidence="None",
    )
    left = Staff.objects.create(email="left@provider.example", name="Huw Prosser", is_active=False)
    left.groups.add(cast.groups["Wales"])
    waiting = Pack.objects.create(
        tracker=tracker,
        asked_by=cast.adam.staff,
        asked_at=MORNING,
        choices=PackChoices().as_data(),
    )
    return world | {
        "waiting_pack_id": waiting.id,
        "restricted_id": restrict(cast, hidden, cast.adam).id,
        "empty_id": make_group("Wales / Empty", cast.groups).id,
        "closed_id": closed.id,
        "left_id": left.id,
        "new_letter_id": stage_letter(cast.adam, world["participant_id"]).id,
        "to_do_id": to_do.id,
        "judith_id": cast.judith.staff.id,
    }


def by_name(cast, world):
    """What arguments of these names are given, whatever the operation."""
    return world | {
        "now": MORNING,
        "today": MORNING.date(),
        "seen_version": None,
        "reason": "He took the wrong one",
        "why": "She is in a protection programme",
        "draft": DRAFT,
        "given": GIVEN,
        "confirm_gap": False,
        "details": DETAILS,
        "change": NOT_RAISED,
        "text": "I rang her twice.",
        "parent_id": cast.groups["North West"].id,
        "name": "Another office",
        "bank_holidays": "England and Wales",
        "path": "/trackers/",
        "fields": {"text": ["She rang back"]},
        "email": "another@provider.example",
        "seen": None,
        "wanted": Wanted("Another", "Work coach", frozenset(), {cast.groups["Wales"].id}),
        "work_coach_id": cast.judith.staff.id,
        "assignee_id": cast.judith.staff.id,
        "group_id": cast.groups["Wales / Caerdydd"].id,
        "named_ids": {cast.aimee.staff.id, cast.adam.staff.id, cast.wendy.staff.id},
    }


def handing_over(world):
    """Adam's caseload goes to Judith."""
    return {"wanted": Share(people=frozenset({world["judith_id"]}), caseload="spread")}


def to_be_done(world):
    """An activity that nobody has marked yet."""
    return {"activity_id": world["to_do_id"]}


# name: what it is given besides, or instead.
BESIDES = {
    "dated_limits.set_limit": lambda _: {"number": 7, "valid_from": date(2026, 12, 1)},
    "dated_limits.correct_bank_holidays": lambda _: {
        "nation": "Scotland",
        "day": date(2026, 12, 1),
        "is_holiday": True,
    },
    "documents.stage_files": lambda _: {"uploads": [upload(name="JSA603-2.pdf")]},
    "doubt.add_contact": lambda _: {"draft": replace(RANG, channel="text", outcome="sent")},
    "doubt.ask_good_reason": lambda _: {"draft": replace(WROTE, way="email")},
    "doubt.record_reply": lambda _: {"draft": replace(WAS_ILL, category="caring")},
    "doubt.decide_good_reason": lambda _: {"accepted": False},
    "doubt.name_second_person": lambda world: {
        "person_id": world["judith_id"],
        "may_matter": False,
    },
    "doubt.confirm_failure": lambda _: {"failure": "attend"},
    "groups.close_group": lambda world: {"group_id": world["empty_id"]},
    "groups.move_group": lambda world: {"group_id": world["empty_id"]},
    "groups.reopen_group": lambda world: {"group_id": world["closed_id"]},
    "reallocation.preview_reallocation": handing_over,
    "reallocation.reallocate": handing_over,
    "staff.activate_staff": lambda world: {"staff_id": world["left_id"]},
    "packs.ask_for_pack": lambda world: {
        "choices": PackChoices(left_out=frozenset({world["file_id"]}))
    },
    "packs.keep_pack": lambda world: {"pack_id": world["waiting_pack_id"], "content": PDF},
    "marking.mark_not_complete": lambda _: {"reason_category": "did_not"},
    "notice_templates.save_template": lambda _: {
        "parts": dict.fromkeys(PARTS, " ".join(f"{{{name}}}" for name in MERGE_FIELDS)),
        "starts_on": MORNING.date(),
        "is_draft": False,
    },
    "notices.issue_notice": to_be_done,
    "notices.preview_notice": to_be_done,
    "notices.preview_pdf": to_be_done,
    "participants.set_mandation": lambda _: {
        "make_activity_mandatory": False,
        "sanction_status": "Not under sanction",
    },
    "participants.switch_markers": lambda _: {
        "switched_on": {MarkerKind.objects.all()[0].id: "Large print"}
    },
    "participants.move_participant": lambda _: {"hand_over_trackers": True},
    "participants.record_leaving": lambda _: {"left_on": date(2026, 11, 20)},
    "plans.edit_activity": lambda _: {"draft": replace(DRAFT, due_on=date(2026, 11, 17))},
    "plans.change_activity_status": lambda _: {"status": "Complete"},
    "programmes.keep_reason": lambda _: {
        "category": "did_not",
        "text": "Came and left again",
        "is_offered": True,
    },
    "programmes.set_monitoring_trackers": lambda _: {"on": False},
    "returning.send_back": lambda _: {"code": "r_evidence"},
    "restrictions.change_named_people": lambda world: {"participant_id": world["restricted_id"]},
    "restrictions.lift_restriction": lambda world: {"participant_id": world["restricted_id"]},
    "sanction_letters.discard_letter": lambda world: {"document_id": world["new_letter_id"]},
    "sanction_letters.stage_letters": lambda _: {"uploads": [upload("letter", name="2.pdf")]},
    "sanctions.add_entry": lambda world: {"fields": entry(world, result="adverse")},
    "sanctions.correct_entry": lambda world: {"fields": entry(world, result="cancelled")},
    "trackers.create_tracker": lambda _: {"type_code": "monitoring"},
    "viewing.give_reason": lambda world: {"participant_id": world["restricted_id"]},
}


def entry(world, **given):
    """An outcome on the tracker of the world."""
    return EntryFields(
        kind="outcome", happened_on=MORNING.date(), tracker_id=world["tracker_id"], **given
    )


def operation(name):
    module, _, function = name.partition(".")
    return getattr(import_module(f"waymark.operations.{module}"), function)


def arguments_of(name, cast, world):
    """What an operation is called with, but for the actor and for what it can do without."""
    given = BESIDES.get(name, lambda _: {})(world)
    known = by_name(cast, world)
    for parameter in inspect.signature(operation(name)).parameters.values():
        needed = parameter.default is parameter.empty
        if parameter.name != "actor" and needed and parameter.name not in given:
            assert parameter.name in known, (
                f"tests/architecture/operation_calls.py does not know what to give {name} for "
                f"'{parameter.name}': add it to by_name(), or an entry to BESIDES:\n"
                f'    "{name}": lambda world: {{"{parameter.name}": …}},'
            )
            given[parameter.name] = known[parameter.name]
    return given
