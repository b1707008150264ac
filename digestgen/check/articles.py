"""What an article says that its own text or the rest of the digest does not bear out."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape

from digestgen.catalog import Catalog, decode
from digestgen.check.names import is_full
from digestgen.check.places import Sources
from digestgen.config import Config
from digestgen.contribute import Contributions
from digestgen.markdown import Body
from digestgen.model import Article, Problem
from digestgen.names import name_key
from digestgen.urls import output_path

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")
_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|\(…\)|…|\.\.\.")
_FEWEST = 2  # words in a row that a part of a quote must have in the text
_PARTS = 4  # parts that an attribution may split a quote into
_PICTURE = re.compile(r"!\[[^\[\]]*\]\(\s*<?(https?:[^)\s>]+)", re.IGNORECASE)


def article_problems(
    catalog: Catalog, config: Config, sources: Sources, today: date
) -> Iterator[Problem]:
    """Warnings about every article; of those that are not published only about their dates."""
    no_people = _known(catalog, ("organizations", "places", "topics"))
    rows = catalog.rows(
        "SELECT a.record, a.markdown, a.contributions, coalesce(b.html, '') FROM article a "
        "LEFT JOIN body b ON b.digest = a.body ORDER BY a.path"
    )
    for record, text, given, html in rows:
        article = replace(decode(record, Article), body=text)
        yield from _future(article, sources, today)
        if not given or article.gone:
            continue
        yield from _speakers(article, decode(given, Contributions), no_people, sources)
        if html and not article.raw and decode(given, Contributions).rights == "full":
            yield from _quotes(article, decode(html, Body), sources)
        yield from _pictures(article, sources)


def _known(catalog: Catalog, taxonomies: tuple[str, ...]) -> frozenset[str]:
    """The keys of every name listed in these taxonomies."""
    marks = ", ".join("?" * len(taxonomies))
    rows = catalog.rows(f"SELECT DISTINCT key FROM name WHERE taxonomy IN ({marks})", *taxonomies)
    return frozenset(key for (key,) in rows)


def _future(article: Article, sources: Sources, today: date) -> Iterator[Problem]:
    for key, moment in (("date", article.date), ("updated", article.updated)):
        if moment is not None and moment.day > today.isoformat():
            yield Problem(
                sources.key(article.path, key, moment.day),
                f"{key}: {moment.day} is later than today",
                f"today is {today.isoformat()}",
                "warning",
                code="future-date",
            )


def _speakers(
    article: Article, given: Contributions, no_people: frozenset[str], sources: Sources
) -> Iterator[Problem]:
    for speaker in dict.fromkeys(quote.speaker for quote in given.quotes if not quote.slug):
        if is_full(speaker) and name_key(speaker) not in no_people:
            yield Problem(
                sources.key(article.path, "quotes", speaker),
                f'"{speaker}" speaks but is not in people:, so the quote is on nobody\'s page',
                f'add "{speaker}" to people:',
                "warning",
                code="unlisted-speaker",
            )


def _quotes(article: Article, body: Body, sources: Sources) -> Iterator[Problem]:
    if not article.quotes:
        return
    text = _plain(unescape(_TAG.sub("", body.html)))
    for quote in article.quotes:
        if not all(_occurs(part, text) for part in _LEFT_OUT.split(quote.text)):
            first = " ".join(quote.text.split()[:4])
            yield Problem(
                sources.key(article.path, "quotes", first, quote.text[:12]),
                f'the text does not hold the quote "{_short(quote.text)}"',
                "copy it from the text, with … where words are left out",
                "warning",
                code="quote-not-in-text",
            )


def _plain(text: str) -> str:
    """The words of a text between spaces, without case and punctuation."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(words)} "


def _occurs(quote: str, text: str) -> bool:
    """Whether the words of a quote stand in a text in their order, in at most a few parts: between
    those the article says who speaks."""
    words = _plain(quote).split()
    at = 0
    for _ in range(_PARTS):
        if not words:
            break
        for count in range(len(words), 0, -1):
            found = text.find(f" {' '.join(words[:count])} ", at)
            if found >= 0 and (count >= min(_FEWEST, len(words))):
                at = found + sum(len(word) + 1 for word in words[:count])
                words = words[count:]
                break
        else:
            return False
    return not words


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def _pictures(article: Article, sources: Sources) -> Iterator[Problem]:
    for url in dict.fromkeys(_PICTURE.findall(article.body)):
        yield Problem(
            sources.place(article.path, url),
            f"the picture {url} is not shown: a page loads nothing from elsewhere",
            "save it in content/assets/ and write ![what it shows](/assets/…)",
            "warning",
            code="picture-elsewhere",
        )


def redirect_problems(catalog: Catalog, sources: Sources) -> Iterator[Problem]:
    """Old addresses in `redirect_from` that lead nowhere else than before."""
    declared: dict[str, list[tuple[str, str]]] = {}  # old address -> (article, its address)
    for href, path, card in catalog.rows(
        "SELECT r.href, a.path, json_extract(a.card, '$.href') FROM redirect r "
        "JOIN article a ON a.id = r.article ORDER BY r.href, a.path"
    ):
        declared.setdefault(href, []).append((path, card))
    for href, owners in declared.items():
        page = catalog.one("SELECT kind FROM page WHERE path = ?", output_path(href))
        for number, (path, card) in enumerate(owners):
            place = sources.key(path, "redirect_from", href.removeprefix("/articles/").strip("/"))
            hint = "delete the entry"
            if _returns(href, card, declared):
                message = f"{href} redirects to itself"
                yield Problem(place, message, hint, code="redirect-loop")
            elif page and page[0] != "redirect":
                message = f"{href} is a page, so it can't redirect to {card}"
                yield Problem(place, message, hint, "warning", code="redirect-exists")
            elif number:
                message = f"{href} redirects to the article in {owners[0][0]} already"
                yield Problem(place, message, hint, "warning", code="redirect-twice")


def _returns(start: str, target: str, declared: dict[str, list[tuple[str, str]]]) -> bool:
    """Whether following redirects from `target` comes back to `start`."""
    seen: set[str] = set()
    while target != start:
        if target in seen or target not in declared:
            return False
        seen.add(target)
        target = declared[target][0][1]
    return True
