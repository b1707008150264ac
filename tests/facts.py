"""What a digest's files say, worked out naively: who is in which article, one pass, all in memory.

Nothing here knows digestgen: a plain YAML reader and a group-by. Every article has front matter.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

LISTED = ("people", "topics", "organizations", "places")
ALL = (*LISTED, "sections", "sources", "authors")
Term = tuple[str, str]
Fields = dict[str, Any]


def key(name: str) -> str:
    return " ".join(re.sub(r"[\s_-]+", " ", re.sub(r"['’.]", "", name)).casefold().split())


def slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", key(name)).strip("-")


class Facts:
    """Collections by (taxonomy, slug), oldest article first. `absent` are files in error, `pasted`
    articles that were raw pastes, `drafts` whether drafts are shown."""

    def __init__(self, root: Path, absent: set[str], pasted: set[str], drafts: bool) -> None:
        self.config: Fields = yaml.load((root / "digest.yaml").read_text(), yaml.BaseLoader)
        self.profiles: dict[str, dict[str, Fields]] = {taxonomy: {} for taxonomy in ALL}
        self.articles: dict[str, Fields] = {}
        self.terms: dict[str, list[Term]] = {}  # of each article
        self.listing: dict[Term, list[str]] = defaultdict(list)
        self.spellings: dict[Term, Counter[str]] = defaultdict(Counter)
        self.roles: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.editions: dict[Term, set[str]] = defaultdict(set)  # that name a term
        self.quotes: dict[str, list[tuple[str, str]]] = defaultdict(list)  # person -> path, text
        self.pasted = pasted
        for path in sorted((root / "content").rglob("*.*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in (".md", ".txt") and path.is_file() and name not in absent:
                self.read(name, path, drafts)
        for name in sorted(self.articles, key=self.order):
            if self.articles[name].get("gone") != "true":
                self.contribute(name, self.articles[name])

    def read(self, name: str, path: Path, drafts: bool) -> None:
        kind = name.split("/")[1]
        if kind in ("pages", "editions", "assets") or "/." in name:
            return
        text = path.read_text("utf-8")
        fields = yaml.load(text.split("---\n")[1], yaml.BaseLoader) if text else {}
        if kind in ALL:
            stem = slug(path.stem)
            self.profiles[kind][stem] = {"name": stem.replace("-", " ").title(), **(fields or {})}
        elif drafts or fields.get("draft") != "true":
            self.articles[name] = fields

    def order(self, name: str) -> tuple[str, str, str]:
        """Day as written, then instant, then path."""
        day, _, clock = str(self.articles[name].get("date", "")).partition("T")
        if not clock:
            return day, "", name
        time = dt.datetime.fromisoformat(f"{day}T{clock}")
        zone = time.tzinfo or ZoneInfo(self.config.get("timezone", "UTC"))
        return day, time.replace(tzinfo=zone).astimezone(dt.UTC).isoformat(), name

    def contribute(self, name: str, fields: Fields) -> None:
        names = {t: [_name(n) for n in _list(fields.get(t))] for t in LISTED}
        names |= {"sections": _list(fields.get("section")), "authors": _list(fields.get("authors"))}
        names["sources"] = [_name(s) for s in _list(fields.get("source"))]
        if names["sources"]:  # a source is no organization in its own story, if it has no profile
            names["organizations"] = [
                name
                for name in names["organizations"]
                if key(name) != key(names["sources"][0]) or self.known("organizations", name)
            ]
        said = fields.get("quotes", []) if self.rights(fields, names["sources"]) != "link" else []
        names["people"], said = _whole(names["people"], said)
        for speaker, text in said:
            named = key(speaker) in map(key, names["people"])
            if speaker and (named or self.known("people", speaker)):
                names["people"].append(speaker)
                self.quotes[self.slug("people", speaker)].append((name, text))
        found: dict[Term, str] = {}
        for taxonomy in self.config.get("taxonomies", ALL):
            for one in names[taxonomy]:
                found.setdefault((taxonomy, self.slug(taxonomy, one)), one)
        self.terms[name] = list(found)
        for term, spelling in found.items():
            self.listing[term].append(name)
            self.spellings[term][spelling] += 1
        for person, role in self.stated(fields).items():
            self.roles[person][role].append(name)
        if edition := self.edition(name, fields):
            self.listing["editions", edition].append(name)
            for term in found:
                self.editions[term].add(edition)

    def stated(self, fields: Fields) -> dict[str, str]:
        """The role that an article gives each person: the first under one name, then the first name."""
        listed = _list(fields.get("people"))
        whole = _whole_name([_name(one) for one in listed])
        by_name: dict[str, str] = {}
        for one in listed:
            role = " ".join(one.get("role", "").split()) if isinstance(one, dict) else ""
            named = whole(_name(one))
            by_name[named] = by_name.get(named) or role
        roles: dict[str, str] = {}
        for named, role in by_name.items():
            person = self.slug("people", named)
            roles[person] = roles.get(person) or role
        return {person: role for person, role in roles.items() if role}

    def new_in(self, edition: str) -> tuple[set[str], dict[str, str]]:
        """People whom no earlier edition names, and topics after a pause with their last edition; the
        first edition has neither."""
        if not any(e < edition for t, e in self.listing if t == "editions"):
            return set(), {}
        people, topics = set(), {}
        for (taxonomy, name), editions in self.editions.items():
            before = max((e for e in editions if e < edition), default="")
            if edition in editions and taxonomy == "people" and not before:
                people.add(name)
            pause = _monday(edition) - _monday(before) if before else dt.timedelta()
            if edition in editions and taxonomy == "topics" and pause.days >= 90:
                topics[name] = before
        return people, topics

    def rights(self, fields: Fields, sources: list[str]) -> str:
        rights = self.config.get("rights", "full")
        if isinstance(rights, dict):
            default = rights.get("default", "full")
            rights = {key(s): r for s, r in rights["sources"].items()}.get(
                key("".join(sources)), default
            )
        return str(fields.get("rights", rights))

    def edition(self, name: str, fields: Fields) -> str:
        by = self.config.get("edition_by", "date")
        day = "" if by == "added" and name in self.pasted else str(fields.get(by, ""))[:10]
        if day and self.config.get("edition") == "weekly":
            year, week, _ = dt.date.fromisoformat(day).isocalendar()
            return f"{year}-w{week:02d}"
        return day

    def known(self, taxonomy: str, name: str) -> str:
        """The profile that has this name, else the only one that has this alias."""
        found = self.profiles[taxonomy].items()
        named = [s for s, p in found if key(p["name"]) == key(name)]
        named = named or [s for s, p in found if key(name) in map(key, _list(p.get("aliases")))]
        return named[0] if len(named) == 1 else ""

    def slug(self, taxonomy: str, name: str) -> str:
        return self.known(taxonomy, name) or slug(name)

    def hidden(self, term: Term) -> bool:
        return self.profiles[term[0]].get(term[1], {}).get("hidden") == "true"

    def label(self, term: Term) -> str:
        usual = min(self.spellings[term].items(), key=lambda item: (-item[1], item[0]))[0]
        return str(self.profiles[term[0]].get(term[1], {}).get("name", usual))

    def address(self, name: str) -> str:
        fields = self.articles[name]
        day = str(fields.get("date", ""))
        derived = f"{day[:4]}/{day[5:7]}" if day else "undated"
        path = fields.get("path") or f"{derived}/{slug(fields['title'])}"
        return "articles/" + path.strip("/")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _name(value: Any) -> str:
    return " ".join((value["name"] if isinstance(value, dict) else value).split())


def _whole(
    names: list[str], quotes: list[dict[str, str]]
) -> tuple[list[str], list[tuple[str, str]]]:
    """People and (speaker, text): a surname beside the one full name it fits is that person."""
    whole = _whole_name(names)
    people: dict[str, str] = {}
    for name in names:
        people.setdefault(key(whole(name)), whole(name))
    return list(people.values()), list(
        dict.fromkeys((whole(q.get("speaker", "")), q["text"]) for q in quotes)
    )


def _whole_name(names: list[str]) -> Callable[[str], str]:
    plain = {key(name): re.sub(r" \(.*\)", "", name) for name in names if " " in name}

    def whole(name: str) -> str:
        fits = [
            full
            for full in names
            if key(full) in plain
            and key(name) in (key(plain[key(full)].split()[-1]), key(plain[key(full)]))
        ]
        same = [full for full in names if key(full) == key(name)]
        return (
            same[0] if same and " " in name else fits[0] if len(set(map(key, fits))) == 1 else name
        )

    return whole


def _monday(edition: str) -> dt.date:
    year, week, number = edition.partition("-w")
    return (
        dt.date.fromisocalendar(int(year), int(number), 1)
        if week
        else dt.date.fromisoformat(edition)
    )
