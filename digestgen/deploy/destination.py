"""What every kind of destination does: it is looked at, and then it is changed.

Those that take one file after the other share how: our list there is written before the first file,
now and then on the way, and at the end, so that it always names every file of ours.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from digestgen.deploy import manifest
from digestgen.deploy.manifest import Sent
from digestgen.deploy.plan import Changes
from digestgen.deploy.site import Site
from digestgen.targets import Target

Progress = Callable[[str], None]
"""Called with the path of each file that has been sent or removed."""
CHECKPOINT = 200  # files after which our list at the destination is written again


@dataclass(frozen=True, slots=True)
class Context:
    """What a destination needs to know of the digest: its folder, a folder in the cache that is the
    destination's own, the digest's title."""

    root: Path
    cache: Path
    title: str


@dataclass(frozen=True, slots=True)
class There:
    """What was found. `digests` are of every file that matters, "" where it is not known what is
    in it; `sent` is our list."""

    digests: Mapping[str, str]
    sent: Mapping[str, Sent]
    noted: bytes | None  # our list as it stands there

    @property
    def ours(self) -> Collection[str]:
        return self.sent.keys()


class Destination(Protocol):
    def __init__(self, target: Target, context: Context) -> None: ...

    def extended(self, site: Site) -> Site:
        """The site with the files that this destination adds."""

    def look(self, site: Site) -> There:
        """What is there; nothing is written."""

    def apply(self, site: Site, there: There, changes: Changes, progress: Progress) -> None:
        """Do it."""


class Gradual(ABC):
    """A destination that takes one file after the other."""

    @abstractmethod
    def send(self, site: Site, paths: Collection[str]) -> Iterator[str]:
        """Write files, side by side if that helps; yields each when it is there."""

    @abstractmethod
    def remove(self, paths: Collection[str]) -> Iterator[str]:
        """Remove files, and the folders that they leave empty; yields each when it is gone."""

    @abstractmethod
    def note(self, data: bytes) -> None:
        """Write our list."""

    def extended(self, site: Site) -> Site:
        return site

    def apply(self, site: Site, there: There, changes: Changes, progress: Progress) -> None:
        sent = _known(site, there)
        for kind in ("new", "changed"):
            sent |= {path: Sent() for path in changes.paths(kind)}
        before = manifest.encode(sent)
        if before != there.noted:
            self.note(before)
        if not changes.steps:
            return
        try:
            for count, path in enumerate(self._work(site, changes, sent), 1):
                progress(path)
                if count % CHECKPOINT == 0:
                    self.note(manifest.encode(sent))
        except BaseException:
            with suppress(Exception):  # as it stands, it is right; it only says less
                self.note(manifest.encode(sent))
            raise
        self.note(manifest.encode(sent))

    def _work(self, site: Site, changes: Changes, sent: dict[str, Sent]) -> Iterator[str]:
        for step in changes.steps:
            if step.kind == "removed":
                for path in self.remove(step.paths):
                    del sent[path]
                    yield path
            else:
                for path in self.send(site, step.paths):
                    sent[path] = Sent(site.digests[path], site.size(path))
                    yield path


def _known(site: Site, there: There) -> dict[str, Sent]:
    """Our list as it should have been: files that are gone are off it, and those that hold exactly
    what we would write are on it, whoever wrote them."""
    sent = {path: sent for path, sent in there.sent.items() if path in there.digests}
    for path, digest in site.digests.items():
        if there.digests.get(path) == digest:
            sent[path] = Sent(digest, site.size(path))
    return sent


def compared(
    site: Site,
    sizes: Mapping[str, int],
    sent: Mapping[str, Sent],
    read: Callable[[str], bytes | None],
) -> dict[str, str]:
    """The digests of files that a listing found: from our list where the size agrees; a file that is
    not ours, and that could be what we would write, is read."""
    from digestgen import files

    found = {}
    for path, size in sizes.items():
        known = sent.get(path)
        found[path] = known.digest if known is not None and known.size == size else ""
        if known is None and path in site.digests and site.size(path) == size:
            found[path] = files.digest(read(path) or b"")
    return found


def concurrently(work: Callable[[str], None], paths: Iterable[str], workers: int) -> Iterator[str]:
    """Each path once `work` is done with it. When one fails, those not begun are left."""
    if workers == 1:
        for path in paths:
            work(path)
            yield path
        return
    from concurrent.futures import ThreadPoolExecutor, as_completed

    with ThreadPoolExecutor(workers) as executor:
        futures = {executor.submit(work, path): path for path in paths}
        try:
            for future in as_completed(futures):
                future.result()
                yield futures[future]
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise
