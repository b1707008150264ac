"""Values for every template of the theme, and the pages they make."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib
from msgspec.structs import replace

from digestgen import templates
from digestgen.model import AlsoIn, Correction, Moment
from digestgen.render import Job, environment, render
from digestgen.views import (
    ArchiveView,
    ArticleView,
    Card,
    Copy,
    Count,
    EditionLine,
    EditionView,
    HomeView,
    IndexEntry,
    IndexView,
    Info,
    LetterView,
    Link,
    ListView,
    MentionView,
    NameList,
    Pager,
    Picture,
    PlainView,
    ProfileView,
    QuotesView,
    QuoteView,
    Related,
    Returned,
    Role,
    SearchView,
    Site,
    SpeakerView,
    Story,
    TermView,
    ThreadView,
)

if TYPE_CHECKING:
    from digestgen.environment import Environment

DECLARED = {
    "404.html": ("latest",),
    "archive.html": ("archive",),
    "article.html": ("article", "earlier", "later", "thread"),
    "edition.html": ("edition",),
    "editions.html": ("editions",),
    "gone.html": ("article", "thread"),
    "home.html": ("home",),
    "letter.html": ("letter",),
    "list.html": ("list",),
    "page.html": ("plain",),
    "person.html": ("term",),
    "quotes.html": ("quotes",),
    "redirect.html": ("target",),
    "search.html": ("search",),
    "term.html": ("term",),
    "terms.html": ("index",),
}
"""The values each page's template is given besides `site` and `page`."""

PLAIN = "Harbour bridge reopens"
HOSTILE = "</title></script><script>alert(1)</script> \"'&amp; & <b onclick=x> \u2028{{ 7 * 7 }}"
ARABIC = "جسر الميناء (2026)"
BODY = '<h2 id="h-one">One</h2>\n<p>Words, <a href="./">linked</a>.</p>\n'
DAY = Moment("2026-03-03", "2026-03-03T09:30:00+01:00")


def picture(text: str) -> Picture:
    smaller = (Copy("/pictures/the%20bridge-480.0a1b2c3d.svg", 480),)
    given = ("assets/the bridge.svg", text, text, text)
    return Picture(*given, "/assets/the%20bridge.svg", 1600, 900, smaller)


def card(text: str, number: int = 1) -> Card:
    language = "fr" if number % 2 else ""
    return Card(f"/articles/2026/03/story-{number}/", text, DAY, text, text, language)


def quote(text: str, number: int = 1) -> QuoteView:
    speaker = Link(text, "/people/ada-okafor/") if number % 2 else Link(text)
    return QuoteView(f"q-{number}", text, speaker, card(text, number))


def article(text: str) -> ArticleView:
    named = (
        MentionView(text, "/people/ada-okafor/", text),
        MentionView(text, ""),
        MentionView(text, "/people/cem/"),
    )
    return ArticleView(
        href="/articles/2026/03/story/",
        title=text,
        date=DAY,
        updated=Moment("2026-03-05"),
        section=MentionView(text, "/sections/city/"),
        authors=named,
        source=MentionView(text, "/sources/port-courier/"),
        original="https://courier.example.org/bridge?a=1&b=2",
        source_url="https://courier.example.org/",
        image=picture(text),
        people=named,
        organizations=named,
        places=named,
        topics=named,
        summary=text,
        standfirst=text,
        quotes=(quote(text, 1), quote(text, 2)),
        note="<p>Why this matters.</p>",
        thread=text,
        corrections=(Correction("2026-03-06", text), Correction("", text)),
        also_in=(AlsoIn(text, "https://post.example.com/x"), AlsoIn(text)),
        language="fr",
        rights="full",
        body=BODY,
        minutes=3,
        edition=Link("2026-03-03", "/editions/2026-03-03/"),
    )


