"""The words of the site in another language: catalogs, plurals, and what a broken one says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_digest import Digest

from digestgen import build as build_module
from digestgen import templates
from digestgen.build import Options, build
from digestgen.problems import TemplateError
from digestgen.translations import Catalog, Messages, choose, read

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
