"""Layouts over the theme: which source each template name has, what it reaches, and its digest.

A file in the digest's `layouts/` shadows the theme's file of the same name. The digest of a template
covers every template it reaches, present or absent, so shadowing one and removing the shadow both
count as changes. A catalog in the digest's `layouts/locale/` goes before the theme's message by message.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from digestgen import files, layouts, translations
from digestgen.appearance import Appearance
from digestgen.layouts import LayoutFiles
from digestgen.model import Place, Problem
from digestgen.problems import TemplateError
from digestgen.translations import Catalog, Messages

STATIC = "static/"
STYLESHEET = "style.css"
ORIGINAL = "theme/"
"""What precedes the name of the theme's own template, for a layout that extends what it shadows."""
_SUFFIXES = (".html", ".xml", ".json", ".txt")


@dataclass(frozen=True, slots=True)
class Theme:
    """Template sources by name, and static files by name with their bytes; `digest` covers all.
    `catalogs` are (name, .po file) pairs, those of the digest before those of the theme; `own` are the
    names of the digest's layouts."""

    sources: Mapping[str, str]
    static: Mapping[str, bytes]
    digest: str
    catalogs: tuple[tuple[str, bytes], ...] = ()
    own: frozenset[str] = frozenset()

    def styled(self, appearance: Appearance) -> "Theme":
        """The theme with the digest's options after its stylesheet."""
        css = appearance.css()
        if not css or STYLESHEET not in self.static:
            return self
        whole = self.static[STYLESHEET] + b"\n/* digest.yaml */\n" + css
        return replace(self, static={**self.static, STYLESHEET: whole})

    def extended(self, sources: Mapping[str, str]) -> "Theme":
        """The theme with templates of plugins under its own and the digest's."""
        if not sources:
            return self
        parts = [f"{name}\0{source}" for name, source in sorted(sources.items())]
        digest = files.digest("\n".join([self.digest, *parts]).encode())
        return replace(self, sources={**sources, **self.sources}, digest=digest)

    def messages(self, language: str) -> Messages:
        """The words of a language, from those of the catalogs that are for it."""
        wanted = {name.lower() for name in translations.names(language)}
        chosen = [(name, data) for name, data in self.catalogs if name.lower() in wanted]
        return translations.choose(
            language, [(name, _catalog(name, data)) for name, data in chosen]
        )

    def asset_hrefs(self) -> dict[str, str]:
        """/theme/style.<hash>.css by "style.css": a changed file gets a new address."""
        return {name: _fingerprinted(name, data) for name, data in sorted(self.static.items())}


def load(root: Path) -> Theme:
    """Every layout file of the digest at `root`, the theme's under it. Raises TemplateError for a
    template that is not UTF-8."""
    return made_of(layouts.read(root))


def made_of(found: LayoutFiles) -> Theme:
    """The theme that these files are. Raises TemplateError as `load` does."""
    theme, own = found.theme, found.own
    sources: dict[str, str] = {}
    static: dict[str, bytes] = {}
    for name, data in sorted({**theme, **own}.items()):
        if name.startswith(STATIC):
            _check_name(name)
            static[name.removeprefix(STATIC)] = data
        elif name.endswith(_SUFFIXES):
            try:
                sources[name] = data.decode().replace("\r\n", "\n")
            except UnicodeDecodeError:
                place = Place(f"{files.LAYOUTS}/{name}")
                raise TemplateError(Problem(place, "not UTF-8 text", code="template")) from None
    if own != theme:
        # A layout extends the template that it shadows under this name.
        for name, data in theme.items():
            if name in own and name.endswith(_SUFFIXES):
                sources[ORIGINAL + name] = data.decode().replace("\r\n", "\n")
    catalogs = [
        (name, data)
        for layer in found.layers
        for name, data in sorted(layer.items())
        if name.startswith(translations.LOCALE) and name.endswith(translations.SUFFIX)
    ]
    return Theme(sources, static, found.digest, tuple(catalogs), frozenset(own))


@lru_cache(maxsize=64)
def _catalog(name: str, data: bytes) -> Catalog:
    """The catalog in a .po file. Raises TemplateError for a broken one."""
    catalog, problems = translations.read(data, name, f"{files.LAYOUTS}/{name}")
    if problems:
        raise TemplateError(*problems)
    return catalog


def _check_name(name: str) -> None:
    from digestgen.names import url_path

    try:
        url_path(name)
    except ValueError:
        place = Place(f"{files.LAYOUTS}/{name}")
        message = "a name that some file system or address can't hold"
        raise TemplateError(
            Problem(place, message, "rename it: letters, digits, - _ .", code="template")
        ) from None


def closures(theme: Theme, compiled: str = "") -> dict[str, str]:
    """The digest of each template with everything it reaches; what Jinja makes of them is kept in the
    folder `compiled`, as `render.Layouts` has it. Raises TemplateError with file and line for every
    template that can't be compiled, and for a broken catalog of any language."""
    from jinja2 import TemplateSyntaxError

    from digestgen.environment import keep
    from digestgen.render import environment

    for name, data in theme.catalogs:
        _catalog(name, data)
    made = environment(theme.sources)
    references: dict[str, tuple[str, ...]] = {}
    problems = []
    for name, source in theme.sources.items():
        try:
            tree = made.parse(source, name)
            references[name] = _references(tree, theme, name)
            code = made.compile(tree, name)
        except TemplateSyntaxError as error:
            place = Place(f"{files.LAYOUTS}/{name}", error.lineno)
            problems.append(Problem(place, str(error.message), code="template"))
        else:
            if compiled:
                keep(compiled, made, name, source, code)
    if problems:
        raise TemplateError(*problems)

    @cache
    def reached(name: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting.extend(references.get(one, ()))
        return frozenset(seen)

    digests = {name: files.digest(source.encode()) for name, source in theme.sources.items()}
    return {
        name: files.digest(
            "\n".join(
                f"{one}\0{digests.get(one, 'absent')}" for one in sorted(reached(name))
            ).encode()
        )
        for name in theme.sources
    }


def _references(tree: object, theme: Theme, name: str) -> tuple[str, ...]:
    """What a template names in extends, include and import; one that computes a name could reach
    any template, so it depends on all of them."""
    from jinja2 import meta, nodes

    assert isinstance(tree, nodes.Template)
    found = list(meta.find_referenced_templates(tree))
    return tuple(theme.sources) if None in found else tuple(n for n in found if n)


def _fingerprinted(name: str, data: bytes) -> str:
    from digestgen.urls import href

    stem, dot, suffix = name.rpartition(".")
    if not re.fullmatch(r"\.?\w{1,8}", dot + suffix):
        stem, dot, suffix = name, "", ""
    return href("theme", f"{stem}.{files.digest(data)[:8]}{dot}{suffix}")
