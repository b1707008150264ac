"""Every kind of page of the sample in a real browser: nothing for axe to find in either scheme on phone
and desktop, all of it with scripts off, under a sub-path and from disk, light to load, on paper too."""

import http.server
import re
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from law import copy_sources
from small_digest import Digest

from digestgen.build import Options, build

if TYPE_CHECKING:
    from playwright.sync_api import Page

SAMPLE = Path(__file__).parent.parent
KINDS = {
    "home": "",
    "article": "articles/2026/03/harbour-bridge-reopens/",
    "story in steps": "articles/2026/03/tallow-sheds-bought/",
    "article in French": "articles/2026/03/au-marché-de-saltgate-le-pont-rouvert-remplit-les-paniers/",
    "person": "people/ada-okafor/",
    "namesake": "people/ilse-varga-judge/",
    "topic": "topics/harbour-bridge/",
    "organization": "organizations/harbour-authority/",
    "place": "places/saltgate/",
    "section": "sections/city/",
    "source": "sources/port-courier/",
    "author": "authors/mara-lindholt/",
    "edition": "editions/2026-03-03/",
    "editions": "editions/",
    "archive": "archive/",
    "year": "archive/2026/",
    "month": "archive/2026/03/",
    "quotes": "quotes/",
    "speakers": "quotes/letter/o/",
    "index": "people/",
    "letter": "people/letter/o/",
    "plain page": "about/",
    "not found": "404.html",
}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, built for the root of a host at /root, for a sub-path below /root/sub/path."""
    folder = tmp_path_factory.mktemp("sample")
    copy_sources(SAMPLE, folder / "digest")
    gone = "---\ntitle: Taken back\ndate: 2026-03-05\nsource: Port Courier\ngone: true\n---\n"
    (folder / "digest/content/2026/taken-back.md").write_text(gone, encoding="utf-8")
    build(Options(folder / "digest", output=folder / "root"))
    build(
        Options(folder / "digest", folder / "root/sub/path", base_url="http://127.0.0.1/sub/path/")
    )
    return folder


@pytest.fixture(scope="module")
def url(site: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Quiet, directory=str(site / "root"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def pages() -> dict[str, str]:
    return {**KINDS, "tombstone": "articles/2026/03/taken-back/"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_kind_of_page(
    new_page: "Callable[..., Page]", url: str, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults = {}
    for kind, path in pages().items():
        page.goto(url + path)
        found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
        for fault in found.response["violations"]:
            faults[kind, fault["id"]] = [node["html"][:160] for node in fault["nodes"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults[kind, "overflow"] = [str(wide)]
        if page.evaluate("document.querySelectorAll('main a').length") and kind != "tombstone":
            first = page.locator("main h1, .masthead h1").first.bounding_box()
            assert first is not None and first["y"] < 400, kind
    assert faults == {}


def test_the_source_is_on_the_first_screen_of_a_phone(
    new_page: "Callable[..., Page]", url: str
) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(url + KINDS["article"])
    for link in (page.locator(".origin .source"), page.locator(".origin a[rel=external]")):
        box = link.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 740


def test_keyboard(new_page: "Callable[..., Page]", url: str) -> None:
    """Every link, field and summary is reached by Tab and shows that it is."""
    page = new_page(viewport={"width": 360, "height": 740})
    for kind in ("home", "article", "person", "edition", "not found"):
        page.goto(url + KINDS[kind])
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], button, select, input, summary')]"
            ".filter(e => e.checkVisibility({visibilityProperty: true})).length"
        )
        reached = 0
        for _ in range(wanted + 2):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            reached += 1
            assert page.evaluate(
                "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            ), page.evaluate("document.activeElement.outerHTML")
        assert reached >= wanted, kind


def test_scripts_off(new_page: "Callable[..., Page]", url: str) -> None:
    """Nothing that a page says waits for a script."""
    with_scripts, without = new_page(), new_page(java_script_enabled=False)
    for path in pages().values():
        with_scripts.goto(url + path)
        without.goto(url + path)
        for page in (with_scripts, without):
            page.locator("main").wait_for()
        assert with_scripts.locator("main").inner_text() == without.locator("main").inner_text()
    assert without.locator(".scheme").is_hidden()


def test_the_reader_chooses_light_or_dark(new_page: "Callable[..., Page]", url: str) -> None:
    page = new_page(color_scheme="light")
    page.goto(url)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_label("Colours").select_option("dark")
    dark = page.evaluate(paper)
    assert dark != light
    page.goto(url + KINDS["article"])
    assert page.evaluate(paper) == dark
    assert page.get_by_label("Colours").input_value() == "dark"
    page.get_by_label("Colours").select_option("")
    assert page.evaluate(paper) == light


def test_the_first_load_is_light_and_still(new_page: "Callable[..., Page]", url: str) -> None:
    page = new_page(viewport={"width": 360, "height": 740})
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto(url + KINDS["article"], wait_until="networkidle")
    page.mouse.wheel(0, 4000)
    moved = page.evaluate(
        """new Promise(done => {
          let sum = 0;
          new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
            .observe({type: 'layout-shift', buffered: true});
          setTimeout(() => done(sum), 300);
        })"""
    )
    loaded = {u: n for u, n in sizes.items() if "/assets/" not in u and "favicon" not in u}
    assert sum(loaded.values()) <= 60_000, loaded
    assert len(loaded) <= 5
    assert moved < 0.01


def test_sizes(site: Path) -> None:
    sheet, script = (next((site / "root/theme").glob(f"{n}.*")) for n in ("style", "scheme"))
    assert sheet.stat().st_size <= 20_480
    assert script.stat().st_size <= 2_048


def test_under_a_sub_path(new_page: "Callable[..., Page]", url: str) -> None:
    page = new_page()
    for path in (*pages().values(), "404.html"):
        page.goto(f"{url}sub/path/{path}")
        assert page.evaluate("document.styleSheets.length") == 1
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        within = [href for href in hrefs if href.startswith(url)]
        assert [href for href in within if not href.startswith(f"{url}sub/path/")] == []


def test_from_disk(new_page: "Callable[..., Page]", site: Path) -> None:
    build(Options(site / "digest", output=site / "portable", portable=True))
    page = new_page()
    page.goto((site / "portable/index.html").as_uri())
    page.locator(".leading a.card-link").first.click()
    page.locator("#people a").first.click()
    page.wait_for_url("**/people/*/index.html")
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.locator("#articles .card").count() > 0
    assert page.url.endswith("/index.html")


def test_paper(new_page: "Callable[..., Page]", url: str) -> None:
    """No chrome, black on white whatever the scheme, the addresses of links, and a PDF of it."""
    page = new_page(color_scheme="dark")
    page.goto(url + KINDS["article"])
    page.emulate_media(media="print")
    for hidden in (".navigation", ".colophon", ".skip", ".chips"):
        assert not page.locator(hidden).is_visible(), hidden
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    address = "getComputedStyle(document.querySelector('.origin a[rel]'), '::after').content"
    assert "courier.example.org" in page.evaluate(address)
    assert page.locator(".printed").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


# --- empty and huge ------------------------------------------------------------------------------


def _digest(root: Path) -> Digest:
    digest = Digest(root)
    digest.configure(title="A Digest", rights="full")
    return digest


def test_nothing_yet(new_page: "Callable[..., Page]", tmp_path: Path) -> None:
    digest = _digest(tmp_path)
    (tmp_path / "content").mkdir()
    build(Options(digest.root, portable=True))
    page = new_page()
    for path, words in (
        ("index.html", "Nothing published yet"),
        ("editions/index.html", "No edition"),
        ("archive/index.html", "Nothing is archived"),
        ("quotes/index.html", "Nobody is quoted"),
        ("people/index.html", "Nothing is listed"),
    ):
        page.goto((tmp_path / "site" / path).as_uri())
        assert words in page.locator("main").inner_text()


def test_one_article(new_page: "Callable[..., Page]", tmp_path: Path) -> None:
    digest = _digest(tmp_path)
    digest.article("one.md", title="The only one", date="2026-03-03", people=["Ada Okafor"])
    build(Options(digest.root, portable=True))
    page = new_page()
    page.goto((tmp_path / "site/index.html").as_uri())
    assert page.locator("main a.card-link").count() == 1  # in its edition, and not once more below
    assert page.get_by_text("New in this edition").count() == 0
    page.goto((tmp_path / "site/people/ada-okafor/index.html").as_uri())
    assert page.locator(".chart, .jump").count() == 0
    assert page.get_by_text("1 article", exact=True).count() == 1


def test_a_person_in_two_thousand_articles(new_page: "Callable[..., Page]", tmp_path: Path) -> None:
    digest = _digest(tmp_path)
    for number in range(2000):
        day = f"{2016 + number // 200}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        said = [{"speaker": "Ada Okafor", "text": f"Number {number}."}]
        role = {"name": "Ada Okafor", "role": f"holder of office {number // 100}"}
        digest.article(
            f"{number}.md", title=f"Report {number}", date=day, people=[role], quotes=said
        )
    report = build(Options(digest.root, portable=True))
    own = report.output / "people/ada-okafor/index.html"
    assert own.stat().st_size < 60_000
    page = new_page(viewport={"width": 360, "height": 740})
    page.goto(own.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".chart rect").count() == 120
    assert page.locator("#articles .card").count() == 30
    assert page.locator("#articles .more a").count() == 10
    assert page.locator("#roles details li").count() == 12
    page.locator("#articles .more a").first.click()
    page.wait_for_url("**/people/ada-okafor/2025/**")
    assert page.locator("#articles .card").count() == 200
    assert re.search(r"Ada Okafor, 2025", page.locator("h1").inner_text())
