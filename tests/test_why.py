"""`digestgen why`, from outside: what an editor asks after an edit, and what the answer says."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_digest import Digest

from digestgen.build import Options, build
from digestgen.cli import cli


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Digest:
    made = Digest.small(tmp_path / "digest")
    monkeypatch.chdir(made.root)
    rebuild(made)
    return made


def rebuild(digest: Digest) -> None:
    time.sleep(0.03)  # no signature is too fresh to be trusted
    build(Options(digest.root))


def why(asked: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli, ["why", asked], catch_exceptions=True)
    if code:
        assert done.exception is not None
        return str(done.exception)
    assert done.exit_code == 0, done.output
    return done.output


def test_an_edit_is_told_from_what_to_what(digest: Digest) -> None:
    digest.article("2026/bridge.md", title="Bridge shut", path="2026/03/bridge")
    rebuild(digest)
    digest.article("2026/bridge.md", title="Bridge open again", path="2026/03/bridge")
    rebuild(digest)
    for asked in ("/people/ada-okafor/", "people/ada-okafor", "site/people/ada-okafor/index.html"):
        said = why(asked)
        assert said.startswith("/people/ada-okafor/ (person)\n")
        assert 'title: "Bridge shut" → "Bridge open again"' in said
        assert "content/2026/bridge.md" in said
        assert "newest articles of ada-okafor" in said


def test_of_several_files_those_that_matter_are_named(digest: Digest) -> None:
    digest.article("2026/bridge.md", summary="It opens.")
    digest.article("2026/kelp.txt", summary="It grows.", people=["Nia Sol"])
    rebuild(digest)
    said = why("/people/nia-sol/")
    assert "kelp.txt" in said
    assert "bridge.md" not in said


def test_a_file_says_what_its_change_made(digest: Digest) -> None:
    digest.article("2026/bridge.md", body="Ada Okafor waved.")
    rebuild(digest)
    said = why("content/2026/bridge.md")
    assert "body: " in said
    assert "/articles/2026/" in said
    digest.delete("content/2026/bridge.md")
    rebuild(digest)
    assert "content/2026/bridge.md: deleted" in why("content/2026/bridge.md")


def test_a_page_made_with_the_site_says_so(digest: Digest) -> None:
    digest.article("2026/bridge.md", body="Ada Okafor waved.")
    rebuild(digest)
    assert "when the whole site was" in why("/about/")
    assert "has not changed" in why("content/pages/about.md")


def test_settings_layouts_and_damage(digest: Digest) -> None:
    digest.configure(title="Other title")
    rebuild(digest)
    assert '→ "Other title"' in why("/")
    assert '→ "Other title"' in why("digest.yaml")
    digest.put("layouts/page.html", '{% extends "base.html" %}{% block main %}x{% endblock %}')
    rebuild(digest)
    assert "layouts/page.html" in why("/about/")
    assert "/about/" in why("layouts/page.html")
    (digest.root / "site/about/index.html").write_text("spoilt")
    rebuild(digest)
    assert "changed or deleted the file" in why("/about/")


def test_what_is_unknown_gets_the_nearest(digest: Digest) -> None:
    assert "did you mean /people/ada-okafor/" in why("/people/ada-okafo/", 1)
    assert "content/2026/bridge.md" in why("content/2026/bridg.md", 1)


def test_before_the_first_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = Digest.small(tmp_path / "digest")
    monkeypatch.chdir(digest.root)
    assert "digestgen build" in why("/", 1)


def test_a_whole_address(digest: Digest) -> None:
    digest.configure(base_url="https://example.org/news/")
    rebuild(digest)
    assert why("https://example.org/news/about/").startswith("/about/ ")
