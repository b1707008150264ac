"""`digestgen why`: why a page was made the last time, or what the last change of a file made, in an
editor's words. Reads the catalog, and changes nothing."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from digestgen import files, urls
from digestgen.model import TAXONOMIES, Place, Problem
from digestgen.problems import DigestgenError, count
from digestgen.reasons import DAMAGED, KEPT, NEW, SHARED

_LISTED = 12  # pages, files or fields named before the rest is only counted
_WORDS = {  # by the kind of a value, with % for what follows the colon
    "article": "the article %",
    "near": "earlier and later coverage",
    "image": "the picture of %",
    "term": "the name or the page of %",
    "profile": "the profile of %",
    "rollup": "the numbers, roles, quotes and company of %",
    "newest": "the newest articles of %",
    "namesakes": "who else is called %",
    "thread": "the thread %",
    "letters": "the initials of %",
    "letter": "the list of %",
    "names": "the newest names in %",
    "edition": "the edition of %",
    "editions": "the list of editions",
    "archive": "the months that have articles",
    "latest": "the latest articles",
    "quotes": "quotes",
    "speakers": "who is quoted",
    "feed": "which articles the feed has",
    "entry": "what the feed says of %",
    "brief": "what the feed says of %",
    "page": "the page %",
    "asset": "the file %",
    "picture": "the picture %",
    "redirect": "where % leads",
    "listed": "what the sitemap lists",
}
_WHAT_IT_IS = ("article", "rollup", "newest", "edition", "page", "asset", "picture")
"""Kinds of values without which a page would not be."""


@dataclass(frozen=True, slots=True)
class _Build:
    number: int
    changes: dict[str, Any]


def explain(root: Path, asked: str, base_url: str = "", drafts: bool = False) -> Iterator[str]:
    """The lines that answer for an address, an output or a source file. Raises DigestgenError where
    it is none, with the nearest that there are."""
    name = "catalog-drafts.sqlite" if drafts else "catalog.sqlite"
    path = root / files.CACHE / name
    if not path.is_file():
        raise _error(asked, "nothing was built here yet", "digestgen build")
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        try:
            yield from _explain(db, root, asked, base_url)
        except sqlite3.DatabaseError:
            raise _error(asked, "the cache is of another version", "digestgen build") from None


def _explain(db: sqlite3.Connection, root: Path, asked: str, base_url: str) -> Iterator[str]:
    source = _source(db, root, asked)
    if source:
        yield from _of_source(db, source)
        return
    if (root / asked).is_file() or Path(asked).is_file():
        name = Path(asked).resolve() if Path(asked).is_file() else (root / asked).resolve()
        part = _part(root, name)
        if part:
            yield from _of_all(db, *part)
            return
    page = _page(db, root, asked, base_url)
    if not page:
        raise _error(asked, "no page and no file of this digest", _nearest(db, asked))
    yield from _of_page(db, page)


def _error(asked: str, message: str, hint: str) -> DigestgenError:
    return DigestgenError(Problem(Place(asked), message, hint, code="nothing-known"))


# --- what is meant -------------------------------------------------------------------------------


def _source(db: sqlite3.Connection, root: Path, asked: str) -> str:
    """The source file that is meant, by its path from here or from the digest's folder."""
    for path in (Path(asked), root / asked):
        try:
            name = path.resolve().relative_to(root.resolve()).as_posix()
        except ValueError:
            continue
        known = db.execute("SELECT 1 FROM source WHERE path = ?", (name,)).fetchone()
        if known or (name.startswith(f"{files.CONTENT}/") and _builds_with(db, name)):
            return name
    return ""


def _page(db: sqlite3.Connection, root: Path, asked: str, base_url: str) -> str:
    """The output that is meant: an address with or without its host, or a file below site/."""
    address = asked.removeprefix(base_url) if base_url else asked
    address = unquote(urlsplit(address).path).lstrip("/")
    found = [address, f"{address.rstrip('/')}/index.html" if address else "index.html"]
    for (folder,) in db.execute("SELECT folder FROM target"):
        resolved = Path(asked).resolve()
        if resolved.is_relative_to(folder):
            found.append(resolved.relative_to(folder).as_posix())
        if (root / asked).resolve().is_relative_to(folder):
            found.append((root / asked).resolve().relative_to(folder).as_posix())
    for path in found:
        if db.execute("SELECT 1 FROM page WHERE path = ?", (path,)).fetchone():
            return path
    return ""


