"""Article -> what it contributes to which collections; pure but for the resolver it is given.

A collection is named by a taxonomy and a slug: people/ada-okafor, editions/2026-03-03,
archive/2026-03, site/all. Contributions are keyed by resolved slugs, so an alias moves them
although no article changed.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from digestgen import dates, urls
from digestgen.config import Config
from digestgen.model import TERM_TAXONOMIES, Article, Rights
from digestgen.names import name_key, term_slug
from digestgen.views import Card

Resolve = Callable[[str, str], str | None]
"""(taxonomy, name key) -> the slug of the profile that has this name or alias, or None."""

UNNAMED = "unnamed"
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Term:
    """A collection that an article belongs to; `name` is how the article spells it."""

    taxonomy: str
    slug: str
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class SaidBy:
    """A quote with the person it is resolved to ("" when unnamed)."""

    id: str
    text: str
    speaker: str  # as written
    slug: str


@dataclass(frozen=True, slots=True)
class Contributions:
    """`key` orders the article in every collection; `card` is what they show of it."""

    key: str
    card: Card
    terms: tuple[Term, ...]
    quotes: tuple[SaidBy, ...]
    rank: int | None = None  # its place in its edition
    redirects: tuple[str, ...] = ()  # hrefs that lead to it
    rights: Rights = "full"


def with_rights(article: Article, resolve: Resolve, config: Config) -> Article:
    """The article as it may be published: a private body goes before anything is made of it. A
    source is meant by any name that leads to its page."""

    def page(source: str) -> str:
        return resolve("sources", name_key(source)) or term_slug(source)

    rights = article.rights or config.rights or "full"
    if article.rights is None and article.source and config.rights_by_source:
        own = page(article.source.name)
        rights = next((r for source, r in config.rights_by_source if page(source) == own), rights)
    return cut(article, rights)


def cut(article: Article, rights: Rights) -> Article:
    """What these rights leave of an article; one that is published in full stays as it is."""
    if rights == "full":
        return article
    if rights == "excerpt":
        return replace(article, rights=rights, body="")
    return replace(article, rights=rights, body="", summary="", quotes=(), image=None)


def permalink(article: Article) -> str:
    """Its path below /articles/."""
    return article.permalink or urls.article_path(article.title, article.date)


def contributions(article: Article, resolve: Resolve, config: Config) -> Contributions:
    """What an article, cut to its rights, contributes; a tombstone contributes nothing."""
    card = Card(
        href=urls.article_href(permalink(article)),
        title=article.title,
        date=article.date,
        source=article.source.name if article.source else "",
        summary=article.summary,
        language="" if _same_language(article.language, config.language) else article.language,
    )
    key = dates.order_key(article.date, article.path)
    redirects = tuple(urls.article_href(path) for path in article.redirect_from)
    if article.gone:
        return Contributions(key, card, (), (), None, redirects, article.rights or "full")
    terms: dict[tuple[str, str], Term] = {}

    def add(taxonomy: str, name: str, role: str = "") -> str:
        if taxonomy not in config.taxonomies:
            return ""
        slug = resolve(taxonomy, name_key(name)) or term_slug(name)
        known = terms.get((taxonomy, slug))
        if known is None:
            terms[taxonomy, slug] = Term(taxonomy, slug, name, role)
        elif role and not known.role:
            terms[taxonomy, slug] = replace(known, role=role)
        return slug

    for taxonomy in TERM_TAXONOMIES:
        for mention in article.mentions(taxonomy):
            if taxonomy != "organizations" or not _is_own(article, mention.name, resolve):
                add(taxonomy, mention.name, mention.role)
    quotes = _quotes(article, resolve, add)
    if article.section:
        add("sections", article.section)
    if article.source:
        add("sources", article.source.name)
    for author in article.authors:
        add("authors", author)
    terms_and_groups = (*terms.values(), *_groups(article, quotes, config))
    return Contributions(
        key, card, terms_and_groups, quotes, article.rank, redirects, article.rights or "full"
    )


def _same_language(one: str, site: str) -> bool:
    """Whether an article needs no word on its language: British and American English are one."""
    return not one or one.partition("-")[0].lower() == site.partition("-")[0].lower()


def _is_own(article: Article, name: str, resolve: Resolve) -> bool:
    """Whether a body is the article's own source, which its people "told the Courier" something: it
    is one of the story's only if the digest has a profile of it."""
    key = name_key(name)
    own = article.source is not None and key == name_key(article.source.name)
    return own and resolve("organizations", key) is None


def _quotes(
    article: Article, resolve: Resolve, add: Callable[[str, str], str]
) -> tuple[SaidBy, ...]:
    """A speaker is a person if the article lists them or a profile knows them; anyone else ("a
    harbour official") is unnamed."""
    listed = {name_key(mention.name) for mention in article.people}
    found = []
    for quote in article.quotes:
        key = name_key(quote.speaker)
        known = key and (key in listed or resolve("people", key) is not None)
        slug = add("people", quote.speaker) if known else ""
        found.append(SaidBy(quote_id(quote.text), quote.text, quote.speaker, slug))
    return tuple(found)


def quote_id(text: str) -> str:
    """A permalink's anchor, from the text alone."""
    return "q-" + hashlib.sha256(text.encode()).hexdigest()[:10]


def _groups(article: Article, quotes: tuple[SaidBy, ...], config: Config) -> list[Term]:
    """The collections that are not terms."""
    found = [Term("site", "all")]
    found.append(Term("archive", article.date.day[:7] if article.date else UNDATED))
    edition = edition_of(article, config)
    if edition:
        found.append(Term("editions", edition))
    if article.thread:
        found.append(Term("threads", term_slug(article.thread), article.thread))
    if quotes:
        found.append(Term("quotes", "all"))
    if any(not quote.slug for quote in quotes):
        found.append(Term("quotes", UNNAMED))
    return found


def edition_of(article: Article, config: Config) -> str:
    """The key of the edition an article is in, "" for none."""
    if config.edition_by == "added":
        day = "" if article.raw else article.added
    else:
        day = article.date.day if article.date else ""
    return dates.edition_key(day, config.edition) if day else ""


def names(article: Article) -> set[tuple[str, str]]:
    """Every (taxonomy, name key) whose resolution the article's contributions depend on, whether a
    profile has it today or not."""
    found = {(t, name_key(m.name)) for t in TERM_TAXONOMIES for m in article.mentions(t)}
    found |= {("people", name_key(q.speaker)) for q in article.quotes if q.speaker}
    if article.section:
        found.add(("sections", name_key(article.section)))
    if article.source:
        found.add(("sources", name_key(article.source.name)))
    return found | {("authors", name_key(author)) for author in article.authors}
