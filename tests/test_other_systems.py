"""Names that Windows and macOS take otherwise than Linux does, as pure functions and as a digest."""

import unicodedata
from pathlib import Path
from typing import Literal

import law
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_digest import Digest

from digestgen.build import Options, build
from digestgen.names import slugify, url_path
from digestgen.output_folder import is_inside

DEVICES = ["con", "Con", "PRN", "aux", "nul", "com1", "COM¹", "lpt9", "N.U.L."]


@pytest.mark.parametrize("name", DEVICES)
def test_a_slug_is_no_device(name: str) -> None:
    slug = slugify(name)
    assert slug == slugify(slug)
    assert slug.endswith("_")


@pytest.mark.parametrize("name", ["console", "com", "com12", "auxiliary", "con-artists", "nulls"])
def test_other_words_stay(name: str) -> None:
    assert slugify(name) == name


@pytest.mark.parametrize(
    "path",
    [
        "con",
        "2026/AUX",
        "nul.txt/x",
        "com1.tar.gz",
        "aux .txt",
        "a./b",
        "a/b ./c",
        "c:/x",
        "a\\b",
        "x?",
    ],
)
def test_paths_that_windows_can_not_hold(path: str) -> None:
    with pytest.raises(ValueError):
        url_path(path)


@given(st.text(max_size=40))
def test_any_slug_fits_on_any_disk(text: str) -> None:
    slug = slugify(text)
    assert url_path(slug) == unicodedata.normalize("NFC", slug)
    assert slug == slugify(slug) or len(slug) > 70
    assert not slug.endswith((".", " "))
    assert is_inside(slug)


@given(st.text("aåäéöñü ẞßİi", min_size=1, max_size=12))
def test_a_slug_does_not_tell_how_accents_are_composed(text: str) -> None:
    assert slugify(unicodedata.normalize("NFD", text)) == slugify(
        unicodedata.normalize("NFC", text)
    )


def test_a_site_fits_where_case_and_composition_do_not_count(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    digest.article("2026/con.md", title="Aux", date="2026-03-03", topics=["Con", "com1"])
    for number, path in enumerate(["Caf\u00e9", "cafe\u0301", "CAF\u00c9"]):
        digest.article(f"2026/c{number}.md", title="Caf\u00e9", date="2026-03-04", path=path)
    report = build(Options(digest.root))
    assert sum(problem.code == "same-address" for problem in report.problems) == 2
    made = law.tree(report.output)
    assert {"topics/con_/index.html", "topics/com1_/index.html"} <= set(made)
    assert "articles/2026/03/aux_/index.html" in made
    seen: dict[str, str] = {}
    for path in made:
        for end in range(1, path.count("/") + 2):  # each folder, and the file
            one = "/".join(path.split("/")[:end])
            key = unicodedata.normalize("NFC", one.casefold())
            assert seen.setdefault(key, one) == one
    assert law.dead_links(made) == []


def test_files_as_macos_and_windows_write_them(tmp_path: Path) -> None:
    """Decomposed names, CRLF and a byte order mark make the site that others make."""
    forms: dict[str, Literal["NFC", "NFD"]] = {"one": "NFC", "two": "NFD"}
    for name, form in forms.items():
        digest = Digest.small(tmp_path / name)
        text = "---\ntitle: Zoë at the quay\ndate: 2026-03-03\npeople: [Zoë Brandt]\n---\nWords.\n"
        if form == "NFD":
            text = "\ufeff" + text.replace("\n", "\r\n")
        digest.put("content/2026/" + unicodedata.normalize(form, "zoë.md"), text)
        profile = "---\nname: Zoë Brandt\n---\nShe pilots ferries.\n"
        digest.put("content/people/" + unicodedata.normalize(form, "zoë-brandt.md"), profile)
        build(Options(digest.root))
    one, two = (law.tree(tmp_path / name / "site") for name in ("one", "two"))
    assert sorted(one) == sorted(two)
    assert [path for path in one if one[path] != two[path]] == []
