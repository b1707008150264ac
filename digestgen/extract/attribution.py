"""The grammar of attribution: who is the subject of a verb of speech, as newsrooms write it.

All of it reads the narration: the article with its quotations blanked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digestgen.extract.gazetteer import places
from digestgen.extract.narration import Narration
from digestgen.extract.words import FUNCTION_WORDS, MONTHS, ROLE_NOUNS, SPEECH, one_of, word_set

_MORE_SPEECH = word_set("""
shouts yelled yells screamed screams orders ordered texted texts emailed called calls quoted read
reads wondered wonders joked opined opines maintained maintains alleged alleges remembered
remembers reflected reflects laughed laughs sighed sighs hailed praised blasted
criticised criticized slammed condemned dismissed defended branded labelled labeled dubbed
contends counters exclaimed pledges pledged recounted recounts summed thought begged begs mentions
mentioned outlined advised advises teased fumed
saying adding telling writing warning arguing insisting explaining noting asking claiming stating
stressing tweeting calling describing declaring suggesting replying posting joking recalling
captioned
""")
_ABROAD = (  # German, French, Spanish and Italian; what stands in front is part of the verb
    "sagte|sagt|erklärte|erklärt|betonte|betont|meinte|meint|schrieb|kritisierte|forderte|warnte"
    "|(?:a |ont )?(?:déclaré|dit|affirmé|expliqué|ajouté|indiqué|assuré|estimé|souligné|écrit)"
    "|déclare|affirme|explique|ajoute|indique|assure|estime|souligne"
    "|(?:ha |han )?(?:dicho|declarado|afirmado|explicado|señalado|detto|dichiarato|spiegato)"
    "|dijo|dice|afirmó|explicó|aseguró|declaró|señaló|añadió|manifestó|disse|spiega"
)
_SPEAKING = word_set("say tell think explain believe argue write add insist claim")
VERBS = f"{one_of(SPEECH | _MORE_SPEECH | _SPEAKING)}|{_ABROAD}"
_BODIES = word_set("""
man woman boy girl person source patient group company statement report ministry department agency
office police court team union government army military charity bank airline firm bureau council
outlet newspaper paper study letter post document organisation organization committee commission
panel website site spokespeople authority watchdog regulator club school university hospital
parent tenant customer passenger employee attendee caller user reader critic supporter protester
demonstrator insider source people campaign party poll survey memo email notice filing message
caption magazine broadcaster network administration embassy foundation institute retailer
manufacturer carrier operator developer mum mom dad grandparent teenager pensioner couple star
actress host presenter pundit captain boss chief user commenter tourist visitor shopper drinker
diner guide juror forward winger keeper villager islander cyclist motorist commuter hiker climber
sailor baker butcher barber cook chef waiter cleaner carer builder miner inspector investigator
magistrate clerk fan bystander onlooker convener conductor composer guitarist drummer planner
midfielder lecturer taxi-driver technician electrician plumber blogger critic expert subscriber
local civilian refugee migrant serviceman lord lady duke duchess
""")
DOCUMENTS = word_set(
    "statement report letter post document study poll survey release memo email notice filing "
    "message caption website tweet"
)
_NOUN = one_of(ROLE_NOUNS | _BODIES)
_NOUNS = rf"(?:{_NOUN}(?:s|es)?|\d+-year-old)"
_WORDS = (
    r"(?:(?!(?:after|before|of|for|in|on|at|to|by|from|with|that|who|which|was|is|were|are|has|had"
    r"|have|as|when|while|about|said|into|over)\b)[\w'’.&-]+ )"
)
_DETERMINER = re.compile(
    r"\b(?:(?i:an?|the|one|another|this|that|these|those|some|many|several|two|both|his|her|its"
    r"|their|our|my)|[^\W\d_a-z][\w-]*['’]s?) "
)
_DESCRIBED = re.compile(rf"{_DETERMINER.pattern}{_WORDS}{{0,5}}?{_NOUNS}(?: {_NOUNS})*(?![\w'’-])")
_PLURAL = re.compile(rf"\b(?:police|sources|people|{_NOUN}s)(?![\w'’-])", re.IGNORECASE)
_FEW_PLURAL = re.compile(rf"(?:[\w-]+ ){{0,2}}?{_PLURAL.pattern}", re.IGNORECASE)
_ROLE_WORDS = re.compile(
    rf"(?:\d+-year-old |(?:[a-z][\w'’&-]*,? ){{0,5}}?{_NOUN},? )(?=[^\W\d_a-z])"
)
_OWN_ROLE = re.compile(rf"(?:['’]s?)? {_ROLE_WORDS.pattern}")
_PRONOUN = re.compile(r"(?:he|she|they|it|we|I)\b", re.IGNORECASE)
_PRONOUN_END = re.compile(
    r"\b(he|she|they|it|we|I)((?: (?!(?:he|she|they|it|we)\b)[a-z-]+){0,2})$", re.IGNORECASE
)
_ADVERBS = re.compile(
    r"(?:(?<=[\s,”])(?:also|has|had|have|then|later|once|just|now|first|further|previously|would|could"
    r"|did|even|only|again|who|that|which|since|still|often|always|never|famously|soon|earlier"
    r"|too|to|is|was|[a-z]+ly|publicly quoted as|quoted as|cited as|went on to|in turn"
    r"|both|all|himself|herself|recently) )+$"
)
_PASSIVE = re.compile(r"\b(?:was|were|is|are|been|being|be|got|gets) (?:[a-z]+ly |also )?$")
_NO_VERB = re.compile(r"\b(?:the|an?|his|her|their|its|of|in|these|those|no|as|for|by|on|what) $")
_QUOTED_AS = re.compile(r"(?:quoted|cited|reported) as $")
_PREPOSITION = re.compile(
    r"(?:^|[\s”])(?:of|for|at|from|with|in|by|to|on|about|against|as|near|under|over|after|before"
    r"|like|into|than|between|around) (?:the |a |an |his |her |their |its )?(?:[a-z-]+ ){0,2}$",
    re.IGNORECASE,
)
_OF = re.compile(r" (?:of|for|at|from|with|in|by|on) (?:the |an? )?")
_OF_PLAIN = re.compile(r" of (?:the|an?) [a-z-]+(?: [a-z-]+)?(?=[,.;]| who\b| in\b| at\b| on\b|$)")
_INTRO = re.compile(
    r"(?:(?:But|And|Yet|Still|So|Then|Later|However|Meanwhile|Instead|Now|Today|Also),? )?"
    r"(?:(?:In|On|At|After|Before|During|When|While|As|Asked|Speaking|Writing|For|With|Earlier"
    r"|Last|Following|Despite|Responding|By|From|Although|Though|Since|To|Under)\b[^,.:“”]{1,120}, )?"
)
_GERUND = re.compile(r"\w+ing")
_OPENING = re.compile(r"[ ,.”–—-]{1,20}")
_FURTHEST = 2000  # characters of a sentence that are looked back into
_PLAIN_ROLE = re.compile(r"(?:[a-z][\w'’&-]*,? ){1,4}(?=[^\W\d_a-z])")
_CAPITAL = re.compile(r"[^\W\d_a-z][\w'’-]+ (?=[^\W\d_a-z])")
_VERB_OR_NAME = re.compile(r"(?:Will|May) (?=[^\W\d_a-z])")
_WITH = re.compile(r"\bwith $")
_FAR = 160  # characters between a subject and its verb


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks or may speak: its kind, its words, and offsets in the narration."""

    kind: str  # "name", "pronoun" or "described"
    start: int
    end: int
    words: str
    near: bool = True  # next to its verb, or apart from it by an apposition alone


