"""What makes builds quick and must not make them wrong: a build with nothing to do looks into the
catalog and at stat signatures, and imports nothing that makes pages; a build told what changed looks
there alone; compiled templates are kept."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from law import same_trees, tree
from small_digest import Digest

from digestgen import fresh
from digestgen.build import Builder, Options, build
from digestgen.cli import cli
from digestgen.indexing import STALE

HEAVY = (
    "babel", "concurrent.futures", "jinja2", "markdown_it", "msgspec", "rich", "shutil", "starlette", "uvicorn", "watchdog", "yaml",
    "digestgen.catalog", "digestgen.config", "digestgen.extract", "digestgen.ingest",
    "digestgen.pages", "digestgen.plan", "digestgen.render", "digestgen.templates",
)  # fmt: skip


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    build(Options(made.root))
    settle()
    build(Options(made.root))  # signatures that were too fresh to be trusted are there now
    return made


def settle() -> None:
    """Until no file is so fresh that its signature can't be trusted."""
    time.sleep(0.05)


def loaded(digest: Digest, *arguments: str) -> set[str]:
    """The modules that a command loads."""
    code = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('loaded', *sys.modules))\n"
        "from digestgen.cli import main\n"
        f"sys.argv = ['digestgen', *{arguments}]\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=digest.root, check=False
    )
    return set(done.stdout.rpartition("loaded ")[2].split())


@pytest.mark.parametrize("arguments", [["build"], ["build", "--strict"], ["-v", "build"]])
def test_nothing_changed_loads_nothing_heavy(digest: Digest, arguments: list[str]) -> None:
    loaded(digest, "build")  # makes the search index
    assert not loaded(digest, *arguments) & set(HEAVY)


def test_nothing_heavy_is_loaded_to_leave_out_search(digest: Digest) -> None:
    assert not loaded(digest, "build", "--no-search") & set(HEAVY)
    loaded(digest, "build")
    assert not loaded(digest, "build", "--no-search") & set(HEAVY)


@pytest.mark.parametrize("name", ["pagefind-entry.json", "pagefind.js"])
def test_a_build_with_nothing_to_do_misses_a_file_of_the_search_index(
    digest: Digest, name: str
) -> None:
    loaded(digest, "build")
    file = digest.root / "site/search/pagefind" / name
    data = file.read_bytes()
    file.unlink()
    loaded(digest, "build")
    assert file.read_bytes() == data or name == "pagefind-entry.json"


def test_an_index_left_behind_its_pages_is_no_part_of_having_nothing_to_do(digest: Digest) -> None:
    loaded(digest, "build")
    digest.article("2026/kelp.txt", body="Kelp shrinks.")
    loaded(digest, "build", "--no-search")
    settle()
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "digestgen", "build", "--no-search"],
            capture_output=True, text=True, cwd=digest.root, check=True,
        )  # fmt: skip
        assert STALE in done.stderr
    assert "digestgen.catalog" in loaded(digest, "build")
    assert "digestgen.catalog" not in loaded(digest, "build")


def test_a_changed_file_does_load_them(digest: Digest) -> None:
    digest.article("2026/kelp.txt", body="Kelp shrinks.")
    assert {"jinja2", "digestgen.plan"} <= loaded(digest, "build")


def test_an_edit_of_prose_does_without_the_whole_markdown_parser(digest: Digest) -> None:
    digest.article(
        "2026/kelp.txt", body="Kelp *shrinks*, says [the log](https://log.example.org/7)."
    )
    assert "markdown_it" not in loaded(digest, "build")


CHANGES = {
    "content/2026/kelp.txt": "---\ntitle: Kelp\ndate: 2026-03-03\n---\nOther.\n",
    "content/new.md": "---\ntitle: New\ndate: 2026-03-03\n---\nNew.\n",
    "content/people/zoe.md": "---\nname: Zoe\n---\n",
    "content/assets/more.txt": "more",
    "digest.yaml": "title: Other\n",
    "layouts/404.html": "not here",
    "layouts/static/own.css": "a { color: red }",
    "site/index.html": "spoilt",
    "site/.digestgen-manifest": "index.html\n",
}


@pytest.mark.parametrize("path", CHANGES)
def test_every_change_is_seen(digest: Digest, tmp_path: Path, path: str) -> None:
    file = digest.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(CHANGES[path])
    build(Options(digest.root))
    clean = Digest.small(tmp_path / "clean")
    if not path.startswith("site/"):
        (clean.root / path).parent.mkdir(parents=True, exist_ok=True)
        (clean.root / path).write_text(CHANGES[path])
    build(Options(clean.root))
    same_trees(tree(digest.root / "site"), tree(clean.root / "site"))


@pytest.mark.parametrize("path", ["content/2026/kelp.txt", "site/index.html", "site/404.html"])
def test_what_is_deleted_is_seen(digest: Digest, path: str) -> None:
    (digest.root / path).unlink()
    report = build(Options(digest.root))
    assert report.rendered


def test_same_size_and_time_is_seen(digest: Digest) -> None:
    for path in ("content/2026/kelp.txt", "site/index.html"):
        file = digest.root / path
        stat = file.stat()
        file.write_bytes(file.read_bytes().swapcase())
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert build(Options(digest.root)).rendered
        settle()


