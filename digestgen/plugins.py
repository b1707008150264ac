"""Plugins: what other packages add to digestgen, found through their entry points.

`digest.yaml` names those that a digest uses; what else is installed changes nothing, so the same digest
gives the same bytes on every machine. The contract is in docs/plugins.md, entry points are those of
https://packaging.python.org/en/latest/specifications/entry-points/.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from digestgen.model import CONFIG_FILE, Place, Problem
from digestgen.problems import PluginError, nearest

# importlib.metadata takes longer to load than a build with nothing to do, and most digests use no plugin.
if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ANNOTATORS = "digestgen.annotators"
PAGES = "digestgen.pages"
GROUPS = (ANNOTATORS, PAGES)
OWN = {"nlp": "digestgen.extract.nlp:annotate"}
"""Annotators that come with digestgen, as an entry point names them; engines use them."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """One entry point, and the package that it is from."""

    name: str
    group: str
    target: str  # "package.module:object"
    package: str
    version: str

    def __str__(self) -> str:
        return f'"{self.name}" ({self.package} {self.version})'


@cache
def installed() -> tuple[Plugin, ...]:
    """Every plugin on Python's path, by name. What is installed while a process runs is for the next."""
    from importlib.metadata import entry_points

    found = {_plugin(point) for group in GROUPS for point in entry_points(group=group)}
    return tuple(sorted(found, key=lambda p: (p.name, p.group, p.package, p.version)))


def _plugin(point: "EntryPoint") -> Plugin:
    package, version = (point.dist.name, point.dist.version) if point.dist else ("", "")
    return Plugin(point.name, point.group, point.value, package, version)


def trouble(name: str) -> tuple[str, str] | None:
    """Message and hint where a name in `digest.yaml` is that of no plugin, or of two."""
    named = [plugin for plugin in installed() if plugin.name == name]
    packages = sorted({f"{plugin.package} {plugin.version}" for plugin in named})
    if len(packages) > 1:
        return f'the plugin "{name}" is in {" and in ".join(packages)}', "uninstall one of them"
    if named:
        return None
    known = {plugin.name for plugin in installed()}
    hint = nearest(name, known) if known else "pip install the package that it comes from"
    return f'no plugin "{name}" is installed', hint


def used(names: tuple[str, ...], group: str) -> tuple[Plugin, ...]:
    """Those of the installed plugins that have these names, in the order of the names."""
    if not names:
        return ()
    at = {plugin.name: plugin for plugin in installed() if plugin.group == group}
    return tuple(at[name] for name in names if name in at)


def versions(names: tuple[str, ...], group: str) -> tuple[str, ...]:
    """What results depend on, for the record of an extraction: 'ships (digestgen-ships 1.0)'."""
    return tuple(f"{p.name} ({p.package} {p.version})" for p in used(names, group))


@cache
def fingerprint(names: tuple[str, ...], group: str = "") -> str:
    """Changes with the plugins of these names: their versions, and the code of one that is being
    written. "" for no names. Stays the same as long as the process, which holds the code it loaded."""
    parts = []
    for one in (group,) if group else GROUPS:
        for plugin in used(names, one):
            parts.append(f"{one} {plugin} {plugin.target}")
            parts += _code(plugin.target)
    return "\n".join(parts)


def _code(target: str) -> list[str]:
    """Stat signatures of the Python files behind an entry point, found without importing them."""
    from importlib.util import find_spec

    try:
        spec = find_spec(target.partition(":")[0].partition(".")[0].strip())
    except (ImportError, ValueError):
        return []
    if spec is None:
        return []
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    paths = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    stats = [(path, path.stat()) for path in paths or [Path(spec.origin or "")] if path.is_file()]
    return [f"{path.name}:{stat.st_size}:{stat.st_mtime_ns}" for path, stat in stats]


@cache
def load(plugin: Plugin) -> object:
    """The object that an entry point names. Raises PluginError."""
    from importlib.metadata import EntryPoint

    try:
        return EntryPoint(plugin.name, plugin.target, plugin.group).load()
    except (Exception, SystemExit) as error:
        raise PluginError(problem(plugin, "can't be loaded", error)) from error


def own(name: str) -> Plugin:
    """A plugin that comes with digestgen, behind the same door as all others."""
    return Plugin(name, ANNOTATORS, OWN[name], "digestgen", "")


def problem(plugin: Plugin, what: str, error: BaseException | None = None) -> Problem:
    """A plugin's mistake, for the people who use it: they can't mend it, but leave it out or write to
    its author."""
    said = f": {type(error).__name__}: {error}" if error is not None else ""
    return Problem(
        Place(CONFIG_FILE),
        f"the plugin {plugin} {what}{said}",
        f'without it: take "{plugin.name}" out of plugins:',
        code="plugin",
    )
