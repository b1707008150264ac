"""The shape of the code: the import order of the pipeline, where I/O may happen, how long a file is."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "digestgen"
PIPELINE = [
    "model",
    "names",
    "nodes",
    "problems",
    "interrupts",
    "progress",
    "frontmatter",
    "dates",
    "urls",
    "views",
    "engines",
    "plugins",
    "images",
    "appearance",
    "targets",
    "forms",
    "settings_reader",
    "settings",
    "config",
    "fields",
    "keys",
    "schemas",
    "extract",
    "parse",
    "merge",
    "prose",
    "commonmark",
    "markdown",
    "mentions",
    "contribute",
    "files",
    "output_folder",
    "cache",
    "catalog",
    "collect",
    "scan",
    "layouts",
    "outputs",
    "search",
    "fresh",
    "sources",
    "documents",
    "profiles",
    "workers",
    "ingest",
    "values",
    "translations",
    "environment",
    "render",
    "templates",
    "pages",
    "copies",
    "plan",
    "profile",
    "reasons",
    "options",
    "making",
    "pipeline",
    "build",
    "indexing",
    "records",
    "originals",
    "refresh",
    "scaffold",
    "deploy",
    "check",
    "why",
    "mounts",
    "watch",
    "serve",
    "cli_extract",
    "cli_why",
    "theming",
    "cli_report",
    "cli_completion",
    "cli_hints",
    "cli_version",
    "cli_theme",
    "cli_deploy",
    "cli_schema",
    "cli",
    "__main__",
]
"""Each module imports only from those before it; a package counts as one module."""
WITH_IO = {
    "progress",
    "config",
    "cache",
    "catalog",
    "files",
    "output_folder",
    "scan",
    "layouts",
    "outputs",
    "fresh",
    "copies",
    "templates",
    "search",
    "profile",
    "workers",
    "pipeline",
    "build",
    "indexing",
    "records",
    "originals",
    "refresh",
    "scaffold",
    "deploy",
    "check",
    "mounts",
    "watch",
    "serve",
    "why",
    "cli_extract",
    "cli_why",
    "theming",
    "cli_theme",
    "cli_deploy",
    "cli",
}
"""Where the disk, the network, the clock or the environment may be touched directly."""
OUTSIDE = {"io", "os", "random", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "time"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def noun(path: Path) -> str:
    """The pipeline's name for a file: its top-level module or package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Full names of everything that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_module_imports_only_from_earlier_ones(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return
    place = PIPELINE.index(noun(path))
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "digestgen" and parts[1] not in ("__version__", noun(path)):
            assert PIPELINE.index(parts[1]) < place, f"{noun(path)} imports the later {parts[1]}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_edges_touch_the_world(path: Path) -> None:
    if noun(path) not in WITH_IO:
        assert not {name.split(".")[0] for name in imported(path)} & OUTSIDE


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_one_thing(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["build", "--help"], ["deploy", "--help"], ["completion", "zsh"]],
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    heavy = (
        "{'yaml', 'jinja2', 'markdown_it', 'babel', 'watchdog', 'starlette', 'uvicorn', 'msgspec', "
        "'fsspec'}"
    )
    code = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('loaded', sorted({heavy} & set(sys.modules))))\n"
        "from digestgen.cli import main\n"
        f"sys.argv = ['digestgen', *{arguments}]\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "loaded []" in done.stdout
