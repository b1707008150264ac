"""What the machine does to a build ends in a plain message, the site as it was, or in a correct site."""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import disasters
import law
import pytest
from small_digest import Digest

from digestgen import cache, problems
from digestgen.build import Options, build
from digestgen.catalog import Catalog
from digestgen.problems import DigestgenError

COMMAND = [sys.executable, "-m", "digestgen", "build", "--no-search"]


@pytest.fixture(scope="module", autouse=True)
def parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        law.parse_templates_once(patch)
        yield


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    build(Options(made.root))
    return made


def edit(digest: Digest) -> None:
    digest.article("2026/bridge.md", title="Bridge opened", people=["Nia Brook"])
    digest.delete("content/2026/closed.md")


def run(digest: Digest, **given: Any) -> subprocess.CompletedProcess[str]:
    """The command, as an editor gives it."""
    return subprocess.run(
        COMMAND, cwd=digest.root, capture_output=True, text=True, check=False, **given
    )


# --- disks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", range(3, 90, 12))
def test_a_disk_that_gets_full(digest: Digest, tmp_path: Path, after: int) -> None:
    """At any moment: the site is the old one, or the new one."""
    before = law.site(digest.root / "site")
    edit(digest)
    with disasters.full_disk(after), pytest.raises((OSError, DigestgenError)) as raised:
        build(Options(digest.root))
    assert "No space left" in str(raised.value)
    left = law.site(digest.root / "site")
    law.check(Options(digest.root), tmp_path / "clean")
    manifest = ".digestgen-manifest"
    after_it = law.site(digest.root / "site")
    for found in (left, before, after_it):
        del found[manifest]
    assert left in (before, after_it)


