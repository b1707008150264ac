"""What people are said to be: "president of the Council on Outer Affairs", "Harbour Master"."""

import re

from digestgen.extract.mentions import Mention, Mentions
from digestgen.extract.words import FUNCTION_WORDS, ROLE_NOUNS, SPEECH, STYLES, word_set

_ROLES = "|".join(sorted(ROLE_NOUNS, key=len, reverse=True))
_POSSESSED_ROLE = re.compile(rf"([^\W\d_]\w*['’]s? (?:[\w-]+ ){{0,3}}?(?:{_ROLES})),? $")
_PLAIN_ROLE = re.compile(rf"(?<![\w-])((?:[a-z][\w-]* ){{0,3}}(?:{_ROLES})),? $")
_OPENING_ROLE = re.compile(rf"(?:^|[.!?”\"] )([A-Z][a-z-]+ (?:[a-z-]+ ){{0,2}}(?:{_ROLES})),? $")
_ROLE_AFTER = re.compile(
    rf", (?:(?:a|an|the|one of|who (?:is|was)|then|now|his|her|their"
    rf"|its) )?(?P<role>(?:[\w’'.&-]+ ){{0,5}}?(?:{_ROLES})s?\b(?:[^,;:.()“”\"—–\n]"
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
_CLAUSE = re.compile(r"^\w+(?:ed|ing)\b|\b(?:his|her|their|is|was|are|were|has|had)\b")


def role_at(mentions: Mentions, mention: Mention) -> str:
    """What a person is said to be where they are named: "mayor of Ostby"; "" if nothing."""
    after = mentions.after(mention, 130)
    if match := _ROLE_AFTER.match(after):
        role = re.split(
            r" and (?:an?|the) | who | which | that | (?:told|tells|said|says) ", match["role"]
        )[0].strip()
        if len(role) <= 90 and not _CLAUSE.search(role):
            return role
    match = _APPOSITION.match(after)
    if match and match["human"] and not _NOT_PEOPLE & set(match["role"].split()):
        return match["role"]
    title = mention.title
    words = [w for w in title.split() if w.lower() not in FUNCTION_WORDS]
    if mention.titled and words and words[-1].rstrip(".").lower() not in STYLES:
        return " ".join(words)
    before = mentions.before(mention)
    if match := _POSSESSED_ROLE.search(before):
        return match[1]
    match = _OPENING_ROLE.search(before)
    if match and match[1].split()[0].lower() not in FUNCTION_WORDS:
        return match[1]
    words = match[1].split() if (match := _PLAIN_ROLE.search(before)) else []
    while words and (words[0] in FUNCTION_WORDS or words[0] in SPEECH):
        words = words[1:]
    for index, word in enumerate(words):
        if word in (
            "his",
            "her",
            "their",
            "and",
            "of",
            "by",
            "to",
            "with",
            "from",
            "the",
            "a",
            "an",
        ):
            return " ".join(words[index + 1 :]) if index + 1 < len(words) else ""
    return " ".join(words)
