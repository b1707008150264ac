"""docs/deploy.md and the recipes beside it: every file in them is what its reader expects."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from digestgen import config
from digestgen.deploy import hosts

DOCS = Path(__file__).parent.parent / "docs"
PAGES = [DOCS / "deploy.md", *sorted((DOCS / "deploy").glob("*.md"))]
SCHEMAS = {".gitlab-ci.yml": "vendor.gitlab-ci", ".github/workflows/": "vendor.github-workflows"}


def blocks(page: Path) -> list[tuple[str, str]]:
    """(language, text) of every block of code."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def name(text: str) -> str:
    """The file that a block says it is, in its first line."""
    found = re.match(r"# (\S*\.(?:yml|yaml|toml))\n", text)
    return found[1] if found else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_in_a_recipe_is_valid(page: Path, tmp_path: Path) -> None:
    configured = False
    for language, text in blocks(page):
        file = name(text)
        if language == "yaml" and (file == "digest.yaml" or not file):
            configured = bool(config.parse(text.encode()).deploy) or configured
        elif language == "yaml":
            (schema,) = (schema for start, schema in SCHEMAS.items() if file.startswith(start))
            target = tmp_path / "workflow.yml"
            target.write_text(text, "utf-8")
            check = [
                sys.executable,
                "-m",
                "check_jsonschema",
                "--builtin-schema",
                schema,
                str(target),
            ]
            done = subprocess.run(check, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout
        elif language == "toml":
            tomllib.loads(text)
        elif language == "json":
            json.loads(text)
    assert configured


def test_every_recipe_is_linked_and_every_link_leads_to_a_file() -> None:
    text = PAGES[0].read_text("utf-8")
    assert {f"deploy/{page.name}" for page in PAGES[1:]} <= set(re.findall(r"\]\(([^)#]+)", text))
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            assert link.startswith("https://") or (page.parent / link).exists(), (page, link)


def test_the_limits_in_the_table_are_those_that_are_checked() -> None:
    text = PAGES[0].read_text("utf-8")
    for limits in hosts.LIMITS.values():
        if limits.files or limits.total or limits.file:
            (row,) = re.findall(rf"^\| {re.escape(limits.name)}[^|]*\|(.*)\|$", text, re.MULTILINE)
            files, file, total = (cell.strip() for cell in row.split("|"))
            assert files == (f"{limits.files:,}" if limits.files else "")
            assert file == (f"{limits.file // 2**20} MiB" if limits.file else "")
            assert total == (f"{limits.total // 10**9} GB" if limits.total else "")
