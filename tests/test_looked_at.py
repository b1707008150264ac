"""Pages that somebody looks at are made and put in place before the rest, and that changes nothing of
what holds for every build: an error undoes them, a crash is healed, the end is a clean build's."""

import time
from pathlib import Path

import pytest
from law import tree
from small_digest import Digest

from digestgen import output_folder
from digestgen.build import Builder, Options, build
from digestgen.options import Screen
from digestgen.problems import TemplateError
from digestgen.serve.live import Live, OpenPages
from digestgen.watch import Outcome

PAGE = "people/ada-okafor/index.html"


class Look(Screen):
    """Looks at some pages; notes what was shown, and what all outputs were then."""

    def __init__(self, folder: Path, *paths: str) -> None:
        self.folder = folder
        self.paths = set(paths)
        self.shown: list[str] = []
        self.then: dict[str, bytes] = {}
        self.crash: BaseException | None = None

    def looked_at(self) -> set[str]:
        return self.paths

    def show(self, written: list[str]) -> None:
        self.shown += written
        self.then = tree(self.folder)
        if self.crash is not None:
            raise self.crash


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    build(Options(made.root))
    time.sleep(0.05)
    return made


def rename(digest: Digest) -> None:
    digest.put(
        "content/people/ada-okafor.md", "---\nname: Ada O. Okafor\naliases: [Ada Okafor]\n---\n"
    )


def clean_tree(digest: Digest) -> dict[str, bytes]:
    output = digest.root.parent / "clean-site"
    build(Options(digest.root, output, clean=True))
    return tree(output)


