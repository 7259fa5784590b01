"""`./run manage sign_history` signs the heads of the history now; the worker does so every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from waymark.audit.signing import sign_heads
from waymark.audit.signing_keys import NoSigningKey


class Command(BaseCommand):
    help = "Sign where every chain of the history stands, and print the signing."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            signing = sign_heads(now=timezone.now())
        except (NoSigningKey, OSError) as problem:
            raise CommandError(f"Could not sign: {problem}", returncode=2) from problem
        self.stdout.write(
            f"Signing {signing.number} with the key {signing.key_id}: "
            f"{signing.heads} heads, digest {bytes(signing.digest).hex()}"
        )
