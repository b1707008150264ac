"""The same content gives the same bytes: in any environment, folder, order and executor."""

import os
import pickle
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import law
import pytest
from small_digest import Digest

from digestgen import making
from digestgen.build import Options, build

PASTES = Path(__file__).parent / "pastes"


UNDATED = "Kelp\n\nTomas Brandt, of the Harbour Authority, grows kelp at Old Quay, he said.\n"


def pasted(root: Path) -> Digest:
    """The small digest with raw pastes, one of them undated, names beyond ASCII, and times that a
    careless clock would read in the machine's zone."""
    digest = Digest.small(root)
    digest.configure(timezone="America/New_York")
    for file in sorted(PASTES.glob("*.txt")):
        digest.put(f"content/pasted/{file.name}", file.read_bytes())
    digest.put("content/pasted/undated.txt", UNDATED)
    digest.article("2026/\u0130\u0131.md", title="\u0130nlet \u0131ce", date="2026-03-04T23:30:00")
    digest.article("2026/\u00e9.md", title="\u00c9t\u00e9", people=["\u00c9mile I\u015f\u0131k"])
    return digest


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pasted(tmp_path_factory.mktemp("digest")).root


@pytest.fixture(scope="module")
def site(root: Path) -> law.Tree:
    """The digest, built in this process."""
    tree = law.tree(build(Options(root)).output)
    assert len(tree) > 150
    return tree


# --- environments --------------------------------------------------------------------------------

ENVIRONMENTS = (
    ("0", "UTC", "C"),
    ("1", "Asia/Tokyo", "en_US.UTF-8"),
    ("random", "America/Caracas", "tr_TR.UTF-8"),
)


@pytest.mark.parametrize(("seed", "zone", "locale"), ENVIRONMENTS)
def test_environments(
    root: Path, site: law.Tree, tmp_path: Path, seed: str, zone: str, locale: str
) -> None:
    """As the command line builds it. A locale that the machine hasn't installed is set all the same:
    programs read the variables too."""
    law.copy_sources(root, tmp_path / "digest")
    given = {key: text for key, text in os.environ.items() if not key.startswith(("LC_", "DIGEST"))}
    done = subprocess.run(
        [sys.executable, "-m", "digestgen", "build", "--no-search"],
        cwd=tmp_path / "digest",
        env={**given, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": locale, "LC_ALL": locale},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    law.same_trees(law.tree(tmp_path / "digest/site"), site)


def test_environments_in_another_language(tmp_path: Path) -> None:
    """Dates, counts and words come from the digest's language, never from the machine's."""
    digest = pasted(tmp_path / "digest")
    digest.configure(language="ar")
    trees = []
    for seed, zone, locale in ENVIRONMENTS[1:]:
        output = tmp_path / f"site-{seed}"
        given = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": locale}
        given |= {"LC_ALL": locale, "LANGUAGE": locale[:2]}
        command = [sys.executable, "-m", "digestgen", "build", "--clean", "--no-search"]
        command += ["-o", str(output)]
        subprocess.run(command, cwd=digest.root, env=given, check=True, capture_output=True)
        trees.append(law.tree(output))
    law.same_trees(*trees)
    assert "أحدث المقالات" in trees[0]["index.html"].decode()


# --- executors -----------------------------------------------------------------------------------


class Shuffled(Executor):
    """Runs what is waiting in random order whenever a result is asked for. Tasks and results are
    pickled, as they would be on their way to another process."""

    def __init__(self, seed: int) -> None:
        self.order: list[int] = []
        self._random = random.Random(seed)
        self._waiting: list[tuple[int, Future[Any], bytes]] = []
        self._submitted = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future = _Asked(self)
        self._waiting.append((self._submitted, future, pickle.dumps((fn, args, kwargs))))
        self._submitted += 1
        return future

    def run_one(self) -> None:
        """Whichever task comes next by chance."""
        number, future, task = self._waiting.pop(self._random.randrange(len(self._waiting)))
        fn, args, kwargs = pickle.loads(task)
        future.set_result(pickle.loads(pickle.dumps(fn(*args, **kwargs))))
        self.order.append(number)


class _Asked(Future[Any]):
    def __init__(self, executor: Shuffled) -> None:
        super().__init__()
        self._executor = executor

    def result(self, timeout: float | None = None) -> Any:
        while not self.done():
            self._executor.run_one()
        return super().result(timeout)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_BATCH", 5)


@pytest.mark.usefixtures("small_batches")
def test_tasks_done_in_any_order(root: Path, site: law.Tree, tmp_path: Path) -> None:
    law.copy_sources(root, tmp_path / "digest")
    executor = Shuffled(seed=1)
    report = build(Options(tmp_path / "digest"), executor)
    assert len(executor.order) > 20
    assert executor.order != sorted(executor.order)
    law.same_trees(law.tree(report.output), site)
    assert build(Options(tmp_path / "digest")).rendered == ()


@pytest.mark.usefixtures("small_batches")
def test_processes(root: Path, site: law.Tree, tmp_path: Path) -> None:
    law.copy_sources(root, tmp_path / "digest")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        report = build(Options(tmp_path / "digest"), executor)
    law.same_trees(law.tree(report.output), site)
    assert build(Options(tmp_path / "digest")).rendered == ()


# --- folders -------------------------------------------------------------------------------------


def test_folders(root: Path, site: law.Tree, tmp_path: Path) -> None:
    """Sources in another folder, made in another order; the output in a third."""
    other = tmp_path / "\u00fc n\u00efque" / "deep"
    sources = [path for path in law.tree(root) if path.split("/")[0] in ("content", "digest.yaml")]
    random.Random(1).shuffle(sources)
    for path in sources:
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        (other / path).write_bytes((root / path).read_bytes())
    report = build(Options(other, tmp_path / "elsewhere"))
    law.same_trees(law.tree(tmp_path / "elsewhere"), site)
    assert report.problems == build(Options(root)).problems


def test_order_of_listing(
    root: Path, site: law.Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system may list a folder in any order."""
    law.copy_sources(root, tmp_path / "digest")
    scandir = os.scandir

    @contextmanager
    def backwards(path: Path) -> "Iterator[Iterator[os.DirEntry[str]]]":
        with scandir(path) as entries:
            yield iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", backwards)
        report = build(Options(tmp_path / "digest"))
    law.same_trees(law.tree(report.output), site)


# --- raw pastes ----------------------------------------------------------------------------------


def test_extracting_changes_no_byte_of_the_site(root: Path, site: law.Tree, tmp_path: Path) -> None:
    """build(raw) == build(extract(raw)), by a clean build and by one that saw the pastes before."""
    seen, fresh = tmp_path / "seen", tmp_path / "fresh"
    law.copy_sources(root, seen)
    build(Options(seen))
    extracted = law.extract_all(seen)
    assert extracted == {path for path in law.tree(root) if path.startswith("content/pasted/")}
    law.copy_sources(seen, fresh)
    law.same_trees(law.tree(build(Options(fresh)).output), site)
    report = build(Options(seen))
    assert report.written == ()
    law.same_trees(law.tree(report.output), site)
