"""A backup is restored into a database that holds nothing else."""

import pytest
from django.db import connection

from waymark.config.backups import restoring
from waymark.config.backups.archive import Checked

pytestmark = pytest.mark.as_owner  # who restores
ANY_BACKUP = Checked(about={"postgresql": 15, "migrations": []}, files=0, missing=[])


def test_an_empty_installation_is_fit(db):
    restoring._refuse_if_not_fit(ANY_BACKUP)


@pytest.mark.parametrize(
    "made", ["CREATE TABLE wages (id int)", "CREATE VIEW wages AS SELECT 1 AS id"]
)
def test_what_another_program_has_there_is_never_thrown_away(db, made):
    with connection.cursor() as cursor:
        cursor.execute(made)
    with pytest.raises(restoring.CannotRestore, match=r"not Waymark's \(wages\)"):
        restoring._refuse_if_not_fit(ANY_BACKUP)


def test_an_installation_with_people_is_left_alone(cast):
    with pytest.raises(restoring.CannotRestore, match="this installation is not empty"):
        restoring._refuse_if_not_fit(ANY_BACKUP)


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ({"migrations": ["people.9999_from_the_future"]}, "a later version of Waymark wrote it"),
        ({"postgresql": 99}, "it was written by PostgreSQL 99"),
    ],
)
def test_what_a_later_version_wrote_is_refused(db, about, why):
    later = Checked(about=ANY_BACKUP.about | about, files=0, missing=[])
    with pytest.raises(restoring.CannotRestore, match=why):
        restoring._refuse_if_not_fit(later)
