"""build(raw) == build(extract(raw)), byte for byte; and no line of a paste is lost without a word."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law import copy_sources, extract_all, same_trees, tree
from small_digest import Digest

from digestgen.build import Options, build
from digestgen.extract import Settings, extract
from digestgen.extract.paste import clean
from digestgen.model import Problem

SAMPLE = Path(__file__).parent.parent


def check(root: Path, work: Path) -> None:
    """Build a digest as it is, and a copy in which every paste has been extracted."""
    copy_sources(root, work / "raw")
    copy_sources(root, work / "extracted")
    extract_all(work / "extracted")
    raw, extracted = (build(Options(work / name)) for name in ("raw", "extracted"))
    same_trees(tree(raw.output), tree(extracted.output))
    assert [*map(_told, raw.problems)] == [*map(_told, extracted.problems)]


def _told(problem: Problem) -> Problem:
    """A problem without what the two rightly differ in: how to mend it, and in which line."""
    return replace(problem, hint="", place=replace(problem.place, line=0, column=0))


def test_sample(tmp_path: Path) -> None:
    copy_sources(SAMPLE, tmp_path / "sample")
    check(tmp_path / "sample", tmp_path)
    assert extract_all(tmp_path / "sample"), "the sample has pastes"


LINES = (
    " date 2026-03-03",
    " date 31 February",
    " source Bay Post",
    " url https://bay.example.org/kelp",
    "Harbour bridge reopens",
    "By Mara Lind and Jon Okafor",
    "March 4, 2026",
    "2026-03-05T10:00:00+01:00",
    "",
    "Ada Okafor, director of the Harbour Authority, opened the bridge in Port Meridian.",
    '"We open on Monday," said Okafor. "Whatever the weather."',
    "“It holds,” said Tomas Brandt, the engineer.",
    "# A heading",
    "---",
    "title: not front matter",
    "- one\n- two",
    "Share this article",
    "Picture: Nia Sol/Bay Post",
    "<script>alert(1)</script> & {{ braces }}",
    "Ärger im Hafen: 10:00 Uhr \u2028 \u200b",
    "\t  spaces  ",
)
PASTES = st.lists(st.sampled_from(LINES), min_size=1, max_size=9).map("\n".join)


@settings(max_examples=max(5, settings().max_examples // 12))
@given(st.lists(PASTES.filter(str.strip), min_size=1, max_size=6))
def test_pastes(pastes: list[str]) -> None:
    with TemporaryDirectory() as folder:
        digest = Digest.small(Path(folder) / "digest")
        for number, paste in enumerate(pastes):
            if not paste.startswith("---\n") and paste.strip() != "---":
                digest.put(f"content/paste-{number}.txt", paste)
        check(digest.root, Path(folder))


# --- nothing is lost silently --------------------------------------------------------------------


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", normalize("NFKC", clean(text)).casefold()))


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield str(value)


def lost(paste: str) -> list[str]:
    """Lines of a paste that are whole in neither the body, nor a value, nor what extraction says it
    left out. Their numbers in lists are not looked for, nor what an editor said ahead of the paste."""
    found = extract(paste, Settings())
    told = [*map(letters, leaves(found.fields)), *(letters(line.text) for line in found.dropped)]
    told.append(letters(found.body))
    said = re.compile(r"^\s*(?:date \S+|(?:date|source|url) .*|[0-9]+\.)(?:\s+|$)")
    rows = (said.sub("", row, count=1) for row in clean(paste).split("\n"))
    return [row for row in rows if not any(letters(row) in text for text in told)]


@pytest.mark.parametrize("folder", ["evaluation/sample", "tests/pastes", "content"])
def test_no_line_of_a_page_is_lost(folder: str) -> None:
    pastes = [path.read_text("utf-8") for path in sorted((SAMPLE / folder).rglob("*.txt"))]
    pastes = [text for text in pastes if not text.startswith("---")]
    assert len(pastes) > 1
    for paste in pastes:
        if "\u00e2\u20ac" not in paste:  # such letters are mended, so they are not what they were
            assert lost(paste) == []


@given(PASTES.filter(str.strip))
def test_no_line_of_any_paste_is_lost(paste: str) -> None:
    assert lost(paste) == []
