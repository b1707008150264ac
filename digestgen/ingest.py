"""Changed sources -> catalog: parse what changed, resolve names, apply contributions.

In: what the scan found and what the catalog remembers. Out: Changes, the things that later stages
look at; nothing else in the catalog has moved.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from digestgen import collect, engines, files, plugins
from digestgen.catalog import Catalog, decode, encode
from digestgen.collect import Change
from digestgen.config import Config
from digestgen.contribute import Contributions, contributions, cut, names, permalink, with_rights
from digestgen.documents import read_documents
from digestgen.model import TAXONOMIES, Article, Place, Problem, Rights, VocabularyEntry
from digestgen.names import name_key
from digestgen.profiles import Resolver, profiles_in, renew_aliases, vocabulary
from digestgen.progress import Progress, silent
from digestgen.scan import Found
from digestgen.sources import Changes, File, compare, edits
from digestgen.workers import ExecutorFor, in_order, is_own

_TASK = 32  # articles read as one task
_CHUNK = 500  # articles whose contributions are held in memory at once


def ingest(
    catalog: Catalog,
    root: Path,
    config: Config,
    found: Iterable[Found],
    only: Collection[str] | None = None,
    executor_for: ExecutorFor = lambda _: None,
    progress: Progress = silent,
) -> Changes:
    """Bring the catalog up to date with the files; with `only` these, where some are given."""
    changes = Changes()
    changed, removed = compare(catalog, root, found, only)
    engine = (config.extract, engines.version(config.extract))
    annotators = plugins.fingerprint(config.plugins, plugins.ANNOTATORS)
    parse_all = _remember(
        catalog, "parsing", config.timezone, config.language, config.ignore, *engine, annotators,
        config.plugins, _broken(config),
    )  # fmt: skip
    regroup_all = _remember(
        catalog, "grouping", config.edition, config.edition_by, config.taxonomies, config.rights,
        config.rights_by_source, config.drafts, config.language,
    )  # fmt: skip
    read_documents(catalog, root, config, changed, removed, parse_all, changes)
    keys = renew_aliases(catalog, changes)
    dirty = _articles(
        catalog, root, config, changed, removed, parse_all, changes, executor_for, progress
    )
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
    if executor_for(0) is not None:  # then bodies came before it was known which are published
        catalog.one("DELETE FROM body WHERE digest NOT IN (SELECT body FROM article)")
    for kind, slug in changes.documents:
        if kind in TAXONOMIES:
            changes.touched.add((kind, slug))
    collect.settle(catalog, changes.touched)
    return changes


def _broken(config: Config) -> list[str]:
    """What keeps annotators from being loaded; it may be mended while they stay as they are."""
    if not config.plugins:
        return []
    from digestgen.extract import broken

    return [problem.message for problem in broken(config.plugins)]


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
    executor_for: ExecutorFor,
    progress: Progress,
) -> set[int]:
    """Parse what has to be parsed; the ids of the articles concerned."""
    pasted = (file for file in changed.values() if file.kind == "article" and file.raw)
    first = not catalog.meta("vocabulary")
    known = first or parse_all or changes.documents or any(pasted)
    words = vocabulary(lambda taxonomy: profiles_in(catalog, taxonomy)) if known else ()
    dirty: set[int] = set()
    for path, kind in removed.items():
        if kind == "article":
            dirty |= _unpublish(catalog, path)
            changes.edits[path] = [("", True, False)]
    again = _vocabulary_changed(catalog, root, words) if first or changes.documents else set()
    if parse_all:
        again = {path for (path,) in catalog.rows("SELECT path FROM source WHERE kind = 'article'")}
    if config.plugins or config.extract in plugins.OWN:
        again |= _failed(catalog)
    paths = sorted(again | {path for path, file in changed.items() if file.kind == "article"})
    executor = executor_for(len(paths))
    tasks = (
        _Task(
            config, words, executor is not None, tuple(_held(root, changed, paths[n : n + _TASK]))
        )
        for n in range(0, len(paths), _TASK)
    )
    here = read_articles if is_own(executor) else None
    reading = in_order(executor, read_articles, tasks, here)
    with closing(reading), progress("reading articles", len(paths)) as step:
        for read in reading:
            step(len(read))
            for one in read:
                before = catalog.one(
                    "SELECT record, markdown FROM article WHERE path = ?", one.path
                )
                dirty |= _article(catalog, one)
                changes.edits[one.path] = found = edits(before, (one.record,), Article)
                if before is not None and one.record and before[1] != one.markdown:
                    found.append(("body", before[1], one.markdown))
    return dirty


def _failed(catalog: Catalog) -> set[str]:
    """Articles over which an annotator failed: what it stumbled on may be mended by now."""
    rows = catalog.rows(
        "SELECT a.path, p.problems FROM problem p JOIN article a ON a.path = p.path WHERE a.raw"
    )
    return {
        path
        for path, found in rows
        if any(p.code == "plugin" for p in decode(found, tuple[Problem, ...]))
    }


def _held(
    root: Path, changed: dict[str, File], paths: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        file = changed.get(path)
        data = file.data if file is not None and file.held else files.read(root, path)
        if data is not None:
            yield path, data


@dataclass(frozen=True, slots=True)
class _Task:
    """Articles to read; with their HTML, where others do it."""

    config: Config
    words: tuple[VocabularyEntry, ...]
    rendered: bool
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What is to be kept of a file; `record` is "" where it is no article."""

    path: str
    problems: tuple[Problem, ...]
    raw: bool
    record: str = ""
    markdown: str = ""
    vocabulary: str = ""
    names: tuple[tuple[str, str], ...] = ()
    body: tuple[str, str] | None = None  # digest of the text, and its HTML


