"""Feeds as readers of years rely on them: ids that stay, times that come from the content, nothing
relative, and a page for whoever opens one in a browser. What every feed must have is in test_links."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser
import html5lib
import pytest
from small_digest import Digest

from digestgen.build import Options, build
from digestgen.serve import hosts, listen, serving
from digestgen.serve.application import application
from digestgen.serve.headers import headers_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://small.example.org/"
FEEDS = ("", "people/ada-okafor/", "topics/transport/")


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    made.put("content/assets/bridge.svg", '<svg viewBox="0 0 16 9"/>')
    made.article(
        "2026/bridge.md",
        url="https://courier.example.org/bridge",
        updated="2026-03-09T08:00:00+01:00",
        language="fr",
        image={
            "src": "assets/bridge.svg",
            "alt": 'A "bridge"',
            "caption": "Open",
            "credit": "N. Sol",
        },
        body="![Span](/assets/bridge.svg) [people](/people/) [below](#h-after) [web](https://x.example/)"
        "\n\n## After",
    )
    return made


def built(digest: Digest) -> Path:
    return build(Options(digest.root)).output


def atom(site: Path, folder: str = "") -> Element:
    return ElementTree.parse(site / folder / "feed.xml").getroot()


def jsonfeed(site: Path, folder: str = "") -> Any:
    return json.loads((site / folder / "feed.json").read_text("utf-8"))


def entry(feed: Element, title: str) -> Element:
    return next(e for e in feed.iter(f"{ATOM}entry") if e.findtext(f"{ATOM}title") == title)


def ids(site: Path) -> dict[str, list[str]]:
    found = {}
    for folder in FEEDS:
        found[folder] = [element.text or "" for element in atom(site, folder).iter(f"{ATOM}id")]
        assert found[folder][1:] == [item["id"] for item in jsonfeed(site, folder)["items"]]
    return found


def test_ids_survive_another_address_title_and_host(digest: Digest) -> None:
    before = ids(built(digest))
    assert all(one.startswith("urn:uuid:") for found in before.values() for one in found)
    assert len({found[0] for found in before.values()}) == len(FEEDS)
    digest.configure(base_url="http://other.example.net/sub/path", title="Another name")
    assert ids(built(digest)) == before
    digest.article("2026/bridge.md", title="Bridge is open", path="2026/03/bridge-opens")
    assert ids(built(digest)) == before


@pytest.mark.parametrize("folder", FEEDS)
def test_times_come_from_the_content(digest: Digest, folder: str) -> None:
    feed = atom(built(digest), folder)
    found = entry(feed, "Bridge opens")
    assert found.findtext(f"{ATOM}published") == "2026-03-03T12:00:00+00:00"
    assert found.findtext(f"{ATOM}updated") == "2026-03-09T08:00:00+01:00"
    assert feed.findtext(f"{ATOM}updated") == "2026-03-09T08:00:00+01:00"
    item = next(
        i for i in jsonfeed(digest.root / "site", folder)["items"] if i["title"] == "Bridge opens"
    )
    assert item["date_modified"] == "2026-03-09T08:00:00+01:00"
    digest.article("2026/bridge.md", updated="2026-03-10")
    found = entry(atom(built(digest), folder), "Bridge opens")
    assert found.findtext(f"{ATOM}updated") == "2026-03-10T12:00:00+00:00"


@pytest.mark.parametrize("folder", FEEDS)
def test_an_article_is_told_whole(digest: Digest, folder: str) -> None:
    site = built(digest)
    parsed = feedparser.parse((site / folder / "feed.xml").read_bytes())
    assert not parsed.bozo
    found = next(e for e in parsed.entries if e.title == "Bridge opens")
    assert found.link == f"{BASE}articles/2026/03/bridge-opens/"
    assert [author["name"] for author in found.authors] == ["Mara Lind"]
    assert [tag["term"] for tag in found.tags] == ["harbour bridge", "transport"]
    via = [link["href"] for link in found.links if link["rel"] == "via"]
    assert via == ["https://courier.example.org/bridge"]
    feed = jsonfeed(site, folder)
    assert feed["language"] == "en"
    assert feed["authors"] == [{"name": "The Small Digest"}]
    assert feed["feed_url"] == f"{BASE}{folder}feed.json"
    assert feed["home_page_url"] == BASE + folder
    item = next(i for i in feed["items"] if i["title"] == "Bridge opens")
    assert item["external_url"] == "https://courier.example.org/bridge"
    assert item["image"] == f"{BASE}assets/bridge.svg"
    assert item["language"] == "fr"
    assert item["authors"] == [{"name": "Mara Lind"}]
    assert item["tags"] == ["harbour bridge", "transport"]
    assert ("content_html" in item) == (folder == "")


def test_nothing_in_a_text_is_relative(digest: Digest) -> None:
    site = built(digest)
    page = f"{BASE}articles/2026/03/bridge-opens/"
    (item,) = (i for i in jsonfeed(site)["items"] if i["title"] == "Bridge opens")
    content = entry(atom(site), "Bridge opens").findtext(f"{ATOM}content") or ""
    assert content == item["content_html"]
    root = html5lib.parseFragment(content, namespaceHTMLElements=False)
    assert [link.get("href") for link in root.iter("a")] == [
        f"{BASE}people/",
        f"{page}#h-after",
        "https://x.example/",
    ]
    assert [(image.get("src"), image.get("alt")) for image in root.iter("img")] == [
        (f"{BASE}assets/bridge.svg", 'A "bridge"'),
        (f"{BASE}assets/bridge.svg", "Span"),
    ]
    assert ["".join(one.itertext()) for one in root.iter("figcaption")] == ["Open N. Sol"]


def test_the_newest_thirty_with_a_date(digest: Digest) -> None:
    for number in range(40):
        name = f"many/{number:02}.md"
        digest.article(
            name,
            title=f"Story {number}",
            date=f"2026-05-{number % 28 + 1:02}",
            people=["Ada Okafor"],
        )
    site = built(digest)
    for folder in FEEDS[:2]:
        titles = [e.findtext(f"{ATOM}title") for e in atom(site, folder).iter(f"{ATOM}entry")]
        assert len(titles) == 30
        assert "No day at all" not in titles
        assert titles[0] == "Story 27"


def test_pages_point_to_their_feeds(digest: Digest) -> None:
    site = built(digest)
    for folder in FEEDS:
        text = (site / folder / "index.html").read_text("utf-8")
        root = html5lib.parse(text, namespaceHTMLElements=False)
        found = {
            (
                link.get("type"),
                (site / folder / link.get("href", "")).resolve().relative_to(site.resolve()),
            )
            for link in root.iter("link")
            if link.get("rel") == "alternate"
        }
        for kind, suffix in (("application/atom+xml", "xml"), ("application/feed+json", "json")):
            for own in ("", folder):
                assert (kind, Path(f"{own}feed.{suffix}")) in found


# --- in a browser --------------------------------------------------------------------------------


@contextmanager
def served(site: Path, base_path: str = "/") -> "Iterator[str]":
    """The address of a built site on a server that sends what its _headers say."""
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    with serving(application(site, hosts("127.0.0.1", port), None, lambda: base_path), listener):
        yield f"http://127.0.0.1:{port}{base_path}"


def ignore_icon(page: "Page") -> None:
    """Browsers ask for an icon of what is no HTML, whatever the site says."""
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_feed_reads_as_a_page(
    digest: Digest, new_page: "Callable[..., Page]", width: int, scheme: str
) -> None:
    with served(built(digest)) as address:
        page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        ignore_icon(page)
        for folder in FEEDS:
            page.goto(f"{address}{folder}feed.xml")
            assert page.get_by_text("This is a feed.").is_visible()
            assert page.get_by_text(f"{BASE}{folder}feed.xml").is_visible()
            assert page.get_by_text("The bridge is open again.").first.is_visible()
            link = page.locator("a", has_text="Bridge opens")
            assert link.get_attribute("href") == f"{BASE}articles/2026/03/bridge-opens/"
            assert not page.get_by_text("urn:uuid:").first.is_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            assert (colour == "rgb(23, 22, 19)") == (scheme == "dark")


OLD = "articles/old/budget/"
KINDS = (
    "", "articles/2026/03/bridge-opens/", "articles/2026/01/bridge-closed/", "people/",
    "people/letter/o/", "people/ada-okafor/", "topics/transport/", "places/old-quay/",
    "organizations/", "sections/city/", "sources/port-courier/", "authors/mara-lind/", "editions/",
    "editions/2026-03-03/", "archive/", "archive/2026/", "archive/2026/03/", "quotes/",
    "quotes/letter/o/", "about/", OLD, "feed.xml", "people/ada-okafor/feed.xml",
)  # fmt: skip


@pytest.mark.parametrize("base_path", ["/", "/sub/path/"])
def test_no_page_offends_its_policy(
    digest: Digest, new_page: "Callable[..., Page]", base_path: str
) -> None:
    """With the policies of the page and of the host; `new_page` fails on a message in the console."""
    digest.article("2026/closed.md", gone=True)
    digest.configure(base_url=f"https://small.example.org{base_path}")
    with served(built(digest), base_path) as address:
        page = new_page()
        ignore_icon(page)
        page.add_init_script(
            "window.broken = [];"
            "addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective))"
        )
        for path in KINDS:
            answer = page.goto(address + path)
            assert answer is not None and answer.ok, path
            policy = answer.headers["content-security-policy"]
            assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy
            if path == OLD:
                page.wait_for_url("**/council-budget/")
            assert page.evaluate("broken") == [], path
            if not path.endswith(".xml"):
                meta = page.locator("meta[http-equiv=Content-Security-Policy]")
                assert "wasm" not in (meta.get_attribute("content") or "wasm"), path
        page.goto("about:blank")  # nothing is under way when the server ends


def test_a_policy_that_holds(
    digest: Digest, new_page: "Callable[..., Page]", page_log: Any
) -> None:
    """What a page must not do is not done, on a host with headers and from a folder without."""
    digest.put(
        "layouts/page.html",
        '{% extends "base.html" %}{% block main %}<h1 style="color: rgb(1, 2, 3)">About</h1>'
        '<img src="x" alt="" onerror="window.ran = 1"><script>window.ran = 1</script>{% endblock %}',
    )
    site = built(digest)
    with served(site) as address:
        for where in (address + "about/", (site / "about/index.html").as_uri()):
            page = new_page()
            page.goto(where)
            assert page.evaluate("window.ran") is None
            colour = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
            assert colour != "rgb(1, 2, 3)"
    assert any("Content Security Policy" in message for message in page_log.console_errors)
    page_log.console_errors.clear()


def test_hosts_are_told(digest: Digest) -> None:
    text = (built(digest) / "_headers").read_text("utf-8")
    assert "immutable" in headers_for("/theme/style.0a1b2c3d.css", text)["cache-control"]
    for path in ("/", "/people/x/", "/feed.xml", "/assets/bridge.svg"):
        headers = headers_for(path, text)
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert "cache-control" not in headers
    assert headers_for("/people/x/feed.json", text)["content-type"].startswith(
        "application/feed+json"
    )
