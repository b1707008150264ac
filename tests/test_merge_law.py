"""The law of `--refresh`: whatever the editor did and whatever extraction finds today, the editor's
word stands, the rest follows extraction, and every line that is not concerned stays as it is.

Extraction is replaced by what hypothesis draws, several rounds of it with edits in between. The model
here says for every round what must come out; it knows nothing of how `merge` works.
"""

import os
import tempfile
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestgen import frontmatter, parse
from digestgen.config import Config
from digestgen.extract import Extraction, Settings, extract
from digestgen.names import name_key
from digestgen.originals import extract_file, undo_file
from digestgen.refresh import refresh_file

PATH = "content/bridge.txt"
PASTE = b"Harbour bridge reopens\r\n\r\nIt took two years.\r\n"
CONFIG = Config()
LISTS = ("authors", "people", "quotes")
SINGLE = ("title", "date", "section", "summary", "source")

NAMES = st.sampled_from(
    ["Ada Okafor", "Okafor", "Ada B. Okafor", "Tomas Brandt", "Pelin Sahl", "Ilse Varga", "no"]
)
MENTIONS = st.one_of(
    NAMES, st.builds(lambda n, r: {"name": n, "role": r}, NAMES, st.sampled_from(["mayor", "#1"]))
)
QUOTES = st.builds(
    lambda speaker, text: {"speaker": speaker, "text": text},
    NAMES,
    st.sampled_from(["We open on Monday.", "It holds: always", "Nobody rang us", "The tide won"]),
)


def key_of(item: Any) -> str:
    text = item.get("name") or item["text"] if isinstance(item, dict) else item
    return name_key(text)


def distinct(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, min_size=1, max_size=4, unique_by=key_of)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["Harbour bridge reopens", "Bridge: open again", "It's open"]),
    "date": st.sampled_from(["2026-03-03", "2026-03-04T09:30:00+01:00", "2025-12-31"]),
    "section": st.sampled_from(["City", "Port", "1984"]),
    "authors": distinct(NAMES),
    "source": st.sampled_from(["Port Courier", {"name": "Bay Post", "url": "https://a.example/"}]),
    "people": distinct(MENTIONS),
    "summary": st.sampled_from(["It opened.", "It reopened # at last", "Two years: over"]),
    "quotes": distinct(QUOTES),
}
NOTHING = extract("", Settings())
BODIES = st.sampled_from(["One.\n", "One.\n\nTwo --- three.\n", "- a\n- b", ""])
EXTRACTIONS = st.builds(
    lambda values, body: replace(
        NOTHING, fields={key: values[key] for key in VALUES if key in values}, body=body
    ),
    st.fixed_dictionaries(
        {"title": VALUES["title"]},
        optional={key: value for key, value in VALUES.items() if key != "title"},
    ),
    BODIES,
)

SET = st.sampled_from([*VALUES]).flatmap(
    lambda key: st.tuples(st.just("set"), st.just(key), VALUES[key])
)
EDITS = st.lists(
    st.one_of(
        SET,
        SET,
        st.tuples(st.just("delete"), st.sampled_from([*VALUES][1:]), st.none()),
        st.tuples(st.just("empty"), st.sampled_from(["authors", "people"]), st.none()),
        st.tuples(st.just("drop item"), st.sampled_from(LISTS), st.integers(0, 3)),
        st.tuples(st.just("reverse"), st.sampled_from(LISTS), st.none()),
        st.tuples(st.just("restyle"), st.sampled_from([*VALUES]), st.integers(0, 2)),
        st.tuples(st.just("comment"), st.none(), st.integers(0, 12)),
        st.tuples(st.just("remark"), st.none(), st.integers(0, 12)),
        st.tuples(st.just("own key"), st.sampled_from(["note", "mood"]), st.just("calm")),
        st.tuples(st.just("body"), st.none(), st.sampled_from(["\nMore.\n", "x", "\n---\nz\n"])),
        st.tuples(st.just("newlines"), st.none(), st.none()),
        st.tuples(st.just("mark"), st.none(), st.none()),
    ),
    max_size=5,
)
ROUNDS = st.lists(st.tuples(EDITS, EXTRACTIONS), min_size=1, max_size=3)


def read(text: str) -> tuple[dict[str, Any], dict[str, str], str]:
    """Values by key, source lines by key, and body of an article."""
    parts = frontmatter.split(text, PATH)
    assert parts is not None
    node = frontmatter.read(parts, PATH)
    lines = parts.yaml.splitlines(keepends=True)
    starts = [key.start_mark.line for key, _ in node.value]
    sources = {}
    for (key, _), start, stop in zip(node.value, starts, [*starts[1:], len(lines)], strict=True):
        own = lines[start:stop]
        while own and (not own[-1].strip() or own[-1].lstrip().startswith("#")):
            own.pop()
        sources[key.value] = "".join(own)
    body = parts.body_text.replace("\r\n", "\n").strip("\n")
    return frontmatter.value(node), sources, body