def term(text: str, taxonomy: str, many: int) -> TermView:
    counts = tuple(Count(text, f"/topics/t{n}/" if n else "", n + 1) for n in range(3))
    links = (Link(text, "https://harbour.example.org/"), Link(text, "javascript:alert(1)"))
    return TermView(
        taxonomy=taxonomy,
        slug="ada-okafor",
        label=text,
        href=f"/{taxonomy}/ada-okafor/",
        count=many + 12,
        first="2024-01-05",
        last="2026-03-03",
        years=(Count("2026", "/people/ada-okafor/2026/", many), Count("undated", "", 12)),
        months=(Count("2024-01", "", 12), Count("2026-03", "", many)),
        newest=tuple(card(text, n) for n in range(many)),
        roles=(Role(text, "2024-01-05", "2026-03-03", 3), *(Role(text, "", "") for _ in range(9))),
        quotes=tuple(quote(text, n) for n in range(3)),
        people=counts,
        topics=counts,
        organizations=counts,
        places=counts,
        sources=counts,
        namesakes=(Link(text, "/people/x/"), Link(text)),
        profile=ProfileView((text, text), text, links, picture(text), BODY),
    )


def edition(text: str, many: int) -> EditionView:
    return EditionView(
        key="2026-w10",
        label="Week 10, 2026",
        title=text,
        href="/editions/2026-w10/",
        introduction=BODY,
        cards=tuple(card(text, n) for n in range(many)),
        earlier=Link("Week 9, 2026", "/editions/2026-w09/"),
        later=Link("Week 11, 2026", "/editions/2026-w11/"),
        image=picture(text),
        people=(Link(text, "/people/ada-okafor/"), Link(text)),
        more_people=True,
        returned=(Returned(Link(text, "/topics/x/"), Link("Week 1, 2026", "/editions/2026-w01/")),),
    )


def filled(text: str, many: int = 30) -> dict[str, dict[str, object]]:
    """Values for each page's template with every field set and `text` wherever text may stand."""
    letters = (Link("o", "/people/letter/o/"), Link("other", "/people/letter/other/"))
    entries = (
        IndexEntry(text, "/people/ada-okafor/", "10+", "o", text),
        IndexEntry(text, "", "1", "other"),
    )
    cards = tuple(card(text, n) for n in range(many))
    quotes = tuple(quote(text, n) for n in range(3))
    related = tuple(Related(c, (Link(text, "/topics/x/"),), (Link(text),)) for c in cards[:3])
    editions = (
        EditionLine("Week 10", "/editions/2026-w10/", text, text, 3),
        EditionLine("Week 9", "/editions/2026-w09/", "", text, 1),
        EditionLine("Week 52", "/editions/2025-w52/"),
    )
    pages = (Link("1", "/people/ada-okafor/2026/"), Link("2", "/people/ada-okafor/2026/page/2/"))
    months = tuple(
        Count(m, f"/archive/{m[:4]}/{m[5:]}/", 8) for m in ("2026-03", "2025-12", "undated")
    )
    years = (Count("2026", "/archive/2026/", 8), Count("2025", "/archive/2025/", 8))
    stories = tuple(Story(c, picture(text) if n else None) for n, c in enumerate(cards[7:13]))
    return {
        "404.html": {"latest": cards[:5]},
        "archive.html": {"archive": ArchiveView(text, years, months, *pages)},
        "article.html": {
            "article": article(text),
            "earlier": related,
            "later": related,
            "thread": cards[:2],
        },
        "edition.html": {"edition": edition(text, many)},
        "editions.html": {"editions": editions},
        "gone.html": {"article": replace(article(text), gone=True), "thread": cards[:2]},
        "home.html": {
            "home": HomeView(
                text,
                edition(text, many),
                7,
                stories,
                cards[13:],
                (ThreadView(text, 9, cards[0]),),
                quotes[0],
            )
        },
        "letter.html": {"letter": LetterView("people", "o", letters, entries)},
        "list.html": {"list": ListView(text, "day", cards, quotes, Pager(2, pages), *pages)},
        "page.html": {"plain": PlainView(text, BODY)},
        "person.html": {"term": term(text, "people", many)},
        "quotes.html": {
            "quotes": QuotesView(
                letters, entries, quotes, quotes, (SpeakerView(entries[0], quotes[0]),), quotes[1]
            )
        },
        "redirect.html": {"target": "/articles/2026/03/story/"},
        "search.html": {"search": SearchView((NameList(text, "/people/", letters),))},
        "term.html": {"term": term(text, "topics", many)},
        "terms.html": {
            "index": IndexView(
                "people",
                letters,
                (*entries[:1] * 7, *entries[1:] * 7),
                entries,
                (Link(text, "/people/a/"),),
            )
        },
    }


