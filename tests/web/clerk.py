"""A person at a browser window of their own: signing in, reviewing with the keyboard, signing, as staff do it."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Download, Locator, Page, expect

from tests.web.office import PASSWORD


class Clerk:
    """One person's window. What goes wrong in its scripts stands in `faults`, what it asked for in `asked`."""

    def __init__(self, browser: Browser, url: str, name: str, username: str) -> None:
        self.url, self.name, self.username = url, name, username
        self.page: Page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        self.page.set_default_timeout(60_000)
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: dialog.accept())

    # --- account ---

    def sign_in(self, password: str = PASSWORD) -> None:
        """Types name and password."""
        self.page.goto(f"{self.url}/login")
        self.page.get_by_label("登录名").fill(self.username)
        self.page.get_by_label("密码").fill(password)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".bar .who")).to_contain_text(self.name)

    def hire(self, name: str, username: str, role: str, password: str) -> None:
        """As the administrator: makes an account."""
        self.page.get_by_role("link", name="新建人员").click()
        self.page.get_by_label("登录名").fill(username)
        self.page.get_by_label("姓名").fill(name)
        self.page.get_by_label(role, exact=True).check()
        self.page.get_by_label("初始密码", exact=True).fill(password)
        self.page.get_by_label("再输一遍").fill(password)
        self.page.get_by_role("button", name="保存").click()
        expect(self.page.locator(".notice.success")).to_contain_text(f"已新建“{name}”的账号")

    def change_password(self, old: str, new: str = PASSWORD) -> None:
        """At the first sign-in, where nothing else opens."""
        self.page.goto(self.url)
        expect(self.page.get_by_role("heading", name="修改密码")).to_be_visible()
        self.page.get_by_label("现用密码").fill(old)
        self.page.get_by_label("新密码").fill(new)
        self.page.get_by_label("再输一遍").fill(new)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".notice.success")).to_contain_text("密码已修改")

    # --- going about ---

    def open_worklist(self) -> None:
        """By the name in the bar."""
        self.page.locator(".bar .brand").click()
        expect(self.page.get_by_role("heading", name="来文")).to_be_visible()

    def rubric_row(self, *words: str) -> Locator:
        """The row of the rubric with those words in it."""
        row = self.page.locator("tr[id^=rubric-]")
        for each in words:
            row = row.filter(has_text=each)
        return row

    def open_review(self, *words: str) -> None:
        """From the worklist."""
        self.open_worklist()
        self.rubric_row(*words).locator(".name a").click()
        expect(self.page.locator(".item.selected")).to_have_count(1)

    def open_signing(self, *words: str) -> None:
        """From the worklist."""
        self.open_worklist()
        self.rubric_row(*words).get_by_role("link", name="签批").click()
        expect(self.page.locator(".steps")).to_be_visible()

    # --- reviewing, by the keyboard alone ---

    @property
    def selected(self) -> str:
        """The id of the selected item."""
        return self.page.locator(".item.selected").get_attribute("data-item") or ""

    def card(self, item: str) -> Locator:
        """The card of an item."""
        return self.page.locator(f'.item[data-item="{item}"]')

    def press(self, keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def go_to(self, item: str) -> None:
        """With J and K."""
        order: list[str] = self.page.locator("#cards .item").evaluate_all("all => all.map(e => e.dataset.item)")
        steps = order.index(item) - order.index(self.selected)
        self.press(("j" if steps > 0 else "k") * abs(steps))
        expect(self.page.locator(".item.selected")).to_have_attribute("data-item", item)

    def fill_form(self, key: str, **fields: str) -> None:
        """Opens the form of a key, types over the fields, and submits it with Enter in its last field, the reason."""
        self.press(key)
        form = self.page.locator("form.panel")
        for name, words in fields.items():
            field = form.locator(f"[name={name}]")
            field.focus()
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(words)
            expect(field).to_have_value(words)
        self.page.keyboard.press("Enter" if "reason" in fields else "Tab")
        if "reason" not in fields:
            self.page.keyboard.press("Enter")
        expect(form).to_have_count(0)

    def has_status(self, item: str, status: str) -> None:
        """What the card says."""
        expect(self.card(item).locator("header .status")).to_have_text(status)

    def is_saved(self) -> None:
        """What the header says."""
        expect(self.page.locator("#saving")).to_have_text("已保存")

    def counts(self, status: str) -> int:
        """How many items the header counts in a status."""
        return int(re.findall(rf"{status} (\d+)", self.page.locator("#progress").inner_text())[0])

    def shows(self, count: int, status: str) -> None:
        """The header counts that many items in a status."""
        expect(self.page.locator("#progress")).to_contain_text(re.compile(rf"{status} {count}(?!\d)"))

    def accept_listed(self) -> int:
        """The button over the list; returns how many it said."""
        button = self.page.locator("#bulk")
        expect(button).to_be_enabled()
        said = int(re.findall(r"\d+", button.inner_text())[0])
        button.press("Enter")
        expect(self.page.locator("#ask p")).to_contain_text(f"{said} 项")
        self.page.locator("#ask [data-yes]").press("Enter")
        expect(self.page.locator("#ask")).to_be_hidden()
        self.is_saved()
        return said

    # --- settling what the text leaves open ---

    def settle_everything(self, reason: str) -> int:
        """On the page 计分约定, by the keyboard alone: the first answer to each question, like ones together; returns how
        many forms that took."""
        open_groups = self.page.locator("form.group:not(.done)")
        left = count = open_groups.count()
        while left:
            expect(open_groups.first.locator("[name=option]").first).to_be_focused()
            self.page.keyboard.press("1")
            self.page.keyboard.press("Tab")
            field = open_groups.first.locator("[name=reason]")
            if not field.evaluate("field => field === document.activeElement"):  # a field for points comes first
                self.page.keyboard.press("Tab")
            expect(field).to_be_focused()
            self.page.keyboard.insert_text(reason)
            self.page.keyboard.press("Enter")
            left -= 1
            expect(open_groups).to_have_count(left)
        return count

    # --- signing ---

    def sign(self, stage: str) -> None:
        """On the signing page, all six checks passed."""
        expect(self.page.locator(".checks .ok")).to_have_text("六项核对全部通过。")
        self.page.get_by_role("button", name=f"{stage}签字").click()
        expect(self.page.locator(".notice.success")).to_have_text(f"{stage}签字已生效。")
        expect(self.step(stage)).to_have_class("done")
        expect(self.step(stage)).to_contain_text(self.name)

    def step(self, name: str) -> Locator:
        """A step of the way that the signing page draws."""
        return self.page.locator(".steps li").filter(has=self.page.locator("b", has_text=re.compile(f"^{name}$")))

    # --- files ---

    def download(self, click: Callable[[], Any]) -> bytes:
        """What a click downloads."""
        with self.page.expect_download() as waiting:
            click()
        got: Download = waiting.value
        content = got.path().read_bytes()
        return bytes(content)
