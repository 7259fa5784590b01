"""Somebody at a browser who has a keyboard and no mouse."""

from pathlib import Path

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.journeys.visitor import Field, Visitor

# After each press of Tab: is it there, and what is wrong with where the focus went? A place looks
# otherwise with the focus than without; it can be seen; the next is further on, as one reads:
# lower, or in a column to the right, unless a side column was entered or left.
FOCUS = """(wanted) => {
    const name = (it) => it.outerHTML.slice(0, 160);
    const look = (it) => [[it], [it, "::before"], [it.labels?.[0] ?? it, "::before"]]
        .map(([of, part]) => getComputedStyle(of, part))
        .map((s) => [
            s.outlineStyle !== "none" && s.outlineColor !== "rgba(0, 0, 0, 0)" && s.outline,
            s.borderTopStyle !== "none" && s.borderColor,
            s.boxShadow,
            s.backgroundColor,
        ].join())
        .join();
    const here = document.activeElement;
    const before = window.focusWas;
    const faults = [];
    if (before && before.it !== here && before.it.isConnected && look(before.it) === before.look)
        faults.push("nothing shows the focus on " + name(before.it));
    if (here === document.body) return {isThere: false, faults};
    const box = here.getBoundingClientRect();
    const now = {it: here, look: look(here), top: box.top + scrollY, left: box.left};
    if (!box.width || !box.height || box.bottom <= 0 || box.top >= innerHeight)
        faults.push("out of sight: " + name(here));
    if (before?.it.isConnected && before.it !== here) {
        const side = (it) => it.closest("aside, .moj-filter, header, footer");
        const isBack = now.top < before.top - 12 && now.left <= before.left;
        const follows = Node.DOCUMENT_POSITION_FOLLOWING;
        if (isBack && side(before.it) === side(here))
            faults.push("back from " + name(before.it) + " to " + name(here));
        if (!(before.it.compareDocumentPosition(here) & follows))
            faults.push("out of order: " + name(before.it) + " before " + name(here));
    }
    window.focusWas = now;
    return {isThere: here === wanted, faults};
}"""
# Nothing has the focus yet, as on a page that just came, and it is past the head that it goes.
MAY_SKIP = """(wanted) => document.activeElement === document.body
    && document.getElementById("main-content").contains(wanted)"""
TOLD = """() => {
    const told = document.querySelector(".govuk-error-summary, .moj-alert--success");
    return !told || told === document.activeElement;
}"""
CHOSEN = "it => it.options[it.selectedIndex].text"


class ByKeyboard(Visitor):
    """Gets everywhere by Tab, and by the link that skips the head of a page."""

    def __init__(self, page: Page, address: str, *, scripts: bool = True) -> None:
        super().__init__(page, address, scripts=scripts)
        self.axe = False

    def check(self) -> "ByKeyboard":
        """The page and its scripts are there, and what was done or is wrong has the focus."""
        super().check()
        self.page.locator("[data-govuk-skip-link-init]").wait_for(state="attached")
        try:  # of a page that looks again by itself, asked until it stays
            self.page.wait_for_function(TOLD, timeout=5_000)
        except PlaywrightTimeout:
            raise AssertionError(f"{self.page.url}: what is told has not the focus") from None
        return self

    def to(self, wanted: Locator, *, reach: int = 60) -> "ByKeyboard":
        """Press Tab until it has the focus: forwards only, and never round."""
        it = wanted.element_handle()  # a role is looked for once, not at every press
        if it.evaluate(MAY_SKIP):
            self.page.keyboard.press("Tab")
            skip = self.page.get_by_role("link", name="Skip to main content")
            first = self.page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
            assert skip.evaluate("it => it === document.activeElement"), f"{first} comes first"
            self.page.keyboard.press("Enter")
        for _ in range(reach):
            self.page.keyboard.press("Tab")
            found = it.evaluate(FOCUS)
            assert not found["faults"], f"{self.page.url}: {found['faults']}"
            if found["isThere"]:
                return self
        raise AssertionError(f"{wanted} is not reached by Tab on {self.page.url}")

    def enter(self, wanted: Locator) -> "ByKeyboard":
        """Go there and press Enter: another page comes."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.check()
        return self

    def follow(self, name: str, *, exact: bool = True) -> "ByKeyboard":
        link = self.page.get_by_role("link", name=name, exact=exact)
        return self.enter(link.or_(self.page.get_by_role("button", name=name, exact=exact)).first)

    def press(self, name: str) -> "ByKeyboard":
        return self.enter(self.page.get_by_role("button", name=name, exact=True))

    def follow_in_menu(self, menu: str, name: str) -> "ByKeyboard":
        button = self.page.get_by_role("button", name=menu, exact=True)
        self.to(button)
        self.page.keyboard.press("Enter")
        assert button.get_attribute("aria-expanded") == "true"
        wanted = self.page.locator(".moj-button-menu").filter(has=button).get_by_text(name).first
        self._press_until("ArrowDown", wanted, "it => it === document.activeElement", True)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.check()
        return self

    def fill(self, field: Field, words: str) -> "ByKeyboard":
        self.to(self.field(field))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)
        return self

    def choose(self, field: Field) -> "ByKeyboard":
        """Of several, Tab finds the one that is chosen, else the first; arrows the others."""
        wanted = self.field(field)
        if wanted.get_attribute("type") == "checkbox":
            self.to(wanted)
            if not wanted.is_checked():
                self.page.keyboard.press("Space")
        else:
            name = wanted.get_attribute("name")
            group = self.page.locator(f'[name="{name}"]')
            chosen = group.and_(self.page.locator(":checked"))
            self.to(chosen if chosen.count() else group.first)
            self.page.keyboard.press("Space")
            self._press_until("ArrowDown", wanted, "it => it.checked", True)
        assert wanted.is_checked()
        return self

    def pick(self, field: Field, option: str) -> "ByKeyboard":
        wanted = self.field(field)
        self.to(wanted)
        self._press_until("ArrowDown", wanted, CHOSEN, option)
        return self

    def attach(self, field: Field, path: Path) -> "ByKeyboard":
        """Open the file chooser; a busy browser now and then lets a press go by."""
        self.to(self.field(field))
        for _ in range(3):
            try:
                with self.page.expect_file_chooser(timeout=15_000) as choosing:
                    self.page.keyboard.press("Enter")
            except PlaywrightTimeout:
                continue
            choosing.value.set_files(path)
            return self
        raise AssertionError("the file chooser does not open")

    def unfold(self, summary: Locator) -> "ByKeyboard":
        self.to(summary)
        self.page.keyboard.press("Enter")
        return self

    def _press_until(self, key: str, it: Locator, question: str, answer: object) -> None:
        for _ in range(20):
            if it.evaluate(question) == answer:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{it} is not reached by {key}")