def items(values: dict[str, Any], key: str) -> list[Any]:
    found = values.get(key) or []
    return found if isinstance(found, list) else [found]


def plain(value: Any) -> Any:
    """Values that mean the same, in one form."""
    if isinstance(value, dict) and value.keys() == {"name"}:
        return value["name"]
    return [plain(item) for item in value] if isinstance(value, list) else value


@dataclass
class Editor:
    """Does edits to a text, and remembers every comment made."""

    text: str
    comments: list[str] = field(default_factory=list)

    def edit(self, what: str, key: str, value: Any) -> None:
        values, sources, _ = read(self.text)
        if what in ("set", "own key"):
            self._set(key, value)
        elif what == "delete":
            self._set(key, None)
        elif what == "empty" and key in values:
            self._replace(key, f"{key}:")
        elif what == "drop item" and value < len(found := items(values, key)):
            left = found[:value] + found[value + 1 :]
            self._set(key, left or None)
        elif what == "reverse" and len(items(values, key)) > 1:
            self._set(key, items(values, key)[::-1])
        elif what == "restyle" and key in values and "#" not in sources[key]:
            self._restyle(key, values[key], value)
        elif what in ("comment", "remark"):
            self._comment(what, value)
        elif what == "body":
            self.text += value.replace("\n", self._newline())
        elif what == "newlines":
            self.text = self.text.replace("\r\n", "\n").replace("\n", "\r\n")
        elif what == "mark" and not self.text.startswith("\ufeff"):
            self.text = "\ufeff" + self.text

    def _newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def _set(self, key: str, value: Any) -> None:
        before = self.comments
        self.text = frontmatter.edit(self.text, PATH, {key: value})
        self.comments = [comment for comment in before if comment in self.text]

    def _replace(self, key: str, line: str) -> None:
        source = read(self.text)[1][key]
        assert self.text.count(source) >= 1
        self.text = self.text.replace(source, line + self._newline(), 1)
        self.comments = [comment for comment in self.comments if comment in self.text]

    def _restyle(self, key: str, value: Any, style: int) -> None:
        if isinstance(value, list):
            flow = frontmatter.entry(key, [str(v) for v in value])[len(key) + 2 : -1]
            if any(isinstance(item, dict) for item in value):
                lines = "".join(
                    f"{self._newline()}  - "
                    + f"{self._newline()}    ".join(
                        f"{name}: {frontmatter.scalar(text)}" for name, text in item.items()
                    )
                    if isinstance(item, dict)
                    else f"{self._newline()}  - {frontmatter.scalar(item)}"
                    for item in value
                )
                self._replace(key, f"{key}:{lines}")
            elif style == 0:
                self._replace(key, f"{key}:  {flow}")
            else:
                mark = f"# in {key} {len(self.comments)}"
                rows = f"{self._newline()}".join(f"- {frontmatter.scalar(v)}" for v in value)
                self._replace(key, f"{key}:{self._newline()}{mark}{self._newline()}{rows}")
                self.comments.append(mark)
        elif isinstance(value, str):
            quoted = "'" + value.replace("'", "''") + "'"
            folded = f">-{self._newline()}    {value}"
            self._replace(key, f"{key}: {[quoted, frontmatter.quoted(value), folded][style]}")

    def _comment(self, what: str, at: int) -> None:
        """A line of its own above a key, or a remark behind a value on one line."""
        sources = [*read(self.text)[1].values()]
        source = sources[at % len(sources)]
        mark = f"# {what} {len(self.comments)}"
        newline = self._newline()
        if what == "comment":
            self.text = self.text.replace(source, f"{mark}{newline}{source}", 1)
            self.comments.append(mark)
        elif source.count("\n") == 1 and "#" not in source and ">-" not in source:
            self.text = self.text.replace(source, f"{source.rstrip()} {mark}{newline}", 1)


