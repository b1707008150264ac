"""`digest.yaml` -> Config: every key checked, with its place in the file.

Precedence: flag or its `DIGESTGEN_*` environment variable > `digest.yaml` > default.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen import appearance, engines, images, nodes, plugins, targets
from digestgen.appearance import PAPER, READABLE, Appearance, colour, contrast, for_dark
from digestgen.model import CONFIG_FILE, TAXONOMIES, Place, Problem, Rights
from digestgen.names import slugify
from digestgen.problems import ConfigError, nearest

FILE = CONFIG_FILE
OUTPUTS = (
    "articles", *TAXONOMIES, "years", "indexes", "editions", "archive", "quotes", "home", "feeds",
    "term_feeds", "sitemap", "pages", "redirects", "search",
)  # fmt: skip
"""Page kinds that `outputs:` chooses from; 404.html, assets and the theme are always made."""
RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"}


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that `digest.yaml` says, defaults filled in. Field names are its keys."""

    title: str = "News digest"
    id: str = ""
    description: str = ""
    base_url: str = ""  # "" or an absolute URL that ends in "/"
    language: str = "en"
    timezone: str = "UTC"
    edition: str = "daily"
    edition_by: str = "date"
    extract: str = "rules"  # the engine
    plugins: tuple[str, ...] = ()  # names, each once
    taxonomies: tuple[str, ...] = TAXONOMIES
    outputs: tuple[str, ...] = OUTPUTS
    min_articles: int = 1
    rights: Rights | None = None
    rights_by_source: tuple[tuple[str, Rights], ...] = ()
    canonical: str = "page"
    image_widths: tuple[int, ...] = ()
    feeds: bool = True
    ignore: tuple[str, ...] = ()
    navigation: tuple[tuple[str, str], ...] = ()  # (label, href)
    theme: Appearance = field(default_factory=Appearance)
    deploy: tuple[targets.Target, ...] = ()
    portable: bool = False  # a flag only
    drafts: bool = False  # a flag only
    warnings: tuple[Problem, ...] = ()  # what the file may say but had better not

    @property
    def direction(self) -> str:
        return "rtl" if self.language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def load(root: Path, name: str = FILE) -> Config:
    """The configuration of the digest at `root`, in the file `name` there. Raises ConfigError with
    every problem found."""
    return parse(read(root, name), name)


def read(root: Path, name: str = FILE) -> bytes:
    """The bytes of the configuration file. Raises ConfigError."""
    try:
        return (root / name).read_bytes()
    except FileNotFoundError:
        raise _error(Place(name), "no digest here", "digestgen new DIR makes one") from None
    except OSError as error:
        raise _error(Place(name), error.strerror or str(error)) from None


def under_flags(config: Config, base_url: str | None, portable: bool, drafts: bool) -> Config:
    """The configuration under what the command line says; an address that is None was not given."""
    if base_url is not None:
        given = _base_url(base_url, Place("--base-url")) if base_url else ""
        config = replace(config, base_url=given)
    return replace(config, portable=portable, drafts=drafts)


