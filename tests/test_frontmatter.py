"""Front matter: what is read where, what is refused and how, writing, and changing in place."""

import io
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from digestgen import frontmatter
from digestgen.frontmatter import FrontMatterError
from digestgen.problems import text as problem_text

PATH = "content/x.md"


def read(text: str) -> dict[Any, Any]:
    parts = frontmatter.split(text, PATH)
    assert parts is not None
    return {plain(k): plain(v) for k, v in frontmatter.read(parts, PATH).value}


def plain(node: frontmatter.Node) -> Any:
    if isinstance(node, frontmatter.MappingNode):
        return {plain(key): plain(value) for key, value in node.value}
    if isinstance(node, frontmatter.SequenceNode):
        return [plain(item) for item in node.value]
    return node.value


def refusal(text: str) -> str:
    with pytest.raises(FrontMatterError) as caught:
        read(text)
    return problem_text(caught.value.problem)


# --- splitting -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "yaml_text", "body"),
    [
        ("---\ntitle: x\n---\nbody", "title: x\n", "body"),
        ("---\ntitle: x\n---", "title: x\n", ""),
        ("---\n---\nbody", "", "body"),
        ("---  \ntitle: x\n--- \t\nbody", "title: x\n", "body"),
        ("\ufeff---\r\ntitle: x\r\n---\r\nbody\r\n", "title: x\r\n", "body\r\n"),
        ("---\rtitle: x\r---\rbody", "title: x\r", "body"),
        ("---\ntitle: x\n---\none\n---\ntwo\n", "title: x\n", "one\n---\ntwo\n"),
        ("---\na: '---'\n ---\n---\nbody", "a: '---'\n ---\n", "body"),
    ],
)
def test_split(text: str, yaml_text: str, body: str) -> None:
    parts = frontmatter.split(text, PATH)
    assert parts is not None
    assert (parts.yaml, parts.body_text) == (yaml_text, body)


@pytest.mark.parametrize("text", ["", "title: x", "----\n", "--- x\n---\n", " ---\n---\n", "\n---"])
def test_a_first_line_that_is_no_fence_is_a_raw_paste(text: str) -> None:
    assert not frontmatter.has_front_matter(text)
    assert frontmatter.split(text, PATH) is None


@pytest.mark.parametrize("text", ["---", "---\n", "---\ntitle: x\n", "---\ntitle: x\n...\nbody\n"])
def test_unclosed(text: str) -> None:
    assert refusal(text) == (
        'content/x.md:1:1: error: front matter is never closed (hint: end it with a line "---")'
    )


# --- reading -------------------------------------------------------------------------------------


def test_scalars_are_text() -> None:
    text = "---\na: no\nb: 1984\nc: [10:00, 1e3, 2026-03-03, ~]\nd: 0o17\n---\n"
    assert read(text) == {
        "a": "no",
        "b": "1984",
        "c": ["10:00", "1e3", "2026-03-03", "~"],
        "d": "0o17",
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("title: A: B", '2:9: error: not YAML: mapping values are not allowed in this context (hint: quote the value: title: "A: B")'),
        ('title: "Foo" bar', "2:14: error: not YAML: did not find expected key (hint: quote the value: title: '\"Foo\" bar')"),
        ("title: @home", '2:8: error: not YAML: found character that cannot start any token (hint: quote the value: title: "@home")'),
        ("people: [Ada", "3:1: error: not YAML: did not find expected ',' or ']' (hint: close the bracket: people: [Ada])"),
        ("title: *Bridge news", '2:8: error: "*Bridge" is a YAML alias, which is not read (hint: quote the value: title: "*Bridge news")'),
        ("title: &Bridge news", '2:8: error: "&Bridge" is a YAML anchor, which is not read (hint: quote the value: title: "&Bridge news")'),
        ("title: !important", '2:8: error: "!important" is a YAML tag, which is not read (hint: quote the value: title: "!important")'),
        ("a: x\n\tb: y", "3:1: error: not YAML: found a tab character that violates indentation (hint: indent with spaces, not tabs)"),
        ("a: x\n...\nb: y", '4:1: error: not YAML: did not find expected <document start> (hint: front matter ends with a line "---", not "...")'),
        ("a: x\n--- b", '3:1: error: a second YAML document (hint: front matter ends with "---")'),
        ("- a", '2:1: error: expected lines such as "key: value" (hint: for example  title: "Harbour bridge reopens")'),
        ("a: one\nb: tw\x07o", "3:6: error: a character that YAML forbids (U+0007) (hint: delete the invisible character)"),
    ],
)  # fmt: skip
def test_refusals_name_place_and_remedy(line: str, problem: str) -> None:
    assert refusal(f"---\n{line}\n---\n") == f"{PATH}:{problem}"


