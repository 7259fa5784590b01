"""Fill an empty installation with the demonstration; `./run` calls it, no other command does."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from waymark.imports.demo.loading import load


class Command(BaseCommand):
    help = "Load the demonstration, if there are neither staff nor participants."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not load(timezone.now()):
            self.stderr.write("Not loaded: this installation has people already.")
