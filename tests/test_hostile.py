"""What content can never do: every class of hostile text (hostile.py), in every field, file name and
paste, through real builds and extractions, into every output and onto the terminal.
"""

import json
import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser
import hostile
import html5lib
import pytest
import yaml
from click.testing import CliRunner
from destinations import needs
from hostile import ADDRESSES, CLASSES, bones
from small_digest import Digest

from digestgen import cli, keys, problems
from digestgen.build import Options, Report, build
from digestgen.model import Place, Problem
from digestgen.serve import hosts, listen, serving
from digestgen.serve.application import application

if TYPE_CHECKING:
    from conftest import PageLog
    from playwright.sync_api import Page

BASE = "https://small.example.org/"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
LEADING = ("href", "src", "srcset", "action", "formaction", "poster", "data", "cite", "ping")
NEVER = ("iframe", "frame", "object", "embed", "applet", "base", "style", "math", "template")
UNREADABLE = {"surrogate"}  # no UTF-8: such a file is a problem
UNSEEN = {"invisible"}  # nothing of it can be seen, so it counts as absent


@dataclass(frozen=True)
class Site:
    root: Path
    report: Report

    @property
    def folder(self) -> Path:
        return self.report.output

    @cached_property
    def files(self) -> list[str]:
        found = (p.relative_to(self.folder) for p in self.folder.rglob("*") if p.is_file())
        return sorted(path.as_posix() for path in found)

    @cached_property
    def broken(self) -> set[str]:
        """The files of content/ that have an error."""
        found = {p.place.path for p in self.report.problems if p.severity == "error"}
        return {path.removeprefix("content/") for path in found}

    def below(self, *suffixes: str) -> list[str]:
        return [p for p in self.files if p.endswith(suffixes) and not p.startswith("assets/")]

    def text(self, path: str) -> str:
        return (self.folder / path).read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return made(hostile.digest(tmp_path_factory.mktemp("hostile")))


def made(digest: Digest) -> Site:
    return Site(digest.root, build(Options(digest.root)))


# --- pages ---------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """The start tags of a text, what its <script>s hold, and its <h1>."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.h1 = ""
        self._in = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self._in = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.scripts[-1] += data
        elif self._in == "h1":
            self.h1 += data


def scheme(url: str) -> str:
    """The scheme that a browser reads in an address."""
    return urlsplit(re.sub("[\t\n\r]", "", url).strip("".join(map(chr, range(33))))).scheme


def check_tag(tag: str, attributes: dict[str, str], where: str) -> None:
    """It runs nothing, loads nothing from elsewhere, and leads to the web or to mail."""
    assert tag not in NEVER, where
    here = urljoin(BASE, where)
    for name, value in attributes.items():
        assert not name.startswith("on") and name not in ("style", "srcdoc"), (where, name)
        if name in LEADING:
            url = urljoin(here, value)
            assert scheme(url) in ("http", "https", "mailto"), (where, value)
            linked = tag in ("a", "blockquote") or attributes.get("rel") == "canonical"
            assert linked or url.startswith(BASE), (where, value)
    if attributes.get("http-equiv", "").lower() == "refresh":
        delay, _, target = attributes["content"].partition("; url=")
        assert delay == "0" and urljoin(here, target).startswith(BASE), where


def test_no_page_holds_anything_that_runs_or_loads(site: Site) -> None:
    pages = site.below(".html")
    assert len(pages) > 900
    for path in pages:
        tags = Tags(site.text(path))
        for tag, attributes in tags.found:
            check_tag(tag, attributes, path)
            if tag == "script" and attributes != {"type": "application/ld+json"}:
                assert attributes.keys() <= {"src", "defer"}, path
                assert "theme/" in attributes["src"], path
        for text in filter(None, tags.scripts):
            json.loads(text)


