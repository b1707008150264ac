"""The site goes to a host: built, compared with what is there, and only what differs is sent.

`gate` says whether it may go at all, `plan` what has to be done in which order, and a module for each
kind of destination does it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from digestgen import files
from digestgen.config import Config
from digestgen.deploy import plan
from digestgen.deploy.destination import Context, Destination, There
from digestgen.deploy.errors import failed, refused
from digestgen.deploy.plan import Changes
from digestgen.deploy.site import Site
from digestgen.model import Place, Problem
from digestgen.problems import ConfigError, count, nearest
from digestgen.targets import Target, scheme

_SHOWN = 5  # files in the way that are named


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is to be done at one destination."""

    destination: Destination
    site: Site
    there: There
    changes: Changes

    def run(self, progress: Callable[[str], None]) -> None:
        self.destination.apply(self.site, self.there, self.changes, progress)


def choose(settings: Config, name: str | None, config: str) -> Target:
    """The target that was named, or the only one. Raises ConfigError."""
    targets = {target.name: target for target in settings.deploy if target.kind != "host"}
    if not targets:
        message, hint = "there is nowhere to deploy to", "deploy: {public: {to: ../public}}"
    elif name is None and len(targets) > 1:
        message, hint = "there are several targets", f"name one of: {', '.join(targets)}"
    elif name is not None and name not in targets:
        message, hint = f'no target "{name}"', nearest(name, targets)
    else:
        return targets[name] if name is not None else next(iter(targets.values()))
    raise ConfigError(Problem(Place(config), message, hint, code="no-target"))


@contextmanager
def alone(root: Path, target: Target) -> Iterator[None]:
    """One deployment to a target at a time from this machine. Raises DeployError."""
    from filelock import FileLock, Timeout

    cache = _cache(root, target)
    cache.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(cache / "lock", timeout=0):
            yield
    except Timeout:
        raise failed(target.to, "another digestgen deploy is at work there") from None


def _cache(root: Path, target: Target) -> Path:
    return root / files.CACHE / "deploy" / files.digest(target.name.encode())[:12]


def compare(
    site: Site, target: Target, settings: Config, root: Path, again: bool, overwrite: bool
) -> Deployment:
    """Look at a destination; nothing is written there. Raises DeployError where files that are not
    ours are in the way."""
    destination = _destination(target, Context(root, _cache(root, target), settings.title))
    site = destination.extended(site)
    there = destination.look(site)
    changes = plan.changes(site.digests, there.digests, there.ours, again)
    if changes.foreign and not overwrite:
        raise refused(_foreign(target, changes.foreign))
    return Deployment(destination, site, there, changes)


def _destination(target: Target, context: Context) -> Destination:
    """Each kind is imported only where it is used."""
    if target.kind == "git":
        from digestgen.deploy.git import Git

        return Git(target, context)
    if target.kind == "rsync":
        from digestgen.deploy.rsync import Rsync

        return Rsync(target, context)
    if scheme(target.to) in ("", "file"):
        from digestgen.deploy.folder import Folder

        return Folder(target, context)
    from digestgen.deploy.remote import Remote

    return Remote(target, context)


def _foreign(target: Target, paths: tuple[str, ...]) -> list[Problem]:
    found = [
        Problem(
            Place(f"{target.to.rstrip('/')}/{path}"),
            "a file that digestgen did not put there stands in the way",
            "move it away, or --overwrite",
            code="foreign-file",
        )
        for path in paths[:_SHOWN]
    ]
    if len(paths) > _SHOWN:
        message = f"{count(len(paths) - _SHOWN, 'more file')} in the way"
        found.append(Problem(Place(target.to), message, code="foreign-file"))
    return found