def bare() -> dict[str, dict[str, object]]:
    """The least that each page's template can be given."""
    nothing = ArticleView(
        href="/articles/undated/story/",
        title=PLAIN,
        date=None,
        updated=None,
        section=None,
        authors=(),
        source=None,
        original="",
        source_url="",
        image=Picture(alt=PLAIN),
        people=(),
        organizations=(),
        places=(),
        topics=(),
        summary="",
        standfirst="",
        quotes=(),
        note="",
        thread="",
        corrections=(),
        also_in=(),
        language="",
        rights="full",
        body="",
        minutes=0,
        edition=None,
    )
    lone = TermView(
        "places",
        "x",
        PLAIN,
        "/places/x/",
        1,
        "",
        "",
        (),
        (),
        (),
        (),
        (),
        (),
        (),
        (),
        (),
        (),
        (),
        ProfileView(),
    )
    quiet = EditionView(
        "2026-03-03", "March 3, 2026", "", "/editions/x/", "", (), None, None, None, (), False, ()
    )
    return {
        "404.html": {"latest": ()},
        "archive.html": {"archive": ArchiveView("Archive", (), ())},
        "article.html": {"article": nothing, "earlier": (), "later": (), "thread": ()},
        "edition.html": {"edition": quiet},
        "editions.html": {"editions": ()},
        "gone.html": {"article": replace(nothing, gone=True), "thread": ()},
        "home.html": {"home": HomeView("", None, 7, (), (), (), None)},
        "letter.html": {"letter": LetterView("people", "other", (), ())},
        "list.html": {"list": ListView("March 2026", "day", (), (), Pager(1, ()))},
        "page.html": {"plain": PlainView("About", "")},
        "person.html": {"term": replace(lone, taxonomy="people")},
        "quotes.html": {"quotes": QuotesView((), (), (), ())},
        "redirect.html": {"target": "/"},
        "search.html": {"search": SearchView(())},
        "term.html": {"term": lone},
        "terms.html": {"index": IndexView("people", (), (), (), ())},
    }


def site(text: str, language: str = "en") -> Site:
    return Site(
        title=text,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        navigation=(Link("People", "/people/"), Link(text, "https://example.org/?a&b")),
        pages=(Link(text, "/about/"),),
        search="/search/",
        feeds=True,
        stylesheet="/theme/style.css",
        options={},
        assets={name: f"/theme/{name}" for name in ("favicon.svg", "search.css", "search.js")},
    )


def info(template: str, text: str) -> Info:
    return Info(
        href="/people/letter/o/",
        title=text,
        kind=template.removesuffix(".html"),
        canonical="https://digest.example.org/people/letter/o/",
        noindex=True,
        description=text,
        feed="/people/ada-okafor/feed.xml",
        breadcrumbs=(Link(text, "/people/"), Link(text)),
        image=picture(text),
    )


def page_templates() -> list[str]:
    return sorted(name for name in theme().sources if name.endswith(".html"))


@cache
def theme() -> templates.Theme:
    """The theme alone, no digest's layouts over it."""
    return templates.load(Path("/nonexistent"))


def page_of(
    template: str,
    values: Mapping[str, object],
    text: str = PLAIN,
    language: str = "en",
    head: Info | None = None,
) -> str:
    context = {"site": site(text, language), "page": head or info(template, text), **values}
    job = Job(template, "./", False, language, context, base_url="https://digest.example.org/")
    return render(job, theme_environment()).decode()


@cache
def theme_environment() -> "Environment":
    return environment(theme().sources)


def parsed(html: str) -> Element:
    """The document's root element. Raises html5lib's ParseError for anything not quite HTML5."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root
