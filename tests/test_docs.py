"""docs/ and README: every command is run, every file is valid, every link leads somewhere."""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from stories import ROOT, Block, Story, agrees, blocks

from digestgen import config, parse, plugins
from digestgen.config import Config
from digestgen.deploy import hosts

DOCS = ROOT / "docs"
RECIPES = sorted((DOCS / "deploy").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
WORKFLOWS = {".gitlab-ci.yml": "vendor.gitlab-ci", ".github/workflows/": "vendor.github-workflows"}
NEW = {"README.md", "docs/tutorial.md", "CONTRIBUTING.md"}
"""Pages that begin in an empty folder; the others in a new digest."""
FIRST = {
    "docs/deploy.md": "git init -q -b main && git init -q --bare ../elsewhere.git && "
    "git remote add origin ../elsewhere.git",
    "docs/deploy/rsync.md": "export DEPLOY_KEY=key KNOWN_HOSTS=hosts",
    "docs/extraction.md": "cp content/2026/okafor-named-director.txt content/peace-talks.txt",
}
"""What the reader of a page has done before."""
ELSEWHERE = re.compile(
    r"digestgen deploy (?:bucket|server)|^\.venv/bin/|^pip install -r|^docker ", re.MULTILINE
)
"""What needs another's machine or the checkout's own environment; the tests of `deploy` do it."""


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def pages_with(*languages: str) -> list[Path]:
    return [page for page in PAGES if any(block.language in languages for block in blocks(page))]


@pytest.mark.parametrize("page", pages_with("console", "sh"), ids=named)
def test_a_page_can_be_followed(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    story = Story(folder)
    try:
        if named(page) not in NEW:
            story.type("digestgen new briefing && cd briefing")
        if named(page) in FIRST:
            story.type(FIRST[named(page)])
        for block in blocks(page):
            if not ELSEWHERE.search(block.text):
                story.follow(block)
    finally:
        story.end()


def test_every_block_says_what_it_is() -> None:
    known = {
        "console", "sh", "yaml", "diff", "text", "toml", "json", "jinja", "po", "markdown", "nginx",
    }  # fmt: skip
    for page in PAGES:
        for block in blocks(page):
            assert block.language in known, f"{named(page)}:{block.line}"


@pytest.mark.parametrize("page", pages_with("yaml", "toml", "json", "markdown", "po"), ids=named)
def test_every_file_in_a_page_is_valid(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # tests/test_plugins.py installs them
    monkeypatch.setattr(plugins, "trouble", lambda _: None)
    for block in blocks(page):
        if block.language == "yaml":
            check_yaml(block, tmp_path)
        elif block.language == "toml":
            tomllib.loads(block.text)
        elif block.language == "json":
            json.loads(block.text)
        elif block.language == "markdown":
            is_profile = not block.file or block.file.startswith("content/people/")
            text = block.text.encode()
            if is_profile:
                assert not parse.parse_profile(text, "x.md", "people", "x", Config()).problems
            else:
                assert not parse.parse_article(text, "x.md", Config(), ()).problems


def check_yaml(block: Block, folder: Path) -> None:
    """A workflow by its own schema, everything else as digest.yaml."""
    name = re.match(r"# (\S*\.ya?ml)\n", block.text)
    schema = next((s for start, s in WORKFLOWS.items() if name and name[1].startswith(start)), "")
    if not schema:
        assert config.parse(block.text.encode())
        return
    target = folder / "workflow.yml"
    target.write_text(block.text, "utf-8")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(target)]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", [DOCS / "deploy.md", *RECIPES], ids=named)
def test_every_recipe_has_a_target(page: Path) -> None:
    texts = [block.text for block in blocks(page) if block.language == "yaml"]
    assert any("\ndeploy:" in f"\n{text}" for text in texts)


# --- links ---------------------------------------------------------------------------------------


def prose(page: Path) -> str:
    """A page without its code."""
    text = re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]+`", lambda found: "x" * len(found[0]), text)


def anchors(page: Path) -> set[str]:
    """The ids that the forges give to headings."""
    text = re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    times: Counter[str] = Counter()
    found = set()
    for heading in re.findall(r"^#{1,6} +(.*?) *$", text, re.MULTILINE):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found.add(f"{name}-{times[name]}" if times[name] else name)
        times[name] += 1
    return found


def links(page: Path) -> list[str]:
    return re.findall(r"\]\(<?([^)\s>]+)", prose(page))


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if re.match(r"https?://|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{named(page)} links to {link}"
        assert target.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(target), f"{named(page)} links to {link}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    todo = [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = [link.partition("#")[0] for link in links(page) if "://" not in link]
        todo += [(page.parent / target).resolve() for target in targets if target]
    assert set(PAGES) <= seen


# --- what is made of the code, or must agree with it ---------------------------------------------


def test_the_reference_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    made = reference.pages()
    assert set(made) == {path.name for path in (DOCS / "reference").iterdir()}
    for name, text in made.items():
        assert (DOCS / "reference" / name).read_text("utf-8") == text, "python tools/reference.py"


def test_the_limits_in_the_table_are_those_that_are_checked() -> None:
    text = (DOCS / "deploy.md").read_text("utf-8")
    for limits in hosts.LIMITS.values():
        if limits.files or limits.total or limits.file:
            (row,) = re.findall(rf"^\| {re.escape(limits.name)}[^|]*\|(.*)\|$", text, re.MULTILINE)
            files, file, total = (cell.strip() for cell in row.split("|"))
            assert files == (f"{limits.files:,}" if limits.files else "")
            assert file == (f"{limits.file // 2**20} MiB" if limits.file else "")
            assert total == (f"{limits.total // 10**9} GB" if limits.total else "")


# --- the runner itself ---------------------------------------------------------------------------


def test_what_is_shown_is_compared() -> None:
    assert agrees("site: 3 files\n", "site: 3 files\n")
    assert agrees("site: … files in … s\n", "site: 3 files in 0.2 s\n")
    assert agrees("first\n…\nlast\n", "first\nsecond\nthird\nlast\n")
    assert not agrees("first\nlast\n", "first\nsecond\nlast\n")
    assert not agrees("site: 3 files\n", "site: 4 files\n")


def test_a_command_that_fails_fails_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    story = Story(folder)
    for text in ("$ digestgen biuld\n", "$ pip install digestgen[nothing]\n", "$ false\n"):
        with pytest.raises(AssertionError):
            story.follow(Block("console", text, 1))
