"""Serving: the pages and the worker, from the first request to Ctrl-C."""

import contextlib
import os
import socket
from collections.abc import Callable

from . import database, environment, leftovers, listening
from .installation import LOADED, Installation, State
from .messages import CannotGoOn, say
from .places import SOURCE, Home
from .supervise import Service, Supervisor

MOST_PROCESSES = 1_000
PATIENCE = 15  # seconds: longer than gunicorn and the worker give what they are doing


def serve(*, demo: bool) -> None:
    """Serve until a signal comes."""
    with contextlib.ExitStack() as stack:
        _refuse_what_gunicorn_cannot_read()
        listeners, address = listening.take()
        for listener in listeners:
            stack.enter_context(listener)
        environment.ensure(environment.APPLICATION)
        home = Home.of_this_installation()
        installation = Installation(home, stack.enter_context(database.in_use(home)))
        note_child = stack.enter_context(leftovers.noted(home))
        demo = demo and not os.environ.get("WAYMARK_PRODUCTION")
        state = installation.prepare(demo=demo, static=True)
        _run(installation, state, listeners, note_child, lambda: _greet(address, state))


def _run(
    installation: Installation,
    state: State,
    listeners: list[socket.socket],
    note_child: Callable[[int], None],
    greet: Callable[[], None],
) -> None:
    """Run the processes, greet when pages can be had, and say why if we have to give up."""
    heard, told = os.pipe()
    fds = [listener.fileno() for listener in listeners]
    web = Service("web server", _gunicorn(fds), PATIENCE, pass_fds=(*fds, told), is_up=False)
    worker = Service("worker", _worker(), PATIENCE)
    settings = {"WAYMARK_READY_FD": str(told)}
    if state.demo == LOADED:
        settings["WAYMARK_DEMO"] = "1"

    def be_ready() -> None:
        web.is_up = True
        greet()

    supervisor = Supervisor([web, worker], installation.environment(**settings), note_child)
    supervisor.when(heard, be_ready)
    if keeper := installation.database.keeper:
        supervisor.when(keeper, lambda: supervisor.give_up("PostgreSQL has stopped"))
    if reason := supervisor.run():
        raise CannotGoOn(
            f"{reason}. The lines above, or else {installation.home.folder}/database.log, say why."
        )


def _refuse_what_gunicorn_cannot_read() -> None:
    """It reads this one by itself, and would show a trace."""
    told = os.environ.get("WEB_CONCURRENCY", "2")
    if not (told.isascii() and told.isdigit() and 0 < int(told[:9]) <= MOST_PROCESSES):
        raise CannotGoOn(f"WEB_CONCURRENCY={told}: say a whole number from 1 to {MOST_PROCESSES}")


def _gunicorn(fds: list[int]) -> list[str]:
    return [
        *(*environment.python(), "-m", "gunicorn"),
        *("--config", str(SOURCE / "waymark" / "config" / "gunicorn.py")),
        *(word for fd in fds for word in ("--bind", f"fd://{fd}")),
        "waymark.config.wsgi",
    ]


def _worker() -> list[str]:
    return [*environment.python(), "-m", "waymark.config.manage", "work"]


def _greet(address: str, state: State) -> None:
    say(f"Waymark is at {address}")
    if state.demo == LOADED:
        say("This is a demo: choose one of the people on the sign-in page.")
    elif not state.has_people:
        say("Nobody can sign in yet: ./run manage create_administrator EMAIL")
    say("Ctrl-C stops it.")
