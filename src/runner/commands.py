"""The commands of `./run`: what a person can ask for, and what is done in which order."""

import os
import signal
import sys
from pathlib import Path

from . import browser, database, environment, scanner
from .installation import Installation
from .messages import CannotGoOn, say
from .places import ROOT, Home
from .roles import MIGRATING, is_the_owners
from .serve import serve
from .supervise import in_the_foreground

COULD_NOT = 2
UNIT_LAYER = ROOT / "tests" / "unit"
USAGE = """\
usage: ./run [--no-demo]                  serve on http://localhost:8000, until Ctrl-C
       ./run set-up                       install what it needs, and do nothing else
       ./run test [PYTEST ARGUMENTS]      run the tests, with a throw-away database
       ./run import FOLDER [OPTIONS]      groups, staff, participants and activities from CSV files
       ./run export trackers [OPTIONS]    the trackers that a person may see, to standard output
       ./run verify [--export FILE]       check every chain of the history; also --against FILE
       ./run backup FILE                  database and files into one file, while people work
       ./run restore FILE                 a backup into an empty installation
       ./run bench [OPTIONS]              measure this installation; it is written to
       ./run manage COMMAND [ARGUMENTS]   Django's management commands
       ./run --help                       this

The first of these fills an empty database with a demo caseload, unless --no-demo; no other does.
For more: ./run import --help, ./run export trackers --help, ./run verify --help,
./run bench --help, ./run manage help.

Environment:
  PORT, HOST            where to serve (8000 on localhost)
  WAYMARK_HOME          the folder for all data (var, beside this file)
  DATABASE_URL          a PostgreSQL to use (otherwise a private one is started)
  DATABASE_OWNER_URL    the same as the role that owns its tables (docs/operate.md)
  PG_BINDIR             the folder of the PostgreSQL programs to start it with
  WAYMARK_SECRET_KEY    the key that signs sessions (otherwise one is made and kept with the data)
  CHROMIUM              the browser for the tests
  WAYMARK_SIGNING_KEY   the file with the key that signs the history (otherwise one is made)

Exit code: 0 when the work was done, 2 when it could not be; `verify` says 3 when a link is broken,
and `test` gives that of pytest.
"""
# These look after migrations themselves, or are there to mend them.
NEED_NO_TABLES = MIGRATING | {"check", "help", "--help", "-h"}


def main(arguments: list[str]) -> int:
    """Do what was asked, and turn what stands in the way into a sentence and an exit code."""
    # Ended like this, `finally` and `with` still do their work.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        return _do(arguments)
    except (CannotGoOn, OSError) as reason:
        say(str(reason))
        return COULD_NOT
    except KeyboardInterrupt:
        say("Stopped.")
        return 128 + signal.SIGINT


def _do(arguments: list[str]) -> int:
    code = 0
    match arguments:
        case [] | ["--no-demo"]:
            serve(demo=not arguments)
        case ["set-up"]:
            environment.ensure(environment.APPLICATION)
        case ["test", *rest]:
            code = test(rest)
        case ["import", *rest]:
            code = manage("import_caseload", *rest)
        case ["export", "trackers", *rest]:
            code = manage("export_trackers", *rest)
        case ["export", "--help" | "-h"]:
            code = manage("export_trackers", "--help")
        case ["verify" | "backup" as command, *rest]:
            code = manage(command, *rest)
        case ["restore", *rest]:
            code = restore(rest)
        case ["bench", *rest]:
            code = bench(rest)
        case ["manage", *rest]:
            code = manage(*rest)
        case ["--help" | "-h" | "help"]:
            sys.stdout.write(USAGE)
        case _:
            raise CannotGoOn(USAGE)
    return code


def manage(*words: str) -> int:
    """Run a management command on this installation."""
    environment.ensure(environment.APPLICATION)
    home = Home.of_this_installation()
    with database.in_use(home) as used:
        installation = Installation(home, used)
        if words and NEED_NO_TABLES.isdisjoint({words[0], "--help", "-h"} & {*words}):
            installation.prepare()
        code = in_the_foreground(
            [*environment.python(), "-m", "waymark.config.manage", *words],
            installation.environment(as_owner=is_the_owners("".join(words[:1]))),
        )
        if words[:1] not in {("import_caseload",), ("export_trackers",), ("verify",), ("backup",)}:
            installation.forget()  # it may have changed anything
    return COULD_NOT if code == 1 else code  # Django says 1 for whatever could not be done


def restore(arguments: list[str]) -> int:
    """Read a backup back; then bring its tables up to date, and give the application its rights."""
    code = manage("restore", *arguments)
    if code == 0 and {"--help", "-h"}.isdisjoint(arguments):
        home = Home.of_this_installation()
        with database.in_use(home) as used:
            Installation(home, used).prepare()
    return code


def test(arguments: list[str]) -> int:
    """Run the tests, with a database and a home folder that are gone afterwards; those of the unit
    layer without a database. All of them run side by side, one process a core (ADR 0021, 0027).
    """
    environment.ensure(environment.TESTS)
    paths = [word for word in arguments if _names_a_file(word)]
    found = browser.ensure() if not paths or "journeys" in " ".join(paths) else browser.find()
    if not paths or "documents" in " ".join(paths):
        scanner.ensure()
    side_by_side = [] if paths else [f"--numprocesses={os.cpu_count() or 1}", "--dist=worksteal"]
    pure = paths and all(_is_of_the_unit_layer(path) for path in paths)
    with database.none() if pure else database.for_one_run() as (home, used):
        installation = Installation(home, used)
        if not pure:
            installation.collect_static()
        # They make a database of their own, and in it the application's role.
        more = {"DATABASE_URL": used.owner_address or used.address}
        return in_the_foreground(
            [*environment.python(), "-m", "pytest", *side_by_side, *_from_the_root(arguments)],
            installation.environment(**more, **({"WAYMARK_CHROMIUM": found} if found else {})),
            cwd=ROOT,
        )


def bench(arguments: list[str]) -> int:
    """Run a benchmark: the folder of bench/ that the first word names, else `measures`."""
    environment.ensure(environment.TESTS)
    name = arguments[0] if arguments and (ROOT / "bench" / arguments[0]).is_dir() else ""
    module = [*environment.python(), "-m", f"bench.{name or 'measures'}"]
    return in_the_foreground(
        [*module, *arguments[bool(name) :]],
        os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"},
    )


def _from_the_root(arguments: list[str]) -> list[str]:
    """Let paths mean what they mean where the person stands, though pytest runs at the root."""
    if Path.cwd() == ROOT:
        return arguments
    return [str(Path.cwd() / word) if _names_a_file(word) else word for word in arguments]


def _is_of_the_unit_layer(word: str) -> bool:
    return Path(word.partition("::")[0]).resolve().is_relative_to(UNIT_LAYER)


def _names_a_file(word: str) -> bool:
    return Path(word.partition("::")[0]).exists()
