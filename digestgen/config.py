"""`digest.yaml` -> Config: every key checked, with its place in the file.

Precedence: flag or its `DIGESTGEN_*` environment variable > `digest.yaml` > default.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen.model import TAXONOMIES, Place, Problem, Rights
from digestgen.names import slugify
from digestgen.problems import ConfigError, nearest

FILE = "digest.yaml"
OUTPUTS = (
    "articles", *TAXONOMIES, "years", "indexes", "editions", "archive", "quotes", "home", "feeds",
    "term_feeds", "sitemap", "pages", "redirects",
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
    taxonomies: tuple[str, ...] = TAXONOMIES
    outputs: tuple[str, ...] = OUTPUTS
    min_articles: int = 1
    rights: Rights | None = None
    rights_by_source: tuple[tuple[str, Rights], ...] = ()
    canonical: str = "page"
    feeds: bool = True
    ignore: tuple[str, ...] = ()
    navigation: tuple[tuple[str, str], ...] = ()  # (label, href)
    theme: dict[str, object] = field(default_factory=dict)
    deploy: dict[str, object] = field(default_factory=dict)
    portable: bool = False  # a flag only
    drafts: bool = False  # a flag only

    @property
    def direction(self) -> str:
        return "rtl" if self.language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def load(root: Path, base_url: str | None = None, **flags: bool | None) -> Config:
    """The configuration of the digest at `root`; a flag that is None was not given. Raises
    ConfigError with every problem found."""
    path = root / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(
            Problem(Place(FILE), "no digest here", "digestgen new DIR makes one", code="config")
        ) from None
    except OSError as error:
        raise ConfigError(
            Problem(Place(FILE), error.strerror or str(error), code="config")
        ) from None
    config = parse(data)
    if base_url is not None:
        given = _base_url(base_url, Place("--base-url")) if base_url else ""
        config = replace(config, base_url=given)
    return replace(config, **{k: v for k, v in flags.items() if v is not None})


def parse(data: bytes) -> Config:
    """Config from the bytes of a `digest.yaml`. Raises ConfigError."""
    try:
        text = data.decode("utf-8-sig")
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(Problem(Place(FILE, line), "not UTF-8 text", code="config")) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = Place(FILE, mark.line + 1, mark.column + 1) if mark else Place(FILE)
        message = f"not YAML: {error.problem or error.context}"
        raise ConfigError(Problem(where, message, code="config")) from None
    except (yaml.YAMLError, RecursionError):
        raise ConfigError(Problem(Place(FILE), "not readable as YAML", code="config")) from None
    reader = _Reader()
    if node is not None and not isinstance(node, MappingNode):
        reader.problem(node, 'expected "key: value" lines')
    values: dict[str, object] = {}
    for key, value in node.value if isinstance(node, MappingNode) else []:
        name = str(key.value)
        if name not in _KEYS:
            reader.problem(key, f'unknown key "{name}"', nearest(name, _KEYS))
        elif name in values:
            reader.problem(key, f'"{name}" is given twice')
        else:
            values[name] = _KEYS[name](reader, value)
    if reader.problems:
        raise ConfigError(*reader.problems)
    rights = values.pop("rights", None)
    config = Config(**{k: v for k, v in values.items() if v is not None})  # type: ignore[arg-type]
    if isinstance(rights, tuple):
        config = replace(config, rights=rights[0], rights_by_source=rights[1])
    return config if config.id else replace(config, id=slugify(config.title))


class _Reader:
    """Typed values from nodes; what is wrong is noted and read as None."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, node: Node, message: str, hint: str = "") -> None:
        mark = node.start_mark
        where = Place(FILE, mark.line + 1, mark.column + 1) if mark else Place(FILE)
        self.problems.append(Problem(where, message, hint, code="config"))

    def text(self, node: Node) -> str | None:
        if isinstance(node, ScalarNode):
            return " ".join(node.value.split())
        self.problem(node, "expected text")
        return None

    def texts(self, node: Node) -> tuple[str, ...] | None:
        if isinstance(node, ScalarNode) and not node.style and node.value in ("", "~", "null"):
            return ()
        if not isinstance(node, SequenceNode):
            self.problem(node, "expected a list", "[one, two]")
            return None
        return tuple(t for item in node.value if (t := self.text(item)))

    def plain(self, node: Node) -> object:
        if isinstance(node, ScalarNode):
            if not node.style and node.value in ("true", "false"):
                return bool(node.value == "true")
            return node.value
        if isinstance(node, SequenceNode):
            return [self.plain(item) for item in node.value]
        return {str(k.value): self.plain(v) for k, v in cast(MappingNode, node).value}


