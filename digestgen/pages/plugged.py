"""Kinds of pages that plugins add, each below an address of its own: /NAME/… or /NAME.suffix.

A plugin is asked for its pages in every build that finds something changed, so it need not say what
follows from what: its plan is a pure function of the values it asks for, like every other. What fails in
it costs its own pages, those of its plan or one alone, and a Problem.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TypeVar

from digestgen import plugins, scan
from digestgen.catalog import DatabaseError
from digestgen.documents import RESERVED_ADDRESSES
from digestgen.files import LAYOUTS
from digestgen.layouts import theme_folder
from digestgen.names import url_path
from digestgen.pages.page import Given, Kind, Page
from digestgen.plugins import PAGES, Plugin
from digestgen.problems import PluginError, TemplateError
from digestgen.render import Job
from digestgen.templates import Theme
from digestgen.values.store import Values

T = TypeVar("T")
SUBJECT = "plugin"
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_SUFFIXES = (".html", ".xml", ".json", ".txt")  # of templates


@dataclass(frozen=True, slots=True)
class PageKind:
    """What an entry point of the group `digestgen.pages` names.

    `plan` gives the pages that exist now, each with its path and the names of the values it reads;
    `read` gives the value of a name. `build` makes a page's job of the values that it declared.
    `template` is a Jinja template's source; a file of its name in `layouts/` goes before it."""

    plan: Callable[[Callable[[str], object]], Iterable[Page]]
    build: Callable[[Page, Given], Job]
    template: str
    suffix: str = ".html"  # of the template: it is NAME.html


def kinds(names: tuple[str, ...]) -> dict[str, Kind]:
    """The kinds of pages of these plugins, by name; those that can't be loaded are left out."""
    return {
        plugin.name: Kind(
            _template(plugin, kind),
            kind.build,
            version=plugins.fingerprint((plugin.name,), PAGES),
        )
        for plugin, kind in _usable(names)
    }


def sources(names: tuple[str, ...]) -> dict[str, str]:
    """Their templates, by file name."""
    return {_template(plugin, kind): kind.template for plugin, kind in _usable(names)}


def _usable(names: tuple[str, ...]) -> Iterator[tuple[Plugin, PageKind]]:
    """Those of the plugins that can be loaded."""
    for plugin in plugins.used(names, PAGES):
        with suppress(PluginError):
            yield plugin, _loaded(plugin)


def subjects(names: tuple[str, ...]) -> set[str]:
    return {f"{SUBJECT}:{plugin.name}" for plugin in plugins.used(names, PAGES)}


def plan(values: Values, name: str) -> list[Page]:
    """The pages of a plugin, none of one that the digest no longer names. Raises PluginError."""
    wanted = (name,) if name in values.config.plugins else ()
    for plugin in plugins.used(wanted, PAGES):
        kind = _loaded(plugin)
        what = "can't say which pages there are"
        return _guarded(plugin, what, partial(_plan, kind, name, values))
    return []


def guarded(page: Page, theme: Theme, make: Callable[[], T]) -> T:
    """What `make` makes of a plugin's page. Raises PluginError, whatever goes wrong, but TemplateError
    where it does so in a layout of the digest's: that is its editor's to mend. The theme's layouts do
    for all other pages, so an error in one of them is about what the plugin gave it."""
    (plugin,) = plugins.used((page.kind,), PAGES)
    return _guarded(plugin, f"can't make {page.path}", make, theme.own)


def _guarded(plugin: Plugin, what: str, make: Callable[[], T], layouts: Collection[str] = ()) -> T:
    try:
        return make()
    except DatabaseError:  # of a value that was read: the machine's fault
        raise
    except Exception as error:
        if isinstance(error, TemplateError):
            places = {problem.place.path for problem in error.problems}
            if not places.isdisjoint(f"{LAYOUTS}/{name}" for name in layouts):
                raise
        raise PluginError(plugins.problem(plugin, what, error)) from error


def _plan(kind: PageKind, name: str, values: Values) -> list[Page]:
    subject = f"{SUBJECT}:{name}"
    found: dict[str, Page] = {}
    for page in kind.plan(values.get):
        if not isinstance(page, Page):
            raise TypeError(f"{page!r} is no Page")
        if not page.path.startswith((f"{name}/", f"{name}.")) or not _is_address(page.path):
            raise ValueError(f'its pages are {name}/… or {name}.…, not "{page.path}"')
        if page.path in found:
            raise ValueError(f"two pages are {page.path}")
        for value in page.reads:
            values.digest(value)  # an unknown name is a mistake here, not halfway through a build
        found[page.path] = replace(page, kind=name, subject=subject)
    return list(found.values())


def _is_address(path: str) -> bool:
    try:
        return url_path(path) in (path, path.removesuffix("/index.html"))
    except ValueError:
        return False


def _template(plugin: Plugin, kind: PageKind) -> str:
    return plugin.name + kind.suffix


@cache
def _loaded(plugin: Plugin) -> PageKind:
    """Raises PluginError for what can't be loaded, is no PageKind or has a template that is none."""
    from digestgen.render import environment

    kind = plugins.load(plugin)
    if not isinstance(kind, PageKind):
        raise PluginError(plugins.problem(plugin, "is no PageKind"))
    if not _NAME.fullmatch(plugin.name):
        raise PluginError(plugins.problem(plugin, f"can't have its pages at /{plugin.name}/"))
    if plugin.name in _taken():
        raise PluginError(plugins.problem(plugin, "has the name of a page or template of the site"))
    if kind.suffix not in _SUFFIXES:
        wanted = ", ".join(_SUFFIXES)
        raise PluginError(plugins.problem(plugin, f"needs a template that ends in {wanted}"))
    compiled = _template(plugin, kind)
    _guarded(
        plugin,
        "has a broken template",
        lambda: environment({}).compile(kind.template, compiled, compiled),
    )
    return kind


@cache
def _taken() -> frozenset[str]:
    """Names that the site's own pages go by: their addresses, their kinds, the theme's files."""
    from digestgen import pages

    shipped = {re.split("[/.]", path)[0] for path in scan.walk(theme_folder())}
    return frozenset({*RESERVED_ADDRESSES, *pages.KINDS, *pages.COPIED, *shipped})
