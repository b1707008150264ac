"""The catalog: one SQLite file in `.digestgen/` that remembers sources, articles, contributions,
values, pages and outputs. Disposable: another version throws it away and builds it again.

Two relations decide what is rebuilt: `contribution` (article -> collections) and `reading`
(page -> named values). Everything in a build happens in one transaction that commits after the
files are in place, so the catalog may lag the disk and never leads it; where other processes have to
read it before, it says that it is unfinished.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from digestgen import cache
from digestgen.model import Problem

T = TypeVar("T")

DatabaseError = sqlite3.Error
"""What any use of a catalog may raise; `cache.locked` puts it into words."""

_SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source(
  path TEXT PRIMARY KEY, kind TEXT NOT NULL, signature TEXT NOT NULL, digest TEXT NOT NULL
) WITHOUT ROWID;
-- pictures in assets/ that say how large they are
CREATE TABLE picture(
  path TEXT PRIMARY KEY, width INTEGER NOT NULL, height INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE problem(path TEXT PRIMARY KEY, problems TEXT NOT NULL) WITHOUT ROWID;

-- articles: what the file states, its Markdown apart, and what it contributes now ("" while it is not
-- published). SQLite reads a row up to the column asked for: cards come early, because many lists show
-- them, and the Markdown, which few ask for, is last
CREATE TABLE article(
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, card TEXT NOT NULL DEFAULT '', body TEXT NOT NULL,
  url TEXT NOT NULL, raw INTEGER NOT NULL, record TEXT NOT NULL, contributions TEXT NOT NULL DEFAULT '',
  vocabulary TEXT NOT NULL, markdown TEXT NOT NULL
);
CREATE INDEX article_url ON article(url);
CREATE INDEX article_body ON article(body);
CREATE INDEX article_raw ON article(raw) WHERE raw;
CREATE TABLE body(digest TEXT PRIMARY KEY, html TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE name(
  taxonomy TEXT NOT NULL, key TEXT NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY(taxonomy, key, article)
) WITHOUT ROWID;
CREATE INDEX name_article ON name(article);

-- profiles, plain pages, edition introductions
CREATE TABLE document(
  path TEXT PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX document_key ON document(kind, key);
CREATE TABLE alias(
  taxonomy TEXT NOT NULL, key TEXT NOT NULL, slug TEXT NOT NULL, is_name INTEGER NOT NULL,
  address TEXT NOT NULL, PRIMARY KEY(taxonomy, key, slug)
) WITHOUT ROWID;
CREATE INDEX alias_address ON alias(taxonomy, address);
CREATE INDEX alias_slug ON alias(taxonomy, slug);
CREATE TABLE redirect(
  href TEXT NOT NULL, article INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY(href, article)
) WITHOUT ROWID;
CREATE INDEX redirect_key ON redirect(key);

-- collections and what is reduced from their contributions
CREATE TABLE collection(
  id INTEGER PRIMARY KEY, taxonomy TEXT NOT NULL, slug TEXT NOT NULL, count INTEGER NOT NULL,
  label TEXT NOT NULL DEFAULT '', sorting TEXT NOT NULL DEFAULT '', initial TEXT NOT NULL DEFAULT '',
  hidden INTEGER NOT NULL DEFAULT 0, first TEXT NOT NULL DEFAULT '', plain TEXT NOT NULL DEFAULT '',
  UNIQUE(taxonomy, slug)
);
CREATE INDEX collection_initial ON collection(taxonomy, initial, sorting);
CREATE INDEX collection_count ON collection(taxonomy, count);
CREATE INDEX collection_first ON collection(taxonomy, first);
CREATE INDEX collection_plain ON collection(taxonomy, plain);
CREATE TABLE contribution(
  collection INTEGER NOT NULL, key TEXT NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY(collection, key)
) WITHOUT ROWID;
CREATE TABLE month(
  collection INTEGER NOT NULL, month TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(collection, month)
) WITHOUT ROWID;
CREATE TABLE seen(  -- in which editions a term was
  collection INTEGER NOT NULL, edition TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(collection, edition)
) WITHOUT ROWID;
CREATE TABLE spelling(
  collection INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(collection, name)
) WITHOUT ROWID;
CREATE TABLE role(
  collection INTEGER NOT NULL, role TEXT NOT NULL, key TEXT NOT NULL,
  PRIMARY KEY(collection, role, key)
) WITHOUT ROWID;
CREATE TABLE pair(
  collection INTEGER NOT NULL, other INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY(collection, other)
) WITHOUT ROWID;
CREATE TABLE quote(
  collection INTEGER NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY(collection, key, number)
) WITHOUT ROWID;

-- named values, the pages that read them, and the files made of those
CREATE TABLE value(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL);
CREATE TABLE page(
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, kind TEXT NOT NULL
);
CREATE INDEX page_subject ON page(subject);
CREATE TABLE read(value INTEGER NOT NULL, page INTEGER NOT NULL, PRIMARY KEY(value, page)) WITHOUT ROWID;
CREATE INDEX read_page ON read(page);
CREATE VIEW reading(value, page) AS SELECT v.name, p.path
  FROM read r JOIN value v ON v.id = r.value JOIN page p ON p.id = r.page;
-- an output folder: the catalog's generation it was made from, how many files there are, the digest
-- of its manifest, and what the last build was told and had to say (see fresh.py); of its search index,
-- digests of the text that it holds and of its files, and whether that text is known to be the pages'
CREATE TABLE target(
  id INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, generation INTEGER NOT NULL,
  files INTEGER NOT NULL DEFAULT 0, manifest TEXT NOT NULL DEFAULT '', asked TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '', search TEXT NOT NULL DEFAULT '', indexed TEXT NOT NULL DEFAULT '',
  is_indexed INTEGER NOT NULL DEFAULT 0
);
-- `searched`: the digest of what search sees of a page, "" for nothing
CREATE TABLE output(
  target INTEGER NOT NULL, path TEXT NOT NULL, trace TEXT NOT NULL, digest TEXT NOT NULL,
  signature TEXT NOT NULL, searched TEXT NOT NULL, PRIMARY KEY(target, path)
) WITHOUT ROWID;
-- what `why` tells: builds with the changes they found, and which of them last made a page, for which
-- values; without a row it was made with the catalog
CREATE TABLE build(number INTEGER PRIMARY KEY, changes TEXT NOT NULL);
CREATE TABLE reason(
  page TEXT PRIMARY KEY, build INTEGER NOT NULL, reads TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX reason_build ON reason(build);
CREATE INDEX output_foreign ON output(target) WHERE signature = 'foreign';
"""