def article_pages(site: Site, kind: str) -> dict[str, str]:
    """Output paths of the articles in a folder of content/, by class."""
    with closing(sqlite3.connect(site.root / ".digestgen" / "catalog.sqlite")) as db:
        rows = db.execute("SELECT path, url FROM article WHERE contributions != ''")
        found = {path: f"articles/{url}/index.html" for path, url in rows}
    begin = f"content/{kind}/"
    return {Path(p).stem: page for p, page in found.items() if p.startswith(begin)}


def shown(element: Element) -> str:
    return bones("".join(element.itertext()))


@pytest.mark.parametrize("kind", ["title", "class"])
def test_a_text_is_shown_as_it_was_written(site: Site, kind: str) -> None:
    """And its page is HTML without an error by the standard's own parser."""
    pages = article_pages(site, kind)
    refused = {
        path.removesuffix(".md").partition("/")[2]
        for path in site.broken
        if path.startswith(f"{kind}/")
    }
    assert refused - {"traversal"} == UNREADABLE | UNSEEN  # two titles have one address
    assert pages.keys() == CLASSES.keys() - refused
    for name, path in pages.items():
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        root = parser.parse(site.text(path))
        title = CLASSES[name] if kind == "title" else f"Class {name}"
        assert shown(next(root.iter("h1"))) == bones(title)
        assert shown(next(root.iter("title"))).startswith(bones(title))
        if kind == "class":
            assert shown(root).count(bones(CLASSES[name])) > 10, name
        (data,) = [json.loads(s.text or "") for s in root.iter("script") if not s.get("src")]
        assert bones(data["headline"]) == bones(title)
        if kind == "class":
            assert bones(data["mentions"][0]["name"]) == bones(CLASSES[name])


@pytest.mark.parametrize("field", ADDRESSES)
def test_a_field_refuses_what_it_can_not_hold_and_says_where(site: Site, field: str) -> None:
    """An article is either there, or absent with a problem at its own file."""
    here = article_pages(site, field).keys()
    refused = {Path(path).stem for path in site.broken if path.startswith(f"{field}/")}
    assert here | refused == CLASSES.keys()
    assert not here & refused
    takes_addresses = field in (
        "url",
        "source",
        "also_in",
        "date",
        "updated",
        "added",
        "rank",
        "rights",
        "draft",
    )
    if takes_addresses:
        assert here <= UNSEEN


# --- what machines read --------------------------------------------------------------------------


def check_fragment(html: str, where: str) -> None:
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT":
            assert element.tag != "script", where
            check_tag(element.tag, {str(k): v for k, v in element.items()}, where)


@pytest.mark.parametrize("half", [0, 1])
def test_feeds_are_well_formed_and_hold_nothing_that_runs(half: int, tmp_path: Path) -> None:
    """Half of the classes at a time: a feed has the newest thirty articles."""
    some = dict([*CLASSES.items()][half::2])
    assert len(some) <= 30
    site = made(hostile.digest(tmp_path / "digest", ["class", "people"], some))
    titles, texts = set(), ""
    for path in site.below("feed.xml"):
        data = (site.folder / path).read_bytes()
        feed = ElementTree.fromstring(data)
        entries = feed.findall(f"{ATOM}entry")
        items = json.loads(site.text(path.replace(".xml", ".json")))["items"]
        for entry, item in zip(entries, items, strict=True):
            assert entry.findtext(f"{ATOM}title") == item["title"]
            assert {a.findtext(f"{ATOM}name") for a in entry.findall(f"{ATOM}author")} == {
                author["name"] for author in item["authors"]
            }
            titles.add(item["title"])
            if html := entry.findtext(f"{ATOM}content"):
                assert html == item["content_html"]
                check_fragment(html, path)
                texts += html
        for element in feed.iter():
            for value in (element.get("href"), element.findtext(f"{ATOM}uri")):
                assert not value or scheme(value) in ("http", "https"), path
        parsed = feedparser.parse(data)
        assert not parsed.bozo, parsed.get("bozo_exception")
    present = some.keys() - UNREADABLE - UNSEEN
    assert titles == {f"Class {name}" for name in present}
    shown_texts = bones(unescape(unescape(texts)))
    for name in present:
        assert bones(unescape(CLASSES[name]))[:10] in shown_texts, name


