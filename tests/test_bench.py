"""The benchmark's corpus and tables. Nothing here is timed: figures come from `make bench`."""

import hashlib
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bench import chart, formats, report, samples, tools
from bench.corpus import Corpus, slug
from bench.samples import Sample, Samples
from bench.site import Site
from digestgen.build import Options, build

SIZE = 400


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus(SIZE)


# --- the corpus ----------------------------------------------------------------------------------


def test_an_article_is_the_same_in_every_run(corpus: Corpus) -> None:
    """Under every Python and PYTHONHASHSEED; to change the corpus on purpose, change the digest."""
    texts = [
        text
        for number in (0, 1, 4, 399, 400)
        for form in formats.FORMATS.values()
        for _, text in sorted(form.article(corpus.article(number)).items())
    ]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    assert digest[:16] == "87ddab0fc77449db"


def test_a_third_of_the_people_are_seen_once(corpus: Corpus) -> None:
    seen = Counter(name for n in range(SIZE) for name in corpus.article(n).people)
    once = sum(count == 1 for count in seen.values())
    assert once * 3 == len(seen) == SIZE // 4 * 3 // 2
    (_, first), (_, second), *_ = seen.most_common()
    assert first > second > SIZE // 10


def test_people_grow_with_the_articles() -> None:
    small, large = (
        {name for n in range(size) for name in Corpus(size).article(n).people}
        for size in (SIZE, 2 * SIZE)
    )
    assert len(large) == 2 * len(small)


def test_addresses_are_different(corpus: Corpus) -> None:
    articles = [corpus.article(n) for n in range(SIZE)]
    assert len({article.path for article in articles}) == SIZE
    assert len({slug(profile.name) for profile in corpus.profiles()}) == len(corpus.profiles())


def test_bodies_are_as_long_as_news(corpus: Corpus) -> None:
    sizes = [len(corpus.article(n).body.encode()) for n in range(SIZE)]
    assert 2500 <= min(sizes) and max(sizes) <= 4200


def test_everyone_is_named_in_full_and_then_by_surname(corpus: Corpus) -> None:
    article = corpus.article(6)
    for name in article.written:
        assert name in article.body
    surnames = [name.split()[-1] for name in article.written]
    assert len(set(surnames)) == len(surnames)
    bare = re.sub("|".join(article.written), "", article.body)
    assert any(surname in bare for surname in surnames)


def test_quotes_stand_in_the_body(corpus: Corpus) -> None:
    quotes = [(a, q) for n in range(50) for a in [corpus.article(n)] for q in a.quotes]
    assert len(quotes) > 50
    for article, (speaker, words) in quotes:
        assert speaker in article.written and words in article.body


def test_some_articles_use_an_alias(corpus: Corpus) -> None:
    aliases = {profile.alias for profile in corpus.profiles()}
    articles = [corpus.article(n) for n in range(SIZE)]
    using = [a for a in articles if aliases.intersection(a.written)]
    assert SIZE // 50 < len(using) < SIZE // 2
    assert not any(aliases.intersection(a.people) for a in articles)


def test_new_articles_come_last_with_the_people_asked_for(corpus: Corpus) -> None:
    new = corpus.article(SIZE + 3, (1, 2, 3))
    assert new.date > max(corpus.article(n).date for n in range(SIZE))
    assert len(new.people) == 3 and not new.is_paste


def test_naming_finds_the_articles_of_a_person(corpus: Corpus) -> None:
    name = corpus.profiles()[0].name
    found = [n for n in range(SIZE) if name in corpus.article(n).people]
    assert corpus.naming(0) == found


def test_a_tenth_is_pasted_without_markup(corpus: Corpus) -> None:
    pastes = [a for n in range(SIZE) if (a := corpus.article(n)).is_paste]
    assert len(pastes) == SIZE // 10
    for article in pastes:
        text = formats.paste(article)
        assert not text.startswith("---") and "**" not in text and "](" not in text
        assert article.title in text and "Skip to main content" in text


def test_every_tool_gets_the_same_articles(corpus: Corpus) -> None:
    article = corpus.article(7)
    for name, form in formats.FORMATS.items():
        ((path, text),) = form.article(article).items()
        assert path == f"{article.path}.md", name
        assert text.endswith(article.body) and article.title in text


@pytest.mark.parametrize("variant", tools.VARIANTS)
def test_digestgen_builds_it_without_a_problem(variant: str, tmp_path: Path) -> None:
    form = "digestgen-raw" if variant == "digestgen-raw" else "digestgen"
    skeleton = "equivalent" if variant == "digestgen-equivalent" else "full"
    tool = tools.Tool(variant, form, "", skeleton, (), (), prefix="articles/")
    site = Site(tool, tmp_path / "site")
    site.make()
    few = Corpus(24)
    formats.write_corpus(few, {site.content: site.form})
    done = build(Options(site.folder))
    assert done.problems == ()
    article, paste = few.article(6), few.article(4)
    assert site.has(site.address(article), b"Desk mark 000000006.")
    assert paste.is_paste
    assert any(slug(paste.title) in path for path in done.written)
    assert site.has(f"people/{slug(few.profiles()[0].name)}/", article.path.encode()) == (
        few.profiles()[0].name in article.people
    )
    mark = site.edit(article, 123)
    assert build(Options(site.folder)).rendered.count(f"{site.address(article)}index.html") == 1
    assert site.has(site.address(article), mark)