@pytest.mark.parametrize("value", ["!!python/object/apply:os.system [x]", "!!binary aGk=", "! x"])
def test_tags_never_run(value: str) -> None:
    assert "is a YAML tag" in refusal(f"---\ntitle: {value}\n---\n")


def test_core_tags_change_nothing() -> None:
    assert read("---\na: !!str 1984\nb: !!int 7\n---\n") == {"a": "1984", "b": "7"}


@pytest.mark.parametrize(
    "deep",
    [
        "- " * 100_000,
        "[" * 3000,
        "{a: " * 5000,
        "? " * 50_000,
        "".join(" " * depth + "a:\n" for depth in range(500)),
        "a: " + "[" * 31 + "]" * 31,
    ],
)
def test_deep_nesting_is_refused(deep: str) -> None:
    assert "nested deeper than 30 levels" in refusal(f"---\n{deep}\n---\n")


def test_nesting_up_to_the_limit_is_read() -> None:
    assert read("---\na: " + "[" * 29 + "]" * 29 + "\n---\n")["a"]


def test_aliases_of_aliases_are_refused() -> None:
    bomb = "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20))
    assert "is a YAML anchor" in refusal(f"---\nk0: &a0 x\n{bomb}---\n")


def test_too_long() -> None:
    assert "more than 512 KB" in refusal("---\na: " + "x" * 600_000 + "\n---\n")


@pytest.mark.parametrize("space", ["\u2028", "\u2029", "\x85", "\ufeff"])
def test_lines_are_counted_as_editors_count_them(space: str) -> None:
    assert refusal(f"---\na: one{space}two\nb: *x\n---\n").startswith(f"{PATH}:3:4:")


def test_positions_count_characters() -> None:
    parts = frontmatter.split("---\nä𝒳: [é, 𝒳, z]\n---\n", PATH)
    assert parts is not None
    [(_, value)] = frontmatter.read(parts, PATH).value
    places = [frontmatter.place(item, PATH) for item in value.value]
    assert [(place.line, place.column) for place in places] == [(2, 6), (2, 9), (2, 12)]


@given(st.text())
def test_reading_never_fails_otherwise(text: str) -> None:
    try:
        parts = frontmatter.split(f"---\n{text}\n---\n", PATH)
        assert parts is not None
        frontmatter.read(parts, PATH)
    except FrontMatterError as error:
        assert 1 <= error.problem.place.line <= text.count("\n") + text.count("\r") + 3


# --- writing -------------------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    st.text(alphabet=" -:#[]{},&*!|>'\"%@`?~=<\\/.()’0123456789eE_+\n\tyntrueoflsNYTé"),
    st.sampled_from(
        ["", "no", "Yes", "on", "null", "~", "1984", "10:00", "1e3", "0x1F", "1_000", ".inf", "NaN"]
        + ["2026-03-03", "2026-03-03T09:30:00Z", "=", "<<", "---", "...", "- a", "a: b", "a #b"]
        + ["!x", "&x", "*x", "y", "N", "true", "0o17", "010", "+1", "1.", "e3", "🎉", "क्षि"]
    ),
)
VALUES = st.one_of(
    TEXTS,
    st.lists(TEXTS, max_size=4),
    st.lists(st.fixed_dictionaries({"speaker": TEXTS, "text": TEXTS}), max_size=3),
    st.fixed_dictionaries({"name": TEXTS}),
)
FIELDS = st.dictionaries(TEXTS.filter(lambda key: len(key) < 40), VALUES, max_size=5)


@given(FIELDS)
def test_what_is_written_reads_the_same_to_every_reader(fields: dict[str, Any]) -> None:
    dates = ("date", "added", "updated")
    fields = {key: value for key, value in fields.items() if key not in dates}
    text = frontmatter.compose(fields)
    assert read(text) == fields
    assert list(read(text)) == list(fields)
    source = text.removeprefix("---\n").removesuffix("---\n")
    assert (yaml.safe_load(source) or {}) == fields
    assert (YAML(typ="safe", pure=True).load(io.StringIO(source)) or {}) == fields


