"""Measurements as Markdown tables, and their places in docs/benchmarks.md.

That page is prose with a section for each size and one for growth; a run replaces its own section and
leaves the rest as it is.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bench import samples
from bench.samples import Sample, Samples
from bench.tools import BASELINE

_BUILDS = (samples.COLD, samples.NOTHING, samples.EDIT)
_WITH_FILES = (*_BUILDS, samples.EDIT_DISK, samples.NEW_DISK, samples.RENAME_DISK)
_GROWING = (*_BUILDS, samples.EDIT_DISK)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reader has to know to judge or repeat a run."""

    command: str
    machine: str
    versions: Mapping[str, str]
    rounds: int
    failures: Sequence[str] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)  # a tool -> why


def tables(found: Samples) -> str:
    """Seconds with their ratios, CPU seconds, what an output costs, memory, and files rewritten."""
    tools = found.tools()
    names = [_short(tool) for tool in tools]

    def rows(steps: Iterable[str], cell: Callable[[str, str], str]) -> list[list[str]]:
        made = [[step, *(cell(tool, step) for tool in tools)] for step in steps]
        return [row for row in made if any(value != "–" for value in row[1:])]

    def seconds(tool: str, step: str) -> str:
        if found.is_stale(tool, step):
            return "stale"
        shown = duration(found.seconds(tool, step))
        ratio = found.ratio(tool, step, BASELINE) if tool != BASELINE else None
        return shown if ratio is None else f"{shown} ({significant(ratio)}×)"

    def worst(tool: str, step: str) -> str:
        return duration(found.nearly_worst(tool, step))

    def cpu(tool: str, step: str) -> str:
        return duration(found.median(tool, step, lambda sample: sample.cpu))

    def each(tool: str, step: str) -> str:
        value = found.median(tool, step, _per_file)
        return "–" if value is None else f"{value * 1e6:,.0f} µs"

    def memory(tool: str, step: str) -> str:
        value = found.median(tool, step, lambda sample: sample.memory)
        return "–" if value is None else f"{value / 1e6:.0f} MB"

    def files(tool: str, step: str) -> str:
        count = found.median(tool, step, lambda sample: sample.files)
        size = found.median(tool, step, lambda sample: sample.size)
        if count is None or size is None:
            return "–"
        return f"{count:,.0f}" if not count else f"{count:,.0f} ({size / 1e6:.1f} MB)"

    watched = (samples.EDIT_DISK, samples.EDIT_HTTP, samples.EDIT_BROWSER)
    late = [[f"{row[0]}, 95th percentile", *row[1:]] for row in rows(watched, worst)]
    blocks = [
        "Seconds (and beside Hugo in the same round):",
        table(["", *names], rows(found.steps(), seconds) + late),
        "CPU seconds, of all processes:",
        table(["", *names], rows(found.steps(), cpu)),
        "CPU time for each file of the output:",
        table(["", *names], rows((samples.COLD,), each)),
        "Most memory, all processes together:",
        table(["", *names], rows((*_BUILDS, samples.START), memory)),
        "Files of the output rewritten, and their size:",
        table(["", *names], rows(_WITH_FILES, files)),
    ]
    return "\n\n".join([*blocks, _survivors(found)])


def _per_file(sample: Sample) -> float | None:
    return sample.cpu / sample.files if sample.cpu and sample.files else None


def _survivors(found: Samples) -> str:
    left = {(s.tool, s.step) for s in found.all if s.survivors}
    if not left:
        return "No process outlived its command."
    named = "; ".join(f"{_short(tool)}: {step}" for tool, step in sorted(left))
    return f"Commands that left processes behind: {named}."


def growth_table(by_size: Mapping[int, Samples]) -> str:
    """One step of one tool a row, one size a column, and how fast it grows: time as the size to the
    power of the last column, from the smallest size to the largest."""
    sizes = sorted(by_size)
    rows = []
    for tool in by_size[sizes[0]].tools():
        for step in _GROWING:
            seconds = [by_size[size].seconds(tool, step) for size in sizes]
            if any(value is not None for value in seconds):
                slope = exponent(sizes, seconds)
                row = [_short(tool), step, *map(duration, seconds)]
                rows.append([*row, "–" if slope is None else f"{slope:.2f}"])
        memory = [
            by_size[size].median(tool, samples.COLD, lambda sample: sample.memory) for size in sizes
        ]
        shown = ["–" if value is None else f"{value / 1e6:.0f} MB" for value in memory]
        slope = exponent(sizes, memory)
        row = [_short(tool), "memory, cold build", *shown]
        rows.append([*row, "–" if slope is None else f"{slope:.2f}"])
    return table(["", "", *(f"{size:,}" for size in sizes), "exponent"], rows)


def exponent(sizes: Sequence[int], values: Sequence[float | None]) -> float | None:
    """How a value grows with the size, between the first and the last that are known."""
    known = [(size, value) for size, value in zip(sizes, values, strict=True) if value]
    if len(known) < 2:
        return None
    (size, value), (larger, more) = known[0], known[-1]
    return math.log(more / value) / math.log(larger / size)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; all columns but those with words are set to the right."""
    lines = [head, ["---" if not name else "---:" for name in head], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def duration(seconds: float | None) -> str:
    """At a glance: 84 s, 1.32 s, 0.21 s, 12 ms."""
    if seconds is None:
        return "–"
    if seconds < 0.0995:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.0f} s" if seconds >= 99.5 else f"{significant(seconds)} s"


def significant(value: float) -> str:
    """Two or three figures: 12.3, 1.23, 0.12, 0.012."""
    if value >= 99.5:
        return f"{value:.0f}"
    if value >= 9.95:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.0995 else f"{value:.3f}"


def _short(tool: str) -> str:
    """A tool's name in the head of a table."""
    return tool.replace("digestgen-", "digestgen, ")


def section(setting: Setting, body: str, chart: str = "") -> str:
    """What goes below a heading: how it was measured, the chart's file if there is one, the tables."""
    versions = ", ".join(f"{tool} {version}" for tool, version in setting.versions.items())
    rounds = "one round" if setting.rounds == 1 else f"medians of {setting.rounds} rounds"
    blocks = [f"`{setting.command}`: {rounds}. {setting.machine}. {versions}."]
    if chart:
        blocks.append(f"![Seconds that each step takes, on a logarithmic scale]({chart})")
    blocks.append(body)
    blocks += [f"{tool} is left out: {why}." for tool, why in setting.left_out.items()]
    blocks += [f"Failed: {failure}" for failure in setting.failures]
    return "\n\n".join(blocks)


def replaced(page: str, heading: str, text: str) -> str:
    """The page with the section under a heading of the second level exchanged, or added at its end."""
    made = f"## {heading}\n\n{text.strip()}\n"
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    for index, part in enumerate(parts):
        if part.partition("\n")[0] == f"## {heading}":
            parts[index] = made + ("\n" if index < len(parts) - 1 else "")
            return "".join(parts)
    return f"{page.rstrip()}\n\n{made}"
