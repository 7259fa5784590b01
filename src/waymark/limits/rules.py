"""A limit, as the settings write it."""

import re
from dataclasses import dataclass
from datetime import timedelta

WRITTEN = re.compile(r"(\d{1,6})/(\d{0,4})(second|minute|hour|day)s?", re.ASCII)
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so long: all at once if one likes, and then again as time passes."""

    times: int
    within: timedelta

    @property
    def step(self) -> timedelta:
        """How long one turn takes to come back."""
        return self.within / self.times


def limit_of(written: str) -> Limit | None:
    """`60/minute`, `20/10minutes`; `none` is no limit. Anything else is a mistake."""
    if written.strip().lower() == "none":
        return None
    found = WRITTEN.fullmatch(written.strip().lower())
    if not found or not int(found[1]) or found[2] == "0":
        raise ValueError(f"{written!r} is no limit: write it as 60/minute, 20/10minutes or none")
    return Limit(int(found[1]), timedelta(seconds=int(found[2] or 1) * SECONDS[found[3]]))
