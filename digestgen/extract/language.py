"""What the extractor knows of a language, and which language a text is in, told by its commonest
words. No guess where they do not tell."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from itertools import chain, filterfalse
from pkgutil import iter_modules

from digestgen.extract import languages
from digestgen.extract.phrases import Phrases, read_phrases


@dataclass(frozen=True, slots=True)
class Language:
    """A language's data. Words are in lower case; lists of spellings are separated by spaces."""

    code: str
    common: str  # its commonest words: they tell the language of a text
    months: tuple[str, ...]  # twelve, each with its short forms: "january jan"
    weekdays: tuple[str, ...]  # seven from Monday, likewise
    published: str  # words before the date of publication
    updated: str  # words before the date of a change
    by: str  # words before an author's name
    and_: str  # words between two authors
    day_first: bool  # whether 03/04 is the third day of the fourth month
    quotation_marks: tuple[str, ...]  # opening and closing, the usual ones first: "“”"
    furniture: dict[str, str]  # reasons for leaving lines out, and phrases (see `phrases`)
    endings: str  # phrases: headings that article text does not come after
    comments: str  # phrases: headings of what readers wrote
    closing: dict[str, str]  # kinds of notes that stand below an article, and phrases
    sharing: str  # words that rows of sharing links are made of
    function_words: frozenset[str] = field(default_factory=frozenset)


# Languages without a file of their own are told, too: nothing else is known of them.
_COMMON = {
    "it": "il di che della per una sono con del non gli dei nel alla più anche",
    "pt": "o os que do da em um uma para com não dos mais foi ao são pelo",
    "nl": "de het een van en dat niet zijn voor met op aan werd ook naar bij",
    "sv": "och att det som en på är av för med den till inte har om var",
    "da": "og at det er en på til af den som ikke med har blev fra var",
    "no": "og det er på som en til av at ikke med har for den var også",
    "pl": "w i na z do się nie że jest to od przez dla po jak oraz",
    "fi": "ja on ei että oli se ovat hän myös kun joka mutta sen tai",
    "cs": "a v se na je že s z do to za pro jsou byl také podle",
    "ro": "și în de la cu pe care nu din este pentru a fost sunt mai",
    "hu": "a az és hogy nem is egy van meg volt már csak szerint",
    "tr": "ve bir bu için ile de da olarak çok daha olan gibi sonra",
    "ru": "и в не на что с по как это из за от для был его",
    "uk": "і в не на що з у як це та до від за про є",
    "el": "και το του η της να για με στο από που δεν είναι",
}
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 12  # common words of one language
_SAMPLE = 12_000  # characters


@cache
def known_languages() -> dict[str, Language]:
    """The languages with a file, by code."""
    codes = sorted(module.name for module in iter_modules(languages.__path__))
    return {code: import_module(f"{languages.__name__}.{code}").LANGUAGE for code in codes}


@cache
def month_numbers() -> dict[str, int]:
    """Every spelling of a month in every known language, and which month it is."""
    return {
        spelling: number
        for language in known_languages().values()
        for number, month in enumerate(language.months, start=1)
        for spelling in month.split()
    }


@cache
def words_before(kind: str) -> frozenset[str]:
    """Words of every known language before an author ("by") or a date ("published", "updated")."""
    return frozenset(
        word
        for language in known_languages().values()
        for word in str(getattr(language, kind)).split()
    )


@cache
def _common_words() -> dict[str, list[str]]:
    common = _COMMON | {code: known.common for code, known in known_languages().items()}
    words: dict[str, list[str]] = {}
    for code, text in sorted(common.items()):
        for word in text.split():
            words.setdefault(word, []).append(code)
    return words


def language_of(text: str) -> str:
    """A two-letter code, or "" where the text does not tell."""
    counts: Counter[str] = Counter()
    common = _common_words()
    tokens = text[:_SAMPLE].lower().split()
    # Most are words as they stand, in others there are some.
    words = chain(tokens, _WORD.findall(" ".join(filterfalse(str.isalpha, tokens))))
    for word, times in Counter(filter(common.__contains__, words)).items():
        for code in common[word]:
            counts[code] += times
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _ENOUGH:
        return ""
    if len(ranked) > 1 and ranked[0][1] < 1.3 * ranked[1][1]:
        return ""
    return ranked[0][0]


@dataclass(frozen=True, slots=True)
class Wording:
    """What lines of a page in one language are known by: its own phrases, then English ones, as
    pages of every language have some."""

    furniture: Phrases
    endings: Phrases
    comments: Phrases
    closing: Phrases
    sharing: frozenset[str]
    function_words: frozenset[str]


@cache
def wording(code: str) -> Wording:
    """The wording of a language, English where it has no file."""
    own = known_languages().get(code)
    english = known_languages()["en"]
    both = [language for language in (own, english) if language is not None]
    if own is english:
        both = [english]
    return Wording(
        read_phrases([group for known in both for group in known.furniture.items()]),
        read_phrases([("ending", known.endings) for known in both]),
        read_phrases([("comments", known.comments) for known in both]),
        read_phrases([group for known in both for group in known.closing.items()]),
        frozenset(word for known in both for word in known.sharing.split()),
        frozenset(word for known in both for word in known.function_words),
    )
