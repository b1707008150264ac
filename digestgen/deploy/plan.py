"""What has to be done at a destination, and in which order. Pure.

First all that is new, then what changed, and what is gone comes off last. Until the second step no
page that a reader can reach links to a new one; from there on every page, old or new, finds all it
links to, because nothing is missing yet; and at last nothing that remains links to what goes. So
there is no moment with a dead link, wherever a deployment stops. Within a step, what pages need comes
before them and what lists them after them. (A file that stands where a new one needs a folder, or the
other way round, has to go first.)
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from digestgen.model import TAXONOMIES

Kind = Literal["new", "changed", "removed"]
ASSETS, PAGES, LISTS, ENTRANCES = range(4)
_FOLDERS_OF_ASSETS = {"assets", "pictures", "theme"}
_SEARCH_BY_HASH = (".pf_fragment", ".pf_index", ".pf_meta", ".pf_filter", ".pagefind")


@dataclass(frozen=True, slots=True)
class Step:
    """Files that may be written or removed side by side; each step waits for the one before."""

    kind: Kind
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    steps: tuple[Step, ...]
    unchanged: int
    foreign: tuple[str, ...]  # files in the way that we did not put there

    def paths(self, kind: Kind) -> list[str]:
        return [path for step in self.steps if step.kind == kind for path in step.paths]


def changes(
    site: Mapping[str, str], there: Mapping[str, str], ours: Collection[str], again: bool = False
) -> Changes:
    """`site` and `there` map paths to digests, "" where nobody knows what is in a file; `ours` are
    the paths there that we wrote. `again` sends what has not changed, too."""
    new = {path for path in site if path not in there}
    changed = {path for path in site if path in there and (again or site[path] != there[path])}
    removed = {path for path in ours if path not in site and path in there}
    folders = {folder for path in new for folder in _above(path)}
    displaced = {p for p in removed if p in folders or any(one in new for one in _above(p))}
    steps = [
        *_steps("removed", displaced, reverse=True),
        *_steps("new", new),
        *_steps("changed", changed),
        *_steps("removed", removed - displaced, reverse=True),
    ]
    others = {path for path in there if path not in ours}
    foreign = {path for path in changed & others if site[path] != there[path]}
    foreign |= {path for path in others if path in folders}  # a file where a folder must come
    foreign |= {path for path in others if any(one in new for one in _above(path))}
    return Changes(tuple(steps), len(site) - len(new) - len(changed), tuple(sorted(foreign)))


def rank(path: str) -> int:
    """ASSETS, PAGES, LISTS or ENTRANCES: what a file is for readers."""
    first, *rest = path.split("/")
    if first in _FOLDERS_OF_ASSETS or path.endswith(_SEARCH_BY_HASH):
        return ASSETS
    if first == "search" or not rest or rest[-1].startswith(("feed.", "sitemap")):
        return ENTRANCES
    is_term = first in TAXONOMIES and len(rest) > 1 and rest[0] != "letter"
    return PAGES if first == "articles" or is_term else LISTS


def _steps(kind: Kind, paths: Collection[str], reverse: bool = False) -> Iterator[Step]:
    ordered = sorted(paths, key=lambda path: (-rank(path) if reverse else rank(path), path))
    for _, group in groupby(ordered, rank):
        yield Step(kind, tuple(group))


def _above(path: str) -> Iterator[str]:
    """The folders that a file is in."""
    parts = path.split("/")
    return ("/".join(parts[:n]) for n in range(1, len(parts)))
