"""The default theme: every template with good, hostile and missing values."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from digestgen import templates
from digestgen.model import AlsoIn, Correction, Image, Moment
from digestgen.render import Job, environment, render
from digestgen.views import (
    ArchiveView,
    ArticleView,
    Card,
    Count,
    EditionView,
    HomeView,
    IndexEntry,
    IndexView,
    Info,
    LetterView,
    Link,
    ListView,
    MentionView,
    Pager,
    PlainView,
    ProfileView,
    QuotesView,
    QuoteView,
    Related,
    Role,
    Site,
    TermView,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

DECLARED = {
    "404.html": (),
    "archive.html": ("archive",),
    "article.html": ("article", "earlier", "later", "thread"),
    "edition.html": ("edition",),
    "editions.html": ("editions",),
    "gone.html": ("article",),
    "home.html": ("home",),
    "letter.html": ("letter",),
    "list.html": ("list",),
    "page.html": ("plain",),
    "person.html": ("term",),
    "quotes.html": ("quotes",),
    "redirect.html": ("target",),
    "term.html": ("term",),
    "terms.html": ("index",),
}
"""The values each page's template is given besides `site` and `page`."""
PLAIN = "Harbour bridge reopens"
HOSTILE = "</title></script><script>alert(1)</script> \"'&amp; & <b onclick=x> \u2028{{ 7 * 7 }}"
ARABIC = "جسر الميناء (2026)"
BODY = '<h2 id="h-one">One</h2>\n<p>Words, <a href="./">linked</a>.</p>\n'
DAY = Moment("2026-03-03", "2026-03-03T09:30:00+01:00")


def card(text: str, number: int = 1) -> Card:
    return Card(f"/articles/2026/03/story-{number}/", text, DAY, text, text)


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
        image=Image("assets/the bridge.svg", text, text, text),
        people=named,
        organizations=named,
        places=named,
        topics=named,
        summary=text,
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
        newest=tuple(card(text, n) for n in range(many)),
        roles=(Role(text, "2024-01-05", "2026-03-03"), Role(text, "", "")),
        quotes=tuple(quote(text, n) for n in range(3)),
        people=counts,
        topics=counts,
        organizations=counts,
        profile=ProfileView((text, text), text, links, Image("assets/a.svg", text), BODY),
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
    )


def filled(text: str, many: int = 30) -> dict[str, dict[str, object]]:
    """Values for each page's template with every field set and `text` wherever text may stand."""
    letters = (Link("o", "/people/letter/o/"), Link("other", "/people/letter/other/"))
    entries = (IndexEntry(text, "/people/ada-okafor/", "10+"), IndexEntry(text, "", "1"))
    cards = tuple(card(text, n) for n in range(many))
    quotes = tuple(quote(text, n) for n in range(3))
    related = tuple(Related(c, (Link(text, "/topics/x/"), Link(text))) for c in cards[:3])
    editions = ("2026-w10", "2026-w09", "2025-w52")
    pages = (Link("1", "/people/ada-okafor/2026/"), Link("2", "/people/ada-okafor/2026/page/2/"))
    months = tuple(Link(m, f"/archive/{m[:4]}/{m[5:]}/") for m in ("2026-03", "2025-12", "undated"))
    years = (Link("2026", "/archive/2026/"), Link("2025", "/archive/2025/"))
    return {
        "404.html": {},
        "archive.html": {"archive": ArchiveView(text, years, months)},
        "article.html": {
            "article": article(text),
            "earlier": related,
            "later": related,
            "thread": cards[:2],
        },
        "edition.html": {"edition": edition(text, many)},
        "editions.html": {"editions": tuple(Link(key, f"/editions/{key}/") for key in editions)},
        "gone.html": {"article": replace(article(text), gone=True)},
        "home.html": {"home": HomeView(text, edition(text, many), cards)},
        "letter.html": {"letter": LetterView("people", "o", letters, entries)},
        "list.html": {"list": ListView(text, cards, quotes, Pager(2, pages))},
        "page.html": {"plain": PlainView(text, BODY)},
        "person.html": {"term": term(text, "people", many)},
        "quotes.html": {"quotes": QuotesView(letters, entries, quotes, quotes)},
        "redirect.html": {"target": "/articles/2026/03/story/"},
        "term.html": {"term": term(text, "topics", many)},
        "terms.html": {"index": IndexView("people", letters, (Link(text, "/people/a/"),))},
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
        image=Image(alt=PLAIN),
        people=(),
        organizations=(),
        places=(),
        topics=(),
        summary="",
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
        "places", "x", PLAIN, "/places/x/", 1, "", "", (), (), (), (), (), (), (), ProfileView()
    )
    quiet = EditionView("2026-03-03", "March 3, 2026", "", "/editions/x/", "", (), None, None)
    return {
        "404.html": {},
        "archive.html": {"archive": ArchiveView("Archive", (), ())},
        "article.html": {"article": nothing, "earlier": (), "later": (), "thread": ()},
        "edition.html": {"edition": quiet},
        "editions.html": {"editions": ()},
        "gone.html": {"article": replace(nothing, gone=True)},
        "home.html": {"home": HomeView("", None, ())},
        "letter.html": {"letter": LetterView("people", "other", (), ())},
        "list.html": {"list": ListView("March 2026", (), (), Pager(1, ()))},
        "page.html": {"plain": PlainView("About", "")},
        "person.html": {"term": replace(lone, taxonomy="people")},
        "quotes.html": {"quotes": QuotesView((), (), (), ())},
        "redirect.html": {"target": "/"},
        "term.html": {"term": lone},
        "terms.html": {"index": IndexView("people", (), ())},
    }


