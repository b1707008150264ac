"""Profiles, plain pages and edition introductions: files -> catalog."""

from pathlib import Path, PurePosixPath
from typing import Any

from digestgen import files, images, scan
from digestgen.catalog import Catalog, encode
from digestgen.config import Config
from digestgen.model import TAXONOMIES, EditionIntro, Place, PlainPage, Problem, Profile
from digestgen.names import slugify, url_path
from digestgen.sources import Changes, File, edits

RESERVED_ADDRESSES = {
    "", "articles", *TAXONOMIES, "editions", "archive", "quotes", "search", "assets", "theme",
    "sitemaps", "pictures", "index",
}  # fmt: skip
"""First parts of addresses that a plain page can't have."""


def read_documents(
    catalog: Catalog,
    root: Path,
    config: Config,
    changed: dict[str, File],
    removed: dict[str, str],
    parse_all: bool,
    changes: Changes,
) -> None:
    for path, kind in removed.items():
        _forget(catalog, path, kind, changes)
        if kind != "article":
            changes.edits[path] = [("", True, False)]
    again: dict[str, File] = {}
    if parse_all:
        again = {
            path: File(path, kind, files.read(root, path) or b"")
            for path, kind in catalog.rows("SELECT path, kind FROM document")
        }
    for file in {**again, **changed}.values():
        if file.kind == "assets":
            changes.assets.add(file.path)
            changes.edits[file.path] = [("", True, True)]
            problem = asset_problem(file.path)
            catalog.set_problems(file.path, (problem,) if problem else ())
            _measure(catalog, file)
        elif file.kind != "article":
            before = catalog.one("SELECT record FROM document WHERE path = ?", file.path)
            _forget(catalog, file.path, file.kind, changes)
            _document(catalog, config, file, changes)
            after = catalog.one("SELECT record FROM document WHERE path = ?", file.path)
            record = {"pages": PlainPage, "editions": EditionIntro}.get(file.kind, Profile)
            changes.edits[file.path] = edits(before, after, record)
    _duplicates(catalog, "pages", "plain pages")
    _duplicates(catalog, "editions", "editions")


def _measure(catalog: Catalog, file: File) -> None:
    size = images.size(file.data)
    if size is None:
        catalog.one("DELETE FROM picture WHERE path = ?", file.path)
    else:
        catalog.one("INSERT OR REPLACE INTO picture VALUES (?, ?, ?)", file.path, *size)


def asset_problem(path: str) -> Problem | None:
    """Why a file in assets/ can't be at an address of its name."""
    try:
        url_path(path)
    except ValueError:
        message = "a name that some file system or address can't hold"
        return Problem(
            Place(path), message, "rename it: letters, digits, - _ .", code="bad-file-name"
        )
    return None


def _forget(catalog: Catalog, path: str, kind: str, changes: Changes) -> None:
    catalog.set_problems(path, ())
    if kind == "assets":
        changes.assets.add(path)
        catalog.one("DELETE FROM picture WHERE path = ?", path)
    for known, key in catalog.rows("SELECT kind, key FROM document WHERE path = ?", path):
        changes.documents.add((known, key))
    catalog.one("DELETE FROM document WHERE path = ?", path)


def _document(catalog: Catalog, config: Config, file: File, changes: Changes) -> None:
    from digestgen import parse

    below = PurePosixPath(file.path).relative_to(f"{files.CONTENT}/{file.kind}").with_suffix("")
    parsed: parse.Parsed[Any]
    if file.kind == "pages":
        slug = "/".join(slugify(part) for part in below.parts)
        parsed = parse.parse_page(file.data, file.path, slug, config)
        key = slug
    elif file.kind == "editions":
        parsed = parse.parse_edition(file.data, file.path, below.name, config)
        key = parsed.record.key if parsed.record else ""
    else:
        key = profile_slug(file.path)
        parsed = parse.parse_profile(file.data, file.path, file.kind, key, config)
    problems = list(parsed.problems)
    if file.kind == "pages" and key.partition("/")[0] in (*RESERVED_ADDRESSES, *config.plugins):
        problems.append(
            Problem(
                Place(file.path),
                f"/{key}/ is a page of the site",
                "another file name",
                code="taken-address",
            )
        )
    elif parsed.record is not None:
        catalog.one(
            "INSERT INTO document VALUES (?, ?, ?, ?)",
            file.path,
            file.kind,
            key,
            encode(parsed.record),
        )
        changes.documents.add((file.kind, key))
    catalog.set_problems(file.path, problems)


def _duplicates(catalog: Catalog, kind: str, what: str) -> None:
    """Two files for one page or edition are an error that names both; the first keeps it."""
    keepers: dict[str, str] = {}
    problems = []
    for key, path in catalog.rows(
        "SELECT key, path FROM document WHERE kind = ? ORDER BY key, path", kind
    ):
        keeper = keepers.setdefault(key, path)
        if path != keeper:
            message = f'two {what} are "{key}": {keeper} and {path}'
            problems.append(Problem(Place(path), message, "delete or rename one", code="duplicate"))
    catalog.set_problems(f"duplicates:{kind}", problems)


def read_profiles(root: Path, config: Config) -> dict[str, list[Profile]]:
    """The profiles of a digest by taxonomy, in path order, straight from its files."""
    from digestgen import parse

    found: dict[str, list[Profile]] = {taxonomy: [] for taxonomy in TAXONOMIES}
    for file in scan.sources(root):
        data = files.read(root, file.path) if file.kind in TAXONOMIES else None
        if data is not None:
            slug = profile_slug(file.path)
            record = parse.parse_profile(data, file.path, file.kind, slug, config).record
            if record is not None:
                found[file.kind].append(record)
    return {t: sorted(profiles, key=lambda p: p.path) for t, profiles in found.items()}


def profile_slug(path: str) -> str:
    """The slug that a profile's file name stands for."""
    return slugify(PurePosixPath(path).stem)
