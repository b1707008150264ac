"""Signs that names of an article give each other: a surname used alone, a demonym, a list."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from digestgen.extract.candidates import Candidate, key_of
from digestgen.extract.claims import SURE, Claim
from digestgen.extract.gazetteer import places
from digestgen.extract.mentions import Mention, Mentions
from digestgen.extract.words import PARTICLES
from digestgen.names import name_key

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_BRACKETED = re.compile(r",? ?\((?:the |or )?[\"“]?(?P<short>[A-Z][A-Za-z&.]{1,9})[\"”]?\)")
_AND = re.compile(r"(?:,? (?:and|or) |, |,? & |/)(?:the )?$")
_AND_NEXT = re.compile(r"(?:,? (?:and|or) |, |,? & |/)(?:the )?")
_BORDER = re.compile(r" (?:border|frontier|crossing|war|relations|ties|talks|treaty)\b")
_CAPITALS = r"[^\W\d_a-z][^\W\d_a-z.'’-]{1,20}(?: [^\W\d_a-z][^\W\d_a-z.'’-]{1,20}){0,2}"
_DATELINE = re.compile(
    rf"(?P<places>{_CAPITALS}(?:/{_CAPITALS}){{0,2}})"
    r"(?:, [^—–\n]{1,40})?(?: ?\([^()\n]{1,20}\))? ?[—–-]{1,2} "
)
_STATE = re.compile(
    r" (?:won['’]t|will|would|must|can(?:['’]t|not)?|did(?:n['’]t)?|does(?:n['’]t)?|refuses"
    r"|agrees|insists|wants) "
)
_CLAUSE = re.compile(
    r"(?:^|[.,;“\"] |\b(?:[Ii]f|[Uu]nless|[Uu]ntil|[Ww]hile|[Ww]hether|[Tt]hat|[Bb]ecause|[Aa]nd"
    r"|[Bb]ut) )$"
)


def family_name(words: tuple[str, ...]) -> str:
    """The last word of a name that is no suffix such as "Jr."."""
    names = [w for w in words if w.rstrip(".").lower() not in _SUFFIXES]
    return names[-1] if names else words[-1]


def relate(mentions: Mentions, found: dict[str, Candidate]) -> None:
    """Note signs that names give each other, whatever they turn out to be."""
    lone = Counter({name_key(w): n for w, n in mentions.single.items()})
    titled = {name_key(m.words[0]) for m in mentions.found if len(m.words) == 1 and m.titled}
    capitals: dict[str, set[str]] = defaultdict(set)  # by what they begin with
    for mention in mentions.found:
        for word in (*mention.words, *mention.title.split()):
            capitals[word[:3]].add(word)
    for candidate in list(found.values()):
        words = candidate.words
        if len(words) > 1:
            last = name_key(family_name(words))
            alone = lone[last]
            if words[-1] in places():
                pass  # "Statistics Canada": the country alone is no surname
            elif alone:
                candidate.sign("surname alone", min(alone, 4) / 2)
                if lone[name_key(words[0])] > alone:
                    candidate.sign("first word alone")
            elif lone[name_key(words[0])] and words[0] not in PARTICLES:
                candidate.sign("first word alone")
            if last in titled:
                candidate.sign("surname titled")
            _bracketed(mentions, candidate, found)
        elif _has_demonym(words[0], capitals.get(words[0][:3], set())):
            candidate.sign("has demonym")
        _across(mentions, candidate, found)
    _datelines(mentions, found)
    _states(mentions, found)


def _bracketed(mentions: Mentions, candidate: Candidate, found: dict[str, Candidate]) -> None:
    """ "Council on Outer Affairs (COA)": the long form of what follows in brackets."""
    for mention in candidate.mentions[:3]:
        match = _BRACKETED.match(mentions.after(mention, 24))
        if match and abbreviates(match["short"], candidate.words):
            candidate.sign("acronym follows")
            if short := found.get(match["short"]):
                short.sign("short for another")


def abbreviates(short: str, words: tuple[str, ...]) -> bool:
    """Whether capitals can stand for a name: "COA" for "Council on Outer Affairs"."""
    letters = [c for c in short if c.isupper()]
    initials = [w[0] for w in words if w[0].isupper()]
    return (
        len(letters) >= 2
        and letters[0] == initials[0]
        and set(letters[1:]) <= set("".join(words).upper())
    )


def _across(mentions: Mentions, candidate: Candidate, found: dict[str, Candidate]) -> None:
    """ "the Ostby-Tarn border": both are places."""
    parts = candidate.words[0].split("-")
    if len(candidate.words) != 1 or len(parts) != 2 or not all(p[:1].isupper() for p in parts):
        return
    mention = candidate.first
    if _BORDER.match(mentions.after(mention)):
        at = mention.start
        for part in parts:
            whole = Mention((part,), at, at + len(part), "", at, False, False)
            other = found.setdefault(part, Candidate((part,), part))
            other.mentions.append(whole)
            other.sign("border")
            at += len(part) + 1


def _datelines(mentions: Mentions, found: dict[str, Candidate]) -> None:
    """Places that open a paragraph in capitals: "PORT MERIDIAN/OSTBY, Tavland (QBC) — "."""
    text = mentions.article.text
    for paragraph in mentions.article.paragraphs[:12]:
        match = _DATELINE.match(text, paragraph.start, min(paragraph.end, paragraph.start + 160))
        if not match or not match["places"].isupper():
            continue
        at = match.start()
        for part in match["places"].split("/"):
            # As it is usually written; short ones are abbreviations.
            words = tuple(w if len(w) < 3 or "." in w else w.capitalize() for w in part.split())
            for mention in mentions.found:
                if at <= mention.start < at + len(part):
                    found.pop(key_of(mention.words), None)
            key = key_of(words)
            if key not in found:
                found[key] = Candidate(words, " ".join(words))
            whole = Mention(words, at, at + len(part), "", at, True, False)
            found[key].mentions.insert(0, whole)
            found[key].sign("dateline")
            at += len(part) + 1


def _states(mentions: Mentions, found: dict[str, Candidate]) -> None:
    """Among states, a capital acts as one: "If Brelk won't cut a deal, Belmark will …"."""
    states = sum(
        bool(c.signs.keys() & {"has demonym", "border", "country"}) for c in found.values()
    )
    if states < 2:
        return
    for candidate in found.values():
        if len(candidate.words) == 1 and len(candidate.mentions) <= 3:
            for mention in candidate.mentions:
                if _STATE.match(mentions.after(mention)) and _CLAUSE.search(
                    mentions.before(mention)
                ):
                    candidate.sign("acts as a state")


def _has_demonym(name: str, capitals: set[str]) -> bool:
    """Whether the article also uses an adjective made from the name: "Ardenia", "Ardenian".
    `capitals` are its capitalised words that begin with the same three letters."""
    if len(name) < 4 or capitals <= {name, name + "s"}:
        return False
    stems = {
        name.removesuffix("land"),
        name,
        name.rstrip("aeoy"),
        name[:-1],
        name[:-2] if name.endswith(("ia", "ea", "ey")) else name,
    }
    endings = ("n", "an", "ian", "ean", "ese", "ish", "i", "ite", "ic")
    forms = {s + e + plural for s in stems for e in endings for plural in ("", "s") if len(s) > 2}
    return not capitals.isdisjoint(forms - {name, name + "s"})


def recognize(found: dict[str, Candidate], recognized: Iterable[Claim]) -> None:
    """Note what other recognizers took the mentions for: the surest of each field. One that only makes
    sure claims knows certain names, and what it passes over says nothing of others."""
    at = {m.start: (c, m) for c in found.values() for m in c.mentions}
    claims = list(recognized)
    for claim in claims:
        candidate, mention = at.get(claim.start, (None, None))
        if candidate and mention and abs(mention.end - claim.end) <= 2:
            candidate.sign(f"recognized in {claim.field}", claim.confidence)
    if any(claim.confidence < SURE for claim in claims):
        for candidate in found.values():
            if not any(sign.startswith("recognized") for sign in candidate.signs):
                candidate.sign("not recognized")


def beside(mentions: Mentions, found: dict[str, Candidate], fields: dict[str, str]) -> None:
    """Note names that stand in a list with one whose field is sure: "Ana Ro, Tom Ek and Mara
    Lind"."""
    text = mentions.article.text
    starts: dict[int, str] = {}
    ends: dict[int, str] = {}
    for key, field in fields.items():
        for mention in found[key].mentions:
            starts[mention.title_start] = field
            ends[mention.end] = field
    for candidate in found.values():
        for mention in candidate.mentions[:6]:
            before = _AND.search(text[max(0, mention.title_start - 10) : mention.title_start])
            if before and (other := ends.get(mention.title_start - len(before[0]))):
                candidate.sign(f"beside {other}")
            after = _AND_NEXT.match(text, mention.end, mention.end + 10)
            if after and (other := starts.get(after.end())):
                candidate.sign(f"beside {other}")
