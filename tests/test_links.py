"""The built sample as browsers, feed readers and search engines take it: every link and anchor leads
somewhere, every page is strict HTML5, and every feed and sitemap is well formed, hostile text or not.

The walk over the links uses html5lib and urljoin and nothing of `check`.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser
import html5lib
import pytest

from digestgen.build import Options, build

ROOT = Path(__file__).parent.parent
BASE = "https://digest.example.org/"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINKING = ("href", "src", "action", "formaction", "poster", "data", "cite")
LOADING = ("src", "srcset", "poster", "data")
LOADED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}

SCRIPT = "<script>alert(1)</script>"
CLOSING = "</title></script></style><b onclick=alert(1)>x</b>"
CDATA = "A \"]]> & ' --> quote"
TEMPLATE = "{{ 7 * 7 }} {% raw %}\u2028\u2029"
RIGHT_TO_LEFT = "Ada \u202eroffakO\u202c"
HOSTILE = [
    SCRIPT,
    CLOSING,
    CDATA,
    TEMPLATE,
    RIGHT_TO_LEFT,
    "javascript:alert(1)",
    "../../etc",
    "Bell\x07 \x1b[31m",
]


def hostile_article() -> str:
    """An article whose every field is an attack. JSON strings are YAML too."""

    def text(value: str) -> str:
        return json.dumps(value)

    names = "\n".join(f"  - {{name: {text(name)}, role: {text(SCRIPT)}}}" for name in HOSTILE)
    quotes = "\n".join(f"  - {{speaker: {text(name)}, text: {text(name)}}}" for name in HOSTILE)
    lists = "\n".join(f"{key}:\n{names}" for key in ("people", "organizations", "places", "topics"))
    return f"""---
title: {text(CLOSING + CDATA)}
date: 2026-03-04
section: {text(SCRIPT)}
authors: [{text(CDATA)}, {text(CLOSING)}]
source: {{name: {text(CLOSING)}, url: "https://evil.example.com/?a=1&b='\u2019"}}
url: "https://evil.example.com/?a=1&b=2#x"
image: {{src: assets/kelp-frames.svg, alt: {text(CLOSING)}, caption: {text(SCRIPT)}, credit: {text(CDATA)}}}
{lists}
summary: {text(TEMPLATE + SCRIPT)}
quotes:
{quotes}
note: {text("<img src=x onerror=alert(1)> [n](javascript:alert(1)) " + SCRIPT)}
thread: {text(SCRIPT)}
corrections: [{{date: 2026-03-05, text: {text(SCRIPT)}}}]
also_in: [{{source: {text(SCRIPT)}, url: "https://evil.example.com/also"}}]
custom: {text(SCRIPT)}
---
{SCRIPT} <img src=x onerror="alert(1)"> &lt;script&gt; ]]> {{{{ 7 * 7 }}}}

