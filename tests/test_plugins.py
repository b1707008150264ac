"""Plugins: the examples as a stranger installs them, and what a broken one may cost."""

import importlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import law
import pytest
from click.testing import CliRunner
from small_digest import Digest

from digestgen import plugins, scan
from digestgen.build import Options, build
from digestgen.catalog import Catalog
from digestgen.cli import cli
from digestgen.layouts import theme_folder
from digestgen.pages import COPIED, KINDS, plugged
from digestgen.problems import ConfigError, DigestgenError, TemplateError

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
PASTE = """Ferry aground

By Mara Lindqvist
3 March 2026

The MV Kestrel ran aground off Port Meridian on Tuesday, the harbour office said. Nobody was hurt.

Tugs will try again at high water, when the MV Kestrel may float by herself.
"""
Plugin = Callable[..., None]


# --- the examples --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both examples, built and installed by pip without a network."""
    folder = tmp_path_factory.mktemp("plugins")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    packages = sorted(EXAMPLES.iterdir())
    subprocess.run(
        [*install, "--no-build-isolation", "--no-compile", "--target", folder, *packages],
        check=True,
        timeout=120,
    )
    return folder


def run(installed: Path, digest: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "digestgen", *arguments],
        check=False,
        cwd=digest,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(installed)])},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_examples_do_their_part(installed: Path, tmp_path: Path) -> None:
    digest = Digest.small(tmp_path)
    digest.put("content/kestrel.txt", PASTE)
    done = run(installed, tmp_path, "build")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "site/numbers").exists(), "installed is not yet used"
    digest.configure(plugins=["ships", "numbers"])
    done = run(installed, tmp_path, "build")
    assert done.returncode == 0, done.stderr
    assert "March 2026: 4" in (tmp_path / "site/numbers/index.html").read_text("utf-8")
    assert (tmp_path / "site/topics/shipping/index.html").is_file()
    assert (tmp_path / "site/organizations/mv-kestrel/index.html").is_file()
    site = law.tree(tmp_path / "site")
    done = run(installed, tmp_path, "extract", "content/kestrel.txt", "--added", "2026-03-04")
    assert done.returncode == 0, done.stderr
    assert run(installed, tmp_path, "build", "--clean", "--no-search").returncode == 0
    assert {k: v for k, v in law.tree(tmp_path / "site").items() if "pagefind" not in k} == {
        k: v for k, v in site.items() if "pagefind" not in k
    }
    (record,) = (tmp_path / "content/.originals").glob("*.yaml")
    assert "ships (digestgen-ships 1.0)" in record.read_text("utf-8")


def test_a_plugin_that_is_absent_stops_the_build(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path)
    digest.configure(plugins=["ships"])
    with pytest.raises(ConfigError) as caught:
        build(Options(tmp_path))
    (problem,) = caught.value.problems
    assert problem.message == 'no plugin "ships" is installed'
    assert problem.place.line == 5
    assert "pip install" in problem.hint


# --- plugins made for a test ---------------------------------------------------------------------

NUMBERS = """
from digestgen.pages import Page, PageKind

def plan(read):
    yield Page("numbers/index.html", reads=("months:",))
    yield Page("numbers.json", reads=("all:people", "months:"), args=("1",))

def build(page, given):
    return given.job("numbers.html", "Numbers", months=given.get("months:", tuple))

numbers = PageKind(plan, build, "{% for month, count in months %}{{ month }} {{ count }}\\n{% endfor %}")
"""
SHIPS = """
from digestgen.extract import Claim

def annotate(article):
    at = article.text.find("Kestrel")
    if at >= 0:
        yield Claim("topics", "shipping", at, at + 7, "name", 0.9)
"""


