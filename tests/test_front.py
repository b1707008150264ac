"""What the front page, the indexes and the lists of days say of a digest, by the pages that are built."""

import re
from html import unescape
from pathlib import Path

import pytest
from small_digest import Digest

from digestgen.build import Options, build
from digestgen.values import limits


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    return Digest.small(tmp_path / "digest")


def page(digest: Digest, path: str) -> str:
    return (digest.root / "site" / path / "index.html").read_text("utf-8")


def part(html: str, start: str) -> str:
    """The text of the section that starts so, tags left out."""
    found = re.search(rf"<section id=\"{start}\".*?</section>", html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[0])).split()) if found else ""


def test_the_front_page_says_what_goes_on(digest: Digest) -> None:
    """The story of two articles, not that of one; a quotation of a person, not of an official."""
    digest.article("2026/kelp.txt", thread="kelp")
    build(Options(digest.root))
    home = page(digest, "")
    assert part(home, "threads") == "Stories we follow Harbour bridge 2 articles Bridge opens"
    assert part(home, "said").startswith("Said lately That is not for the court.")
    assert 'href="articles/2026/03/bridge-opens/#thread"' in home.replace('"./', '"')


def test_a_quotation_of_some_length_is_set_large(digest: Digest) -> None:
    said = "We open on Monday, and whoever comes early may help us to carry the ribbon."
    quotes = [{"speaker": "Ada Okafor", "text": said}]
    digest.article("2025/council.md", quotes=quotes, people=["Ada Okafor"])
    build(Options(digest.root))
    assert said in part(page(digest, ""), "said")
    assert f"<blockquote><p>{said}</p></blockquote>" in page(digest, "quotes")
    digest.put("content/people/ada-okafor.md", "---\nname: Ada Okafor\nhidden: true\n---\n")
    build(Options(digest.root))
    assert said not in page(digest, "")


