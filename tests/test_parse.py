"""Files of content/ -> records: every field, every problem, and any bytes at all."""

import json
import unicodedata
from dataclasses import asdict, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestgen import frontmatter, parse
from digestgen.config import Config
from digestgen.keys import ARTICLE
from digestgen.model import (
    AlsoIn,
    Article,
    Correction,
    EditionIntro,
    Image,
    Mention,
    Moment,
    PlainPage,
    Profile,
    Quote,
    Source,
    VocabularyEntry,
)
from digestgen.problems import text as problem_text

PATH = "content/x.md"
LISBON = Config(timezone="Europe/Lisbon")
UNDATED = "no date, so the article is in no edition and no feed"


def article(text: str, config: Config = LISBON) -> Article:
    parsed = parse.parse_article(text.encode(), PATH, config, ())
    assert parsed.record is not None, parsed.problems
    return parsed.record


def field(line: str) -> Article:
    return article(f"---\ntitle: x\n{line}\n---\n")


def problems(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return [problem_text(p) for p in parse.parse_article(data, PATH, LISBON, ()).problems]


def names(*given: str) -> tuple[Mention, ...]:
    return tuple(Mention(name) for name in given)


# --- every field ---------------------------------------------------------------------------------

EVERYTHING = """---
title: "Harbour bridge reopens: what changes on Monday"
date: 2026-03-03T09:30:00+01:00
added: 2026-03-04
updated: 2026-03-05
section: City
authors: [Mara Lindqvist]
source: {name: Port Courier, url: https://courier.example/}
url: https://courier.example/bridge
image: {src: assets/bridge.jpg, alt: A bridge, caption: The bridge., credit: Port Courier}
people: [Ada Okafor, {name: Tomas Brandt, role: harbour master}]
organizations: [Harbour Authority]
places: [Port Meridian]
topics: [harbour bridge, transport]
suggested_topics: [ferries]
summary: One or two
  sentences.
quotes:
  - {speaker: Ada Okafor, text: "We open on Monday, whatever the weather."}
  - {text: Nobody said this.}
note: |
  First.

  Second.
rank: 1
thread: harbour bridge
corrections: [{date: 2026-03-06, text: The toll is two crowns.}]
also_in: [{source: Meridian Post, url: https://post.example/1}]
path: 2026/03/harbour-bridge-reopens
redirect_from: [2026/03/old-path]
draft: false
gone: true
language: en
rights: excerpt
original: 3f9c3f9c3f9c3f9c-a17ea17ea17ea17e
mood: {tone: calm, score: 0.5, seen: [1, ~, yes, true]}
---

Body.
---
More.
"""


def test_every_field() -> None:
    record = article(EVERYTHING)
    assert record == Article(
        path=PATH,
        title="Harbour bridge reopens: what changes on Monday",
        date=Moment("2026-03-03", "2026-03-03T09:30:00+01:00"),
        added="2026-03-04",
        updated=Moment("2026-03-05"),
        section="City",
        authors=("Mara Lindqvist",),
        source=Source("Port Courier", "https://courier.example/"),
        url="https://courier.example/bridge",
        image=Image("assets/bridge.jpg", "A bridge", "The bridge.", "Port Courier"),
        people=(Mention("Ada Okafor"), Mention("Tomas Brandt", "harbour master")),
        organizations=names("Harbour Authority"),
        places=names("Port Meridian"),
        topics=names("harbour bridge", "transport"),
        suggested_topics=("ferries",),
        summary="One or two sentences.",
        quotes=(
            Quote("We open on Monday, whatever the weather.", "Ada Okafor"),
            Quote("Nobody said this."),
        ),
        note="First.\n\nSecond.",
        rank=1,
        thread="harbour bridge",
        corrections=(Correction("2026-03-06", "The toll is two crowns."),),
        also_in=(AlsoIn("Meridian Post", "https://post.example/1"),),
        permalink="2026/03/harbour-bridge-reopens",
        redirect_from=("2026/03/old-path",),
        gone=True,
        language="en",
        rights="excerpt",
        original="3f9c3f9c3f9c3f9c-a17ea17ea17ea17e",
        extra={"mood": {"tone": "calm", "score": 0.5, "seen": [1, None, "yes", True]}},
        body="Body.\n---\nMore.",
    )
    assert problems(EVERYTHING) == []


def test_every_field_of_the_record_has_a_reader() -> None:
    own = {"path", "permalink", "extra", "body", "raw"}
    assert {f.name for f in fields(Article)} - own == set(ARTICLE) - {"path"}


def test_crlf_and_a_byte_order_mark_change_nothing() -> None:
    windows = "\ufeff" + EVERYTHING.replace("\n", "\r\n")
    assert article(windows) == article(EVERYTHING)
    assert article(EVERYTHING.replace("\n", "\r")) == article(EVERYTHING)


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("authors: Mara Lindqvist", "authors", ("Mara Lindqvist",)),
        ("people: Ada Okafor", "people", names("Ada Okafor")),
        ("people: {name: Ada Okafor, role: mayor}", "people", (Mention("Ada Okafor", "mayor"),)),
        ("topics: 1984", "topics", names("1984")),
        ("people: [1984, 10:00, no, ~]", "people", names("1984", "10:00", "no")),
        ("suggested_topics: no", "suggested_topics", ("no",)),
        ("quotes: {text: a, speaker: b}", "quotes", (Quote("a", "b"),)),
        ("corrections: {text: a}", "corrections", (Correction("", "a"),)),
        ("also_in: Meridian Post", "also_in", (AlsoIn("Meridian Post"),)),
        ("redirect_from: /a/b/", "redirect_from", ("a/b",)),
        ("image: assets/a.jpg", "image", Image("assets/a.jpg")),
        ("image: {alt: ~}", "image", None),
        ("source: 1984", "source", Source("1984")),
        ("rank: 0", "rank", 0),
        ("people:\n  - Ada  Okafor\n  - ADA OKAFOR\n", "people", names("Ada Okafor")),
        ('people: [Ada Okafor, {name: ada okafor, role: mayor}]', "people", (Mention("Ada Okafor", "mayor"),)),
        ("date: 2026-03-03", "date", Moment("2026-03-03")),
        ("date: 2026-3-3", "date", Moment("2026-03-03")),
        ("date: 2026-07-03 09:30", "date", Moment("2026-07-03", "2026-07-03T09:30:00+01:00")),
        ("date: 2026-01-03T09:30", "date", Moment("2026-01-03", "2026-01-03T09:30:00+00:00")),
        ("date: 2026-03-03T23:30:00-08:00", "date", Moment("2026-03-03", "2026-03-03T23:30:00-08:00")),
        ("date: 1850-01-01 12:00", "date", Moment("1850-01-01", "1850-01-01T12:00:00-00:37")),
        ("section: ''", "section", ""),
        ("section: \"\\u200b\\u2060\"", "section", ""),
        ("people: [\"\\u200b\", \"\\u3164\"]", "people", ()),
        ("draft: True", "draft", True),
    ],
)  # fmt: skip
def test_forms(line: str, name: str, value: object) -> None:
    assert getattr(field(line), name) == value


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("date: 31 Feb", '3:7: error: "31 Feb" is not a date (hint: 2026-02-28 or 2026-02-28T09:30+01:00)'),
        ("date: 2026-02-31", '3:7: error: "2026-02-31" is not a date (hint: 2026-02-28 or 2026-02-28T09:30+01:00)'),
        ("date: 2026-03-03T25:00", '3:7: error: "2026-03-03T25:00" is not a date (hint: 2026-02-28 or 2026-02-28T09:30+01:00)'),
        ("date: 2026-03-03T09:00+01:99", '3:7: error: "2026-03-03T09:00+01:99" is not a date (hint: 2026-02-28 or 2026-02-28T09:30+01:00)'),
        ("date: [2026-03-03]", '3:7: error: expected text (hint: put it between quotes: "…")'),
        ("url: javascript:alert(1)", '3:6: error: "javascript:alert(1)" is not a web address (hint: https://…)'),
        ("url: 'http://['", '3:6: error: "http://[" is not a web address (hint: https://…)'),
        ("url: https://a.example/b c", '3:6: error: "https://a.example/b c" is not a web address (hint: write spaces as %20)'),
        ("people: [[Ada]]", '3:10: error: expected text (hint: put it between quotes: "…")'),
        ("people: [{role: mayor}]", "3:10: error: name is missing (hint: {name: …, role: …})"),
        ("people: [{name: Ada, rol: x}]", '3:22: error: unknown key "rol" in {name: …, role: …} (hint: did you mean "role"?)'),
        ("people: [{name: Ada, name: Eve}]", '3:22: error: "name" is given twice (hint: keep one of them)'),
        ("quotes: We open", "3:9: error: expected {speaker: …, text: …}"),
        ("quotes: [{speaker: Ada}]", "3:10: error: text is missing (hint: {speaker: …, text: …})"),
        ("corrections: [{date: soon, text: x}]", '3:22: error: "soon" is not a date (hint: 2026-02-28 or 2026-02-28T09:30+01:00)'),
        ("also_in: [{url: https://a.example}]", "3:11: error: source is missing (hint: {source: …, url: …})"),
        ("source: {url: https://a.example}", "3:9: error: name is missing (hint: {name: …, url: …})"),
        ("image: ../secret.jpg", '3:8: error: "../secret.jpg" is not a file in assets/ (hint: assets/bridge.jpg)'),
        ("image: {src: assets/../../x}", '3:14: error: "assets/../../x" is not a file in assets/ (hint: assets/bridge.jpg)'),
        ("path: ../../etc", '3:7: error: "../../etc" is not a path on the site (hint: 2026/03/harbour-bridge-reopens)'),
        ("redirect_from: [ok, a//b]", '3:21: error: "a//b" is not a path on the site (hint: 2026/03/harbour-bridge-reopens)'),
        ("rank: first", '3:7: error: "first" is not a whole number (hint: rank: 1)'),
        ("draft: yes", "3:8: error: expected true or false"),
        ("rights: none", '3:9: error: rights: "none" is not one of full, excerpt, link'),
        ("language: english!", '3:11: error: "english!" is not a language code (hint: en, ar, pt-BR)'),
        ("title: y", '3:1: error: "title" is given twice (hint: keep one of them)'),
        ("? [a]\n: b", "3:3: error: a key must be text"),
        ("mood: {a: 1, a: 2}", '3:14: error: "a" is given twice (hint: keep one of them)'),
    ],
)  # fmt: skip
def test_an_error_names_place_value_and_remedy(line: str, problem: str) -> None:
    text = f"---\ntitle: x\n{line}\n---\n"
    assert problems(text) == [f"{PATH}:{problem}"]
    assert parse.parse_article(text.encode(), PATH, LISBON, ()).record is None


