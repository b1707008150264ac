"""YAML text -> a tree of nodes with their places in the file, or a Problem; pure.

Of YAML only what people write by hand is read: no anchors, aliases, custom tags or second
documents, so nothing can run, refer to itself or grow. Scalars are text, whatever they look like:
the reader of a field decides what they mean, never YAML's own guesses.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, cast

import yaml
from yaml.error import Mark
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from digestgen.model import Place, Problem

_Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_STR, _SEQ, _MAP = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_MAX_DEPTH = 30
_MAX_LENGTH = 512 * 1024  # characters
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Editors count none of these as the end of a line, libyaml counts three of them.
_SPACES = {0x85: " ", 0x2028: " ", 0x2029: " ", 0xFEFF: " "}
_CORE_TAG = re.compile(r"tag:yaml\.org,2002:(?:str|int|float|bool|null|timestamp|seq|map)")
_HINTS = {  # by the last word of libyaml's message
    "indentation": "indent with spaces, not tabs",
    "start>": 'front matter ends with a line "---", not "..."',
}
_BREAK = re.compile(r"\r\n|\r|\n")
_OTHER_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_CONTROL = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ufeff\ud800-\udfff]"
)
# The last two of each plane but the first. One range is quickly passed by, 32 characters are not.
_PLANE_ENDS = re.compile(
    "[\U00010000-\U0010ffff](?<=["
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "])"
)
_INVISIBLE_CATEGORIES = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters that show nothing
_NULLS = ("", "~", "null", "Null", "NULL")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class YamlError(ValueError):
    """YAML that can't be read at all; carries the one Problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_yaml(source: str, path: str, first_line: int = 1) -> MappingNode:
    """A YAML mapping that starts on `first_line` of a file. Raises YamlError."""
    if len(source) > _MAX_LENGTH:
        raise unreadable(Place(path, first_line), "more than 512 KB of YAML")
    if found := _FORBIDDEN.search(source):
        line, column = _position(source, found.start())
        raise unreadable(
            Place(path, line + first_line, column + 1),
            f"a character that YAML forbids (U+{ord(found[0]):04X})",
            "delete the invisible character",
        )
    source = source.translate(_SPACES)
    try:
        node = _compose(yaml.parse(source, Loader=_Loader), source, path, first_line)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        reason = getattr(error, "problem", None) or "unreadable"
        where = Place(path, line + first_line, column + 1)
        hint = _HINTS.get(reason.split(" ")[-1]) or _hint(source, line)
        raise unreadable(where, f"not YAML: {reason}", hint) from None
    if node is None:
        return MappingNode(_MAP, [], flow_style=False)
    if not isinstance(node, MappingNode):
        message = 'expected lines such as "key: value"'
        hint = 'for example  title: "Harbour bridge reopens"'
        raise unreadable(place(node, path, first_line), message, hint)
    return node


def place(node: Node, path: str, first_line: int = 2) -> Place:
    """Where a node stands in its file; front matter starts on line 2."""
    mark = node.start_mark
    if mark is None:
        return Place(path, first_line, 1)
    return Place(path, mark.line + first_line, mark.column + 1)


def unreadable(where: Place, message: str, hint: str = "") -> YamlError:
    return YamlError(Problem(where, message, hint, code="bad-front-matter"))


