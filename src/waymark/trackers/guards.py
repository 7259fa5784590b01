"""The database guards of trackers, made from the workflow tables. They stand behind the code, for
scripts and mistakes.
"""

import pgtrigger
from django.db import models

from waymark.audit.guards import Guard, never_deleted, refusal, unchanging
from waymark.trackers.types import TYPES

NEVER_CHANGING = [
    "id",
    "number",
    "type",
    "participant_id",
    "activity_id",
    "due_on",
    "due_time",
    "due_at",
    "reason_category",
    "reason",
    "reason_details",
    "benefit",
    "follows_id",
    "created_at",
    "created_by_id",
    "created_by",
    "made_by_system",
]


def _quoted(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _any_type(column_prefix: str, codes_of: dict[str, tuple[str, ...]]) -> str:
    """SQL that is true when the row's status is among those of its type."""
    return " OR ".join(
        f"({column_prefix}type = '{code}' AND {column_prefix}status IN ({_quoted(codes)}))"
        for code, codes in codes_of.items()
    )


INITIAL: dict[str, tuple[str, ...]] = {
    code: (kind.workflow.initial.code,) for code, kind in TYPES.items()
}
FINAL = {code: kind.workflow.final for code, kind in TYPES.items()}


def status_belongs_to_type() -> models.CheckConstraint:
    """A tracker has a status of its own type's workflow."""
    condition = models.Q()
    for code, kind in TYPES.items():
        condition |= models.Q(type=code, status__in=list(kind.workflow.codes))
    return models.CheckConstraint(condition=condition, name="tracker_status_of_its_type")


TRACKER_GUARDS = [
    Guard(
        name="tracker_begins_as_new",
        operation=pgtrigger.Insert,
        func=f"IF NOT ({_any_type('NEW.', INITIAL)}) "
        f"THEN {refusal('a tracker begins in the first status of its type')} END IF; RETURN NEW;",
    ),
    Guard(
        name="tracker_final_stays",
        operation=pgtrigger.Update,
        func=f"IF {_any_type('OLD.', FINAL)} "
        f"THEN {refusal('a final tracker does not change')} END IF; RETURN NEW;",
    ),
    unchanging(
        "tracker_origin_stays",
        NEVER_CHANGING,
        what="type, participant, activity and creation of a tracker",
    ),
    never_deleted("tracker_not_deleted", because="a tracker is not deleted"),
]


def part_of_tracker(name: str) -> list[Guard]:
    """Nothing is added to a final tracker. The first statement waits for whoever is changing the
    tracker; the second looks.
    """
    return [
        Guard(
            name=f"{name}_not_on_final",
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
                PERFORM 1 FROM trackers_tracker WHERE id = NEW.tracker_id FOR SHARE;
                PERFORM 1 FROM trackers_tracker
                  WHERE id = NEW.tracker_id AND ({_any_type("", FINAL)});
                IF FOUND THEN
                  {refusal("a final tracker, its notes and its files do not change")}
                END IF;
                RETURN NEW;
            """,
        )
    ]


FILE_LINK_GUARDS = [
    *part_of_tracker("tracker_file"),
    unchanging(
        "tracker_file_stays",
        ["tracker_id", "document_id", "kind", "added_by", "added_at"],
        what="the parts of a file link",
    ),
    never_deleted(
        "tracker_file_not_deleted", because="a file link is not deleted: it is marked as removed"
    ),
]
