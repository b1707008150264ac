"""A build that dies at any write leaves nothing that the next build does not put right."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import law
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_digest import Digest

from digestgen import files
from digestgen.build import Options, build


class Crash(BaseException):
    """The power went."""


def crash_at(patch: pytest.MonkeyPatch, write: int) -> None:
    """Die at the n-th thing done to the disk; what is being written then is only half there."""
    done = 0

    def until(run: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            nonlocal done
            done += 1
            if done < write:
                return run(*given, **named)
            if done == write and len(given) > 1 and isinstance(given[1], bytes):
                run(given[0], given[1][: len(given[1]) // 2])
            raise Crash

        return call

    for owner, name in (
        (Path, "write_bytes"),
        (Path, "write_text"),
        (Path, "unlink"),
        (os, "replace"),
    ):
        patch.setattr(owner, name, until(getattr(owner, name)))
    patch.setattr(files.Output, "rollback", lambda output: None)  # nobody is left to undo anything


def edit(digest: Digest) -> None:
    """Pages come, go and differ, and a file gives way to a folder."""
    digest.article("2026/bridge.md", title="Bridge opened", people=["Nia Brook"])
    digest.delete("content/2026/closed.md")
    digest.put("content/assets/x/y.txt", "in a folder")


@settings(max_examples=max(5, settings().max_examples // 4))
@given(write=st.integers(1, 120), again=st.integers(1, 60), first=st.booleans())
def test_crash(write: int, again: int, first: bool) -> None:
    """Two builds die, one of them perhaps the first ever; the third holds the law."""
    with TemporaryDirectory() as folder:
        digest = Digest.small(Path(folder) / "digest")
        digest.put("content/assets/x", "a file")
        options = Options(digest.root)
        if not first:
            build(options)
        edit(digest)
        for count in (write, again):
            with pytest.MonkeyPatch.context() as patch:
                law.parse_templates_once(patch)
                crash_at(patch, count)
                try:
                    build(options)
                except Crash:
                    continue
        law.check(options, Path(folder) / "clean")


def test_an_interrupted_build_undoes_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while pages are made: the site is as it was."""
    digest = Digest.small(tmp_path / "digest")
    build(Options(digest.root))
    before = law.tree(digest.root / "site")
    edit(digest)
    stage = files.Output.stage

    def interrupted(output: files.Output, path: str, data: bytes) -> None:
        stage(output, path, data)
        if path.startswith("people/"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(files.Output, "stage", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build(Options(digest.root))
    assert law.tree(digest.root / "site") == before
    law.check(Options(digest.root), tmp_path / "clean")