def _text(reader: _Reader, node: Node) -> object:
    return reader.text(node)


def _one_of(*choices: str) -> Callable[[_Reader, Node], object]:
    def read(reader: _Reader, node: Node) -> object:
        value = reader.text(node)
        if value is not None and value not in choices:
            reader.problem(node, f'"{value}" is not one of: {", ".join(choices)}')
        return value

    return read


def _some_of(choices: tuple[str, ...]) -> Callable[[_Reader, Node], object]:
    def read(reader: _Reader, node: Node) -> object:
        values = reader.texts(node)
        for value in values or ():
            if value not in choices:
                reader.problem(node, f'unknown name "{value}"', nearest(value, choices))
        return values

    return read


def _base_url(text: str, where: Place) -> str:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or any(c.isspace() for c in text):
        raise ConfigError(
            Problem(
                where,
                f'base_url: "{text}" is not the address of a site',
                "https://example.org/ or https://example.org/digest/",
                code="config",
            )
        )
    return text.rstrip("/") + "/"


def _read_base_url(reader: _Reader, node: Node) -> object:
    value = reader.text(node)
    if not value:
        return ""
    try:
        mark = node.start_mark
        where = Place(FILE, mark.line + 1, mark.column + 1) if mark else Place(FILE)
        return _base_url(value, where)
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
    if value and not all(part.isalnum() and part.isascii() for part in value.split("-")):
        reader.problem(node, f'language: "{value}" is not a language code', "en, ar, pt-BR")
    return value


def _read_count(reader: _Reader, node: Node) -> object:
    value = reader.text(node)
    if value is None or not value.isdecimal():
        reader.problem(node, "expected a whole number")
        return None
    return int(value)


def _read_bool(reader: _Reader, node: Node) -> object:
    value = reader.text(node)
    if value not in ("true", "false"):
        reader.problem(node, f'"{value}" is neither true nor false')
    return value == "true"


def _read_extract(reader: _Reader, node: Node) -> object:
    if not isinstance(node, MappingNode):
        reader.problem(node, "expected an engine", "extract: {engine: rules}")
        return None
    engine: object = None
    for key, value in node.value:
        if key.value != "engine":
            reader.problem(key, f'unknown key "{key.value}"', nearest(key.value, ["engine"]))
        else:
            engine = _one_of("rules", "nlp")(reader, value)
            if engine == "nlp":
                reader.problem(value, "the nlp engine is not available in this version", "rules")
    return engine


def _read_rights(reader: _Reader, node: Node) -> object:
    choice = _one_of(*get_args(Rights))
    if isinstance(node, ScalarNode):
        return choice(reader, node), ()
    default: object = None
    by_source: list[tuple[str, object]] = []
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == "default":
                default = choice(reader, value)
            elif key.value == "sources" and isinstance(value, MappingNode):
                by_source += [(str(k.value), choice(reader, v)) for k, v in value.value]
            else:
                reader.problem(key, f'unknown key "{key.value}"', "default or sources")
    else:
        reader.problem(node, "expected full, excerpt or link", "{default: excerpt, sources: {…}}")
    return default, tuple(by_source)


def _read_navigation(reader: _Reader, node: Node) -> object:
    if not isinstance(node, SequenceNode):
        reader.problem(node, "expected a list", "[{label: About, href: /about/}]")
        return None
    entries = []
    for item in node.value:
        pairs = (
            {str(k.value): v.value for k, v in item.value} if isinstance(item, MappingNode) else {}
        )
        if set(pairs) != {"label", "href"} or not all(isinstance(v, str) for v in pairs.values()):
            reader.problem(item, "expected a label and an href", "{label: About, href: /about/}")
        elif not pairs["href"].startswith(("/", "https://", "http://")):
            reader.problem(item, f'"{pairs["href"]}" is not a link', "/about/ or https://…")
        else:
            entries.append((pairs["label"], pairs["href"]))
    return tuple(entries)


def _read_mapping(reader: _Reader, node: Node) -> object:
    if not isinstance(node, MappingNode):
        reader.problem(node, "expected a mapping")
        return None
    return reader.plain(node)


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
    "taxonomies": _some_of(TAXONOMIES),
    "outputs": _some_of(OUTPUTS),
    "min_articles": _read_count,
    "rights": _read_rights,
    "canonical": _one_of("page", "original"),
    "feeds": _read_bool,
    "ignore": lambda reader, node: reader.texts(node),
    "navigation": _read_navigation,
    "theme": _read_mapping,
    "deploy": _read_mapping,
}
