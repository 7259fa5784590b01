"""What a password may not be: made of words that everybody here knows, or soon guessed."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

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
# What people here put a year behind. In Wales and in England, in both languages.
PLACES_AND_TIMES = """
wales cymru england lloegr britain london cardiff caerdydd swansea abertawe newport casnewydd
wrexham wrecsam bangor merthyr tydfil aberystwyth llanelli barry barri rhondda caerphilly
bridgend neath pontypridd liverpool manchester birmingham leeds sheffield bristol nottingham
leicester newcastle sunderland bradford stockport preston blackpool bolton oldham rochdale wigan
warrington chester wirral birkenhead merseyside lancashire yorkshire cheshire cumbria
northwest northeast southwest southeast midlands spring summer autumn winter january february
march april june july august september october november december monday tuesday wednesday
thursday friday saturday sunday gwanwyn hydref gaeaf office work team employment employability
advisor adviser support training football rugby
"""
OWN_LETTERS = 6
GUESSES = 10**10  # fewer are soon made by whoever has stolen the digests
LONGEST_GUESSED = 72  # more can only be harder
REFUSED = "Use other words: this is made of ones that everybody here knows, or of your own name"

SOON_GUESSED = (
    "This is easy to guess: use three or four words that have nothing to do with one another"
)


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


class NotSoonGuessed:
    """Refuses what a guesser tries early: common passwords and names of places, also with a year,
    doubled, joined, or with other signs for letters; runs, repeats, rows of keys, blanks.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Count how many guesses it takes."""
        known = [*PLACES_AND_TIMES.split(), *sorted(_known_to(user))]
        found = zxcvbn(password[:LONGEST_GUESSED], user_inputs=known)
        if found["guesses"] < GUESSES or not password.strip():
            raise ValidationError(SOON_GUESSED, code="password_soon_guessed")

    def get_help_text(self) -> str:
        """For pages that list what a password must be."""
        return "Not one that is soon guessed"


def _known_to(user: Any) -> set[str]:
    told = [settings.TENANT_NAME, getattr(user, "name", ""), getattr(user, "email", "")]
    words = {word for text in told for word in re.split(r"[\W_]+", (text or "").lower())}
    return {word for word in words if len(word) > 2} | set(EVERYBODY_KNOWS)  # noqa: PLR2004
