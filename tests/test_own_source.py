"""A source is no organization in its own story, unless the digest says more of it."""

from pathlib import Path

from small_digest import Digest

from digestgen.build import Options, build


def test_a_source_in_its_own_story(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    bodies = ["Ostby Post", "Harbour Guild"]
    digest.article("own.md", title="Told", source="Ostby Post", organizations=bodies, body="It is.")
    site = build(Options(digest.root)).output
    assert not (site / "organizations/ostby-post").exists()
    assert (site / "organizations/harbour-guild/index.html").exists()
    digest.put("content/organizations/ostby-post.md", "---\nname: Ostby Post\n---\nA paper.\n")
    build(Options(digest.root))
    assert "Told" in (site / "organizations/ostby-post/index.html").read_text("utf-8")
    digest.delete("content/organizations/ostby-post.md")
    digest.article(
        "other.md", title="Of it", source="Port Courier", organizations=bodies, body="It."
    )
    build(Options(digest.root))
    page = (site / "organizations/ostby-post/index.html").read_text("utf-8")
    assert "Of it" in page
    assert "Told" not in page
