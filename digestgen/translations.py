"""The words of templates in the digest's language: message catalogs in gettext's .po format.

The English text is the key and what is shown where no catalog has it, so English needs no catalog.
Catalogs are compiled when layouts are loaded, never kept as .mo files: one source, and nothing that
could be out of date. Pure: bytes in, Messages or Problems out.
"""

import gettext as plurals
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from digestgen.model import Place, Problem

if TYPE_CHECKING:
    from babel import Locale
    from markupsafe import Markup

LOCALE = "locale/"
SUFFIX = ".po"
_ENGLISH = "(n != 1)"


@dataclass(frozen=True, slots=True)
class Catalog:
    """One .po file. `plural` is its rule in C's syntax, `forms` what it chooses from."""

    plural: str
    texts: dict[str, str]
    forms: dict[str, tuple[str, ...]]  # by the English singular


@dataclass(frozen=True, slots=True)
class Messages:
    """What one language says: the first of its catalogs that has a message."""

    language: str = "en"
    catalogs: tuple[Catalog, ...] = ()

    def gettext(self, message: str, /, **values: object) -> str:
        """A message with its %(name)s filled in."""
        found = next((c.texts[message] for c in self.catalogs if message in c.texts), message)
        return _filled(found, values)

    def ngettext(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The form for `n` things; %(n)s is the number as the language writes it."""
        values.setdefault("n", format_number(n, self.language))
        for catalog in self.catalogs:
            if one in catalog.forms:
                form = _rule(catalog.plural)(n)
                return _filled(catalog.forms[one][form], values)
        return _filled(one if n == 1 else many, values)


def _filled(text: str, values: dict[str, object]) -> str:
    """Plain text, or markup where a value is markup: catalogs hold no HTML of their own."""
    if not any(hasattr(value, "__html__") for value in values.values()):
        return text % values
    from markupsafe import Markup, escape

    template = _escaped(text)
    if not _NAMED.fullmatch(text):
        return template % values
    # What markup does with its gaps, at less than half its price.
    return str.__new__(Markup, str.__mod__(template, {k: escape(v) for k, v in values.items()}))


_NAMED = re.compile(r"(?:[^%]|%\(\w+\)s)*")


@lru_cache(maxsize=1 << 10)
def _escaped(text: str) -> "Markup":
    from markupsafe import escape

    return escape(text)


@lru_cache(maxsize=64)
def _rule(plural: str) -> Callable[[int], int]:
    return plurals.c2py(plural)


@lru_cache(maxsize=1 << 12)
def format_number(number: float, language: str) -> str:
    """1,234 as a language groups it."""
    from babel.numbers import format_decimal

    return str(format_decimal(number, locale=locale_of(language)))


@lru_cache(maxsize=64)
def locale_of(language: str) -> "Locale":
    """Babel's locale for a language of digest.yaml; English for one it doesn't know."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


ENGLISH = Messages()


def names(language: str) -> tuple[str, ...]:
    """Where a language's catalogs lie, the closest first: locale/pt-BR.po, locale/pt.po."""
    parts = language.split("-")
    return tuple(
        f"{LOCALE}{'-'.join(parts[:length])}{SUFFIX}" for length in range(len(parts), 0, -1)
    )


def read(data: bytes, name: str, place: str) -> tuple[Catalog, list[Problem]]:
    """The catalog in a .po file, and what is wrong with it. Empty and fuzzy entries are left out:
    they are work to do."""
    from babel.messages.pofile import PoFileError, read_po

    def problem(line: int, message: str, hint: str = "") -> Problem:
        return Problem(Place(place, line), message, hint, code="bad-catalog")

    language = name.removeprefix(LOCALE).removesuffix(SUFFIX)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        found = read_po(
            text.splitlines(keepends=True), locale=str(locale_of(language)), abort_invalid=True
        )
        rule = found.plural_expr
        plurals.c2py(rule)
    except UnicodeDecodeError:
        return Catalog(_ENGLISH, {}, {}), [problem(0, "not UTF-8 text")]
    except PoFileError as error:
        return Catalog(_ENGLISH, {}, {}), [problem((error.lineno or 0) + 1, str(error))]
    except ValueError as error:
        return Catalog(_ENGLISH, {}, {}), [problem(0, f"not a message catalog: {error}")]
    texts: dict[str, str] = {}
    forms: dict[str, tuple[str, ...]] = {}
    problems = []
    for entry in found:
        if not entry.id or entry.fuzzy or not entry.string:
            continue
        problems += [
            problem(entry.lineno or 0, str(error), "keep every %(name)s of the English text")
            for error in entry.check(found)
        ]
        if isinstance(entry.id, str):
            texts[entry.id] = str(entry.string)
        elif all(entry.string):
            given = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
            if len(given) == found.num_plurals:
                forms[entry.id[0]] = given
            else:
                hint = f"msgstr[0] to msgstr[{found.num_plurals - 1}]"
                problems.append(
                    problem(
                        entry.lineno or 0,
                        f"{len(given)} plural forms instead of {found.num_plurals}",
                        hint,
                    )
                )
    return Catalog(rule, texts, forms), problems


def choose(language: str, catalogs: Iterable[tuple[str, Catalog]]) -> Messages:
    """The messages of a language from (name, catalog) pairs, the digest's before the theme's."""
    by_name = list(catalogs)
    wanted = [name.lower() for name in names(language)]
    return Messages(
        language,
        tuple(catalog for one in wanted for name, catalog in by_name if name.lower() == one),
    )
