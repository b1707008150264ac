"""Search: what the index holds, when it is made, and what a reader finds in a real browser."""

import gzip
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, TYPE_CHECKING

import law
import pytest
from click.testing import CliRunner, Result
from small_digest import Digest

from digestgen import cli, files, search
from digestgen.build import Builder, Options
from digestgen.indexing import STALE, Background, Indexed, refresh
from digestgen.output_folder import MANIFEST

if TYPE_CHECKING:
    from conftest import PageLog
    from playwright.sync_api import Page

NOTHING = "Nothing was found. Try fewer or other words, or look by name and date below."


def private(digest: Digest) -> None:
    """Two articles whose text, and for one the summary too, must stay unpublished."""
    digest.article(
        "2026/excerpt.md", title="Only an excerpt", date="2026-03-05", rights="excerpt",
        summary="Visible quinquereme.", body="Hidden trireme.",
    )  # fmt: skip
    digest.article(
        "2026/link.md", title="Only a linkage", date="2026-03-05", rights="link",
        summary="Hidden bireme.", body="Hidden trireme.",
    )  # fmt: skip


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    private(made)
    return made


def run(digest: Digest, **options: object) -> Indexed:
    """A build and the step after it, in a process of their own as it were."""
    with closing(Builder(Options(digest.root, **options))) as builder:  # type: ignore[arg-type]
        builder.build()
        return refresh(builder)


def command(digest: Digest, *arguments: str) -> Result:
    config = str(digest.root / "digest.yaml")
    return CliRunner().invoke(cli.cli, ["--config", config, "build", *arguments])


def index_of(digest: Digest) -> law.Tree:
    """The index's files by name, unpacked."""
    files = law.tree(digest.root / "site" / search.FOLDER)
    return {
        name: gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        for name, data in files.items()
    }


# --- what counts as text -------------------------------------------------------------------------

PAGE = (
    b'<html lang="en"><meta data-pagefind-filter="person[content]" content="Ada">'
    b'<div class="x" data-pagefind-body>One <div>two</div> <a href="/a/">three</a></div><p>four</p>'
)


@pytest.mark.parametrize(
    ("old", "new"), [(b"/a/", b"/b/"), (b"four", b"five"), (b'class="x"><div>', b"<div>")]
)
def test_what_surrounds_the_text_does_not_count(old: bytes, new: bytes) -> None:
    assert search.text_digest(PAGE.replace(old, new)) == search.text_digest(PAGE)


@pytest.mark.parametrize("old", [b"One", b"two", b"three", b"Ada", b'"en"', b"person["])
def test_text_filters_and_language_count(old: bytes) -> None:
    assert search.text_digest(PAGE.replace(old, b"x" + old)) != search.text_digest(PAGE)


def test_a_page_without_text_for_search_is_not_seen() -> None:
    assert search.text_digest(PAGE.replace(b"data-pagefind-body", b"")) == ""
    assert search.state([]) == ""


# --- what is indexed -----------------------------------------------------------------------------


def test_nothing_private_is_in_the_index(digest: Digest) -> None:
    assert run(digest).pages
    everything = b"\n".join(index_of(digest).values())
    assert b"quinquereme" in everything
    assert b"linkage" in everything
    for hidden in (b"trireme", b"bireme"):
        assert hidden not in everything
    digest.article("2026/excerpt.md", rights="link")
    run(digest)
    assert b"quinquereme" not in b"\n".join(index_of(digest).values())


def test_drafts_and_withdrawn_articles_are_not_found(digest: Digest) -> None:
    digest.article("2026/bridge.md", gone=True)
    run(digest)
    fragments = b"\n".join(index_of(digest).values())
    assert b"We open on Monday" not in fragments
    assert b"Not yet" not in fragments


# --- when it is made -----------------------------------------------------------------------------


