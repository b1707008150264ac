"""The schemas for editors: they admit what a digest holds, and refuse what digestgen refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from digestgen import config, parse, scaffold
from digestgen.cli import cli
from digestgen.config import Config
from digestgen.problems import ConfigError

ROOT = Path(__file__).parent.parent
FULL = ROOT / "content"


def validator(of: str) -> Draft7Validator:
    said = CliRunner().invoke(cli, ["schema", of])
    assert said.exit_code == 0, said.output
    schema = json.loads(said.output)
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


CONFIG = validator("config")
FRONT_MATTER = validator("front-matter")


def as_editors_read(text: str) -> Any:
    """YAML 1.2 as the language server reads it: a date is text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda loader, node: (
        loader.construct_scalar(node)
    )
    return yaml.load(text) or {}


def wrong(checker: Draft7Validator, text: str) -> list[str]:
    return [error.message for error in checker.iter_errors(as_editors_read(text))]


def front_matter(path: Path) -> str:
    head, fence, rest = path.read_text("utf-8").partition("---\n")
    return "" if head or not fence else rest.partition("\n---\n")[0]


ARTICLES = [
    path
    for path in (*FULL.glob("20*/**/*.*"), *scaffold.STARTER.glob("content/20*/*.md"))
    if front_matter(path)
]


def test_the_sample_has_articles_with_front_matter() -> None:
    assert len(ARTICLES) > 40


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_samples_articles_are_valid(path: Path) -> None:
    assert wrong(FRONT_MATTER, front_matter(path)) == []


def test_the_samples_configuration_is_valid() -> None:
    assert wrong(CONFIG, (ROOT / "digest.yaml").read_text("utf-8")) == []


def test_a_new_digest_names_its_schema_and_is_valid(tmp_path: Path) -> None:
    scaffold.create(tmp_path / "briefing")
    text = (tmp_path / "briefing" / "digest.yaml").read_text("utf-8")
    _, _, name = text.splitlines()[0].partition("# yaml-language-server: $schema=")
    saved = json.loads((tmp_path / "briefing" / name).read_text("utf-8"))
    assert saved == CONFIG.schema
    assert wrong(CONFIG, text) == []


FULL_CONFIG = """
title: 1984
id: port-meridian
description: The port's week
base_url: https://example.org/digest
language: pt-BR
timezone: Europe/Lisbon
edition: weekly
edition_by: added
extract: {engine: rules}
plugins: []
taxonomies: [people, topics]
outputs: [articles, people, home]
min_articles: 2
rights: {default: excerpt, sources: {Port Courier: full}}
canonical: original
image_widths: []
feeds: false
ignore: Back To Top
navigation: [{label: About, href: /about/}]
theme:
  accent: {light: "#0a5c36", dark: "#7fd"}
  typeface: sans
  logo: assets/anchor.svg
  footer: Kept by the port
  options: {motto: Fair winds, deep: [1, {a: true}]}
deploy:
  pages: {kind: git, to: origin, branch: gh-pages, history: squash, domain: news.example.org}
  bucket: {to: "s3://bucket", endpoint: "https://s3.example.org", host: cloudflare}
  server: {kind: rsync, to: "me@example.org:/srv/www"}
  cloudflare: {host: cloudflare}
"""
FULL_ARTICLE = """
title: 10:00
date: 2026-03-03T09:30:00+01:00
added: 2026-3-4
updated: 2026-03-05 08:00
section: City
authors: Mara Lindqvist
source: {name: Port Courier, url: https://example.org}
url: https://example.org/a?b=c
image: {src: assets/bridge.jpg, alt: A bridge}
people: [Ada Okafor, {name: Tomas Brandt, role: harbour master}, 1984, no]
organizations: Harbour Authority
places: []
topics: ~
suggested_topics: [ferries]
summary: One.
quotes: [{speaker: Ada Okafor, text: We open on Monday}]
note: |
  Why this matters.
rank: 1
thread: harbour bridge
corrections: [{date: 2026-03-06, text: The day}]
also_in: [Meridian Post, {source: Tide, url: https://example.org/t}]
path: 2026/03/bridge
redirect_from: 2026/03/old
draft: false
gone: false
language: en
rights: full
original: 3f9c-a17e
mood: {any: [1, 2]}
"""