# --- the page ------------------------------------------------------------------------------------


def sample(tool: str, number: int, seconds: float | None, step: str = samples.COLD) -> Sample:
    return Sample(
        tool, step, number, seconds, cpu=2.0, memory=50_000_000, files=1200, size=3_000_000
    )


FOUND = Samples(
    (
        sample("hugo", 0, 1.0),
        sample("digestgen-full", 0, 0.5),
        sample("digestgen-full", 1, 4.0),
        sample("hugo", 1, 10.0),
        sample("hugo", 0, None, samples.NEW_DISK),
        sample("digestgen-full", 0, 0.0312, samples.NEW_DISK),
    )
)


def test_ratios_are_of_one_round_each() -> None:
    """The machine was ten times slower in the second round: 0.5 and 0.4, never 4.0 beside 1.0."""
    assert FOUND.ratio("digestgen-full", samples.COLD, "hugo") == pytest.approx(0.45)
    assert FOUND.ratio("digestgen-full", samples.NEW_DISK, "hugo") is None


def test_tables_show_every_tool_and_step() -> None:
    rows = report.tables(FOUND).splitlines()
    assert f"| {samples.COLD} | 5.50 s | 2.25 s (0.45×) |" in rows
    assert f"| {samples.NEW_DISK} | stale | 31 ms |" in rows
    assert f"| {samples.COLD} | 1,667 µs | 1,667 µs |" in rows
    assert f"| {samples.COLD} | 50 MB | 50 MB |" in rows
    assert f"| {samples.COLD} | 1,200 (3.0 MB) | 1,200 (3.0 MB) |" in rows
    assert not any(row.startswith(f"| {samples.EDIT}") for row in rows)
    heads = [row for row in rows if row.startswith("|  |")]
    assert set(heads) == {"|  | hugo | digestgen, full |"}


def test_processes_left_behind_are_named() -> None:
    assert report.tables(FOUND).endswith("\n\nNo process outlived its command.")
    left = replace(FOUND.all[0], survivors=2)
    assert report.tables(Samples((left,))).endswith("left processes behind: hugo: cold build.")


def test_growth_is_a_power_of_the_size() -> None:
    assert report.exponent([1000, 10_000], [1.0, 10.0]) == pytest.approx(1)
    assert report.exponent([1000, 10_000, 100_000], [1.0, None, 100.0]) == pytest.approx(1)
    assert report.exponent([1000, 10_000], [1.0, None]) is None
    by_size = {1000: FOUND, 10_000: Samples((sample("hugo", 0, 55.0),))}
    rows = report.growth_table(by_size).splitlines()
    assert f"| hugo | {samples.COLD} | 5.50 s | 55.0 s | 1.00 |" in rows


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (None, "–"),
        (0.0031, "3 ms"),
        (0.0994, "99 ms"),
        (0.0996, "0.10 s"),
        (1.318, "1.32 s"),
        (12.34, "12.3 s"),
        (84.04, "84.0 s"),
        (123.4, "123 s"),
    ],
)
def test_durations(seconds: float | None, shown: str) -> None:
    assert report.duration(seconds) == shown


def test_a_run_replaces_its_own_section() -> None:
    page = "# Benchmarks\n\nWords.\n\n## 100 articles\n\nold\n\n## Growth\n\nkept\n"
    once = report.replaced(page, "100 articles", "new")
    assert once == page.replace("old", "new")
    assert report.replaced(once, "100 articles", "new") == once
    assert report.replaced(once, "10 articles", "more") == f"{once}\n## 10 articles\n\nmore\n"
    last = report.replaced(once, "Growth", "other")
    assert last == once.replace("kept", "other")


def test_a_section_names_what_is_missing() -> None:
    setting = report.Setting("make bench", "A machine", {"hugo": "1"}, 1, [], {"pelican": "no pip"})
    text = report.section(setting, "TABLES", "chart.svg")
    assert "`make bench`: one round. A machine. hugo 1." in text
    assert "(chart.svg)" in text and "TABLES" in text and "pelican is left out: no pip." in text


def test_the_chart_has_a_dot_for_each_median() -> None:
    drawn = chart.svg(FOUND)
    assert drawn.count("<title>") == 3  # hugo never brought the new article through
    assert "<title>digestgen-full: 0.031 s</title>" in drawn
