"""Which pages render after which edit, path for path: neither a stale page nor one too many.

The five articles lie months apart and share few people, and lists are cut after three, so that most
of the site has nothing to do with any one edit.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import law
import pytest
from small_digest import Digest

from digestgen.build import Builder, Options
from digestgen.layouts import theme_folder
from digestgen.values import limits

ARTICLES: dict[str, dict[str, object]] = {
    "bridge.md": {
        "title": "Bridge opens",
        "date": "2026-03-03",
        "path": "2026/03/bridge",
        "people": ["Ada Okafor", "Tomas Brandt"],
        "topics": ["bridges"],
        "quotes": [{"speaker": "Ada Okafor", "text": "We open on Monday."}],
        "body": "Ada Okafor opened the bridge.",
    },
    "court.md": {
        "title": "Court sits",
        "date": "2025-10-20",
        "path": "2025/10/court",
        "people": ["Ilse Varga"],
        "topics": ["courts"],
        "quotes": [{"speaker": "Ilse Varga", "text": "Not today."}],
        "body": "Ilse Varga heard both sides.",
    },
    "ferry.md": {
        "title": "Ferry is late",
        "date": "2025-04-07",
        "path": "2025/04/ferry",
        "people": ["Addie Cole"],
        "topics": ["ferries"],
        "body": "Addie Cole waited.",
    },
    "kelp.md": {
        "title": "Kelp grows",
        "date": "2024-09-09",
        "path": "2024/09/kelp",
        "people": ["Nia Sol", "Tomas Brandt"],
        "topics": ["kelp"],
        "body": "A nursery.",
    },
    "tram.md": {
        "title": "Tram returns",
        "date": "2023-05-05",
        "path": "2023/05/tram",
        "people": ["Ben Lund"],
        "topics": ["trams"],
        "body": "It runs again.",
    },
}
ADA = "content/people/ada-okafor.md"
STYLE = "layouts/static/style.css"

PAGES = """
    404.html index.html search/index.html
    archive/index.html
    archive/2023/index.html archive/2023/05/index.html
    archive/2024/index.html archive/2024/09/index.html
    archive/2025/index.html archive/2025/04/index.html archive/2025/10/index.html
    archive/2026/index.html archive/2026/03/index.html
    articles/2023/05/tram/index.html
    articles/2024/09/kelp/index.html
    articles/2025/04/ferry/index.html
    articles/2025/10/court/index.html
    articles/2026/03/bridge/index.html
    editions/index.html
    editions/2023-05-05/index.html
    editions/2024-09-09/index.html
    editions/2025-04-07/index.html
    editions/2025-10-20/index.html
    editions/2026-03-03/index.html
    people/index.html
    people/ada-okafor/index.html people/addie-cole/index.html people/ben-lund/index.html
    people/ilse-varga/index.html people/nia-sol/index.html people/tomas-brandt/index.html
    people/letter/b/index.html people/letter/c/index.html people/letter/l/index.html
    people/letter/o/index.html people/letter/s/index.html people/letter/v/index.html
    quotes/index.html quotes/letter/o/index.html quotes/letter/v/index.html search/index.html
    topics/index.html
    topics/bridges/index.html topics/courts/index.html topics/ferries/index.html
    topics/kelp/index.html topics/trams/index.html
    topics/letter/b/index.html topics/letter/c/index.html topics/letter/f/index.html
    topics/letter/k/index.html topics/letter/t/index.html
