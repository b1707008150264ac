"""`extract` and its way back: what is written, in which order, and what is never lost."""

import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestgen import files, parse, scan
from digestgen.config import Config
from digestgen.model import Article, VocabularyEntry
from digestgen.nodes import read_yaml
from digestgen.originals import Outcome, extract_file, raw_files, undo_file
from digestgen.problems import text as problem_text

FORCE = "--force restores the paste and keeps the article beside it"
CONFIG = Config(timezone="Europe/Lisbon")
TODAY = "2026-03-04"
PATH = "content/bridge.txt"
PASTE = """Skip to main content
Harbour bridge reopens after two years of repairs
By Mara Lindqvist
March 3, 2026

The harbour bridge reopened on Monday, two years after a ferry struck its northern pier.

"We open on Monday, whatever the weather," said Ada Okafor, the mayor of Port Meridian.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, PATH, PASTE.encode())
    return tmp_path


def put(root: Path, path: str, data: bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def extract(root: Path, path: str = PATH, **options: Any) -> Outcome:
    return extract_file(root, path, CONFIG, (), TODAY, **options)


def snapshot(root: Path) -> dict[str, bytes]:
    found = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def record(root: Path, path: str = PATH) -> Article:
    parsed = parse.parse_article((root / path).read_bytes(), path, CONFIG, ())
    assert parsed.record is not None, parsed.problems
    return parsed.record


def messages(outcome: Outcome) -> list[str]:
    return [problem_text(problem) for problem in outcome.problems]


# --- extracting ----------------------------------------------------------------------------------


def test_what_is_written(root: Path) -> None:
    raw = record(root)
    outcome = extract(root)
    assert (outcome.status, outcome.problems) == ("extracted", ())
    assert outcome.extraction is not None
    assert "Skip to main content" in [line.text for line in outcome.extraction.dropped]
    text = (root / PATH).read_text(encoding="utf-8")
    assert text.startswith(
        "---\ntitle: Harbour bridge reopens after two years of repairs\ndate: 2026-03-03\n"
    )
    article = record(root)
    assert article.added == TODAY
    assert article.permalink == "2026/03/harbour-bridge-reopens-after-two-years-of-repairs"
    assert replace(article, added="", permalink="", original="", raw=True) == raw
    paste, _, entry = article.original.partition("-")
    kept = snapshot(root / "content/.originals")
    assert kept.keys() == {f"{paste}.txt", f"{entry}.yaml", ".gitattributes"}
    assert kept[f"{paste}.txt"] == PASTE.encode()
    assert kept[".gitattributes"] == b"* -text\n"


def test_the_record_states_everything_that_was_read(root: Path) -> None:
    config = replace(CONFIG, ignore=("Port Courier",))
    words = (
        VocabularyEntry("people", "Ada Okafor", ("A. Okafor",)),
        VocabularyEntry("people", "Pelin Sahl"),
    )
    extract_file(root, PATH, config, words, TODAY)
    [file] = (root / "content/.originals").glob("*.yaml")
    text = file.read_text(encoding="utf-8")
    node = read_yaml(text, file.name)
    keys = [key.value for key, _ in node.value]
    assert keys == (
        ["rules", "engine", "language", "timezone", "ignore", "vocabulary"]
        + ["paste", "body", "article", "fields"]
    )
    assert "ignore: [Port Courier]\n" in text
    assert "Ada Okafor, aliases: [A. Okafor]" in text
    assert "Pelin Sahl" not in text  # no word of hers is in the paste
    assert "\n  added: 2026-03-04\n" in text


def test_extracting_is_a_function_of_its_input(root: Path, tmp_path_factory: Any) -> None:
    other = tmp_path_factory.mktemp("other")
    put(other, PATH, PASTE.encode())
    extract(root)
    extract(other)
    assert snapshot(root) == snapshot(other)


def test_extracting_twice_changes_nothing(root: Path) -> None:
    extract(root)
    before = snapshot(root)
    assert extract(root) == Outcome(PATH, "already")
    assert snapshot(root) == before


def test_undated_articles_have_no_path_yet(root: Path) -> None:
    put(root, PATH, b"A title\n\nOne sentence of text that tells of a harbour.\n")
    [warning] = extract(root).problems
    assert warning.code == "undated"
    assert "path:" not in (root / PATH).read_text()


def test_a_date_in_the_future_is_a_warning(root: Path) -> None:
    put(root, PATH, b" date 2031-05-06\n" + PASTE.encode())
    assert messages(extract(root)) == [
        f"{PATH}: warning: its date, 2031-05-06, is in the future (hint: correct `date:`)"
    ]
    date = record(root).date
    assert date is not None
    assert date.day == "2031-05-06"


def test_a_dry_run_writes_nothing(root: Path) -> None:
    put(root, PATH, PASTE.replace("ferry", "fe\x1b[31mrry").encode())
    before = snapshot(root)
    outcome = extract(root, dry_run=True)
    assert snapshot(root) == before
    lines = outcome.diff.split("\n")
    assert lines[:2] == [f"--- {PATH}", f"+++ {PATH}"]
    assert "-Skip to main content" in lines
    assert "+added: 2026-03-04" in lines
    assert "\x1b" not in outcome.diff
    extract(root)
    original = record(root).original
    assert any(original in line for line in lines)


def test_the_diff_of_a_long_paste_shows_every_line(root: Path) -> None:
    lines = [f"The harbour office logged ferry number {n} on its way out." for n in range(6000)]
    put(root, PATH, "\n".join(["Harbour log", "", *lines]).encode())
    diff = extract(root, dry_run=True).diff.split("\n")
    assert f"-{lines[-1]}" in diff
    assert sum(line.startswith("-") for line in diff) == len(lines) + 3


def test_not_utf8(root: Path) -> None:
    put(root, PATH, b"A title\n\ncaf\xe9\n")
    before = snapshot(root)
    assert messages(extract(root)) == [
        f"{PATH}:3:4: error: not UTF-8 text (byte 0xe9) (hint: save the file as UTF-8)"
    ]
    assert snapshot(root) == before


def test_a_file_that_is_gone(root: Path) -> None:
    assert messages(extract(root, "content/gone.txt")) == [
        "content/gone.txt: error: No such file or directory"
    ]


def test_mode_and_links_stay(root: Path) -> None:
    target = put(root, "elsewhere/paste.txt", PASTE.encode())
    target.chmod(0o640)
    link = root / "content/link.txt"
    link.symlink_to(target)
    assert extract(root, "content/link.txt").status == "extracted"
    assert link.is_symlink()
    assert target.read_bytes().startswith(b"---\n")
    assert target.stat().st_mode & 0o777 == 0o640
    assert undo_file(root, "content/link.txt").status == "restored"
    assert link.is_symlink()
    assert target.read_bytes() == PASTE.encode()
    assert target.stat().st_mode & 0o777 == 0o640


# --- crashes, collisions, and others who write ---------------------------------------------------


def test_the_record_is_on_disk_before_the_article_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    rename = os.replace

    def observe(source: Any, target: Any) -> None:
        rename(source, target)
        written.append(Path(target).name)

    monkeypatch.setattr(os, "replace", observe)
    extract(root)
    kept = [name for name in written if re.fullmatch(r"[0-9a-f]{16}\.(txt|yaml)", name)]
    assert len(kept) == 2
    assert written[-1] == "bridge.txt"
    assert written.count("bridge.txt") == 1


def test_a_crash_at_any_rename_leaves_the_paste_and_extract_works_again(
    root: Path, tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    undisturbed = tmp_path_factory.mktemp("undisturbed")
    put(undisturbed, PATH, PASTE.encode())
    extract(undisturbed)
    rename = os.replace
    crashes = 0
    while True:
        left = crashes

        def crash(source: Any, target: Any) -> None:
            nonlocal left
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
            rename(source, target)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", crash)
            try:
                extract(root)
                break
            except KeyboardInterrupt:
                assert (root / PATH).read_bytes() == PASTE.encode()
        assert [f.path for f in scan.sources(root) if f.kind == "article"] == [PATH]
        crashes += 1
        assert crashes < 20
    assert crashes >= 2
    assert snapshot(root) == snapshot(undisturbed)


def test_a_paste_that_changes_meanwhile_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = PASTE.replace("northern", "southern")
    write = files.atomic_write

    def and_the_editor_too(path: Path, data: bytes) -> None:
        write(path, data)
        if path.name.startswith(".bridge") and b"northern" in data:
            put(root, PATH, newer.encode())

    monkeypatch.setattr(files, "atomic_write", and_the_editor_too)
    assert extract(root).status == "extracted"
    assert "southern pier" in record(root).body
    assert undo_file(root, PATH).status == "restored"
    assert (root / PATH).read_text() == newer


def test_a_paste_that_never_stops_changing_is_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = files.atomic_write

    def and_the_editor_too(path: Path, data: bytes) -> None:
        write(path, data)
        if path.name.startswith(".bridge"):
            put(root, PATH, (root / PATH).read_bytes() + b"More.\n")

    monkeypatch.setattr(files, "atomic_write", and_the_editor_too)
    assert messages(extract(root)) == [
        f"{PATH}: error: the file changes while it is extracted (hint: extract it again)"
    ]
    assert (root / PATH).read_bytes() == PASTE.encode() + b"More.\n" * 3
    assert [f.name for f in (root / "content").iterdir() if f.name.startswith(".bridge")] == []


def test_a_name_that_is_taken_grows(root: Path, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    put(elsewhere, PATH, PASTE.encode())
    extract(elsewhere)
    names = [f.name for f in (elsewhere / "content/.originals").glob("[0-9a-f]*")]
    for name in names:
        put(root, f"content/.originals/{name}", b"other bytes")
    assert extract(root).status == "extracted"
    short = record(elsewhere).original.split("-")
    long = record(root).original.split("-")
    assert [len(name) for name in long] == [24, 24]
    # The longer name of the paste is in the article alone, so the record is the same one.
    assert [name[:16] for name in long] == short
    assert all((root / f"content/.originals/{n}").read_bytes() == b"other bytes" for n in names)
    assert undo_file(root, PATH).status == "restored"
    assert (root / PATH).read_bytes() == PASTE.encode()


# --- undoing -------------------------------------------------------------------------------------


def test_undo_refuses_an_edited_article(root: Path) -> None:
    extract(root)
    edited = (root / PATH).read_bytes().replace(b"Ada", b"Ida")
    put(root, PATH, edited)
    before = snapshot(root)
    assert messages(undo_file(root, PATH)) == [
        f"{PATH}: error: edited since it was extracted (hint: {FORCE})"
    ]
    assert snapshot(root) == before
    forced = undo_file(root, PATH, force=True)
    assert (forced.status, forced.kept) == ("restored", f"{PATH}.edited")
    assert (root / PATH).read_bytes() == PASTE.encode()
    assert (root / forced.kept).read_bytes() == edited
    assert [f.path for f in scan.sources(root) if f.kind == "article"] == [PATH]


def test_an_edited_article_that_was_kept_is_never_overwritten(root: Path) -> None:
    for edit in (b"one", b"two"):
        extract(root)
        put(root, PATH, (root / PATH).read_bytes() + edit)
        undo_file(root, PATH, force=True)
    assert (root / f"{PATH}.edited").read_bytes().endswith(b"one")
    assert (root / f"{PATH}.2.edited").read_bytes().endswith(b"two")


def test_line_ends_converted_by_git_are_no_edit(root: Path) -> None:
    extract(root)
    put(root, PATH, (root / PATH).read_bytes().replace(b"\n", b"\r\n"))
    assert undo_file(root, PATH).status == "restored"


def test_a_moved_article_can_be_undone(root: Path) -> None:
    extract(root)
    (root / "content/2026").mkdir()
    (root / PATH).rename(root / "content/2026/moved.md")
    assert undo_file(root, "content/2026/moved.md").status == "restored"
    assert (root / "content/2026/moved.md").read_bytes() == PASTE.encode()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (PASTE, ": error: was not made by extract, so there is no paste"),
        ("---\ntitle: x\n---\n", ": error: was not made by extract, so there is no paste"),
        ("---\ntitle: x\n", ":1:1: error: front matter is never closed (hint: "),
        (
            "---\noriginal: ../../../etc/passwd\n---\n",
            ":2:11: error: names no paste in content/.originals",
        ),
        (
            f"---\noriginal: {'a' * 16}-{'b' * 16}\n---\n",
            ": error: its paste, content/.originals/aaaaaaaaaaaaaaaa.txt, is lost or damaged",
        ),
    ],
)
def test_nothing_to_undo(root: Path, text: str, problem: str) -> None:
    put(root, PATH, text.encode())
    [message] = messages(undo_file(root, PATH, force=True))
    assert message.startswith(PATH + problem)
    assert (root / PATH).read_bytes() == text.encode()


@pytest.mark.parametrize("suffix", [".txt", ".yaml"])
@pytest.mark.parametrize("damage", [b"", b"else", None])
def test_lost_and_damaged_originals(root: Path, suffix: str, damage: bytes | None) -> None:
    extract(root)
    [file] = (root / "content/.originals").glob(f"*{suffix}")
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    before = snapshot(root)
    [message] = messages(undo_file(root, PATH))
    assert f"{file.relative_to(root).as_posix()}, is lost or damaged" in message
    assert snapshot(root) == before
    forced = undo_file(root, PATH, force=True)
    assert forced.status == ("restored" if suffix == ".yaml" else "failed")


# --- which files ---------------------------------------------------------------------------------


@pytest.fixture
def many(root: Path) -> Path:
    for path in ("content/2026/a.txt", "content/2026/b.md", "content/2026/deep/c.txt"):
        put(root, path, PASTE.encode())
    put(root, "content/2026/done.md", b"---\ntitle: x\n---\n")
    for path in ("people/ada.md", "pages/about.md", "assets/x.txt", ".originals/x.txt", ".x.txt"):
        put(root, f"content/{path}", PASTE.encode())
    put(root, "content/2026/notes.doc", PASTE.encode())
    put(root, "content/2026/a.txt.edited", PASTE.encode())
    put(root, "elsewhere.txt", PASTE.encode())
    return root


YEAR = ["content/2026/a.txt", "content/2026/b.md", "content/2026/deep/c.txt"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([], [*YEAR, PATH]),
        (["."], [*YEAR, PATH]),
        (["content"], [*YEAR, PATH]),
        (["content/2026/"], YEAR),
        (["content/2026/deep", "content/2026"], YEAR),
        (["content/2026/../bridge.txt", PATH], [PATH]),
        (["content/2026/done.md"], ["content/2026/done.md"]),  # to be reported as extracted
    ],
)
def test_raw_files(many: Path, paths: list[str], found: list[str]) -> None:
    assert raw_files(many, map(Path, paths)) == (found, [])
    assert raw_files(many, [many / path for path in paths]) == (found, [])


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("content/people/ada.md", "no article"),
        ("content/people", "no article"),
        ("content/assets/x.txt", "no article"),
        ("content/.x.txt", "no article"),
        ("content/2026/notes.doc", "no article"),
        ("content/2026/a.txt.edited", "no article"),
        ("elsewhere.txt", "no article"),
        ("../..", "no article"),
        ("content/gone.txt", "no such file or folder"),
    ],
)
def test_what_is_no_article(many: Path, path: str, message: str) -> None:
    found, [problem] = raw_files(many, [Path(path), Path(PATH)])
    assert found == [PATH]
    assert (problem.place.path, problem.message) == (path, message)


# --- any paste at all ----------------------------------------------------------------------------

LINES = st.sampled_from(
    ["Harbour bridge reopens", "By Mara Lindqvist", " date 2026-03-03", " url https://a.example/b"]
    + ["March 3, 2026", "• A point", "“We open on Monday, whatever it is,” said Ada Okafor.", ""]
    + ["The latest: Ada Okafor, the mayor, reopened the harbour bridge on Monday.", "\x0c", "...."]
    + ["original: x", "--- ", "title: x", "# x", "\u2028", "東京の橋" * 20, "a\u200bb", "\ufeff"]
)
PASTES = st.one_of(
    st.text(),
    st.builds(
        lambda bom, lines, newline, end: bom + newline.join(lines) + end,
        st.sampled_from(["", "\ufeff"]),
        st.lists(st.one_of(LINES, st.text(max_size=10)), max_size=12),
        st.sampled_from(["\n", "\r\n", "\r"]),
        st.sampled_from(["", "\n", "\r\n\r\n"]),
    ),
).map(lambda text: text.encode("utf-8", "ignore"))


@given(PASTES)
def test_laws(paste: bytes) -> None:
    if not parse.is_raw(paste):
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        file = put(root, PATH, paste)
        raw = parse.parse_article(paste, PATH, CONFIG, ())
        outcome = extract(root)
        if raw.record is None:  # front matter in the wrong place: refused, and nothing is written
            assert (outcome.status, outcome.problems) == ("failed", raw.problems)
            assert [problem.code for problem in raw.problems] == ["front-matter"]
            assert snapshot(root) == {PATH: paste}
            return
        assert outcome.status == "extracted"

        written = parse.parse_article(file.read_bytes(), PATH, CONFIG, ())
        assert raw.record is not None
        assert written.record is not None
        bare = replace(written.record, added="", permalink="", original="", raw=True)
        assert bare == raw.record

        once = snapshot(root)
        assert extract(root).status == "already"
        assert snapshot(root) == once

        assert undo_file(root, PATH).status == "restored"
        assert file.read_bytes() == paste

        assert extract(root).status == "extracted"
        assert snapshot(root) == once
