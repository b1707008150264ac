"""One reader for each field of front matter, and the tables that say which file may hold which.

A reader turns a YAML node into a value, or notes a Problem at the node's line and column and
returns an empty value. Text in a value holds no control characters; text without a visible
character counts as absent.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import cast, get_args
from urllib.parse import urlsplit

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen import dates, nodes
from digestgen.config import Config
from digestgen.model import (
    AlsoIn,
    Correction,
    Image,
    Mention,
    Moment,
    Place,
    Problem,
    Quote,
    Rights,
    Source,
)
from digestgen.names import UNSAFE_PATH, name_key, url_path
from digestgen.nodes import clean_text, is_null, visible
from digestgen.problems import nearest

_SOFT = re.compile("[\u00ad\u200b\u2060]")  # soft hyphen and zero-width spaces, left by web pages
_FLOAT = re.compile(r"(?=.*[.eE])[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_SHOWN = 80  # characters of a wrong value that a message quotes


class Reader:
    """What the readers of one file share: its path, the configuration, and the problems found."""

    def __init__(self, path: str, config: Config) -> None:
        self.path = path
        self.config = config
        self.problems: list[Problem] = []
        self.errors = 0

    def problem(self, node: Node | None, message: str, hint: str = "", code: str = "value") -> None:
        self.problems.append(Problem(self._place(node), message, hint, code=code))
        self.errors += 1

    def warn(self, node: Node | None, message: str, hint: str = "", code: str = "value") -> None:
        self.problems.append(Problem(self._place(node), message, hint, "warning", code))

    def _place(self, node: Node | None) -> Place:
        return nodes.place(node, self.path) if node is not None else Place(self.path, 1)


Read = Callable[[Node, Reader], object]
Schema = Mapping[str, Read]
"""The keys a file may hold, with the reader of each."""


def read_fields(
    node: MappingNode, schema: Schema, reader: Reader
) -> tuple[dict[str, object], dict[str, object], set[str]]:
    """The values of the fields present, those of unknown keys, and the keys that have an error."""
    values: dict[str, object] = {}
    extra: dict[str, object] = {}
    failed: set[str] = set()
    for key, key_node, value_node in _pairs(node, reader):
        if key not in schema:
            extra[key] = _anything(value_node, reader)
            close = nearest(key, schema)
            if close.startswith("did you mean"):
                reader.warn(key_node, f'unknown key "{shown(key)}"', close, code="unknown-key")
            continue
        before = reader.errors
        value = None if is_null(value_node) else schema[key](value_node, reader)
        if reader.errors > before:
            failed.add(key)
        elif value not in ("", (), None):
            values[key] = value
    return values, extra, failed


def _pairs(node: MappingNode, reader: Reader) -> Iterable[tuple[str, Node, Node]]:
    """Keys with their nodes and values; keys that are no text or come again are errors."""
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = clean_text(key_node.value) if isinstance(key_node, ScalarNode) else ""
        if not visible(key):
            reader.problem(key_node, "a key must be text")
        elif key in seen:
            reader.problem(key_node, f'"{shown(key)}" is given twice', "keep one of them")
        else:
            seen.add(key)
            yield key, key_node, value_node


def shown(text: str) -> str:
    """A wrong value as a message quotes it."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


# --- text, lists and small records ---------------------------------------------------------------


def _text(node: Node, reader: Reader) -> str:
    if not isinstance(node, ScalarNode):
        reader.problem(node, "expected text", 'put it between quotes: "…"')
        return ""
    text = node.value if node.value.isprintable() else _SOFT.sub("", clean_text(node.value))
    text = " ".join(text.split())
    return text if visible(text) else ""


def _prose(node: Node, reader: Reader) -> str:
    """Text that may hold paragraphs."""
    text = _text(node, reader)
    return clean_text(node.value).strip() if text else ""


def _items(node: Node) -> list[Node]:
    """The entries of a list; one value stands for a list of one."""
    items: list[Node] = node.value if isinstance(node, SequenceNode) else [node]
    return [item for item in items if not is_null(item)]


def _warn_of_commas(node: Node, reader: Reader) -> None:
    """`people: Ada Okafor, Ben Tull` is one name to YAML, and seldom meant so."""
    if isinstance(node, ScalarNode) and not node.style and ", " in node.value:
        hint = f"for a list write [{shown(node.value)}]"
        reader.warn(node, f'"{shown(node.value)}" is read as one name', hint, code="commas")


