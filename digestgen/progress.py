"""How far long work has come, on a terminal: a bar on stderr that is gone when the work is done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from digestgen import interrupts

Step = Callable[[int], None]
"""To be called with how many more are done; also hears of a Ctrl-C that was lost."""
Progress = Callable[[str, int], AbstractContextManager[Step]]
"""Given what is done and how many there are in all."""

_LONG = 200  # fewer are done before a bar could be read


@contextmanager
def silent(label: str, total: int) -> Iterator[Step]:
    """No bar."""
    yield lambda count: interrupts.ask()


@contextmanager
def bar(label: str, total: int) -> Iterator[Step]:
    """A bar."""
    import click

    steps = max(1, total // 100)  # drawing takes longer than many a page
    try:
        with click.progressbar(
            length=total, label=label, file=sys.stderr, update_min_steps=steps
        ) as drawn:

            def step(count: int) -> None:
                drawn.update(count)
                interrupts.ask()

            yield step
    finally:
        sys.stderr.write("\x1b[1A\x1b[2K")  # the line above, where the bar ended
        sys.stderr.flush()


def shown(quiet: bool) -> Progress:
    """Bars for what is long, where somebody sees them."""
    if quiet or not sys.stderr.isatty():
        return silent
    return lambda label, total: (bar if total >= _LONG else silent)(label, total)
