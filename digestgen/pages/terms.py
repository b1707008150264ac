"""Pages of people, topics, organizations, places, sections, sources and authors: each term with its
years, and the A-Z indexes."""

from typing import Any

from digestgen import urls
from digestgen.contribute import UNDATED
from digestgen.markdown import first_paragraph
from digestgen.mentions import without_title
from digestgen.model import TAXONOMIES
from digestgen.names import name_key, plain_name, surname_keys
from digestgen.pages.page import Given, Page, picture_reads
from digestgen.render import Job
from digestgen.values import limits
from digestgen.values.indexes import Entry
from digestgen.values.store import Values
from digestgen.values.terms import ProfileValue, Rollup, Said, Slice, TermValue
from digestgen.views import (
    Count,
    IndexEntry,
    IndexView,
    LetterView,
    Link,
    ListView,
    Pager,
    ProfileView,
    QuoteView,
    TermView,
)

WITH_FEEDS = ("people", "topics")


def plan(values: Values, name: str) -> list[Page]:
    """A term's page, its feeds, and the pages of its years once it has more than 30 articles."""
    taxonomy, _, slug = name.partition("/")
    rollup = values.get(f"rollup:{name}")
    term = values.get(f"term:{name}")
    assert isinstance(rollup, Rollup) and isinstance(term, TermValue)
    config = values.config
    made = taxonomy in config.outputs and taxonomy in config.taxonomies
    if not rollup.count or term.hidden or not made:
        return []
    subject = f"term:{name}"
    home = f"{taxonomy}/{slug}"
    reads = [f"term:{name}", f"rollup:{name}", f"newest:{name}", f"profile:{name}"]
    profile = values.get(f"profile:{name}")
    assert isinstance(profile, ProfileValue)
    reads += picture_reads(profile.image, profile.body)
    reads += [f"term:{t}/{s}" for t, found in rollup.together.items() for s, _ in found]
    if taxonomy == "people":
        plain = name_key(plain_name(term.label))
        others = values.get(f"namesakes:{plain}")
        assert isinstance(others, tuple)
        reads += [f"namesakes:{plain}", *(f"term:people/{s}" for s in others if s != slug)]
    pages = [
        Page(
            f"{home}/index.html",
            "person" if taxonomy == "people" else "term",
            subject,
            tuple(dict.fromkeys(reads)),
            (name,),
        )
    ]
    if _has_years(rollup, config.outputs):
        for year, count in rollup.years:
            folder = f"{home}/{year_slug(year)}"
            pages += plan_slices(folder, "year", subject, name, year, count, (f"term:{name}",))
    if (
        taxonomy in WITH_FEEDS
        and config.base_url
        and config.feeds
        and "term_feeds" in config.outputs
    ):
        paths = values.get(f"feed:{name}")
        assert isinstance(paths, tuple)
        feed_reads = (f"term:{name}", f"feed:{name}", *(f"brief:{path}" for path in paths))
        pages += [
            Page(f"{home}/feed.{suffix}", f"term_feed_{suffix}", subject, feed_reads, (name,))
            for suffix in ("xml", "json")
        ]
    return pages


