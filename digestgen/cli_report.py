"""What the terminal says of a build, and of what went wrong."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digestgen.build import Report
    from digestgen.model import Problem


def heed(context: click.Context, option: click.Parameter, value: bool) -> None:
    """-q and -v after the command's name, where people type them too."""
    if value and option.name:
        setattr(context.obj, option.name, True)


def built(report: "Report", indexed: str, quiet: bool, verbose: bool) -> None:
    """Print what a build came to, and its search index."""
    from digestgen.problems import on_one_line

    print_problems(report.problems)
    if verbose:
        lines = [f"wrote {path}" for path in report.written]
        for line in (*lines, *(f"removed {path}" for path in report.removed)):
            click.echo(on_one_line(line), err=True)
    if not quiet:
        for notice in report.notices:
            click.echo(notice, err=True)
        click.echo(summary(report), err=True)
        if indexed:
            click.echo(indexed, err=True)


def summary(report: "Report") -> str:
    """One line: what a build came to."""
    from digestgen.problems import count

    errors = sum(problem.severity == "error" for problem in report.problems)
    warnings = len(report.problems) - errors
    parts = [f"{report.pages} files, {len(report.written)} written"]
    if report.removed:
        parts.append(f"{len(report.removed)} removed")
    if errors:
        parts.append(count(errors, "error"))
    if warnings:
        parts.append(count(warnings, "warning"))
    return f"{_shown(report.output)}: {', '.join(parts)} in {report.seconds:.2f} s"


def _shown(folder: Path) -> str:
    """A folder as it would be typed from here."""
    here = Path.cwd()
    return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)


def print_problems(found: "Iterable[Problem]") -> None:
    """Print problems on stderr, one after another."""
    from digestgen import problems

    for problem in found:
        color = "red" if problem.severity == "error" else "yellow"
        click.secho(problems.line(problem), fg=color, err=True)
