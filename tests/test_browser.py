"""An afternoon with `digestgen serve --watch`: a real process, a real browser, edits to real files."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from conftest import PageLog
from small_digest import Digest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

ROOT = Path(__file__).parent.parent
TIMEOUT = 15_000  # milliseconds, until the browser must show an edit; the machine may be busy
BRIDGE = "articles/2026/03/bridge-opens/"
PROBLEMS = "digestgen-problems details"


@dataclass(frozen=True, slots=True)
class Served:
    digest: Digest
    url: str

    def status(self, path: str) -> int:
        try:
            with urlopen(self.url + path, timeout=TIMEOUT / 1000) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code

    def says(self, path: str, text: str) -> None:
        """Waits until a page is served with a text."""
        deadline = time.monotonic() + TIMEOUT / 1000
        while text.encode() not in urlopen(self.url + path, timeout=TIMEOUT / 1000).read():
            assert time.monotonic() < deadline, text
            time.sleep(0.02)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The small digest, served and watched. Tests name it before their page, so that the page is
    closed before the server ends."""
    digest = Digest.small(tmp_path / "digest")
    # A test run in a shell's background ignores SIGINT, and its children would inherit that.
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [sys.executable, "-m", "digestgen", "serve", "--watch", "--port", "0"],
        cwd=digest.root,
        env={k: v for k, v in os.environ.items() if not k.startswith("DIGESTGEN_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    signal.signal(signal.SIGINT, previous)
    try:
        assert process.stdout is not None
        yield Served(digest, process.stdout.readline().strip())
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert "Traceback" not in errors


def shows(place: "Page | Locator", text: str | re.Pattern[str]) -> None:
    """Waits until a text is there; nobody has pressed reload."""
    place.get_by_text(text).first.wait_for(state="attached", timeout=TIMEOUT)


def is_gone(place: "Locator") -> None:
    place.wait_for(state="detached", timeout=TIMEOUT)


def becomes(page: "Page", expression: str) -> None:
    """Waits until an expression is true. Asked from outside: a page's policy forbids what
    Playwright would put into it to wait."""
    from playwright.sync_api import Error as PlaywrightError

    deadline = time.monotonic() + TIMEOUT / 1000
    while True:
        try:
            if page.evaluate(expression):
                return
        except PlaywrightError:  # the page is being loaded again
            pass
        assert time.monotonic() < deadline, expression
        time.sleep(0.02)


# --- reloading -----------------------------------------------------------------------------------


def test_a_save_is_on_the_screen_within_a_second_and_the_reader_stays(
    served: Served, page: "Page"
) -> None:
    body = "\n\n".join(f"Paragraph {number}, and some words." for number in range(120))
    served.digest.article("2026/bridge.md", body=body)
    served.says(BRIDGE, "Paragraph 119")  # no reload is under way when the reader scrolls
    page.goto(served.url + BRIDGE)
    page.evaluate("scrollTo(0, 1000)")
    seconds = []
    for number in range(5):
        saved = time.monotonic()
        served.digest.article("2026/bridge.md", body=f"{body}\n\nSave {number}.")
        page.get_by_text(f"Save {number}.").wait_for(state="attached", timeout=TIMEOUT)
        seconds.append(time.monotonic() - saved)
        becomes(page, "document.readyState === 'complete' && scrollY === 1000")
    assert min(seconds) < 1, seconds
    page.keyboard.press("Shift")
    assert page.evaluate("history.scrollRestoration") == "auto"


DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
GROWS_LATE = """
    const slow = Object.assign(new Image(), { src: "/slow.svg" });
    addEventListener("DOMContentLoaded", () => document.body.append(slow));
    addEventListener("load", () => (document.body.style.minHeight = "5000px"));
"""


def test_the_place_outlives_a_second_reload_of_a_page_that_was_not_whole_yet(
    served: Served, page: "Page"
) -> None:
    slow: list[Route] = []
    page.add_init_script(GROWS_LATE)
    page.route("**/slow.svg", lambda request: request.fulfill(body=DOT))
    page.goto(served.url + BRIDGE)
    becomes(page, "scrollTo(0, 3000), scrollY === 3000")
    page.route("**/slow.svg", lambda request: slow.append(request))
    for number in range(2):
        served.digest.article("2026/bridge.md", body=f"Save {number}.")
        shows(page, f"Save {number}.")
        assert page.evaluate("document.readyState !== 'complete' && scrollY < 3000")
    slow[-1].fulfill(body=DOT)  # the others' pages are gone
    becomes(page, "document.readyState === 'complete' && scrollY === 3000")
    page.mouse.wheel(0, 100)
    becomes(page, "scrollY === 3100 && history.scrollRestoration === 'auto'")


def test_a_paste_becomes_an_article_on_the_front_page(served: Served, page: "Page") -> None:
    page.goto(served.url)
    paste = "Lighthouse gets a new lamp\n\nMarch 9, 2026\n\nThe lamp was lit at dusk.\n"
    served.digest.put("content/lighthouse.txt", paste)
    page.get_by_role("link", name="Lighthouse gets a new lamp").first.click(timeout=TIMEOUT)
    shows(page, "The lamp was lit at dusk.")


def test_a_page_that_an_edit_does_not_touch_stays(
    served: Served, new_page: "Callable[..., Page]"
) -> None:
    about, kelp = new_page(), new_page()
    about.goto(served.url + "about/")
    about.evaluate("window.untouched = true")
    kelp.goto(served.url + "articles/2026/03/kelp-nursery/")
    served.digest.article("2026/kelp.txt", body="Kelp grows fast.")
    shows(kelp, "Kelp grows fast.")
    served.digest.put("content/people/nia-sol.md", "---\nname: [\n---\n")  # is heard by all
    shows(about.locator(PROBLEMS), re.compile("^content/people/nia-sol.md:"))
    assert about.evaluate("window.untouched") is True


def test_layouts_and_styles(served: Served, page: "Page") -> None:
    page.goto(served.url + BRIDGE)
    layout = (ROOT / "layouts/article.html").read_text(encoding="utf-8")
    served.digest.put("layouts/article.html", layout.replace("<h1", "<p>A new layout</p><h1"))
    shows(page, "A new layout")
    served.digest.put("layouts/static/style.css", "h1 { color: rgb(1, 2, 3) }")
    becomes(page, "getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)'")
    served.digest.put("layouts/static/style.css", "h1 { color: rgb(3, 2, 1) }")
    becomes(page, "getComputedStyle(document.querySelector('h1')).color === 'rgb(3, 2, 1)'")
    shutil.rmtree(served.digest.root / "layouts")
    is_gone(page.get_by_text("A new layout"))


def test_the_configuration(served: Served, page: "Page") -> None:
    page.goto(served.url)
    served.digest.configure(title="Another Digest")
    shows(page, "Another Digest")


# --- people --------------------------------------------------------------------------------------


def test_a_person_typed_into_the_front_matter_gets_a_page(served: Served, page: "Page") -> None:
    page.goto(served.url + BRIDGE)
    assert served.status("people/nia-sol/") == 404
    served.digest.article("2026/bridge.md", people=["Ada Okafor", "Nia Sol"])
    page.locator("#people").get_by_role("link", name="Nia Sol").click(timeout=TIMEOUT)
    page.wait_for_url(served.url + "people/nia-sol/")
    shows(page, "Bridge opens")


def test_a_person_nobody_names_any_more_has_no_page(
    served: Served, page: "Page", page_log: PageLog
) -> None:
    page.goto(served.url + "people/ben-okafor/")
    shows(page, "Bridge closed")
    served.digest.article("2026/closed.md", people=["Ada Okafor"])
    shows(page, "Page not found")
    assert not (served.digest.root / "site/people/ben-okafor").exists()
    served.digest.article("2026/closed.md", people=["Ada Okafor", "Ben Okafor"])
    shows(page, "Bridge closed")
    blamed_for_404(page_log)


def test_a_profile(served: Served, page: "Page") -> None:
    page.goto(served.url + "people/tomas-brandt/")
    profile = "---\nname: Tomas Brandt\naliases: [T. Brandt]\n---\nHe keeps the harbour.\n"
    served.digest.put("content/people/tomas-brandt.md", profile)
    shows(page, "He keeps the harbour.")
    served.digest.put("content/people/tomas-brandt.md", profile.replace("keeps", "runs"))
    shows(page, "He runs the harbour.")
    served.digest.delete("content/people/tomas-brandt.md")
    is_gone(page.get_by_text("He runs the harbour."))
    shows(page, "Council budget")


def blamed_for_404(log: PageLog) -> None:
    """Chromium writes on the console that the page the test meant to be missing is."""
    assert log.console_errors
    assert all("404" in message for message in log.console_errors)
    log.console_errors.clear()


# --- files ---------------------------------------------------------------------------------------


def test_a_renamed_file(served: Served, page: "Page") -> None:
    page.goto(served.url + BRIDGE)
    content = served.digest.root / "content"
    (content / "2026/bridge.md").rename(content / "2026/opening.md")
    text = (content / "2026/opening.md").read_text(encoding="utf-8")
    (content / "2026/opening.md").write_text(f"{text}\nUnder another name.", encoding="utf-8")
    shows(page, "Under another name.")
    (content / "2026").rename(content / "this-year")
    (content / "this-year/opening.md").write_text(f"{text}\nIn another folder.", encoding="utf-8")
    shows(page, "In another folder.")
    assert page.locator(PROBLEMS).get_by_text("error").count() == 0


def test_a_deleted_file(served: Served, page: "Page", page_log: PageLog) -> None:
    page.goto(served.url + BRIDGE)
    served.digest.delete("content/2026/bridge.md")
    shows(page, "Page not found")
    assert page.locator("link[rel=stylesheet]").get_attribute("href", timeout=TIMEOUT)
    page.get_by_role("link", name="Front page").click()
    shows(page, "Ferries run late")
    blamed_for_404(page_log)


# --- problems ------------------------------------------------------------------------------------


def test_a_broken_article_shows_why_over_its_last_good_page(served: Served, page: "Page") -> None:
    page.goto(served.url + BRIDGE)
    hostile = "<img src=x onerror='document.title=1'> not a date"
    served.digest.article("2026/bridge.md", date=hostile)
    panel = page.locator(PROBLEMS)
    shows(panel, re.compile(r"^content/2026/bridge\.md:3:\d+: error: .*<img src=x.* not a date"))
    shows(panel, "as it was before")
    assert panel.evaluate("details => details.open")
    assert page.title() != "1"
    assert panel.locator("img").count() == 0
    shows(page, "We open on Monday.")
    assert page.get_by_role("heading", name="Bridge opens").is_visible()
    assert served.status(BRIDGE) == 200
    assert not (served.digest.root / "site" / BRIDGE).exists()
    page.goto(served.url + "about/")  # where it is told too, and kept is another page
    shows(panel, re.compile("not a date"))
    assert panel.get_by_text("as it was before").count() == 0
    page.goto(served.url + BRIDGE)
    served.digest.article("2026/bridge.md", date="2026-03-03", summary="Healed.")
    shows(page, "Healed.")
    is_gone(panel.get_by_text("not a date"))


def test_a_broken_layout_leaves_the_site_as_it_is(served: Served, page: "Page") -> None:
    page.goto(served.url + BRIDGE)
    panel = page.locator(PROBLEMS)
    served.digest.put("layouts/article.html", "\n\n{% if %}")
    shows(panel, re.compile(r"^layouts/article\.html:3: error: "))
    shows(page, "We open on Monday.")
    page.reload()
    shows(panel, re.compile(r"^layouts/article\.html:3: error: "))
    shows(page, "We open on Monday.")
    mended = '{% extends "base.html" %}{% block main %}Mended.{% endblock %}'
    served.digest.put("layouts/article.html", mended)
    shows(page, "Mended.")
    is_gone(panel.get_by_text("layouts/article.html"))


def test_a_broken_configuration_heals(served: Served, page: "Page") -> None:
    page.goto(served.url)
    panel = page.locator(PROBLEMS)
    before = (served.digest.root / "digest.yaml").read_text(encoding="utf-8")
    served.digest.put("digest.yaml", before + "titel: X\n")
    shows(panel, re.compile(r'^digest\.yaml:5:1: error: unknown key "titel"'))
    shows(page, "The Small Digest")
    served.digest.put("digest.yaml", before)
    is_gone(panel.get_by_text("unknown key"))


def test_warnings_wait_until_they_are_asked_for(served: Served, page: "Page") -> None:
    page.goto(served.url)
    panel = page.locator(PROBLEMS)
    shows(panel, "1 warning")
    assert not panel.get_by_text(re.compile(r"^content/undated\.md:1: warning: ")).is_visible()
    panel.get_by_text("1 warning").click()
    assert panel.get_by_text(re.compile(r"^content/undated\.md:1: warning: ")).is_visible()
    page.emulate_media(media="print")
    assert not panel.is_visible()
    page.emulate_media(media="screen")
    served.digest.article("undated.md", date="2026-03-06")
    is_gone(panel)
