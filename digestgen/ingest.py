"""Changed sources -> catalog: parse what changed, resolve names, apply contributions.

In: what the scan found and what the catalog remembers. Out: Changes, the things that later stages
look at; nothing else in the catalog has moved.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from digestgen import collect, engines, files
from digestgen.catalog import Catalog, decode, encode
from digestgen.collect import Change
from digestgen.config import Config
from digestgen.contribute import Contributions, contributions, cut, names, permalink, with_rights
from digestgen.documents import read_documents
from digestgen.files import Found
from digestgen.model import TAXONOMIES, Article, Place, Problem, Rights, VocabularyEntry
from digestgen.names import name_key
from digestgen.profiles import Resolver, profiles_in, renew_aliases, vocabulary
from digestgen.sources import Changes, File, compare

_CHUNK = 500  # articles whose contributions are held in memory at once


def ingest(catalog: Catalog, root: Path, config: Config, found: Iterable[Found]) -> Changes:
    """Bring the catalog up to date with the files."""
    changes = Changes()
    changed, removed = compare(catalog, root, found)
    engine = (config.extract, engines.version(config.extract))
    parse_all = _remember(
        catalog, "parsing", config.timezone, config.language, config.ignore, *engine
    )
    regroup_all = _remember(
        catalog, "grouping", config.edition, config.edition_by, config.taxonomies, config.rights,
        config.rights_by_source, config.drafts, config.language,
    )  # fmt: skip
    read_documents(catalog, root, config, changed, removed, parse_all, changes)
    keys = renew_aliases(catalog, changes)
    dirty = _articles(catalog, root, config, changed, removed, parse_all, changes)
    regroup_all = regroup_all or any(
        ("sources", name_key(source)) in keys for source, _ in config.rights_by_source
    )
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


def _articles(
    catalog: Catalog,
    root: Path,
    config: Config,
    changed: dict[str, File],
    removed: dict[str, str],
    parse_all: bool,
    changes: Changes,
) -> set[int]:
    """Parse what has to be parsed; the ids of the articles concerned."""
    pasted = (f for f in changed.values() if f.kind == "article" and not f.data.startswith(b"---"))
    first = not catalog.meta("vocabulary")
    known = first or parse_all or changes.documents or any(pasted)
    words = vocabulary(lambda taxonomy: profiles_in(catalog, taxonomy)) if known else ()
    dirty: set[int] = set()
    for path, kind in removed.items():
        if kind == "article":
            dirty |= _unpublish(catalog, path)
    again = _vocabulary_changed(catalog, root, words) if first or changes.documents else set()
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
    for article in dirty:
        catalog.one("DELETE FROM name WHERE article = ?", article)
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
    for key in {href_key(href) for href in changes.redirects}:
        rows = catalog.rows("SELECT href FROM redirect WHERE key = ?", key)
        changes.redirects |= {href for (href,) in rows}
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


def href_key(href: str) -> str:
    """The key of an article's address."""
    return url_key(unquote(href).removeprefix("/articles/").strip("/"))


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
            record = with_rights(decode(text, Article), resolve, config)
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
        catalog.one(
            "DELETE FROM body WHERE digest = ?1 AND NOT EXISTS(SELECT 1 FROM article WHERE body = ?1)",
            body,
        )
        catalog.one("DELETE FROM redirect WHERE article = ?", article)
        redirects = new.redirects if new else ()
        rows = ((href, article, href_key(href)) for href in redirects)
        catalog.many("INSERT INTO redirect VALUES (?, ?, ?)", rows)
    return Change(article, old, new)


def _body(catalog: Catalog, text: str) -> str:
    """The digest under which the HTML of a body is kept; rendered once for each text."""
    from digestgen import markdown

    digest = files.digest(text.encode())
    if catalog.one("SELECT 1 FROM body WHERE digest = ?", digest) is None:
        html = encode(markdown.render(text))
        catalog.one("INSERT INTO body VALUES (?, ?)", digest, html)
    return digest


def published(text: str, rights: Rights) -> Article:
    """The article of a stored record as it may be shown, its body aside."""
    return replace(cut(decode(text, Article), rights), body="")