def parse(data: bytes, name: str = FILE) -> Config:
    """Config from the bytes of a `digest.yaml`. Raises ConfigError."""
    try:
        mapping = nodes.read_yaml(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _error(Place(name, line), "not UTF-8 text", "save the file as UTF-8") from None
    except nodes.YamlError as error:
        raise ConfigError(replace(error.problem, code="config")) from None
    reader = _Reader(name)
    values: dict[str, object] = {}
    for key, value in mapping.value:
        name = key.value if isinstance(key, ScalarNode) else ""
        if name not in _KEYS:
            reader.problem(key, f'unknown key "{name}"', nearest(name, _KEYS))
        elif name in values:
            reader.problem(key, f'"{name}" is given twice', "keep one of them")
        else:
            values[name] = None if nodes.is_null(value) else _KEYS[name](reader, value)
    if reader.problems:
        raise ConfigError(*reader.problems)
    rights = values.pop("rights", None)
    config = Config(**{k: v for k, v in values.items() if v is not None})  # type: ignore[arg-type]
    if isinstance(rights, tuple):
        config = replace(config, rights=rights[0], rights_by_source=rights[1])
    config = replace(config, warnings=tuple(reader.warnings))
    return config if config.id else replace(config, id=slugify(config.title))


def _error(where: Place, message: str, hint: str = "") -> ConfigError:
    return ConfigError(Problem(where, message, hint, code="config"))


class _Reader:
    """Typed values from nodes; what is wrong is noted and read as None."""

    def __init__(self, name: str) -> None:
        self.name = name  # of the file
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def problem(self, node: Node, message: str, hint: str = "") -> None:
        where = nodes.place(node, self.name, first_line=1)
        self.problems.append(Problem(where, message, hint, code="config"))

    def warning(self, node: Node, message: str, hint: str) -> None:
        where = nodes.place(node, self.name, first_line=1)
        self.warnings.append(Problem(where, message, hint, "warning", code="config"))

    def text(self, node: Node) -> str | None:
        """One line of text, or None where there is none."""
        if not isinstance(node, ScalarNode):
            self.problem(node, "expected text")
            return None
        text = " ".join(nodes.clean_text(node.value).split())
        return text if nodes.visible(text) else None

    def texts(self, node: Node) -> tuple[str, ...]:
        """A list of text; one value stands for a list of one."""
        items = node.value if isinstance(node, SequenceNode) else [node]
        return tuple(text for item in items if (text := self.text(item)))

    def pairs(self, node: Node) -> list[tuple[str, Node]]:
        """The keys and values of a mapping; keys that are no text or come again are problems."""
        if not isinstance(node, MappingNode):
            self.problem(node, "expected a mapping", "{key: value}")
            return []
        found: dict[str, Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if name is not None and name in found:
                self.problem(key, f'"{name}" is given twice', "keep one of them")
            elif name is not None:
                found[name] = value
        return list(found.items())

    def plain(self, node: Node) -> object:
        """Any value; all but true, false and null is text."""
        if isinstance(node, SequenceNode):
            return [self.plain(item) for item in node.value]
        if isinstance(node, MappingNode):
            return {name: self.plain(value) for name, value in self.pairs(node)}
        if nodes.is_null(node):
            return None
        text = nodes.clean_text(str(node.value))
        plain = isinstance(node, ScalarNode) and not node.style
        return text == "true" if plain and text in ("true", "false") else text


def _text(reader: _Reader, node: Node) -> object:
    return reader.text(node)


def _one_of(*choices: str) -> Callable[[_Reader, Node], object]:
    def read(reader: _Reader, node: Node) -> object:
        value = reader.text(node)
        if value not in choices:
            reader.problem(node, f'"{value or ""}" is not one of: {", ".join(choices)}')
        return value

    return read


def _some_of(choices: tuple[str, ...]) -> Callable[[_Reader, Node], object]:
    def read(reader: _Reader, node: Node) -> object:
        for item in node.value if isinstance(node, SequenceNode) else [node]:
            value = reader.text(item)
            if value is not None and value not in choices:
                reader.problem(item, f'unknown name "{value}"', nearest(value, choices))
        return reader.texts(node)

    return read


def _base_url(text: str, where: Place) -> str:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or any(c.isspace() for c in text):
        message = f'base_url: "{text}" is not the address of a site'
        raise _error(where, message, "https://example.org/ or https://example.org/digest/")
    return text.rstrip("/") + "/"


def _read_base_url(reader: _Reader, node: Node) -> object:
    value = reader.text(node)
    try:
        return _base_url(value, nodes.place(node, reader.name, first_line=1)) if value else None
    except ConfigError as error:
        reader.problems.extend(error.problems)
        return None


def _read_timezone(reader: _Reader, node: Node) -> object:
    value = reader.text(node)
    try:
        ZoneInfo(value or "UTC")
    except (KeyError, ValueError, OSError):
        reader.problem(node, f'timezone: "{value}" is not a time zone', "Europe/Lisbon")
    return value


def _read_language(reader: _Reader, node: Node) -> object:
    value = reader.text(node)
    if value and not re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", value):
        reader.problem(node, f'language: "{value}" is not a language code', "en, ar, pt-BR")
    return value


def _read_count(reader: _Reader, node: Node) -> object:
    value = reader.text(node)
    if value is None or not re.fullmatch(r"[0-9]{1,9}", value):
        reader.problem(node, "expected a whole number")
        return None
    return int(value)


def _read_widths(reader: _Reader, node: Node) -> object:
    items = node.value if isinstance(node, SequenceNode) else [node]
    widths = [width for item in items if isinstance(width := _read_count(reader, item), int)]
    if any(not 16 <= width <= 8192 for width in widths):
        reader.problem(node, "widths of pictures are 16 to 8192 pixels", "[480, 960]")
    elif widths and (needed := images.missing()):
        reader.problem(node, "what makes smaller pictures is not installed", needed)
    return tuple(sorted(set(widths)))


def _read_bool(reader: _Reader, node: Node) -> object:
    value = reader.text(node)
    if value not in ("true", "false"):
        reader.problem(node, f'"{value or ""}" is neither true nor false')
    return value == "true"


def _read_extract(reader: _Reader, node: Node) -> object:
    engine: object = None
    for name, value in reader.pairs(node):
        if name != "engine":
            reader.problem(value, f'unknown key "{name}"', "{engine: rules}")
        elif (engine := reader.text(value)) not in engines.ENGINES:
            choices = ", ".join(engines.ENGINES)
            reader.problem(value, f'"{engine or ""}" is no engine', f"one of: {choices}")
        elif missing := engines.missing(str(engine)):
            reader.problem(value, f'the engine "{engine}" is not installed', missing)
    return engine


def _read_plugins(reader: _Reader, node: Node) -> object:
    for item in node.value if isinstance(node, SequenceNode) else [node]:
        if (name := reader.text(item)) and (wrong := plugins.trouble(name)):
            reader.problem(item, *wrong)
    return tuple(dict.fromkeys(reader.texts(node)))


def _read_rights(reader: _Reader, node: Node) -> object:
    choice = _one_of(*get_args(Rights))
    if isinstance(node, ScalarNode):
        return choice(reader, node), ()
    default: object = None
    by_source: list[tuple[str, object]] = []
    for name, value in reader.pairs(node):
        if name == "default":
            default = choice(reader, value)
        elif name == "sources":
            by_source += [(source, choice(reader, v)) for source, v in reader.pairs(value)]
        else:
            reader.problem(value, f'unknown key "{name}"', "default or sources")
    return default, tuple(by_source)


def _read_navigation(reader: _Reader, node: Node) -> object:
    entries: list[tuple[str, str]] = []
    for item in node.value if isinstance(node, SequenceNode) else [node]:
        texts = {name: reader.text(value) or "" for name, value in reader.pairs(item)}
        label, href = texts.get("label", ""), texts.get("href", "")
        if set(texts) != {"label", "href"} or not label:
            reader.problem(item, "expected a label and an href", "{label: About, href: /about/}")
        elif not href.startswith(("/", "https://", "http://")):
            reader.problem(item, f'"{href}" is not a link', "/about/ or https://…")
        else:
            entries.append((label, href))
    return tuple(entries)


def _read_theme(reader: _Reader, node: Node) -> object:
    found: dict[str, object] = {}
    for name, value in reader.pairs(node):
        if name not in appearance.KEYS:
            reader.problem(value, f'unknown key "{name}"', nearest(name, appearance.KEYS))
        elif name == "accent":
            found["light"], found["dark"] = _accent(reader, value)
        elif name == "options":
            found[name] = _read_mapping(reader, value)
        elif name == "typeface":
            found[name] = _one_of(*appearance.TYPEFACES)(reader, value)
        else:
            found[name] = reader.text(value)
            if name == "logo" and not str(found[name] or "assets/").startswith("assets/"):
                reader.problem(
                    value, f'logo: "{found[name]}" is no file of the digest', "assets/logo.svg"
                )
    return Appearance(**{k: v for k, v in found.items() if v is not None})  # type: ignore[arg-type]


def _accent(reader: _Reader, node: Node) -> tuple[str, str]:
    """The accent for the light and the dark scheme; one colour is made lighter for the dark."""
    given = dict(reader.pairs(node)) if isinstance(node, MappingNode) else {"light": node}
    found = {"light": "", "dark": ""}
    for scheme, value in given.items():
        if scheme not in found:
            reader.problem(value, f'unknown key "{scheme}"', "light or dark")
            continue
        text = reader.text(value) or ""
        made = colour(text)
        if made is None:
            reader.problem(value, f'accent: "{text}" is not a colour', '"#8c2314", in quotes')
            continue
        found[scheme] = made
        reached = contrast(made, PAPER[scheme])
        if reached < READABLE:
            change = "darker" if scheme == "light" else "lighter"
            message = f"accent: contrast {reached:.1f}:1 on the {scheme} background is hard to read"
            reader.warning(value, message, f"a {change} colour reaches {READABLE}:1")
    if found["light"] and not isinstance(node, MappingNode):
        found["dark"] = for_dark(found["light"])
    return found["light"], found["dark"]


def _read_mapping(reader: _Reader, node: Node) -> object:
    return {name: reader.plain(value) for name, value in reader.pairs(node)}


def _read_deploy(reader: _Reader, node: Node) -> object:
    found: list[targets.Target] = []
    for name, value in reader.pairs(node):
        nodes_of = dict(reader.pairs(value))
        given = {key: reader.text(item) or "" for key, item in nodes_of.items()}
        made = targets.read(name, given)
        if isinstance(made, targets.Target):
            found.append(made)
            continue
        for wrong in made:
            reader.problem(nodes_of.get(wrong.key, value), wrong.message, wrong.hint)
    return tuple(found)


_KEYS: dict[str, Callable[[_Reader, Node], object]] = {
    "id": _text,
    "title": _text,
    "description": _text,
    "base_url": _read_base_url,
    "language": _read_language,
    "timezone": _read_timezone,
    "edition": _one_of("daily", "weekly"),
    "edition_by": _one_of("date", "added"),
    "extract": _read_extract,
    "plugins": _read_plugins,
    "taxonomies": _some_of(TAXONOMIES),
    "outputs": _some_of(OUTPUTS),
    "min_articles": _read_count,
    "rights": _read_rights,
    "canonical": _one_of("page", "original"),
    "image_widths": _read_widths,
    "feeds": _read_bool,
    "ignore": lambda reader, node: reader.texts(node),
    "navigation": _read_navigation,
    "theme": _read_theme,
    "deploy": _read_deploy,
}