def test_another_flag_is_seen(digest: Digest) -> None:
    assert not build(Options(digest.root)).rendered
    assert build(Options(digest.root, portable=True)).rendered
    assert build(Options(digest.root, base_url="https://example.org/")).rendered


def test_other_code_is_seen(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh, "code_version", lambda: "another")
    assert build(Options(digest.root)).rendered


def test_problems_are_said_again(digest: Digest) -> None:
    digest.put("content/broken.md", "---\ntitle: [\n---\n")
    first = build(Options(digest.root))
    settle()
    second, third = build(Options(digest.root)), build(Options(digest.root))
    assert first.problems == second.problems == third.problems
    assert "broken.md" in {problem.place.path.rpartition("/")[2] for problem in third.problems}
    assert first.notices == third.notices
    assert first.pages == third.pages


# --- before the first change ---------------------------------------------------------------------

AFTER_WARMING = r"""
import sys
from pathlib import Path
from digestgen.build import Builder, Options

builder = Builder(Options(Path()))
assert not builder.build().rendered
{warm}
before = set(sys.modules)
Path("content/2026/kelp.txt").write_text("Kelp shrinks\n\nThe kelp shrinks, the `city` says.\n")
assert builder.build(["content/2026/kelp.txt"]).rendered
print("loaded", *(set(sys.modules) - before))
"""


@pytest.mark.parametrize("warm", ["builder.warm()", ""])
def test_a_warm_builder_loads_nothing_at_the_first_change(digest: Digest, warm: str) -> None:
    loaded(digest, "build")
    settle()
    done = subprocess.run(
        [sys.executable, "-c", AFTER_WARMING.format(warm=warm)],
        capture_output=True, text=True, cwd=digest.root, check=True,
    )  # fmt: skip
    late = [name for name in done.stdout.split() if name.startswith(HEAVY)]
    assert (late == []) is bool(warm)


def test_warming_leaves_no_trace(digest: Digest) -> None:
    settle()
    before = tree(digest.root / "site")
    builder = Builder(Options(digest.root))
    builder.build()
    builder.warm()
    builder.close()
    assert tree(digest.root / "site") == before
    assert build(Options(digest.root)).rendered == ()


# --- told what changed ---------------------------------------------------------------------------


def test_what_was_not_told_waits_for_the_next_build(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    builder.build()
    digest.article("2026/kelp.txt", body="Kelp shrinks.")
    digest.article("2026/bridge.md", body="Ada Okafor waved.")
    (digest.root / "site/404.html").write_text("spoilt")
    told = builder.build(["content/2026/kelp.txt"])
    assert any("kelp" in path for path in told.written)
    assert not any("404" in path or "2026/03/harbour" in path for path in told.written)
    rest = builder.build()
    assert "404.html" in rest.written
    assert any("bridge" in path or "2026/03" in path for path in rest.written)
    builder.close()
    assert tree(digest.root / "site") == clean_tree(digest)


@pytest.mark.parametrize(
    "told", [["content/2026"], ["content/.hidden.md"], ["layouts/x.html"], ["content/2026/gone.md"]]
)
def test_odd_paths_do_no_harm(digest: Digest, told: list[str]) -> None:
    builder = Builder(Options(digest.root))
    builder.build()
    digest.put("content/.hidden.md", "hidden")
    digest.article("2026/kelp.txt", body="Kelp shrinks.")
    builder.build(told)
    builder.build()
    builder.close()
    assert tree(digest.root / "site") == clean_tree(digest)


def test_told_of_a_deleted_file(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    builder.build()
    digest.delete("content/2026/kelp.txt")
    report = builder.build(["content/2026/kelp.txt"])
    builder.close()
    assert any("kelp" in path for path in report.removed)
    assert tree(digest.root / "site") == clean_tree(digest)


def clean_tree(digest: Digest) -> dict[str, bytes]:
    output = digest.root.parent / "clean-site"
    build(Options(digest.root, output, clean=True))
    return tree(output)


# --- the profile ---------------------------------------------------------------------------------


def test_a_profile_names_stages_templates_and_pages(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(digest.root)
    digest.article("2026/kelp.txt", body="Kelp shrinks.")
    done = CliRunner().invoke(cli, ["build", "--profile"])
    assert done.exit_code == 0, done.output
    for word in ("plan", "render", "commit the catalog", "article.html", "slowest pages", "kelp"):
        assert word in done.output
    quiet = CliRunner().invoke(cli, ["build"])
    assert "slowest" not in quiet.output


def test_a_folder_of_compiled_templates_may_go(tmp_path: Path) -> None:
    first, second = (Digest.small(tmp_path / name) for name in ("first", "second"))
    build(Options(first.root))
    shutil.rmtree(first.root)  # this process knows its templates, which are the second's too
    second.article("2026/bridge.md", gone=True)  # needs one that was not compiled yet
    build(Options(second.root))
    gone = second.root / "site/articles/2026/03/bridge-opens/index.html"
    assert "no longer published" in gone.read_text("utf-8")
