"""The log: a JSON object a line, on standard error, with nothing about a person in it.

What may be said is listed, and nothing else gets through: not what a message was filled in with,
not what an exception says, not a line of the source. So a library that logs an e-mail address, and
a database that quotes the row that it refused, give away nothing (ADR 0020).
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any

from waymark.web.request_log import of_this_request

# Ids, codes and numbers, which a line may hold beside what is known of the request.
EXTRA = ("status", "duration_ms", "document", "run", "limit", "event", "kind", "error")
OURS = "waymark"  # whose texts have nothing filled in: tests/architecture/test_house.py sees to it
DEEPEST, MOST_CAUSES = 25, 5


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            "where": f"{_short(record.pathname)}:{record.lineno}",
            **of_this_request(),
            **{name: _plain(getattr(record, name)) for name in EXTRA if hasattr(record, name)},
            **_of_a_job(record),
        }
        if record.exc_info and (error := record.exc_info[1]):
            line["errors"] = list(_errors(error))
        return json.dumps({name: value for name, value in line.items() if value is not None})


def configuration() -> dict[str, Any]:
    """What Django and gunicorn are both told."""
    console = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},  # what the person did is on the request's line
            "django.server": {"handlers": [], "propagate": False},
            "gunicorn.access": {"handlers": [], "propagate": False},
            "gunicorn.error": {"level": "WARNING", **console},
            "procrastinate": {"level": "WARNING"},
            "waymark": {"level": "INFO"},
        },
    }


def catch_everything() -> None:
    """What nobody caught ends in the log as well, instead of being printed with all that it says.
    For processes that serve; somebody at a terminal may see a trace.
    """
    log = logging.getLogger("waymark.uncaught")

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("not caught", exc_info=(kind, error, trace))

    def in_a_thread(found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            uncaught(found.exc_type, found.exc_value, found.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = in_a_thread
    logging.captureWarnings(capture=True)


def _message(record: logging.LogRecord) -> str | None:
    """The text as it stands in the source. Whoever logs a finished text may have put anything in
    it: of those only our own are taken at their word.
    """
    ours = record.name.partition(".")[0] == OURS
    return str(record.msg) if record.args or ours else None


def _of_a_job(record: logging.LogRecord) -> dict[str, Any]:
    """What the worker does: its own word for it, the job's number and the task's name."""
    job = getattr(record, "job", None)
    found = {"event": getattr(record, "action", None)}
    if isinstance(job, dict):
        found |= {"job": job.get("id"), "task": job.get("task_name")}
    return {name: value for name, value in found.items() if value is not None}


def _errors(error: BaseException) -> Iterator[dict[str, Any]]:
    """An error and what caused it: kinds, codes and places."""
    found: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if found is None:
            return
        yield {
            "kind": f"{type(found).__module__}.{type(found).__qualname__}",
            **_said_by_the_database(found),
            "frames": [
                f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(found.__traceback__)[-DEEPEST:]
            ],
        }
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _said_by_the_database(error: BaseException) -> dict[str, str]:
    """The code of the error, the table and the rule; never the row."""
    told = getattr(error, "diag", None)
    names = {"sqlstate": "sqlstate", "table": "table_name", "constraint": "constraint_name"}
    found = {name: getattr(told, theirs, None) for name, theirs in names.items()}
    return {name: value for name, value in found.items() if value}


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | bool | None) else str(value)


def _short(path: str) -> str:
    """Where a file is, without where the installation is."""
    parts = PurePath(path).parts
    for root in ("site-packages", "src"):
        if root in parts:
            return "/".join(parts[parts.index(root) + 1 :])
    return "/".join(parts[-2:])
