"""Front matter: split it from the body, read it with positions, write it, change it in place.

In: the text of a file. Out: YAML nodes whose marks count from the file's first line, or a Problem.
Reading follows YAML 1.2 (see `nodes`). What is written reads the same to every YAML reader.
Invariant: `edit` changes the lines of the keys it is given and no other byte.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen.model import Place
from digestgen.nodes import YamlError, is_null, place, quoted, read_yaml, unreadable

_OPENING = re.compile(r"\ufeff*---[ \t]*(\r\n|\r|\n|\Z)\ufeff*")
_CLOSING = re.compile(r"(?<=[\r\n])---[ \t]*(?:\r\n|\r|\n|\Z)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")
_INNER_COMMENT = re.compile(r"(?<=[\s,\[])#[^\r\n]*")
_COMMENT_LINE = re.compile(r"[ \t]*#")
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


def value(node: Node) -> Any:
    """A tree of nodes as text, lists and dicts; null is None. Of a key given twice the last counts."""
    if isinstance(node, MappingNode):
        return {str(key.value): value(item) for key, item in node.value}
    if isinstance(node, SequenceNode):
        return [value(item) for item in node.value]
    return None if is_null(node) else str(node.value)


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


def edit(
    text: str, path: str, changes: Mapping[str, object | None], order: Sequence[str] = ()
) -> str:
    """The file with these top-level keys set (None removes one); comments, order, formatting and
    every other line stay as they are, and so do the lines of list items that stay. A new key goes
    below the nearest one that comes before it in `order`, one that `order` doesn't know to the end. Raises
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
    below = _below(node, order, [key for key, new in changes.items() if new is not None])
    indent = node.value[0][0].start_mark.column if node.value else 0
    newline = _newline(text[: parts.start].rstrip("\ufeff"))
    for at, (key, old) in reversed([*enumerate(node.value)]):
        first, end = key.start_mark.line, _end_line(old, lines)
        if names := below.get(at):
            lines[end:end] = [_placed(entry(n, left.pop(n)), indent, newline) for n in names]
        if isinstance(key, ScalarNode) and key.value in left:
            lines[first:end] = _changed(key, old, left.pop(key.value), lines[first:end])
    lines[:0] = [_placed(entry(n, left.pop(n)), indent, newline) for n in below.get(-1, ())]
    added = [entry(name, new) for name, new in left.items() if new is not None]
    lines += [_placed(written, indent, newline) for written in added]
    edited = text[: parts.start] + "".join(lines) + text[parts.end :]
    # Forms nobody writes by hand ("? key" on a line of its own) would come out wrong.
    if not _is_edit(node, edited, path, changes):
        raise unreadable(
            place(node, path), in_place, 'write each key once, one "key: value" a line'
        )
    return edited


def _below(node: MappingNode, order: Sequence[str], names: Sequence[str]) -> dict[int, list[str]]:
    """Which new keys go below which pair of the mapping, by its index; -1 is the top."""
    present = {str(key.value): at for at, (key, _) in enumerate(node.value)}
    found: dict[int, list[str]] = {}
    for name in sorted(set(names) & set(order) - present.keys(), key=order.index):
        earlier = [key for key in order[: order.index(name)] if key in present]
        found.setdefault(present[earlier[-1]] if earlier else -1, []).append(name)
    return found


def _changed(key: ScalarNode, old: Node, new: object | None, lines: list[str]) -> list[str]:
    """The lines of one key with a new value, from the lines of the old one."""
    within = [line for line in lines[1:] if _COMMENT_LINE.match(line)]
    if new is None:
        return within if isinstance(old, SequenceNode) else []
    if isinstance(old, SequenceNode) and isinstance(new, list | tuple) and new and old.value:
        if (items := _items(old, new, lines, key.start_mark.line)) is not None:
            return items
        if old.flow_style:
            return _flow_items(old, new, lines, key.start_mark.line)
    written = _placed(entry(key.value, new), key.start_mark.column, _newline(lines[0]))
    leaf = _last_leaf(old)
    if isinstance(leaf, ScalarNode) and leaf.style in ("|", ">"):
        return [written]
    comment = _COMMENT.match(lines[-1], leaf.end_mark.column)
    ending = _newline(written)
    changed = [written.removesuffix(ending) + (comment[0] if comment else "") + ending]
    return changed + (within if isinstance(old, SequenceNode) else [])


