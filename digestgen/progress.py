"""How far long work has come, on a terminal: a bar on stderr that is gone when the work is done."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from digestgen import interrupts

Step = Callable[[int], None]
"""To be called with how many more are done; also hears of a Ctrl-C that was lost."""
Progress = Callable[[str, int], AbstractContextManager[Step]]
"""Given what is done and how many there are in all."""

_LONG = 200  # fewer are done before a bar could be read
_WIDTH = 30  # characters of a bar where there is room, and a third of it at least
_ERASE = "\r\x1b[2K\x1b[?25h"  # the line; and the cursor is seen again


@contextmanager
def silent(label: str, total: int) -> Iterator[Step]:
    """No bar."""
    yield lambda count: interrupts.ask()


@contextmanager
def bar(label: str, total: int) -> Iterator[Step]:
    """A bar on one line of the terminal, which it leaves as it was."""
    import click

    drawn: Any = click.progressbar(
        length=total,
        file=sys.stderr,
        update_min_steps=max(1, total // 100),  # drawing takes longer than many a page
        **_fitting(label, _columns()),
    )

    def step(count: int) -> None:
        drawn.update(count)
        interrupts.ask()

    # Not as a context manager: that ends the line, and what is below a terminal's last line scrolls.
    drawn.render_progress()
    try:
        yield step
    finally:
        sys.stderr.write(_ERASE)
        sys.stderr.flush()


def _fitting(label: str, columns: int) -> dict[str, Any]:
    """What `click.progressbar` takes for a line that wraps nowhere: a narrow one says less."""
    width = columns - len(f"{label}  []  100%  1d 00:00:00 ")
    if width >= _WIDTH // 3:
        line = {"bar_template": "%(label)s  [%(bar)s]  %(info)s", "width": min(width, _WIDTH)}
        return {"label": label, **line}
    cut = label[: max(0, columns - len(" 100% "))]
    return {"label": cut, "bar_template": "%(label)s %(info)s", "width": 1, "show_eta": False}


def _columns() -> int:
    """How wide the terminal is; many a one that doesn't say says 0."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except OSError:
        return 80


def shown(quiet: bool) -> Progress:
    """Bars for what is long, where somebody sees them and the terminal can take them back."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return silent
    return lambda label, total: (bar if total >= _LONG else silent)(label, total)
