"""The keys of every kind of file in `content/`: one reader for each, what it takes, a line about it.

What stands in the tables at the end is checked, is in the schema for editors (`schemas`) and in
docs/reference/front-matter.md.
"""

import re
from collections.abc import Mapping
from typing import cast, get_args
from urllib.parse import urlsplit

from yaml.nodes import MappingNode, Node, ScalarNode

from digestgen import dates
from digestgen.fields import (
    FieldReader,
    Read,
    Schema,
    items,
    pairs,
    read_bool,
    read_prose,
    read_record,
    read_text,
    read_texts,
    shown,
    warn_of_commas,
)
from digestgen.forms import (
    BOOLEAN,
    DATE,
    LANGUAGE,
    LANGUAGE_CODE,
    TEXT,
    TEXTS,
    WEB_ADDRESS,
    WORDS,
    Form,
    Key,
    choice,
    either,
    listed,
    mapping,
    matching,
    record,
)
from digestgen.model import AlsoIn, Correction, Image, Mention, Moment, Quote, Rights, Source
from digestgen.names import UNSAFE_PATH, name_key, url_path


def _moment(node: Node, reader: FieldReader) -> Moment | None:
    text = read_text(node, reader)
    if not text:
        return None
    try:
        return dates.parse_moment(text, reader.config.timezone)
    except (ValueError, OverflowError):
        hint = "2026-02-28 or 2026-02-28T09:30+01:00"
        reader.problem(node, f'"{shown(text)}" is not a date', hint, code="bad-date")
        return None


def _day(node: Node, reader: FieldReader) -> str:
    moment = _moment(node, reader)
    return moment.day if moment else ""


def _link(node: Node, reader: FieldReader) -> str:
    text = read_text(node, reader)
    try:
        valid = not text or (urlsplit(text).scheme in ("http", "https") and urlsplit(text).hostname)
    except ValueError:
        valid = False
    if valid and not any(c.isspace() or c in '<>"\\`{}|^' for c in text):
        return text
    hint = "write spaces as %20" if valid else "https://…"
    reader.problem(node, f'"{shown(text)}" is not a web address', hint, code="bad-url")
    return ""


def _mentions(node: Node, reader: FieldReader) -> tuple[Mention, ...]:
    warn_of_commas(node, reader)
    found: dict[str, Mention] = {}
    for item in items(node):
        if isinstance(item, MappingNode):
            values = read_record(item, reader, _MENTION, "name")
            name, role = values.get("name", ""), values.get("role", "")
        else:
            name, role = read_text(item, reader), ""
        if name:
            key = name_key(name) or name
            known = found.get(key, Mention(name))
            found[key] = Mention(known.name, known.role or role)
    return tuple(found.values())


def _source(node: Node, reader: FieldReader) -> Source | None:
    if isinstance(node, MappingNode):
        values = read_record(node, reader, _SOURCE, "name")
        return Source(values.get("name", ""), values.get("url", ""))
    name = read_text(node, reader)
    return Source(name) if name else None


def _asset(node: Node, reader: FieldReader) -> str:
    """The address of an image: a path below `content/`, or a web address."""
    text = read_text(node, reader)
    if not text or re.match(r"https?:", text, re.IGNORECASE):
        return _link(node, reader)
    path = text.lstrip("/")
    if path.startswith("assets/") and ".." not in path.split("/") and not UNSAFE_PATH.search(path):
        return path
    message = f'"{shown(text)}" is not a file in assets/'
    reader.problem(node, message, "assets/bridge.jpg", code="bad-image")
    return ""


def _image(node: Node, reader: FieldReader) -> Image | None:
    if isinstance(node, ScalarNode):
        values = {"src": _asset(node, reader)}
    else:
        values = read_record(node, reader, _IMAGE)
    return Image(**values) if any(values.values()) else None


def _quotes(node: Node, reader: FieldReader) -> tuple[Quote, ...]:
    found = [read_record(item, reader, _QUOTE, "text") for item in items(node)]
    return tuple(dict.fromkeys(Quote(q.get("text", ""), q.get("speaker", "")) for q in found))


def _rank(node: Node, reader: FieldReader) -> int | None:
    text = read_text(node, reader)
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,6}", text):
        reader.problem(node, f'"{shown(text)}" is not a whole number', "rank: 1")
        return None
    return int(text)


