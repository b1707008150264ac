"""Where in the editor's files something stands that was seen in the catalog or on a built page."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from digestgen import files
from digestgen.model import Place

_NOT_INSIDE = r"(?<![\w%]){}(?![\w%])"


class Sources:
    """The files of a digest as text, read when first asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.text = lru_cache(maxsize=64)(self._text)

    def _text(self, path: str) -> str:
        data = files.read(self.root, path) or b""
        return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")

    def find(self, path: str, words: Iterable[str]) -> Place | None:
        """The place of the first of these words that the file holds, as a whole word."""
        text = self.text(path)
        for word in words:
            if word and (found := re.search(_NOT_INSIDE.format(re.escape(word)), text)):
                return place_at(path, text, found.start())
        return None

    def place(self, path: str, *words: str) -> Place:
        """The place of the first of these words, else the file as a whole."""
        return self.find(path, words) or Place(path)

    def key(self, path: str, key: str, *words: str) -> Place:
        """The place of one of these words after a key of the front matter, else of the key."""
        text = self.text(path)
        start = re.search(rf"^{key}:", text, re.MULTILINE)
        if start is None:
            return self.place(path, *words)
        for word in words:
            at = text.find(word, start.end())
            if word and at >= 0:
                return place_at(path, text, at)
        return place_at(path, text, start.start())


def place_at(path: str, text: str, offset: int) -> Place:
    """Line and column, from 1, of an offset in a file's text."""
    return Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