def _forget() -> None:
    for known in (plugins.installed, plugins.fingerprint, plugins.load, plugged._loaded):
        known.cache_clear()
    for name in [name for name in sys.modules if name.endswith("_plugin")]:
        del sys.modules[name]
    importlib.invalidate_caches()


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plugin]:
    """Installs a plugin of this code and version, as a new process sees it: "ships", which annotates,
    or one of any other name that has the pages of "numbers"."""
    folder = tmp_path / "packages"
    monkeypatch.syspath_prepend(folder)
    pages = (plugins.PAGES, "numbers")
    groups = {"ships": (plugins.ANNOTATORS, "annotate")}

    def install(name: str, code: str, version: str = "1.0", package: str = "") -> None:
        package = package or f"example_{name}"
        info = folder / f"{package}-1.0.dist-info"
        info.mkdir(parents=True, exist_ok=True)
        group, target = groups.get(name, pages)
        metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
        (info / "METADATA").write_text(metadata)
        (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {name}_plugin:{target}\n")
        (folder / f"{name}_plugin.py").write_text(code)
        _forget()

    yield install
    _forget()


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    made.put("content/kestrel.txt", PASTE)
    return made


def test_a_plugin_keeps_the_law(plugin: Plugin, digest: Digest, tmp_path: Path) -> None:
    plugin("ships", SHIPS)
    plugin("numbers", NUMBERS)
    digest.configure(plugins=["ships", "numbers"])
    report = law.check(Options(digest.root), tmp_path / "clean")
    assert report is not None
    assert {"numbers/index.html", "numbers.json"} <= set(report.written)
    digest.article("2026/kelp.txt", date="2026-04-01")
    report = law.check(Options(digest.root), tmp_path / "clean")
    assert report is not None
    assert {"numbers/index.html", "numbers.json"} <= set(report.written)
    digest.article("2026/kelp.txt", body="Kelp is still growing.")
    report = law.check(Options(digest.root), tmp_path / "clean")
    assert report is not None
    assert not [path for path in report.rendered if "numbers" in path]
    digest.configure(plugins=["ships"])
    report = law.check(Options(digest.root), tmp_path / "clean")
    assert report is not None
    assert {"numbers/index.html", "numbers.json"} <= set(report.removed)


def test_another_version_makes_its_pages_again_and_no_others(
    plugin: Plugin, digest: Digest
) -> None:
    plugin("numbers", NUMBERS)
    digest.configure(plugins=["numbers"])
    build(Options(digest.root))
    assert build(Options(digest.root)).rendered == ()
    plugin("numbers", NUMBERS, version="1.1")
    assert set(build(Options(digest.root)).rendered) == {"numbers/index.html", "numbers.json"}
    plugin("numbers", NUMBERS.replace("{{ count }}", "{{ count }}!"), version="1.1")
    assert set(build(Options(digest.root)).written) == {"numbers/index.html", "numbers.json"}


def test_another_version_reads_pastes_again(plugin: Plugin, digest: Digest) -> None:
    plugin("ships", SHIPS)
    digest.configure(plugins=["ships"])
    build(Options(digest.root))
    assert (digest.root / "site/topics/shipping").is_dir()
    plugin("ships", SHIPS.replace("shipping", "sailing"), version="2.0")
    build(Options(digest.root))
    assert (digest.root / "site/topics/sailing").is_dir()
    assert not (digest.root / "site/topics/shipping").exists()


def test_a_layout_goes_before_a_plugins_template(plugin: Plugin, digest: Digest) -> None:
    plugin("numbers", NUMBERS)
    digest.configure(plugins=["numbers"])
    digest.put("layouts/numbers.html", "mine")
    build(Options(digest.root))
    assert (digest.root / "site/numbers.json").read_text() == "mine"


BROKEN_PAGES = {
    "can't be loaded: ModuleNotFoundError": "import a_package_that_is_absent\n",
    "can't be loaded: SystemExit": "raise SystemExit(4)\n",
    "can't be loaded: AttributeError": "x = 1\n",
    "is no PageKind": "numbers = 4\n",
    "has a broken template": NUMBERS.replace("{% endfor %}", ""),
    "which pages there are: KeyError": NUMBERS.replace('"months:", tuple', '"months:"').replace(
        'reads=("months:",)', 'reads=("nonsense:",)'
    ),
    "which pages there are: ZeroDivisionError": NUMBERS.replace("yield Page(", "1 / 0\n    yield Page(", 1),
    "not \"../escaped.html\"": NUMBERS.replace('Page("numbers/index.html"', 'Page("../escaped.html"'),
    "not \"numbers/../index.html\"": NUMBERS.replace("numbers/index", "numbers/../index"),
    "can't make numbers.json: KeyError": NUMBERS.replace('"all:people", "months:"', '"all:people",'),
    "can't make numbers.json: TemplateError": NUMBERS.replace("{{ month }}", "{{ page.href | date }}"),
}  # fmt: skip


@pytest.mark.parametrize(("said", "code"), BROKEN_PAGES.items(), ids=range(len(BROKEN_PAGES)))
def test_broken_pages_cost_themselves_alone(
    said: str, code: str, plugin: Plugin, digest: Digest
) -> None:
    without = build(Options(digest.root, digest.root / "without"))
    plugin("numbers", code)
    digest.configure(plugins=["numbers"])
    for _ in range(2):
        report = build(Options(digest.root))
        messages = [p.message for p in report.problems if p.code == "plugin"]
        assert any(said in message for message in messages)
        assert all('the plugin "numbers" (example_numbers 1.0)' in message for message in messages)
        assert report.failed
        site, plain = law.tree(report.output), law.tree(without.output)
        assert {p: d for p, d in site.items() if p in plain and "manifest" not in p} == {
            p: d for p, d in plain.items() if "manifest" not in p
        }
        assert set(site) - set(plain) <= {"numbers/index.html"}
        listed = (report.output / ".digestgen-manifest").read_text().split()
        assert set(listed) == set(site) - {".digestgen-manifest"}
    plugin("numbers", NUMBERS)
    report = build(Options(digest.root))
    assert not report.failed
    assert (report.output / "numbers.json").is_file()
    plugin("numbers", code)
    report = build(Options(digest.root))
    assert not (report.output / "numbers.json").exists(), "an old page does not stay"
    assert "numbers.json" not in (report.output / ".digestgen-manifest").read_text()
    assert "numbers.json" in report.removed


def _shipped(of: str) -> set[str]:
    """What the site's own pages are called: by the theme's files, by kind, or by where a build puts them."""
    if of == "templates":
        found = set(scan.walk(theme_folder()))
    elif of == "kinds":
        found = {*KINDS, *COPIED}
    else:
        with TemporaryDirectory() as folder:
            found = set(law.tree(build(Options(Digest.small(Path(folder)).root)).output))
        found.remove("about/index.html")  # a plain page
    stems = {re.split("[/.]", path)[0] for path in found}
    return {stem for stem in stems if stem.isalpha()}  # no other is a plugin's name at all


@pytest.mark.parametrize("of", ["templates", "kinds", "outputs"])
def test_no_plugin_takes_a_name_of_the_sites_own(of: str, plugin: Plugin, digest: Digest) -> None:
    names = _shipped(of)
    assert len(names) > 10
    without = build(Options(digest.root, digest.root / "without"))
    for name in names:
        plugin(name, NUMBERS.replace('"numbers', f'"{name}'))
    digest.configure(plugins=sorted(names))
    report = build(Options(digest.root))
    said = {problem.message for problem in report.problems if problem.code == "plugin"}
    assert said == {
        f'the plugin "{name}" (example_{name} 1.0) has the name of a page or template of the site'
        for name in names
    }
    law.same_trees(law.tree(report.output), law.tree(without.output))


LAYOUTS = {
    "base.html": "{% extends 'theme/base.html' %}{% block masthead %}{{ 1 // (page.title != 'Numbers') }}"
    "{% endblock %}",
    "numbers.html": "{{ nothing_of_the_kind }}",
    "_mark.html": "{% macro mark(n) %}{{ n.nothing_of_the_kind }}{% endmacro %}",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_error_in_a_layout_is_not_the_plugins(name: str, plugin: Plugin, digest: Digest) -> None:
    template = "{% extends 'base.html' %}{% block main %}here{% endblock %}"
    if name == "_mark.html":
        template = "{% from '_mark.html' import mark %}{{ mark(1) }}"
    digest.put("layouts/_mark.html", "{% macro mark(n) %}{{ n }}{% endmacro %}")
    plugin("numbers", re.sub(r'"\{%.+"\)', f'"{template}")', NUMBERS))
    digest.configure(plugins=["numbers"])
    assert not build(Options(digest.root)).failed
    before = law.tree(digest.root / "site")
    digest.put(f"layouts/{name}", LAYOUTS[name])
    with pytest.raises(TemplateError) as caught:
        build(Options(digest.root))
    (problem,) = caught.value.problems
    assert (problem.place.path, problem.place.line) == (f"layouts/{name}", 1)
    law.same_trees(law.tree(digest.root / "site"), before)


def test_what_a_plugin_gives_the_theme_is_its_own(plugin: Plugin, digest: Digest) -> None:
    template = "{% from '_card.html' import card %}{{ card(1) }}"
    plugin("numbers", re.sub(r'"\{%.+"\)', f'"{template}")', NUMBERS))
    digest.configure(plugins=["numbers"])
    digest.put("layouts/_date.html", (theme_folder() / "_date.html").read_bytes())
    report = build(Options(digest.root))
    assert {problem.code for problem in report.problems if problem.severity == "error"} == {
        "plugin"
    }
    assert not (report.output / "numbers.json").exists()


@pytest.mark.parametrize(
    "code",
    [
        NUMBERS.replace("    yield", '    read("months:1999")\n    yield', 1),
        NUMBERS.replace("    return given", '    given.body("kept")\n    return given'),
    ],
    ids=["plan", "build"],
)
def test_a_cache_that_fails_is_not_the_plugins(
    code: str, plugin: Plugin, digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails in the middle of the plugin."""

    def failing(known: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*asked: object) -> Any:
            if any("numbers_plugin.py" in call.filename for call in traceback.extract_stack()):
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = sqlite3.SQLITE_IOERR
                raise error
            return known(*asked)

        return ask

    plugin("numbers", code)
    digest.configure(plugins=["numbers"])
    monkeypatch.setattr(Catalog, "rows", failing(Catalog.rows))
    monkeypatch.setattr(Catalog, "one", failing(Catalog.one))
    with pytest.raises(DigestgenError, match="the cache fails: disk I/O error"):
        build(Options(digest.root))


BROKEN_ANNOTATORS = {
    "can't be loaded: ModuleNotFoundError": "import a_package_that_is_absent\n",
    "is no function": "annotate = 4\n",
    "failed: ZeroDivisionError": "def annotate(article):\n    return 1 / 0\n",
    "failed: TypeError": "def annotate(article):\n    return None\n",
    "failed: ValueError: claims are about": SHIPS.replace('"topics"', '"title"'),
}


@pytest.mark.parametrize(
    ("said", "code"), BROKEN_ANNOTATORS.items(), ids=range(len(BROKEN_ANNOTATORS))
)
def test_a_broken_annotator_costs_its_claims_alone(
    said: str, code: str, plugin: Plugin, digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = build(Options(digest.root, digest.root / "without"))
    plugin("ships", code)
    digest.configure(plugins=["ships"])
    for _ in range(2):
        report = build(Options(digest.root))
        (problem,) = (p for p in report.problems if p.code == "plugin")
        assert said in problem.message
        assert "ships" in problem.message
        assert report.failed
        law.same_trees(law.tree(report.output), law.tree(without.output))
    paste = (digest.root / "content/kestrel.txt").read_bytes()
    monkeypatch.chdir(digest.root)
    done = CliRunner().invoke(cli, ["extract"])
    assert done.exit_code != 0
    assert (digest.root / "content/kestrel.txt").read_bytes() == paste, "it would be for good"
    # Mended, and the same version: what it failed over is read again.
    plugin("ships", SHIPS)
    report = build(Options(digest.root))
    assert not report.failed
    assert (report.output / "topics/shipping").is_dir()


def test_what_an_annotator_needs_may_come_later(plugin: Plugin, digest: Digest) -> None:
    """Nothing about the plugin itself changes, when a package that it imports is installed."""
    plugin("ships", "import ships_dependency\n" + SHIPS)
    digest.configure(plugins=["ships"])
    assert build(Options(digest.root)).failed
    (digest.root.parent / "packages/ships_dependency.py").write_text("")
    _forget()
    report = build(Options(digest.root))
    assert not report.failed
    assert (report.output / "topics/shipping").is_dir()


def test_two_packages_with_one_name(plugin: Plugin, digest: Digest) -> None:
    plugin("ships", SHIPS)
    plugin("ships", SHIPS, package="another")
    digest.configure(plugins=["ships"])
    with pytest.raises(ConfigError, match="another 1.0 and in example_ships 1.0"):
        build(Options(digest.root))


def test_a_plain_page_leaves_a_plugins_address(plugin: Plugin, digest: Digest) -> None:
    plugin("numbers", NUMBERS)
    digest.put("content/pages/numbers.md", "---\ntitle: Numbers\n---\nMine.")
    assert not build(Options(digest.root)).failed
    digest.configure(plugins=["numbers"])
    report = build(Options(digest.root))
    (problem,) = report.problems[-1:]
    assert [p.message for p in report.problems if p.severity == "error"] == [
        "/numbers/ is a page of the site"
    ], problem
    assert "Mine." not in (report.output / "numbers/index.html").read_text()


def test_many_pages_in_many_processes(plugin: Plugin, digest: Digest) -> None:
    """Processes that render have no part in plugins' pages, and get along with them."""
    plugin("numbers", NUMBERS)
    digest.configure(plugins=["numbers"])
    for number in range(520):
        digest.put(f"content/many/{number}.md", f"---\ntitle: Note {number}\n---\n")
    report = build(Options(digest.root, jobs=2))
    assert "numbers.json" in report.written


def test_every_value_of_the_documentation_can_be_read(plugin: Plugin, digest: Digest) -> None:
    text = (ROOT / "docs/plugins.md").read_text("utf-8")
    table = text.partition("| name | value |")[2].partition("\n\n")[0]
    names = re.findall(r"^\| `(.+?)` \|", table, re.MULTILINE)
    assert len(names) > 5
    plugin("numbers", NUMBERS.replace('("all:people", "months:")', repr(tuple(names))))
    digest.configure(plugins=["numbers"])
    assert not build(Options(digest.root)).failed


def test_without_plugins_none_is_looked_for(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(**_: object) -> None:
        raise AssertionError("looked for plugins")

    monkeypatch.setattr("importlib.metadata.entry_points", never)
    plugins.installed.cache_clear()
    assert not build(Options(digest.root)).failed


def test_the_engine_comes_through_the_same_door() -> None:
    from digestgen.extract import annotators

    (annotator,) = annotators("nlp", ()).values()
    assert annotator is plugins.load(plugins.own("nlp"))


@pytest.mark.parametrize("example", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_an_example_is_ten_lines(example: Path) -> None:
    (module,) = example.glob("*.py")
    lines = [line for line in module.read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) <= 16, json.dumps(lines, indent=1)
