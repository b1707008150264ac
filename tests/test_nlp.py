"""The engine `nlp`: spaCy's names are evidence beside the rules', chosen by `digest.yaml` alone."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from small_digest import Digest

from digestgen import config, parse
from digestgen.build import Options, build
from digestgen.extract.article import Article
from digestgen.extract.nlp import annotate
from digestgen.problems import ConfigError

PASTE = """Storm shuts the outer quay

By Mara Lindqvist
3 March 2026

The Ferguson Line cancelled every sailing on Tuesday after a storm broke the outer quay.

Passengers slept in the terminal, where Kwabena Oduya sold tea until midnight, and Zhen Wuling
slept in the terminal.

"Nobody was hurt, and that is the main thing," harbour master Tomas Brandt said in Lisbon.
"""


def settings(engine: str) -> config.Config:
    return config.parse(f"title: Digest\nextract: {{engine: {engine}}}".encode())


def test_mentions_are_real_words_of_the_article() -> None:
    text = "Storm\nTomas Brandt flew to Lisbon on Tuesday and met officials of Siemens there."
    claims = [*annotate(_article(text))]
    assert {(claim.field, claim.value) for claim in claims} >= {
        ("people", "Tomas Brandt"),
        ("places", "Lisbon"),
    }
    for claim in claims:
        assert text[claim.start : claim.end] == claim.value
        assert 0 < claim.confidence < 1


def _article(text: str) -> Article:
    from digestgen.extract.article import Paragraph

    title = text.index("\n")
    return Article(text, title, (Paragraph("text", title + 1, len(text), ""),), (0,), (0,))


def test_both_engines_go_one_way(tmp_path: Path) -> None:
    """The same fields, title to quotes; people named without any context are what `nlp` adds."""
    rules = parse.extraction_of(PASTE, settings("rules"), ())
    nlp = parse.extraction_of(PASTE, settings("nlp"), ())
    assert "Zhen Wuling" not in str(rules.fields["people"])
    for field in ("title", "date", "authors"):
        assert nlp.fields[field] == rules.fields[field]
    assert nlp.body == rules.body

    def people(fields: dict[str, object]) -> set[str]:
        listed = fields["people"]
        assert isinstance(listed, list)
        return {p["name"] if isinstance(p, dict) else p for p in listed}

    assert "Tomas Brandt" in people(rules.fields)
    assert people(nlp.fields) >= people(rules.fields) | {"Zhen Wuling"}
    assert nlp == parse.extraction_of(PASTE, settings("nlp"), ())


def test_another_language_is_left_alone() -> None:
    text = "Sturm\n" + "Der Hafen und die Stadt sind mit dem Sturm nicht auf dem Weg zu sich. " * 9
    assert [*annotate(_article(text.strip()))] == []


def test_a_long_text_is_read_in_pieces() -> None:
    paragraph = "Tomas Brandt flew to Lisbon on Tuesday."
    from digestgen.extract.article import Paragraph

    text = "\n".join(["Storm", *[paragraph] * 1500])
    starts = range(6, len(text), len(paragraph) + 1)
    paragraphs = tuple(Paragraph("text", s, s + len(paragraph), "") for s in starts)
    claims = [*annotate(Article(text, 5, paragraphs, (0,), (0,)))]
    people = [claim for claim in claims if claim.value == "Tomas Brandt"]
    assert len(people) > 1400
    assert all(text[c.start : c.end] == c.value for c in people)


def test_an_engine_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr("importlib.metadata.version", absent)
    with pytest.raises(ConfigError) as caught:
        settings("nlp")
    (problem,) = caught.value.problems
    assert problem.message == 'the engine "nlp" is not installed'
    assert problem.hint == 'pip install "digestgen[nlp]"'
    assert settings("rules").extract == "rules"


def test_another_engine_reads_raw_pastes_again(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    (digest.root / "content/storm.txt").write_text(PASTE, encoding="utf-8")
    build(Options(digest.root))
    assert not (digest.root / "site/people/zhen-wuling").exists()
    file = digest.root / "digest.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "extract: {engine: nlp}\n", encoding="utf-8")
    build(Options(digest.root))
    assert (digest.root / "site/people/zhen-wuling/index.html").exists()
