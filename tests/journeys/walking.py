"""A person at a browser: finds things by the words on the page, and checks every page they see."""

import json
import re
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Download, Error, Locator, Page, expect

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
MOST_TABS = 150


class Walker:
    """With `keyboard`, everything is done by Tab, Space, Enter, arrows and typing (WCAG 2.1.1)."""

    def __init__(
        self, page: Page, *, who: str, folder: Path, keyboard: bool, scripts: bool
    ) -> None:
        self.page, self.who, self.folder = page, who, folder
        self.keyboard, self.scripts = keyboard, scripts
        self.shots = 0
        self.trouble: list[str] = []
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.trouble.append(f"script error: {error}"))

    def _console(self, message: object) -> None:
        text = getattr(message, "text", "")
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.trouble.append(text)

    def _request(self, request: object) -> None:
        url = getattr(request, "url", "")
        if not url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:", "about:")):
            self.trouble.append(f"left the house: {url}")

    # Going and looking

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        """What must hold of every page: one h1, a title, no sideways scrolling, nothing foreign, axe clean."""
        page = self.page
        page.wait_for_load_state("load")
        headings = page.locator("h1").all_inner_texts()
        assert len(headings) == 1, f"{page.url}: {headings}: {page.locator('body').inner_text()}"
        assert page.title().strip(), f"{page.url}: no title"
        assert self.trouble == [], f"{page.url}: {self.trouble}"
        if not self.scripts:
            return
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{page.url}: {wide} pixels too wide"
        page.evaluate(AXE.read_text())
        found = page.evaluate("async () => (await axe.run()).violations")
        short = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
        assert short == [], f"{page.url}: {json.dumps(short, indent=1)}"

    def shot(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.shots += 1
        path = self.folder / f"{self.who}-{self.shots:02d}-{name}.png"
        self.page.screenshot(path=path, full_page=True)

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(text)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    # Doing

    def follow(self, name: str, *, exact: bool = False) -> None:
        self._leave_by(self._link(name, exact))

    def press(self, name: str, *, exact: bool = False) -> None:
        self._leave_by(self._button(name, exact))

    def go_back_to_the_list(self) -> None:
        """From the next section back to all of them."""
        self.follow("Back to your task list")

    def open(self, summary: str) -> None:
        """Unfold a details element."""
        self._press(self.page.locator("summary", has_text=summary).first, "Enter")

    def type(self, label: str, text: str, *, exact: bool = False) -> None:
        field = self._there(self.page.get_by_label(label, exact=exact).first, label)
        if not self.keyboard:
            field.fill(text)
            return
        self._tab_to(field)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(text)

    def choose_each(self, label: str) -> None:
        """The same answer to every question that offers it."""
        radios = self.page.get_by_role("radio", name=label, exact=True)
        self._there(radios.first, label)
        for radio in radios.all():
            self._choose(radio)

    def unfold_each(self) -> None:
        """Open every folded part of the page."""
        for part in self.page.locator("main details").all():
            if part.get_attribute("open") is None:
                part.locator("> summary").click()

    def choose(self, label: str, *, exact: bool = False) -> None:
        """A radio button."""
        radio = self.page.get_by_role("radio", name=label, exact=exact).first
        self._choose(self._there(radio, label))

    def _choose(self, radio: Locator) -> None:
        if not self.keyboard:
            radio.check(force=True)
            return
        # One radio of a group takes the focus; arrows move within it.
        group = self.page.locator(f'input[type=radio][name="{radio.get_attribute("name")}"]')
        self._tab_to(group)
        for _ in range(group.count() + 1):
            if radio.evaluate("each => each === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        expect(radio).to_be_checked()

    def tick(self, label: str, *, exact: bool = False) -> None:
        box = self._there(self.page.get_by_role("checkbox", name=label, exact=exact).first, label)
        if box.is_checked():
            return
        if self.keyboard:
            self._tab_to(box)
            self.page.keyboard.press("Space")
        else:
            box.check(force=True)
        expect(box).to_be_checked()

    def untick(self, label: str, *, exact: bool = False) -> None:
        box = self._there(self.page.get_by_role("checkbox", name=label, exact=exact).first, label)
        if box.is_checked():
            if self.keyboard:
                self._tab_to(box)
                self.page.keyboard.press("Space")
            else:
                box.uncheck(force=True)
        expect(box).not_to_be_checked()

    def select(self, label: str, option: str) -> None:
        field = self.page.get_by_label(label).first
        if not self.keyboard:
            field.select_option(label=option)
            return
        self._tab_to(field)
        self.page.keyboard.type(option)

    def date(self, legend: str, day: int, month: int, year: int) -> None:
        group = self.page.get_by_role("group", name=legend).first
        for label, value in (("Day", day), ("Month", month), ("Year", year)):
            field = group.get_by_label(label)
            if self.keyboard:
                self._tab_to(field)
                self.page.keyboard.press("ControlOrMeta+A")
                self.page.keyboard.insert_text(str(value))
            else:
                field.fill(str(value))

    def download(self, link: str) -> Download:
        with self.page.expect_download() as waiting:
            self._press(self._link(link, False), "Enter")
        return waiting.value

    # By keyboard

    def _link(self, name: str, exact: bool) -> Locator:
        """Some links look like buttons and have a button's role."""
        named = self._pattern(name, exact)
        links = self.page.get_by_role("link", name=named)
        return self._there(
            links.or_(self.page.locator("a[role=button]", has_text=named)).first, name
        )

    def _button(self, name: str, exact: bool) -> Locator:
        buttons = self.page.locator("main").get_by_role("button", name=self._pattern(name, exact))
        return self._there(buttons.first, name)

    @staticmethod
    def _pattern(name: str, exact: bool) -> re.Pattern[str]:
        text = re.escape(name)
        return re.compile(f"^\\s*{text}\\s*$" if exact else text, re.IGNORECASE)

    def _there(self, target: Locator, name: str) -> Locator:
        try:
            target.wait_for(state="attached")
        except Error:
            self.shot("lost")
            text = self.page.locator("body").inner_text()
            raise AssertionError(f"{self.page.url} has no “{name}”. It says:\n{text}") from None
        return target

    def _leave_by(self, target: Locator) -> None:
        """Press what leads to another page, and look at that one."""
        if self.keyboard:
            self._tab_to(target)
            with self.page.expect_navigation(wait_until="load"):
                self.page.keyboard.press("Enter")
        else:
            target.click()
            # A form that is being kept as it was typed is sent a moment later.
            self.page.locator("form[data-settling]").first.wait_for(state="detached")
        self.look()

    def _press(self, target: Locator, key: str) -> None:
        if self.keyboard:
            self._tab_to(target)
            self.page.keyboard.press(key)
        else:
            target.click()

    def _tab_to(self, target: Locator) -> None:
        """Tab until the focus is there; a trap or an unreachable thing ends the test."""
        expect(target.first).to_be_attached()
        for _ in range(MOST_TABS):
            if any(
                each.evaluate("each => each === document.activeElement") for each in target.all()
            ):
                self._focus_is_visible()
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: {target} cannot be reached by keyboard")

    def _focus_is_visible(self) -> None:
        """Focus not obscured (WCAG 2.4.11): some point of the focused thing, or of its label, is on top."""
        try:
            seen = self.page.evaluate(
                """() => {
                  const at = document.activeElement;
                  const parts = [at, ...(at.labels || [])];
                  return parts.some(part => [...part.getClientRects()].some(box => {
                    const top = document.elementFromPoint(
                      box.left + box.width / 2, box.top + box.height / 2);
                    return top && (part.contains(top) || top.contains(part));
                  }));
                }"""
            )
        except Error:
            if self.scripts:
                raise
            return
        assert seen, f"{self.page.url}: the focused element is hidden"
