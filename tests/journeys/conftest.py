"""A real browser against the real application, with axe on every page."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright
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


@pytest.fixture(scope="session")
def left_behind() -> dict[bool, list[BrowserContext]]:
    """Browsers that somebody has left, with scripts and without: another one costs a second."""
    return {True: [], False: []}


@pytest.fixture
def visit(
    chromium: Browser,
    live_server: LiveServer,
    everybody: Cast,
    left_behind: dict[bool, list[BrowserContext]],
) -> Iterator:
    """A browser of its own for somebody, signed in; with scripts or not; by mouse or keyboard."""
    visitors: list[Visitor] = []

    def as_person(
        person: Person | None,
        *,
        scripts: bool = True,
        size: dict = DESKTOP,
        by: type[Visitor] = Visitor,
    ) -> Visitor:
        if left_behind[scripts]:
            context = left_behind[scripts].pop()
        else:
            context = chromium.new_context(
                java_script_enabled=scripts, base_url=live_server.url, locale="en-GB"
            )
            context.set_default_timeout(15_000)
            context.new_page()
        context.pages[0].set_viewport_size(size)
        if person is not None:
            client = Client()
            client.force_login(person.staff)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
            )
        visitors.append(by(context.pages[0], live_server.url, scripts=scripts))
        return visitors[-1]

    yield as_person
    for visitor in visitors:
        context = visitor.page.context
        if visitor.is_altered:
            context.close()
        else:
            leave(context)
            left_behind[visitor.scripts].append(context)


def leave(context: BrowserContext) -> None:
    """Nothing of who was there stays: no page, no cookie."""
    for page in context.pages[1:]:
        page.close()
    context.pages[0].goto("about:blank")
    context.clear_cookies()
