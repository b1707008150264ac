"""What the pages of a digest must say, worked out naively from its front matter.

Nothing here knows digestgen: a plain YAML reader, a group-by in memory and regular expressions over
the built pages. Names are ASCII, and every article has front matter.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import yaml

LISTED = ("people", "topics", "organizations", "places")
ALL = (*LISTED, "sections", "sources", "authors")
Term = tuple[str, str]


@dataclass(frozen=True)
class Limits:
    newest: int = 30
    together: int = 12


def key(name: str) -> str:
    return " ".join(re.sub(r"[\s_-]+", " ", re.sub(r"['’.]", "", name)).casefold().split())


def slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", key(name)).strip("-")


def front_matter(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text("utf-8").split("---\n")[1], yaml.BaseLoader) or {}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def name_of(value: Any) -> str:
    return " ".join((value["name"] if isinstance(value, dict) else value).split())


class Facts:
    """Collections, the slugs and names of terms, and who is hidden. `absent`: files in error."""

    def __init__(self, root: Path, absent: set[str], drafts: bool, raw: set[str]) -> None:
        self.config = yaml.load((root / "digest.yaml").read_text(), yaml.BaseLoader)
        self.profiles: dict[str, dict[str, Any]] = {taxonomy: {} for taxonomy in ALL}
        self.articles: dict[str, dict[str, Any]] = {}
        self.listing: dict[Term, list[str]] = defaultdict(list)  # oldest first
        self.spelling: dict[Term, Counter[str]] = defaultdict(Counter)
        self.quotes: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.terms: dict[str, list[Term]] = {}
        self.raw = raw
        inside = (root / "content").resolve()
        for file in sorted((root / "content").rglob("*.*"), key=lambda p: p.as_posix()):
            path = file.relative_to(root).as_posix()
            if file.suffix not in (".md", ".txt") or path in absent or "/." in path:
                continue
            if not file.is_file() or inside not in file.resolve().parents:
                continue
            kind = path.split("/")[1]
            if kind in ALL:
                default = slug(file.stem).replace("-", " ").title()
                self.profiles[kind][slug(file.stem)] = {"name": default, **front_matter(file)}
            elif kind not in ("pages", "editions", "assets"):
                fields = front_matter(file)
                if drafts or fields.get("draft") != "true":
                    self.articles[path] = fields
        for path in sorted(self.articles, key=self.order):
            if self.articles[path].get("gone") != "true":
                self.contribute(path, self.articles[path])

    def order(self, path: str) -> tuple[str, str, str]:
        day, clock, _ = self.articles[path].get("date", "").partition("T")
        if not clock:
            return day, "", path
        time = dt.datetime.fromisoformat(f"{day}T{clock}")
        zone = ZoneInfo(self.config.get("timezone", "UTC"))
        return day, (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(
            dt.UTC
        ).isoformat(), path

    def known(self, taxonomy: str, name: str) -> str:
        """The profile that has this name, or alone has this alias."""
        found = self.profiles[taxonomy].items()
        named = [s for s, p in found if key(p["name"]) == key(name)] or [
            s for s, p in found if key(name) in map(key, listed(p.get("aliases")))
        ]
        return named[0] if len(named) == 1 else ""

    def contribute(self, path: str, fields: dict[str, Any]) -> None:
        source = name_of(fields["source"]) if fields.get("source") else ""
        names = {taxonomy: [name_of(n) for n in listed(fields.get(taxonomy))] for taxonomy in LISTED}
        names["people"], speakers = people(names["people"], fields.get("quotes", []))
        quotes = [] if self.rights(fields, source) == "link" else list(
            zip(speakers, (quote["text"] for quote in fields.get("quotes", [])), strict=True)
        )  # fmt: skip
        for speaker, text in dict.fromkeys(quotes):
            if key(speaker) in map(key, names["people"]) or (speaker and self.known("people", speaker)):
                names["people"].append(speaker)
                self.quotes[self.known("people", speaker) or slug(speaker)].append((path, text))
        names |= {"sections": listed(fields.get("section")), "sources": listed(source)}
        names["authors"] = listed(fields.get("authors"))
        found: dict[Term, str] = {}
        for taxonomy in self.config.get("taxonomies", ALL):
            for name in names[taxonomy]:
                found.setdefault((taxonomy, self.known(taxonomy, name) or slug(name)), name)
        self.terms[path] = list(found)
        for term, name in found.items():
            self.listing[term].append(path)
            self.spelling[term][name] += 1
        if edition := self.edition(path, fields):
            self.listing["editions", edition].append(path)

    def rights(self, fields: dict[str, Any], source: str) -> str:
        rights = self.config.get("rights", "full")
        if isinstance(rights, dict):
            rights = rights.get("sources", {}).get(source, rights.get("default", "full"))
        return str(fields.get("rights", rights))

    def edition(self, path: str, fields: dict[str, Any]) -> str:
        by = self.config.get("edition_by", "date")
        day = "" if by == "added" and path in self.raw else fields.get(by, "")[:10]
        if day and self.config.get("edition") == "weekly":
            year, week, _ = dt.date.fromisoformat(day).isocalendar()
            return f"{year}-w{week:02d}"
        return day

    def hidden(self, term: Term) -> bool:
        return self.profiles[term[0]].get(term[1], {}).get("hidden") == "true"

    def label(self, term: Term) -> str:
        usual = min(self.spelling[term].items(), key=lambda item: (-item[1], item[0]))[0]
        return str(self.profiles[term[0]].get(term[1], {}).get("name", usual))

    def href(self, path: str) -> str:
        fields = self.articles[path]
        day = fields.get("date", "")
        folder = f"{day[:4]}/{day[5:7]}" if day else "undated"
        return f"articles/{fields.get('path') or folder + '/' + slug(fields['title'])}".strip("/")


def people(names: list[str], quotes: list[dict[str, str]]) -> tuple[list[str], list[str]]:
    """Those an article lists, and its speakers: a surname beside one full name is that person."""
    full = {name: re.sub(r" \(.*\)", "", name) for name in names if " " in name}

    def whole(name: str) -> str:
        same = [f for f in full if key(f) == key(name)]
        others = [f for f, plain in full.items() if key(name) in (key(plain.split()[-1]), key(plain))]
        return (same or (others if len(set(map(key, others))) == 1 else [name]))[0]

    return [*dict.fromkeys(map(whole, names))], [whole(q.get("speaker", "")) for q in quotes]


class Pages:
    """The built pages, through the hooks of the theme."""

    def __init__(self, site: Path) -> None:
        self.site = site

    def text(self, path: str) -> str:
        return (self.site / path / "index.html").read_text("utf-8")

    def folders(self, below: str) -> set[str]:
        pages = (self.site / below).glob("*/index.html")
        texts = {page.parent.name: page.read_text("utf-8") for page in pages}
        return {name for name, text in texts.items() if 'http-equiv="refresh"' not in text}

    def section(self, path: str, name: str) -> str:
        found = re.search(rf'<section id="{name}".*?</section>', self.text(path), re.DOTALL)
        return found[0] if found else ""

    def links(self, path: str, name: str, which: str = "a") -> list[str]:
        hrefs = re.findall(rf'<{which} href="([^"#]+)', self.section(path, name))
        return [normpath(join(path, unquote(h).removesuffix("index.html"))) for h in hrefs]
