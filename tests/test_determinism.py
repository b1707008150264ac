"""The same sources give the same bytes, whatever the process, the folder, the order or the machine."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from law import Tree, same_trees, tree

from digestgen import build as build_module
from digestgen.build import Options, build

SAMPLE = Path(__file__).parent.parent


def sample(root: Path, order: random.Random | None = None) -> Path:
    """The sample digest in another folder, its files created in an order of their own."""
    paths = [SAMPLE / "digest.yaml", *(p for p in (SAMPLE / "content").rglob("*") if p.is_file())]
    if order is not None:
        order.shuffle(paths)
    for path in paths:
        target = root / path.relative_to(SAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return root


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """What this process makes of the sample."""
    root = sample(tmp_path_factory.mktemp("sample"))
    build(Options(root))
    return tree(root / "site")


@pytest.mark.parametrize(
    ("seed", "zone", "language"),
    [
        ("0", "UTC", "C"),
        ("1", "Asia/Tokyo", "tr_TR.UTF-8"),
        ("random", "America/New_York", "de_DE.UTF-8"),
    ],
)
def test_environment_folder_and_order(
    seed: str, zone: str, language: str, wanted: Tree, tmp_path: Path
) -> None:
    root = sample(tmp_path / "elsewhere" / zone, random.Random(seed))
    changed = {"PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "LC_ALL": language}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DIGESTGEN_")}
    subprocess.run(
        [sys.executable, "-m", "digestgen", "-q", "build"],
        cwd=root,
        env={**environment, **changed},
        check=True,
        timeout=120,
    )
    same_trees(tree(root / "site"), wanted)


class Shuffled(Executor):
    """Runs what was submitted only when a result is asked for, in shuffled order."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, run: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future = _Late(self)
        self.waiting.append((future, lambda: run(*given, **named)))
        return future

    def finish(self) -> None:
        self.random.shuffle(self.waiting)
        for future, run in self.waiting:
            future.set_result(run())
        self.waiting.clear()


class _Late(Future[Any]):
    def __init__(self, executor: Shuffled) -> None:
        super().__init__()
        self.executor = executor

    def result(self, timeout: float | None = None) -> Any:
        if not self.done():
            self.executor.finish()
        return super().result(timeout)


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_completion(
    seed: int, wanted: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_module, "_BATCH", 3)
    root = sample(tmp_path)
    build(Options(root), Shuffled(seed))
    same_trees(tree(root / "site"), wanted)


def test_processes(wanted: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "_BATCH", 16)
    root = sample(tmp_path)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        build(Options(root), executor)
    same_trees(tree(root / "site"), wanted)
