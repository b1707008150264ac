"""Changed sources -> catalog: parse what changed, resolve names, apply contributions.

In: what the scan found and what the catalog remembers. Out: Changes, the things that later stages
look at; nothing else in the catalog has moved.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from digestgen import collect, files, urls
from digestgen.catalog import Catalog, decode, encode
from digestgen.collect import Change, Touched
from digestgen.config import Config
from digestgen.contribute import Contributions, contributions, names, permalink, with_rights
from digestgen.files import Found
from digestgen.model import TAXONOMIES, Article, Place, Problem, Profile, VocabularyEntry
from digestgen.names import name_key, slugify

_CHUNK = 500  # articles whose contributions are held in memory at once


@dataclass(slots=True)
class Changes:
    """What a build has to look at."""

    touched: Touched = field(default_factory=Touched)
    articles: set[str] = field(default_factory=set)  # paths whose own page may differ
    redirects: set[str] = field(default_factory=set)  # hrefs that may (no longer) be a redirect
    documents: set[tuple[str, str]] = field(default_factory=set)  # (kind, key)
    assets: set[str] = field(default_factory=set)
    withdrawn: dict[str, str] = field(default_factory=dict)  # article path -> href it had


def ingest(catalog: Catalog, root: Path, config: Config, found: Iterable[Found]) -> Changes:
    """Bring the catalog up to date with the files."""
    changes = Changes()
    changed, removed = _compare(catalog, root, found)
    parse_all = _remember(catalog, "parsing", config.timezone, config.language, config.ignore)
    regroup_all = _remember(
        catalog, "grouping", config.edition, config.edition_by, config.taxonomies, config.rights,
        config.rights_by_source, config.drafts,
    )  # fmt: skip
    _documents(catalog, root, config, changed, removed, parse_all, changes)
    keys = _aliases(catalog, changes)
    dirty = _articles(catalog, root, config, changed, removed, parse_all, changes)
    for taxonomy, key in keys:
        rows = catalog.rows(
            "SELECT article FROM name WHERE taxonomy = ? AND key = ?", taxonomy, key
        )
        dirty |= {article for (article,) in rows}
    if regroup_all:
        dirty |= {article for (article,) in catalog.rows("SELECT id FROM article")}
    _contributions(catalog, config, dirty, changes)
    for kind, slug in changes.documents:
        if kind in TAXONOMIES:
            changes.touched.add((kind, slug))
    collect.settle(catalog, changes.touched)
    return changes


def _remember(catalog: Catalog, key: str, *values: object) -> bool:
    """Whether these configuration values differ from those of the last build."""
    text = encode(values)
    before = catalog.meta(key)
    if before == text:
        return False
    catalog.set_meta(key, text)
    return before != ""


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    kind: str
    data: bytes


def _compare(
    catalog: Catalog, root: Path, found: Iterable[Found]
) -> tuple[dict[str, _File], dict[str, str]]:
    """Files whose bytes differ from what the catalog knows, and (path -> kind) those gone."""
    known = {
        path: (kind, signature, digest)
        for path, kind, signature, digest in catalog.rows("SELECT * FROM source")
    }
    changed: dict[str, _File] = {}
    rows = []
    for file in found:
        kind, signature, digest = known.pop(file.path, ("", "", ""))
        if signature and signature == file.signature and kind == file.kind:
            continue
        data = files.read(root, file.path)
        if data is None:
            if kind:
                known[file.path] = (kind, signature, digest)
            continue
        now = files.digest(data)
        if now != digest or kind != file.kind:
            changed[file.path] = _File(file.path, file.kind, data)
        if (kind, signature, digest) != (file.kind, file.signature, now):
            rows.append((file.path, file.kind, file.signature, now))
    catalog.many("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", rows)
    catalog.many("DELETE FROM source WHERE path = ?", ((path,) for path in known))
    return changed, {path: kind for path, (kind, _, _) in known.items()}


# --- profiles, plain pages, editions, assets -----------------------------------------------------


def _documents(
    catalog: Catalog,
    root: Path,
    config: Config,
    changed: dict[str, _File],
    removed: dict[str, str],
    parse_all: bool,
    changes: Changes,
) -> None:
    for path, kind in removed.items():
        _forget(catalog, path, kind, changes)
    again: dict[str, _File] = {}
    if parse_all:
        again = {
            path: _File(path, kind, files.read(root, path) or b"")
            for path, kind in catalog.rows("SELECT path, kind FROM document")
        }
    for file in {**again, **changed}.values():
        if file.kind == "assets":
            changes.assets.add(file.path)
        elif file.kind != "article":
            _forget(catalog, file.path, file.kind, changes)
            _document(catalog, config, file, changes)
    _duplicates(catalog, "pages", "plain pages")
    _duplicates(catalog, "editions", "editions")


def _forget(catalog: Catalog, path: str, kind: str, changes: Changes) -> None:
    catalog.set_problems(path, ())
    if kind == "assets":
        changes.assets.add(path)
    for known, key in catalog.rows("SELECT kind, key FROM document WHERE path = ?", path):
        changes.documents.add((known, key))
    catalog.one("DELETE FROM document WHERE path = ?", path)


def _document(catalog: Catalog, config: Config, file: _File, changes: Changes) -> None:
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
        key = slugify(below.name)
        parsed = parse.parse_profile(file.data, file.path, file.kind, key, config)
    problems = list(parsed.problems)
    if file.kind == "pages" and key.partition("/")[0] in RESERVED_ADDRESSES:
        problems.append(
            Problem(
                Place(file.path), f"/{key}/ is a page of the site", "another file name", code="url"
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


RESERVED_ADDRESSES = {
    "", "articles", *TAXONOMIES, "editions", "archive", "quotes", "search", "assets", "theme",
    "sitemaps", "index",
}  # fmt: skip


def _duplicates(catalog: Catalog, kind: str, what: str) -> None:
    """Two files for one page or edition are an error that names both; the first keeps it."""
    rows = catalog.rows(
        "SELECT key, group_concat(path, char(10)) FROM (SELECT key, path FROM document WHERE kind = ? "
        "ORDER BY path) GROUP BY key HAVING count(*) > 1",
        kind,
    )
    problems = []
    for key, paths in rows:
        first, *others = paths.split("\n")
        for other in others:
            message = f'two {what} are "{key}": {first} and {other}'
            problems.append(
                Problem(Place(other), message, "delete or rename one", code="duplicate")
            )
    catalog.set_problems(f"duplicates:{kind}", problems)


# --- names ---------------------------------------------------------------------------------------


def _aliases(catalog: Catalog, changes: Changes) -> set[tuple[str, str]]:
    """Renew the table of names and aliases where profiles changed; the (taxonomy, key) pairs that
    now resolve differently."""
    moved: set[tuple[str, str]] = set()
    for taxonomy in sorted({kind for kind, _ in changes.documents if kind in TAXONOMIES}):
        before = set(
            catalog.rows("SELECT key, slug, is_name FROM alias WHERE taxonomy = ?", taxonomy)
        )
        after: set[tuple[str, str, int]] = set()
        problems: list[Problem] = []
        for profile in effective_profiles(catalog, taxonomy, problems):
            after |= {(name_key(alias), profile.slug, 0) for alias in profile.aliases}
            after.discard((name_key(profile.name), profile.slug, 0))
            after.add((name_key(profile.name), profile.slug, 1))
        catalog.set_problems(f"duplicates:{taxonomy}", problems)
        if before == after:
            continue
        catalog.many(
            "DELETE FROM alias WHERE taxonomy = ? AND key = ? AND slug = ?",
            ((taxonomy, key, slug) for key, slug, _ in before - after),
        )
        catalog.many(
            "INSERT INTO alias VALUES (?, ?, ?, ?, ?)",
            sorted((taxonomy, *row, slugify(row[0])) for row in after - before),
        )
        moved |= {(taxonomy, key) for key, _, _ in before ^ after}
        changes.redirects |= {urls.folder(taxonomy, slugify(key)) for key, _, _ in before ^ after}
        changes.documents |= {(taxonomy, slug) for _, slug, _ in before ^ after}
    return moved


def effective_profiles(
    catalog: Catalog, taxonomy: str, problems: list[Problem] | None = None
) -> Iterator[Profile]:
    """The profiles of a taxonomy in path order, without those whose slug or name another has
    already; each such one is a problem that names both."""
    slugs: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for (text,) in catalog.rows(
        "SELECT record FROM document WHERE kind = ? ORDER BY path", taxonomy
    ):
        profile = decode(text, Profile)
        key = name_key(profile.name)
        other = slugs.get(profile.slug) or by_name.get(key)
        if other is None:
            slugs[profile.slug] = by_name[key] = profile.path
            yield profile
        elif problems is not None:
            message = f'two profiles are "{profile.name}": {other} and {profile.path}'
            problems.append(
                Problem(Place(profile.path), message, "merge them into one file", code="duplicate")
            )


def vocabulary(catalog: Catalog) -> tuple[VocabularyEntry, ...]:
    """What the digest's profiles say about names, for the extractor."""
    return tuple(
        VocabularyEntry(taxonomy, p.name, p.aliases, p.keywords)
        for taxonomy in TAXONOMIES
        for p in effective_profiles(catalog, taxonomy)
    )


