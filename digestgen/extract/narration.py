"""The narration: an article without what it quotes, at the same offsets, and the names in it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from digestgen.extract.article import Article
from digestgen.extract.mentions import Mention
from digestgen.extract.quotations import Quotation
from digestgen.names import surname

BLANK = "\x02"
_FIRST_WORD = re.compile(r"[\w.&'’-]+")
_LAST_WORD = re.compile(r"[\w.&'’-]+$")
_FEWEST_BLANKED = 3  # words; a nickname or scare quote is part of the narration


def blank(article: Article, quoted: list[Quotation]) -> str:
    """The article's text with quotations blanked, at the same offsets. Their marks become “ and ”,
    and the last mark of their words stays: “…,”."""
    text = article.text
    pieces, at = [], 0
    for quote in quoted:
        start, end = quote.outer
        if start < at or (len(quote.text.split()) < _FEWEST_BLANKED and quote.text[-1:].isalnum()):
            continue
        last = text[quote.start : quote.end].rstrip()[-1:]
        last = last if last and not last.isalnum() else BLANK
        pieces += [text[at:start], "“", BLANK * max(end - start - 3, 0), last, "”"]
        at = start + max(end - start, 3)
    return "".join((*pieces, text[at:]))[: len(text)]


class Narration:
    """The article without what is quoted, and the names in it by where they begin and end."""

    def __init__(
        self,
        text: str,
        mentions: Iterable[Mention],
        people: Iterable[str],
        organizations: Iterable[str],
    ) -> None:
        self.text = text
        self.mentions = list(mentions)
        self.starts = [m.title_start for m in self.mentions]
        self.by_end = {m.end: m for m in self.mentions}
        self.by_start = {m.start: m for m in self.mentions}
        self.by_start.update({m.title_start: m for m in self.mentions})
        self.surnames = frozenset(surname(name) for name in people)
        self._by_first: dict[str, list[str]] = defaultdict(list)
        self._by_last: dict[str, list[str]] = defaultdict(list)
        for name in sorted(organizations, key=len, reverse=True):
            if words := name.split():
                self._by_first[words[0]].append(name)
                self._by_last[words[-1]].append(name)

    def name_ending(self, begin: int, end: int) -> tuple[int, str] | None:
        """Where the name that ends here starts (with its title), and the name."""
        mention = self.by_end.get(end)
        last = _LAST_WORD.search(self.text[max(begin, end - 40) : end])
        for name in self._by_last.get(last[0], ()) if last else ():
            if self.text.endswith(name, begin, end):
                if mention is None or len(name) > mention.end - mention.title_start:
                    return end - len(name), name
                break
        return (mention.title_start, mention.name) if mention and mention.start >= begin else None

    def name_starting(self, start: int) -> tuple[int, str] | None:
        """Where the name (or title and name) that starts here ends, and the name."""
        mention = self.by_start.get(start)
        first = _FIRST_WORD.match(self.text, start, start + 40)
        for name in self._by_first.get(first[0], ()) if first else ():
            if (
                self.text.startswith(name, start)
                and not self.text[start + len(name) : start + len(name) + 1].isalnum()
            ):
                if mention is None or start + len(name) > mention.end:
                    return start + len(name), name
                break
        return (mention.end, mention.name) if mention else None

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in a span."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
