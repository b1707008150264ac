"""What deploying decides without touching a destination: the order of changes, who is refused, what
hosts are told, and the command line."""

import importlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from destinations import needs
from hypothesis import given
from hypothesis import strategies as st
from small_digest import Digest

from digestgen import cli, output_folder
from digestgen.deploy import content, manifest, plan
from digestgen.deploy.destination import There
from digestgen.deploy.hosts import limit_problems
from digestgen.deploy.manifest import Sent
from digestgen.deploy.site import Site
from digestgen.model import Place
from digestgen.problems import DigestgenError

PAGES = [f"page{n}" for n in range(8)]
Graph = Mapping[str, frozenset[str]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """A site without dead links: each page and what it links to. The front page is always there."""
    pages = {"index.html", *draw(st.sets(st.sampled_from(PAGES)))}
    links = st.frozensets(st.sampled_from(sorted(pages)))
    return {page: draw(links) for page in sorted(pages)}


def dead(graph: Graph) -> set[str]:
    """Links that lead nowhere, on pages that a reader can get to from the front page."""
    seen: set[str] = set()
    todo = ["index.html"] if "index.html" in graph else []
    while todo:
        page = todo.pop()
        if page not in seen and page in graph:
            seen.add(page)
            todo += graph[page]
    return {link for page in seen for link in graph[page] if link not in graph}


@given(graphs(), graphs())
def test_no_reader_meets_a_dead_link_at_any_moment(old: Graph, new: Graph) -> None:
    def digests(graph: Graph) -> dict[str, str]:
        return {page: str(sorted(links)) for page, links in graph.items()}

    changes = plan.changes(digests(new), digests(old), old.keys())
    assert changes.foreign == ()
    now = dict(old)
    for step in changes.steps:
        for path in step.paths:
            if step.kind == "removed":
                del now[path]
            else:
                now[path] = new[path]
            assert not dead(now)
    assert now == new


def test_order() -> None:
    paths = [
        "index.html", "feed.xml", "people/ada/index.html", "people/index.html", "assets/a.png",
        "articles/2026/03/x/index.html", "theme/style.0a.css", "people/letter/a/index.html",
        "search/index.html", "search/pagefind/fragment/en_0a.pf_fragment", "people/ada/feed.json",
        "search/pagefind/pagefind-entry.json", "sitemaps/2026.xml", "sitemap.xml",
    ]  # fmt: skip
    new = plan.changes(dict.fromkeys(paths, "1"), {}, ())
    assert [step.paths for step in new.steps] == [
        ("assets/a.png", "search/pagefind/fragment/en_0a.pf_fragment", "theme/style.0a.css"),
        ("articles/2026/03/x/index.html", "people/ada/index.html"),
        ("people/index.html", "people/letter/a/index.html", "sitemaps/2026.xml"),
        ("feed.xml", "index.html", "people/ada/feed.json", "search/index.html",
         "search/pagefind/pagefind-entry.json", "sitemap.xml"),
    ]  # fmt: skip
    gone = plan.changes({}, dict.fromkeys(paths, "1"), paths)
    assert [step.paths for step in gone.steps] == [step.paths for step in reversed(new.steps)]


def test_what_stands_in_the_way_of_a_folder_goes_first() -> None:
    there = {"a": "1", "b/c": "1", "d": "1"}
    changes = plan.changes({"a/b": "2", "b": "2"}, there, there)
    assert [(step.kind, step.paths) for step in changes.steps] == [
        ("removed", ("a",)),
        ("removed", ("b/c",)),
        ("new", ("a/b",)),
        ("new", ("b",)),
        ("removed", ("d",)),
    ]


def test_files_of_others() -> None:
    changes = plan.changes({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "x": "3"}, ())
    assert (changes.foreign, changes.unchanged) == (("b",), 1)
    assert changes.paths("removed") == []
    # what stands where a folder of ours must come, or below a file of ours, is in the way too
    changes = plan.changes({"a/b": "1", "c": "1"}, {"a": "", "c/d": "", "e": ""}, ())
    assert changes.foreign == ("a", "c/d")
    again = plan.changes({"a": "1"}, {"a": "1"}, (), again=True)
    assert (again.paths("changed"), again.foreign) == (["a"], ())


@given(st.dictionaries(st.text(), st.builds(Sent, st.text(), st.integers(-1, 10**12))))
def test_the_list_is_read_as_it_was_written(sent: dict[str, Sent]) -> None:

    inside = {p: s for p, s in sent.items() if output_folder.is_inside(p) and p != manifest.NAME}
    safe = {path: s for path, s in inside.items() if _is_text(path) and _is_text(s.digest)}
    assert manifest.decode(manifest.encode(safe)) == safe


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@given(st.binary())
def test_any_bytes_are_a_list_or_none(data: bytes) -> None:
    manifest.decode(data)


def test_no_path_in_a_list_leads_out() -> None:
    bad = ["../x", "/etc/passwd", "a/../b", "C:x", "a\\b", manifest.NAME]
    lines = [{"digestgen": 1}, *([path, "1", 1] for path in [*bad, "good"])]
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    assert manifest.decode(data) == {"good": Sent("1", 1)}


def test_content() -> None:
    assert content.headers("index.html").content_type == "text/html; charset=utf-8"
    assert "immutable" in content.headers("theme/style.0a1b.css").cache_control
    assert "immutable" in content.headers("search/pagefind/index/en_1.pf_index").cache_control
    for path in ("index.html", "feed.xml", "search/pagefind/pagefind-entry.json", "_headers"):
        assert content.headers(path).cache_control == "public, max-age=0, must-revalidate"
    assert content.headers("assets/x.bin").content_type == "application/octet-stream"


def test_limits() -> None:
    places = dict.fromkeys(("github", "cloudflare", "netlify"), Place("digest.yaml"))
    cloudflare = "Cloudflare Pages (free)"
    sizes = {f"{n}/index.html": 1 for n in range(20_001)} | {"assets/film.mp4": 2 * 10**9}
    found = [str(DigestgenError(problem)) for problem in limit_problems(sizes, places, "site")]
    assert [line.split(" (hint")[0] for line in found] == [
        "digest.yaml: warning: the site has 2.0 GB; GitHub Pages takes 1.0 GB",
        "site/assets/film.mp4: warning: the file has 2.0 GB; GitHub Pages takes 100 MiB",
        f"digest.yaml: warning: the site has 20,002 files; {cloudflare} takes 20,000",
        f"site/assets/film.mp4: warning: the file has 2.0 GB; {cloudflare} takes 25 MiB",
    ]
    assert not list(limit_problems({"index.html": 10}, places, "site"))


# --- the command ---------------------------------------------------------------------------------


def run(digest: Digest, *arguments: str) -> Result:
    config = ["--config", str(digest.root / "digest.yaml")]
    return CliRunner().invoke(cli.cli, [*config, "deploy", *arguments])


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    digest = Digest.small(tmp_path / "digest")
    digest.configure(deploy={"public": {"to": "../public"}})
    return digest


def files_below(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_day_of_deploying(digest: Digest, tmp_path: Path) -> None:
    public = tmp_path / "public"
    planned = run(digest, "--dry-run")
    assert planned.exit_code == 0, planned.output
    assert "+ articles/2026/03/bridge-opens/index.html" in planned.stdout.splitlines()
    assert "public: would be: " in planned.stderr
    assert "undated.md:1: warning: no date" in planned.stderr  # undated articles are listed
    assert not public.exists()
    first = run(digest, "public")
    assert first.exit_code == 0, first.output
    assert not first.stdout
    listed = {line[2:] for line in planned.stdout.splitlines()}
    assert files_below(public) - {manifest.NAME} == listed
    again = run(digest, "-q")
    assert (again.exit_code, again.stdout) == (0, "")
    digest.delete("content/2025/council.md")
    named = run(digest, "-v")
    assert "- articles/2025/12/council-budget/index.html" in named.stderr.splitlines()
    assert "nothing to send" in run(digest).stderr
    assert "changed" in run(digest, "--all").stderr


def refused(digest: Digest, *arguments: str) -> tuple[str, int]:
    done = run(digest, *arguments)
    assert isinstance(done.exception, DigestgenError), done.output
    assert not (digest.root.parent / "public").exists()
    return str(done.exception), done.exception.exit_code


def test_what_is_refused(digest: Digest) -> None:
    digest.configure(rights=None)
    message, code = refused(digest)
    assert message.endswith(
        "digest.yaml: error: rights is not set: 6 full texts from 1 source would be published "
        "(hint: rights: excerpt, or full)"
    )
    assert code == 1
    digest.configure(rights={"sources": {"Port Courier": "link"}})
    assert "(hint: rights: {default: excerpt, sources: …})" in refused(digest)[0]
    digest.configure(rights="full")
    message, code = refused(digest, "--strict")
    assert "content/undated.md:1: warning: no date" in message
    assert code == 1
    digest.article("2026/bridge.md", date="31 Feb")
    message, code = refused(digest)
    assert "content/2026/bridge.md" in message
    assert "1 error above: a site that lacks pages is not sent" in message
    assert code == 1


def test_where_to(digest: Digest) -> None:
    assert refused(digest, "publik") == (
        'digest.yaml: error: no target "publik" (hint: did you mean "public"?)',
        2,
    )
    digest.configure(deploy={"a": {"to": "../a"}, "b": {"to": "../b"}})
    assert refused(digest)[0].endswith("there are several targets (hint: name one of: a, b)")
    digest.configure(deploy=None)
    assert refused(digest)[0].startswith("digest.yaml: error: there is nowhere to deploy to")
    for to in (".", "content", "content/assets", ".digestgen/x", "site", ".."):
        digest.configure(deploy={"a": {"to": to}})
        assert (
            "there (hint: another folder)" in refused(digest)[0] or "already" in refused(digest)[0]
        )


def test_what_is_not_ours_in_the_output_is_named(digest: Digest, tmp_path: Path) -> None:
    run(digest)
    (digest.root / "site" / "verify.html").write_text("mine")
    done = run(digest)
    assert "not sent, because no build made them in site/: verify.html" in done.stderr
    assert not (tmp_path / "public" / "verify.html").exists()


def test_drafts_and_previews_never_go_out(digest: Digest, tmp_path: Path) -> None:
    from digestgen.build import Options, build

    site = digest.root / "site"
    build(Options(digest.root, output=site, drafts=True, portable=True))
    assert (site / "articles/2026/03/not-yet/index.html").exists()
    assert run(digest).exit_code == 0
    public = tmp_path / "public"
    assert not (public / "articles/2026/03/not-yet/index.html").exists()
    assert b"index.html" not in (public / "index.html").read_bytes()


def test_a_build_meanwhile_stops_it(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    from digestgen.deploy import folder

    look = folder.Folder.look

    def then_somebody_builds(self: folder.Folder, site: Site) -> There:
        found = look(self, site)
        (digest.root / "site" / "index.html").write_text("another")
        return found

    monkeypatch.setattr(folder.Folder, "look", then_somebody_builds)
    done = run(digest)
    assert str(done.exception).startswith(
        "site/index.html: error: changed while the site was being sent"
    )


def test_ctrl_c(digest: Digest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from digestgen.deploy import folder

    write, count = folder.Folder._write, 0

    def until(self: folder.Folder, path: str, data: bytes) -> None:
        nonlocal count
        count += 1
        if count == 20:
            raise KeyboardInterrupt
        write(self, path, data)

    monkeypatch.setattr(folder.Folder, "_write", until)
    done = run(digest)
    assert done.exit_code == 130
    assert "stopped; the next digestgen deploy goes on from here" in done.stderr
    count = 100
    assert run(digest).exit_code == 0
    assert (tmp_path / "public" / "index.html").exists()


def test_one_at_a_time(digest: Digest) -> None:
    from digestgen import deploy
    from digestgen.targets import Target

    with deploy.alone(digest.root, Target("public", "files", "../public")):
        assert refused(digest)[0] == ("../public: error: another digestgen deploy is at work there")


def test_a_link_in_the_folder_is_not_followed(digest: Digest, tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public" / "articles").symlink_to(tmp_path / "elsewhere")
    assert "articles: error: a file that digestgen did not" in str(run(digest).exception)
    assert "articles is a link to elsewhere" in str(run(digest, "--overwrite").exception)
    assert not files_below(tmp_path / "elsewhere")


def test_what_is_missing_is_said(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = importlib.import_module("fsspec.registry")  # of what was imported before
    for scheme in ("s3", "gs"):
        monkeypatch.delitem(registry._registry, scheme, raising=False)
    for module in ("s3fs", "gcsfs", "sshfs"):
        monkeypatch.setitem(sys.modules, module, None)
    for to, extra in {"s3://b/x": "s3", "gs://b/x": "gs", "sftp://h/x": "sftp"}.items():
        digest.configure(deploy={"a": {"to": to}})
        assert f'(hint: pip install "digestgen[deploy-{extra}]")' in refused(digest)[0]
    monkeypatch.setenv("PATH", str(digest.root))
    for kind in ("git", "rsync"):
        digest.configure(deploy={"a": {"kind": kind, "to": "../x"}})
        assert f"{kind} is not installed (hint: install {kind})" in refused(digest)[0]


def test_as_it_is_typed(digest: Digest) -> None:
    """In a process of its own: exit codes, and what fails says no more than it should."""
    needs("git")
    address = "ssh://nobody@127.0.0.1:1/x.git"
    digest.configure(deploy={"pages": {"kind": "git", "to": address}})
    command = [sys.executable, "-m", "digestgen", "deploy"]
    done = subprocess.run(
        command,
        cwd=digest.root,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 1
    assert "git failed: " in done.stderr
    assert "Traceback" not in done.stderr