@dataclass
class Model:
    """What is the editor's by now."""

    fields: set[str] = field(default_factory=set)
    items: dict[str, set[str]] = field(default_factory=dict)
    reordered: set[str] = field(default_factory=set)

    def note(self, base: Extraction, ours: dict[str, Any], body: str) -> None:
        """Take in what the editor did since the last extraction. An order is theirs only until
        extraction finds the same list."""
        self.reordered = set()
        for key in SINGLE:
            if plain(ours.get(key)) != plain(base.fields.get(key)):
                self.fields.add(key)
        for key in LISTS:
            old = {key_of(item): plain(item) for item in items(base.fields, key)}
            new = {key_of(item): plain(item) for item in items(ours, key)}
            changed = {k for k in old.keys() | new.keys() if old.get(k) != new.get(k)}
            self.items.setdefault(key, set()).update(changed)
            if (old and not new) or (key in ours and not new):
                self.fields.add(key)
            if [*old.values()] != [*new.values()] and not changed:
                self.reordered.add(key)
        if body != base.body.strip("\n"):
            self.fields.add("body")

    def withheld(self, theirs: Extraction, merged: dict[str, Any]) -> None:
        """Items that were not added, for they could be one of the editor's, would be theirs."""
        for key in LISTS:
            absent = {key_of(item) for item in items(theirs.fields, key)}
            self.items[key] |= absent - {key_of(item) for item in items(merged, key)}

    def check(
        self,
        before: tuple[dict[str, Any], dict[str, str], str],
        theirs: Extraction,
        base: Extraction,
        after: tuple[dict[str, Any], dict[str, str], str],
    ) -> None:
        ours, merged = before[0], after[0]
        for key in SINGLE:
            wanted = ours.get(key) if key in self.fields else theirs.fields.get(key)
            assert plain(merged.get(key)) == plain(wanted), key
            assert key in merged or wanted is None
        for key in LISTS:
            self._check_list(key, ours, theirs, base, merged)
        body = before[2] if "body" in self.fields else theirs.body.strip("\n")
        assert after[2] == body
        for key in ours.keys() - {*SINGLE, *LISTS, "original"}:
            assert merged[key] == ours[key]
        for key, source in before[1].items():
            if key in merged and key != "original" and plain(merged[key]) == plain(ours[key]):
                assert after[1][key] == source

    def _check_list(
        self,
        key: str,
        ours: dict[str, Any],
        theirs: Extraction,
        base: Extraction,
        merged: dict[str, Any],
    ) -> None:
        mine, new, out = ([*map(plain, items(v, key))] for v in (ours, theirs.fields, merged))
        if key in self.fields:
            assert out == mine
            return
        owned = self.items[key]
        if not owned and key not in self.reordered:
            assert out == new
            return
        found = {key_of(item): item for item in new}
        results = {key_of(item): item for item in out}
        for item in mine:
            if key_of(item) in owned:
                assert item in out
            else:
                assert results.get(key_of(item)) == found.get(key_of(item))
        for name in owned - {key_of(item) for item in mine}:
            assert name not in results  # what was removed stays away
        order = [key_of(item) for item in mine if key_of(item) in results]
        assert [*results][: len(order)] == order
        for name in [*results][len(order) :]:
            assert results[name] == found[name]
        words = {word for name in owned for word in name.split()}
        for name in found.keys() - {key_of(item) for item in items(base.fields, key)}:
            if not words & set(name.split()):
                assert name in results  # nothing that it could be mistaken for


@given(EXTRACTIONS, ROUNDS)
def test_the_editor_always_wins(
    first: Extraction, rounds: list[tuple[list[tuple[str, Any, Any]], Extraction]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        file = root / PATH
        file.parent.mkdir()
        file.write_bytes(PASTE)
        today = first

        def extraction_of(*_: Any) -> Extraction:
            return today

        patch.setattr(parse, "extraction_of", extraction_of)
        patch.setattr(os, "fsync", lambda _: None)  # slow, and no power will fail
        assert extract_file(root, PATH, CONFIG, (), "2026-03-04").status == "extracted"
        editor, model, base = Editor(""), Model(), first
        edited = False
        for edits, today in rounds:
            editor.text = file.read_bytes().decode()
            for edit in edits:
                editor.edit(*edit)
            edited = edited or editor.text.encode() != file.read_bytes()
            file.write_bytes(editor.text.encode())
            before = read(editor.text)
            known = deepcopy(model)
            model.note(base, before[0], before[2])

            dry = refresh_file(root, PATH, CONFIG, (), "2026-03-09", dry_run=True)
            assert file.read_bytes() == editor.text.encode()
            outcome = refresh_file(root, PATH, CONFIG, (), "2026-03-09")
            assert outcome.status in ("refreshed", "unchanged"), outcome.problems
            text = file.read_bytes().decode()
            assert (dry.status, dry.changed) == (outcome.status, outcome.changed)
            after = read(text)
            model.check(before, today, base, after)
            if outcome.status == "unchanged":
                assert text == editor.text
                model = known  # what an editor does and undoes between two records was nothing
            else:
                base = today
                model.withheld(today, after[0])
            for comment in editor.comments:
                assert comment in text
            order = [comment for comment in text.splitlines() if comment in editor.comments]
            above = [line for line in editor.text.splitlines() if line in editor.comments]
            if not any("# in" in line for line in above):
                assert order == above
            assert text.startswith("\ufeff") == editor.text.startswith("\ufeff")
            if "\r\n" in editor.text:
                assert text.count("\n") == text.count("\r\n")

            kept = {f.name: f.read_bytes() for f in (root / "content/.originals").iterdir()}
            again = refresh_file(root, PATH, CONFIG, (), "2026-03-10")
            assert (again.status, again.yours) == ("unchanged", outcome.yours)
            assert file.read_bytes().decode() == text
            assert {f.name: f.read_bytes() for f in (root / "content/.originals").iterdir()} == kept
        undone = undo_file(root, PATH)
        assert undone.status == "restored" or edited
        if undone.status != "restored":
            assert file.read_bytes().decode() == text
            assert undo_file(root, PATH, force=True).status == "restored"
        assert file.read_bytes() == PASTE
