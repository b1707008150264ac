"""A page in Chromium, driven by Playwright: when does an edit become visible to somebody?"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench.tools import Unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Page

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def program() -> str:
    """The Chromium to drive: DIGESTGEN_CHROMIUM, else the first one on PATH. Raises Unavailable."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        raise Unavailable("there is no Playwright beside this Python") from None
    for name in (os.environ.get("DIGESTGEN_CHROMIUM", ""), *_NAMES):
        if found := shutil.which(name):
            return found
    raise Unavailable("there is no Chromium on PATH")


@contextmanager
def opened(chromium: str, address: str) -> "Iterator[Page]":
    """A page that is loaded, and reloads itself as the server behind it says."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # root's Chromium wants no sandbox
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        try:
            page = browser.new_page()
            page.goto(address)
            yield page
        finally:
            browser.close()


def shows(page: "Page", words: str) -> bool:
    """Wait, for at most a minute, until the page shows some words, however often it loads meanwhile."""
    from playwright.sync_api import TimeoutError

    shown = "words => document.body !== null && document.body.innerText.includes(words)"
    try:
        page.wait_for_function(shown, arg=words, polling=5, timeout=60_000)
    except TimeoutError:
        return False
    return True