def test_sitemaps_redirects_and_headers_say_what_ours_do(site: Site, tmp_path: Path) -> None:
    places = site.below(".xml")
    for path in places:
        root = ElementTree.fromstring((site.folder / path).read_bytes())
        for found in root.iter(f"{SITEMAP}loc"):
            assert (found.text or "").startswith(BASE), path
    plain = build(Options(Digest.small(tmp_path / "plain").root)).output
    for path in ("_headers", "robots.txt", ".nojekyll"):
        assert (site.folder / path).read_bytes() == (plain / path).read_bytes(), path
    rules = [line for line in site.text("_redirects").split("\n") if line and line[0] != "#"]
    assert len(rules) > 20
    for rule in rules:
        old, new, status = rule.split(" ")
        assert status == "301", rule
        for address in (old, new):
            assert re.fullmatch(r"(/[\w.~!$&'()+,;=@%-]+)*/?", address, re.ASCII), rule
            assert ".." not in unquote(address).split("/"), rule


def test_every_output_has_a_plain_name(site: Site) -> None:
    allowed = {".nojekyll", ".digestgen-manifest"}
    for path in site.files:
        parts = path.split("/")
        assert path in allowed or not any(part[0] == "." for part in parts), path
        assert not re.search(r'[\x00-\x1f\x7f-\x9f<>:"\\|?*#%]', path), path
        assert all(len(part.encode()) <= 255 for part in parts), path
        assert not re.search("[\u2028-\u202e\u2066-\u2069]", path), ascii(path)


def test_nothing_is_written_outside(site: Site) -> None:
    own = {"content", "digest.yaml", "site", ".digestgen"}
    assert {p.name for p in site.root.iterdir()} == own


def test_no_control_character_gets_out(site: Site) -> None:
    for path in site.below(".html", ".xml", ".json", ".txt", "_redirects", "_headers"):
        assert not CONTROL.search(site.text(path)), path


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_links_never_bring_a_strangers_file_onto_the_site(tmp_path: Path) -> None:
    secret = "nobody may read this"
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.md").write_text(f"---\ntitle: {secret}\n---\n{secret}")
    digest = Digest.small(tmp_path / "digest")
    digest.put("content/.private/key.md", f"---\ntitle: {secret}\n---\n")
    far = tmp_path / "secret" / "key.md"
    for place in ("", "2026/", "people/", "pages/", "editions/", "assets/"):
        digest.link(f"content/{place}absolute.md", str(far))
        digest.link(f"content/{place}key.md", os.path.relpath(far, digest.root / "content" / place))
        digest.link(f"content/{place}folder", str(far.parent))
        digest.link(f"content/{place}loop", ".")
    digest.link("content/assets/passwd", "/etc/passwd")
    digest.link("content/chain.md", "2026/key.md")
    digest.article("2026/bridge.md", image={"src": "assets/absolute.md", "alt": "x"})
    report = build(Options(digest.root))
    for path in report.output.rglob("*"):
        assert not path.is_symlink()
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path
    assert not (report.output / "assets" / "passwd").exists()


BILLION_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


UNREADABLE_YAML = (
    BILLION_LAUGHS,
    "title: &x [*x]\n",
    "title: !!python/object/apply:os.system [id]\n",
    "title: !<tag:example.org,2026:x> y\n",
    "<<: *y\ntitle: x\n",
    "title: " + "[" * 5_000 + "\n",
    "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 400)),
    "? " * 2_000 + "x\n",
    "title: x\n--- y\n",
    "%YAML 9.9\n--- {title: x}\n",
    "title: " + "x" * 600_000 + "\n",
    "title: x\0y\n",
    "title: \x1b[31m\n",
)


