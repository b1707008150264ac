"""build(raw) == build(extract(raw)), byte for byte."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from law import copy_sources, extract_all, same_trees, tree
from small_digest import Digest

from digestgen.build import Options, build
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