class Resolver:
    """(taxonomy, name key) -> slug, through the profiles; remembers within one build."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[tuple[str, str], str | None] = {}

    def __call__(self, taxonomy: str, key: str) -> str | None:
        asked = (taxonomy, key)
        if asked not in self._known:
            rows = list(
                self._catalog.rows(
                    "SELECT slug, is_name FROM alias WHERE taxonomy = ? AND key = ?", taxonomy, key
                )
            )
            named = [slug for slug, is_name in rows if is_name] or [slug for slug, _ in rows]
            # An alias in two profiles resolves nothing.
            self._known[asked] = named[0] if len(named) == 1 else None
        return self._known[asked]


# --- articles ------------------------------------------------------------------------------------


def _articles(
    catalog: Catalog,
    root: Path,
    config: Config,
    changed: dict[str, _File],
    removed: dict[str, str],
    parse_all: bool,
    changes: Changes,
) -> set[int]:
    """Parse what has to be parsed; the ids of the articles concerned."""
    words = vocabulary(catalog)
    dirty: set[int] = set()
    for path, kind in removed.items():
        if kind == "article":
            dirty |= _unpublish(catalog, path)
    again = _vocabulary_changed(catalog, root, words)
    if parse_all:
        again = {path for (path,) in catalog.rows("SELECT path FROM source WHERE kind = 'article'")}
    for path in sorted(again | {path for path, file in changed.items() if file.kind == "article"}):
        data = changed[path].data if path in changed else files.read(root, path)
        if data is not None:
            dirty |= _article(catalog, config, path, data, words)
    return dirty


def _vocabulary_changed(
    catalog: Catalog, root: Path, words: tuple[VocabularyEntry, ...]
) -> set[str]:
    """Raw articles in whose text other words of the vocabulary occur than when they were read."""
    if not _remember(catalog, "vocabulary", words):
        return set()
    from digestgen import parse
    from digestgen.extract import occurring

    again = set()
    for path, used in catalog.rows("SELECT path, vocabulary FROM article WHERE raw"):
        text = parse.decode(files.read(root, path) or b"", path)
        if isinstance(text, str) and encode(occurring(text, words)) != used:
            again.add(path)
    return again


def _unpublish(catalog: Catalog, path: str) -> set[int]:
    """Mark an article as nothing to publish; its row goes once its contributions are gone."""
    catalog.set_problems(path, ())
    rows = catalog.rows("SELECT id FROM article WHERE path = ?", path)
    dirty = {article for (article,) in rows}
    catalog.one("UPDATE article SET record = '' WHERE path = ?", path)
    return dirty


def _article(
    catalog: Catalog, config: Config, path: str, data: bytes, words: tuple[VocabularyEntry, ...]
) -> set[int]:
    from digestgen import parse

    raw = parse.is_raw(data)
    used: tuple[VocabularyEntry, ...] = ()
    if raw and words:
        from digestgen.extract import occurring

        text = parse.decode(data, path)
        used = tuple(occurring(text, words)) if isinstance(text, str) else ()
    parsed = parse.parse_article(data, path, config, used)
    if parsed.record is None:
        dirty = _unpublish(catalog, path)
        catalog.set_problems(path, parsed.problems)
        return dirty
    catalog.set_problems(path, parsed.problems)
    record = parsed.record
    row = catalog.one(
        "INSERT INTO article(path, record, body, url, raw, vocabulary) VALUES (?, ?, '', '', ?, ?) "
        "ON CONFLICT(path) DO UPDATE SET record = excluded.record, raw = excluded.raw, "
        "vocabulary = excluded.vocabulary RETURNING id",
        path,
        encode(record),
        int(raw),
        encode(used),
    )
    article = int(row[0])
    catalog.one("DELETE FROM name WHERE article = ?", article)
    catalog.many(
        "INSERT INTO name VALUES (?, ?, ?)", sorted((*name, article) for name in names(record))
    )
    return {article}


def _contributions(catalog: Catalog, config: Config, dirty: set[int], changes: Changes) -> None:
    """Publish, move or withdraw the articles given, and those whose URL they gave up or took."""
    resolve = Resolver(catalog)
    affected = dirty | _claim(catalog, config, dirty)
    ordered = sorted(affected)
    for start in range(0, len(ordered), _CHUNK):
        batch = [
            change
            for article in ordered[start : start + _CHUNK]
            if (change := _contribution(catalog, config, article, resolve, changes)) is not None
        ]
        collect.apply(catalog, batch, changes.touched)
    catalog.one("DELETE FROM article WHERE record = ''")


def _claim(catalog: Catalog, config: Config, dirty: set[int]) -> set[int]:
    """Enter the URL each article wants; the other articles that want an URL given up or taken."""
    wanted: set[str] = set()
    for article in sorted(dirty):
        text, url = catalog.one("SELECT record, url FROM article WHERE id = ?", article)
        record = decode(text, Article) if text else None
        published = record is not None and (config.drafts or not record.draft)
        now = url_key(permalink(record)) if record and published else ""
        if now != url:
            catalog.one("UPDATE article SET url = ? WHERE id = ?", now, article)
        wanted |= {url, now} - {""}
    others: set[int] = set()
    for url in sorted(wanted):
        rows = list(catalog.rows("SELECT id, path FROM article WHERE url = ? ORDER BY path", url))
        others |= {article for article, _ in rows}
        problems = [
            Problem(
                Place(path, 1),
                f"two articles are at /articles/{url}/: {rows[0][1]} and {path}",
                "give one a title, date or path of its own",
                code="url",
            )
            for _, path in rows[1:]
        ]
        catalog.set_problems(f"url:{url}", problems)
    return others


def url_key(path: str) -> str:
    """Paths that one folder can't hold side by side on every file system have one key."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _contribution(
    catalog: Catalog, config: Config, article: int, resolve: Resolver, changes: Changes
) -> Change | None:
    path, text, url, body, before = catalog.one(
        "SELECT path, record, url, body, contributions FROM article WHERE id = ?", article
    )
    old = decode(before, Contributions) if before else None
    new = None
    now = ""
    if url:
        keeper = catalog.one("SELECT min(path) FROM article WHERE url = ?", url)[0]
        if keeper == path:
            record = with_rights(decode(text, Article), config)
            new = contributions(record, resolve, config)
            now = _body(catalog, record.body)
    changes.articles.add(path)
    if old is None and new is None:
        return None
    if old is not None and new is None:
        changes.withdrawn[path] = old.card.href
    for side in (old, new):
        if side is not None:
            changes.redirects |= {side.card.href, *side.redirects}
    if old != new or now != body:
        catalog.one(
            "UPDATE article SET contributions = ?, card = ?, body = ? WHERE id = ?",
            encode(new) if new else "",
            encode(new.card) if new else "",
            now,
            article,
        )
        catalog.one("DELETE FROM redirect WHERE article = ?", article)
        redirects = new.redirects if new else ()
        catalog.many("INSERT INTO redirect VALUES (?, ?)", ((href, article) for href in redirects))
    return Change(article, old, new)


def _body(catalog: Catalog, text: str) -> str:
    """The digest under which the HTML of a body is kept; rendered once for each text."""
    from digestgen import markdown

    digest = files.digest(text.encode())
    if catalog.one("SELECT 1 FROM body WHERE digest = ?", digest) is None:
        html = encode(markdown.render(text))
        catalog.one("INSERT INTO body VALUES (?, ?)", digest, html)
    return digest


def published(text: str, config: Config) -> Article:
    """The article of a stored record as it may be shown, its body aside."""
    return replace(with_rights(decode(text, Article), config), body="")
