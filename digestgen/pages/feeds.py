"""Feeds and sitemaps, from the same values as pages. They need absolute addresses, so there are none
without `base_url`.

Ids are UUIDs of the digest's `id` and the page's address: they survive a change of host or scheme
(RFC 4287, 4.2.6; RFC 9562, version 5).
"""

import datetime as dt
import uuid
from functools import lru_cache
from html import escape

from digestgen import urls
from digestgen.dates import instant
from digestgen.mentions import link
from digestgen.model import Image, Moment
from digestgen.pages.page import OWN, Given, Page, has_feeds
from digestgen.render import Job
from digestgen.values.articles import Brief, Entry
from digestgen.values.store import Values
from digestgen.values.terms import TermValue

CONFIG = ("id", "description", "timezone")
TERM_CONFIG = ("id", "timezone")
"""Keys of digest.yaml that only feeds read."""
_NO_DATE = "1970-01-01T00:00:00+00:00"
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://digestgen.invalid/ids")


def plan_site(values: Values, _: str) -> list[Page]:
    if not has_feeds(values.config):
        return []
    paths = values.get("feed:")
    assert isinstance(paths, tuple)
    reads = ("feed:", *(f"entry:{path}" for path in paths))
    return [Page(f"feed.{s}", f"feed_{s}", "feed:", reads) for s in ("xml", "json")]


def build_site(page: Page, given: Given) -> Job:
    """The newest 30 dated articles with their published text."""
    paths: tuple[str, ...] = given.get("feed:", tuple)
    entries = [_article(given.get(f"entry:{path}", Entry), given) for path in paths]
    return _feed(page, given, given.shared.site.title, "/", entries)


def build_term(page: Page, given: Given) -> Job:
    """A person's or topic's newest 30 articles, cards only."""
    name = page.args[0]
    taxonomy, _, slug = name.partition("/")
    label = given.get(f"term:{name}", TermValue).label
    paths: tuple[str, ...] = given.get(f"feed:{name}", tuple)
    entries = [_brief(given.get(f"brief:{path}", Brief), given) for path in paths]
    title = f"{label} - {given.shared.site.title}"
    return _feed(page, given, title, urls.folder(taxonomy, slug), entries)


def _feed(page: Page, given: Given, title: str, home: str, entries: list[dict[str, object]]) -> Job:
    base = given.shared.base_url
    description = given.shared.config["description"] if page.subject == "feed:" else ""
    feed = {
        "id": _id(given, home),
        "title": title,
        "description": description,
        "language": given.shared.site.language,
        "home": urls.absolute(base, home),
        "site": given.shared.site.title,
        "address": urls.absolute(base, urls.address(page.path)),
        # No time of building: a feed is as new as its newest entry.
        "updated": _latest([str(entry["updated"]) for entry in entries]),
        "entries": entries,
    }
    return given.job(f"feed.{page.path.rpartition('.')[2]}", title, feed=feed)


def _brief(value: Brief, given: Given) -> dict[str, object]:
    base = given.shared.base_url
    card, image = value.card, value.image
    published = _instant(card.date, given)
    own = image is not None and image.src.startswith(OWN)
    return {
        "id": _id(given, card.href),
        "href": urls.absolute(base, card.href),
        "title": card.title,
        "day": card.date.day if card.date else "",
        "published": published,
        "updated": _latest([published, _instant(value.updated, given)]),
        "summary": card.summary,
        "content": "",
        "image": urls.absolute(base, urls.href(image.src)) if image and own else "",
        "authors": list(value.authors),
        "source": card.source,
        "original": value.original,
        "language": value.language,
        "tags": list(value.topics),
    }


def _article(value: Entry, given: Given) -> dict[str, object]:
    entry = _brief(value.brief, given)
    body = given.body(value.body)
    if not body.html:
        return entry
    content = link(body, (), given.shared.base_url)
    # Elsewhere than on its page, a link within the article has to name the page.
    content = content.replace('href="#', f'href="{entry["href"]}#')
    return {**entry, "content": _figure(str(entry["image"]), value.brief.image) + content}


def _figure(address: str, image: Image | None) -> str:
    """The picture that leads an article, above its text."""
    if not address or image is None:
        return ""
    words = escape(" ".join(filter(None, (image.caption, image.credit))))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f'<figure><img src="{escape(address)}" alt="{escape(image.alt)}">{caption}</figure>\n'


def _latest(instants: list[str]) -> str:
    return max(instants, key=dt.datetime.fromisoformat, default=_NO_DATE)


def _instant(moment: Moment | None, given: Given) -> str:
    return instant(moment, given.shared.config["timezone"]) if moment else _NO_DATE


def _id(given: Given, href: str) -> str:
    return _urn(f"{given.shared.config['id']}\n{href}")


@lru_cache(maxsize=1 << 14)
def _urn(name: str) -> str:
    return uuid.uuid5(_SPACE, name).urn


# --- sitemap -------------------------------------------------------------------------------------


def _has_sitemap(values: Values) -> bool:
    return bool(values.config.base_url) and "sitemap" in values.config.outputs


def plan_sitemap(values: Values, _: str) -> list[Page]:
    """The index: one file for each month of articles and each initial of a taxonomy."""
    if not _has_sitemap(values):
        return []
    made = [t for t in values.config.taxonomies if t in values.config.outputs]
    months = ("archive",) if "articles" in values.config.outputs else ()
    reads = (*months, *(f"letters:{taxonomy}" for taxonomy in made))
    return [Page("sitemap.xml", "sitemap_index", "sitemap:", reads, tuple(made))]


def plan_month(values: Values, month: str) -> list[Page]:
    if not _has_sitemap(values) or "articles" not in values.config.outputs:
        return []
    name = f"listed:archive/{month}"
    if not values.get(name):
        return []
    path = f"sitemaps/articles-{month}.xml"
    return [Page(path, "sitemap", f"sitemap-month:{month}", (name,))]


def plan_letter(values: Values, name: str) -> list[Page]:
    taxonomy, _, letter = name.partition("/")
    made = taxonomy in values.config.outputs and taxonomy in values.config.taxonomies
    if not _has_sitemap(values) or not made or not values.get(f"letter:{name}"):
        return []
    path = f"sitemaps/{taxonomy}-{letter}.xml"
    return [Page(path, "sitemap", f"sitemap-letter:{name}", (f"listed:{name}",))]


def build_index(page: Page, given: Given) -> Job:
    months: tuple[str, ...] = given.get("archive", tuple) if "archive" in page.reads else ()
    names = [f"articles-{month}" for month in months]
    for taxonomy in page.args:
        letters: tuple[str, ...] = given.get(f"letters:{taxonomy}", tuple)
        names += [f"{taxonomy}-{letter}" for letter in letters]
    base = given.shared.base_url
    addresses = [urls.absolute(base, urls.href("sitemaps", f"{name}.xml")) for name in names]
    return given.job("sitemapindex.xml", "Sitemap", addresses=addresses)


def build_sitemap(page: Page, given: Given) -> Job:
    entries: tuple[tuple[str, str], ...] = given.get(page.reads[0], tuple)
    base = given.shared.base_url
    addresses = [(urls.absolute(base, href), day) for href, day in entries]
    return given.job("sitemap.xml", "Sitemap", addresses=addresses)
