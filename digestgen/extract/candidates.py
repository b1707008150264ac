"""The names of an article: mentions of the same words taken together, to be weighed as one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from digestgen.extract.gazetteer import places
from digestgen.extract.mentions import Mention, Mentions
from digestgen.extract.words import (
    FUNCTION_WORDS,
    HONORIFICS,
    ORGANIZATION_NOUNS,
    PLACE_NOUNS,
    ROLE_NOUNS,
)
from digestgen.names import name_key

_HEADS = ORGANIZATION_NOUNS | PLACE_NOUNS
_MOST_WORDS = 12


@dataclass(slots=True)
class Candidate:
    """One name. `signs` are what speaks for or against a person, an organization or a place, each
    with its strength, mostly 1."""

    words: tuple[str, ...]
    spelling: str  # as the text has it: "St. Brannock Church"
    mentions: list[Mention] = field(default_factory=list)
    signs: dict[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The words with single spaces."""
        return " ".join(self.words)

    @property
    def first(self) -> Mention:
        """Where the text has it first."""
        return self.mentions[0]

    def sign(self, name: str, strength: float = 1.0) -> None:
        """Note a sign, or that it is as strong as this."""
        if strength >= self.signs.get(name, 0.0):
            self.signs[name] = strength


def find_candidates(mentions: Mentions) -> dict[str, Candidate]:
    """By key, in the order of the text. Single words are told apart by case ("ICE", "Ice")."""
    found: dict[str, Candidate] = {}
    for mention in mentions.found:
        for whole in _readings(mentions, mention):
            if len(whole.words) <= _MOST_WORDS:
                key = key_of(whole.words)
                if key not in found:
                    found[key] = Candidate(whole.words, _spelling(mentions, whole))
                found[key].mentions.append(whole)
    return found


def _spelling(mentions: Mentions, mention: Mention) -> str:
    """The name as it stands in the text; rows of a wrapped line are one."""
    return " ".join(mentions.article.text[mention.start : mention.end].split())


def key_of(words: tuple[str, ...]) -> str:
    """What spellings of one name share."""
    return words[0] if len(words) == 1 else name_key(" ".join(words))


def _readings(mentions: Mentions, mention: Mention) -> Iterable[Mention]:
    """The mention itself, or with the title that turns out to be the name's beginning ("Justice
    Department"); places in its title ("Ohio Governor Ana Ro") and on both sides of a hyphen."""
    text = mentions.article.text
    if mention.title and (
        mention.words[-1] in _HEADS or f"{mention.title} {mention.name}" in places()
    ):
        words = (*mention.title.split(), *mention.words)
        known = " ".join(words) in places()  # "The Hague"
        while not known and len(words) > 1 and words[0].lower() in FUNCTION_WORDS:
            words = words[1:]
        start = mention.end - len(" ".join(words))
        if text[start : mention.end] == " ".join(words):
            yield Mention(words, start, mention.end, "", start, mention.opens, mention.possessive)
            return
    if mention.title:
        yield from _places_in(text, mention.title, mention.title_start)
        yield from _body_in(text, mention.title, mention.title_start)
    last = mention.words[-1].lower()
    role = last in HONORIFICS or last in ROLE_NOUNS
    if role and len(mention.words) > 2 and "of" not in mention.words:
        body = list(_body_in(text, mention.name, mention.start))
        yield from body or [mention]  # "the Harbour Authority Director said"
        return
    parts = mention.words[0].split("-")
    if len(mention.words) == 1 and len(parts) == 2 and all(p[:1].isupper() for p in parts):
        at = mention.start
        if all(p in places() for p in parts):
            for part in parts:
                yield Mention((part,), at, at + len(part), "", at, False, False)
                at += len(part) + 1
            return
    yield mention


def _body_in(text: str, title: str, start: int) -> Iterable[Mention]:
    """The organization that a title begins with: "Harbour Authority Director"."""
    words = title.split()
    for count in range(len(words) - 1, 1, -1):
        if words[count - 1] in ORGANIZATION_NOUNS and text.startswith(
            " ".join(words[:count]), start
        ):
            end = start + len(" ".join(words[:count]))
            yield Mention(tuple(words[:count]), start, end, "", start, False, False)
            return


def _places_in(text: str, title: str, start: int) -> Iterable[Mention]:
    words = title.split()
    at = start
    index = 0
    while index < len(words):
        for count in (3, 2, 1):
            name = " ".join(words[index : index + count])
            if index + count <= len(words) and name in places() and text.startswith(name, at):
                yield Mention(tuple(name.split()), at, at + len(name), "", at, False, False)
                break
        else:
            count, name = 1, words[index]
        at += len(name) + 1
        index += count
