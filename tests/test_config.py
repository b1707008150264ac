"""digest.yaml: values, defaults, and problems with their places."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestgen import config
from digestgen.appearance import Appearance
from digestgen.config import Config
from digestgen.model import TAXONOMIES
from digestgen.options import Options
from digestgen.problems import ConfigError
from digestgen.targets import Target


def parse(text: str) -> Config:
    return config.parse(text.encode())


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse(text)
    assert caught.value.exit_code == 2
    return str(caught.value).splitlines()


def test_defaults() -> None:
    assert parse("") == Config(id="news-digest")
    assert parse("# nothing\n") == Config(id="news-digest")
    assert parse("title:\ntimezone: ~\nrights:\nnavigation:\n") == Config(id="news-digest")


def test_every_key() -> None:
    text = """\ufeff
id: port
title: "Port: the week"
description: What happened.
base_url: https://example.org/digest
language: pt-BR
timezone: Europe/Lisbon
edition: weekly
edition_by: added
extract: {engine: rules}
taxonomies: [people, topics]
outputs: [articles, home]
min_articles: 2
rights: {default: excerpt, sources: {Port Courier: full, 1984: link}}
canonical: original
feeds: false
ignore: [Port Courier, no, 1984]
navigation:
  - {label: About, href: /about/}
  - {label: Elsewhere, href: "https://example.org/"}
theme: {accent: "#8C2314", options: {wide: true, columns: 2, logo: ~, list: [a, "true"]}}
deploy:
  pages: {kind: git, to: git@github.com:me/x.git, history: squash, domain: news.example.org}
  bucket: {to: "s3://bucket/news", endpoint: "https://s3.example.org", host: cloudflare}
  server: {kind: rsync, to: "host:/srv"}
  elsewhere: {host: netlify}
