"""Front matter: split it from the body, read it with positions, write it, change it in place.

In: the text of a file. Out: YAML nodes whose marks count from the file's first line, or a Problem.
Reading follows YAML 1.2 (see `nodes`). What is written reads the same to every YAML reader.
Invariant: `edit` changes the lines of the keys it is given and no other byte.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen.model import Place
from digestgen.nodes import YamlError, place, quoted, read_yaml, unreadable

_OPENING = re.compile(r"\ufeff*---[ \t]*(\r\n|\r|\n|\Z)\ufeff*")
_CLOSING = re.compile(r"(?<=[\r\n])---[ \t]*(?:\r\n|\r|\n|\Z)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")
_PLAIN = re.compile(r"[^\W\d_](?:[\w .’/()&+-]*[\w.)’])?")
_PLAIN_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d|Z)?)?", re.ASCII)
_DATE_KEYS = ("date", "added", "updated")
_MISREAD = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}


@dataclass(frozen=True, slots=True)
class Split:
    """A file in its two parts: `text[start:end]` is the YAML, `text[body:]` what follows."""

    text: str
    start: int
    end: int
    body: int

    @property
    def yaml(self) -> str:
        return self.text[self.start : self.end]

    @property
    def body_text(self) -> str:
        return self.text[self.body :]


FrontMatterError = YamlError
"""What readers of front matter catch."""


def has_front_matter(text: str) -> bool:
    """Whether the first line is `---`, which makes a file anything but a raw paste."""
    return _OPENING.match(text) is not None


def split(text: str, path: str) -> Split | None:
    """The two parts of a file, or None for a raw paste. Raises FrontMatterError if the front
    matter is never closed."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        message = "front matter is never closed"
        raise unreadable(Place(path, 1, 1), message, 'end it with a line "---"')
    return Split(text, opening.end(), closing.start(), closing.end())


def read(parts: Split, path: str) -> MappingNode:
    """The front matter as a YAML mapping; scalars are text, whatever they look like. `place` gives
    positions. Raises FrontMatterError."""
    return read_yaml(parts.yaml, path, first_line=2)


# --- writing -----------------------------------------------------------------------------------


