"""Django's management commands; `./run manage …` is the way in."""

import os
import sys

import django
from django.core.management import execute_from_command_line

from runner.roles import AS_OWNER, is_the_owners
from waymark.config.logs import catch_everything
from waymark.config.starting import plainly


def main(words: list[str]) -> None:
    """Do a command; the worker, which is one, starts only where it may."""
    with plainly():
        if words[1:3] == ["procrastinate", "worker"]:
            django.setup()
            from waymark.config.checks import refuse_unfit  # noqa: PLC0415 - needs the applications

            refuse_unfit()
            catch_everything()
        execute_from_command_line(words)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    if is_the_owners("".join(sys.argv[1:2])):
        os.environ[AS_OWNER] = "1"
    main(sys.argv)
