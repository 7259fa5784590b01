"""Django's management commands; `./run manage …` is the way in."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    execute_from_command_line(sys.argv)
