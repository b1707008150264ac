"""The links of a built site: every address inside it, and every anchor, must exist.

In: the output folder and which of its files are ours. Out: for each address that leads nowhere, the
pages that link there; `links` finds out which line of the editor's files that is.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from digestgen import files, scan, urls
from digestgen.check.html import PageReader

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_LINK, _CONTENT, _LOCATION = (
    "{http://www.w3.org/2005/Atom}link",
    "{http://www.w3.org/2005/Atom}content",
    "{http://www.sitemaps.org/schemas/sitemap/0.9}loc",
)
_NOT_FOUND = "404.html"  # served at any depth, so its links start at the host's root


@dataclass(frozen=True, slots=True)
class Broken:
    """An address that leads nowhere: `address` as the site knows it ("/people/x/#y"), `written` the
    ways the pages write it. `why` is "page", "file", "anchor" or "outside"."""

    address: str
    why: str
    written: tuple[str, ...]
    pages: tuple[str, ...]


@dataclass(slots=True)
class Links:
    """What was found in a site; lists of pages are output paths."""

    broken: list[Broken] = field(default_factory=list)
    absolute: dict[str, list[str]] = field(default_factory=dict)  # "/x/" as written -> pages
    dead: list[str] = field(default_factory=list)  # pages with a link without an address
    unlabelled: dict[str, list[str]] = field(default_factory=dict)  # picture -> pages
    unreadable: list[str] = field(default_factory=list)  # feeds and sitemaps that are none


def read_links(folder: Path, outputs: Iterable[str], base_url: str) -> Links:
    """Reads every page, feed and sitemap among the outputs."""
    return _Reading(folder, outputs, base_url).links()


class _Reading:
    """One pass over a site, then the anchors, which need every page's ids."""

    def __init__(self, folder: Path, outputs: Iterable[str], base_url: str) -> None:
        self.folder = folder
        self.outputs = frozenset(outputs)
        self.others: frozenset[str] | None = None  # what the editor put into the folder
        self.base_url = base_url
        self.base_path = urlsplit(base_url).path or "/"
        self.found = Links()
        self.nowhere: dict[tuple[str, str], tuple[set[str], list[str]]] = {}
        self.ids: dict[str, frozenset[str]] = {}
        self.anchors: dict[tuple[str, str], tuple[set[str], list[str]]] = {}
        self.known: dict[str, str] = {}  # address path -> output path, "" for none

    def links(self) -> Links:
        for path in sorted(path for path in self.outputs if not path.startswith("assets/")):
            if path.endswith(".html"):
                self._page(path)
            elif path.endswith("feed.xml") or path.startswith("sitemap"):
                self._read(path, self._xml)
            elif path.endswith("feed.json"):
                self._read(path, self._json)
        for (target, fragment), (written, pages) in self.anchors.items():
            if target in self.ids and fragment not in self.ids[target]:
                address = f"{unquote(urls.address(target))}#{fragment}"
                self._report(address, "anchor", written, pages)
        for (address, why), (written, pages) in self.nowhere.items():
            self._report(address, why, written, pages)
        self.found.broken.sort(key=lambda broken: broken.address)
        return self.found

    def _report(self, address: str, why: str, written: set[str], pages: list[str]) -> None:
        self.found.broken.append(Broken(address, why, tuple(sorted(written)), tuple(pages)))

    def _text(self, path: str) -> str:
        return (files.read(self.folder, path) or b"").decode("utf-8", "replace")

    def _page(self, path: str) -> None:
        page = PageReader(self._text(path))
        self.ids[path] = frozenset(page.ids)
        for link in page.links:
            self._link(path, link)
        if page.dead:
            self.found.dead.append(path)
        for source in page.unlabelled:
            self.found.unlabelled.setdefault(source.lstrip("./"), []).append(path)

    def _read(self, path: str, reader: Callable[[str], Iterator[str]]) -> None:
        try:
            found = set(reader(path))
        except (ElementTree.ParseError, ValueError, KeyError, TypeError, AttributeError):
            self.found.unreadable.append(path)
            return
        for link in found:
            self._link(path, link)

    def _xml(self, path: str) -> Iterator[str]:
        """Addresses in an Atom feed or a sitemap."""
        for element in ElementTree.fromstring(self._text(path)).iter():
            if element.tag == _LINK:
                yield element.get("href", "")
            elif element.tag == _LOCATION:
                yield element.text or ""
            elif element.tag == _CONTENT:
                yield from PageReader(element.text or "").links

    def _json(self, path: str) -> Iterator[str]:
        """Addresses in a JSON feed."""
        feed = json.loads(self._text(path))
        yield from (feed["home_page_url"], feed["feed_url"])
        for item in feed["items"]:
            yield item["url"]

    def _link(self, page: str, link: str) -> None:
        where = self._resolve(page, link)
        if where is None:
            return
        address, fragment = where
        if address.startswith(".."):
            self._note(self.nowhere, (f"/{address}", "outside"), link, page)
            return
        target = self._target(address)
        if not target:
            why = "file" if address.startswith("assets/") else "page"
            self._note(self.nowhere, (f"/{address}", why), link, page)
        elif fragment:
            self._note(self.anchors, (target, fragment), link, page)

    @staticmethod
    def _note(
        notes: dict[tuple[str, str], tuple[set[str], list[str]]],
        key: tuple[str, str],
        link: str,
        page: str,
    ) -> None:
        written, pages = notes.setdefault(key, (set(), []))
        written.add(link)
        if not pages or pages[-1] != page:
            pages.append(page)

    def _resolve(self, page: str, link: str) -> tuple[str, str] | None:
        """The address below the site's root, without "/" in front, and the fragment; None for one
        that is elsewhere. What leaves the site starts with ".."."""
        if self.base_url and (link + "/").startswith(self.base_url):
            link = self.base_path + link[len(self.base_url) :]
        elif _ELSEWHERE.match(link):
            return None
        elif link.startswith("/") and page != _NOT_FOUND:
            self.found.absolute.setdefault(link, []).append(page)
        path, _, fragment = link.partition("#")
        path = unquote(path.partition("?")[0])
        fragment = "" if fragment.startswith(":~:") or fragment == "top" else unquote(fragment)
        if not path:
            return page, fragment
        if path.startswith(self.base_path):
            joined = path[len(self.base_path) :]
        else:
            joined = f"..{path}" if path.startswith("/") else f"{dirname(page)}/{path}".lstrip("/")
        is_folder = joined.endswith(("/", "/.", "/..")) or joined in ("", ".", "..")
        normal = normpath(joined)
        return ("" if normal == "." else normal + "/" * is_folder), fragment

    def _target(self, address: str) -> str:
        """The output path of an address below the root, "" if there is none. Hosts take a folder's
        address without its slash too."""
        if address not in self.known:
            page = f"{address.rstrip('/')}/index.html".lstrip("/")
            tries = (page,) if address[-1:] in ("", "/") else (address, page)
            self.known[address] = next((path for path in tries if self._exists(path)), "")
        return self.known[address]

    def _exists(self, path: str) -> bool:
        if path in self.outputs:
            return True
        if self.others is None:
            self.others = frozenset(scan.walk(self.folder)) - self.outputs
        return path in self.others