def test_the_index_is_made_again_only_if_published_text_changed(digest: Digest) -> None:
    assert run(digest).pages
    folder = digest.root / "site" / search.FOLDER
    before = law.stats(folder)
    assert run(digest) == Indexed()
    digest.article("2026/bridge.md", url="https://elsewhere.example.org/")  # on its page, no text
    assert run(digest) == Indexed()
    assert law.stats(folder) == before
    digest.article("2026/bridge.md", body="A pangolin crossed first.")
    assert run(digest).pages
    assert b"pangolin" in b"\n".join(index_of(digest).values())
    after = law.stats(folder)
    fixed = str(folder / "pagefind.js")
    assert after[fixed] == before[fixed], "files that stay the same are left alone"


def test_nothing_is_loaded_or_run_for_an_index_that_is_whole(digest: Digest) -> None:
    run(digest)
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('pagefind' in sys.modules, 'subprocess' in sys.modules))\n"
        "from digestgen.cli import main\n"
        "sys.argv = ['digestgen', 'build']\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=digest.root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False False\n"


def test_builds_let_the_index_be(digest: Digest) -> None:
    run(digest)
    site = digest.root / "site"
    before = law.stats(site)
    with closing(Builder(Options(digest.root))) as builder:
        assert builder.build().written == ()
    assert law.stats(site) == before
    (digest.root / ".digestgen/catalog.sqlite").unlink()
    with closing(Builder(Options(digest.root))) as builder:
        report = builder.build()
    assert report.written == report.removed == ()
    assert index_of(digest)


def test_the_index_belongs_to_the_site(digest: Digest) -> None:
    run(digest)
    site = digest.root / "site"
    manifest = (site / MANIFEST).read_text(encoding="utf-8").splitlines()
    assert {*manifest, MANIFEST} == {*law.tree(site)}
    digest.article("2026/bridge.md", body="Other words.")
    run(digest)
    manifest = (site / MANIFEST).read_text(encoding="utf-8").splitlines()
    assert {*manifest, MANIFEST} == {*law.tree(site)}, "old parts of the index are gone"
    outputs = ["articles", "people", "home"]
    digest.configure(outputs=outputs)
    run(digest)
    assert not (site / "search").exists()
    assert b"role=search" not in (site / "index.html").read_bytes()
    digest.configure(outputs=[*outputs, "search"])
    assert run(digest).pages


def test_a_damaged_index_is_mended(digest: Digest) -> None:
    run(digest)
    (digest.root / "site" / search.FOLDER / "pagefind-entry.json").unlink()
    assert run(digest).pages
    assert "pagefind-entry.json" in index_of(digest)


def test_an_index_is_known_again_when_the_manifest_is_lost(digest: Digest) -> None:
    run(digest)
    site = digest.root / "site"
    before = law.tree(site)
    (site / MANIFEST).unlink()
    assert run(digest) == Indexed()
    assert law.tree(site) == before


def test_a_file_of_the_users_own_is_never_overwritten(digest: Digest) -> None:
    own = f"site/{search.FOLDER}pagefind.js"
    digest.put(own, "mine")
    done = run(digest)
    assert own in done.notice
    assert done.stale
    assert (digest.root / own).read_text(encoding="utf-8") == "mine"
    digest.delete(own)
    assert run(digest).pages


def test_an_empty_digest(tmp_path: Path) -> None:
    digest = Digest(tmp_path)
    digest.configure(title="Empty")
    assert run(digest) == Indexed()
    digest.article("a.md", title="First", date="2026-03-03", body="Words.")
    assert run(digest).pages == 1
    digest.delete("content/a.md")
    run(digest)
    assert not (tmp_path / "site" / search.FOLDER).exists()


# --- the command line ----------------------------------------------------------------------------


def test_no_search_leaves_the_index_and_says_that_it_is_old(digest: Digest) -> None:
    first = command(digest, "--no-search")
    assert not (digest.root / "site" / search.FOLDER).exists()
    assert STALE not in first.stderr
    assert "pages indexed" in command(digest).stderr
    assert "indexed" not in command(digest).stderr
    digest.article("2026/bridge.md", body="A pangolin crossed first.")
    before = index_of(digest)
    old = command(digest, "--no-search")
    assert (old.exit_code, STALE in old.stderr) == (0, True)
    assert index_of(digest) == before
    assert "pages indexed" in command(digest).stderr


