"""Numbers and switches as the environment tells them. What cannot be read stops the start, in a
sentence that names the setting: a misspelt word is never taken for off.
"""

import os

from django.core.exceptions import ImproperlyConfigured

ON, OFF = frozenset({"1", "yes", "true", "on"}), frozenset({"0", "no", "false", "off"})


def whole_number(name: str, otherwise: int, *, lowest: int = 0, highest: int = 10_000_000) -> int:
    """A setting that counts something."""
    told = os.environ.get(name, "").strip() or str(otherwise)
    is_number = told.isascii() and told.isdigit() and len(told) <= len(str(highest))
    if not is_number or not lowest <= int(told) <= highest:
        raise ImproperlyConfigured(
            f"{name} is {told!r}: say a whole number from {lowest} to {highest}"
        )
    return int(told)


def yes(name: str, *, otherwise: bool = False) -> bool:
    """A setting that is on or off."""
    told = os.environ.get(name, "").strip().lower()
    if told and told not in ON | OFF:
        raise ImproperlyConfigured(f"{name} is {told!r}: say 1 or 0")
    return told in ON if told else otherwise
