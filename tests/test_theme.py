"""The default theme: every template with good, hostile and missing values."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import pytest
from jinja2 import Environment
from msgspec import Struct
from msgspec.structs import replace
from small_digest import Digest
from theme_pages import (
    ARABIC,
    DECLARED,
    HOSTILE,
    PLAIN,
    article,
    bare,
    filled,
    info,
    page_of,
    page_templates,
    parsed,
    theme,
    theme_environment,
)

from digestgen import render as render_module
from digestgen.build import Options, build
from digestgen.environment import Environment as ThemeEnvironment
from digestgen.model import AlsoIn, Correction, Moment
from digestgen.render import Job
from digestgen.views import IndexView, Info, Picture

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCUMENTATION = Path(__file__).parent.parent / "docs" / "templates.md"


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
    own = {"style.css", "feed.css", "scheme.js", "search.css", "search.js", "favicon.svg"}
    assert set(theme().static) == own


@pytest.mark.parametrize("name", page_templates())
def test_a_template_uses_only_declared_names(name: str) -> None:
    """What a template imports, defines or sets is its own; Jinja counts it as undeclared in blocks."""
    from jinja2 import meta, nodes

    tree = theme_environment().parse(theme().sources[name])
    own = {found.name for found in tree.find_all(nodes.Name) if found.ctx == "store"}
    own |= {found.name for found in tree.find_all(nodes.Macro)}
    own |= {found.target for found in tree.find_all(nodes.Import)}
    own |= {str(one) for found in tree.find_all(nodes.FromImport) for one in found.names}
    used = meta.find_undeclared_variables(tree) - own
    translating = {"_", "gettext", "ngettext"}
    assert used <= {"site", "page", *translating, *DECLARED.get(name, ())}


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
        if "src" in script.attrib:
            assert script.attrib.keys() <= {"src", "defer"} and not script.text
            continue
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


RECORDS = (Struct, Moment, AlsoIn, Correction)


def test_every_template_value_and_macro_is_documented() -> None:
    text = DOCUMENTATION.read_text()
    for template, names in DECLARED.items():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{template}`"))
        assert all(f"`{name}`" in row for name in names)
    for name in page_templates():
        if name.startswith("_"):
            row = next(line for line in text.splitlines() if line.startswith(f"| `{name}`"))
            macros = re.findall(r"{% macro ([a-z]\w*)", theme().sources[name])
            assert [macro for macro in macros if f"`{macro}" not in row] == []
    for name in re.findall(r"{% block (\w+)", theme().sources["base.html"]):
        assert f"`{name}`" in text
    for name in {*theme_environment().filters} - {*Environment().filters}:
        assert f"| `{name}` |" in text


def test_templates_are_given_what_is_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole build: every page's template gets the declared names, with the documented types."""
    seen: dict[str, dict[str, set[str]]] = {}

    def note(job: Job, environment: ThemeEnvironment) -> bytes:
        values = seen.setdefault(job.template, {})
        for name, value in job.context.items():
            values.setdefault(name, set()).update(record.__name__ for record in _outer(value))
        return real(job, environment)

    real = render_module.render
    monkeypatch.setattr(render_module, "render", note)
    digest = Digest.small(tmp_path)
    digest.put("content/pages/about.md", "---\ntitle: About\n---\nWords.\n")
    digest.article("2026/gone.md", title="Gone", date="2026-03-01", gone=True)
    digest.article("2026/moved.md", title="Moved", date="2026-03-01", redirect_from=["2026/03/old"])
    build(Options(digest.root))
    documented = DOCUMENTATION.read_text().splitlines()
    assert set(seen) >= set(DECLARED)
    for template, values in seen.items():
        row = next(
            (l for l in documented if l.startswith("| `") and f"`{template}`" in l.split("|")[1]),
            "",
        )
        assert row, template
        assert set(values) - {"site", "page"} == set(
            DECLARED.get(template, set(values) - {"site", "page"})
        )
        for name, types in values.items():
            if name not in ("site", "page"):
                assert f"`{name}`" in row
                assert all(f"[{one}](" in row for one in types), (template, name, types)