def test_every_key_may_stand_there() -> None:
    assert set(as_editors_read(FULL_CONFIG)) == set(CONFIG.schema["properties"])
    assert set(as_editors_read(FULL_ARTICLE)) == {*FRONT_MATTER.schema["properties"], "mood"}
    assert config.parse(FULL_CONFIG.encode())
    assert parse.parse_article(f"---{FULL_ARTICLE}---\n".encode(), "content/a.md", Config(), ())
    assert wrong(CONFIG, FULL_CONFIG) == []
    assert wrong(FRONT_MATTER, FULL_ARTICLE) == []


@pytest.mark.parametrize(
    "text",
    [
        "colour: red", "base_url: example.org", "base_url: ftp://example.org/", "language: english!",
        "edition: monthly", "edition_by: updated", "extract: nlp", "extract: {engine: magic}",
        "extract: {machine: rules}", "taxonomies: [people, moods]", "outputs: [feed]",
        "min_articles: few", "min_articles: -1", "rights: none", "rights: {default: all}",
        "rights: {sources: {Port Courier: some}}", "rights: {other: full}", "canonical: mine",
        "image_widths: [9]", "feeds: maybe", "navigation: [About]", "navigation: [{label: About}]",
        "navigation: [{label: A, href: about}]", "theme: {accent: reddish}", "theme: {accents: '#fff'}",
        "theme: {accent: {middle: '#fff'}}", "theme: {typeface: comic}", "theme: {logo: ../logo.svg}",
        "deploy: {a: {kind: ftp, to: x}}", "deploy: {a: {kind: git}}", "deploy: {a: {}}",
        "deploy: {a: {to: ../x, branch: b}}", "deploy: {a: {kind: git, to: o, history: none}}",
        "deploy: {a: {to: 's3://b', endpoint: somewhere}}", "deploy: {a: {host: geocities}}",
        "title: [a, b]", "ignore: {a: b}",
    ],
)  # fmt: skip
def test_what_configuration_refuses_its_schema_refuses(text: str) -> None:
    with pytest.raises(ConfigError):
        config.parse(text.encode())
    assert wrong(CONFIG, text)


@pytest.mark.parametrize(
    "text",
    [
        "title: ''", "title: ~", "title: [a]", "date: 31 Feb", "date: 2026-02-31", "date: 2026-04-31",
        "date: 2026-13-01", "date: 2026-03-03T25:00", "date: tomorrow", "added: soon",
        "updated: 3.3.2026", "authors: [{name: Ada}]", "source: {url: https://a.example}",
        "source: {name: a, site: b}", "url: example.org", "url: 'javascript:alert(1)'",
        "url: 'https://a b'", "image: ../secret.jpg", "image: {src: assets/../../x}",
        "image: {source: assets/a.jpg}", "people: [{role: mayor}]", "people: [{name: A, age: 4}]",
        "quotes: [We open]", "quotes: [{speaker: Ada}]", "rank: first", "rank: 1.5",
        "corrections: [{date: soon, text: x}]", "corrections: [{date: 2026-03-03}]",
        "also_in: [{url: https://a.example}]", "path: ../../etc", "path: a//b", "path: a/.hidden",
        "path: 'a?b'", "redirect_from: [ok, a//b]", "draft: yes", "gone: maybe", "language: english!",
        "rights: none", "summary: {a: b}",
    ],
)  # fmt: skip
def test_what_an_article_may_not_say_its_schema_refuses(text: str) -> None:
    whole = text if text.startswith("title") else f"title: x\n{text}"
    parsed = parse.parse_article(f"---\n{whole}\n---\n".encode(), "content/a.md", Config(), ())
    assert parsed.record is None
    assert wrong(FRONT_MATTER, whole)