def read_articles(task: _Task) -> list[_Read]:
    """Pure, so it runs in any process."""
    return [_read(task, path, data) for path, data in task.files]


_SAMPLE = b"Port Meridian opens its library\n\nThe `library` opened.\n"


def rehearse(config: Config) -> None:
    """Load what reading an article and a paste takes."""
    for head in (b"---\ntitle: Library\ndate: 2026-03-02\n---\n", b""):
        read_articles(_Task(config, (), True, ((f"{files.CONTENT}/sample.md", head + _SAMPLE),)))


def _read(task: _Task, path: str, data: bytes) -> _Read:
    from digestgen import parse

    raw = parse.is_raw(data)
    used: tuple[VocabularyEntry, ...] = ()
    if raw and task.words:
        from digestgen.extract import occurring

        text = parse.decode(data, path)
        used = tuple(occurring(text, task.words)) if isinstance(text, str) else ()
    parsed = parse.parse_article(data, path, task.config, used)
    record = parsed.record
    if record is None:
        return _Read(path, parsed.problems, raw)
    whole = (record.rights or task.config.rights or "full") == "full"
    body = _rendered(record.body) if task.rendered and whole else None
    known = tuple(sorted(names(record)))
    text, record = record.body, replace(record, body="")
    return _Read(path, parsed.problems, raw, encode(record), text, encode(used), known, body)


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


def _article(catalog: Catalog, read: _Read) -> set[int]:
    """Enter an article; its id, and of one that is none any more."""
    dirty = set() if read.record else _unpublish(catalog, read.path)
    catalog.set_problems(read.path, read.problems)
    if not read.record:
        return dirty
    row = catalog.one(
        "INSERT INTO article(path, record, body, url, raw, vocabulary, markdown) "
        "VALUES (?, ?, '', '', ?, ?, ?) ON CONFLICT(path) DO UPDATE SET record = excluded.record, "
        "raw = excluded.raw, vocabulary = excluded.vocabulary, markdown = excluded.markdown "
        "RETURNING id",
        read.path,
        read.record,
        int(read.raw),
        read.vocabulary,
        read.markdown,
    )
    article = int(row[0])
    catalog.one("DELETE FROM name WHERE article = ?", article)
    catalog.many("INSERT INTO name VALUES (?, ?, ?)", ((*name, article) for name in read.names))
    if read.body is not None:
        catalog.one("INSERT OR IGNORE INTO body VALUES (?, ?)", *read.body)
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
    gone = ((article,) for article in ordered)
    catalog.many("DELETE FROM article WHERE id = ? AND record = ''", gone)


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
                code="same-address",
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
    path, text, url, body, before, markdown = catalog.one(
        "SELECT path, record, url, body, contributions, markdown FROM article WHERE id = ?", article
    )
    old = decode(before, Contributions) if before else None
    new = None
    now = ""
    if url:
        keeper = catalog.one("SELECT min(path) FROM article WHERE url = ?", url)[0]
        if keeper == path:
            record = with_rights(decode(text, Article), resolve, config)
            new = contributions(record, resolve, config)
            now = _body(catalog, markdown if new.rights == "full" else "")
    changes.articles.add(path)
    if old is None and new is None:
        return None
    if old is not None and new is None:
        changes.withdrawn[path] = old.card.href
    differs = old != new
    if differs:
        for side in (old, new):
            if side is not None:
                changes.redirects |= {side.card.href, *side.redirects}
    if differs or now != body:
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
    digest = files.digest(text.encode())
    if catalog.one("SELECT 1 FROM body WHERE digest = ?", digest) is None:
        catalog.one("INSERT INTO body VALUES (?, ?)", *_rendered(text))
    return digest


def _rendered(text: str) -> tuple[str, str]:
    from digestgen import markdown

    return files.digest(text.encode()), encode(markdown.render(text))


def published(text: str, rights: Rights) -> Article:
    """The article of a stored record as it may be shown, its body aside."""
    return cut(decode(text, Article), rights)
