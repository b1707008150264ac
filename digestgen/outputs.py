"""What the catalog knows of the files in one output folder: looked up one by one, so that a build's
work follows what it makes and not the size of the site."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from digestgen import files
from digestgen.catalog import Catalog, decode, encode
from digestgen.output_folder import Output

FOREIGN = "foreign"
"""In place of a signature: a file of the user's own stands there."""


@dataclass(frozen=True, slots=True)
class Made:
    """One output: the trace it was made from, its bytes' digest, its stat signature, and the digest
    of what search sees of it."""

    trace: str
    digest: str
    signature: str
    searched: str = ""


class Outputs:
    """The rows of one output folder, as the last build left them and as this one makes them."""

    def __init__(self, catalog: Catalog, folder: Path) -> None:
        self._catalog = catalog
        key = str(folder.resolve())
        columns = "id, generation, files, manifest, indexed"
        row = catalog.one(f"SELECT {columns} FROM target WHERE folder = ?", key) or catalog.one(
            f"INSERT INTO target(folder, generation) VALUES (?, -1) RETURNING {columns}", key
        )
        self.id, generation, self.files, self.manifest, self.indexed = row
        self.in_sync = str(generation) == catalog.meta("generation")
        self.is_first = not catalog.meta("generation")  # build of the whole digest
        self._is_new = generation == -1
        self._known: dict[str, Made | None] = {}
        self._made: dict[str, Made] = {}
        self._damaged: set[str] = set()

    def get(self, path: str) -> Made | None:
        """What the last build made at a path."""
        if self._is_new:
            return None
        if path not in self._known:
            row = self._catalog.one(
                "SELECT trace, digest, signature, searched FROM output WHERE target = ? AND path = ?",
                self.id,
                path,
            )
            self._known[path] = Made(*row) if row else None
        return self._known[path]

    def was_ours(self, path: str) -> bool:
        known = self.get(path)
        return known is not None and known.signature != FOREIGN

    def is_current(self, path: str, trace: str) -> bool:
        """Whether a path has, undamaged, what a page with this trace would be."""
        if path in self._made:
            return self._made[path].trace == trace
        known = self.get(path)
        return known is not None and known.trace == trace and path not in self._damaged

    def has_bytes(self, path: str, digest: str) -> bool:
        """Whether a path holds these bytes already, and they are ours."""
        known = self.get(path)
        same = known is not None and known.digest == digest and known.signature != FOREIGN
        return same and path not in self._damaged

    def put(self, path: str, made: Made) -> None:
        self._made[path] = made

    def damaged(self, output: Output) -> list[str]:
        """Outputs that are no longer what we wrote, found by looking at every one of them."""
        damaged = []
        for path, signature in self._differing(output.folder):
            known = self.get(path)
            assert known is not None
            now = output.signature(path)
            if now and now == signature:
                continue
            data = output.read(path) if now is not None else None
            same = data is not None and files.digest(data) == known.digest
            if signature == FOREIGN and not same and output.owner_problem(path):
                continue
            if not same or signature == FOREIGN:
                damaged.append(path)
            elif now:
                self._catalog.one(
                    "UPDATE output SET signature = ? WHERE target = ? AND path = ?",
                    now,
                    self.id,
                    path,
                )
        self._damaged.update(damaged)
        return damaged

    def _differing(self, folder: Path) -> list[tuple[str, str]]:
        """(path, recorded signature) of outputs whose stat is another one now."""
        rows = self._catalog.rows("SELECT path, signature FROM output WHERE target = ?", self.id)
        return list(files.differing(f"{folder}{os.sep}", rows))

    def ours(self) -> set[str]:
        """The paths of the outputs that the last build made."""
        rows = self._catalog.rows(
            "SELECT path FROM output WHERE target = ? AND signature <> ?", self.id, FOREIGN
        )
        return {path for (path,) in rows}

    def foreign(self) -> list[str]:
        """The paths where a file of the user's own is in the way of a page."""
        rows = self._catalog.rows(
            "SELECT path FROM output INDEXED BY output_foreign "
            "WHERE target = ? AND signature = 'foreign'",
            self.id,
        )
        return [path for (path,) in rows]

    def no_pages(self) -> list[str]:
        """Outputs that no page is made at any more, found by looking at every one of them."""
        rows = self._catalog.rows(
            "SELECT path FROM output o WHERE target = ? "
            "AND NOT EXISTS(SELECT 1 FROM page p WHERE p.path = o.path)",
            self.id,
        )
        return [path for (path,) in rows]

    def in_the_way(self) -> list[str]:
        """Where this build met a file of the user's own."""
        return [path for path, made in self._made.items() if made.signature == FOREIGN]

    def ours_after(self, removed: Iterable[str]) -> set[str]:
        """The paths of all outputs once this build is done."""
        return (self.ours() | self._made.keys()).difference(removed, self.in_the_way())

    def record(self, output: Output, removed: Iterable[str]) -> None:
        """Enter what this build made, once it is in place."""
        rows = [
            (
                self.id,
                path,
                made.trace,
                made.digest,
                made.signature or output.signature(path) or "",
                made.searched,
            )
            for path, made in self._made.items()
        ]
        come = sum(made.signature != FOREIGN for made in self._made.values())
        come -= sum(self.was_ours(path) for path in (*self._made, *removed))
        self.files += come
        self._catalog.many("INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._catalog.many(
            "DELETE FROM output WHERE target = ? AND path = ?",
            [(self.id, path) for path in removed],
        )

    def move(self, moved: bool) -> None:
        """Enter that the catalog changes with this build, so that other output folders, and this one
        should the build come to nothing, are behind it."""
        if moved or self.is_first:
            generation = int(self._catalog.meta("generation") or 0) + moved
            self._catalog.set_meta("generation", str(generation))

    def publish(self, moved: bool, withdrawn: Mapping[str, str]) -> None:
        """Commit the catalog before the build is done. Should nothing come of one that `moved` it, the
        output folders are behind, and the next plans everything and knows what this one withdrew
        (article -> href)."""
        if moved:
            self._catalog.set_meta("unfinished", encode(withdrawn))
            self.move(True)
        self._catalog.commit()
        self._catalog.begin()

    def withdrawn_before(self) -> dict[str, str]:
        """What an unfinished build withdrew and is not published again."""
        text = self._catalog.meta("unfinished")
        known = decode(text, dict[str, str]) if text else {}
        query = "SELECT 1 FROM article WHERE path = ? AND url <> ''"
        return {path: href for path, href in known.items() if not self._catalog.one(query, path)}

    def settle(self, manifest: str, asked: str, said: str, has_search: bool) -> None:
        """Enter what the build came to. Whether the search index is still that of its pages is for
        the step after it to find."""
        self._catalog.set_meta("unfinished", "")
        self._catalog.one(
            "UPDATE target SET generation = ?, files = ?, manifest = ?, asked = ?, said = ?, "
            "indexed = ?, is_indexed = ? WHERE id = ?",
            int(self._catalog.meta("generation")), self.files, manifest, asked,
            "" if self.foreign() else said,
            self.indexed if has_search else "", not has_search, self.id,
        )  # fmt: skip
