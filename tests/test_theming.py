"""`digestgen theme` from outside, layouts that change one block, and the options of digest.yaml."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_digest import Digest

from digestgen import templates
from digestgen.appearance import PAPER, READABLE, colour, contrast, for_dark
from digestgen.build import Builder, Options, build
from digestgen.config import parse
from digestgen.problems import TemplateError

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    return Digest.small(tmp_path)


def run(digest: Digest, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); from digestgen.cli import main; main()", *arguments],
        cwd=digest.root, capture_output=True, text=True, check=False,
    )  # fmt: skip


def listed(digest: Digest) -> dict[str, list[str]]:
    lines = run(digest, "theme", "list").stdout.splitlines()
    return {line.split("\t")[0]: line.split("\t")[1:] for line in lines}


def test_the_list_names_files_blocks_and_what_is_shadowed(digest: Digest) -> None:
    digest.put("layouts/person.html", "{% extends 'base.html' %}")
    digest.put("layouts/_own.html", "x")
    found = listed(digest)
    assert "footer" in found["base.html"][0].split()
    assert found["static/style.css"] == []
    assert found["person.html"][-1] == "yours"
    assert found["_own.html"][-1] == "yours alone"
    assert found["term.html"][-1] == "head main"


def test_a_copy_changes_nothing_until_it_is_edited(digest: Digest) -> None:
    before = {p: p.read_bytes() for p in _pages(digest)}
    for name in ("article.html", "base.html", "_card.html", "feed.xml", "static/style.css"):
        done = run(digest, "theme", "copy", name)
        assert (done.returncode, done.stdout) == (0, f"layouts/{name}\n"), done.stderr
        assert run(digest, "theme", "diff", name).stdout == ""
        assert listed(digest)[name][-1] == "yours"
    (digest.root / "layouts/static/style.css").unlink()  # its address would differ
    assert {p: p.read_bytes() for p in _pages(digest)} == before


def _pages(digest: Digest) -> list[Path]:
    build(Options(digest.root))
    return sorted((digest.root / "site").rglob("*.html"))


def test_a_block_alone_changes_nothing_until_it_is_edited(digest: Digest) -> None:
    before = {p: p.read_bytes() for p in _pages(digest)}
    every = [(name, block) for name, said in listed(digest).items() if said and name.endswith("html")
             for block in said[0].split()]  # fmt: skip
    for name, block in every:
        done = run(digest, "theme", "copy", name, "--block", block, "--force")
        assert done.returncode == 0, done.stderr
        after = {p: p.read_bytes() for p in _pages(digest)}
        assert [p for p in before if before[p].split() != after[p].split()] == [], (name, block)
        assert run(digest, "theme", "diff", name).stdout == ""
    assert len(every) > 15


def test_a_block_brings_only_what_it_uses(digest: Digest) -> None:
    run(digest, "theme", "copy", "article.html", "--block", "breadcrumbs")
    text = (digest.root / "layouts/article.html").read_text()
    assert "macro" not in text and "import" not in text
    run(digest, "theme", "copy", "article.html", "--block", "main", "--force")
    text = (digest.root / "layouts/article.html").read_text()
    assert "import row" in text  # for a macro that the block calls
    assert "share_article" not in text


def test_the_diff_shows_what_was_changed(digest: Digest) -> None:
    run(digest, "theme", "copy", "404.html")
    path = digest.root / "layouts/404.html"
    path.write_text(path.read_text().replace("Page not found", "Gone fishing"))
    lines = run(digest, "theme", "diff", "404.html").stdout.splitlines()
    changed = [line for line in lines if line[0] in "+-"]
    assert changed[0] == "--- theme/404.html"
    assert [line[0] for line in changed[2:]] == ["-", "+"]
    assert "Gone fishing" in changed[3]


def test_a_theme_that_has_moved_on_is_noticed(digest: Digest) -> None:
    run(digest, "theme", "copy", "page.html")
    path = digest.root / "layouts/page.html"
    path.write_text(re.sub(r", \w{12}:", ", 0123456789ab:", path.read_text(), count=1))
    assert listed(digest)["page.html"][-1] == "yours; the theme's has changed since it was copied"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("copy", "no.html"), 'no file "no.html"'),
        (("copy", "base.html", "--block", "no"), 'no block "no"'),
        (("copy", "person.html"), "layouts/person.html exists"),
        (("diff", "base.html"), "not both in the theme and in layouts/"),
    ],
)
def test_what_does_not_go(digest: Digest, arguments: tuple[str, ...], words: str) -> None:
    digest.put("layouts/person.html", "x")
    done = run(digest, "theme", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert (digest.root / "layouts/person.html").read_text() == "x"


def test_a_catalog_to_translate_has_every_message(digest: Digest) -> None:
    digest.put(
        "layouts/page.html",
        '{% extends "theme/page.html" %}{% block footer %}{{ _("Ahoy") }}{% endblock %}',
    )
    assert run(digest, "theme", "copy", "locale/fr.po").returncode == 0
    path = digest.root / "layouts/locale/fr.po"
    text = path.read_text()
    for message in ("Archive", "Latest articles", "Ahoy", "%(n)s articles"):
        assert f'"{message}"' in text
    digest.configure(language="fr")
    path.write_text(
        text.replace(
            'msgid "Latest articles"\nmsgstr ""', 'msgid "Latest articles"\nmsgstr "À la une"'
        )
    )
    build(Options(digest.root))
    home = (digest.root / "site/index.html").read_text()
    assert "À la une" in home and "Skip to the content" in home


def test_a_shadowed_block_in_a_browser(new_page: "Callable[..., Page]", digest: Digest) -> None:
    """One block of one template, with what the theme says there; the rest stays the theme's."""
    digest.put(
        "layouts/base.html",
        '{% extends "theme/base.html" %}{% block footer %}{{ super() }}<p id="mine">Printed in Port Meridian</p>{% endblock %}',
    )
    digest.configure(theme={"footer": "Kept by hand.", "accent": "#0a5c36", "typeface": "sans"})
    build(Options(digest.root, portable=True))
    page = new_page()
    page.goto((digest.root / "site/index.html").as_uri())
    assert page.locator("footer #mine").inner_text() == "Printed in Port Meridian"
    assert "Kept by hand." in page.locator("footer").inner_text()
    assert page.locator("h1").count() == 1
    assert "system-ui" in page.evaluate("getComputedStyle(document.body).fontFamily")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')")
        == "#0a5c36"
    )