def test_a_long_wrong_value_is_cut() -> None:
    [problem] = problems("---\ntitle: x\ndate: " + "soon " * 100 + "\n---\n")
    assert len(problem) < 250


def test_every_error_is_listed() -> None:
    assert len(problems("---\ndate: soon\nrank: x\nurl: y\n---\n")) == 4  # no title either


@pytest.mark.parametrize("value", ["", "~", '""', '"\\u200b"'])
def test_an_article_needs_a_title(value: str) -> None:
    assert problems(f"---\ntitle: {value}\n---\n") == [
        f'{PATH}:1: error: an article needs a title (hint: title: "…")'
    ]


def test_warnings_do_no_harm() -> None:
    text = "---\ntitle: x\nauthor: Mara\nmood: calm\n---\n"
    assert problems(text) == [
        f'{PATH}:3:1: warning: unknown key "author" (hint: did you mean "authors"?)',
        f"{PATH}:1: warning: {UNDATED} (hint: add the line  date: 2026-02-28)",
    ]
    assert article(text).extra == {"author": "Mara", "mood": "calm"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("7", 7),
        ("-1.5e3", -1500.0),
        ("1e999", "1e999"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("9" * 40, "9" * 40),
        ("'7'", "7"),
        ("no", "no"),
        ("TRUE", True),
        ("~", None),
        ("2026-03-03", "2026-03-03"),
        ("[1, {a: [~]}]", [1, {"a": [None]}]),
    ],
)
def test_values_of_unknown_keys_are_fit_for_json(written: str, value: object) -> None:
    assert field(f"mood: {written}").extra == {"mood": value}


