"""Where a reader can go from a page: the years beside a year, the story of what was taken down; and
that a source's page does not say its name on every card."""

import re
from pathlib import Path

import pytest
from small_digest import Digest

from digestgen.build import Options, build


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    return Digest.small(tmp_path / "digest")


def page(digest: Digest, path: str) -> str:
    build(Options(digest.root))
    return (digest.root / "site" / path / "index.html").read_text("utf-8")


def turns(html: str) -> list[tuple[str, str]]:
    """(relation, address) of the links to a page's neighbours."""
    return re.findall(r'href="([^"]+)" rel="(prev|next)"', html)


def test_a_year_of_the_archive_leads_to_those_beside_it(digest: Digest) -> None:
    assert turns(page(digest, "archive/2026")) == [("../../archive/2025/", "prev")]
    assert turns(page(digest, "archive/2025")) == [("../../archive/2026/", "next")]
    assert turns(page(digest, "archive")) == []
    digest.article("old.md", title="Old", date="2021-12-31", body="Words.")
    digest.article("new.md", title="New", date="2027-01-01", body="Words.")
    assert turns(page(digest, "archive/2025")) == [
        ("../../archive/2021/", "prev"),
        ("../../archive/2026/", "next"),
    ]
    assert turns(page(digest, "archive/2027")) == [("../../archive/2026/", "prev")]
    digest.delete("content/old.md")
    digest.delete("content/2025/council.md")
    assert turns(page(digest, "archive/2026")) == [("../../archive/2027/", "next")]


def test_a_source_says_its_name_once(digest: Digest) -> None:
    named = '<span class="source">Port Courier</span>'
    source = page(digest, "sources/port-courier")
    assert "Bridge opens" in source and "March 3, 2026" in source
    assert named not in source
    assert named in page(digest, "people/ada-okafor")


def test_a_tombstone_leads_to_the_rest_of_its_story(digest: Digest) -> None:
    digest.article("2026/closed.md", gone=True)
    gone = page(digest, "articles/2026/01/bridge-closed")
    assert "The whole story: Harbour bridge" in gone
    assert 'href="../../../../articles/2026/03/bridge-opens/"' in gone
    assert "A crack" not in gone and "Okafor" not in gone
    digest.article("2026/bridge.md", thread=None)
    assert "The whole story" not in page(digest, "articles/2026/01/bridge-closed")