def _position(source: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 0."""
    starts = [0, *(found.end() for found in _BREAK.finditer(source, 0, offset))]
    return len(starts) - 1, offset - starts[-1]


def _compose(events: Iterable[Any], source: str, path: str, first_line: int) -> Node | None:
    """The tree of one document. A loop, because libyaml's own composer recurses as deep as its
    input does and dies of it."""
    opened: list[CollectionStartEvent] = []
    gathered: list[list[Node]] = [[]]  # the children so far of every open collection
    for event in events:
        start, end = cast(Mark, event.start_mark), cast(Mark, event.end_mark)
        kind = type(event)
        if kind is DocumentStartEvent and (event.explicit or gathered[0]):
            message, hint = "a second YAML document", 'front matter ends with "---"'
        elif message := _refusal(event):
            hint = _hint(source, start.line)
        elif len(opened) > _MAX_DEPTH:
            message, hint = f"nested deeper than {_MAX_DEPTH} levels", ""
        if message:
            raise unreadable(Place(path, start.line + first_line, start.column + 1), message, hint)
        if kind is ScalarEvent:
            gathered[-1].append(ScalarNode(_STR, event.value, start, end, event.style))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            opened.append(event)
            gathered.append([])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            children, opening = gathered.pop(), opened.pop()
            gathered[-1].append(_collection(opening, children, end))
    return gathered[0][0] if gathered[0] else None


def _refusal(event: Any) -> str:
    """Why an event is nothing that front matter may hold, or ""."""
    kind = type(event)
    if kind is AliasEvent:
        return f'"*{event.anchor}" is a YAML alias, which is not read'
    if kind is ScalarEvent or kind is MappingStartEvent or kind is SequenceStartEvent:
        if event.anchor is not None:
            return f'"&{event.anchor}" is a YAML anchor, which is not read'
        if event.tag is not None and not _CORE_TAG.fullmatch(event.tag):
            return f'"{event.tag}" is a YAML tag, which is not read'
    return ""


def _collection(opening: CollectionStartEvent, children: list[Node], end: Mark) -> Node:
    start = cast(Mark, opening.start_mark)
    if isinstance(opening, MappingStartEvent):
        pairs = list(zip(children[::2], children[1::2], strict=True))
        return MappingNode(_MAP, pairs, start, end, opening.flow_style)
    return SequenceNode(_SEQ, children, start, end, opening.flow_style)


def _hint(source: str, line: int) -> str:
    """How the line, or the one before it, would be right if its value were quoted or closed."""
    lines = source.splitlines()
    if 0 <= line < len(lines) and re.match(r" *\t", lines[line]):
        return "indent with spaces, not with a tab"
    for at in (line, line - 1):
        found = re.fullmatch(r"\s*([^\s:]+:|-)\s+(.+)", lines[at]) if 0 <= at < len(lines) else None
        if found and (value := found[2].strip()) and len(value) <= 200:
            closing = {"[": "]", "{": "}"}.get(value[0])
            if closing and value.count(value[0]) > value.count(closing):
                return f"close the bracket: {found[1]} {value}{closing}"
            unclosed = value[0] in "\"'" and (len(value) == 1 or value[-1] != value[0])
            if unclosed or value[0] in "@`%&*!|>?-#" or re.match(r"[^\"'\[{].*(?::\s|\s#)", value):
                single = '"' in value and "'" not in value
                return f"quote the value: {found[1]} " + (f"'{value}'" if single else quoted(value))
    return 'put text with special characters between double quotes: "…"'


def is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.style and node.value in _NULLS


def clean_text(text: str) -> str:
    """Text with line feeds only, without the characters that HTML or XML can't hold."""
    if text.isprintable():
        return text
    return _PLANE_ENDS.sub("", _CONTROL.sub("", _OTHER_BREAK.sub("\n", text)))


def visible(text: str) -> bool:
    """Whether anything of a text can be seen."""
    first = text[:1]
    return (first.isascii() and first.isalnum()) or any(
        unicodedata.category(c) not in _INVISIBLE_CATEGORIES and c not in _FILLERS for c in text
    )


def quoted(value: str) -> str:
    """A YAML double-quoted scalar that every reader reads alike. Lone surrogates, which no file
    can hold, become U+FFFD."""
    out = []
    for c in value:
        if c in _ESCAPES:
            out.append(_ESCAPES[c])
        elif c.isprintable():
            out.append(c)
        elif "\ud800" <= c <= "\udfff":
            out.append("\ufffd")
        elif ord(c) > 0xFFFF:
            out.append(f"\\U{ord(c):08x}")
        else:
            out.append(f"\\u{ord(c):04x}")
    return '"' + "".join(out) + '"'
