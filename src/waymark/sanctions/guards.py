"""What holds of the sanction record, whoever writes: it only grows, and all that an entry names is
of one participant.
"""

import pgtrigger

from waymark.audit.guards import Guard, insert_only, refusal
from waymark.participants.rules import Benefit
from waymark.sanctions.rules import ENDS_THE_OPEN_PART, FOR_UNIVERSAL_CREDIT, EntryKind

FOR_UC = ", ".join(f"'{kind}'" for kind in FOR_UNIVERSAL_CREDIT)
ENDING = ", ".join(f"'{kind}'" for kind in ENDS_THE_OPEN_PART)
ENTRY_GUARDS = [
    *insert_only("sanction_entry"),
    Guard(
        name="sanction_entry_belongs",
        operation=pgtrigger.Insert,
        func=f"""
            IF NOT EXISTS (SELECT FROM trackers_tracker
                WHERE id = NEW.tracker_id AND participant_id = NEW.participant_id) THEN
              {refusal("an entry and its tracker are of one participant")}
            END IF;
            IF NEW.about_id IS NOT NULL AND NOT EXISTS (SELECT FROM sanctions_sanctionentry
                WHERE id = NEW.about_id AND participant_id = NEW.participant_id
                AND kind = '{EntryKind.OUTCOME}') THEN
              {refusal("a result is about a decision of the same participant")}
            END IF;
            IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT FROM sanctions_sanctionentry
                WHERE id = NEW.corrects_id AND participant_id = NEW.participant_id
                AND kind = NEW.kind AND NOT withdraws) THEN
              {refusal("a correction is of an entry of the same kind and participant")}
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - no word of it is typed by anybody
    ),
    Guard(
        name="sanction_entry_day_before",
        operation=pgtrigger.Insert,
        func=f"""
            IF (NEW.effective_on IS NULL AND NEW.kind = '{EntryKind.RE_COMPLIANCE}')
                OR (NEW.effective_on IS NOT NULL AND NEW.kind NOT IN ({ENDING}))
                OR NEW.effective_on <> NEW.happened_on - 1 THEN
              {refusal("what ends the open-ended part takes effect the day before")}
            END IF;
            RETURN NEW;
        """,
    ),
    Guard(
        name="sanction_entry_of_the_benefit",
        operation=pgtrigger.Insert,
        func=f"""
            IF NEW.kind IN ({FOR_UC}) AND NOT NEW.withdraws
                AND NOT EXISTS (SELECT FROM participants_participant
                WHERE id = NEW.participant_id AND benefit = '{Benefit.UNIVERSAL_CREDIT}') THEN
              {refusal("compliance conditions and re-compliance are for Universal Credit only")}
            END IF;
            RETURN NEW;
        """,
    ),
]


def of_one_participant(name: str) -> list[Guard]:
    """A letter is of the participant whose entry it proves."""
    return [
        Guard(
            name=f"{name}_of_one_participant",
            operation=pgtrigger.Insert,
            func=f"""
                IF NOT EXISTS (SELECT FROM sanctions_sanctionentry e
                    JOIN documents_document d ON d.participant_id = e.participant_id
                    WHERE e.id = NEW.entry_id AND d.id = NEW.document_id) THEN
                  {refusal("a letter and its entry are of one participant")}
                END IF;
                RETURN NEW;
            """,
        )
    ]