def test_not_utf8() -> None:
    assert problems(b"---\r\ntitle: x\r\nsection: caf\xe9\r\n---\r\n") == [
        f"{PATH}:3:13: error: not UTF-8 text (byte 0xe9) (hint: save the file as UTF-8)"
    ]


# --- names within one article --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "merged"),
    [
        ("Ada Okafor, Okafor", ["Ada Okafor"]),
        ("Okafor, Ada Okafor", ["Ada Okafor"]),
        ("Ada Okafor, OKAFOR", ["Ada Okafor"]),
        ("Ada Okafor, Ben Okafor, Okafor", ["Ada Okafor", "Ben Okafor", "Okafor"]),
        ("Adam Smith (politician), Smith", ["Adam Smith (politician)"]),
        ("Adam Smith (politician), Adam Smith", ["Adam Smith (politician)", "Adam Smith"]),
        ("Mara Okafor-Lind, Okafor-Lind", ["Mara Okafor-Lind"]),
        ("Mara Okafor-Lind, Lind", ["Mara Okafor-Lind", "Lind"]),
        ("Ilse von der Marn, von der Marn, Marn", ["Ilse von der Marn"]),
        ("Karim al-Amin, al-Amin, Amin", ["Karim al-Amin"]),
        ("Tomas Brandt Jr., Brandt", ["Tomas Brandt Jr."]),
        ("Pelé, Ada Okafor", ["Pelé", "Ada Okafor"]),
        ("Ada, Ada Okafor", ["Ada", "Ada Okafor"]),
        ("Okafor, Smith", ["Okafor", "Smith"]),
    ],
)
def test_surnames_beside_full_names(listed: str, merged: list[str]) -> None:
    assert [m.name for m in field(f"people: [{listed}]").people] == merged


