"""`digestgen --version`: what a bug report needs to say."""

import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from digestgen import __version__

_EXTRAS = re.compile(r"""extra\s*==\s*['"]([\w-]+)['"]""")


def show(context: click.Context, _: click.Parameter, value: bool) -> None:
    """The callback of --version."""
    if value and not context.resilient_parsing:
        for line in lines():
            click.echo(line)
        context.exit()


option = click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show,
    help="Say what is installed, as a bug report needs it.",
)


def lines() -> Iterator[str]:
    """The version of everything that has a part in what digestgen does."""
    from importlib.metadata import PackageNotFoundError, requires, version

    yield f"digestgen {__version__}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()}) on {platform.platform()}"
    yield f"installed in {Path(__file__).parent}, Python is {sys.executable}"
    try:
        wanted = requires("digestgen") or []
    except PackageNotFoundError:  # a checkout that is run without being installed
        wanted = []
    needed: list[str] = []
    extras: dict[str, list[str]] = {}
    for requirement in wanted:
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        extra = _EXTRAS.search(requirement)
        try:
            said = f"{name} {version(name)}"
        except PackageNotFoundError:
            said = ""
        if extra is not None:
            extras.setdefault(extra[1], []).append(said)
        else:
            needed.append(said or f"{name} absent")
    yield f"with {', '.join(sorted(needed)) or 'unknown packages'}"
    present = [f"{extra} ({', '.join(found)})" for extra, found in extras.items() if all(found)]
    yield f"extras: {', '.join(sorted(present)) or 'none'}"
    from digestgen import plugins

    yield f"plugins: {', '.join(f'{p.name} ({p.package} {p.version})' for p in plugins.installed()) or 'none'}"