def test_yaml_that_grows_runs_or_hides_is_a_problem(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    paths = []
    for number, text in enumerate(UNREADABLE_YAML):
        for folder in ("", "people/", "pages/", "editions/2026-01-"):
            paths.append(f"content/{folder}{number + 10}.md")
            digest.put(paths[-1], f"---\n{text}---\nWords.\n")
    report = build(Options(digest.root))
    errors = {p.place.path for p in report.problems if p.severity == "error"}
    assert errors == set(paths)
    assert all(len(problems.text(p)) < 500 for p in report.problems)
    assert (report.output / "articles/2026/03/bridge-opens/index.html").is_file()


# --- what extraction writes ----------------------------------------------------------------------


def test_front_matter_holds_only_what_extraction_found(tmp_path: Path) -> None:
    """A value can't end the front matter, start another key, or be anything but text to any reader."""
    digest = hostile.digest(tmp_path / "digest", ["paste"])
    result = run(digest, "extract")
    assert result.exit_code == 1, "what is not UTF-8, or has no title"
    extracted = 0
    for name, text in CLASSES.items():
        written = (digest.root / f"content/paste/{name}.txt").read_bytes()
        if name in UNREADABLE | UNSEEN:
            assert written == hostile.paste(text).encode("utf-8", "surrogatepass")
            continue
        extracted += 1
        _, head, body = written.decode().split("---\n", 2)
        found = yaml.safe_load(head)
        assert found.keys() <= keys.ARTICLE.keys()
        assert "draft" not in found and "path" in found or "date" not in found, name
        assert not re.search(r"(?m)^[^\"\n]*: *[&*!|>]", head), name
        source = bones(normalize("NFC", unescape(hostile.paste(text))))
        for value in (found["title"], *found.get("authors", ()), found.get("section", "")):
            assert bones(unescape(value)) in source, (name, value)
        assert all(c.isprintable() or c == "\n" for c in head), name
        assert body
    assert extracted == len(CLASSES) - 2
    undone = run(digest, "extract", "--undo")
    assert undone.exit_code == 0, undone.output
    for said in (result.output, undone.output):
        assert all(c.isprintable() or c == "\n" for c in said)
    for name, text in CLASSES.items():
        written = (digest.root / f"content/paste/{name}.txt").read_bytes()
        assert written == hostile.paste(text).encode("utf-8", "surrogatepass")


# --- the terminal, and git -----------------------------------------------------------------------


def run(digest: Digest, *arguments: str) -> Any:
    config = str(digest.root / "digest.yaml")
    return CliRunner().invoke(cli.cli, ["--config", config, *arguments])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    digest = hostile.digest(
        tmp_path_factory.mktemp("told"), ["title", "paste", "names", "people", "key", "url"]
    )
    public = digest.root.parent / "public"
    with (digest.root / "digest.yaml").open("a") as file:
        file.write(f"deploy: {{here: {{kind: files, to: {json.dumps(str(public))}}}}}\n")
    return digest


@pytest.mark.parametrize(
    "arguments",
    [
        "-v build --no-search",
        "check",
        "check --format json",
        "extract --dry-run",
        "extract --explain",
        "extract --explain --format json",
        "why content/title/terminal.md",
        "why content/people/bidi.md",
        "why /",
        "why \x1b[31m\u202e",
        "extract \x1b[31m\u202e",
        "deploy",
    ],
)
def test_the_terminal_gets_nothing_that_it_obeys(told: Digest, arguments: str) -> None:
    """No escape sequence, no control or bidirectional character, and no line of content's own."""
    if arguments.startswith("why"):
        build(Options(told.root))
    result = run(told, *arguments.split(" "))
    said = result.stdout + result.stderr + str(result.exception or "")
    assert said
    odd = {c for c in said if not c.isprintable()} - {"\n"}
    assert not odd, [line for line in said.split("\n") if odd & set(line)][:3]
    if "json" in arguments:
        assert json.loads(result.stdout)


def test_a_problem_can_not_pass_for_another() -> None:
    forged = "x\ncontent/other.md:1:1: error: forged"
    text = problems.text(
        Problem(Place(f"content/{forged}.md", 2, 3), forged, forged, code="bad-date")
    )
    first, *others = text.split("\n")
    assert first.startswith("content/x\\x0acontent/other.md")
    assert others
    assert all(line.startswith("  ") for line in others)


def test_json_for_a_terminal_is_the_same_value() -> None:
    value = {name: text for name, text in CLASSES.items()}
    text = problems.json_text(value)
    assert json.loads(text) == value
    assert all(c.isprintable() or c == "\n" for c in text)
    assert "Аdа" in text


def test_a_plan_names_files_plainly(tmp_path: Path) -> None:
    """A digest without errors, whose pictures have names that a terminal would obey."""
    digest = Digest.small(tmp_path / "digest")
    public = tmp_path / "public"
    digest.configure(deploy={"here": {"kind": "files", "to": str(public)}})
    public.mkdir()
    digest.put("content/assets/bri\u00addge.svg", "<svg/>")
    digest.put("site/\x1b[31mmine.txt", "a file of the user's own")
    for arguments in (["-v", "build"], ["deploy", "--dry-run"], ["-v", "deploy"]):
        result = run(digest, *arguments)
        assert result.exit_code == 0, result.output
        assert "bri\\xaddge.svg" in result.stdout + result.stderr
        assert all(c.isprintable() or c == "\n" for c in result.stdout + result.stderr)


def test_the_log_of_a_deployed_branch_holds_no_other_commit(tmp_path: Path) -> None:
    needs("git")
    digest = hostile.digest(tmp_path / "digest", [])
    repository = tmp_path / "site.git"
    subprocess.run(["git", "init", "--bare", "--quiet", str(repository)], check=True)
    with (digest.root / "digest.yaml").open("a") as file:
        file.write(
            f"deploy: {{web: {{kind: git, to: {json.dumps(str(repository))}, branch: web}}}}\n"
        )
    result = run(digest, "deploy")
    assert result.exit_code == 0, result.output
    log = subprocess.run(
        ["git", "-C", str(repository), "log", "--format=%s%x00%b%x00%an", "web"],
        check=True, capture_output=True,
    ).stdout.decode()  # fmt: skip
    subject, body, _ = log.rstrip("\n").split("\0")
    assert "<script>" in subject
    assert not CONTROL.search(subject)
    assert re.fullmatch(r"\d+ files new, 0 files changed, 0 files removed\n*", body)


# --- in a browser --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    digest = hostile.digest(tmp_path_factory.mktemp("browsed"), ["class", "people"])
    assert run(digest, "-q", "build").exit_code == 1
    folder = digest.root / "site"
    built = Site(digest.root, Report((), (), (), (), 0, folder, 0))
    pages = article_pages(built, "class").values()
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with serving(application(folder, hosts("127.0.0.1", port)), listener):
            yield f"http://127.0.0.1:{port}/", [*pages, "index.html"]


def test_nothing_runs_in_a_browser(
    address: tuple[str, list[str]], new_page: Any, page_log: "PageLog"
) -> None:
    """Even one that does not hold the pages to their policy."""
    base, paths = address
    page: Page = new_page(bypass_csp=True)
    for path in paths:
        page.goto(base + path.removesuffix("index.html"))
        assert page.evaluate("window.ran") is None, path
        assert page.evaluate("document.querySelectorAll('[style],[onclick],[onerror]').length") == 0
    assert page_log.offsite_requests == []


def test_search_takes_any_text_and_any_address(
    address: tuple[str, list[str]], new_page: Any
) -> None:
    base, _ = address
    page: Page = new_page(bypass_csp=True)
    page.goto(
        f"{base}search/?q=okafor&person=%3Cimg%20src=x%20onerror=window.ran=1%3E&__proto__=x&length=3"
    )
    page.locator("#found").get_by_text(re.compile("Nothing was found")).wait_for()
    page.goto(f"{base}search/?q=okafor")
    page.locator("#results li").first.wait_for()
    assert page.locator("#results li").count() > 5
    page.goto(f"{base}search/?q=window&constructor=x&toString=y")
    page.locator("#results li").first.wait_for()
    assert page.evaluate("window.ran") is None
    assert page.evaluate("({}).x === undefined && Object.keys(Object.prototype).length === 0")
    assert page.locator("#by-person option").count() > 9