"""
    assert parse(text) == Config(
        title="Port: the week",
        id="port",
        description="What happened.",
        base_url="https://example.org/digest/",
        language="pt-BR",
        timezone="Europe/Lisbon",
        edition="weekly",
        edition_by="added",
        extract="rules",
        taxonomies=("people", "topics"),
        outputs=("articles", "home"),
        min_articles=2,
        rights="excerpt",
        rights_by_source=(("Port Courier", "full"), ("1984", "link")),
        canonical="original",
        feeds=False,
        ignore=("Port Courier", "no", "1984"),
        navigation=(("About", "/about/"), ("Elsewhere", "https://example.org/")),
        theme=Appearance(
            light="#8c2314",
            dark="#b47066",
            options={"wide": True, "columns": "2", "logo": None, "list": ["a", "true"]},
        ),
        deploy=(
            Target(
                "pages",
                "git",
                "git@github.com:me/x.git",
                history="squash",
                domain="news.example.org",
                host="github",
            ),
            Target(
                "bucket",
                "files",
                "s3://bucket/news",
                endpoint="https://s3.example.org",
                host="cloudflare",
            ),
            Target("server", "rsync", "host:/srv"),
            Target("elsewhere", "host", "", host="netlify"),
        ),
    )


def test_a_single_value_is_a_list_of_one() -> None:
    read = parse("ignore: Port Courier\ntaxonomies: people\nnavigation: {label: A, href: /a/}\n")
    assert read.ignore == ("Port Courier",)
    assert read.taxonomies == ("people",)
    assert read.navigation == (("A", "/a/"),)


def test_the_title_is_the_id_unless_one_is_given() -> None:
    assert parse("title: Port Digest\n").id == "port-digest"
    assert parse("rights: full\n").rights == "full"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("titel: x", '1:1: error: unknown key "titel" (hint: did you mean "title"?)'),
        ("title: a\ntitle: b", '2:1: error: "title" is given twice (hint: keep one of them)'),
        ("title: [a]", "1:8: error: expected text"),
        ("? [a]\n: b", '1:3: error: unknown key "" (hint: one of: '),
        ("title: A: B", '1:9: error: not YAML: mapping values are not allowed in this context (hint: quote the value: title: "A: B")'),
        ("title: &a x\nid: *a", '1:8: error: "&a" is a YAML anchor'),
        ("theme: !!python/name:os.system x", "1:8: error: "),
        ("- a", '1:1: error: expected lines such as "key: value"'),
        ("edition: hourly", '1:10: error: "hourly" is not one of: daily, weekly'),
        ("taxonomies: [people, topic]", '1:22: error: unknown name "topic" (hint: did you mean "topics"?)'),
        ("timezone: Port/Meridian", '1:11: error: timezone: "Port/Meridian" is not a time zone (hint: Europe/Lisbon)'),
        ("timezone: ../../etc/passwd", '1:11: error: timezone: "../../etc/passwd" is not a time zone'),
        ("language: <b>", '1:11: error: language: "<b>" is not a language code (hint: en, ar, pt-BR)'),
        ("min_articles: -1", "1:15: error: expected a whole number"),
        ("feeds: yes", '1:8: error: "yes" is neither true nor false'),
        ("rights: some", '1:9: error: "some" is not one of: full, excerpt, link'),
        ("rights: {sources: {A: none}}", '1:23: error: "none" is not one of: full, excerpt, link'),
        ("rights: {sources: {A: }}", '1:23: error: "" is not one of: full, excerpt, link'),
        ("rights: [full]", "1:9: error: expected a mapping"),
        ("rights: {other: full}", '1:17: error: unknown key "other" (hint: default or sources)'),
        ("extract: rules", "1:10: error: expected a mapping"),
        ("extract: {engine: gpt}", '1:19: error: "gpt" is no engine (hint: one of: rules, nlp)'),
        ("extract: {engin: rules}", '1:18: error: unknown key "engin" (hint: {engine: rules})'),
        ("navigation: [{label: A}]", "1:14: error: expected a label and an href"),
        ("navigation: [{label: A, href: 'javascript:x'}]", '1:14: error: "javascript:x" is not a link'),
        ("theme: {logo: assets/a, logo: assets/b}", '1:25: error: "logo" is given twice (hint: keep one of them)'),
        ("theme: x", "1:8: error: expected a mapping"),
        ("theme: {accents: x}", '1:18: error: unknown key "accents" (hint: did you mean "accent"?)'),
        ("theme: {wide: x}", '1:15: error: unknown key "wide" (hint: one of: accent, footer, logo, options, typeface'),
        ("theme: {accent: teal}", '1:17: error: accent: "teal" is not a colour (hint: "#8c2314", in'),
        ("theme: {accent: {night: '#fff'}}", '1:25: error: unknown key "night" (hint: light or'),
        ("theme: {typeface: comic}", '1:19: error: "comic" is not one of: serif, sans'),
        ("theme: {logo: /x.svg}", '1:15: error: logo: "/x.svg" is no file of the digest (hint: assets'),
        ("deploy: gh-pages", "1:9: error: expected a mapping"),
        ("deploy: {a: {kind: git}}", "1:13: error: where to is missing (hint: to: origin"),
        ("deploy: {a: {to: b, kind: ftp}}", '1:27: error: "ftp" is no kind of target (hint: one of: files, git, rsync'),
        ("deploy: {a: {to: b, brunch: c}}", '1:29: error: unknown key "brunch" of a target of kind files (hint: one of'),
        ("deploy: {a: {kind: git, to: b, brnch: c}}", '1:39: error: unknown key "brnch" of a target of kind git (hint: did you mean "branch"?)'),
        ("deploy: {a: {kind: git, to: b, branch: -f}}", '1:40: error: "-f" is no name of a branch'),
        ("deploy: {a: {kind: git, to: b, history: no}}", '1:41: error: "no" is not one of: keep, squash'),
        ("deploy: {a: {kind: git, to: b, domain: x/y}}", '1:40: error: "x/y" is no domain (hint: news.example.org)'),
        ("deploy: {a: {kind: git, to: -u}}", '1:29: error: "-u" looks like an option'),
        ("deploy: {a: {to: 'sftp://me:secret@host/x'}}", "1:18: error: a password does not belong in digest.yaml (hint: leave it"),
        ("deploy: {a: {kind: git, to: 'https://token@github.com/me/x'}}", "1:29: error: a password does not belong in"),
        ("deploy: {a: {to: 'https://example.org/x'}}", "1:18: error: nothing can be written to https:// (hint: kind: git or kind: rsync)"),
        ("deploy: {a: {to: 'me@host:/srv'}}", '1:18: error: "me@host:/srv" is no folder (hint: say kind: git or kind: rsync)'),
        ("deploy: {a: {to: 's3://b', endpoint: x}}", '1:38: error: "x" is no address (hint: https://'),
        ("deploy: {a: {to: b, host: netlfy}}", '1:27: error: "netlfy" is no host we know (hint: did you mean "netlify"?)'),
        ("base_url: example.org", '1:11: error: base_url: "example.org" is not the address of a site'),
        ("base_url: https://example.org:x/", "1:11: error: base_url: "),
        ("base_url: 'http://['", "1:11: error: base_url: "),
        ("base_url: https://example.org/?a", "1:11: error: base_url: "),
    ],
)  # fmt: skip
def test_problems(text: str, problem: str) -> None:
    [line] = problems(text)
    assert line.startswith(f"digest.yaml:{problem}")


def test_every_problem_is_listed() -> None:
    assert len(problems("titel: x\nfeeds: maybe\nbase_url: x\n")) == 3


def test_not_utf8() -> None:
    with pytest.raises(ConfigError, match=r"digest.yaml:2: error: not UTF-8 text"):
        config.parse(b"title: x\nid: \xff\n")


@given(st.text())
def test_any_text_is_a_configuration_or_a_problem(text: str) -> None:
    for source in (text, f"title: {text}", f"theme: {{options: {{a: [{text}]}}}}"):
        try:
            title = config.parse(source.encode("utf-8", "surrogatepass")).title
        except ConfigError:
            continue
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in title)


def test_load(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no digest here \(hint: digestgen new DIR makes one\)"):
        config.load(tmp_path)
    (tmp_path / "digest.yaml").write_text("title: Port\nbase_url: https://example.org\n")
    assert config.load(tmp_path).base_url == "https://example.org/"
    assert Options(tmp_path, base_url="").settings().base_url == ""
    flags = Options(
        tmp_path, base_url="https://example.net/x", portable=True, drafts=True
    ).settings()
    assert (flags.base_url, flags.portable, flags.drafts) == ("https://example.net/x/", True, True)
    with pytest.raises(ConfigError, match="--base-url: error"):
        Options(tmp_path, base_url="x").settings()


def test_direction() -> None:
    assert Config().direction == "ltr"
    assert Config(language="ar-EG").direction == "rtl"
    assert Config().taxonomies == TAXONOMIES