def _nearest(db: sqlite3.Connection, asked: str) -> str:
    """Addresses and files like the one that was given."""
    wanted = unquote(urlsplit(asked).path)
    known = {urls.address(path): path for (path,) in db.execute("SELECT path FROM page")}
    for (path,) in db.execute("SELECT path FROM source"):
        known[path] = path
    last = wanted.rstrip("/").rpartition("/")[2].partition(".")[0].casefold()
    inside = [one for one in known if last and last in one.casefold()]
    close = get_close_matches(wanted, inside or list(known), n=3, cutoff=0.3) or sorted(inside)[:3]
    return "did you mean " + " or ".join(close) + "?" if close else "digestgen why /"


def _part(root: Path, file: Path) -> tuple[str, str] | None:
    """A file that pages of every kind may depend on: where a build notes it, and its name there."""
    if file.parent == root.resolve() and file.suffix in (".yaml", ".yml"):
        return "settings", file.name
    folder = root.resolve() / files.LAYOUTS
    return ("layouts", file.relative_to(folder).as_posix()) if folder in file.parents else None


# --- answers -------------------------------------------------------------------------------------


def _of_page(db: sqlite3.Connection, page: str) -> Iterator[str]:
    (kind,) = db.execute("SELECT kind FROM page WHERE path = ?", (page,)).fetchone()
    yield f"{urls.address(page)} ({kind.replace('_', ' ')})"
    row = db.execute("SELECT build, reads FROM reason WHERE page = ?", (page,)).fetchone()
    if row is None:
        yield (
            "It was last made when the whole site was, after the cache was new or of another "
            f"version, or more than {KEPT} builds ago."
        )
        return
    build, reads = _build(db, row[0]), json.loads(row[1])
    yield f"{_when(db, build)} made it."
    moved = [name for name in reads if ":" in name or name in _WORDS]
    if NEW in reads:
        yield "It is new: there was no such page before."
    if DAMAGED in reads:
        yield "Somebody had changed or deleted the file in the output folder."
    if moved:
        yield "What it shows had changed:"
        yield from _list(_words(name) for name in moved)
    layouts, settings = build.changes["layouts"], build.changes["settings"]
    if SHARED in reads and layouts:
        yield "Its templates, or words and files they use, had changed:"
        yield from _list(f"layouts/{name}" for name in layouts)
    if settings and (SHARED in reads or not moved):
        yield "digest.yaml or an option had changed:"
        yield from _list(_edit(*setting) for setting in settings)
    if NEW in reads:
        rows = db.execute("SELECT value FROM reading WHERE page = ?", (page,))
        known = build.changes["touched"].keys() | build.changes["files"].keys()
        moved = [
            name
            for (name,) in rows
            if name.partition(":")[0] in _WHAT_IT_IS and name.partition(":")[2] in known
        ]
    causes = _causes(build, moved)
    if moved and causes:
        yield "because of"
        for path in causes[:_LISTED]:
            yield from _file(path, build.changes["files"][path])
        if len(causes) > _LISTED:
            yield f"  … and {count(len(causes) - _LISTED, 'other file')}"
    elif not reads:
        yield "Which articles or settings it depends on had changed, not what it shows of them."


def _of_source(db: sqlite3.Connection, path: str) -> Iterator[str]:
    builds = _builds_with(db, path)
    if not builds:
        yield path
        yield "It has not changed since the whole site was made."
        for (page,) in db.execute("SELECT path FROM page WHERE subject = ?", (f"article:{path}",)):
            yield f"Its page is {urls.address(page)}"
        return
    build = builds[0]
    yield from _file(path, build.changes["files"][path], indent="")
    rows = db.execute(
        "SELECT page, reads FROM reason WHERE build = ? ORDER BY page", (build.number,)
    ).fetchall()
    made = [page for page, reads in rows if path in _causes(build, json.loads(reads))]
    yield from _made(db, build, made)


