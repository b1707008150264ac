"""What may stand under a key of a file, as JSON Schema (draft 7, which every editor knows), beside what reads it there.

`settings.KEYS` and the tables in `keys` are made of `Key`s. They are what files are checked by, and
what the schemas for editors and the reference in docs/ are made of. Where a form can't say all that a
reader checks (that a time zone exists), it admits more than the reader does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Form = dict[str, object]
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Key(Generic[R]):
    """One key of a file: what reads its value, what that looks like, and a line of Markdown on it."""

    read: R
    form: Form
    about: str


def matching(pattern: str, *examples: str) -> Form:
    """Text of a pattern, in the regular expressions that Python and JavaScript share; or nothing."""
    form: Form = {"type": ["string", "null"], "pattern": rf"^\s*(?:{pattern})?\s*$"}
    return {**form, "examples": list(examples)} if examples else form


def choice(*choices: str) -> Form:
    return {"enum": [*choices, None]}


def listed(form: Form) -> Form:
    """A list; one value stands for a list of one."""
    return {"anyOf": [form, {"type": "array", "items": form}]}


def record(forms: dict[str, Form], required: Sequence[str] = ()) -> Form:
    """A mapping of these keys and no others."""
    closed: Form = {"type": "object", "properties": forms, "additionalProperties": False}
    return {**closed, "required": list(required)} if required else closed


def mapping(form: Form) -> Form:
    """A mapping of any names."""
    return {"type": "object", "additionalProperties": form}


def either(*forms: Form) -> Form:
    return {"anyOf": list(forms)}


def schema(title: str, keys: dict[str, Form], required: Sequence[str] = (), **more: object) -> Form:
    """A whole file as a schema of its own."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
    return {**head, "type": "object", "properties": keys, "required": list(required), **more}


_MONTHS = (
    r"(?:(?:0?[13578]|1[02])-(?:0?[1-9]|[12]\d|3[01])|(?:0?[469]|11)-(?:0?[1-9]|[12]\d|30)"
    r"|0?2-(?:0?[1-9]|[12]\d))"
)
_CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_OFFSET = r"[Zz]|[+-]\d\d(?::?[0-5]\d)?"

TEXT: Form = {"type": ["string", "number", "boolean", "null"]}
WORDS: Form = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
"""Text that may not be missing."""
TEXTS = listed(TEXT)
BOOLEAN: Form = {"type": ["boolean", "null"]}
COUNT: Form = {"type": ["integer", "null"], "minimum": 0, "maximum": 999_999_999}
DATE = matching(rf"\d{{4}}-{_MONTHS}(?:(?:[Tt]|\s+){_CLOCK}\s*(?:{_OFFSET})?)?", "2026-03-03")
LANGUAGE_CODE = r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"
LANGUAGE = matching(LANGUAGE_CODE, "en", "pt-BR")
WEB_ADDRESS = matching(r'[Hh][Tt][Tt][Pp][Ss]?://[^\s<>"\\`{}|^]+', "https://example.org/")
