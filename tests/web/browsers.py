"""Debian's Chromium, driven by Playwright, with nothing let out of the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.web.office import PASSWORD

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser, closed at the end. What is expected on its pages may take half a minute: only so that a hang ends.
    Without one installed the test is skipped, which CI does not allow."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def sign_in(browser: Any, url: str, username: str, *, width: int = 1366, height: int = 768) -> Any:
    """A page of a window of its own, signed in."""
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(f"{url}/login")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{url}/")
    return page