[js](javascript:alert(1)) [JS]( JaVaScRiPt:alert(1)) [data](data:text/html,<script>alert(1)</script>)
[protocol](//evil.example.com/x) <javascript:alert(1)> ![p](https://evil.example.com/pixel.gif)
![q](javascript:alert(1)) ![r](//evil.example.com/p.gif) [title](https://evil.example.com/ "\\"><script>alert(1)</script>")

<https://evil.example.com/"onmouseover="alert(1)>

# {SCRIPT} </h2>

## Below

[below](#h-below) `href="#h-below"`

```html"><script>alert(1)</script>
{SCRIPT}
```

[ref]: javascript:alert(1)
[a][ref] and {CLOSING}
"""


HOSTILE_PASTE = f""" url javascript:alert(1)
 source {SCRIPT}
{CLOSING}

By {SCRIPT} and Ada Okafor
March 3, 2026

"{SCRIPT} is what we open on Monday," said Ada Okafor\x07 of the {SCRIPT} Authority.\u202e

[click](javascript:alert(1)) <iframe src="https://evil.example.com/"></iframe> \x00\x1b[31m
"""


@dataclass(frozen=True)
class Site:
    """A built site and the address it is read at."""

    folder: Path
    base: str = BASE
    portable: bool = False
    files: frozenset[str] = field(default=frozenset())

    def bytes(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def text(self, path: str) -> str:
        return self.bytes(path).decode("utf-8")

    def below(self, *suffixes: str) -> list[str]:
        return sorted(p for p in self.files if p.endswith(suffixes) and not p.startswith("assets/"))

    @cached_property
    def pages(self) -> dict[str, Element]:
        """Output path -> document of every page. Fails for one that is not strict HTML5."""
        parsed = {}
        for path in self.below(".html"):
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            try:
                parsed[path] = parser.parse(self.text(path))
            except html5lib.html5parser.ParseError as error:
                pytest.fail(f"{path}: {error} at {parser.errors}")
        return parsed

    def ids(self, path: str) -> set[str]:
        return {element.get("id", "") for element in self.pages[path].iter()}

    def address(self, path: str) -> str:
        """The URL that a page is read at."""
        return self.base + (path if self.portable else re.sub(r"(^|/)index\.html$", r"\1", path))

    def target(self, url: str) -> str:
        """The output path that a URL of this site leads to."""
        assert url.startswith(self.base), f"{url} is not below {self.base}"
        path = unquote(urlsplit(url).path)[len(urlsplit(self.base).path) :]
        return path + "index.html" if path[-1:] in ("", "/") else path

    def leads_somewhere(self, url: str, where: str) -> None:
        path = self.target(urldefrag(url).url)
        fragment = unquote(urldefrag(url).fragment)
        assert path in self.files, f"{where} links to {url}"
        if fragment and path.endswith(".html"):
            assert fragment in self.ids(path), f"{where} links to {url}"


def built(folder: Path, base: str = BASE, portable: bool = False) -> Site:
    """The sample digest with two hostile articles, built."""
    digest = folder / "digest"
    shutil.copytree(ROOT / "content", digest / "content")
    shutil.copy(ROOT / "digest.yaml", digest)
    (digest / "content" / "2026" / "hostile.md").write_text(hostile_article(), encoding="utf-8")
    (digest / "content" / "2026" / "paste.txt").write_text(HOSTILE_PASTE, encoding="utf-8")
    output = folder / "site"
    report = build(Options(digest, output, base, portable=portable))
    assert [p for p in report.problems if p.severity == "error"] == []
    files = {p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file()}
    return Site(output, base, portable, frozenset(files))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(tmp_path_factory.mktemp("links"))


def attributes(document: Element, names: tuple[str, ...]) -> Iterator[tuple[Element, str, str]]:
    for element in document.iter():
        for name in names:
            if (value := element.get(name)) is not None:
                yield element, name, value


def refresh_targets(document: Element) -> Iterator[str]:
    for meta in document.iter("meta"):
        if meta.get("http-equiv", "").lower() == "refresh":
            yield meta.get("content", "").partition("url=")[2]


def check_links(site: Site) -> int:
    """Follows every link of every page; how many lead to a page or file of the site."""
    followed = 0
    for path, document in site.pages.items():
        if site.portable and path == "404.html":
            continue  # only a host serves it, and its links start at the host's root
        here = site.address(path)
        links = [value for _, _, value in attributes(document, LINKING)]
        for link in (*links, *refresh_targets(document)):
            url = urljoin(here, link)
            if urlsplit(url).netloc == urlsplit(site.base).netloc:
                site.leads_somewhere(url, path)
                followed += 1
            else:
                assert urlsplit(url).scheme in ("http", "https", "mailto"), f"{path}: {link}"
    return followed


# --- pages ---------------------------------------------------------------------------------------


def test_every_link_and_anchor_resolves(site: Site) -> None:
    assert len(site.pages) > 150
    assert check_links(site) > 5000


def test_links_between_pages_are_relative(site: Site) -> None:
    for path, document in site.pages.items():
        for element, _, value in attributes(document, ("href", "src")):
            if path != "404.html" and element.get("rel") != "canonical":
                assert not value.startswith(("/", BASE)), f"{path}: {value}"


def test_the_same_site_works_in_a_folder(site: Site, tmp_path: Path) -> None:
    base = "https://example.org/sub/path/"
    below = built(tmp_path, base)
    assert below.files == site.files
    for path in site.below(".html"):
        if path != "404.html":
            assert below.text(path).replace(base, BASE) == site.text(path), path
    assert check_links(Site(below.folder, base, files=below.files)) > 5000
    not_found = below.pages["404.html"]
    for _, _, value in attributes(not_found, ("href", "src")):
        assert value.startswith(("#", "/sub/path/", base)), value


def test_a_portable_site_is_read_from_a_folder(tmp_path: Path) -> None:
    portable = built(tmp_path, portable=True)
    assert check_links(portable) > 5000
    for path, document in portable.pages.items():
        links = [value for _, _, value in attributes(document, LINKING)]
        for link in (*links, *refresh_targets(document)):
            parts = urlsplit(link)
            if path != "404.html" and not parts.scheme and parts.path:
                file = (portable.folder / path).parent / unquote(parts.path)
                assert file.is_file(), f"{path}: {link}"


def test_without_an_address_nothing_needs_one(tmp_path: Path) -> None:
    silent = built(tmp_path, "")
    assert not [path for path in silent.files if path.endswith((".xml", "feed.json"))]
    assert check_links(Site(silent.folder, BASE, files=silent.files)) > 4000
    for path in silent.below(".html"):
        assert 'rel="canonical"' not in silent.text(path) or "http-equiv" in silent.text(path)


def test_no_page_asks_for_anything_elsewhere(site: Site) -> None:
    for path, document in site.pages.items():
        here = site.address(path)
        for element, name, value in attributes(document, (*LOADING, "href", "style")):
            relations = set(element.get("rel", "").split())
            loads = name in LOADING or (element.tag == "link" and relations & LOADED_RELATIONS)
            if loads:
                assert urljoin(here, value).startswith(BASE), f"{path}: {value}"
            assert name != "style", f"{path}: a style attribute"
        for form in document.iter("form"):
            assert urljoin(here, form.get("action")).startswith(BASE), path
        tags = {element.tag for element in document.iter()}
        assert not tags & {"iframe", "object", "embed", "base", "style"}, path
    for path in site.below(".css"):
        assert not re.search(r"@import|url\((?!['\"]?data:)", site.text(path)), path


def test_every_page_says_once_what_it_is(site: Site) -> None:
    for path, document in site.pages.items():
        assert len(list(document.iter("title"))) == 1, path
        assert len(list(document.iter("h1"))) == 1, path
        assert len(list(document.iter("main"))) == 1, path
        ids = [element.get("id") for element in document.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), path


# --- feeds and sitemaps --------------------------------------------------------------------------


def is_instant(text: str) -> bool:
    """RFC 3339: date, time and offset."""
    return bool(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)", text)
        and datetime.fromisoformat(text)
    )


def content_links(html: str) -> list[str]:
    fragment = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [value for _, _, value in attributes(fragment, LINKING)]


def test_atom_feeds(site: Site) -> None:
    paths = site.below("feed.xml")
    assert len(paths) > 20
    ids: set[str] = set()
    for path in paths:
        parsed = feedparser.parse(site.bytes(path))
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.version == "atom10"
        feed = ElementTree.fromstring(site.bytes(path))
        assert feed.findtext(f"{ATOM}title"), path
        assert feed.findtext(f"{ATOM}id") not in ids, path
        ids.add(feed.findtext(f"{ATOM}id") or "")
        links = {link.get("rel"): link.get("href", "") for link in feed.findall(f"{ATOM}link")}
        assert site.target(links["self"]) == path
        site.leads_somewhere(links["alternate"], path)
        entries = feed.findall(f"{ATOM}entry")
        assert entries or path != "feed.xml"
        moments = [entry.findtext(f"{ATOM}updated", "") for entry in entries]
        assert all(is_instant(moment) for moment in (feed.findtext(f"{ATOM}updated", ""), *moments))
        check_entries(site, path, entries)


def check_entries(site: Site, path: str, entries: list[Element]) -> None:
    """RFC 4287, 4.1.2: each entry has an id of its own, a title, a time, an author and a link."""
    own = [entry.findtext(f"{ATOM}id", "") for entry in entries]
    assert len(own) == len(set(own)), path
    for entry in entries:
        assert entry.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert entry.findtext(f"{ATOM}title"), path
        assert entry.findtext(f"{ATOM}author/{ATOM}name"), path
        (page,) = [
            link.get("href", "")
            for link in entry.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        site.leads_somewhere(page, path)
        for link in content_links(entry.findtext(f"{ATOM}content") or ""):
            if link.startswith(BASE):
                site.leads_somewhere(link, path)
            else:
                assert re.match(r"https?://|mailto:", link), f"{path}: {link}"


def test_an_article_has_one_id_in_every_feed(site: Site) -> None:
    ids: dict[str, str] = {}
    for path in site.below("feed.json"):
        for item in json.loads(site.text(path))["items"]:
            assert ids.setdefault(item["url"], item["id"]) == item["id"], path


def test_json_feeds(site: Site) -> None:
    paths = site.below("feed.json")
    assert {path[:-5] for path in paths} == {path[:-4] for path in site.below("feed.xml")}
    for path in paths:
        feed = json.loads(site.text(path))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert site.target(feed["feed_url"]) == path
        site.leads_somewhere(feed["home_page_url"], path)
        assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
        for item in feed["items"]:
            assert isinstance(item["id"], str)
            assert "content_html" in item or "content_text" in item
            assert is_instant(item["date_published"])
            site.leads_somewhere(item["url"], path)
            for link in content_links(item.get("content_html", "")):
                assert re.match(r"https?://|mailto:", link), f"{path}: {link}"


def test_sitemaps_list_what_search_engines_may_show(site: Site) -> None:
    index = ElementTree.fromstring(site.bytes("sitemap.xml"))
    files = [site.target(loc.text or "") for loc in index.iter(f"{SITEMAP}loc")]
    assert sorted(files) == [path for path in site.below(".xml") if path.startswith("sitemaps/")]
    listed: list[str] = []
    for path in files:
        listed += [
            site.target(loc.text or "")
            for loc in ElementTree.fromstring(site.bytes(path)).iter(f"{SITEMAP}loc")
        ]
    assert len(listed) == len(set(listed))
    assert set(listed) <= site.files
    hidden = {path for path, page in site.pages.items() if is_hidden(page)}
    assert not set(listed) & hidden
    redirects = {path for path, page in site.pages.items() if list(refresh_targets(page))}
    assert not set(listed) & redirects
    articles = {p for p in site.pages if p.startswith("articles/")} - redirects
    assert articles - hidden <= set(listed)
    assert f"Sitemap: {BASE}sitemap.xml" in site.text("robots.txt")


def is_hidden(page: Element) -> bool:
    return any(
        meta.get("name") == "robots" and "noindex" in meta.get("content", "")
        for meta in page.iter("meta")
    )