def test_without_pagefind_a_build_says_so_once_and_goes_on(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "program", lambda: "")
    result = command(digest)
    assert result.exit_code == 0
    assert result.stderr.count(search.MISSING) == 1
    assert (digest.root / "site/search/index.html").is_file()


def test_a_pagefind_that_fails_is_a_notice(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("/nonexistent/pagefind", "/bin/false"):
        monkeypatch.setattr(search, "program", lambda program=program: program)
        result = command(digest)
        assert result.exit_code == 0
        assert "search could not be made: " in result.stderr


def test_an_index_that_cannot_be_made_anew_is_removed(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds what was withdrawn since."""
    run(digest)
    digest.article("2026/excerpt.md", rights="link")
    with monkeypatch.context() as patch:
        patch.setattr(search, "program", lambda: "")
        assert run(digest).notice == search.MISSING
        assert not index_of(digest)
    assert run(digest).pages


# --- while a digest is watched -------------------------------------------------------------------


def test_in_the_background_after_a_pause(digest: Digest) -> None:
    done: list[Indexed] = []
    told = threading.Event()

    def publish(indexed: Indexed) -> None:
        done.append(indexed)
        told.set()

    with closing(Builder(Options(digest.root))) as builder:
        builder.build()
    with closing(Background(Options(digest.root), publish, pause=0.05)) as background:
        assert not told.wait(0.2), "nothing has happened yet"
        background.changed()
        assert told.wait(20)
    assert done[0].pages


def test_a_change_ends_an_indexing_under_way(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, ended = threading.Event(), threading.Event()
    done: list[Indexed] = []
    runs: list[bool] = []

    def index(site: Path, into: Path, cancelled: Callable[[], bool]) -> bool:
        started.set()
        while not runs and not cancelled():
            ended.wait(0.005)
        runs.append(True)
        return len(runs) > 1

    def publish(indexed: Indexed) -> None:
        done.append(indexed)
        if len(done) > 1:
            ended.set()

    monkeypatch.setattr(search, "index", index)
    with closing(Builder(Options(digest.root))) as builder:
        builder.build()
    with closing(Background(Options(digest.root), publish, pause=0.02)) as background:
        background.changed()
        assert started.wait(10)
        background.changed()
        assert ended.wait(10)
    assert done[0].stale
    assert not done[0].pages
    assert done[1].pages


def test_it_ends_while_another_command_has_the_digest(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    asked = threading.Event()
    flock = fcntl.flock

    def told(file: IO[bytes], operation: int) -> None:
        asked.set()
        flock(file, operation)

    background = Background(Options(digest.root), lambda _: None, pause=0.01)
    with files.locked(digest.root):
        monkeypatch.setattr(fcntl, "flock", told)
        background.changed()
        assert asked.wait(20)
        ending = threading.Thread(target=background.close, daemon=True)
        ending.start()
        ending.join(20)
        assert not ending.is_alive()


def test_a_real_pagefind_is_ended(
    tmp_path: Path, digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Builder(Options(digest.root))) as builder:
        builder.build()
    slow = tmp_path / "slow"
    slow.write_text(f'#!/bin/sh\nsleep 30\nexec {search.program()} "$@"\n', encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(search, "program", lambda: str(slow))
    assert not search.index(digest.root / "site", tmp_path / "into", lambda: True)


# --- the reader ----------------------------------------------------------------------------------


class _Handler(SimpleHTTPRequestHandler):
    """A static host that has the site at /a/sub/ and sends the policy of its `_headers`."""

    def translate_path(self, path: str) -> str:
        below = path.removeprefix("/a/sub")
        return super().translate_path(below if below != path else "/nowhere")

    def end_headers(self) -> None:
        for line in Path(self.directory, "_headers").read_text(encoding="utf-8").splitlines():
            name, _, value = line.strip().partition(": ")
            if name == "Content-Security-Policy":
                self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/a/sub/"
        server.shutdown()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    digest = Digest.small(tmp_path_factory.mktemp("search") / "digest")
    private(digest)
    digest.article(
        "2026/hostile.md", title="<b>Bold</b> & odd", date="2026-03-06", people=['A "q" <i>'],
        body="A tapir said &lt;img src=x onerror=alert(1)&gt; to all.",
    )  # fmt: skip
    waits = "the heron waits " * 30
    digest.article("2026/heron.md", title="Heron", date="2026-03-07", source="Port Courier",
                   body=f"{waits} by the yarrow and {waits}")  # fmt: skip
    for number in range(45):
        digest.article(f"many/{number}.md", title=f"Gnu {number}", date=f"2024-01-{number % 28 + 1:02}",
                       body="The gnu grazes.")  # fmt: skip
    assert run(digest).pages
    with hosted(digest.root / "site") as url:
        yield url


def says(page: "Page", text: str) -> None:
    page.locator("#found").get_by_text(text, exact=True).wait_for(timeout=15_000)


def titles(page: "Page") -> list[str]:
    return page.locator("#results a").all_inner_texts()


def test_a_word_of_the_body_finds_the_article(base: str, page: "Page") -> None:
    page.goto(base + "people/")
    page.get_by_role("search").get_by_role("searchbox").fill("grows")
    page.keyboard.press("Enter")
    says(page, "Results: 1")
    page.wait_for_url(base + "search/?q=grows")
    assert titles(page) == ["Kelp nursery"]
    assert page.locator("#results mark").all_inner_texts() == ["grows."]
    assert page.locator("#found").get_attribute("role") == "status", "it is announced"
    page.locator("#results a").click()
    page.wait_for_url(base + "articles/2026/03/kelp-nursery/")


def test_filters(base: str, page: "Page") -> None:
    page.goto(base + "search/?person=Tomas+Brandt")
    says(page, "Results: 2")
    assert titles(page) == ["Bridge opens", "Council budget"], "the newest first"
    page.get_by_label("Year").select_option("2025")
    says(page, "Results: 1")
    assert page.url == base + "search/?person=Tomas+Brandt&year=2025"
    page.get_by_label("Person").select_option("")
    page.wait_for_url(base + "search/?year=2025")
    page.get_by_role("searchbox").fill("numbers")
    page.wait_for_url(base + "search/?q=numbers&year=2025")
    says(page, "Results: 1")
    offered = page.get_by_label("Person").locator("option").all_inner_texts()
    assert offered[0] == "Any"
    assert {"Tomas Brandt (1)", "Ada Okafor (1)"} == {*offered[1:]}
    page.reload()
    says(page, "Results: 1")
    assert page.get_by_label("Year").input_value() == "2025"
    page.goto(base + "search/?person=Nobody+Known")
    says(page, NOTHING)


def test_filters_by_topic_and_source(base: str, page: "Page") -> None:
    page.goto(base + "search/?topic=kelp")
    says(page, "Results: 1")
    assert titles(page) == ["Kelp nursery"]
    page.goto(base + "search/?source=Port+Courier")
    page.locator("#results a").first.wait_for()
    assert "Bridge opens" in titles(page)


def test_nothing_is_fetched_until_somebody_searches(base: str, page: "Page") -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base + "search/", wait_until="networkidle")
    assert not [url for url in asked if "pagefind" in url]
    page.get_by_role("searchbox").focus()
    page.get_by_label("Person").wait_for()
    assert [url for url in asked if url.startswith(base + search.FOLDER)]


def test_private_words_find_nothing(base: str, page: "Page") -> None:
    page.goto(base + "search/?q=trireme")
    says(page, NOTHING)
    page.goto(base + "search/?q=quinquereme")
    says(page, "Results: 1")


def test_results_say_what_they_are(base: str, page: "Page") -> None:
    page.goto(base + "search/?q=Tomas+Brandt")
    page.locator("#results a").get_by_text("Tomas Brandt", exact=True).wait_for()
    person = page.locator("#results li").filter(has=page.get_by_text("Tomas Brandt", exact=True))
    assert person.locator(".meta").inner_text() == "People"
    page.goto(base + "search/?q=yarrow")
    says(page, "Results: 1")
    assert page.locator("#results .meta").inner_text() == "Port Courier · \u2068March 7, 2026"
    shown = page.locator("#results .summary").inner_text()
    assert shown.startswith("… waits the heron")
    assert shown.endswith(" …")
    page.goto(base + "search/?q=nursery")
    says(page, "Results: 1")
    assert "…" not in page.locator("#results .summary").inner_text(), "that is all of it"


def test_keyboard(base: str, page: "Page") -> None:
    page.goto(base + "search/")
    page.keyboard.press("/")
    page.keyboard.type("okafor")
    page.locator("#results a").nth(1).wait_for()
    found = titles(page)
    focused = "document.activeElement.textContent"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == found[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == found[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "q"
    page.wait_for_url(base + "search/")
    page.locator("#results a").first.wait_for(state="detached")
    assert page.locator("#found").inner_text() == ""
    page.keyboard.type("kelp/")  # a slash that is typed stays one
    assert page.get_by_role("searchbox").input_value() == "kelp/"


def test_more_than_fit_on_a_page(base: str, page: "Page") -> None:
    page.goto(base + "search/?q=gnu")
    says(page, "Results: 45")
    assert len(titles(page)) == 20
    page.get_by_role("button", name="More results").press("Enter")
    page.locator("#results li").nth(39).wait_for()
    assert page.evaluate("document.activeElement.textContent") == titles(page)[20]
    page.get_by_role("button", name="More results").click()
    page.locator("#results li").nth(44).wait_for()
    assert page.get_by_role("button", name="More results").count() == 0


def test_what_is_found_stays_text(base: str, page: "Page") -> None:
    page.goto(base + "search/?q=tapir")
    says(page, "Results: 1")
    assert titles(page) == ["<b>Bold</b> & odd"]
    assert "said <img src=x onerror=alert(1)> to all" in page.locator("#results").inner_text()
    assert page.locator("#results img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_use_it(
    base: str, new_page: "Callable[..., Page]", width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for query, text in (("gnu", "Results: 45"), ("zorilla", NOTHING), ("", "")):
        page.goto(base + f"search/?q={query}")
        says(page, text) if text else page.get_by_label("Person").wait_for()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_it_leads_to_the_lists(base: str, new_page: "Callable[..., Page]") -> None:
    page = new_page(java_script_enabled=False)
    page.goto(base)
    page.get_by_role("searchbox").fill("kelp")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(base + "search/?q=kelp")
    assert page.locator("noscript p").is_visible()
    page.locator("#lists").get_by_role("link", name="O", exact=True).first.click()
    page.wait_for_url(base + "people/letter/o/")
    page.goto(base + "search/")
    hrefs = page.locator("#lists a").evaluate_all("links => links.map(link => link.href)")
    for href in hrefs:
        answer = page.request.get(href)
        assert answer.ok, href
    assert {base + "archive/2026/", base + "topics/", base + "editions/"} <= {*hrefs}


def test_without_an_index_the_page_says_so(
    tmp_path: Path, new_page: "Callable[..., Page]", page_log: "PageLog"
) -> None:
    digest = Digest.small(tmp_path)
    with closing(Builder(Options(digest.root))) as builder:
        builder.build()
    with hosted(tmp_path / "site") as url:
        page = new_page()
        page.goto(url + "search/?q=kelp")
        message = "The search index can’t be read just now."
        page.locator("#found").get_by_text(message).wait_for()
        assert page.locator("#lists a").first.is_visible()
    assert all("404" in message for message in page_log.console_errors)
    page_log.console_errors.clear()


def test_from_a_folder_on_disk(tmp_path: Path, page: "Page") -> None:
    digest = Digest.small(tmp_path)
    run(digest, portable=True)
    page.goto((tmp_path / "site/index.html").as_uri())
    page.get_by_role("searchbox").fill("kelp")
    page.get_by_role("searchbox").press("Enter")
    page.locator("#found").get_by_text("Search works on a web server").wait_for()
    assert page.get_by_role("searchbox").count() == 0
    page.locator("#lists").get_by_role("link", name="People").click()
    page.get_by_role("heading", name="People").wait_for()


def test_our_part_is_small() -> None:
    script = Path(__file__).parent.parent / "layouts/static/search.js"
    assert len(script.read_bytes()) <= 4096