def test_stories_have_summary_and_picture(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STORIES", 3)
    picture = {"src": "assets/bridge.svg", "alt": "A bridge"}
    digest.article("2026/closed.md", image=picture, summary="A crack.")
    digest.article("2025/council.md", image=picture)
    build(Options(digest.root))
    stories, _, rest = page(digest, "").partition('<div class="stories">')[2].partition("months")
    assert stories.count("A crack.") == 1
    assert stories.count('<img class="thumbnail"') == 1  # the council's is further down
    assert "Council budget" in rest
    digest.article("2026/closed.md", image=None)
    build(Options(digest.root))
    assert "thumbnail" not in page(digest, "")


def test_aliases_that_say_nothing_are_not_shown(digest: Digest) -> None:
    aliases = "[A. Okafor, Mayor Okafor, Dr Ada Okafor, The Engineer]"
    name = "---\nname: Ada Okafor (engineer)\naliases: "
    digest.put("content/people/ada-okafor.md", f"{name}[Ada Okafor, {aliases[1:]}\n---\n")
    build(Options(digest.root))
    assert "Also known as <bdi>A. Okafor</bdi>, <bdi>The Engineer</bdi></p>" in page(
        digest, "people/ada-okafor"
    )
    digest.article("2026/post.md", title="Post", date="2026-03-03", source="The Post")
    digest.put("content/sources/post.md", "---\nname: Post\naliases: [The Post, MP]\n---\n")
    build(Options(digest.root))
    assert "Also known as <bdi>MP</bdi></p>" in page(digest, "sources/post")


def test_a_section_of_one_article_is_not_in_the_index(digest: Digest) -> None:
    """Unless there is a profile of it, or no other."""

    def names() -> str:
        build(Options(digest.root))
        return part(page(digest, "sections"), "names")

    assert names() == "City 1 1 article Courts 1 1 article"
    digest.article("2026/closed.md", section="City")
    assert names() == "City 2+ at least 2 articles"
    digest.put("content/sections/courts.md", "---\nname: Courts\n---\nWhat judges say. And more.\n")
    assert names() == "City 2+ at least 2 articles Courts 1 1 article What judges say."


def test_an_index_gives_roles(digest: Digest) -> None:
    build(Options(digest.root))
    assert "Ada Okafor 2+ at least 2 articles engineer" in part(page(digest, "people"), "names")


def test_many_names_stand_on_pages_of_their_own(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FEW", 3)
    build(Options(digest.root))
    people = page(digest, "people")
    assert part(people, "names").startswith("New in the digest")
    assert 'class="letters"' in people


def test_editions_and_months_say_how_much_there_is(digest: Digest) -> None:
    build(Options(digest.root))
    lines = re.findall(r'<li><span class="when">(.*?)</li>', page(digest, "editions"))
    assert [re.sub(r"<[^>]*>", "", line) for line in lines] == [
        "March 4, 2026 Kelp nursery",
        "March 3, 2026 Open 2 articles",
        "January 2, 2026 Bridge closed",
        "December 30, 2025 Council budget",
    ]
    archive = re.sub(r"<[^>]*>", "", page(digest, "archive"))
    assert "March 2026 33 articles" in archive
    digest.article("2026/kelp.txt", title="Kelp forest")
    build(Options(digest.root))
    assert "Kelp forest" in page(digest, "editions")


def test_a_month_stands_between_its_neighbours(digest: Digest) -> None:
    build(Options(digest.root))
    month = page(digest, "archive/2026/01")
    turn = month.partition('<nav class="turn"')[2].partition("</nav>")[0]
    assert re.findall(r'href="([^"]*)" rel="(\w+)"', turn) == [
        ("../../../archive/2025/12/", "prev"),
        ("../../../archive/2026/03/", "next"),
    ]
    assert "<h2>Friday, January 2, 2026</h2>" in month
    digest.article("2026/feb.md", title="In between", date="2026-02-01")
    build(Options(digest.root))
    assert 'href="../../../archive/2026/02/" rel="next"' in page(digest, "archive/2026/01")


def test_related_articles_stand_by_date(digest: Digest) -> None:
    """Nearest first on either side, whichever shares most."""
    for number, topics in enumerate(
        (["a"], ["a", "b"], ["a"], ["a", "b"], ["a"], ["a", "b"], ["a"])
    ):
        day = f"2026-05-0{number + 1}"
        digest.article(f"2026/{number}.md", title=f"Part {number}", date=day, topics=topics)
    build(Options(digest.root))
    middle = page(digest, "articles/2026/05/part-3")
    assert re.findall(r"Part \d", part(middle, "earlier")) == ["Part 2", "Part 1", "Part 0"]
    assert re.findall(r"Part \d", part(middle, "later")) == ["Part 4", "Part 5", "Part 6"]
    assert "Both about a and b" in part(middle, "later")


def test_a_correction_stands_before_the_text_and_a_date_leads_to_its_edition(
    digest: Digest,
) -> None:
    digest.article("2026/bridge.md", corrections=[{"date": "2026-03-05", "text": "It was Monday."}])
    build(Options(digest.root))
    article = page(digest, "articles/2026/03/bridge-opens")
    assert article.index("It was Monday.", article.index("<h1")) < article.index('id="body"')
    assert '<a href="../../../../editions/2026-03-03/"><time datetime="2026-03-03">' in article


def test_a_withdrawn_article_names_its_source_and_the_list_of_corrections(digest: Digest) -> None:
    digest.put("content/pages/corrections.md", "---\ntitle: What we got wrong\n---\nThis.\n")
    digest.article(
        "2026/bridge.md", gone=True, corrections=[{"date": "2026-03-05", "text": "It never was."}]
    )
    build(Options(digest.root))
    gone = page(digest, "articles/2026/03/bridge-opens").partition("<main")[2]
    assert "Port Courier" in gone
    assert "Ada Okafor" not in gone
    assert re.search(r'<a href="[./]*corrections/">What we got wrong</a>', gone)
    assert "</time>: It never was.</p>" in gone


def test_a_summary_taken_from_the_opening_is_not_read_twice(digest: Digest) -> None:
    opening = 'The bridge is *open*, said "Ada Okafor".'
    summary = 'The bridge is open, said "Ada Okafor".'
    digest.article("2026/bridge.md", summary=summary, body=f"{opening} Trams follow.\n\nMore.")
    digest.article("2026/kelp.txt", summary="Kelp grows behind the mole.", body="A dock, in June.")
    build(Options(digest.root))
    bridge = page(digest, "articles/2026/03/bridge-opens")
    assert "standfirst" not in bridge
    assert summary in unescape(bridge[: bridge.index("<body")])
    kelp = page(digest, "articles/2026/03/kelp-nursery")
    assert 'class="standfirst" data-pagefind-body>Kelp grows behind the mole.<' in kelp
