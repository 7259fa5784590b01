"""A real browser against the real application, with axe on every page."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.people import Cast, Person, make_cast

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright runs a loop in this thread

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# One question to the browser for all that is asked of a page: what axe finds beside violations is
# large, and the way from the browser is long.
LOOK = f"""async (tags) => {{
    {Axe().axe_script}
    const found = await axe.run({{runOnly: tags, resultTypes: ["violations"]}});
    const {{scrollWidth, clientWidth}} = document.documentElement;
    return {{
        violations: found.violations,
        widths: [scrollWidth, clientWidth],
        headings: document.querySelectorAll("h1").length,
    }};
}}"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


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


class Visitor:
    """Somebody at a browser. Every page that they come to is checked by axe."""

    def __init__(self, page: Page, address: str, *, scripts: bool = True) -> None:
        self.page = page
        self.address = address
        self.scripts = scripts

    def go(self, path: str) -> "Visitor":
        """Open an address of Waymark."""
        self.page.goto(self.address + path)
        return self.check()

    def follow(self, name: str, *, exact: bool = True) -> "Visitor":
        """Click the first link of that name; some look like buttons."""
        link = self.page.get_by_role("link", name=name, exact=exact)
        link.or_(self.page.get_by_role("button", name=name, exact=exact)).first.click()
        return self.check()

    def press(self, name: str) -> "Visitor":
        """Click the button of that name."""
        self.page.get_by_role("button", name=name, exact=True).click()
        return self.check()

    def sees(self, *words: str) -> "Visitor":
        """These words stand in the main part of the page."""
        text = self.page.locator("main").inner_text()
        missing = [one for one in words if one not in text]
        assert not missing, f"{missing} not in:\n{text}"
        return self

    def misses(self, *words: str) -> "Visitor":
        """These words do not."""
        text = self.page.locator("main").inner_text()
        found = [one for one in words if one in text]
        assert not found, f"{found} in:\n{text}"
        return self

    def check(self) -> "Visitor":
        """No violation of WCAG A or AA, no sideways scroll, a heading and a title. Without scripts
        axe cannot run either.
        """
        self.page.wait_for_load_state()
        if not self.scripts:
            return self
        found = self.page.evaluate(LOOK, WCAG)
        assert not found["violations"], f"{self.page.url}\n" + "\n".join(
            f"{one['id']}: {one['help']}: {[node['html'] for node in one['nodes']][:3]}"
            for one in found["violations"]
        )
        widths = found["widths"]
        assert widths[0] <= widths[1], f"{self.page.url} scrolls sideways: {widths}"
        assert found["headings"] == 1, self.page.url
        return self

    def narrowed(self) -> "Visitor":
        """The page where it is, on a screen as narrow as a phone's, and wide again afterwards."""
        self.page.set_viewport_size(PHONE)
        self.check()
        self.page.set_viewport_size(DESKTOP)
        return self

    def picture(self, name: str) -> "Visitor":
        """Keep what is seen at 1280 and 390 pixels, when WAYMARK_PICTURES asks for it."""
        if os.environ.get("WAYMARK_PICTURES"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            for size in (PHONE, DESKTOP):
                self.page.set_viewport_size(size)
                self.page.screenshot(path=PICTURES / f"{name}-{size['width']}.png", full_page=True)
        return self


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer, everybody: Cast) -> Iterator:
    """A browser of its own for somebody, signed in; with scripts or without."""
    contexts = []

    def as_person(person: Person | None, *, scripts: bool = True, size: dict = DESKTOP) -> Visitor:
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
        return Visitor(context.new_page(), live_server.url, scripts=scripts)

    yield as_person
    for context in contexts:
        context.close()
