"""The words of the site in another language: catalogs, plurals, and what a broken one says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_digest import Digest

from digestgen import build as build_module
from digestgen import templates
from digestgen.build import Options, build
from digestgen.problems import TemplateError
from digestgen.translations import Catalog, Messages, choose, read

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def said() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Every message of the theme and of the page kinds, with the file it stands in."""
    from babel.messages.extract import extract
    from jinja2.ext import babel_extract

    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    found = [(path, babel_extract) for path in sorted((ROOT / "layouts").glob("*.*"))]
    pages = [(path, "python") for path in sorted((ROOT / "digestgen/pages").glob("*.py"))]
    for path, method in (*found, *pages):
        with path.open("rb") as file:
            for _, message, _, _ in extract(method, file, KEYWORDS, options=options):  # type: ignore[arg-type]
                yield path.name, message


def arabic() -> Catalog:
    name = "locale/ar.po"
    catalog, problems = read((ROOT / "layouts" / name).read_bytes(), name, name)
    assert problems == []
    return catalog


def test_the_arabic_catalog_has_every_message() -> None:
    catalog = arabic()
    missing = [
        f"{file}: {message!r}"
        for file, message in said()
        if (
            message not in catalog.texts
            if isinstance(message, str)
            else message[0] not in catalog.forms
        )
    ]
    assert not missing, "add to layouts/locale/ar.po:\n" + "\n".join(missing)


def test_the_arabic_catalog_has_nothing_else() -> None:
    messages = {message if isinstance(message, str) else message[0] for _, message in said()}
    catalog = arabic()
    assert {*catalog.texts, *catalog.forms} <= messages


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "لا مقالات"), (1, "مقالة واحدة"), (2, "مقالتان"), (7, "7 مقالات"), (42, "42 مقالة"), (1200, "1,200 مقالة")],
)  # fmt: skip
def test_arabic_counts_in_six_ways(n: int, text: str) -> None:
    messages = Messages("ar", (arabic(),))
    assert messages.ngettext("%(n)s article", "%(n)s articles", n) == text


def test_english_needs_no_catalog() -> None:
    assert Messages().ngettext("%(n)s article", "%(n)s articles", 1) == "1 article"
    assert Messages().ngettext("%(n)s article", "%(n)s articles", 1200) == "1,200 articles"
    assert Messages().gettext("By %(names)s", names="Ada") == "By Ada"


def test_a_value_that_is_markup_stays_so_and_the_rest_is_text() -> None:
    from markupsafe import Markup

    made = Messages().gettext("<b> %(link)s %(text)s", link=Markup("<a>x</a>"), text="<i>")
    assert made == "&lt;b&gt; <a>x</a> &lt;i&gt;"


def test_a_region_falls_back_on_its_language() -> None:
    wide, narrow = (
        Catalog("(n != 1)", {"A": "a", "B": "b"}, {}),
        Catalog("(n != 1)", {"A": "x"}, {}),
    )
    found = choose("pt-BR", [("locale/pt.po", wide), ("locale/pt-BR.po", narrow)])
    assert [found.gettext(one) for one in "ABC"] == ["x", "b", "C"]
    assert choose("pt", [("locale/pt-BR.po", narrow)]).gettext("A") == "A"


@pytest.mark.parametrize(
    ("entry", "line", "words"),
    [
        ('msgid "By %(names)s"\nmsgstr "von %(name)s"\n', 5, "unknown named placeholder 'name'"),
        ("msgid Archive\n", 5, ""),
        ('msgid "a"\nmsgstr "\xff"\n', 0, "not UTF-8"),
    ],
)
def test_a_broken_catalog_stops_the_build(
    tmp_path: Path, entry: str, line: int, words: str
) -> None:
    digest = Digest.small(tmp_path)
    digest.put("layouts/locale/de.po", (HEADER + entry).encode("latin-1"))
    with pytest.raises(TemplateError) as caught:
        build(Options(digest.root))
    (problem,) = caught.value.problems
    assert problem.place.path == "layouts/locale/de.po"
    assert line in (0, problem.place.line)
    assert words in problem.message