@dataclass(frozen=True, slots=True)
class Attribution:
    """A verb of speech and whose it is; offsets in the narration."""

    subject: Subject | None  # None: that of the attribution before it in the sentence
    start: int  # of the verb
    end: int
    inverted: bool


_ACCORDING = "according to|selon|según|laut|secondo"
_SAYS_WHO = re.compile(_ACCORDING, re.IGNORECASE)
_VERB = re.compile(rf"\b(?:{VERBS}|put it|{_ACCORDING})\b", re.IGNORECASE)
_PLAIN = re.compile(r"\w+")
_FIRST_WORDS = frozenset(
    word
    for spelling in re.sub(r"[(?:)]", "", _ABROAD).split("|")
    for word in (spelling.split()[0], spelling.split()[-1])
).union(SPEECH, _MORE_SPEECH, _SPEAKING, ("put", "according", "selon", "según", "laut", "secondo"))
_INVERTED = re.compile(r"”[\s,.–—-]*(?:as |so )?$")
_TO_WHOM = re.compile(
    r" (?:(?:also|again|later|in a statement|on [A-Z][a-z]+day|at the time|reporters|lawmakers) )?"
)


def _verbs(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Matches of _VERB: tried at the words that one begins with, as trying it everywhere is slow."""
    done = start
    for word in _PLAIN.finditer(text, start, end):
        if word.start() < done or word[0].lower() not in _FIRST_WORDS:
            continue
        if verb := _VERB.match(text, word.start(), end):
            done = verb.end()
            yield verb


def attributions(narration: Narration, start: int, end: int) -> list[Attribution]:
    """Those of one sentence, in order."""
    text = narration.text
    found: list[Attribution] = []
    for verb in _verbs(text, start, end):
        at = verb.start()
        if _SAYS_WHO.fullmatch(verb[0]):
            if subject := subject_at(narration, verb.end() + 1, end):
                found.append(Attribution(subject, at, subject.end, True))
            continue
        before = text[max(start, at - 60) : at]
        gerund = _GERUND.fullmatch(verb[0]) is not None
        passive = _PASSIVE.search(before) or _NO_VERB.search(before)
        if passive and not gerund and not _QUOTED_AS.search(before):
            continue
        adverbs = _ADVERBS.search(before)
        bare = before[: adverbs.start()] if adverbs else before
        if _INVERTED.search(bare) and not gerund:
            to = _TO_WHOM.match(text, verb.end(), end)
            inverted = subject_at(narration, to.end() if to else verb.end() + 1, end)
            if inverted:
                found.append(Attribution(inverted, at, inverted.end, True))
                continue
        subject = subject_before(
            narration, max(start, text.rfind("”", max(start, at - _FURTHEST), at) + 1), at
        )
        far = subject is None or not subject.near
        if far and not gerund and bare.endswith(", "):
            inverted = subject_at(narration, verb.end() + 1, end)
            if inverted and inverted.kind != "pronoun":
                found.append(Attribution(inverted, at, inverted.end, True))
                continue
        if subject is None and not gerund or far and verb[0].lower() in _SPEAKING:
            continue
        if gerund:
            name = narration.name_ending(start, at - 1)
            if name and _WITH.search(text[max(start, name[0] - 6) : name[0]]):
                inner = Subject("name", name[0], at - 1, name[1])  # "with Okafor saying"
                found.append(Attribution(inner, at, verb.end(), False))
                continue
            found.append(Attribution(None, at, verb.end(), False))
            continue
        found.append(Attribution(subject, at, verb.end(), False))
    return found


def subject_before(narration: Narration, begin: int, at: int) -> Subject | None:
    """The subject of the verb at `at`, in its sentence from `begin`."""
    text = narration.text
    adverbs = _ADVERBS.search(text[max(begin, at - 60) : at])
    position = at - len(adverbs[0]) if adverbs else at
    near = True
    apart = text[position - 2 : position] == ", "
    if apart and (subject := _apposed(narration, begin, position, position)):
        return subject
    for _ in range(10):
        while position > begin and text[position - 1] in " ,–—-":
            position -= 1
        if position <= begin or at - position > 2 * _FAR:
            break
        if text[position - 1] in ")":
            opening = text.rfind("(", max(begin, position - 60), position)
            position = opening if opening >= 0 else position - 1
            continue
        if match := _PRONOUN_END.search(text[max(begin, position - 30) : position]):
            start = position - len(match[0])
            return Subject("pronoun", start, start + len(match[1]), match[1], near)
        name = narration.name_ending(begin, position)
        if name and not (name[1].lower() in MONTHS and text[name[0] - 2 : name[0] - 1].isdigit()):
            start, words = name
            preposition = _PREPOSITION.search(text[max(begin, start - 30) : start])
            if preposition and words.split()[-1] in narration.surnames and " " in words:
                mention = narration.by_end.get(position)
                if mention and mention.name == words and not mention.titled:
                    last = words.split()[-1]  # "Speaking to the Port Courier Okafor said"
                    return Subject("name", position - len(last), position, last, near)
            if preposition:
                end, position = position, start - len(preposition[0].lstrip(" ”"))
                head = _described_ending(narration, begin, position)
                if head is None:
                    continue
                if text[max(begin, head - 2) : head] == ", " and (
                    subject := _apposed(narration, begin, at, head)
                ):
                    return subject
                return _described(narration, head, end, words, near)
            if words in places() and text[max(begin, start - 2) : start] == ", ":
                position = start
                continue
            if text[max(begin, start - 2) : start] == ", " and (
                subject := _apposed(narration, begin, at, start)
            ):
                return subject
            return Subject("name", start, position, words, near)
        head = _described_ending(narration, begin, position)
        if head is not None:
            comma = text[max(begin, head - 2) : head] == ", "
            if comma and (subject := _apposed(narration, begin, at, head)):
                return subject
            before = narration.name_ending(begin, head - 2) if comma else None
            if before and not _PREPOSITION.search(text[max(begin, before[0] - 30) : before[0]]):
                return Subject("name", before[0], head - 2, before[1], near)
            preposition = _PREPOSITION.search(text[max(begin, head - 30) : head])
            if preposition and not comma:
                end, position = position, head - len(preposition[0].lstrip(" ”"))
                if (outer := _described_ending(narration, begin, position)) is not None:
                    return _described(narration, outer, end, "", near)
                continue
            return _described(narration, head, position, "", near)
        comma_at = text.rfind(",", max(begin, position - _FAR), position)
        if comma_at < 0:
            break
        tail = text[comma_at + 1 : at]
        near = near and text[at - 1 - len(adverbs[0] if adverbs else "")] == " " and "”" not in tail
        position = comma_at
    return first_subject(narration, begin, at)


_SET_OFF = re.compile(r",| \(| of | to | from | who\b| —| –|['’]s? ")


def _apposed(narration: Narration, begin: int, at: int, nearer: int) -> Subject | None:
    """The subject with which a sentence opens, if an apposition parts it from its verb: "Ada Okafor,
    director of the Harbour Authority, | said". `nearer` is where another candidate begins."""
    subject = first_subject(narration, begin, at)
    if subject is None or subject.kind == "pronoun":
        return None
    if subject.end + 2 >= nearer:
        return None  # "The company, | Okafor said, is …"
    if not _SET_OFF.match(narration.text, subject.end) or at - subject.end > 2 * _FAR:
        return None
    return Subject(subject.kind, subject.start, subject.end, subject.words)


def _described_ending(narration: Narration, begin: int, end: int) -> int | None:
    """Where the described speaker starts whose last noun ends here: "a union | official"."""
    text = narration.text
    while end > begin and text[end - 1] == " ":
        end -= 1
    low = max(begin, end - 80)
    for determiner in reversed(list(_DETERMINER.finditer(text, low, end))[-4:]):
        if _DESCRIBED.fullmatch(text, determiner.start(), end):
            return determiner.start()
    for match in _PLURAL.finditer(text, low, end):
        if match.end() == end:
            lead = text[begin : match.start()].lower().split()
            plain = len(lead) < 4 and not any(w in FUNCTION_WORDS or w == "”" for w in lead)
            return begin if plain and "”" not in text[begin:end] else match.start()
    return None


def _described(narration: Narration, start: int, end: int, name: str, near: bool = True) -> Subject:
    words = narration.text[start:end]
    nouns = words.lower().split()
    if name and any(noun in DOCUMENTS for noun in nouns[:5]):
        return Subject("name", start, end, name, near)
    return Subject("described", start, end, words, near)


def first_subject(narration: Narration, begin: int, limit: int) -> Subject | None:
    """The subject of a sentence from `begin` to `limit`, behind what leads in; None without one."""
    if opening := _OPENING.match(narration.text, begin, limit):
        begin = opening.end()
    intro = _INTRO.match(narration.text, begin, limit)
    at = intro.end() if intro else begin
    subject = subject_at(narration, at, limit)
    if subject is None and (given := _CAPITAL.match(narration.text, at, limit)):
        subject = subject_at(narration, given.end(), limit)  # "Will | Brandt": a verb elsewhere
    if subject is None or subject.start > at + 60:
        return None
    return Subject(subject.kind, subject.start, subject.end, subject.words, False)


def subject_at(narration: Narration, start: int, limit: int) -> Subject | None:
    """Who stands at `start`: "said | Ada Okafor", "said | the mayor, Ada Okafor"."""
    text = narration.text
    if match := _PRONOUN.match(text, start, limit):
        return Subject("pronoun", start, match.end(), match[0])
    at = start
    given = _VERB_OR_NAME.match(text, start, limit)
    if given and (name := narration.name_starting(given.end())):
        return Subject("name", start, name[0], text[start : name[0]])
    if text.startswith("Sir ", start):
        at = start + 4
    if text.startswith(("The ", "the "), start, limit):
        at = start + 4
    if name := narration.name_starting(at):
        end, words = name
        role = _OWN_ROLE.match(text, end, limit)
        if role and (other := narration.name_starting(role.end())):
            return Subject("name", start, other[0], other[1])
        described = _DESCRIBED.match(text, start, limit)
        if described and described.end() > end:
            return _with_name(narration, start, described.end(), limit)
        if not text.startswith(("'s", "’s", "' ", "’ "), end):
            return Subject("name", start, end, words)
        return None
    if described := _DESCRIBED.match(text, start, limit):
        return _with_name(narration, start, described.end(), limit)
    role = _ROLE_WORDS.match(text, start, limit)
    if role and (name := narration.name_starting(role.end())):
        return Subject("name", start, name[0], name[1])
    plain = _PLAIN_ROLE.match(text, start, limit)
    nouns = plain[0].replace(",", "").split() if plain else []
    name = narration.name_starting(plain.end()) if plain else None
    if name and not any(word in FUNCTION_WORDS for word in nouns):
        return Subject("name", start, name[0], name[1])
    plural = _FEW_PLURAL.match(text, start, limit)
    if plural and not any(w in FUNCTION_WORDS for w in plural[0].lower().split()):
        return Subject("described", start, plural.end(), plural[0])
    return None


def _with_name(narration: Narration, start: int, end: int, limit: int) -> Subject:
    """A described speaker with what belongs to it, or the name that follows in apposition."""
    text = narration.text
    tail = end
    if of := _OF.match(text, end, limit):
        if inner := narration.name_starting(of.end()):
            tail = inner[0]
            if any(n in DOCUMENTS for n in text[start:end].lower().split()):
                return Subject("name", start, tail, inner[1])
        elif plain := _OF_PLAIN.match(text, end, limit):
            tail = plain.end()
    comma = 2 if text.startswith(", ", tail) else 1 if text.startswith(" ", tail) else 0
    name = narration.name_starting(tail + comma) if comma and tail + comma < limit else None
    if name and name[1] not in places():
        return Subject("name", start, name[0], name[1])
    return Subject("described", start, tail, text[start:tail])