def site(text: str, language: str = "en") -> Site:
    return Site(
        title=text,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        navigation=(Link("People", "/people/"), Link(text, "https://example.org/?a&b")),
        feeds=True,
        stylesheet="/theme/style.css",
        options={},
        assets={"favicon.svg": "/theme/favicon.svg"},
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
    )


def page_templates() -> list[str]:
    return sorted(name for name in theme().sources if name.endswith(".html"))


@cache
def theme() -> templates.Theme:
    return templates.load(Path("/nonexistent"))


def page_of(
    template: str,
    values: Mapping[str, object],
    text: str = PLAIN,
    language: str = "en",
    head: Info | None = None,
) -> str:
    context = {"site": site(text, language), "page": head or info(template, text), **values}
    job = Job(template, "./", False, language, context)
    return render(job, _environment()).decode()


@cache
def _environment() -> Any:
    return environment(theme().sources)


def parsed(html: str) -> Element:
    """The document's root element. Raises html5lib's ParseError for anything not quite HTML5."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


def find(root: Element, id: str) -> Element | None:
    return next((element for element in root.iter() if element.get("id") == id), None)


def need(root: Element, id: str) -> Element:
    found = find(root, id)
    assert found is not None, f"no element has the id {id}"
    return found


def with_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


def text_of(root: Element) -> str:
    return " ".join("".join(root.itertext()).split())


def attributes(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        for name, value in element.attrib.items():
            yield name.lower(), value


def test_every_template_is_a_page_or_a_partial_of_the_list() -> None:
    pages = {name for name in page_templates() if not name.startswith("_")}
    assert pages == {*DECLARED, "base.html"}
    assert set(theme().static) == {"style.css", "favicon.svg"}


@pytest.mark.parametrize("name", page_templates())
def test_a_template_uses_only_declared_names(name: str) -> None:
    """What a template imports, defines or sets is its own; Jinja counts it as undeclared in blocks."""
    from jinja2 import meta, nodes

    tree = _environment().parse(theme().sources[name])
    own = {found.name for found in tree.find_all(nodes.Name) if found.ctx == "store"}
    own |= {found.name for found in tree.find_all(nodes.Macro)}
    own |= {found.target for found in tree.find_all(nodes.Import)}
    own |= {str(one) for found in tree.find_all(nodes.FromImport) for one in found.names}
    used = meta.find_undeclared_variables(tree) - own
    assert used <= {"site", "page", *DECLARED.get(name, ())}


@pytest.mark.parametrize("template", sorted(DECLARED))
@pytest.mark.parametrize(
    ("text", "language"), [(PLAIN, "en"), (HOSTILE, "en"), (ARABIC, "ar"), ("", "en")]
)
def test_filled_pages_are_html_and_keep_the_text(template: str, text: str, language: str) -> None:
    html = page_of(template, filled(text)[template], text, language)
    root = parsed(html)
    check_page(root, language)
    if template not in ("404.html", "redirect.html", "editions.html"):
        body = root.find("body")
        assert body is not None
        assert " ".join(text.split()) in text_of(body)


@pytest.mark.parametrize("template", sorted(DECLARED))
def test_bare_pages_have_no_empty_parts(template: str) -> None:
    head = Info("/", PLAIN, template.removesuffix(".html"), "")
    root = parsed(page_of(template, bare()[template], head=head))
    check_page(root, "en")
    for element in root.iter():
        if element.tag in ("section", "ul", "ol", "table", "figure", "h1", "h2", "h3", "li", "p"):
            assert text_of(element), f"an empty <{element.tag}>"
    assert not any(link.get("rel") == "canonical" for link in root.iter("link")) or (
        template == "redirect.html"
    )
    assert not [meta for meta in root.iter("meta") if meta.get("name") == "robots"]


def check_page(root: Element, language: str) -> None:
    """What holds for every page."""
    assert root.get("lang") == language
    assert root.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert len(list(root.iter("h1"))) == 1
    assert len(list(root.iter("main"))) == 1
    ids = Counter(value for name, value in attributes(root) if name == "id")
    assert not [value for value, times in ids.items() if times > 1]
    for script in root.iter("script"):
        assert script.attrib == {"type": "application/ld+json"}
        assert json.loads(script.text or "")["@context"] == "https://schema.org"
    for name, value in attributes(root):
        assert not name.startswith("on")
        assert name != "style"
        if name in ("href", "src"):
            assert not value.lower().startswith(("javascript:", "data:", "//"))
    for loaded in (*root.iter("img"), *root.iter("script")):
        assert "://" not in loaded.get("src", "")
    for link in root.iter("link"):
        if link.get("rel") in ("stylesheet", "icon"):
            assert "://" not in link.get("href", "")
    for listed in with_class(root, "card"):
        assert listed.tag in ("article", "li")
        assert len(with_class(listed, "card-link")) == 1
        assert with_class(listed, "card-link")[0].get("href", "").startswith("./articles/")


def test_structured_data_survives_hostile_text() -> None:
    root = parsed(page_of("article.html", filled(HOSTILE)["article.html"], HOSTILE))
    (script,) = root.iter("script")
    data = json.loads(script.text or "")
    assert data["headline"] == HOSTILE
    assert data["isBasedOn"] == "https://courier.example.org/bridge?a=1&b=2"
    assert data["datePublished"] == "2026-03-03T09:30:00+01:00"
    assert [author["name"] for author in data["author"]] == [HOSTILE] * 3
    assert {mention["@type"] for mention in data["mentions"]} == {
        "Person",
        "Organization",
        "Place",
        "Thing",
    }


def test_article_parts() -> None:
    root = parsed(page_of("article.html", filled(PLAIN)["article.html"]))
    for part in ("people", "organizations", "places", "topics"):
        links = [link.get("href") for link in need(root, part).iter("a")]
        assert links == ["./people/ada-okafor/", "./people/cem/"]
    assert need(root, "body").attrib == {
        "class": "body",
        "id": "body",
        "lang": "fr",
        "dir": "auto",
    }
    assert len(with_class(need(root, "earlier"), "card")) == 3
    assert len(with_class(need(root, "later"), "card")) == 3
    assert len(with_class(need(root, "thread"), "card")) == 2
    assert need(root, "q-1").tag == need(root, "q-2").tag == "li"
    assert [image.get("src") for image in root.iter("img")] == ["./assets/the%20bridge.svg"]
    assert text_of(need(root, "corrections")).startswith("Corrections March 6, 2026: ")


def test_same_language_is_not_marked_again() -> None:
    values = {**filled(PLAIN)["article.html"], "article": replace(article(PLAIN), language="en")}
    root = parsed(page_of("article.html", values))
    assert need(root, "body").attrib == {"class": "body", "id": "body"}


@pytest.mark.parametrize("rights", ["excerpt", "link"])
def test_a_private_body_leads_to_the_original(rights: str) -> None:
    kept = replace(article(PLAIN), rights=rights, body="", image=None)
    root = parsed(page_of("article.html", {**filled(PLAIN)["article.html"], "article": kept}))
    assert find(root, "body") is None
    (elsewhere,) = with_class(root, "elsewhere")
    assert [link.get("href") for link in elsewhere.iter("a")] == [kept.original]


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://pictures.example.org/a.jpg", True),
        ("javascript:alert(1)", False),
        ("//pictures.example.org/a.jpg", False),
        ("data:text/html,x", False),
    ],
)
def test_addresses_off_the_site_are_linked_if_they_are_web_addresses(
    address: str, linked: bool
) -> None:
    hostile = replace(
        article(PLAIN),
        original=address,
        image=Image(address, "", "The picture"),
        also_in=(AlsoIn("Post", address),),
    )
    values = {**filled(PLAIN)["article.html"], "article": hostile}
    root = parsed(page_of("article.html", values))
    assert not list(root.iter("img"))
    found = [link for link in root.iter("a") if link.get("href") == address]
    assert len(found) == (3 if linked else 0)


def test_a_tombstone_shows_no_story() -> None:
    values = filled(PLAIN)["gone.html"]
    gone = replace(article(PLAIN), summary="The claim.", body="<p>The claim.</p>", gone=True)
    root = parsed(page_of("gone.html", {**values, "article": gone}))
    assert "The claim." not in text_of(root)
    assert "no longer published" in text_of(root)
    assert len(list(need(root, "corrections").iter("li"))) == 2


@pytest.mark.parametrize("template", ["person.html", "term.html"])
def test_term_parts(template: str) -> None:
    root = parsed(page_of(template, filled(PLAIN)[template]))
    assert need(root, "count").get("data-count") == "42"
    assert len(with_class(need(root, "articles"), "card")) == 30
    assert [link.get("href") for link in with_class(root, "more")[0].iter("a")] == [
        "./people/ada-okafor/2026/"
    ]
    rows = [(r.get("data-year"), r.get("data-count")) for r in need(root, "activity").iter("tr")]
    assert rows == [(None, None), ("2026", "30"), ("undated", "12")]
    for other in ("people", "topics", "organizations"):
        items = list(need(root, f"with-{other}").iter("li"))
        assert [item.get("data-count") for item in items] == ["1", "2", "3"]
        assert [child.tag for child in items[1]] == ["a", "span"]
    quotes = [text_of(quote) for quote in need(root, "quotes").iter("blockquote")]
    assert quotes == [PLAIN] * 3
    assert "./articles/2026/03/story-1/#q-1" in [
        link.get("href") for link in need(root, "quotes").iter("a")
    ]
    assert (find(root, "roles") is not None) == (template == "person.html")


def test_lists() -> None:
    values = filled(PLAIN)
    for template, part, many in [
        ("list.html", "articles", 30),
        ("edition.html", "articles", 30),
        ("home.html", "latest", 30),
    ]:
        root = parsed(page_of(template, values[template]))
        assert len(with_class(need(root, part), "card")) == many
    for template in ("terms.html", "letter.html", "quotes.html"):
        assert need(parsed(page_of(template, values[template])), "names").tag == "section"


def test_the_current_page_is_marked() -> None:
    for template, part in [("letter.html", "letters"), ("list.html", "pager")]:
        root = parsed(page_of(template, filled(PLAIN)[template]))
        links = [a for nav in with_class(root, part) for a in nav.iter("a")]
        assert sum(link.get("aria-current") == "page" for link in links) == 1
    root = parsed(page_of("terms.html", filled(PLAIN)["terms.html"]))
    marked = [link.get("aria-current") for link in with_class(root, "navigation")[0].iter("a")]
    assert marked == ["true", None]


def test_days_and_months_read_as_the_language_writes_them() -> None:
    values = filled(PLAIN)
    root = parsed(page_of("article.html", values["article.html"], language="fr"))
    assert [text_of(day) for day in root.iter("time")][:2] == ["3 mars 2026", "5 mars 2026"]
    root = parsed(page_of("archive.html", values["archive.html"], language="fr"))
    assert [text_of(month) for month in with_class(root, "names")] == ["mars 2026", "décembre 2025"]


def test_editions_stand_under_their_years() -> None:
    root = parsed(page_of("editions.html", filled(PLAIN)["editions.html"]))
    assert [text_of(heading) for heading in root.iter("h2")] == ["2026", "2025"]
    assert [len(list(names.iter("a"))) for names in with_class(root, "names")] == [2, 1]


def test_head() -> None:
    root = parsed(page_of("person.html", filled(PLAIN)["person.html"]))
    links = [(link.get("rel"), link.get("href")) for link in root.iter("link")]
    assert links == [
        ("canonical", "https://digest.example.org/people/letter/o/"),
        ("stylesheet", "./theme/style.css"),
        ("icon", "./theme/favicon.svg"),
        ("alternate", "./people/ada-okafor/feed.xml"),
        ("alternate", "./people/ada-okafor/feed.json"),
        ("alternate", "./feed.xml"),
        ("alternate", "./feed.json"),
    ]


def test_redirect() -> None:
    root = parsed(page_of("redirect.html", filled(PLAIN)["redirect.html"]))
    refresh = [meta.get("content") for meta in root.iter("meta") if meta.get("http-equiv")]
    assert refresh == ["0; url=./articles/2026/03/story/"]


# WCAG 2.2's target size is off by default. Preloading would fetch the stylesheet from file:// again.
AXE_OPTIONS = {"preload": False, "rules": {"target-size": {"enabled": True}}}


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_pages_in_a_browser(
    new_page: "Callable[..., Page]", tmp_path: Path, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    (tmp_path / "theme").mkdir()
    (tmp_path / "assets").mkdir()
    for name, data in theme().static.items():
        (tmp_path / "theme" / name).write_bytes(data)
    for picture in ("the bridge", "a"):
        (tmp_path / "assets" / f"{picture}.svg").write_bytes(theme().static["favicon.svg"])
    long = "Harbourbridgereopeningcommittee " * 4
    browser = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for template, values in filled(long.strip(), 3).items():
        if template == "redirect.html":
            continue
        head = replace(info(template, long), noindex=False)
        file = tmp_path / template
        file.write_text(page_of(template, values, long, head=head))
        browser.goto(file.as_uri())
        assert browser.evaluate("document.documentElement.scrollWidth") <= width, template
        found = Axe().run(browser, options=AXE_OPTIONS)
        faults = [
            (fault["id"], [node["html"][:160] for node in fault["nodes"]])
            for fault in found.response["violations"]
        ]
        assert not faults, f"{template}: {faults}"
