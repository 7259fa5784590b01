"""Only what lists of trackers read, and fast: triggers and foreign keys are off meanwhile, and
indexes are built when all rows are there. For a database that is only measured.
"""

import sys
from typing import Any

from django.db import connection, transaction
from django.db.utils import ProgrammingError

from waymark.participants.name_words import name_words_of
from waymark.plans.to_do_row import COLUMNS, to_do_rows_of
from waymark.trackers.side_row import OF_OTHERS, OF_THE_TRACKER, side_rows_of

TABLES = ["plans_activity", "trackers_tracker", "trackers_trackerlisting"]
# What the triggers that are off would have written, by the statements that they have.
SIDE_ROWS = f"""
{name_words_of("p")};
INSERT INTO plans_activitytodo (activity_id, {", ".join(COLUMNS)})
{to_do_rows_of("(SELECT made.* FROM plans_activity AS made JOIN a ON a.id = made.id)")};
INSERT INTO trackers_trackerlisting (tracker_id, {", ".join((*OF_THE_TRACKER, *OF_OTHERS))})
{side_rows_of("(SELECT made.* FROM trackers_tracker AS made JOIN t ON t.tracker_id = made.id)")};
"""
# Those that no constraint needs; kept until they are built again, so that one may go on.
KEPT = "bench_indexes"
REMEMBER = f"""
CREATE TABLE {KEPT} AS
SELECT index.indexrelid::regclass::text AS name, pg_get_indexdef(index.indexrelid) AS made_by
  FROM pg_index AS index
 WHERE index.indrelid = ANY(%s::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.indexrelid)
"""


def begin() -> None:
    """Note the indexes and drop them, unless that is done already."""
    with transaction.atomic(), connection.cursor() as cursor:
        if not _is_begun(cursor):
            cursor.execute(REMEMBER, [TABLES])
            for name, _ in _remembered(cursor):
                cursor.execute(f"DROP INDEX {name}")


def end(cursor: Any) -> None:
    """Build the indexes, each unless it is there."""
    if not _is_begun(cursor):
        return
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for name, made_by in _remembered(cursor):
        cursor.execute(f"DROP INDEX IF EXISTS {name}")
        cursor.execute(made_by)
    cursor.execute(f"DROP TABLE {KEPT}")


def without_triggers(cursor: Any) -> None:
    """For this connection: what triggers check is not checked, what they write is written by us or
    not there.
    """
    try:
        cursor.execute("SET session_replication_role = replica; SET random_page_cost = 1.1")
    except ProgrammingError as reason:
        sys.exit(f"The owner of the tables may not switch triggers off: {reason}")


def _is_begun(cursor: Any) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [KEPT])
    return bool(cursor.fetchone()[0])


def _remembered(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(f"SELECT name, made_by FROM {KEPT} ORDER BY name")
    return list(cursor.fetchall())
