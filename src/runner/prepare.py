"""The steps of the set-up that need Django, in one process, for Django takes a moment to start.

Run by the environment's Python with the names of the steps; prints one JSON object, no more.
"""

import json
import sys

import django
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from waymark.config.holes import holes
from waymark.config.starting import plainly


def main(steps: list[str]) -> None:
    """Do the steps that are named, and tell whether the database was empty before the demo."""
    answer, sys.stdout = sys.stdout, sys.stderr
    with plainly():
        django.setup()
    from waymark.config.checks import refuse_unfit  # noqa: PLC0415 - needs the applications

    refuse_unfit(database=False)
    was_empty = None
    if "static" in steps:
        call_command("collectstatic", interactive=False, verbosity=0)
    if {"migrate", "look"} & {*steps}:
        wait_for_our_turn()
    if "migrate" in steps:
        migrate()
    if "look" in steps:
        was_empty = not get_user_model()._default_manager.exists()
    if "demo" in steps:
        call_command("load_demo")
    if "roles" in steps:
        tell_what_one_role_costs()
    json.dump({"was_empty": was_empty}, answer)


def migrate() -> None:
    """Migrate, and give the application's role its rights; say it plainly where that cannot be."""
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except CommandError as problem:
        sys.exit(str(problem))


def tell_what_one_role_costs() -> None:
    """Say in a line what the role that serves could do, unless it is kept within its bounds."""
    if found := holes():
        sys.stderr.write(
            f"Waymark serves as a database role that {found[0]}: it could rewrite history and"
            " change final trackers. docs/operate.md says how to have two roles.\n"
        )


def wait_for_our_turn() -> None:
    """Let one process at a time prepare a database; the end of ours frees the lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('waymark: prepare'))")


if __name__ == "__main__":
    main(sys.argv[1:])