def test_the_role_of_a_surname_goes_to_its_bearer() -> None:
    people = "people: [{name: Okafor, role: mayor}, Ada Okafor, {name: Ada Okafor, role: ''}]"
    assert field(people).people == (Mention("Ada Okafor", "mayor"),)


@pytest.mark.parametrize(
    ("people", "speaker", "full"),
    [
        ("Ada Okafor", "Okafor", "Ada Okafor"),
        ("Ada Okafor", "ada okafor", "Ada Okafor"),
        ("Adam Smith (politician)", "Adam Smith", "Adam Smith (politician)"),
        ("Adam Smith (politician), Adam Smith", "Adam Smith", "Adam Smith"),
        ("Adam Smith (politician), Adam Smith (economist)", "Adam Smith", "Adam Smith"),
        ("Ada Okafor, Ben Okafor", "Okafor", "Okafor"),
        ("Ada Okafor", "A harbour official", "A harbour official"),
    ],
)
def test_speakers_get_their_full_name(people: str, speaker: str, full: str) -> None:
    record = field(f"people: [{people}]\nquotes: [{{speaker: {speaker}, text: a}}]")
    assert record.quotes == (Quote("a", full),)


# --- other files ---------------------------------------------------------------------------------


def test_profile() -> None:
    text = """---
name: Ada Okafor
aliases: A. Okafor
keywords: [1984]
role: mayor
links: {Site: https://ada.example/}
image: assets/ada.jpg
sort_name: okafor
hidden: true
born: 1970
---
Biography.
"""
    parsed = parse.parse_profile(text.encode(), PATH, "people", "ada-okafor", LISBON)
    assert parsed.problems == ()
    assert parsed.record == Profile(
        path=PATH,
        taxonomy="people",
        slug="ada-okafor",
        name="Ada Okafor",
        aliases=("A. Okafor",),
        keywords=("1984",),
        role="mayor",
        links=(("Site", "https://ada.example/"),),
        image=Image("assets/ada.jpg"),
        sort_name="okafor",
        hidden=True,
        extra={"born": 1970},
        body="Biography.",
    )


@pytest.mark.parametrize(
    "links",
    ["[{label: Site, url: https://a.example}]", "{label: Site, url: https://a.example}"]
    + ["{Site: https://a.example}"],
)
def test_links_of_a_profile(links: str) -> None:
    text = f"---\nlinks: {links}\n---\n".encode()
    record = parse.parse_profile(text, PATH, "people", "ada", LISBON).record
    assert record is not None
    assert record.links == (("Site", "https://a.example"),)


def test_a_profile_may_be_all_body() -> None:
    record = parse.parse_profile(b"Biography.", PATH, "people", "ada-okafor", LISBON).record
    assert record == Profile(PATH, "people", "ada-okafor", "Ada Okafor", body="Biography.")


def test_page() -> None:
    record = parse.parse_page(b"---\nx: 1\n---\nHello.", PATH, "about/our-team", LISBON).record
    assert record == PlainPage(PATH, "about/our-team", "Our team", {"x": 1}, "Hello.")