def test_a_digest_speaks_its_language_and_changes_a_word(tmp_path: Path) -> None:
    """A catalog of the digest's goes before the theme's, message by message; only pages whose bytes
    differ are written, and a catalog of another language concerns nothing."""
    digest = Digest.small(tmp_path)
    digest.configure(language="ar")
    builder = build_module.Builder(Options(digest.root))
    builder.build()
    home = digest.root / "site/index.html"
    assert '<html lang="ar" dir="rtl">' in home.read_text()
    assert "أحدث المقالات" in home.read_text()
    digest.put("layouts/locale/fr.po", (HEADER + 'msgid "Archive"\nmsgstr "x"\n').encode())
    assert builder.build().rendered == ()
    digest.put(
        "layouts/locale/ar.po", (HEADER + 'msgid "Latest articles"\nmsgstr "آخر ما نشر"\n').encode()
    )
    assert builder.build().written == ("index.html", "404.html")
    assert "آخر ما نشر" in home.read_text()
    assert "انتقل إلى المحتوى" in home.read_text()
    digest.configure(language="en")
    builder.build()
    assert "Latest articles" in home.read_text()
    builder.close()


def test_the_theme_speaks_arabic() -> None:
    assert templates.load(ROOT / "nowhere").messages("ar-EG").gettext("Archive") == "الأرشيف"


# --- in a browser --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An Arabic digest with an Arabic, an English and a Japanese article."""
    digest = Digest.small(tmp_path_factory.mktemp("mixed"))
    digest.configure(language="ar")
    digest.article(
        "2026/jisr.md", title="فتح الجسر", date="2026-03-06", people=["Ada Okafor", "ليلى منصور"],
        quotes=[{"speaker": "Ada Okafor", "text": "We open on Monday."}],
        body="قالت ليلى منصور إن *الجسر* يُفتح.",
    )  # fmt: skip
    digest.article(
        "2026/hashi.md",
        title="橋が再開へ",
        date="2026-03-07",
        language="ja",
        body="橋は *月曜* に開く。",
    )
    build(Options(digest.root, portable=True))
    return digest.root / "site"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_page_from_right_to_left(
    new_page: "Callable[..., Page]", mixed: Path, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    (story,) = (mixed / "articles/2026/03").glob("فتح*")
    for path in (mixed, mixed / "people/ada-okafor", story):
        page.goto((path / "index.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        left, right = page.evaluate(
            "(() => { const h = document.querySelector('main h1, main h2'), r = document.createRange();"
            "r.selectNodeContents(h); const b = r.getBoundingClientRect();"
            "const m = document.querySelector('main').getBoundingClientRect();"
            "return [b.left - m.left, m.right - b.right]; })()"
        )
        assert right < 3 and right <= left, path
    # Joined letters are neither spaced nor slanted.
    for property, value in (("letterSpacing", "normal"), ("fontStyle", "normal")):
        found = page.evaluate(f"getComputedStyle(document.querySelector('h1')).{property}")
        assert found == value
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#body em')).fontStyle") == "normal"
    )
    # The full stop of an English quotation stands at its right end, inside the Arabic page.
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#quotes p')).unicodeBidi")
        == "plaintext"
    )


def test_a_story_in_another_direction_than_its_page(
    new_page: "Callable[..., Page]", mixed: Path
) -> None:
    page = new_page()
    (story,) = (mixed / "articles/2026/03").glob("橋*")
    page.goto((story / "index.html").as_uri())
    body = page.locator("#body")
    assert body.get_attribute("lang") == "ja"
    style = "element => { const s = getComputedStyle(element); return [s.direction, s.lineBreak, s.fontStyle]; }"
    assert body.evaluate(style) == ["ltr", "strict", "normal"]
    assert page.locator("#body em").evaluate("e => getComputedStyle(e).fontStyle") == "normal"
    assert page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "rtl"