def test_no_room_for_the_catalog(
    digest: Digest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = law.tree(digest.root / "site")
    for number in range(60):
        digest.article(f"2026/more-{number}.md", title=f"More {number}", body="Kelp. " * 900)
    with monkeypatch.context() as patch:
        disasters.tiny_database(patch, 70)
        with pytest.raises(DigestgenError, match="database or disk is full"):
            build(Options(digest.root))
    assert law.tree(digest.root / "site") == before
    law.check(Options(digest.root), tmp_path / "clean")


def test_a_command_that_may_write_no_large_file(digest: Digest, tmp_path: Path) -> None:
    """The limit is the system's own, so it meets SQLite, the manifest and pages alike."""
    limit = 20_000
    shutil.rmtree(digest.root / ".digestgen")
    edit(digest)
    done = run(digest, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert done.returncode == 1
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr
    law.check(Options(digest.root), tmp_path / "clean")


@pytest.mark.parametrize("where", ["site", "site/people", ".digestgen"])
def test_a_folder_that_is_read_only(digest: Digest, tmp_path: Path, where: str) -> None:
    edit(digest)
    folder = digest.root / where
    with disasters.bound_by_modes():
        if where == ".digestgen":
            for file in folder.rglob("*"):
                file.chmod(0o555 if file.is_dir() else 0o444)
        folder.chmod(0o555)
        with pytest.raises((OSError, DigestgenError)) as raised:
            build(Options(digest.root))
        assert where in str(raised.value)
        for file in (folder, *folder.rglob("*")):
            file.chmod(0o755 if file.is_dir() else 0o644)
        law.check(Options(digest.root), tmp_path / "clean")


def test_an_article_that_can_not_be_read(digest: Digest, tmp_path: Path) -> None:
    """It is absent and named; nothing else is."""
    file = digest.root / "content/2026/bridge.md"
    with disasters.bound_by_modes():
        file.chmod(0)
        report = build(Options(digest.root))
        assert [problems.text(found) for found in report.problems if found.severity == "error"] == [
            "content/2026/bridge.md: error: can't be read: Permission denied (hint: is it yours to read?)"
        ]
        assert "articles/2026/03/bridge-opens/index.html" in report.removed
        assert (digest.root / "site/articles/2026/01/bridge-closed/index.html").exists()
        assert build(Options(digest.root)).problems == report.problems
        file.chmod(0o644)
        mended = law.check(Options(digest.root), tmp_path / "clean")
        assert mended is not None
        assert not mended.failed


# --- the cache -------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", sorted(disasters.DAMAGES))
@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_cache(digest: Digest, tmp_path: Path, how: str, seed: int) -> None:
    edit(digest)
    assert disasters.damage(digest.root / ".digestgen", how, seed)
    law.check(Options(digest.root), tmp_path / "clean")


def test_a_letter_that_differs_in_the_catalog(digest: Digest, tmp_path: Path) -> None:
    """SQLite would not see it, and the pages made next would show it."""
    database = digest.root / ".digestgen/catalog.sqlite"
    data = database.read_bytes()
    assert b"Council budget" in data
    database.write_bytes(data.replace(b"Council budget", b"Council gadget"))
    edit(digest)
    law.check(Options(digest.root), tmp_path / "clean")


def test_what_sqlite_itself_finds_damaged(digest: Digest) -> None:
    """A disk that fails leaves sizes and times as they were, so the seal holds."""
    database = digest.root / ".digestgen/catalog.sqlite"
    db = sqlite3.connect(database)
    (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'article'").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    db.close()
    with open(database, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    cache.seal(database)
    before = law.tree(digest.root / "site")
    edit(digest)
    done = run(digest)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert law.tree(digest.root / "site") == before
    assert subprocess.run([*COMMAND, "--clean"], cwd=digest.root, check=False).returncode == 0


def test_a_cache_of_another_version(digest: Digest, tmp_path: Path) -> None:
    """An older one, with tables that were others; a newer one, with more."""
    path = digest.root / ".digestgen/catalog.sqlite"
    for version, change in (("1", "DROP TABLE quote"), ("999", "CREATE TABLE newer(x)")):
        db = sqlite3.connect(path)
        db.execute(change)
        db.execute("UPDATE meta SET value = ? WHERE key = 'version'", (version,))
        db.commit()
        db.close()
        cache.seal(path)
        edit(digest)
        law.check(Options(digest.root), tmp_path / "clean")


@pytest.mark.parametrize("unit", [1, 1_000_000_000])
def test_a_cache_that_was_put_away_and_brought_back(digest: Digest, unit: int) -> None:
    """As continuous integration does between runs, in archives that may keep times to the second."""
    away = digest.root.with_name("away")
    digest.root.rename(away)
    shutil.copytree(away, digest.root)
    for file in (p for p in digest.root.rglob("*") if p.is_file()):
        time = file.stat().st_mtime_ns // unit * unit
        os.utime(file, ns=(time, time))
    inode = (digest.root / ".digestgen/catalog.sqlite").stat().st_ino
    assert build(Options(digest.root)).written == ()
    assert (digest.root / ".digestgen/catalog.sqlite").stat().st_ino == inode


def test_what_a_killed_process_left_in_the_log_counts(digest: Digest) -> None:
    """A watcher whose terminal was closed: nothing is made anew for that."""
    edit(digest)

    def build_and_end() -> None:
        builder = Catalog.close
        Catalog.close = lambda catalog: os._exit(0)  # type: ignore[method-assign,assignment]
        try:
            build(Options(digest.root))
        finally:
            Catalog.close = builder  # type: ignore[method-assign]

    assert not disasters.killed(build_and_end, 10_000)
    assert (digest.root / ".digestgen/catalog.sqlite-wal").stat().st_size
    for _ in range(2):
        assert build(Options(digest.root)).rendered == ()


# --- two at once -----------------------------------------------------------------------------------


def test_two_commands_at_once(tmp_path: Path) -> None:
    """They take turns, and the second has nothing left to do."""
    digest = Digest.small(tmp_path / "digest")
    both = [
        subprocess.Popen(COMMAND, cwd=digest.root, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [one.communicate()[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert sum(", 0 written" in text for text in said) == 1, json.dumps(said)
    law.check(Options(digest.root), tmp_path / "clean")
