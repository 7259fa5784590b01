"""How gunicorn serves Waymark; the address is given on its command line."""

import os
import signal

from django.db import connections
from gunicorn.http import wsgi  # type: ignore[import-untyped]

from runner.processes import tied
from waymark.config.logs import catch_everything, configuration

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4  # the connection pool of each worker has more than one connection for each
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
loglevel = "warning"
logconfig_dict = configuration()
control_socket_disable = True  # nobody uses it, and two installations would meet in it
os.environ["WAYMARK_ANSWERS_PEOPLE"] = "1"  # see settings.py: how long a statement may take
wsgi.SERVER = "Waymark"  # each answer would name the program that serves it


_tie = None


def when_ready(_server):
    """Tell `./run` that pages can be asked for, and note who the workers' parent is."""
    global _tie  # noqa: PLW0603 - gunicorn's hooks have nowhere else to keep something
    _tie = tied(signal.SIGKILL)
    if ready := os.environ.pop("WAYMARK_READY_FD", None):
        os.write(int(ready), b"ready")
        os.close(int(ready))


def pre_fork(_server, _worker):
    """Leave no connection open that two processes would then share."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's


def post_fork(_server, _worker):
    """Let a worker end with its master, even when that is killed."""
    catch_everything()
    if _tie:
        _tie()
