"""What an installation that holds real data must be like before it starts: each demand in a plain
sentence. `./run`, the web server and the worker refuse to start otherwise; `check --deploy` asks
for the same. docs/operate.md, *Production*, says what to set.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register
from django.db import DatabaseError

from waymark.config.holes import holes
from waymark.config.starting import refuse
from waymark.people.queries import has_demonstration_people

SECRET_LENGTH, SECRET_CHARACTERS = 50, 5
ROLE_TOO_MIGHTY = (
    "DATABASE_URL is of a role that could rewrite history: give the application a role of its "
    "own (docs/operate.md, Two database roles)"
)
SENDS_NOWHERE = ("console", "dummy", "filebased", "locmem")


@dataclass(frozen=True)
class Demand:
    """Something that production needs: what is wrong when it is not so."""

    number: int
    words: str
    is_met: Callable[[Any], bool]


def _secret_is_good(given: Any) -> bool:
    secret = given.SECRET_KEY
    return len(secret) >= SECRET_LENGTH and len(set(secret)) >= SECRET_CHARACTERS


def _hosts_are_named(given: Any) -> bool:
    hosts = given.ALLOWED_HOSTS
    return any(not _is_here(host) for host in hosts) and not any("*" in host for host in hosts)


def _mail_goes_out(given: Any) -> bool:
    return not any(f".{kind}." in given.EMAIL_BACKEND for kind in SENDS_NOWHERE)


def _mail_is_encrypted(given: Any) -> bool:
    return _is_here(given.EMAIL_HOST) or given.EMAIL_USE_TLS or given.EMAIL_USE_SSL


def _database_is_encrypted(given: Any) -> bool:
    options = given.DATABASES["default"]["OPTIONS"]
    hosts = f"{options.get('host', '')},{options.get('hostaddr', '')}".split(",")
    return options.get("sslmode") == "verify-full" or all(_is_here(host) for host in hosts)


def _scanner_is_here(given: Any) -> bool:
    address = urlsplit(given.SCANNER_URL)
    return address.scheme != "tcp" or _is_here(address.hostname or "")


DEMANDS = (
    Demand(1, "WAYMARK_DEMO is set: a demonstration lets anybody in", lambda given: not given.DEMO),
    Demand(
        2, "DEBUG is on: errors would show the inside of Waymark", lambda given: not given.DEBUG
    ),
    Demand(
        3,
        "WAYMARK_SECRET_KEY is too easy to guess: 50 random characters or more, or leave it unset "
        "and ./run makes one",
        _secret_is_good,
    ),
    Demand(
        4,
        "WAYMARK_TLS is not set: passwords and records would cross the network for all to read",
        lambda given: given.SECURE,
    ),
    Demand(
        5,
        "WAYMARK_HOSTS must name the host that people reach Waymark by, without *",
        _hosts_are_named,
    ),
    Demand(
        6,
        "E-mail is not sent anywhere: invitations and new passwords would not arrive",
        _mail_goes_out,
    ),
    Demand(7, "E-mail leaves this machine without TLS", _mail_is_encrypted),
    Demand(
        8,
        "The database is on another machine and DATABASE_URL does not say sslmode=verify-full",
        _database_is_encrypted,
    ),
    Demand(
        9,
        "SCANNER_URL is on another machine: files would cross the network unencrypted; use a "
        "socket or a tunnel on this one",
        _scanner_is_here,
    ),
    Demand(
        10,
        "An address among the settings begins with http://: it must be https://",
        lambda given: not given.PLAIN_ADDRESSES,
    ),
    Demand(
        11,
        "A password alone opens accounts: set WAYMARK_SECOND_FACTOR, or WAYMARK_PASSWORD_SIGN_IN=0 "
        "where single sign-on or passkeys take the place of passwords",
        lambda given: given.SECOND_FACTOR or not given.PASSWORD_SIGN_IN,
    ),
)


@register(Tags.security)
def production(**_: Any) -> list[CheckMessage]:
    """Every demand that is not met, where real data are."""
    return [
        checks.Error(demand.words, id=f"waymark.E{demand.number:03}")
        for demand in unmet_by_settings()
    ]


@register(Tags.security, deploy=True)
def says_that_it_is_production(**_: Any) -> list[CheckMessage]:
    """Somebody who asks for `--deploy` means production."""
    if settings.PRODUCTION:
        return []
    return [checks.Warning("WAYMARK_PRODUCTION is not set: not for real data", id="waymark.W001")]


def unmet_by_settings() -> list[Demand]:
    """The demands on settings that are not met; none where there are no real data."""
    if not settings.PRODUCTION:
        return []
    return [demand for demand in DEMANDS if not demand.is_met(settings)]


def unmet_by_the_database() -> Iterator[str]:
    """What only the database can tell: whose tables these are, and who is in them."""
    if not settings.PRODUCTION:
        return
    try:
        if found := holes():
            yield f"{ROLE_TOO_MIGHTY}. It {'; '.join(found)}"
        if has_demonstration_people():
            yield "The database holds the people of the demonstration: production begins with none"
    except DatabaseError:
        yield "The database does not answer, or has no tables yet (./run manage migrate)"


def refuse_unfit(*, database: bool = True) -> None:
    """End with the reasons on standard error when this cannot hold real data as it is."""
    found = [demand.words for demand in unmet_by_settings()]
    if database and not found:
        found = list(unmet_by_the_database())
    if found:
        refuse(found)


def _is_here(host: str) -> bool:
    """Whether a host is this machine: a socket, nothing, or a name or number of its own."""
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