def crash(
    screen: Look, changed: list[str] | None, at_all: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop a build when it shows something; unless `at_all`, without time to undo anything."""
    builder = Builder(Options(screen.folder.parent))
    builder.screen, screen.crash = screen, KeyboardInterrupt()
    with monkeypatch.context() as patch:
        if not at_all:
            patch.setattr(output_folder.Output, "rollback", lambda output: None)
        with pytest.raises(KeyboardInterrupt):
            builder.build(changed)
    builder.close()


def test_it_is_in_place_before_the_rest(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    screen = builder.screen = Look(digest.root / "site", PAGE)
    before = tree(digest.root / "site")
    rename(digest)
    report = builder.build(["content/people/ada-okafor.md"])
    builder.close()
    assert screen.shown == [PAGE]
    assert [path for path, data in screen.then.items() if data != before.get(path)] == [PAGE]
    assert len(report.written) == len(set(report.written)) > 3
    assert set(report.written) <= set(report.rendered)
    assert build(Options(digest.root)).rendered == ()
    assert tree(digest.root / "site") == clean_tree(digest)


def test_an_error_later_undoes_it(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    screen = builder.screen = Look(digest.root / "site", PAGE)
    before = tree(digest.root / "site")
    digest.put("layouts/_date.html", "{% macro date(moment) %}new{% endmacro %}")
    digest.put("layouts/edition.html", "{{ nothing.of.the.kind }}")
    digest.put("layouts/person.html", "another")
    with pytest.raises(TemplateError):
        builder.build()
    builder.close()
    assert screen.shown == [PAGE]
    assert tree(digest.root / "site") == before


@pytest.mark.parametrize("at_all", [True, False])
def test_a_crash_after_it_is_healed(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, at_all: bool
) -> None:
    rename(digest)
    crash(Look(digest.root / "site", PAGE), None, at_all, monkeypatch)
    build(Options(digest.root))
    assert tree(digest.root / "site") == clean_tree(digest)


def test_a_page_asked_for_meanwhile_moves_to_the_front() -> None:
    from digestgen.pages.page import Page

    live = Live()
    screen = OpenPages(live)
    todo = [Page(f"{number}/index.html", "page", "page:") for number in range(900)]
    todo.append(Page("theme/style.css", "theme", "theme:"))
    turns = screen.in_turn(todo)
    assert [page.path for page in next(turns)[0]] == ["theme/style.css"]
    seen = [page.path for page in next(turns)[0]]
    live.asked("850/index.html")
    pages, in_advance = next(turns)
    assert [page.path for page in pages] == ["850/index.html"]
    assert in_advance
    rest = [page.path for some, _ in turns for page in some]
    assert sorted([*seen, "850/index.html", *rest, "theme/style.css"]) == sorted(
        page.path for page in todo
    )


def test_a_tab_hears_once_of_a_page_made_ahead() -> None:
    from test_watch import report

    live = Live()
    live.publish(Outcome((), report("a.html", "b.html")))
    first = live.version
    live.show(["a.html"])
    assert live._is_stale("a.html", first)
    assert not live._is_stale("b.html", first)
    shown = live.version
    live.publish(Outcome((), report("a.html", "b.html")))
    assert not live._is_stale("a.html", shown)
    assert live._is_stale("b.html", shown)
    live.show(["a.html"])
    again = live.version
    live.publish(Outcome(()))  # an error: it is as it was
    assert live._is_stale("a.html", again)


# --- what was edited -----------------------------------------------------------------------------

NEW = "content/2026/quay.md"
OWN = "articles/2026/03/quay-reopens/index.html"


def add_article(digest: Digest) -> None:
    digest.put(
        NEW,
        "---\ntitle: Quay reopens\ndate: 2026-03-09\npeople: [Ada Okafor, Tomas Quist]\n---\n"
        "Ada Okafor and Tomas Quist opened the quay.\n",
    )


def test_what_was_edited_is_in_place_before_the_rest(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    screen = builder.screen = Look(digest.root / "site")
    add_article(digest)
    report = builder.build([NEW])
    builder.close()
    shown = list(dict.fromkeys(screen.shown))
    assert shown[:3] == [OWN, PAGE, "people/tomas-quist/index.html"]
    assert screen.then[PAGE] == tree(digest.root / "site")[PAGE]
    assert "index.html" in report.written
    assert "index.html" not in shown
    assert len(report.written) == len(set(report.written))
    assert build(Options(digest.root)).rendered == ()
    assert tree(digest.root / "site") == clean_tree(digest)


def test_nothing_comes_first_in_a_build_that_nobody_waits_for(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    screen = builder.screen = Look(digest.root / "site")
    add_article(digest)
    assert OWN in builder.build().written
    builder.close()
    assert screen.shown == []


def test_an_error_later_undoes_new_pages_and_their_names(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    builder.build()
    screen = builder.screen = Look(digest.root / "site")
    manifest = (digest.root / "site" / output_folder.MANIFEST).read_bytes()
    before = tree(digest.root / "site")
    digest.put("layouts/home.html", "{{ nothing.of.the.kind }}")
    add_article(digest)
    with pytest.raises(TemplateError):
        builder.build([NEW])
    builder.close()
    assert OWN in screen.shown
    assert tree(digest.root / "site") == before
    assert (digest.root / "site" / output_folder.MANIFEST).read_bytes() == manifest


@pytest.mark.parametrize("at_all", [True, False])
def test_a_crash_after_an_edited_page_is_healed(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, at_all: bool
) -> None:
    add_article(digest)
    crash(Look(digest.root / "site"), [NEW], at_all, monkeypatch)
    (digest.root / NEW).unlink()
    build(Options(digest.root))
    assert tree(digest.root / "site") == clean_tree(digest)


def test_a_file_in_the_way_of_an_edited_page_stays(digest: Digest) -> None:
    builder = Builder(Options(digest.root))
    builder.build()
    (digest.root / "site" / OWN).parent.mkdir(parents=True)
    (digest.root / "site" / OWN).write_text("mine")
    add_article(digest)
    report = builder.build([NEW])
    builder.close()
    assert (digest.root / "site" / OWN).read_text() == "mine"
    assert "foreign-file" in {problem.code for problem in report.problems}