"""
"""Everything made from an HTML template."""


@dataclass
class Site:
    """A digest that has been built; `rebuild` says what another build did."""

    digest: Digest
    builder: Builder
    removed: set[str] = field(default_factory=set)

    def rebuild(self) -> set[str]:
        """The paths rendered. Whatever was not written is, inode and times, the file it was."""
        folder = self.builder.options.folder
        before = law.stats(folder)
        report = self.builder.build()
        assert report.problems == ()
        after = law.stats(folder)
        written = {os.fspath(folder / path) for path in report.written}
        gone = {os.fspath(folder / path) for path in report.removed}
        assert {path for path in written & before.keys() if before[path] == after[path]} == set()
        listing = (
            {os.fspath(folder / ".digestgen-manifest")} if after.keys() != before.keys() else set()
        )
        untouched = before.keys() - written - gone - listing
        assert {path for path in untouched if before[path] != after.get(path)} == set()
        assert gone.isdisjoint(after)
        assert set(report.written) <= set(report.rendered)
        self.removed = set(report.removed)
        return set(report.rendered)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(limits, "NEWEST", 3)
    monkeypatch.setattr(limits, "LATEST", 2)
    digest = Digest(tmp_path / "digest")
    digest.configure(
        title="The Small Digest",
        description="What happened.",
        base_url="https://small.example.org/",
        rights="full",
        taxonomies=["people", "topics"],
    )
    for name, fields in ARTICLES.items():
        digest.article(name, **fields)
    digest.put(ADA, "---\nname: Ada Okafor\n---\n")
    digest.put(STYLE, "body { color: black }")
    builder = Builder(Options(digest.root))
    builder.build()
    yield Site(digest, builder)
    builder.close()


def paths(text: str) -> set[str]:
    return set(text.split())


def test_the_site(site: Site) -> None:
    html = {path for path in law.tree(site.builder.options.folder) if path.endswith(".html")}
    assert html == paths(PAGES)


def test_nothing(site: Site) -> None:
    assert site.rebuild() == set()
    assert site.removed == set()


def test_a_file_saved_as_it_was(site: Site) -> None:
    site.digest.write("court.md")
    assert site.rebuild() == set()


def test_a_body(site: Site) -> None:
    site.digest.article("court.md", body="Ilse Varga heard one side.")
    assert site.rebuild() == paths("articles/2025/10/court/index.html feed.xml feed.json")


def test_a_body_too_old_for_the_feed(site: Site) -> None:
    site.digest.article("tram.md", body="It stands again.")
    assert site.rebuild() == paths("articles/2023/05/tram/index.html")


def test_a_title(site: Site) -> None:
    """Lists that show its card, the list of editions, which it leads, and the quotes that name it; no
    index, and no sitemap: its address stays."""
    site.digest.article("court.md", title="Court sits again")
    assert site.rebuild() == paths("""
        articles/2025/10/court/index.html
        people/ilse-varga/index.html people/ilse-varga/feed.xml people/ilse-varga/feed.json
        topics/courts/index.html topics/courts/feed.xml topics/courts/feed.json
        editions/2025-10-20/index.html editions/index.html
        archive/2025/10/index.html
        quotes/index.html
        index.html 404.html feed.xml feed.json
    """)
    assert site.removed == set()


def test_people_in_another_order(site: Site) -> None:
    """The second edition names those who are new in the order of its article; no other page has one."""
    site.digest.article("kelp.md", people=["Tomas Brandt", "Nia Sol"])
    assert site.rebuild() == paths(
        "articles/2024/09/kelp/index.html editions/2024-09-09/index.html"
    )


def test_a_title_too_old_for_the_front_page(site: Site) -> None:
    """Related to the bridge through Tomas Brandt."""
    site.digest.article("kelp.md", title="Kelp withers")
    assert site.rebuild() == paths("""
        articles/2024/09/kelp/index.html
        articles/2026/03/bridge/index.html
        people/nia-sol/index.html people/nia-sol/feed.xml people/nia-sol/feed.json
        people/tomas-brandt/index.html people/tomas-brandt/feed.xml people/tomas-brandt/feed.json
        topics/kelp/index.html topics/kelp/feed.xml topics/kelp/feed.json
        editions/2024-09-09/index.html editions/index.html
        archive/2024/09/index.html
    """)


def test_a_new_article(site: Site) -> None:
    """Bridges have a count of "2+" now, Tomas Brandt had before; the month before has a later neighbour;
    the years before 2026 and their months, and whoever appears with neither, stay as they are."""
    site.digest.article(
        "quay.md",
        title="Quay is repaired",
        date="2026-05-06",
        path="2026/05/quay",
        people=["Tomas Brandt"],
        topics=["bridges"],
    )
    assert site.rebuild() == paths("""
        articles/2026/05/quay/index.html
        articles/2026/03/bridge/index.html
        articles/2024/09/kelp/index.html
        people/tomas-brandt/index.html people/tomas-brandt/feed.xml people/tomas-brandt/feed.json
        topics/bridges/index.html topics/bridges/feed.xml topics/bridges/feed.json
        topics/letter/b/index.html topics/index.html
        editions/2026-05-06/index.html
        editions/2026-03-03/index.html
        editions/index.html
        archive/2026/05/index.html
        archive/2026/03/index.html
        archive/2026/index.html
        archive/index.html
        index.html 404.html feed.xml feed.json
        sitemap.xml sitemaps/articles-2026-05.xml
    """)
    assert site.removed == set()


def test_an_older_article_of_somebody_new(site: Site) -> None:
    """Nia Sol and kelp came with an edition of 2024: it no longer says so, and the next one of theirs,
    of which there is none, would not either. The topic returned after less than a pause."""
    site.digest.article(
        "sand.md", title="Sand", date="2024-08-01", path="2024/08/sand", people=["Nia Sol"]
    )
    editions = {path for path in site.rebuild() if path.startswith("editions/")}
    assert editions == paths("""
        editions/index.html editions/2024-08-01/index.html editions/2024-09-09/index.html
        editions/2023-05-05/index.html
    """)
    page = site.builder.options.folder / "editions/2024-09-09/index.html"
    assert 'href="../../people/tomas-brandt/"' in page.read_text("utf-8")
    assert "nia-sol" not in page.read_text("utf-8")


def test_a_topic_that_returns(site: Site) -> None:
    """Far from either neighbour, the middle one of three: its own edition and the topic's next."""
    site.digest.article(
        "rails.md", title="Rails", date="2025-01-01", path="2025/01/rails", topics=["bridges"]
    )
    editions = {path for path in site.rebuild() if path.startswith("editions/")}
    assert editions == paths("""
        editions/index.html editions/2025-01-01/index.html
        editions/2024-09-09/index.html editions/2025-04-07/index.html
        editions/2026-03-03/index.html
    """)
    page = site.builder.options.folder / "editions/2026-03-03/index.html"
    assert 'href="../../editions/2025-01-01/"' in page.read_text("utf-8")