def test_how_it_looks() -> None:
    fields = {
        "title": "Harbour bridge reopens: what changes on Monday",
        "date": "2026-03-03",
        "updated": "2026-03-03T09:30:00+01:00",
        "authors": ["Mara Lindqvist", "Seán O’Dell"],
        "people": ["Ada Okafor", {"name": "Tomas Brandt", "role": "harbour master"}],
        "quotes": [{"speaker": "Ada Okafor", "text": "We open."}, {"text": "No"}],
        "summary": "2026-03-03",
        "draft": True,
        "rank": 1,
    }
    assert frontmatter.compose(fields) == (
        "---\n"
        'title: "Harbour bridge reopens: what changes on Monday"\n'
        "date: 2026-03-03\n"
        "updated: 2026-03-03T09:30:00+01:00\n"
        "authors: [Mara Lindqvist, Seán O’Dell]\n"
        "people:\n"
        "  - Ada Okafor\n"
        "  - {name: Tomas Brandt, role: harbour master}\n"
        "quotes:\n"
        "  - {speaker: Ada Okafor, text: We open.}\n"
        '  - {text: "No"}\n'
        'summary: "2026-03-03"\n'
        "draft: true\n"
        "rank: 1\n"
        "---\n"
    )


def test_a_date_that_is_none_is_quoted() -> None:
    assert frontmatter.entry("date", "2026-13-45") == 'date: "2026-13-45"\n'


# --- changing in place ---------------------------------------------------------------------------

