"""The law of the build: whatever was edited before, the output is what a clean build makes.

`check` builds a digest, and a fresh copy of its sources in a folder of its own without a cache, and
compares everything; then it builds once more and expects nothing to happen.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from digestgen import config, originals, output_folder, templates
from digestgen.build import Options, Report, build
from digestgen.documents import read_profiles
from digestgen.problems import DigestgenError
from digestgen.profiles import vocabulary

Tree = dict[str, bytes]
Build = Callable[[Options], Report]


def tree(folder: Path) -> Tree:
    """Every file of a folder by its path, hidden ones too; a link is its target."""
    found: Tree = {}
    for here, _, names in os.walk(folder):
        for name in names:
            path = Path(here, name)
            data = os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
            found[path.relative_to(folder).as_posix()] = data
    return found


def site(folder: Path) -> Tree:
    """The files of an output folder, what a build that was killed left beside them aside."""
    return {
        path: data
        for path, data in tree(folder).items()
        if not path.startswith(output_folder.STAGING)
    }


def stats(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What would tell that a file was touched: inode, and times of content and of inode."""
    found = {}
    for here, _, names in os.walk(folder):
        for path in (Path(here, name) for name in names):
            stat = path.lstat()
            found[os.fspath(path)] = (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns)
    return found


def copy_sources(root: Path, to: Path) -> None:
    """What a digest is made of, and nothing that a build made."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for name in ("digest.yaml", "content", "layouts"):
        if (root / name).is_dir():
            shutil.copytree(root / name, to / name, symlinks=True)
        elif (root / name).exists():
            shutil.copy2(root / name, to / name)


def clean_options(options: Options, root: Path) -> Options:
    """The same build of a copy in another folder."""
    output = options.output and root / options.output.relative_to(options.root)
    return replace(options, root=root, output=output)


def check(
    options: Options,
    clean_root: Path,
    built: Build = build,
    foreign: Mapping[str, bytes] | None = None,
) -> Report | None:
    """Hold the law for one build; None if the configuration or a template stops it. `foreign` are
    the user's own files in the output folder: the clean build finds them there too."""
    folder = options.folder
    before = site(folder)
    try:
        report = built(options)
    except DigestgenError as error:
        assert site(folder) == before, "a build that stops changes nothing"
        clean = _clean_build(options, clean_root, foreign or {})
        assert isinstance(clean, DigestgenError), f"only the incremental build stops: {error}"
        assert clean.problems == error.problems
        return None
    clean = _clean_build(options, clean_root, foreign or {})
    assert isinstance(clean, Report), f"only the clean build stops: {clean}"
    same_trees(tree(folder), tree(clean.output))
    assert report.problems == clean.problems
    assert report.pages == clean.pages
    same_reads(options, clean_options(options, clean_root))
    _check_second(options, built, report)
    return report


def _clean_build(
    options: Options, root: Path, foreign: Mapping[str, bytes]
) -> Report | DigestgenError:
    copy_sources(options.root, root)
    clean = clean_options(options, root)
    for path, data in foreign.items():
        (clean.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (clean.folder / path).write_bytes(data)
    try:
        return build(clean)
    except DigestgenError as error:
        return error


def same_trees(found: Tree, wanted: Tree) -> None:
    assert sorted(found) == sorted(wanted)
    assert [path for path in found if found[path] != wanted[path]] == []


def same_reads(options: Options, clean: Options) -> None:
    """What pages are recorded to read decides what the next build looks at: a relation that differs
    from a clean build's is a stale page to come."""
    for query in ("SELECT path, subject, kind FROM page", "SELECT value, page FROM reading",
                  "SELECT name, digest FROM value"):  # fmt: skip
        found, wanted = _rows(options, query), _rows(clean, query)
        assert found == wanted, (query, sorted(found ^ wanted)[:10])


def _rows(options: Options, query: str) -> set[tuple[str, ...]]:
    name = "catalog-drafts.sqlite" if options.drafts else "catalog.sqlite"
    db = sqlite3.connect(options.root / ".digestgen" / name)
    try:
        return set(db.execute(query))
    finally:
        db.close()


def _check_second(options: Options, built: Build, first: Report) -> None:
    before = stats(options.folder)
    again = built(options)
    assert again.rendered == ()
    assert again.written == ()
    assert again.removed == ()
    assert again.problems == first.problems
    assert stats(options.folder) == before, "a build with nothing to do touches nothing"
    for folder in (options.folder, options.root):
        left = [p for p in tree(folder) if p.endswith(".tmp") or ".digestgen-tmp" in p.split("/")]
        assert left == []


_closures: dict[tuple[str, object], dict[str, str]] = {}


def parse_templates_once(patch: pytest.MonkeyPatch) -> None:
    """Most of the time of a small clean build goes into parsing templates, which is a function of
    the layouts (and of the code that a test may have put a bug into)."""
    closures = templates.closures

    def remembered(theme: templates.Theme, _: str) -> dict[str, str]:
        key = (theme.digest, templates._references)
        if key not in _closures:
            _closures[key] = closures(theme)
        return _closures[key]

    patch.setattr(templates, "closures", remembered)


def extract_all(root: Path) -> set[str]:
    """Write front matter on top of every raw paste; their paths."""
    settings = config.load(root)
    profiles = read_profiles(root, settings)
    words = vocabulary(lambda taxonomy: profiles[taxonomy])
    raw, _ = originals.raw_files(root)
    done = [originals.extract_file(root, path, settings, words, "2026-03-09") for path in raw]
    return {outcome.path for outcome in done if outcome.status == "extracted"}


_HREF = re.compile(rb'(?:href|src)="([^"#]+)[^"]*"')


def dead_links(site: Tree) -> list[tuple[str, str]]:
    """(page, link) of every link within the site that leads nowhere."""
    dead = []
    for page, data in site.items():
        if not page.endswith(".html") or page == "404.html":
            continue
        for href in {unquote(found.decode()) for found in _HREF.findall(data)}:
            if not re.match(r"[a-z]+:", href):
                path = normpath(join(dirname(page), href))
                if path not in site and normpath(join(path, "index.html")) not in site:
                    dead.append((page, href))
    return dead
