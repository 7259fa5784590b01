"""Numbers and switches as the environment tells them. What cannot be read stops the start, in a
sentence that names the setting: a misspelt word is never taken for off.
"""

import os
import re

from django.core.exceptions import ImproperlyConfigured

CONTACT = re.compile(r"(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+?[0-9-]+)")
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


def contact(name: str) -> str:
    """A setting that says where people can be reached: as a URI, or an e-mail address."""
    told = os.environ.get(name, "").strip()
    as_uri = f"mailto:{told}" if "@" in told and ":" not in told else told
    if told and not CONTACT.fullmatch(as_uri):
        raise ImproperlyConfigured(
            f"{name} is {told!r}: say an e-mail address, or an address that begins with https:"
        )
    return as_uri