class Catalog:
    """The catalog file, opened for one build or for a series of them."""

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = self._open(version)
        self._inode = path.stat().st_ino

    @classmethod
    def reader(cls, path: Path) -> "Catalog":
        """The catalog as it was last committed, while another process has it open."""
        made = cls.__new__(cls)
        made.path = path
        made.db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        made.db.execute("PRAGMA cache_size = -16384")
        return made

    def _open(self, version: str) -> sqlite3.Connection:
        try:
            if cache.is_sealed(self.path):
                db = self._connect()
                if self._version(db) == version:
                    return db
                db.close()
        except sqlite3.DatabaseError:
            with suppress(NameError, sqlite3.Error):
                db.close()
        return self._create(version)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")  # losing the last build costs only its repetition
        db.execute("PRAGMA cache_size = -16384")
        return db

    @staticmethod
    def _version(db: sqlite3.Connection) -> str:
        row = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        return str(row[0]) if row else ""

    def _create(self, version: str) -> sqlite3.Connection:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).unlink()
        db = self._connect()
        db.executescript("BEGIN;" + _SCHEMA)
        db.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
        db.execute("COMMIT")
        cache.seal(self.path)
        return db

    def is_current(self) -> bool:
        """Whether the file we have open is still the one in the folder, and as it was left."""
        return self._is_ours() and cache.is_sealed(self.path)

    def _is_ours(self) -> bool:
        try:
            return self.path.stat().st_ino == self._inode
        except FileNotFoundError:
            return False

    def begin(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.db.execute("COMMIT")
        cache.seal(self.path)

    def rollback(self) -> None:
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")
            cache.seal(self.path)

    def change(self, sql: str, *parameters: Any) -> None:
        """One statement that is a transaction of its own."""
        self.db.execute(sql, parameters)
        cache.seal(self.path)

    def close(self) -> None:
        """What is in the log goes into the file. For use while `cache.locked` if that is to be had: SQLite
        keeps others out while it does this, and a seal that another writes at the same moment costs at
        most one build of everything."""
        self.rollback()
        was_sealed = self.is_current()
        self.db.close()
        if was_sealed:
            cache.seal(self.path)

    def folder(self, name: str) -> str:
        """A folder beside the catalog for what holds for this version only; those of others go."""
        folder = self.path.parent / name / self.version
        if not folder.is_dir():
            import shutil

            shutil.rmtree(folder.parent, ignore_errors=True)
            folder.mkdir(parents=True)
        return os.fspath(folder)

    # --- small things ------------------------------------------------------------------------

    def meta(self, key: str) -> str:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def rows(self, sql: str, *parameters: Any) -> Iterator[Any]:
        return iter(self.db.execute(sql, parameters))

    def one(self, sql: str, *parameters: Any) -> Any:
        return self.db.execute(sql, parameters).fetchone()

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self.db.executemany(sql, rows)

    # --- problems ----------------------------------------------------------------------------

    def set_problems(self, path: str, problems: Iterable[Problem]) -> None:
        """What is wrong with one file, replacing what was known."""
        found = tuple(problems)
        if found:
            self.db.execute("INSERT OR REPLACE INTO problem VALUES (?, ?)", (path, encode(found)))
        else:
            self.db.execute("DELETE FROM problem WHERE path = ?", (path,))

    def problems(self) -> list[Problem]:
        rows = self.db.execute("SELECT problems FROM problem ORDER BY path")
        return [p for (text,) in rows for p in decode(text, tuple[Problem, ...])]


def encode(value: object) -> str:
    """JSON of a record, in field order: the same value gives the same text."""
    return msgspec.json.encode(value).decode()


def decode(text: str, kind: type[T]) -> T:
    """The record back from its JSON."""
    return msgspec.json.decode(text, type=kind)
