"""A real browser against the real application, with axe on every page."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.visitor import DESKTOP, Visitor
from tests.people import Cast, Person, make_cast

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, as `./run test` found it."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=os.environ["WAYMARK_CHROMIUM"], args=[*FLAGS, *root]
        )
        yield started
        started.close()


@pytest.fixture
def everybody(transactional_db: None) -> Cast:
    """The cast, committed, so that the server's threads see them."""
    return make_cast()


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer, everybody: Cast) -> Iterator:
    """A browser of its own for somebody, signed in; with scripts or without; by mouse or keyboard."""
    contexts = []

    def as_person(
        person: Person | None,
        *,
        scripts: bool = True,
        size: dict = DESKTOP,
        by: type[Visitor] = Visitor,
    ) -> Visitor:
        context = chromium.new_context(
            viewport=size, java_script_enabled=scripts, base_url=live_server.url, locale="en-GB"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person.staff)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
            )
        return by(context.new_page(), live_server.url, scripts=scripts)

    yield as_person
    for context in contexts:
        context.close()