def _outer(value: object) -> Iterator[type]:
    """The record that a value is, or those it lists."""
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, RECORDS):
            yield type(one)


def test_structured_data_survives_hostile_text() -> None:
    root = parsed(page_of("article.html", filled(HOSTILE)["article.html"], HOSTILE))
    (script,) = root.iter("script")
    data = json.loads(script.text or "")
    assert data["headline"] == HOSTILE
    assert data["isBasedOn"] == "https://courier.example.org/bridge?a=1&b=2"
    assert data["datePublished"] == "2026-03-03T09:30:00+01:00"
    assert [author["name"] for author in data["author"]] == [HOSTILE] * 3
    assert {m["@type"] for m in data["mentions"]} == {"Person", "Organization", "Place"}
    assert [topic["name"] for topic in data["about"]] == [HOSTILE] * 3


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
        "data-pagefind-body": "",
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
    assert need(root, "body").attrib == {
        "class": "body",
        "id": "body",
        "data-pagefind-body": "",
    }


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
        image=Picture(address, "", "The picture"),
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
        ("home.html", "latest", 23),  # the first seven are shown in the edition
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
    months = [text_of(month) for names in with_class(root, "counts") for month in names.iter("a")]
    assert months == ["mars 2026", "décembre 2025"]
    said = [text_of(one) for one in with_class(root, "hidden")]
    assert said == ["8 articles"] * 5  # two years, two months and what is undated
    days = parsed(page_of("list.html", values["list.html"], language="fr"))
    assert text_of(next(need(days, "articles").iter("h2"))) == "mardi 3 mars 2026"


def test_editions_stand_under_their_years() -> None:
    root = parsed(page_of("editions.html", filled(PLAIN)["editions.html"]))
    assert [text_of(heading) for heading in root.iter("h2")] == ["2026", "2025"]
    said = [text_of(what) for what in with_class(root, "what")]
    assert said == [f"{PLAIN} 3 articles", PLAIN]  # a title and the count, or the headline alone
    assert [len(list(names.iter("a"))) for names in with_class(root, "names")] == [1]


def test_another_language_is_named_to_eye_and_ear() -> None:
    root = parsed(page_of("edition.html", filled(PLAIN, 2)["edition.html"]))
    own, french = with_class(root, "card")
    assert "lang" not in with_class(own, "card-link")[0].attrib
    assert with_class(french, "card-link")[0].get("lang") == "fr"
    assert text_of(with_class(french, "tongue")[0]) == "French"


def test_an_index_shows_few_names_at_once_and_many_by_their_letters() -> None:
    few = filled(PLAIN)["terms.html"]["index"]
    assert isinstance(few, IndexView)
    root = parsed(page_of("terms.html", {"index": few}))
    assert [text_of(letter) for letter in need(root, "names").iter("h2")] == ["O", "Other"]
    assert len(list(need(root, "names").iter("li"))) == 14
    assert not with_class(root, "letters")
    many = parsed(page_of("terms.html", {"index": replace(few, entries=())}))
    assert len(with_class(many, "letters")) == 1
    assert len(list(need(many, "most").iter("li"))) == 2


def test_quotations_that_the_text_shows_are_folded_and_have_no_second_anchor() -> None:
    shown = article(PLAIN)
    first, second = shown.quotes
    shown = replace(shown, quotes=(replace(first, in_text=True), second))
    root = parsed(page_of("article.html", {**filled(PLAIN)["article.html"], "article": shown}))
    (folded,) = need(root, "quotes").iter("details")
    assert [item.get("id") for item in folded.iter("li")] == [None, "q-2"]
    private = replace(shown, body="")
    root = parsed(page_of("article.html", {**filled(PLAIN)["article.html"], "article": private}))
    assert not list(need(root, "quotes").iter("details"))


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
    refresh = [m.get("content") for m in root.iter("meta") if m.get("http-equiv") == "refresh"]
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
    (tmp_path / "pictures").mkdir()
    for picture in ("assets/the bridge.svg", "pictures/the bridge-480.0a1b2c3d.svg"):
        (tmp_path / picture).write_bytes(theme().static["favicon.svg"])
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