def test_changing_the_original_under_a_shadowed_block_is_not_missed(digest: Digest) -> None:
    """A page reads the theme's template through the digest's."""
    digest.put("layouts/404.html", '{% extends "theme/404.html" %}{% block footer %}{% endblock %}')
    theme = templates.load(digest.root)
    changed = {**theme.sources, "theme/404.html": theme.sources["theme/404.html"] + " "}
    other = templates.Theme(changed, theme.static, "x")
    before, after = templates.closures(theme), templates.closures(other)
    assert {name for name in before if before[name] != after[name]} == {
        "404.html",
        "theme/404.html",
    }


def test_options_change_the_stylesheet_and_its_address(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    builder.build()
    digest.configure(theme={"accent": "#0a5c36"})
    report = builder.build()
    (style,) = (digest.root / "site/theme").glob("style.*.css")
    assert f"theme/{style.name}" in report.written
    assert "--accent: #0a5c36" in style.read_text()
    assert style.name in (digest.root / "site/index.html").read_text()
    assert "style=" not in (digest.root / "site/index.html").read_text()
    builder.close()


def test_a_logo(digest: Digest) -> None:
    digest.put("content/assets/the logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    digest.configure(theme={"logo": "assets/the logo.svg"})
    build(Options(digest.root))
    assert (
        '<img src="../assets/the%20logo.svg" alt="">'
        in (digest.root / "site/people/index.html").read_text()
    )


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("_date.html", "{% macro stamp(moment, width=1) %}\n{{ moment.nothing }}{% endmacro %}", 2),
        ("base.html", "{% extends 'theme/base.html' %}\n\n{% block masthead %}{{ nothing }}{% endblock %}", 3),
        ("home.html", "{% extends 'theme/home.html' %}\n{% block main %}\n\n{{ 1 // 0 }}{% endblock %}", 4),
    ],
)  # fmt: skip
def test_an_error_is_told_where_it_is(digest: Digest, name: str, text: str, line: int) -> None:
    """Not where a page includes, extends or calls what is broken."""
    digest.put(f"layouts/{name}", text)
    with pytest.raises(TemplateError) as caught:
        build(Options(digest.root))
    (problem,) = caught.value.problems
    assert (problem.place.path, problem.place.line) == (f"layouts/{name}", line)


# --- colours -------------------------------------------------------------------------------------


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#abcdef", "#abcdef") == 1


def test_the_papers_and_accents_are_those_of_the_stylesheet() -> None:
    css = templates.load(ROOT / "nowhere").static["style.css"].decode()
    assert re.findall(r"--paper: (#\w{6})", css)[:2] == [PAPER["light"], PAPER["dark"]]
    light, dark = re.findall(r"--accent: (#\w{6})", css)[:2]
    assert contrast(light, PAPER["light"]) >= READABLE <= contrast(dark, PAPER["dark"])


@pytest.mark.parametrize("given", ["#000000", "#0a5c36", "#8C2314", "#00f", "#ffffff"])
def test_an_accent_is_readable_in_the_dark(given: str) -> None:
    light = colour(given)
    assert light is not None
    assert contrast(for_dark(light), PAPER["dark"]) >= READABLE


@pytest.mark.parametrize(
    ("accent", "warned"),
    [("'#ffcc00'", ["light"]), ("'#0a5c36'", []), ("{light: '#fc0', dark: '#333'}", ["light", "dark"])],
)  # fmt: skip
def test_an_accent_that_is_hard_to_read_is_warned_about(accent: str, warned: list[str]) -> None:
    found = parse(f"theme:\n  accent: {accent}\n".encode()).warnings
    assert [re.search(r"on the (\w+) background", p.message)[1] for p in found] == warned  # type: ignore[index]
    assert all(p.severity == "warning" and p.place.line == 2 for p in found)