def _corrections(node: Node, reader: FieldReader) -> tuple[Correction, ...]:
    found = [read_record(item, reader, _CORRECTION, "text") for item in items(node)]
    return tuple(Correction(c.get("date", ""), c.get("text", "")) for c in found)


def _also_in(node: Node, reader: FieldReader) -> tuple[AlsoIn, ...]:
    found: list[AlsoIn] = []
    for item in items(node):
        if isinstance(item, ScalarNode):
            found.append(AlsoIn(read_text(item, reader)))
        else:
            values = read_record(item, reader, _ALSO_IN, "source")
            found.append(AlsoIn(values.get("source", ""), values.get("url", "")))
    return tuple(dict.fromkeys(also for also in found if also.source))


def _url_path(node: Node, reader: FieldReader) -> str:
    text = read_text(node, reader)
    try:
        return url_path(text) if text else ""
    except ValueError:
        message = f'"{shown(text)}" is not a path on the site'
        reader.problem(node, message, "2026/03/harbour-bridge-reopens", code="bad-path")
        return ""


def _url_paths(node: Node, reader: FieldReader) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p for item in items(node) if (p := _url_path(item, reader))))


def _rights(node: Node, reader: FieldReader) -> Rights | None:
    if (text := read_text(node, reader)) in get_args(Rights):
        return cast(Rights, text)
    if text:
        reader.problem(node, f'rights: "{shown(text)}" is not one of full, excerpt, link')
    return None


def _language(node: Node, reader: FieldReader) -> str:
    text = read_text(node, reader)
    if text and not re.fullmatch(LANGUAGE_CODE, text):
        reader.problem(node, f'"{shown(text)}" is not a language code', "en, ar, pt-BR")
    return text


def _links(node: Node, reader: FieldReader) -> tuple[tuple[str, str], ...]:
    """`[{label: …, url: …}]`, `{label: url}` or a list of addresses."""
    if isinstance(node, MappingNode) and "url" not in [key.value for key, _ in node.value]:
        return tuple((key, _link(value, reader)) for key, _, value in pairs(node, reader))
    found: list[tuple[str, str]] = []
    for item in items(node):
        if isinstance(item, MappingNode):
            values = read_record(item, reader, _LINK, "url")
        else:
            values = {"url": _link(item, reader)}
        url = values.get("url", "")
        found.append((values.get("label") or url, url))
    return tuple(link for link in found if link[1])


_MENTION: Mapping[str, Read] = {"name": read_text, "role": read_text}
_SOURCE: Mapping[str, Read] = {"name": read_text, "url": _link}
_IMAGE: Mapping[str, Read] = {
    "src": _asset,
    "alt": read_text,
    "caption": read_text,
    "credit": read_text,
}
_QUOTE: Mapping[str, Read] = {"speaker": read_text, "text": read_text}
_CORRECTION: Mapping[str, Read] = {"date": _day, "text": read_text}
_ALSO_IN: Mapping[str, Read] = {"source": read_text, "url": _link}
_LINK: Mapping[str, Read] = {"label": read_text, "url": _link}

_UNSAFE = r'\x00-\x1f\x7f-\x9f<>:"\\|?*#%'
_PICTURE_FILE = matching(
    rf"(?!.*/\.\.(?:/|$))/?assets/[^{_UNSAFE}]+|[Hh][Tt][Tt][Pp][Ss]?://\S+", "assets/bridge.jpg"
)
_SITE_PATH = matching(
    rf"(?!(?:.*/)?\.)(?!.*[^/]//+[^/])[^{_UNSAFE}]+", "2026/03/harbour-bridge-reopens"
)
_FORMS: Mapping[Read, Form] = {
    read_text: TEXT,
    _link: WEB_ADDRESS,
    _asset: _PICTURE_FILE,
    _day: DATE,
}


def _form(keys: Mapping[str, Read], *required: str) -> Form:
    return record({key: _FORMS[read] for key, read in keys.items()}, required)


def _text(about: str) -> Key[Read]:
    return Key(read_text, TEXT, about)


def _named(about: str) -> Key[Read]:
    return Key(_mentions, listed(either(TEXT, _form(_MENTION, "name"))), about)


_IMAGE_FORM = either(_PICTURE_FILE, _form(_IMAGE))

