"""Whether words are likely parts of a personal name, by lists of many cultures and by their form."""

import re

from digestgen.extract.reference import given_names, given_words, surname_words, surnames

_SURNAME_FORM = re.compile(
    r"(?:O['’]|Mc|Mac|Fitz)[A-Z][a-z]+|(?:[Aa]l|[Ee]l|bin|ibn)-[A-Z][a-z]+"
    r"|[A-Z][a-z]{2,}(?:sson|ssen|dóttir|dottir|enko|chuk|czyk|wicz|vich|vych|vić|vic|ić|ski|sky"
    r"|[lnrw]ska|skaya|ova|eva|ov|escu|shvili|adze|yan|oğlu|oglu|poulos|opoulos|idis|akis"
    r"|inen|berg|stein|mann|feld|baum|quist|qvist|strom|ström|wala|waran"
    r"|nathan|murthy|swamy|ez|son|sen)"
)


def is_given(word: str) -> bool:
    """Whether a word is a given name, or begins with one: "Jean-Luc"."""
    names = given_names()
    return word in names or ("-" in word and word.split("-")[0] in names)


def may_be_given(word: str) -> bool:
    """Whether it is a given name that is also an ordinary word: "Hope"."""
    return word in given_words()


def is_surname(word: str) -> bool:
    """Whether it is a surname, or a part of it is: "Lindqvist-Vale"."""
    known, given = surnames(), given_names()
    if word in known or word in given:
        return True
    parts = (word, *word.split("-")) if "-" in word else (word,)
    return any(p in known or p in given or _SURNAME_FORM.fullmatch(p) for p in parts)


def may_be_surname(word: str) -> bool:
    """Whether a word is a surname, though it may be a word or a given name as well."""
    return word in surname_words() or word in given_words()