def _texts(node: Node, reader: Reader) -> tuple[str, ...]:
    _warn_of_commas(node, reader)
    return tuple(dict.fromkeys(t for item in _items(node) if (t := _text(item, reader))))


def _record(
    node: Node, reader: Reader, allowed: Mapping[str, Read], required: str = ""
) -> dict[str, str]:
    """A small mapping of text such as {name: …, role: …}; unknown and repeated keys are errors."""
    form = "{" + ", ".join(f"{key}: …" for key in allowed) + "}"
    if not isinstance(node, MappingNode):
        reader.problem(node, f"expected {form}")
        return {}
    before = reader.errors
    values: dict[str, str] = {}
    for key, key_node, value in _pairs(node, reader):
        if key not in allowed:
            reader.problem(key_node, f'unknown key "{shown(key)}" in {form}', nearest(key, allowed))
        elif not is_null(value):
            values[key] = str(allowed[key](value, reader))
    if required and not values.get(required) and reader.errors == before:
        reader.problem(node, f"{required} is missing", form)
    return values


def _bool(node: Node, reader: Reader) -> bool:
    if isinstance(node, ScalarNode) and not node.style and node.value.lower() in ("true", "false"):
        return bool(node.value.lower() == "true")
    reader.problem(node, "expected true or false")
    return False


def _anything(node: Node, reader: Reader) -> object:
    """The value of a key that is not ours, by YAML 1.2's core types; always fit for JSON."""
    if isinstance(node, SequenceNode):
        return [_anything(item, reader) for item in node.value]
    if isinstance(node, MappingNode):
        return {key: _anything(value, reader) for key, _, value in _pairs(node, reader)}
    text = clean_text(str(node.value))
    if is_null(node):
        return None
    if not isinstance(node, ScalarNode) or node.style:
        return text
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]{1,15}", text):  # more digits than every reader of JSON keeps
        return int(text)
    if len(text) <= 20 and _FLOAT.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text


# --- the fields of an article --------------------------------------------------------------------


def _moment(node: Node, reader: Reader) -> Moment | None:
    text = _text(node, reader)
    if not text:
        return None
    try:
        return dates.parse_moment(text, reader.config.timezone)
    except (ValueError, OverflowError):
        hint = "2026-02-28 or 2026-02-28T09:30+01:00"
        reader.problem(node, f'"{shown(text)}" is not a date', hint, code="date")
        return None


def _day(node: Node, reader: Reader) -> str:
    moment = _moment(node, reader)
    return moment.day if moment else ""


def _link(node: Node, reader: Reader) -> str:
    text = _text(node, reader)
    try:
        valid = not text or (urlsplit(text).scheme in ("http", "https") and urlsplit(text).hostname)
    except ValueError:
        valid = False
    if valid and not any(c.isspace() or c in '<>"\\`{}|^' for c in text):
        return text
    hint = "write spaces as %20" if valid else "https://…"
    reader.problem(node, f'"{shown(text)}" is not a web address', hint, code="url")
    return ""


def _mentions(node: Node, reader: Reader) -> tuple[Mention, ...]:
    _warn_of_commas(node, reader)
    found: dict[str, Mention] = {}
    for item in _items(node):
        if isinstance(item, MappingNode):
            values = _record(item, reader, {"name": _text, "role": _text}, "name")
            name, role = values.get("name", ""), values.get("role", "")
        else:
            name, role = _text(item, reader), ""
        if name:
            key = name_key(name) or name
            known = found.get(key, Mention(name))
            found[key] = Mention(known.name, known.role or role)
    return tuple(found.values())


def _source(node: Node, reader: Reader) -> Source | None:
    if isinstance(node, MappingNode):
        values = _record(node, reader, {"name": _text, "url": _link}, "name")
        return Source(values.get("name", ""), values.get("url", ""))
    name = _text(node, reader)
    return Source(name) if name else None


def _asset(node: Node, reader: Reader) -> str:
    """The address of an image: a path below `content/`, or a web address."""
    text = _text(node, reader)
    if not text or re.match(r"https?:", text, re.IGNORECASE):
        return _link(node, reader)
    path = text.lstrip("/")
    if path.startswith("assets/") and ".." not in path.split("/") and not UNSAFE_PATH.search(path):
        return path
    message = f'"{shown(text)}" is not a file in assets/'
    reader.problem(node, message, "assets/bridge.jpg", code="image")
    return ""