def scalar(value: object) -> str:
    """One value on one line, plain only where no YAML reader could misread it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text.lower() not in _MISREAD else quoted(text)


def compose(fields: Mapping[str, object]) -> str:
    """Front matter for these fields, fences included, in their order: lists of text on one line,
    lists with records one record a line. What `read` gives back is the same."""
    return "---\n" + "".join(entry(key, value) for key, value in fields.items()) + "---\n"


def entry(key: str, value: object) -> str:
    """The lines of one top-level key, ended by a line feed."""
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value[1:]):
        return f"{scalar(key)}:\n" + "".join(f"  - {_flow(item)}\n" for item in value)
    return _pair(key, value) + "\n"


def _pair(key: str, value: object) -> str:
    if key in _DATE_KEYS and isinstance(value, str) and _is_date(value):
        return f"{key}: {value}"
    return f"{scalar(key)}: {_flow(value)}"


def _is_date(text: str) -> bool:
    """A date is meant to be read as one, so it stays plain; in a title it would be quoted."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _PLAIN_DATE.fullmatch(text) is not None


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(_pair(str(k), v) for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return scalar(value)


# --- changing in place -------------------------------------------------------------------------


def edit(text: str, path: str, changes: Mapping[str, object | None]) -> str:
    """The file with these top-level keys set (None removes one); comments, order, formatting and
    every other line stay as they are, and so do the lines of list items that stay. Raises
    FrontMatterError; a raw paste is an error too."""
    parts = split(text, path)
    if parts is None:
        raise unreadable(Place(path, 1), "no front matter")
    node = read(parts, path)
    in_place = "front matter can't be changed in place"
    if node.flow_style:
        raise unreadable(place(node, path), in_place, 'write one "key: value" a line, no braces')
    lines = _LINE.findall(parts.yaml)
    left = dict(changes)
    for key, value in reversed(node.value):
        if isinstance(key, ScalarNode) and key.value in left:
            first, end = key.start_mark.line, _end_line(value, lines)
            lines[first:end] = _changed(key, value, left.pop(key.value), lines[first:end])
    indent = node.value[0][0].start_mark.column if node.value else 0
    newline = _newline(text[: parts.start].rstrip("\ufeff"))
    added = [entry(name, new) for name, new in left.items() if new is not None]
    lines += [_placed(written, indent, newline) for written in added]
    edited = text[: parts.start] + "".join(lines) + text[parts.end :]
    # Forms nobody writes by hand ("? key" on a line of its own) would come out wrong.
    if not _is_edit(node, edited, path, changes):
        raise unreadable(
            place(node, path), in_place, 'write each key once, one "key: value" a line'
        )
    return edited


def _changed(key: ScalarNode, old: Node, new: object | None, lines: list[str]) -> list[str]:
    """The lines of one key with a new value, from the lines of the old one."""
    if new is None:
        return []
    items = _items(old, lines, key.start_mark.line)
    if items and isinstance(new, list | tuple) and new:
        dash, changed, kept = items
        for item in new:
            same = kept.get(repr(_plain_value(item)))
            changed.append(same or f"{dash}{_flow(item)}{_newline(lines[0])}")
        return changed
    written = _placed(entry(key.value, new), key.start_mark.column, _newline(lines[0]))
    leaf = _last_leaf(old)
    if isinstance(leaf, ScalarNode) and leaf.style in ("|", ">"):
        return [written]
    comment = _COMMENT.match(lines[-1], leaf.end_mark.column)
    ending = _newline(written)
    return [written.removesuffix(ending) + (comment[0] if comment else "") + ending]


def _items(
    node: Node, lines: list[str], first: int
) -> tuple[str, list[str], dict[str, str]] | None:
    """A list with a dash a line: its indent with the dash, the lines before its items, and the
    lines of each item by its value. None for a list of another form."""
    if not isinstance(node, SequenceNode) or node.flow_style:
        return None
    starts = [item.start_mark.line - first for item in node.value]
    dash = re.match(r"[ \t]*- +", lines[starts[0]])
    if dash is None or starts[0] == 0 or not all(lines[at].startswith(dash[0]) for at in starts):
        return None
    bounds = pairwise([*starts, len(lines)])
    items = zip(node.value, bounds, strict=True)
    kept = {repr(_plain(item)): "".join(lines[start:end]) for item, (start, end) in items}
    return dash[0], lines[: starts[0]], kept


def _placed(written: str, indent: int, newline: str) -> str:
    return "".join(" " * indent + line + newline for line in written.split("\n")[:-1])


def _newline(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _last_leaf(node: Node) -> Node:
    """Where a value ends: the end mark of a block collection is only where the next token is."""
    while isinstance(node, SequenceNode | MappingNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _end_line(node: Node, lines: Sequence[str]) -> int:
    """The line after the last one of a value; blank lines after it stay outside."""
    mark = _last_leaf(node).end_mark
    end = min(mark.line + (mark.column > 0), len(lines))
    while end > node.start_mark.line + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _is_edit(
    before: MappingNode, text: str, path: str, changes: Mapping[str, object | None]
) -> bool:
    """Whether a text has exactly these changes."""
    parts = split(text, path)
    try:
        after = read(parts, path).value if parts else []
    except FrontMatterError:
        return False
    old, new = ([(_plain(k), _plain(v)) for k, v in pairs] for pairs in (before.value, after))
    wanted = {key: _plain_value(value) for key, value in changes.items() if value is not None}
    changed = [pair for pair in new if pair[0] in changes]
    untouched = [pair for pair in new if pair[0] not in changes]
    return (
        untouched == [pair for pair in old if pair[0] not in changes]
        and len(changed) == len(wanted)
        and dict(changed) == wanted
    )


def _plain(node: Node) -> object:
    """The text of a tree, whatever its style, to compare with others."""
    if isinstance(node, MappingNode):
        return tuple((_plain(key), _plain(value)) for key, value in node.value)
    if isinstance(node, SequenceNode):
        return tuple(_plain(item) for item in node.value)
    return str(node.value)


def _plain_value(value: object) -> object:
    if isinstance(value, Mapping):
        return tuple((str(key), _plain_value(item)) for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_plain_value(item) for item in value)
    return value if isinstance(value, str) else scalar(value)


__all__ = [
    "FrontMatterError",
    "MappingNode",
    "Node",
    "ScalarNode",
    "SequenceNode",
    "Split",
    "compose",
    "edit",
    "entry",
    "has_front_matter",
    "place",
    "quoted",
    "read",
    "scalar",
    "split",
]
