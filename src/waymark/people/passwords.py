"""What a password may not be made of: words that everybody here knows."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

EVERYBODY_KNOWS = (
    "waymark",
    "restart",
    "scheme",
    "jobcentre",
    "universal",
    "credit",
    "benefit",
    "sanction",
    "mandation",
    "participant",
    "tracker",
    "caseload",
    "coach",
    "provider",
    "password",
    "welcome",
    "administrator",
    "supervisor",
    "auditor",
)
OWN_LETTERS = 6
REFUSED = "Use other words: this is made of ones that everybody here knows, or of your own name"


class NotOfKnownWords:
    """Refuses a password in which too little is left without such words, the provider's name, and
    the name and address of whoever chooses it. docs/security.md lists the words.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Say what to do instead."""
        left = password.lower()
        for word in sorted(_known_to(user), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < len(password) and len(re.findall(r"[^\W\d_]", left)) < OWN_LETTERS:
            raise ValidationError(REFUSED, code="password_of_known_words")

    def get_help_text(self) -> str:
        """For pages that list what a password must be."""
        return "Not made of the provider’s name, your own, or words of this work"


def _known_to(user: Any) -> set[str]:
    told = [settings.TENANT_NAME, getattr(user, "name", ""), getattr(user, "email", "")]
    words = {word for text in told for word in re.split(r"[\W_]+", (text or "").lower())}
    return {word for word in words if len(word) > 2} | set(EVERYBODY_KNOWS)  # noqa: PLR2004