def _image(node: Node, reader: Reader) -> Image | None:
    if isinstance(node, ScalarNode):
        values = {"src": _asset(node, reader)}
    else:
        keys: Mapping[str, Read] = {"src": _asset, "alt": _text, "caption": _text, "credit": _text}
        values = _record(node, reader, keys)
    return Image(**values) if any(values.values()) else None


def _quotes(node: Node, reader: Reader) -> tuple[Quote, ...]:
    keys: Mapping[str, Read] = {"speaker": _text, "text": _text}
    found = [_record(item, reader, keys, "text") for item in _items(node)]
    return tuple(dict.fromkeys(Quote(q.get("text", ""), q.get("speaker", "")) for q in found))


def _rank(node: Node, reader: Reader) -> int | None:
    text = _text(node, reader)
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,6}", text):
        reader.problem(node, f'"{shown(text)}" is not a whole number', "rank: 1")
        return None
    return int(text)


def _corrections(node: Node, reader: Reader) -> tuple[Correction, ...]:
    keys: Mapping[str, Read] = {"date": _day, "text": _text}
    found = [_record(item, reader, keys, "text") for item in _items(node)]
    return tuple(Correction(c.get("date", ""), c.get("text", "")) for c in found)


def _also_in(node: Node, reader: Reader) -> tuple[AlsoIn, ...]:
    found: list[AlsoIn] = []
    for item in _items(node):
        if isinstance(item, ScalarNode):
            found.append(AlsoIn(_text(item, reader)))
        else:
            values = _record(item, reader, {"source": _text, "url": _link}, "source")
            found.append(AlsoIn(values.get("source", ""), values.get("url", "")))
    return tuple(dict.fromkeys(also for also in found if also.source))


def _url_path(node: Node, reader: Reader) -> str:
    text = _text(node, reader)
    try:
        return url_path(text) if text else ""
    except ValueError:
        message = f'"{shown(text)}" is not a path on the site'
        reader.problem(node, message, "2026/03/harbour-bridge-reopens", code="path")
        return ""


def _url_paths(node: Node, reader: Reader) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for item in _items(node) if (p := _url_path(item, reader))))


def _rights(node: Node, reader: Reader) -> Rights | None:
    if (text := _text(node, reader)) in get_args(Rights):
        return cast(Rights, text)
    if text:
        reader.problem(node, f'rights: "{shown(text)}" is not one of full, excerpt, link')
    return None


def _language(node: Node, reader: Reader) -> str:
    text = _text(node, reader)
    if text and not re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", text):
        reader.problem(node, f'"{shown(text)}" is not a language code', "en, ar, pt-BR")
    return text


def _links(node: Node, reader: Reader) -> tuple[tuple[str, str], ...]:
    """`[{label: …, url: …}]`, `{label: url}` or a list of addresses."""
    if isinstance(node, MappingNode) and "url" not in [key.value for key, _ in node.value]:
        return tuple((key, _link(value, reader)) for key, _, value in _pairs(node, reader))
    found: list[tuple[str, str]] = []
    for item in _items(node):
        if isinstance(item, MappingNode):
            values = _record(item, reader, {"label": _text, "url": _link}, "url")
        else:
            values = {"url": _link(item, reader)}
        url = values.get("url", "")
        found.append((values.get("label") or url, url))
    return tuple(link for link in found if link[1])


ARTICLE: Schema = {
    "title": _text,
    "date": _moment,
    "added": _day,
    "updated": _moment,
    "section": _text,
    "authors": _texts,
    "source": _source,
    "url": _link,
    "image": _image,
    "people": _mentions,
    "organizations": _mentions,
    "places": _mentions,
    "topics": _mentions,
    "suggested_topics": _texts,
    "summary": _text,
    "quotes": _quotes,
    "note": _prose,
    "rank": _rank,
    "thread": _text,
    "corrections": _corrections,
    "also_in": _also_in,
    "path": _url_path,
    "redirect_from": _url_paths,
    "draft": _bool,
    "gone": _bool,
    "language": _language,
    "rights": _rights,
    "original": _text,
}
"""In the order in which front matter is written."""
PROFILE: Schema = {
    "name": _text,
    "aliases": _texts,
    "keywords": _texts,
    "role": _text,
    "links": _links,
    "image": _image,
    "sort_name": _text,
    "hidden": _bool,
}
PAGE: Schema = {"title": _text}
EDITION: Schema = {"title": _text, "order": _texts}
