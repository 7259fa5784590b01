"""Somebody at a browser, with a mouse."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"
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
Field = str | Locator


class Visitor:
    """Somebody at a browser. Every page that they come to is checked by axe, which is a script."""

    def __init__(self, page: Page, address: str, *, scripts: bool = True) -> None:
        self.page = page
        self.address = address
        self.scripts = scripts
        self.axe = scripts
        self.is_altered = False  # the browser was given something that stays: nobody else has it

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

    def search(self, words: str) -> "Visitor":
        """Look for somebody or something from the head of the page."""
        return self.fill(self.page.get_by_role("searchbox"), words).press("Search")

    def follow_in_menu(self, menu: str, name: str) -> "Visitor":
        """Open a ⋮ menu and click one of its links; without scripts the links stand there."""
        if self.scripts:
            self.page.get_by_role("button", name=menu, exact=True).click()
            self.check()
        return self.follow(name)

    def fill(self, field: Field, words: str) -> "Visitor":
        """Type into a field, in the place of what stands there."""
        self.field(field).fill(words)
        return self

    def choose(self, field: Field) -> "Visitor":
        """Tick a box, or choose one of several."""
        self.field(field).check()
        return self

    def pick(self, field: Field, option: str) -> "Visitor":
        """Choose from a list that drops down."""
        self.field(field).select_option(option)
        return self

    def attach(self, field: Field, path: Path) -> "Visitor":
        """Give a file."""
        self.field(field).set_input_files(path)
        return self

    def unfold(self, summary: Locator) -> "Visitor":
        """Show what a summary hides."""
        summary.click()
        return self

    def field(self, field: Field) -> Locator:
        """A field by its label, or as it was found."""
        if isinstance(field, Locator):
            return field
        label = re.compile(rf"^{re.escape(field)}( \(optional\))?$")
        return self.page.get_by_label(label).first

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
        """No violation of WCAG A or AA, no sideways scroll, a heading and a title."""
        self.page.wait_for_load_state()
        if not self.axe:
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
        if self.axe:
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