def _items(
    node: SequenceNode, new: Sequence[object], lines: list[str], first: int
) -> list[str] | None:
    """The lines of a list with a dash a line after a change; None for a list of another form.
    Items that stay keep their lines, and comments between items stay where they are."""
    starts = [item.start_mark.line - first for item in node.value]
    dash = None if node.flow_style else re.match(r"[ \t]*- +", lines[starts[0]])
    if dash is None or starts[0] == 0 or not all(lines[at].startswith(dash[0]) for at in starts):
        return None
    newline = _newline(lines[0])
    ends = [_end_line(item, lines, first) for item in node.value]
    own = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
    between = [lines[a:b] for a, b in zip(ends, [*starts[1:], len(lines)], strict=True)]
    old, wanted = [_plain(item) for item in node.value], [_plain_value(item) for item in new]
    written = [
        own[old.index(item)] if item in old else [f"{dash[0]}{_flow(plain)}{newline}"]
        for plain, item in zip(new, wanted, strict=True)
    ]
    changed = lines[: starts[0]]
    for _, i, i_end, j, j_end in _opcodes(old, wanted):
        for _ in range(max(i_end - i, j_end - j)):
            if j < j_end:
                line = written[j]
                if i < i_end and old[i] != wanted[j] and _named(old[i]) == _named(wanted[j]):
                    comment = _COMMENT.match(own[i][-1], _last_leaf(node.value[i]).end_mark.column)
                    if comment and wanted[j] not in old:
                        line = [line[0].removesuffix(newline) + comment[0] + newline]
                changed += line
            if i < i_end:
                changed += between[i]
            i, j = i + 1, j + 1
    return changed


def _opcodes(
    old: Sequence[object], new: Sequence[object]
) -> Sequence[tuple[str, int, int, int, int]]:
    """How to turn one list into the other, as difflib says it; items are compared by value."""
    matcher = SequenceMatcher(None, [*map(repr, old)], [*map(repr, new)], autojunk=False)
    return matcher.get_opcodes()


def _named(plain: object) -> object:
    """The first text of an item, which tells what it is about."""
    while isinstance(plain, tuple) and plain:
        plain = plain[0][1] if isinstance(plain[0], tuple) and len(plain[0]) == 2 else plain[0]
    return plain


def _flow_items(
    node: SequenceNode, new: Sequence[object], lines: list[str], first: int
) -> list[str]:
    """The lines of a list in brackets after a change. Items that stay are written as they were;
    comments within the brackets come below."""
    text, newline = "".join(lines), _newline(lines[0])
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def span(part: Node) -> tuple[int, int]:
        begin, end = part.start_mark, part.end_mark
        return starts[begin.line - first] + begin.column, starts[end.line - first] + end.column

    begin, end = span(node)
    kept: dict[str, str] = {}
    comments: list[str] = []
    at = begin
    for item in node.value:
        start, stop = span(item)
        kept[repr(_plain(item))] = text[start:stop]
        comments += _INNER_COMMENT.findall(text, at, start)
        at = stop
    comments += _INNER_COMMENT.findall(text, at, end - 1)
    written = ", ".join(kept.get(repr(_plain_value(item))) or _flow(item) for item in new)
    indent = re.match(r"[ \t]*", text)
    below = [f"{indent[0] if indent else ''}{comment}{newline}" for comment in comments]
    return [f"{text[:begin]}[{written}]{text[end:]}", *below]


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


def _end_line(node: Node, lines: Sequence[str], first: int = 0) -> int:
    """The line after the last one of a value, in lines of which the first is line `first`; blank
    lines after it stay outside."""
    mark = _last_leaf(node).end_mark
    end = min(mark.line - first + (mark.column > 0), len(lines))
    while end > node.start_mark.line - first + 1 and not lines[end - 1].strip():
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
    "value",
]
