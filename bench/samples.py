"""What is measured, and what a measurement says: the records between measuring and reporting."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

COLD = "cold build"
NOTHING = "nothing changed"
EDIT = "one body edited"
START = "watch: start until ready"
EDIT_DISK = "watch: edit → page on disk"
EDIT_HTTP = "watch: edit → page over HTTP"
EDIT_BROWSER = "watch: edit → visible in Chromium"
NEW_DISK = "watch: new article → it and 5 people on disk"
NEW_HTTP = "watch: new article → it and 5 people over HTTP"
RENAME_HTTP = "watch: person renamed → the article looked at"
RENAME_DISK = "watch: person renamed → every article on disk"
STEPS = (
    COLD, NOTHING, EDIT, START, EDIT_DISK, EDIT_HTTP, EDIT_BROWSER, NEW_DISK, NEW_HTTP,
    RENAME_HTTP, RENAME_DISK,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """One measurement. What does not apply is None; sizes are in bytes. `seconds` is None where a
    change never came through: the tool went idle with stale pages."""

    tool: str
    step: str
    round: int
    seconds: float | None
    cpu: float | None = None
    memory: int | None = None
    files: int | None = None  # of the output, rewritten
    size: int | None = None  # of those files
    survivors: int = 0  # processes left behind


@dataclass(frozen=True, slots=True)
class Samples:
    """All of a run."""

    all: tuple[Sample, ...]

    def of(self, tool: str, step: str) -> list[Sample]:
        return [s for s in self.all if s.tool == tool and s.step == step]

    def tools(self) -> list[str]:
        return list(dict.fromkeys(sample.tool for sample in self.all))

    def steps(self) -> list[str]:
        return [step for step in STEPS if any(s.step == step for s in self.all)]

    def median(self, tool: str, step: str, value: Callable[[Sample], float | None]) -> float | None:
        return middle(value(sample) for sample in self.of(tool, step))

    def seconds(self, tool: str, step: str) -> float | None:
        return self.median(tool, step, lambda sample: sample.seconds)

    def is_stale(self, tool: str, step: str) -> bool:
        """Whether a change ever failed to come through."""
        return any(sample.seconds is None for sample in self.of(tool, step))

    def ratio(self, tool: str, step: str, baseline: str) -> float | None:
        """How long a tool takes beside another: the median of what the rounds say, each for itself,
        so that a machine that was busy in one of them was busy for both."""
        ratios = []
        for number in sorted({sample.round for sample in self.all}):
            own, other = (
                middle(s.seconds for s in self.of(name, step) if s.round == number)
                for name in (tool, baseline)
            )
            if own is not None and other:
                ratios.append(own / other)
        return middle(ratios)

    def nearly_worst(self, tool: str, step: str) -> float | None:
        """The 95th percentile of the seconds: with fewer than twenty measurements, the worst."""
        found = sorted(s.seconds for s in self.of(tool, step) if s.seconds is not None)
        return found[min(int(len(found) * 0.95), len(found) - 1)] if found else None


def middle(values: Iterable[float | None]) -> float | None:
    """The median of what is there."""
    known = [value for value in values if value is not None]
    return median(known) if known else None
