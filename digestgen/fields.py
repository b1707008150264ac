"""How the fields of front matter are read: text, lists, small records, and values of any kind.

A reader turns a YAML node into a value, or notes a Problem at the node's line and column and
returns an empty value. Text in a value holds no control characters; text without a visible
character counts as absent.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen import nodes
from digestgen.config import Config
from digestgen.forms import Key
from digestgen.model import (
    Code,
    Place,
    Problem,
)
from digestgen.nodes import clean_text, is_null, visible
from digestgen.problems import nearest

_SOFT = re.compile("[\u00ad\u200b\u2060]")  # soft hyphen and zero-width spaces, left by web pages
_FLOAT = re.compile(r"(?=.*[.eE])[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_SHOWN = 80  # characters of a wrong value that a message quotes


class FieldReader:
    """What the readers of one file share: its path, the configuration, and the problems found."""

    def __init__(self, path: str, config: Config) -> None:
        self.path = path
        self.config = config
        self.problems: list[Problem] = []
        self.errors = 0

    def problem(
        self, node: Node | None, message: str, hint: str = "", code: Code = "bad-value"
    ) -> None:
        self.problems.append(Problem(self._place(node), message, hint, code=code))
        self.errors += 1

    def warn(
        self, node: Node | None, message: str, hint: str = "", code: Code = "bad-value"
    ) -> None:
        self.problems.append(Problem(self._place(node), message, hint, "warning", code=code))

    def _place(self, node: Node | None) -> Place:
        return nodes.place(node, self.path) if node is not None else Place(self.path, 1)


Read = Callable[[Node, FieldReader], object]
Schema = Mapping[str, Key[Read]]
"""The keys a file may hold, with the reader of each."""


def read_fields(
    node: MappingNode, schema: Schema, reader: FieldReader
) -> tuple[dict[str, object], dict[str, object], set[str]]:
    """The values of the fields present, those of unknown keys, and the keys that have an error."""
    values: dict[str, object] = {}
    extra: dict[str, object] = {}
    failed: set[str] = set()
    for key, key_node, value_node in pairs(node, reader):
        if key not in schema:
            extra[key] = read_any(value_node, reader)
            close = nearest(key, schema)
            if close.startswith("did you mean"):
                reader.warn(key_node, f'unknown key "{shown(key)}"', close, code="unknown-key")
            continue
        before = reader.errors
        value = None if is_null(value_node) else schema[key].read(value_node, reader)
        if reader.errors > before:
            failed.add(key)
        elif value not in ("", (), None):
            values[key] = value
    return values, extra, failed


def pairs(node: MappingNode, reader: FieldReader) -> Iterable[tuple[str, Node, Node]]:
    """Keys with their nodes and values; keys that are no text or come again are errors."""
    seen: set[str] = set()
    for key_node, value_node in node.value:
        key = clean_text(key_node.value) if isinstance(key_node, ScalarNode) else ""
        if not visible(key):
            reader.problem(key_node, "a key must be text")
        elif key in seen:
            reader.problem(
                key_node, f'"{shown(key)}" is given twice', "keep one of them", "repeated-key"
            )
        else:
            seen.add(key)
            yield key, key_node, value_node


def shown(text: str) -> str:
    """A wrong value as a message quotes it."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


# --- text, lists and small records ---------------------------------------------------------------


def read_text(node: Node, reader: FieldReader) -> str:
    if not isinstance(node, ScalarNode):
        reader.problem(node, "expected text", 'put it between quotes: "…"')
        return ""
    text = node.value if node.value.isprintable() else _SOFT.sub("", clean_text(node.value))
    text = " ".join(text.split())
    return text if visible(text) else ""


def read_prose(node: Node, reader: FieldReader) -> str:
    """Text that may hold paragraphs."""
    text = read_text(node, reader)
    return clean_text(node.value).strip() if text else ""


def items(node: Node) -> list[Node]:
    """The entries of a list; one value stands for a list of one."""
    items: list[Node] = node.value if isinstance(node, SequenceNode) else [node]
    return [item for item in items if not is_null(item)]


def warn_of_commas(node: Node, reader: FieldReader) -> None:
    """`people: Ada Okafor, Ben Tull` is one name to YAML, and seldom meant so."""
    if isinstance(node, ScalarNode) and not node.style and ", " in node.value:
        hint = f"for a list write [{shown(node.value)}]"
        reader.warn(node, f'"{shown(node.value)}" is read as one name', hint, code="commas")


def read_texts(node: Node, reader: FieldReader) -> tuple[str, ...]:
    warn_of_commas(node, reader)
    return tuple(dict.fromkeys(t for item in items(node) if (t := read_text(item, reader))))


def read_record(
    node: Node, reader: FieldReader, allowed: Mapping[str, Read], required: str = ""
) -> dict[str, str]:
    """A small mapping of text such as {name: …, role: …}; unknown and repeated keys are errors."""
    form = "{" + ", ".join(f"{key}: …" for key in allowed) + "}"
    if not isinstance(node, MappingNode):
        reader.problem(node, f"expected {form}")
        return {}
    before = reader.errors
    values: dict[str, str] = {}
    for key, key_node, value in pairs(node, reader):
        if key not in allowed:
            reader.problem(key_node, f'unknown key "{shown(key)}" in {form}', nearest(key, allowed))
        elif not is_null(value):
            values[key] = str(allowed[key](value, reader))
    if required and not values.get(required) and reader.errors == before:
        reader.problem(node, f"{required} is missing", form)
    return values


def read_bool(node: Node, reader: FieldReader) -> bool:
    if isinstance(node, ScalarNode) and not node.style and node.value.lower() in ("true", "false"):
        return bool(node.value.lower() == "true")
    reader.problem(node, "expected true or false")
    return False


def read_any(node: Node, reader: FieldReader) -> object:
    """The value of a key that is not ours, by YAML 1.2's core types; always fit for JSON."""
    if isinstance(node, SequenceNode):
        return [read_any(item, reader) for item in node.value]
    if isinstance(node, MappingNode):
        return {key: read_any(value, reader) for key, _, value in pairs(node, reader)}
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
