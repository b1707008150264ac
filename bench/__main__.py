"""Measure digestgen beside Hugo, Eleventy and Pelican, and write docs/benchmarks.md.

    python -m bench                              1,000 articles, every tool
    python -m bench --articles 10000 --rounds 5
    python -m bench --growth                     1,000, 10,000 and 100,000 articles
    python -m bench --tools digestgen-full,hugo --docs /tmp

The peers are installed into bench/.cache once; what can't be had is left out and named. It needs Linux.
"""

import argparse
import os
import platform
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import browser, chart, processes, report
from bench.measure import measure, say
from bench.samples import Samples
from bench.tools import ALL, BASELINE, Tool, Unavailable, prepare

_HERE = Path(__file__).parent
_SIZES = (1_000, 10_000, 100_000)
_GROWING = ("digestgen-equivalent", "digestgen-full", BASELINE)
_PAGE = "benchmarks.md"


def main() -> None:
    options = _options()
    if not Path("/proc/self/statm").exists():
        sys.exit("python -m bench needs Linux: it reads /proc to account for memory and processes")
    names = options.tools or (_GROWING if options.growth else ALL)
    machine = _machine()
    processes.prepare()
    tools: list[Tool] = []
    left_out: dict[str, str] = {}
    for name in names:
        try:
            say(f"preparing {name}")
            tools.append(prepare(name, options.cache, options.digestgen, options.jobs))
        except Unavailable as error:
            left_out[name] = str(error)
            say(f"{name} is left out: {error}")
    if not tools:
        sys.exit("no tool is left to measure")
    chromium = ""
    try:
        chromium = "" if options.growth else browser.driven()
    except Unavailable as error:
        left_out["a browser"] = str(error)
        say(f"nothing is measured in a browser: {error}")

    sizes = _SIZES if options.growth else (options.articles,)
    by_size: dict[int, Samples] = {}
    failures: list[str] = []
    for size in sizes:
        sites = options.work / "sites"
        shutil.rmtree(sites, ignore_errors=True)
        sites.mkdir(parents=True)
        by_size[size], failed = measure(
            tools, size, options.rounds, options.edits, not options.growth, sites, chromium
        )
        failures += failed
        shutil.rmtree(sites)

    setting = report.Setting(
        command=" ".join(["python -m bench", *_shown(sys.argv[1:])]),
        machine=machine,
        versions={tool.name: tool.version for tool in tools},
        rounds=options.rounds,
        failures=failures,
        left_out=left_out,
    )
    if options.growth:
        body = report.growth_table(by_size)
        _write(options.docs, "Growth", report.section(setting, body))
    else:
        found = by_size[options.articles]
        body = report.tables(found)
        picture = f"benchmarks-{options.articles}.svg"
        (options.docs / picture).write_text(chart.svg(found), encoding="utf-8")
        heading = f"{options.articles:,} articles"
        _write(options.docs, heading, report.section(setting, body, picture))
    print(body)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--articles", type=int, default=1_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument(
        "--edits", type=int, default=5, metavar="N", help="edits while watching, in each round"
    )
    parser.add_argument("--growth", action="store_true", help="the same at three sizes")
    parser.add_argument("--tools", type=_tools, metavar="A,B", help=f"some of: {', '.join(ALL)}")
    parser.add_argument("--jobs", type=int, metavar="N", help="for digestgen build")
    parser.add_argument(
        "--digestgen",
        default=str(Path(sys.executable).with_name("digestgen")),
        metavar="PROGRAM",
        help="another digestgen than the one installed beside this Python",
    )
    parser.add_argument(
        "--cache", type=_folder, default=_HERE / ".cache", metavar="FOLDER", help="for the peers"
    )
    # Not in the cache: Pelican sees no change below a folder whose name starts with a dot.
    work = _HERE.parent / "build" / "bench"
    parser.add_argument(
        "--work", type=_folder, default=work, metavar="FOLDER", help="for the sites, on a disk"
    )
    docs = _HERE.parent / "docs"
    parser.add_argument(
        "--docs", type=_folder, default=docs, metavar="FOLDER", help="where the page is"
    )
    return parser.parse_args()


def _tools(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if unknown := set(names).difference(ALL):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return names


def _folder(text: str) -> Path:
    path = Path(text).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def _shown(arguments: Sequence[str]) -> list[str]:
    """The arguments that say what was measured, not where on this machine."""
    shown, skip = [], False
    for argument in arguments:
        if skip:
            skip = False
        elif re.match(r"--(cache|work|docs|digestgen)\b", argument):
            skip = "=" not in argument
        else:
            shown.append(argument)
    return shown


def _machine() -> str:
    """Processor, memory, system, and how busy it was before."""
    text = Path("/proc/cpuinfo").read_text(errors="replace")
    model = re.search(r"^model name\s*: (.*)$", text, re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return (
        f"{model[1] if model else platform.machine()}, {cores} cores, {memory:.0f} GB, "
        f"{platform.system()} {platform.release().partition('-')[0]}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} before"
    )


def _write(docs: Path, heading: str, text: str) -> None:
    path = docs / _PAGE
    page = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n"
    path.write_text(report.replaced(page, heading, text), encoding="utf-8")


if __name__ == "__main__":
    main()
