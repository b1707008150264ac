"""Where in the editor's files something stands that was seen in the catalog or on a built page."""

import re
from collections.abc import Iterable
from pathlib import Path

from digestgen import files
from digestgen.catalog import Catalog
from digestgen.model import Place
from digestgen.names import name_key


class Sources:
    """The files of a digest, and which of them a page of the site shows the text of."""

    def __init__(self, root: Path, site: str, config: str, catalog: Catalog) -> None:
        self.root = root
        self.site = site  # the output folder as the editor knows it
        self.config = config  # the file's name
        self.catalog = catalog
        self.documents = [path for (path,) in catalog.rows("SELECT path FROM document")]
        self._last = ("", "")

    def text(self, path: str) -> str:
        if self._last[0] != path:
            text = (files.read(self.root, path) or b"").decode("utf-8", "replace")
            self._last = path, text.replace("\r\n", "\n").replace("\r", "\n")
        return self._last[1]

    def find(self, path: str, words: Iterable[str]) -> list[Place]:
        """Every place of the first of these words that the file holds; parts of longer words and
        addresses don't count."""
        text = self.text(path)
        for word in words:
            whole = rf"(?<![\w%]){re.escape(word)}(?![\w%/-])"
            if word in text and (found := [m.start() for m in re.finditer(whole, text)]):
                return [place_at(path, text, at) for at in found]
        return []

    def place(self, path: str, *words: str) -> Place:
        """The first place of the first of these words, else the file as a whole."""
        return next(iter(self.find(path, words)), Place(path))

    def key(self, path: str, key: str, *words: str) -> Place:
        """The place of one of these words after a key of the front matter, else of the key, else
        (in a paste, which has no keys) of one of the words."""
        text = self.text(path)
        start = re.search(rf"^[ \t]*{key}:", text, re.MULTILINE)
        if start is None:
            return self.place(path, *words)
        after = (text.find(word, start.end()) for word in words if word)
        return place_at(path, text, next((at for at in after if at >= 0), start.start()))

    def owner(self, page: str) -> str:
        """The file whose text a page of the site (its output path) shows, "" for none."""
        row = self.catalog.one("SELECT subject FROM page WHERE path = ?", page)
        kind, _, rest = (row[0] if row else "").partition(":")
        if kind == "article":
            return str(rest)
        taxonomy, _, slug = rest.partition("/") if kind == "term" else (f"{kind}s", "", rest)
        row = self.catalog.one(
            "SELECT path FROM document WHERE kind = ? AND key = ? ORDER BY path", taxonomy, slug
        )
        return str(row[0]) if row else ""

    def naming(self, taxonomy: str, name: str, slug: str) -> Place:
        """Where the first article, by path, lists a term by this name; else the term's profile."""
        row = self.catalog.one(
            "SELECT min(a.path) FROM name n JOIN article a ON a.id = n.article "
            "WHERE n.taxonomy = ? AND n.key = ? AND a.contributions <> ''",
            taxonomy,
            name_key(name),
        )
        return self.key(row[0], taxonomy, name) if row[0] else Place(profile_path(taxonomy, slug))

    def output(self, page: str) -> Place:
        """A file of the site itself, where no file of the editor's is to blame."""
        return Place(f"{self.site}/{page}")


def place_at(path: str, text: str, offset: int) -> Place:
    """Line and column, from 1, of an offset in a file's text."""
    return Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def profile_path(taxonomy: str, slug: str) -> str:
    """The file of a term's profile, whether there is one or not."""
    return f"{files.CONTENT}/{taxonomy}/{slug}.md"