def test_a_deleted_article(site: Site) -> None:
    """The oldest: the edition, the month and the year after it, and all that lists months, editions or letters."""
    site.digest.delete("content/tram.md")
    assert site.rebuild() == paths("""
        editions/2024-09-09/index.html
        editions/index.html
        archive/index.html archive/2024/index.html archive/2024/09/index.html
        people/index.html
        people/letter/b/index.html people/letter/c/index.html people/letter/o/index.html
        people/letter/s/index.html people/letter/v/index.html
        topics/index.html
        topics/letter/b/index.html topics/letter/c/index.html topics/letter/f/index.html
        topics/letter/k/index.html
        search/index.html
        sitemap.xml
    """)
    assert site.removed == paths("""
        articles/2023/05/tram/index.html
        people/ben-lund/index.html people/ben-lund/feed.xml people/ben-lund/feed.json
        people/letter/l/index.html
        topics/trams/index.html topics/trams/feed.xml topics/trams/feed.json
        topics/letter/t/index.html
        editions/2023-05-05/index.html
        archive/2023/05/index.html archive/2023/index.html
        sitemaps/articles-2023-05.xml sitemaps/people-l.xml sitemaps/topics-t.xml
    """)


def test_an_alias(site: Site) -> None:
    """Addie Cole was a page of her own; it leads to Ada Okafor now, whose two articles are related.
    The feed shows names as the article writes them. The edition of the ferry says that she is new, and
    that of the bridge no longer does."""
    site.digest.put(ADA, "---\nname: Ada Okafor\naliases: [Addie Cole]\n---\n")
    assert site.rebuild() == paths("""
        people/addie-cole/index.html _redirects
        people/ada-okafor/index.html people/ada-okafor/feed.xml people/ada-okafor/feed.json
        articles/2025/04/ferry/index.html
        articles/2026/03/bridge/index.html
        topics/ferries/index.html
        editions/2025-04-07/index.html editions/2026-03-03/index.html index.html
        people/index.html
        people/letter/b/index.html people/letter/l/index.html people/letter/o/index.html
        people/letter/s/index.html people/letter/v/index.html
        sitemap.xml
        search/index.html
    """)
    assert site.removed == paths("""
        people/addie-cole/feed.xml people/addie-cole/feed.json
        people/letter/c/index.html
        sitemaps/people-c.xml
    """)
    moved = site.builder.options.folder / "people/addie-cole/index.html"
    assert 'content="0; url=../../people/ada-okafor/"' in moved.read_text("utf-8")


