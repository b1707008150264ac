"""Chromium, driven by Playwright; the tests' too. Whatever a page asks for, no name but this machine's
own is looked up.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench.tools import Unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def chromium() -> str:
    """The program's path: what DIGESTGEN_CHROMIUM names, else the first one on PATH. Raises
    Unavailable."""
    if named := os.environ.get("DIGESTGEN_CHROMIUM"):
        if (found := shutil.which(named)) is None:
            raise Unavailable(f"DIGESTGEN_CHROMIUM names no program: {named}")
        return found
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    raise Unavailable("there is no Chromium on PATH")


def driven() -> str:
    """Its path where Playwright is there to drive it. Raises Unavailable."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        raise Unavailable("there is no Playwright beside this Python") from None
    return chromium()


@contextmanager
def launched(program: str) -> "Iterator[Browser]":
    """It runs, without a window."""
    from playwright.sync_api import sync_playwright

    arguments = list(_ARGUMENTS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with its sandbox on
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


def shows(page: "Page", words: str) -> bool:
    """Wait, for at most a minute, until a page shows some words, however often it loads meanwhile."""
    from playwright.sync_api import TimeoutError

    shown = "words => document.body !== null && document.body.innerText.includes(words)"
    try:
        page.wait_for_function(shown, arg=words, polling=5, timeout=60_000)
    except TimeoutError:
        return False
    return True