DOCUMENT = """---
# the story of the week
title: Old title   # working title
people:  # checked
  - Ada Okafor   # mayor
  # two spellings
  - {name: Tomas Brandt, role: harbour master}

note: |
  A paragraph.

  # not a comment

# bookkeeping
topics: [
  harbour,
  bridge ]
date: 2026-03-03
---
title: not this one
"""


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"title": "A: B"}, "title: Old title   #", 'title: "A: B"   #'),
        ({"title": None}, "title: Old title   # working title\n", ""),
        ({"note": "Short"}, "note: |\n  A paragraph.\n\n  # not a comment\n", "note: Short\n"),
        ({"topics": ["a"]}, "[\n  harbour,\n  bridge ]", "[a]"),
        ({"rank": 1}, "2026-03-03\n---", "2026-03-03\nrank: 1\n---"),
        ({"date": "2026-03-04", "rank": None}, "date: 2026-03-03", "date: 2026-03-04"),
        (
            {"people": ["Ada Okafor", {"name": "Tomas Brandt", "role": "engineer"}]},
            "role: harbour master",
            "role: engineer",
        ),
        (
            {"people": ["Pelin Sahl", "Ada Okafor"]},
            (
                "  - Ada Okafor   # mayor\n  # two spellings\n"
                "  - {name: Tomas Brandt, role: harbour master}\n"
            ),
            "  - Pelin Sahl\n  - Ada Okafor   # mayor\n  # two spellings\n",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_edit(changes: dict[str, object], old: str, new: str, newline: str) -> None:
    assert DOCUMENT.count(old) == 1
    expected = DOCUMENT.replace(old, new).replace("\n", newline)
    assert frontmatter.edit(DOCUMENT.replace("\n", newline), PATH, changes) == expected


LISTED = """---
people:
  # first
  - Ada Okafor   # mayor
  # second
  - {name: Tomas Brandt, role: harbour master}  # since May
  # third
  - Pelin Sahl
  # end
topics: [ 'harbour', bridge,   # two
  # more
  "ferry"]  # all
---
"""


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        # Comments between items stay where they are, an item's own goes with it.
        ({"people": ["Ada Okafor", "Pelin Sahl"]}, "  - {name: Tomas Brandt, role: harbour master}  # since May\n", ""),
        ({"people": ["Tomas Brandt"]}, "  - Ada Okafor   # mayor\n  # second\n  - {name: Tomas Brandt, role: harbour master}  # since May\n  # third\n  - Pelin Sahl\n", "  - Tomas Brandt\n  # second\n  # third\n"),
        ({"people": [{"name": "Ada Okafor", "role": "judge"}, {"name": "Tomas Brandt", "role": "harbour master"}, "Pelin Sahl", "Ilse Varga"]}, None, None),
        ({"people": None}, None, None),
        ({"topics": ["harbour", "ferry", "pier"]}, """[ 'harbour', bridge,   # two\n  # more\n  "ferry"]  # all\n""", """['harbour', "ferry", pier]  # all\n# two\n# more\n"""),
        ({"topics": None}, """topics: [ 'harbour', bridge,   # two\n  # more\n  "ferry"]  # all\n""", "  # more\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_comments_within_lists(
    changes: dict[str, object], old: str | None, new: str | None, newline: str
) -> None:
    edited = frontmatter.edit(LISTED.replace("\n", newline), PATH, changes)
    if old is not None and new is not None:
        assert LISTED.count(old) == 1
        assert edited == LISTED.replace(old, new).replace("\n", newline)
    lines = [line for line in LISTED.split("\n") if line.strip().startswith("#")]
    assert [line for line in edited.split(newline) if line.strip().startswith("#")] == lines or (
        "topics" in changes
    )
    if changes.get("people") and old is None:
        assert f"  - {{name: Ada Okafor, role: judge}}   # mayor{newline}  # second" in edited
        assert f"  - Pelin Sahl{newline}  - Ilse Varga{newline}  # end" in edited


def test_new_keys_stand_where_they_belong() -> None:
    order = ["title", "date", "people", "summary"]
    changes = {"summary": "s", "date": "2026-03-03", "title": "t", "rank": "1"}
    text = "---\n# top\npeople:\n- a\n# of people?\nnote: n\n---\n"
    assert frontmatter.edit(text, PATH, changes, order) == (
        "---\ntitle: t\ndate: 2026-03-03\n# top\npeople:\n- a\nsummary: s\n# of people?\nnote: n\n"
        'rank: "1"\n---\n'
    )


def test_edit_of_empty_front_matter() -> None:
    assert frontmatter.edit("---\n---\nb", PATH, {"title": "x"}) == "---\ntitle: x\n---\nb"


def test_edit_keeps_the_indent_of_the_keys() -> None:
    text = "---\n  a: x\n  b: y\n---\n"
    assert frontmatter.edit(text, PATH, {"b": "z", "c": ["d"]}) == (
        "---\n  a: x\n  b: z\n  c: [d]\n---\n"
    )


@pytest.mark.parametrize(
    "text",
    ["---\n{title: x}\n---\n", "---\n?\n  title\n: x\nb: y\n---\n", "---\na: x\na: y\n---\n"],
)
def test_edit_refuses_what_it_would_spoil(text: str) -> None:
    with pytest.raises(FrontMatterError, match="can't be changed in place"):
        frontmatter.edit(text, PATH, {"title": "z", "a": "z"})


def test_edit_of_a_raw_paste() -> None:
    with pytest.raises(FrontMatterError, match="no front matter"):
        frontmatter.edit("paste", PATH, {"title": "x"})


KEYS = st.sampled_from(["title", "people", "note", "topics", "date", "custom key"])
COMMENTS = st.sampled_from(["", "\n", "# a remark\n", "\n# one\n\n# two: [\n"])
STYLES = st.sampled_from(
    ["{k}: plain\n", "{k}: 'quoted'  # why\n", "{k}:\n", '{k}: "two\n  lines"\n', "{k}: [a, b]\n"]
    + ["{k}:\n  - a\n  - {{name: b}} # c\n", "{k}:\n- a\n\n# c\n- b\n", "{k}: |\n  # x\n\n  y\n"]
    + [
        "{k}: >-\n  x\n\n\n",
        "{k}:\n  name: x\n  url: y\n",
        "{k}: {{a: b,\n  c: d}}\n",
    ]
)


@given(
    st.lists(st.tuples(COMMENTS, KEYS, STYLES), unique_by=lambda entry: entry[1], max_size=6),
    st.dictionaries(KEYS, st.one_of(st.none(), VALUES), max_size=3),
    st.sampled_from(["\n", "\r\n"]),
)
def test_edit_changes_only_the_lines_of_its_keys(
    entries: list[tuple[str, str, str]], changes: dict[str, Any], newline: str
) -> None:
    chunks = [(comment, key, style.format(k=key)) for comment, key, style in entries]
    text = "---\n" + "".join(c + e for c, _, e in chunks) + "---\nbody\n---\n# body\n"
    edited = frontmatter.edit(text.replace("\n", newline), PATH, changes)
    for comment, key, entry in chunks:
        kept = comment + (entry if key not in changes else "")
        assert kept.replace("\n", newline).strip() in edited
    before, after = read(text), read(edited.replace("\r\n", "\n"))
    wanted = {key: value for key, value in changes.items() if value is not None}
    untouched = {key: value for key, value in before.items() if key not in changes}
    assert {key: value for key, value in after.items() if key not in changes} == untouched
    assert {key: after[key] for key in wanted} == wanted
    assert [key for key in after if key in before] == [
        key for key in before if key not in changes or changes[key] is not None
    ]
    assert edited.endswith(f"---{newline}body{newline}---{newline}# body{newline}")
    # Whatever the edit left of other lines, it left in their order.
    remaining = iter(edited.split(newline))
    rest = [c + (e if k not in changes else "") for c, k, e in chunks]
    assert all(line in remaining for line in "".join(rest).split("\n") if line.strip())
    assert frontmatter.edit(edited, PATH, changes) == edited
