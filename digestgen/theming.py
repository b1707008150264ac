"""What a digest's layouts change of the theme: listed, copied to start from, compared.

A copy says in its first line which text of the theme it was made from, so that a later theme's changes
are noticed.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from digestgen import __version__, files, scan, templates, translations
from digestgen.layouts import theme_folder

_BLOCK = re.compile(r"{%-?\s*(?:block\s+(\w+)|(endblock))\b.*?-?%}")
_STATEMENTS = re.compile(
    r"{%-?\s*macro\b.*?{%-?\s*endmacro\s*-?%}|{%-?\s*(?:from|import)\b.*?%}|{%-?\s*set\s[^%]*=.*?%}", re.DOTALL
)  # fmt: skip
_DEFINED = re.compile(
    r"{%-?\s*(?:macro\s+(\w+)|from\s+\S+\s+import([^%]+)|import\s+\S+\s+as\s+(\w+)|set\s+([^=]+))"
)
_WORD = re.compile(r"\w+")
_SUPER = re.compile(r"\bsuper\(\)")
_COPIED = re.compile(r".*? of digestgen \S+, (\w{12})\b.*\n")


@dataclass(frozen=True, slots=True)
class Layout:
    """A file of the theme or of the digest's layouts, and how they stand to each other."""

    name: str
    blocks: tuple[str, ...]
    state: str  # "theme", "yours" (shadows the theme's), "outdated" (the theme's changed), "added"


def layouts(root: Path) -> list[Layout]:
    """Every file of the theme and of the digest at `root`, by name."""
    theme, own = _texts(theme_folder()), _texts(root / files.LAYOUTS)
    if own == theme:
        own = {}
    found = []
    for name in sorted({*theme, *own}):
        text = own.get(name, theme.get(name, b"")).decode("utf-8", "replace")
        state = "theme"
        if name in own:
            state = "added"
            if name in theme:
                copied = _COPIED.match(text)
                current = copied is None or copied[1] == _digest(theme[name])
                state = "yours" if current else "outdated"
        found.append(Layout(name, tuple(_blocks(text)), state))
    return found


def starting_copy(root: Path, name: str, block: str = "") -> str:
    """The theme's file with a first line that says so, or a layout that changes one block of it. A
    catalog of a language that the theme hasn't is made of the templates' messages. Raises LookupError
    where there is no such file or block."""
    theme = _texts(theme_folder())
    if name not in theme:
        if name.startswith(translations.LOCALE) and name.endswith(translations.SUFFIX):
            return _empty_catalog(root, name)
        raise LookupError(name)
    text = theme[name].decode("utf-8")
    if not block:
        return _header(name, theme[name]) + text
    if block not in _blocks(text):
        raise LookupError(block)
    return _header(name, theme[name]) + _alone(name, text, [block])


def _extends(name: str) -> str:
    return f'{{% extends "{templates.ORIGINAL}{name}" %}}'


def _alone(name: str, text: str, chosen: Iterable[str]) -> str:
    """A layout with some blocks of the theme's template and the imports, macros and values that they
    use, themselves or through one another."""
    blocks = _blocks(text)
    outside = text
    for other in blocks.values():
        outside = outside.replace(other, "")
    # One step further from what its text calls super() than the theme's block is.
    copied = [_SUPER.sub("super.super()", blocks[block]) for block in chosen]
    statements = _STATEMENTS.findall(outside)
    used = list(copied)
    for part in used:  # which grows meanwhile
        words = set(_WORD.findall(part))
        used += [s for s in statements if s not in used and not words.isdisjoint(_defined(s))]
    needed = [statement for statement in statements if statement in used]
    return "\n".join([_extends(name), *needed, "", *copied, ""])


def _defined(statement: str) -> list[str]:
    """The names that an import, a macro or a `set` is for."""
    found = _DEFINED.match(statement)
    return _WORD.findall(" ".join(filter(None, found.groups()))) if found else []


def difference(root: Path, name: str) -> list[str]:
    """What the digest's file changes against today's theme, as a unified diff; nothing where they
    are equal. One that extends the theme's is compared with the blocks that it fills. Raises
    LookupError unless both have the file."""
    theme, own = _texts(theme_folder()), _texts(root / files.LAYOUTS)
    if name not in theme or name not in own:
        raise LookupError(name)
    ours = own[name].decode("utf-8", "replace").replace("\r\n", "\n")
    if _COPIED.match(ours):
        ours = ours.partition("\n")[2]
    before = theme[name].decode("utf-8", "replace")
    if _extends(name) in ours:
        there = _blocks(before)
        before = _alone(name, before, [block for block in _blocks(ours) if block in there])
    changed = difflib.unified_diff(
        before.splitlines(),
        ours.splitlines(),
        f"theme/{name}",
        f"{files.LAYOUTS}/{name}",
        lineterm="",
    )
    return list(changed)


def _texts(folder: Path) -> dict[str, bytes]:
    """The theme's or digest's files by name."""
    return {name: files.read(folder, name) or b"" for name in scan.walk(folder)}


def _digest(data: bytes) -> str:
    return files.digest(data)[:12]


def _header(name: str, data: bytes) -> str:
    said = f"From {name} of digestgen {__version__}, {_digest(data)}: see `digestgen theme diff {name}`"
    if name.endswith(translations.SUFFIX):
        return f"# {said}\n"
    if name.startswith(templates.STATIC):
        return f"/* {said} */\n" if name.endswith((".css", ".js")) else ""
    return f"{{#- {said} -#}}\n"


def _blocks(text: str) -> dict[str, str]:
    """The outermost and inner blocks of a template with their text, tags included."""
    found: dict[str, str] = {}
    opened: list[tuple[str, int]] = []
    for tag in _BLOCK.finditer(text):
        if tag[1]:
            opened.append((tag[1], tag.start()))
            found[tag[1]] = ""
        elif opened:
            name, start = opened.pop()
            found[name] = text[start : tag.end()]
    return found


def _empty_catalog(root: Path, name: str) -> str:
    from babel.messages.catalog import Catalog

    language = name.removeprefix(translations.LOCALE).removesuffix(translations.SUFFIX)
    found = Catalog(locale=translations.locale_of(language))
    text = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {found.plural_forms}\\n"\n'
    )
    for message in sorted(set(_messages(root))):
        one, many = message
        text += f"\nmsgid {_quoted(one)}\n"
        if many:
            text += f"msgid_plural {_quoted(many)}\n"
            text += "".join(f'msgstr[{n}] ""\n' for n in range(found.num_plurals))
        else:
            text += 'msgstr ""\n'
    return text


def _messages(root: Path) -> Iterator[tuple[str, str]]:
    """(text, "") or (singular, plural) of every message in the templates and in the page kinds."""
    from babel.messages.extract import extract
    from jinja2.ext import babel_extract

    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    package = Path(__file__).parent
    sources: list[tuple[object, Path]] = [
        (babel_extract, folder / name)
        for folder in (theme_folder(), root / files.LAYOUTS)
        for name in scan.walk(folder)
        if name.endswith((".html", ".xml", ".txt"))
    ]
    sources += [
        ("python", package / n)
        for n in scan.walk(package)
        if n.startswith("pages/") and n.endswith(".py")
    ]
    for method, path in sources:
        with path.open("rb") as file:
            for _, message, _, _ in extract(method, file, keywords, options=options):  # type: ignore[arg-type]
                yield (message, "") if isinstance(message, str) else (message[0], message[1])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
