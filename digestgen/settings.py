"""The keys of `digest.yaml`: one reader for each, what it takes, and a line about it.

A reader turns a YAML node into a value, or notes a Problem at the node's place and returns None. The
table at the end is what `config` reads the file by, and what the schema for editors (`schemas`) and
docs/reference/configuration.md are made of.
"""

import re
from collections.abc import Callable
from typing import get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen import appearance, engines, images, nodes, plugins, targets
from digestgen.appearance import PAPER, READABLE, Appearance, colour, contrast, for_dark
from digestgen.forms import (
    BOOLEAN,
    COUNT,
    LANGUAGE,
    LANGUAGE_CODE,
    TEXT,
    TEXTS,
    WEB_ADDRESS,
    Form,
    Key,
    choice,
    either,
    listed,
    mapping,
    matching,
    record,
)
from digestgen.model import TAXONOMIES, Place, Rights
from digestgen.problems import ConfigError, nearest
from digestgen.settings_reader import SettingsReader, error

OUTPUTS = (
    "articles", *TAXONOMIES, "years", "indexes", "editions", "archive", "quotes", "home", "feeds",
    "term_feeds", "sitemap", "pages", "redirects", "search",
)  # fmt: skip
"""Page kinds that `outputs:` chooses from; 404.html, assets and the theme are always made."""

Read = Callable[[SettingsReader, Node], object]


def _one_of(*choices: str) -> Read:
    def read(reader: SettingsReader, node: Node) -> object:
        value = reader.text(node)
        if value not in choices:
            reader.problem(node, f'"{value or ""}" is not one of: {", ".join(choices)}')
        return value

    return read


def _some_of(choices: tuple[str, ...]) -> Read:
    def read(reader: SettingsReader, node: Node) -> object:
        for item in node.value if isinstance(node, SequenceNode) else [node]:
            value = reader.text(item)
            if value is not None and value not in choices:
                reader.problem(item, f'unknown name "{value}"', nearest(value, choices))
        return reader.texts(node)

    return read


def address(text: str, where: Place) -> str:
    """The address of a site, which ends in "/". Raises ConfigError."""
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or any(c.isspace() for c in text):
        message = f'base_url: "{text}" is not the address of a site'
        raise error(where, message, "https://example.org/ or https://example.org/digest/")
    return text.rstrip("/") + "/"


def _read_base_url(reader: SettingsReader, node: Node) -> object:
    value = reader.text(node)
    try:
        return address(value, nodes.place(node, reader.name, first_line=1)) if value else None
    except ConfigError as wrong:
        reader.problems.extend(wrong.problems)
        return None


def _read_timezone(reader: SettingsReader, node: Node) -> object:
    value = reader.text(node)
    try:
        ZoneInfo(value or "UTC")
    except (KeyError, ValueError, OSError):
        reader.problem(node, f'timezone: "{value}" is not a time zone', "Europe/Lisbon")
    return value


def _read_language(reader: SettingsReader, node: Node) -> object:
    value = reader.text(node)
    if value and not re.fullmatch(LANGUAGE_CODE, value):
        reader.problem(node, f'language: "{value}" is not a language code', "en, ar, pt-BR")
    return value


def _read_count(reader: SettingsReader, node: Node) -> object:
    value = reader.text(node)
    if value is None or not re.fullmatch(r"[0-9]{1,9}", value):
        reader.problem(node, "expected a whole number")
        return None
    return int(value)


def _read_widths(reader: SettingsReader, node: Node) -> object:
    items = node.value if isinstance(node, SequenceNode) else [node]
    widths = [width for item in items if isinstance(width := _read_count(reader, item), int)]
    if any(not 16 <= width <= 8192 for width in widths):
        reader.problem(node, "widths of pictures are 16 to 8192 pixels", "[480, 960]")
    elif widths and (needed := images.missing()):
        reader.problem(
            node, "what makes smaller pictures is not installed", needed, "not-installed"
        )
    return tuple(sorted(set(widths)))


def _read_bool(reader: SettingsReader, node: Node) -> object:
    value = reader.text(node)
    if value not in ("true", "false"):
        reader.problem(node, f'"{value or ""}" is neither true nor false')
    return value == "true"


def _read_extract(reader: SettingsReader, node: Node) -> object:
    engine: object = None
    for name, value in reader.pairs(node):
        if name != "engine":
            reader.problem(value, f'unknown key "{name}"', "{engine: rules}", "unknown-setting")
        elif (engine := reader.text(value)) not in engines.ENGINES:
            choices = ", ".join(engines.ENGINES)
            reader.problem(value, f'"{engine or ""}" is no engine', f"one of: {choices}")
        elif missing := engines.missing(str(engine)):
            reader.problem(
                value, f'the engine "{engine}" is not installed', missing, "not-installed"
            )
    return engine


def _read_plugins(reader: SettingsReader, node: Node) -> object:
    for item in node.value if isinstance(node, SequenceNode) else [node]:
        if (name := reader.text(item)) and (wrong := plugins.trouble(name)):
            reader.problem(item, *wrong, "not-installed")
    return tuple(dict.fromkeys(reader.texts(node)))


def _read_rights(reader: SettingsReader, node: Node) -> object:
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
            reader.problem(value, f'unknown key "{name}"', "default or sources", "unknown-setting")
    return default, tuple(by_source)


def _read_navigation(reader: SettingsReader, node: Node) -> object:
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


def _read_theme(reader: SettingsReader, node: Node) -> object:
    found: dict[str, object] = {}
    for name, value in reader.pairs(node):
        if name not in appearance.KEYS:
            reader.problem(
                value, f'unknown key "{name}"', nearest(name, appearance.KEYS), "unknown-setting"
            )
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


