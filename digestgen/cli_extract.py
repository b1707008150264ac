"""What `digestgen extract` does with each file, and how it says so."""

import datetime as dt
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from digestgen import interrupts
from digestgen.model import Problem
from digestgen.problems import json_text, nearest, on_one_line, visible
from digestgen.progress import shown

if TYPE_CHECKING:
    from digestgen.config import Config
    from digestgen.originals import Outcome

Action = Literal["extract", "undo", "refresh", "fill", "explain"]
ALL_FIELDS = "*"  # --fill without a list of fields
_NOTHING = {
    "extract": "nothing to extract: no raw paste here",
    "undo": "nothing to undo: no extracted article here",
    "refresh": "nothing to refresh: no extracted article here",
    "fill": "nothing to fill: no article with front matter of its own here",
    "explain": "nothing to explain: no raw paste here; name the articles",
}
_SAID = {
    "extracted": "extracted",
    "already": "has front matter already",
    "restored": "restored",
    "refreshed": "refreshed",
    "filled": "filled in",
    "unchanged": "nothing new",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; `fields` are those to fill."""

    action: Action
    paths: tuple[Path, ...]
    fields: tuple[str, ...]
    day: str
    jobs: int
    dry_run: bool
    force: bool
    quiet: bool
    as_json: bool  # of explanations


def action_of(undo: bool, refresh: bool, fill: bool, explain: bool) -> Action:
    """The one thing to do. Raises a usage error where the options ask for more."""
    asked: dict[Action, bool] = {
        "refresh": refresh,
        "fill": fill,
        "undo": undo,
        "explain": explain,
    }
    given = [action for action in asked if asked[action]]
    if len(given) > 1:
        names = " and ".join(f"--{name}" for name in given)
        raise click.UsageError(f"{names} do different things to an article: give one of them.")
    return given[0] if given else "extract"


def fields_and_paths(
    fill: str | None, paths: tuple[Path, ...]
) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """The fields that --fill names, none meaning all, and the paths: in `--fill content/x.md` the
    word after the option is a path. Raises a usage error for an unknown field."""
    from digestgen.extract.claims import FIELDS

    if fill is None or fill == ALL_FIELDS:
        return FIELDS, paths
    names = dict.fromkeys(name for part in fill.split(",") if (name := part.strip()))
    unknown = [name for name in names if name not in FIELDS]
    if unknown and Path(fill).exists():
        return FIELDS, (Path(fill), *paths)
    if unknown or not names:
        wrong = unknown[0] if unknown else fill
        message = f'"{wrong}" is no field that extraction fills ({nearest(wrong, FIELDS)})'
        raise click.BadParameter(message, param_hint="--fill")
    return tuple(names), paths


def run(
    root: Path, config: "Config", request: Request, report: Callable[[Iterable[Problem]], None]
) -> bool:
    """Do it to every file; whether all went well."""
    from digestgen import files, originals, refresh
    from digestgen.documents import read_profiles
    from digestgen.extract import broken
    from digestgen.problems import PluginError
    from digestgen.profiles import vocabulary

    if request.action != "undo" and (failures := broken(config.plugins)):
        raise PluginError(*failures)
    find = {
        "extract": originals.raw_files,
        "explain": originals.raw_files,
        "undo": originals.extracted_files,
        "refresh": originals.extracted_files,
        "fill": refresh.filled_files,
    }[request.action]
    chosen, problems = find(root, [Path.cwd() / path for path in request.paths])
    ok = not problems
    report(problems)
    if request.action == "undo" and request.dry_run:
        for path in chosen:
            click.echo(f"{on_one_line(path)}: would be restored")
        return ok
    words = vocabulary(read_profiles(root, config).__getitem__)
    read: dict[str, Any] = {"config": config, "vocabulary": words, "dry_run": request.dry_run}
    work: Callable[[str], Outcome] = {
        "extract": partial(originals.extract_file, root, added=request.day, **read),
        "explain": partial(originals.explain_file, root, config=config, vocabulary=words),
        "undo": partial(originals.undo_file, root, force=request.force),
        "refresh": partial(refresh.refresh_file, root, today=request.day, **read),
        "fill": partial(refresh.fill_file, root, names=request.fields, **read),
    }[request.action]
    explained: list[dict[str, object]] = []
    lock = nullcontext() if request.action == "explain" else files.locked(root)
    # Where each file gets a line on the same terminal, that is progress enough.
    progress = shown(request.quiet or sys.stdout.isatty())
    with (
        lock,
        closing(_outcomes(work, chosen, request.jobs)) as outcomes,
        progress("reading pastes", len(chosen)) as step,
    ):
        for outcome in outcomes:
            step(1)
            ok = ok and outcome.status != "failed"
            report(outcome.problems)
            if outcome.status == "explained" and request.as_json:
                explained.append(_explained(outcome))
            else:
                _say(outcome, request)
    if request.as_json:
        click.echo(json_text(explained))
    if not chosen and ok and not request.quiet:
        click.echo(_NOTHING[request.action], err=True)
    return ok


def _outcomes(
    work: Callable[[str], "Outcome"], paths: Sequence[str], jobs: int
) -> "Generator[Outcome, None, None]":
    """What became of each file, in order. Files have nothing to do with each other, so processes
    may write them side by side; a process finishes the files it has when Ctrl-C stops us."""
    if jobs == 1:
        yield from map(work, paths)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(
        min(jobs, len(paths)) or 1,
        mp_context=get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    ) as executor:
        with interrupts.held():  # until a new process does not heed Ctrl-C any more
            outcomes = executor.map(partial(_in_process, work), paths, chunksize=8)
        yield from outcomes


def _in_process(work: Callable[[str], "Outcome"], path: str) -> "Outcome":
    """Without what would be long to send and is not shown."""
    outcome = work(path)
    return (
        outcome
        if outcome.diff or outcome.status == "explained"
        else replace(outcome, extraction=None)
    )


def _explained(outcome: "Outcome") -> dict[str, object]:
    """What `--explain --format json` says of one file."""
    dropped = outcome.extraction.dropped if outcome.extraction else ()
    return {
        "file": outcome.path,
        "claims": [asdict(reading) for reading in outcome.readings],
        "left_out": [line._asdict() for line in dropped],
    }


def _say(outcome: "Outcome", request: Request) -> None:
    shown = on_one_line(outcome.path)
    if outcome.status == "explained":
        from digestgen.extract.explain import as_text

        click.echo(f"{shown}\n\n{visible(as_text(outcome.readings))}")
        return
    if outcome.diff:
        click.echo(outcome.diff, nl=not outcome.diff.endswith("\n"))
    if outcome.diff and outcome.extraction:
        for line in outcome.extraction.dropped:
            click.echo(f"{shown}:{line.line}: left out ({line.reason}): {on_one_line(line.text)}")
    elif outcome.status != "failed" and not request.quiet:
        said = f"would be {_SAID[outcome.status]}" if outcome.diff else _SAID[outcome.status]
        changed = f": {', '.join(outcome.changed)}" if outcome.changed else ""
        yours = f"; kept yours: {', '.join(outcome.yours)}" if outcome.yours else ""
        click.echo(f"{shown}: {said}{changed}{yours}")
    if outcome.kept:
        click.echo(f"{shown}: your edited article is kept as {on_one_line(outcome.kept)}")


def today(timezone: str) -> dt.date:
    """Today where the digest is edited."""
    from zoneinfo import ZoneInfo

    return dt.datetime.now(ZoneInfo(timezone)).date()


def added_day(day: str | None, timezone: str) -> str:
    """A day given on the command line, else today."""
    if day is None:
        return today(timezone).isoformat()
    try:
        return dt.date.fromisoformat(day).isoformat()
    except ValueError:
        message = f'"{day}" is not a date (use 2026-02-28)'
        raise click.BadParameter(message, param_hint="--added") from None
