"""Introductions to editions that nobody will read, and orders that order nothing."""

from collections.abc import Iterator

from digestgen.catalog import Catalog, decode
from digestgen.check.places import Sources
from digestgen.config import Config
from digestgen.contribute import permalink
from digestgen.model import Article, EditionIntro, Problem
from digestgen.values.site import order_key


def edition_problems(catalog: Catalog, config: Config, sources: Sources) -> Iterator[Problem]:
    """Warnings about the files in `content/editions/`."""
    records = catalog.rows("SELECT record FROM document WHERE kind = 'editions' ORDER BY path")
    for (text,) in records:
        intro = decode(text, EditionIntro)
        articles = _articles(catalog, intro.key)
        if not articles:
            weekly = "w" in intro.key
            wrong = weekly != (config.edition == "weekly")
            yield Problem(
                sources.place(intro.path),
                f"no article is in the edition {intro.key}, so it has no page",
                f"digest.yaml says edition: {config.edition}" if wrong else "",
                "warning",
                code="empty-edition",
            )
            continue
        known = {order_key(name) for article in articles for name in _names(article)}
        for entry in intro.order:
            if order_key(entry) not in known:
                yield Problem(
                    sources.key(intro.path, "order", entry),
                    f'"{entry}" is no article of this edition',
                    "write its file, such as 2026/harbour-bridge.md, or its path on the site",
                    "warning",
                    code="unknown-order",
                )


def _articles(catalog: Catalog, key: str) -> list[Article]:
    rows = catalog.rows(
        "SELECT a.record FROM contribution c JOIN article a ON a.id = c.article WHERE c.collection = "
        "(SELECT id FROM collection WHERE taxonomy = 'editions' AND slug = ?)",
        key,
    )
    return [decode(text, Article) for (text,) in rows]


def _names(article: Article) -> tuple[str, ...]:
    return article.path, article.path.removeprefix("content/"), permalink(article)