def plan_slices(
    folder: str, kind: str, subject: str, name: str, start: str, count: int, reads: tuple[str, ...]
) -> list[Page]:
    """The pages of one list, 200 articles each, numbered from the oldest."""
    pages = []
    for number in range(1, -(-count // limits.SLICE) + 1):
        path = folder if number == 1 else f"{folder}/page/{number}"
        value = f"slice:{name}|{start}|{number}"
        args = (name, start, str(number), folder)
        pages.append(Page(f"{path}/index.html", kind, subject, (*reads, value), args))
    return pages


def _has_years(rollup: Rollup, outputs: tuple[str, ...]) -> bool:
    return rollup.count > limits.NEWEST and "years" in outputs


def year_slug(year: str) -> str:
    return UNDATED if year == "0000" else year


def build(page: Page, given: Given) -> Job:
    name = page.args[0]
    taxonomy, _, slug = name.partition("/")
    term = given.get(f"term:{name}", TermValue)
    rollup = given.get(f"rollup:{name}", Rollup)
    profile = given.get(f"profile:{name}", ProfileValue)
    href = urls.folder(taxonomy, slug)
    with_years = _has_years(rollup, given.shared.outputs)
    image = given.picture(profile.image)
    view = TermView(
        taxonomy=taxonomy,
        slug=slug,
        label=term.label,
        href=href,
        count=rollup.count,
        first=rollup.first,
        last=rollup.last,
        years=tuple(
            Count(year_slug(y), urls.folder(taxonomy, slug, year_slug(y)) if with_years else "", n)
            for y, n in rollup.years
        ),
        months=tuple(Count(month, "", n) for month, n in rollup.months),
        newest=given.get(f"newest:{name}", tuple),
        roles=rollup.roles,
        quotes=quote_views(rollup.quotes, Link(term.label, href)),
        people=_together(given, rollup, "people"),
        topics=_together(given, rollup, "topics"),
        organizations=_together(given, rollup, "organizations"),
        places=_together(given, rollup, "places"),
        sources=_together(given, rollup, "sources"),
        namesakes=_namesakes(given, term.label, slug) if taxonomy == "people" else (),
        profile=ProfileView(
            aliases=_other_names(profile.aliases, term.label),
            role=profile.role,
            links=tuple(Link(label, url) for label, url in profile.links),
            image=image,
            body=given.prose(profile.body),
            extra=profile.extra or {},
        ),
    )
    has_feed = (
        taxonomy in WITH_FEEDS and given.shared.site.feeds and "term_feeds" in given.shared.outputs
    )
    return given.job(
        "person.html" if taxonomy == "people" else "term.html",
        term.label,
        info_noindex=rollup.count < given.shared.min_articles,
        info_feed=href + "feed.xml" if has_feed else "",
        info_breadcrumbs=_crumbs(given, taxonomy),
        info_image=image,
        info_description=first_paragraph(view.profile.body) or profile.role,
        term=view,
    )


def _other_names(aliases: tuple[str, ...], label: str) -> tuple[str, ...]:
    """Aliases that tell a reader something: not the name without its qualifier, with or without "the",
    and not the surname or the whole name after a title ("Mayor Okafor")."""
    name = plain_name(label)
    known = {_bare_key(name), *surname_keys(name)}
    return tuple(alias for alias in aliases if _bare_key(without_title(alias)) not in known)


def _bare_key(name: str) -> str:
    return name_key(name).removeprefix("the ")


def _together(given: Given, rollup: Rollup, taxonomy: str) -> tuple[Count, ...]:
    found = []
    for slug, count in rollup.together.get(taxonomy, ()):
        label = given.label(taxonomy, slug)
        if label is not None:
            found.append(Count(label.label, label.href, count))
    return tuple(found)


def _namesakes(given: Given, label: str, slug: str) -> tuple[Link, ...]:
    slugs: tuple[str, ...] = given.get(f"namesakes:{name_key(plain_name(label))}", tuple)
    found = (given.label("people", other) for other in slugs if other != slug)
    return tuple(link for link in found if link is not None)


def _crumbs(given: Given, taxonomy: str) -> tuple[Link, ...]:
    if "indexes" not in given.shared.outputs or taxonomy not in TAXONOMIES:
        return ()
    return (given.list_link(taxonomy),)


def quote_views(quotes: tuple[Said, ...], speaker: Link) -> tuple[QuoteView, ...]:
    """Quotes that one person said."""
    return tuple(QuoteView(said.id, said.text, speaker, said.card) for said in quotes)


def build_year(page: Page, given: Given) -> Job:
    name, year, number, folder = page.args
    taxonomy, _, slug = name.partition("/")
    term = given.get(f"term:{name}", TermValue)
    value = given.get(f"slice:{name}|{year}|{number}", Slice)
    me = Link(term.label, urls.folder(taxonomy, slug))
    shown = given.gettext("Undated") if year == "0000" else year
    heading = given.gettext("%(name)s, %(year)s", name=term.label, year=shown)
    return list_job(
        given,
        heading,
        value,
        int(number),
        folder,
        (*_crumbs(given, taxonomy), me),
        period="month",
        quotes=quote_views(value.quotes, me),
    )


def list_job(
    given: Given,
    heading: str,
    value: Slice,
    number: int,
    folder: str,
    crumbs: tuple[Link, ...],
    **more: Any,
) -> Job:
    """A page of `list.html`; `more` are further fields of its ListView."""
    start = urls.folder(*folder.split("/"))
    pages = tuple(
        Link(str(n), start if n == 1 else f"{start}page/{n}/") for n in range(1, value.pages + 1)
    )
    more = {"quotes": (), **more}
    view = ListView(heading=heading, cards=value.cards, pager=Pager(number, pages), **more)
    return given.job("list.html", heading, info_breadcrumbs=crumbs, list=view)


# --- indexes -------------------------------------------------------------------------------------


def plan_index(values: Values, taxonomy: str) -> list[Page]:
    if not is_indexed(values, taxonomy):
        return []
    reads = tuple(f"{kind}:{taxonomy}" for kind in ("letters", "all", "most", "names"))
    return [Page(f"{taxonomy}/index.html", "index", f"index:{taxonomy}", reads, (taxonomy,))]


def plan_letter(values: Values, name: str) -> list[Page]:
    taxonomy, _, letter = name.partition("/")
    if not is_indexed(values, taxonomy) or not values.get(f"letter:{name}"):
        return []
    reads = (f"letters:{taxonomy}", f"letter:{name}")
    path = f"{taxonomy}/letter/{letter}/index.html"
    return [Page(path, "letter", f"letter:{name}", reads, (taxonomy, letter))]


def is_indexed(values: Values, taxonomy: str) -> bool:
    """Whether a taxonomy has A-Z pages."""
    config = values.config
    return (
        taxonomy in config.outputs and taxonomy in config.taxonomies and "indexes" in config.outputs
    )


def build_index(page: Page, given: Given) -> Job:
    taxonomy = page.args[0]
    names: tuple[tuple[str, str], ...] = given.get(f"names:{taxonomy}", tuple)
    view = IndexView(
        taxonomy=taxonomy,
        letters=letter_links(given.get(f"letters:{taxonomy}", tuple), taxonomy),
        entries=entry_views(given.get(f"all:{taxonomy}", tuple), taxonomy),
        most=entry_views(given.get(f"most:{taxonomy}", tuple), taxonomy),
        newest=tuple(Link(label, urls.folder(taxonomy, slug)) for label, slug in names),
    )
    return given.job("terms.html", given.list_link(taxonomy).label, index=view)


def build_letter(page: Page, given: Given) -> Job:
    taxonomy, letter = page.args
    view = LetterView(
        taxonomy=taxonomy,
        letter=letter,
        letters=letter_links(given.get(f"letters:{taxonomy}", tuple), taxonomy),
        entries=entry_views(given.get(f"letter:{taxonomy}/{letter}", tuple), taxonomy),
    )
    title = given.initial(given.list_link(taxonomy).label, letter)
    return given.job("letter.html", title, info_breadcrumbs=_crumbs(given, taxonomy), letter=view)


def letter_links(letters: tuple[str, ...], *folder: str) -> tuple[Link, ...]:
    return tuple(
        Link(one.upper() if len(one) == 1 else one, urls.folder(*folder, "letter", one))
        for one in letters
    )


def entry_views(entries: tuple[Entry, ...], taxonomy: str) -> tuple[IndexEntry, ...]:
    """Index entries that lead to the pages of a taxonomy, or nowhere without one."""
    return tuple(
        IndexEntry(
            one.label,
            urls.folder(taxonomy, one.slug) if taxonomy else "",
            one.about,
            one.letter,
            one.note,
        )
        for one in entries
    )
