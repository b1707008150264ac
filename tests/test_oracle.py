"""The sample digest, and one with more articles than any page lists, say what their files say."""

from pathlib import Path

import oracle
from facts import Facts
from law import copy_sources, dead_links, extract_all, tree
from small_digest import Digest

from digestgen.build import Options, build

SAMPLE = Path(__file__).parent.parent


def test_sample(tmp_path: Path) -> None:
    """The sample as it is, raw pastes included, against what `extract` writes of it."""
    copy_sources(SAMPLE, tmp_path / "sample")
    copy_sources(SAMPLE, tmp_path / "extracted")
    pasted = extract_all(tmp_path / "extracted")
    assert pasted, "the sample has pastes"
    report = build(Options(tmp_path / "sample"))
    absent = {p.place.path for p in report.problems if p.severity == "error"}
    oracle.check(Facts(tmp_path / "extracted", absent, pasted, drafts=False), report.output)
    assert dead_links(tree(report.output)) == []


def test_more_than_a_page_lists(tmp_path: Path) -> None:
    """205 articles of one person in one year: two pages of it, the newest 30 on her own."""
    digest = Digest.small(tmp_path / "digest")
    for number in range(205):
        day = f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        fields = {"title": f"Report {number}", "date": day, "topics": [f"topic {number % 15}"]}
        digest.article(f"2024/{number}.md", people=["Ada Okafor"], **fields)
    report = build(Options(digest.root))
    assert (report.output / "people/ada-okafor/2024/page/2/index.html").exists()
    oracle.check(Facts(digest.root, set(), set(), drafts=False), report.output)
    assert dead_links(tree(report.output)) == []
