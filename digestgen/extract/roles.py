"""What people are said to be: "president of the Council on Outer Affairs", "Harbour Master"."""

import re

from digestgen.extract.mentions import Mention, Mentions
from digestgen.extract.words import FUNCTION_WORDS, ROLE_NOUNS, SPEECH, STYLES, one_of, word_set

_ROLES = one_of(ROLE_NOUNS)
_POSSESSED_ROLE = re.compile(rf"([^\W\d_]\w*['’]s? (?:[\w-]+ ){{0,3}}?{_ROLES}),? $")
_PLAIN_ROLE = re.compile(rf"(?<![\w-])((?:[a-z][\w-]* ){{0,3}}{_ROLES}),? $")
_OPENING_ROLE = re.compile(rf"(?:^|[.!?”\"] )([A-Z][a-z-]+ (?:[a-z-]+ ){{0,2}}{_ROLES}),? $")
_ROLE_AFTER = re.compile(
    rf", (?:(?:a|an|the|one of|who (?:is|was)|then|now|until (?:now|then|recently)|once|formerly"
    rf"|his|her|their|its) )?(?P<role>(?:[\w’'.&-]+ ){{0,5}}?{_ROLES}s?\b(?:[^,;:.()“”\"—–\n]"
    rf"|(?<=\b[A-Z])\.|(?<=Sen|Rep|Gov)\.|(?<=Dr)\.){{0,70}})"
)
_APPOSITION = re.compile(
    r", (?:an?|the) (?P<role>(?:\d+-year-old )?[a-z][a-z-]+(?: [a-z][a-z-]+){0,3}?)"
    r"(?=(?P<human> who\b| whose\b)|,|\.| (?:from|of|at|in|for|with)\b)"
)
_NOT_PEOPLE = word_set("""
company firm startup start-up maker manufacturer group app site website town village city island
river country state province region party charity club team band agency organisation
organization newspaper magazine broadcaster platform service network bank chain brand product
ship vessel boat film movie book novel song album show series game festival event law bill
treaty project programme program plan street road building bridge school university hospital
museum church park lake mountain suburb district subsidiary unit body union think-tank tank
retailer airline supplier provider model version move
""")
_CLAUSE = re.compile(r"^(?!acting\b)\w+(?:ed|ing)\b|\b(?:his|her|their|is|was|are|were|has|had)\b")
_NO_OPENING = word_set(
    "both prior as and but with during after before in on at for to from by since because while when "
    "where according although though if that whether so who whose which"
)
_SERVES = re.compile(
    r"(?: (?:is|was|serves as|served as|became|has been)|,? (?:in|from) (?:his|her|their) role as"
    rf"|['’]s role as) (?:the |an? )?(?P<role>(?:[\w’'-]+ ){{0,3}}?{_ROLES}\b"
    r"(?: (?:of|at|for) (?:the )?[^\W\d_a-z][\w’'&-]*(?: (?:[^\W\d_a-z]|of |for |the |and |on )[\w’'&-]*){0,7})?)"
)
_END = re.compile(
    r" and (?:an?|the|one of) | and (?=[^\W\d_a-z]\w+ [^\W\d_a-z][\w’'-]+$)| who | which | that"
    r" | (?:told|tells|said|says) "
)
# Alone on a person's page nobody knows which authority "the authority's director" meant. A name
# says it, and children's authors and women's coaches are no one's.
_OWNER = re.compile(
    r"^(?:[a-z][\w-]* ){0,2}?(?!(?:wo)?men|children|people|master|bachelor)[a-z][\w-]*['’]s (?=[\w])"
)
_STOPS = word_set("his her their its our my and of by to with from the a an")


def role_at(mentions: Mentions, mention: Mention) -> str:
    """What a person is said to be where they are named: "mayor of Ostby"; "" if nothing."""
    after = mentions.after(mention, 150)
    role = (
        _apposed(after)
        or _title(mention)
        or _before(mentions.before(mention))
        or _serving(after, mention.possessive)
    )
    return _OWNER.sub("", role)


def _apposed(after: str) -> str:
    """ "Ada Okafor, president of the Harbour Guild" """
    if match := _ROLE_AFTER.match(after):
        role = _END.split(match["role"])[0].strip().removeprefix("the ")
        opening = role.split(" ", 1)[0] in _NO_OPENING
        if len(role) <= 90 and not opening and not _CLAUSE.search(role):
            return role
    match = _APPOSITION.match(after)
    if match and match["human"] and not _NOT_PEOPLE & set(match["role"].split()):
        return match["role"]
    return ""


def _title(mention: Mention) -> str:
    """ "Secretary of State Ada Okafor" """
    words = mention.title.split()
    while words and words[0].lower() in FUNCTION_WORDS - {"former"}:
        words = words[1:]
    if mention.titled and words and words[-1].rstrip(".").lower() not in STYLES:
        return " ".join([*words[:-1], _singular(words[-1])])
    return ""


def _before(before: str) -> str:
    """ "the Ostby-based baker Ada Okafor", "Oro's chief executive, Ada Okafor" """
    if not before.endswith(" "):
        return ""
    if match := _POSSESSED_ROLE.search(before):
        return match[1]
    match = _OPENING_ROLE.search(before)
    if match and match[1].split()[0].lower() not in FUNCTION_WORDS:
        return match[1]
    words = match[1].split() if (match := _PLAIN_ROLE.search(before)) else []
    while words and (words[0] in FUNCTION_WORDS or words[0] in SPEECH):
        words = words[1:]
    for index, word in enumerate(words):
        if word in _STOPS:
            words = words[index + 1 :]
            break
    return " ".join(words)


def _serving(after: str, possessive: bool) -> str:
    """ "Ada Okafor is the director of the Harbour Guild", "Ada Okafor's role as director" """
    match = _SERVES.match(after)
    if match and possessive == after.startswith(("'s", "’s")):
        return match["role"]
    return ""


def _singular(word: str) -> str:
    """The title of one of several: "Sens. Ada Okafor and …"."""
    stem, dot = word.rstrip("."), "." if word.endswith(".") else ""
    plural = stem.lower() in ("sens", "reps", "govs", "gens", "drs", "profs")
    if plural or (stem.endswith("s") and stem[:-1].lower() in ROLE_NOUNS):
        return stem[:-1] + dot
    return word