def test_edition() -> None:
    data = b"---\ntitle: The week\norder: content/a.txt\n---\nHello."
    record = parse.parse_edition(data, PATH, "2026-W9", LISBON).record
    assert record == EditionIntro(PATH, "2026-w09", "The week", ("content/a.txt",), {}, "Hello.")
    [problem] = parse.parse_edition(data, PATH, "spring", LISBON).problems
    assert problem_text(problem) == (
        f'{PATH}: error: "spring" names no edition (hint: 2026-03-03.md or 2026-w10.md)'
    )


# --- raw pastes ----------------------------------------------------------------------------------

PASTE = """Skip to main content
Port Courier
Harbour bridge reopens after two years of repairs
By Mara Lindqvist
March 3, 2026

The harbour bridge reopened on Monday, two years after a ferry struck its northern pier.

"We open on Monday, whatever the weather," said Ada Okafor, the mayor of Port Meridian.

Okafor said that the toll would stay at two crowns.
"""


@pytest.mark.parametrize(
    ("data", "raw"),
    [
        (b"", True),
        (b"paste", True),
        (b"---", False),
        (b"---\n", False),
        (b"---\r\n", False),
        (b"---\rx", False),
        (b"--- \t\n", False),
        (b"\xef\xbb\xbf---\n", False),
        (b"---x\n", True),
        (b"\n---\n", True),
    ],
)
def test_is_raw(data: bytes, raw: bool) -> None:
    assert parse.is_raw(data) == raw


def test_a_raw_paste_and_what_extract_writes_of_it_are_one_article() -> None:
    raw = parse.parse_article(PASTE.encode(), PATH, LISBON, ())
    found = parse.extraction_of(PASTE, LISBON, ())
    text = parse.article_text(found.fields, found.body)
    written = parse.parse_article(text.encode(), PATH, LISBON, ())
    assert raw.record is not None
    assert raw.record.raw
    assert raw.record.title == "Harbour bridge reopens after two years of repairs"
    assert raw.record.date == Moment("2026-03-03")
    assert written.record == replace(raw.record, raw=False)


def test_only_words_that_occur_matter() -> None:
    words = tuple(VocabularyEntry("people", name) for name in ("Ada Okafor", "Pelin Sahl"))
    one = parse.parse_article(PASTE.encode(), PATH, LISBON, words[:1])
    assert one == parse.parse_article(PASTE.encode(), PATH, LISBON, words)


def test_a_mistyped_prefix_does_not_keep_a_paste_off_the_site() -> None:
    for prefix in (" url https://a.example/<b>\n", " date 2026-02-31\n", " url http://[\n"):
        assert parse.parse_article((prefix + PASTE).encode(), PATH, LISBON, ()).record is not None


# --- anything at all -----------------------------------------------------------------------------


def check(data: bytes) -> None:
    """No exception; and a record holds nothing that JSON or XML can't."""
    parsed = parse.parse_article(data, PATH, LISBON, ())
    assert parsed.record is not None or any(p.severity == "error" for p in parsed.problems)
    for problem in parsed.problems:
        assert problem.place.path == PATH
        assert problem.place.line <= data.count(b"\n") + data.count(b"\r") + 1
    if parsed.record is not None:
        record = asdict(parsed.record)
        assert json.loads(json.dumps(record, allow_nan=False))
        assert parsed.record.title.strip()
        assert not any(c for c in characters(record) if c not in "\n\t" and is_control(c))


def characters(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(characters(k) + characters(v) for k, v in value.items())
    if isinstance(value, list | tuple):
        return "".join(characters(item) for item in value)
    return str(value)


def is_control(c: str) -> bool:
    return unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff"


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    check(data)


@given(st.text())
def test_any_text(text: str) -> None:
    check(text.encode())
    check(f"---\n{text}".encode())
    check(f"---\ntitle: x\n{text}\n---\n".encode())


@given(st.sampled_from(sorted(ARTICLE)), st.text())
def test_any_value(key: str, text: str) -> None:
    title = "" if key == "title" else "title: x\n"
    check(f"---\n{title}{key}: {text}\n---\n".encode())
    check(f"---\n{title}{key}: {frontmatter.quoted(text)}\n---\n".encode())
    check(f"---\n{title}{key}: [{frontmatter.quoted(text)}, {{name: {text}}}]\n---\n".encode())