ARTICLE: Schema = {
    "title": Key(read_text, WORDS, "the headline; the one key that an article needs"),
    "date": Key(
        _moment,
        DATE,
        "`2026-03-03`, a calendar date that never shifts, or `2026-03-03T09:30+01:00`; a time without an offset is in the digest's `timezone`",
    ),
    "added": Key(_day, DATE, "the day it came into the digest; `extract` writes it"),
    "updated": Key(_moment, DATE, "when it was last changed, written as `date` is"),
    "section": _text("the part of the digest it belongs to, such as City"),
    "authors": Key(read_texts, TEXTS, "who wrote it"),
    "source": Key(
        _source,
        either(TEXT, _form(_SOURCE, "name")),
        "the outlet: its name, or `{name: …, url: …}`",
    ),
    "url": Key(_link, WEB_ADDRESS, "where the original is"),
    "image": Key(
        _image,
        _IMAGE_FORM,
        "`{src: assets/bridge.jpg, alt: …, caption: …, credit: …}`; without `src` no picture is shown",
    ),
    "people": _named(
        "whom it is about: full names, or `{name: …, role: …}`; `Ilse Varga (judge)` tells namesakes apart"
    ),
    "organizations": _named("names, or `{name: …, role: …}`"),
    "places": _named("names, or `{name: …, role: …}`"),
    "topics": _named("names, or `{name: …, role: …}`"),
    "suggested_topics": Key(
        read_texts, TEXTS, "what `extract` thinks of; on no page until moved to `topics`"
    ),
    "summary": _text("one or two sentences"),
    "quotes": Key(
        _quotes,
        listed(_form(_QUOTE, "text")),
        '`{speaker: …, text: "…"}`, in the words of the text',
    ),
    "note": Key(read_prose, TEXT, "why this matters, in the editor's words (Markdown)"),
    "rank": Key(
        _rank,
        {"type": ["integer", "null"], "minimum": -999_999, "maximum": 999_999},
        "its place in its edition; 1 leads",
    ),
    "thread": _text("ties articles to one story"),
    "corrections": Key(_corrections, listed(_form(_CORRECTION, "text")), "`{date: …, text: …}`"),
    "also_in": Key(
        _also_in,
        listed(either(TEXT, _form(_ALSO_IN, "source"))),
        "the same story elsewhere: `{source: …, url: …}`",
    ),
    "path": Key(
        _url_path,
        _SITE_PATH,
        "where it lives below `/articles/`; year, month and the title's slug unless given",
    ),
    "redirect_from": Key(_url_paths, listed(_SITE_PATH), "former paths, which lead here"),
    "draft": Key(read_bool, BOOLEAN, "`true`: built with `--drafts` alone"),
    "gone": Key(read_bool, BOOLEAN, "`true`: a page that says so, and no more"),
    "language": Key(_language, LANGUAGE, "of this article, where it is another than the digest's"),
    "rights": Key(
        _rights,
        choice(*get_args(Rights)),
        "`full`, `excerpt` (summary and quotes; the text stays private), `link` (title, source and link)",
    ),
    "original": _text("where `extract` keeps the paste; leave it as it is"),
}
"""In the order in which front matter is written."""
PROFILE: Schema = {
    "name": _text("as readers see it"),
    "aliases": Key(read_texts, TEXTS, "other spellings; each one's old address leads to this page"),
    "keywords": Key(read_texts, TEXTS, "of a topic: words that tell of it"),
    "role": _text("what somebody is: harbour engineer"),
    "links": Key(
        _links,
        either(listed(either(WEB_ADDRESS, _form(_LINK, "url"))), mapping(WEB_ADDRESS)),
        "`[{label: …, url: …}]`, or `{label: url}`",
    ),
    "image": Key(_image, _IMAGE_FORM, "`{src: assets/ada.jpg, alt: …}`"),
    "sort_name": _text("where an index files it: Şahinoğlu, Leyla"),
    "hidden": Key(read_bool, BOOLEAN, "`true` keeps the term off the site"),
}
PAGE: Schema = {"title": _text("the page's title; that of its file unless given")}
EDITION: Schema = {
    "title": _text("a title besides its day"),
    "order": Key(read_texts, TEXTS, "its articles by file or path, the leading one first"),
}