def _accent(reader: SettingsReader, node: Node) -> tuple[str, str]:
    """The accent for the light and the dark scheme; one colour is made lighter for the dark."""
    given = dict(reader.pairs(node)) if isinstance(node, MappingNode) else {"light": node}
    found = {"light": "", "dark": ""}
    for scheme, value in given.items():
        if scheme not in found:
            reader.problem(value, f'unknown key "{scheme}"', "light or dark", "unknown-setting")
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


def _read_mapping(reader: SettingsReader, node: Node) -> object:
    return {name: reader.plain(value) for name, value in reader.pairs(node)}


def _read_deploy(reader: SettingsReader, node: Node) -> object:
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


def _targets() -> Form:
    """A target of each kind, and one that only names the host that builds the site itself."""
    known = {
        "to": TEXT,
        "branch": TEXT,
        "history": choice(*targets.HISTORIES),
        "domain": TEXT,
        "endpoint": WEB_ADDRESS,
        "host": choice(*targets.HOSTS),
    }
    kinds = [
        record(
            {key: {"const": kind} if key == "kind" else known[key] for key in keys},
            ("to",) if kind == "files" else ("kind", "to"),
        )
        for kind, keys in targets.KEYS.items()
    ]
    return either(*kinds, record({"host": choice(*targets.HOSTS)}, ("host",)))


_RIGHTS = choice(*get_args(Rights))
_COLOUR = matching("#(?:[0-9a-fA-F]{3}){1,2}", "#8c2314")
_THEME: dict[str, Form] = {
    "accent": either(_COLOUR, record({"light": _COLOUR, "dark": _COLOUR})),
    "typeface": choice(*appearance.TYPEFACES),
    "logo": matching("assets/.*", "assets/logo.svg"),
    "footer": TEXT,
    "options": mapping({}),
}
_LINK = record(
    {"label": TEXT, "href": matching(r"(?:/|https?://).*", "/about/")}, ("label", "href")
)


def _text(about: str) -> Key[Read]:
    return Key(lambda reader, node: reader.text(node), TEXT, about)


def _choice(about: str, *choices: str) -> Key[Read]:
    return Key(_one_of(*choices), choice(*choices), about)


def _choices(about: str, choices: tuple[str, ...]) -> Key[Read]:
    return Key(_some_of(choices), listed(choice(*choices)), about)


KEYS: dict[str, Key[Read]] = {
    "title": _text("the site's title"),
    "description": _text("one line under the title on the front page"),
    "id": _text(
        "what the permanent ids of feeds are made of; the title's slug unless given. With another one "
        "feed readers show every article once more"
    ),
    "base_url": Key(
        _read_base_url,
        WEB_ADDRESS,
        "where the site will live; without it there are no feeds, no sitemap and no canonical links",
    ),
    "language": Key(
        _read_language, LANGUAGE, "the language of the site: `en`, `fr`, `pt-BR`, `ar`"
    ),
    "timezone": Key(
        _read_timezone,
        TEXT,
        "the zone of times that name none: `Europe/Lisbon`, `America/New_York`",
    ),
    "edition": _choice("one edition a day, or one a week", "daily", "weekly"),
    "edition_by": _choice(
        "the day that puts an article into its edition: its date, or when it came into the digest "
        "(raw articles are then in none)",
        "date",
        "added",
    ),
    "extract": Key(
        _read_extract,
        record({"engine": choice(*engines.ENGINES)}),
        "what reads pastes: `{engine: rules}`, or `{engine: nlp}` after "
        '`pip install "digestgen[nlp]"`',
    ),
    "plugins": Key(
        _read_plugins, TEXTS, "names of [plugins](../plugins.md) that read pastes or add pages"
    ),
    "taxonomies": _choices("what is collected, with a page for each name", TAXONOMIES),
    "outputs": _choices("the kinds of pages to make", OUTPUTS),
    "min_articles": Key(
        _read_count,
        COUNT,
        "search engines are asked to pass over the page of a term with fewer articles",
    ),
    "rights": Key(
        _read_rights,
        either(_RIGHTS, record({"default": _RIGHTS, "sources": mapping(_RIGHTS)})),
        "what may be published: `full`, `excerpt` (summary and quotes), `link` (title, source, link), "
        "or `{default: excerpt, sources: {Port Courier: full}}`. `deploy` needs it",
    ),
    "canonical": _choice(
        "which of two copies counts for search engines: this page, or the original where the full "
        "text is republished",
        "page",
        "original",
    ),
    "image_widths": Key(
        _read_widths,
        listed({"type": ["integer", "null"], "minimum": 16, "maximum": 8192}),
        "widths in pixels of smaller copies of pictures, such as `[480, 960]`; needs "
        '`pip install "digestgen[images]"`',
    ),
    "feeds": Key(_read_bool, BOOLEAN, "whether feeds are made"),
    "ignore": Key(
        lambda reader, node: reader.texts(node), TEXTS, "names that are never to be recognised"
    ),
    "navigation": Key(
        _read_navigation,
        listed(_LINK),
        "the menu: `[{label: About, href: /about/}]`; the site's sections unless given",
    ),
    "theme": Key(
        _read_theme,
        record(_THEME),
        "the look: `accent` (a colour, or `{light: …, dark: …}`), `typeface` (`serif` or `sans`), "
        "`logo` (a file in `assets/`), `footer` (words), `options` (for templates of your own)",
    ),
    "deploy": Key(
        _read_deploy,
        mapping(_targets()),
        "targets by name, such as `{pages: {kind: git, to: origin}}`",
    ),
}
"""In the order in which the reference lists them."""
