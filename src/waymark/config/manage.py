"""Django's management commands; `./run manage …` is the way in."""

import os
import sys

from django.core.management import execute_from_command_line

from runner.roles import AS_OWNER, is_the_owners

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    if is_the_owners("".join(sys.argv[1:2])):
        os.environ[AS_OWNER] = "1"
    execute_from_command_line(sys.argv)