def test_the_name_in_a_profile(site: Site) -> None:
    """Pages that show her name, and the address of the new name, which leads to her page."""
    site.digest.put(ADA, "---\nname: Ada Okafor-Lind\n---\n")
    assert site.rebuild() == paths("""
        people/ada-okafor/index.html people/ada-okafor/feed.xml people/ada-okafor/feed.json
        people/ada-okafor-lind/index.html _redirects
        people/tomas-brandt/index.html
        people/index.html
        people/letter/o/index.html
        articles/2026/03/bridge/index.html
        topics/bridges/index.html
        editions/2026-03-03/index.html index.html
        quotes/index.html quotes/letter/o/index.html
    """)
    assert site.removed == set()


def test_a_partial(site: Site) -> None:
    """Every page whose template reaches it, `list.html` for the months and the front page, which sets one
    quotation, included; no other."""
    source = (theme_folder() / "_quote.html").read_text("utf-8")
    site.digest.put("layouts/_quote.html", source.replace("<figure", "<figure data-changed"))
    reached = paths("""
        articles/2023/05/tram/index.html
        articles/2024/09/kelp/index.html
        articles/2025/04/ferry/index.html
        articles/2025/10/court/index.html
        articles/2026/03/bridge/index.html
        people/ada-okafor/index.html people/addie-cole/index.html people/ben-lund/index.html
        people/ilse-varga/index.html people/nia-sol/index.html people/tomas-brandt/index.html
        topics/bridges/index.html topics/courts/index.html topics/ferries/index.html
        topics/kelp/index.html topics/trams/index.html
        archive/2023/05/index.html archive/2024/09/index.html archive/2025/04/index.html
        archive/2025/10/index.html archive/2026/03/index.html
        quotes/index.html quotes/letter/o/index.html quotes/letter/v/index.html
        index.html
    """)
    assert site.rebuild() == reached
    site.digest.delete("layouts/_quote.html")
    assert site.rebuild() == reached


def test_a_template_of_one_kind(site: Site) -> None:
    source = (theme_folder() / "editions.html").read_text("utf-8")
    site.digest.put("layouts/editions.html", source.replace("<h1", "<h1 data-changed"))
    assert site.rebuild() == paths("editions/index.html")


def test_an_update(site: Site) -> None:
    """Its own page and the feeds it is in, which say when it changed; no list does."""
    site.digest.article("court.md", updated="2025-10-22")
    assert site.rebuild() == paths("""
        articles/2025/10/court/index.html
        people/ilse-varga/feed.xml people/ilse-varga/feed.json
        topics/courts/feed.xml topics/courts/feed.json
        feed.xml feed.json
    """)


def test_the_description(site: Site) -> None:
    site.digest.configure(description="What else happened.")
    assert site.rebuild() == paths("index.html feed.xml feed.json")


def test_the_stylesheet(site: Site) -> None:
    """Its address changes with its bytes, so every page does, and nothing that is no page."""
    site.digest.put(STYLE, "body { color: navy }")
    assert site.rebuild() == paths(PAGES) | {"theme/style.54de8d40.css"}
    assert site.removed == {"theme/style.052f3a7f.css"}
