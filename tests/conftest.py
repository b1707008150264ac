"""What several tests share: hypothesis profiles, and pages in a real Chromium.

`page` and `new_page` hold the two laws of every page in the browser: nothing on its console is an
error, and it asks for nothing off the site. Both are checked when a test ends.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

from bench import browser as driver
from bench.tools import Unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")

# The same examples in every run of CI: a red run can be repeated, and is about the change it tests.
settings.register_profile("default", deadline=None, max_examples=60, derandomize=IN_CI)
settings.register_profile("thorough", deadline=None, max_examples=2000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class PageLog:
    """What the pages of one test did that no page should. A test that means to provoke an error
    looks at the list and clears it."""

    console_errors: list[str] = field(default_factory=list)
    offsite_requests: list[str] = field(default_factory=list)


def _watch(page: "Page", log: PageLog) -> None:
    def on_console(message: "ConsoleMessage") -> None:
        if message.type == "error":
            log.console_errors.append(f"{message.location.get('url', '')}: {message.text}")

    def on_request(request: "Request") -> None:
        url = urlsplit(request.url)
        if url.scheme in ("http", "https", "ws", "wss") and url.hostname not in _LOOPBACK:
            log.offsite_requests.append(request.url)

    page.on("console", on_console)
    page.on("pageerror", lambda error: log.console_errors.append(str(error)))
    page.on("request", on_request)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium to drive: DIGESTGEN_CHROMIUM, else the first one on PATH."""
    try:
        return driver.chromium()
    except Unavailable as error:
        notice = (
            f"{error}, so the browser tests can't run "
            "(apt-get install chromium, or set DIGESTGEN_CHROMIUM to its path)"
        )
    if IN_CI or os.environ.get("DIGESTGEN_CHROMIUM"):
        pytest.fail(notice)
    pytest.skip(notice)


@pytest.fixture(scope="session")
def browser(chromium: str) -> "Iterator[Browser]":
    """One headless Chromium for the whole session."""
    with driver.launched(chromium) as launched:
        yield launched


@pytest.fixture
def page_log() -> PageLog:
    """What the test's pages are blamed for; see PageLog."""
    return PageLog()


@pytest.fixture
def new_page(browser: "Browser", page_log: PageLog) -> "Iterator[Callable[..., Page]]":
    """A function that opens a page in a context of its own, with Playwright's context options:
    `new_page(java_script_enabled=False)`. Fails the test at its end if `page_log` isn't empty."""
    contexts = []

    def open_page(**options: Any) -> "Page":
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        _watch(page, page_log)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert page_log.offsite_requests == []
    assert page_log.console_errors == []


@pytest.fixture
def page(new_page: "Callable[..., Page]") -> "Page":
    """A page in a fresh context; see `new_page`."""
    return new_page()
