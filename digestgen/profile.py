"""`build --profile`: where the time of a build went, by stage, template and page."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digestgen.pages.page import Page
    from digestgen.render import Job, Layouts

_SLOWEST = 10  # pages listed


@dataclass(slots=True)
class Profile:
    """Seconds by stage; by page its template and seconds."""

    stages: dict[str, float] = field(default_factory=dict)
    pages: dict[str, tuple[str, float]] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> None:
        """What passed since the last lap, or since there is a profile, was spent on this stage."""
        now = time.perf_counter()
        self.stages[stage] = self.stages.get(stage, 0) + now - self._last
        self._last = now

    def render(
        self, pages: "Sequence[Page]", layouts: "Layouts", jobs: "Sequence[Job]"
    ) -> list[bytes]:
        """Render here, page by page, and note how long each took."""
        from digestgen.render import render_batch

        self.lap("prepare")
        made: list[bytes] = []
        for page, job in zip(pages, jobs, strict=True):
            started = time.perf_counter()
            made += render_batch(layouts, [job])
            self.pages[page.path] = (job.template, time.perf_counter() - started)
        self.lap("render")
        return made

    def lines(self) -> Iterator[str]:
        """What to show, widest first."""
        total = sum(self.stages.values())
        yield f"{'stage':<32}{'ms':>10}{'%':>6}"
        for stage, seconds in sorted(self.stages.items(), key=lambda item: -item[1]):
            yield f"{stage:<32}{seconds * 1000:>10.1f}{100 * seconds / (total or 1):>6.0f}"
        if not self.pages:
            return
        by_template: dict[str, list[float]] = {}
        for what, seconds in self.pages.values():
            by_template.setdefault(what, []).append(seconds)
        yield ""
        yield f"{'template':<32}{'ms':>10}{'pages':>8}{'ms each':>10}"
        for what, times in sorted(by_template.items(), key=lambda item: -sum(item[1])):
            spent = sum(times) * 1000
            yield f"{what:<32}{spent:>10.1f}{len(times):>8}{spent / len(times):>10.2f}"
        yield ""
        yield "slowest pages (the first of a template also pays for loading it)"
        slowest = sorted(self.pages.items(), key=lambda item: -item[1][1])[:_SLOWEST]
        for path, (what, seconds) in slowest:
            yield f"{seconds * 1000:>10.1f} ms  {path} ({what})"