def _of_all(db: sqlite3.Connection, part: str, name: str) -> Iterator[str]:
    """What the last change of digest.yaml or of a layout made."""
    yield name if part == "settings" else f"{files.LAYOUTS}/{name}"
    for number, text in db.execute("SELECT number, changes FROM build ORDER BY number DESC"):
        build = _Build(number, json.loads(text))
        found = build.changes[part]
        if part == "settings" and found:
            yield from _list(_edit(*setting) for setting in found)
        elif name not in found:
            continue
        rows = db.execute("SELECT page FROM reason WHERE build = ? ORDER BY page", (number,))
        made = [page for (page,) in rows]
        yield from _made(db, build, made)
        return
    yield "It has not changed, or made nothing anew, since the whole site was made."


def _made(db: sqlite3.Connection, build: _Build, pages: list[str]) -> Iterator[str]:
    yield f"{_when(db, build)} found this change."
    if pages:
        yield f"That made {count(len(pages), 'page')} anew:"
        yield from _list(urls.address(page) for page in pages)
    else:
        yield "No page is any more as that build made it."


def _build(db: sqlite3.Connection, number: int) -> _Build:
    row = db.execute("SELECT changes FROM build WHERE number = ?", (number,)).fetchone()
    return _Build(number, json.loads(row[0]))


def _builds_with(db: sqlite3.Connection, path: str) -> list[_Build]:
    """The builds that found a file changed, the last first."""
    rows = db.execute(
        "SELECT number, changes FROM build WHERE instr(changes, ?) ORDER BY number DESC",
        (json.dumps(path, ensure_ascii=False),),
    )
    builds = (_Build(number, json.loads(text)) for number, text in rows)
    return [build for build in builds if path in build.changes["files"]]


def _when(db: sqlite3.Connection, build: _Build) -> str:
    last = db.execute("SELECT max(number) FROM build").fetchone()[0]
    ago = last - build.number
    if not ago:
        return "The last build that made anything"
    return f"A build, {count(ago, 'build')} ago,"


def _causes(build: _Build, names: Iterable[str]) -> list[str]:
    """The changed files that values moved because of; all that changed where it isn't known."""
    changed = build.changes["files"]
    found: set[str] = set()
    for name in names:
        _, _, rest = name.partition(":")
        if rest in changed:
            found.add(rest)
        elif f"content/{rest}" in changed:
            found.add(f"content/{rest}")
        else:
            collection = rest.partition("|")[0]
            found.update(build.changes["touched"].get(collection, changed))
    return sorted(found or changed)


def _words(name: str) -> str:
    kind, _, rest = name.partition(":")
    subject = rest.partition("|")[0]
    taxonomy, _, slug = subject.partition("/")
    if kind == "slice":
        start = rest.split("|")[1]
        return f"the list of articles of {slug}" + (f" in {start}" if start else "")
    if subject == "site/all" or (kind == "feed" and not rest):
        return "the newest articles of the site" if kind != "feed" else _WORDS[kind]
    if taxonomy in TAXONOMIES and slug:
        subject = f"{slug} ({taxonomy})"
    return _WORDS.get(kind, name).replace("%", subject)


def _file(path: str, edits: list[list[Any]], indent: str = "  ") -> Iterator[str]:
    if len(edits) == 1 and not edits[0][0]:
        _, before, after = edits[0]
        what = (
            "changed"
            if before and after
            else "new"
            if after
            else "deleted"
            if before
            else "unreadable"
        )
        yield f"{indent}{path}: {what}"
        return
    yield f"{indent}{path}:"
    for edit in edits[:_LISTED]:
        yield f"{indent}  {_edit(*edit)}"


def _edit(name: str, before: str, after: str) -> str:
    if not before:
        return f'{name}: now "{after}"'
    return f'{name}: "{before}" → "{after}"' if after else f'{name}: "{before}" is gone'


def _list(lines: Iterable[str]) -> Iterator[str]:
    found = list(dict.fromkeys(lines))
    yield from (f"  {line}" for line in found[:_LISTED])
    if len(found) > _LISTED:
        yield f"  … and {len(found) - _LISTED} more"
