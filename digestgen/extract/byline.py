"""Who wrote it: "By Mara Lind and Tom Ek", a bare name under the title, "Reporting by …"."""

import re
from functools import lru_cache

from digestgen.extract.claims import Claim
from digestgen.extract.dateline import DATE, has_date
from digestgen.extract.givennames import is_given
from digestgen.extract.outletnames import OUTLET_NOUNS, is_outlet_name
from digestgen.extract.paste import single_line
from digestgen.extract.words import (
    FUNCTION_WORDS,
    HONORIFICS,
    MONTHS,
    ORGANIZATION_NOUNS,
    PARTICLES,
    ROLE_NOUNS,
    word_set,
)

BYLINE = re.compile(
    r"(?:(?:words|story|text|analysis|opinion|comment|written|posted|author|submitted"
    r"|report(?:ed)?)\W{0,2} )?by(?::? {1,3}|&nbsp;?)(?=\S)"
    r"|(?:authors?(?: of (?:the|this) (?:article|story|post))?|words|text|story|reporter|writer"
    r"|written|autora?|auteurs?|autorin) ?: ?(?=\S)|author (?=\S)"
    r"|(?-i:By(?=[A-Z][a-z]+ ?[A-Z])|(?:Von|VON|Par|PAR|Por|POR) (?=[^\W\d_a-z]))",
    re.IGNORECASE,
)
_OPENINGS = frozenset(
    ("by", "wo", "wr", "st", "te", "an", "op", "co", "po", "au", "su", "re", "vo", "pa")
)
"""The first two letters of what a byline can begin with."""
BY_ALONE = re.compile(
    r"(?:(?:words|story|text|written|posted|reported|published) )?by:?|authors?:?|written by:?",
    re.IGNORECASE,
)
"""A line whose name stands on the next."""
_INSIDE = re.compile(
    r"(?:[|•·/–—-]|\bstory\b) ?(?:written |posted )?by:? (?=(?-i:[^\W\d_a-z]))", re.IGNORECASE
)
_REPORTING = re.compile(
    r"\W?(?:with )?(?:additional )?(?:reporting|writing)(?: and writing)? by (.{3,400})",
    re.IGNORECASE,
)
_CUT = re.compile(
    r" ?[|•·@(<\[\d=]| [–—-]+ | (?:[Ff]or|at|from|of|on|is|with|via|Follow|Published|Updated"
    r"|Posted"
    r"|Staff|Senior|Chief|Special|Political|Contributing|Deputy|Associate)\b|(?<!Dr)(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Prof)[;.] (?!\w+\b.{0,20}$)|;"
    # What a page's layout glued to a name: "LindqvistMarch 3", "EkPublished"
    r"|(?<=[a-z]{5})(?=[A-Z])|(?<=[a-z])(?=(?:Published|Updated|Posted|Last|First|"
    + "|".join(month.capitalize()[:3] for month in MONTHS)
    + r")[a-z]*\.?(?:[ :\d]|$))"
)
_PLACE = re.compile(r" in (?=[^\W\d_a-z])")
_JOIN = re.compile(r",? +(?:and|&) +|, *(?!Jr\b|Sr\b)| */ *")
_NAME_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*[\w.])?")
_ROLE = (
    r"(?:correspondent|editor|reporter|writer|journalist|columnist|contributor|critic|analyst"
    r"|producer|bureau chief|blogger|staff|presenter)s?"
)
_LEADING_ROLE = re.compile(rf"(?:[\w&-]+ ){{0,3}}{_ROLE}:? (?=(?-i:[A-Z]))", re.IGNORECASE)
_WITH_ROLE = re.compile(
    r"(?P<name>[^\s,\d]{1,20}(?: [^\s,\d]{1,20}){1,9}?)(?: ?\d+ (?:minutes|mins|hours|hrs|days)\.? ago"
    rf"|(?:, (?:[\w&-]+,? ){{0,5}}| (?:(?-i:[A-Z])[\w&-]+ (?:affairs )?){{0,3}}){_ROLE}(?: (?:in|at|for) .{{2,30}})?)$",
    re.IGNORECASE,
)
# "Mara Lind What's On and Community Reporter": two desks, too many words for a name.
_LONG_ROLE = re.compile(
    r"(?P<name>[^\W\d_a-z][\w'’-]+ [^\W\d_a-z][\w'’-]+) (?:[^\W\d_a-z][\w'’&-]* ){1,3}(?:and|&) "
    rf"(?P<more>(?:[^\W\d_a-z][\w'’&-]* ){{1,3}})(?i:{_ROLE})$"
)
_WITH_OUTLET = re.compile(
    r"(?P<name>[^,|/\d]{5,60}?)(?:, (?:for (?:the )?)?| \| | ?/ ?| [–—-] )(?P<outlet>[^,|/\d]{2,40})$"
)
_WITH_HANDLE = re.compile(
    r"(?P<name>[^,|/\d@]{5,40}?) (?:\(?@\w{3,30}\)?|\S{2,30}@\S{3,40})(?: ?[/|•·].{0,30})?$"
)
_IN_PLACE = re.compile(
    r"(?P<name>[^,|/\d]{5,60}?) (?:in|(?:at|for)(?: the)?) (?:[^\W\d_a-z][\w.'’-]+,? ?){1,4}$"
)
_TRAILING_LABEL = re.compile(
    r"[\s|•·,/(–—-]*(?:(?:first |last )?(?:published|posted|updated|created|modified)?:? ?(?:on|at)?:?)?"
    r"[\s|•·,/(–—-]*$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[\s|•·,–—-]*\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?$", re.IGNORECASE)
_BIOGRAPHY = re.compile(
    rf"(?P<name>(?:[^\W\d_a-z][\w'’.-]+ ){{2,4}})(?:is (?:an?|the|our)\b.{{0,80}}?\b(?:{_ROLE}|author|fellow"
    r"|freelancer?|professor|lecturer)\b|covers\b|reports (?:on|for|from)\b|writes (?:about|for)\b)"
)
_DESKS = word_set(
    "health education science business technology environment climate sports sport culture arts city"
    " court crime world national defence defense security transport energy finance economics"
    " foreign diplomatic home local state travel food national political social affairs religion"
    " consumer property industry legal regional"
)
BUTTONS = word_set(
    "text size font share follow print save listen comments comment read more menu search subscribe"
    " newsletter newsletters article story advertisement image video live updated published login"
    " url link copy"
)
"""Words of buttons, which no name holds."""
_ROLE_LINE = word_set("staff journalist reporter correspondent editor writer contributor columnist")


_INITIALS = re.compile(r"(?:[^\W\d_a-z]\. ?){2,3}")


def is_name(text: str) -> bool:
    """Two to five capitalised words that could name a person, particles aside."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50:
        return False
    if not BUTTONS.isdisjoint(map(str.lower, words)):
        return False
    if words[0].lower() in FUNCTION_WORDS or words[-1].lower() in FUNCTION_WORDS:
        return False
    capitals = 0
    for word in words:
        bare = word.rstrip(".")
        if bare.lower() in PARTICLES:
            continue
        if not _NAME_WORD.fullmatch(word) or not word[0].isupper():
            return False
        if bare.capitalize() in ORGANIZATION_NOUNS or bare.lower() in ROLE_NOUNS:
            return False
        if word.endswith(".") and len(bare) > 3:
            return False
        capitals += 1
    return capitals >= 2


def is_byline(text: str) -> bool:
    """Whether a line begins as bylines do: "By Mara Lind"."""
    return text[:2].lower() in _OPENINGS and BYLINE.match(text) is not None


@lru_cache(maxsize=1 << 10)  # the same lines are looked at from many others
def is_name_line(text: str) -> bool:
    """A line with nothing but names: "Mara Lind", "Mara Lind and Tom Ek"."""
    if len(text) > 120 or text.endswith((".", ":", "?", "!")):
        return False
    return all(is_name(piece.strip()) for piece in _JOIN.split(text))


def names_in(text: str, single: bool) -> list[tuple[str, int, int]]:
    """The names of a byline after its "By", with their offsets in `text`. `single` admits one
    capitalised word and organizations: agencies sign with those."""
    found: list[tuple[str, int, int]] = []
    if (role := _LEADING_ROLE.match(text)) and is_name(" ".join(text[role.end() :].split()[:2])):
        return [
            (name, role.end() + a, role.end() + b)
            for name, a, b in names_in(text[role.end() :], single)
        ]
    cut = _CUT.search(text)
    end = cut.start() if cut else len(text)
    if (long := _LONG_ROLE.match(text[:end])) and not given(long["more"]):
        end = long.end("name")
    position = 0
    placed = False
    for piece in _JOIN.split(text[:end]):
        start = text.find(piece, position)
        between = text[position:start]
        comma = "," in between
        position = start + len(piece)
        place = _PLACE.search(piece)
        name = (piece[: place.start()] if place else piece).strip(" ,;:")
        start += len(piece) - len(piece.lstrip(" ,;:"))
        words = _bare(name.split())
        if not words or len(words) > 5 or not words[0][0].isupper():
            if found:
                break  # what follows the names: "Mara Lind, our reporter"
            continue
        start += name.find(words[0])
        name = " ".join(words)
        if placed and not (place and is_name(name)):
            continue  # "in Ostby and Vale"
        placed = placed or place is not None
        if found and comma and is_outlet_name(name):
            continue
        if found and len(words) == 1 and "&" in between:
            continue  # a half of "Lantern & Courier"
        agency = single and all(w[0].isupper() or w in ("of", "and", "the") for w in words)
        if agency and found and comma and not is_name(name):
            continue  # where they work: "Mara Lind, Port Courier"
        if cut and cut[0] == " Staff" and not is_name(name):
            continue
        if is_name(name) or (agency and not is_function(words)):
            found.append((name, start, start + len(name)))
    return found


def _bare(words: list[str]) -> list[str]:
    """A name's words without honorifics before them and roles after them; none of a role alone."""
    while len(words) > 2 and words[0].rstrip(".").lower() in HONORIFICS:
        words = words[1:]
    first = next((i for i, w in enumerate(words) if w.lower() in _ROLE_LINE), None)
    if first is None:
        return words
    while first > 2 and words[first - 1].lower() in _DESKS:
        first -= 1
    return words[:first] if first >= 2 else []


def is_function(words: list[str]) -> bool:
    """Whether all the words are function words: no name is made of those."""
    return all(w.lower() in FUNCTION_WORDS for w in words)


def display(name: str) -> str:
    """A name shouted in capitals as it is usually written."""
    letters = [c for c in name if c.isalpha()]
    if len(letters) >= 5 and all(c.isupper() for c in letters) and " " in name:
        return " ".join("-".join(p.capitalize() for p in w.split("-")) for w in name.split())
    return single_line(name)


def byline_claims(text: str, under_title: bool) -> list[Claim]:
    """The authors that one line of the article's head states, with offsets in the line.
    `under_title` says whether a bare name can be a byline here."""
    rest, rule, confidence = "", "", 0.0
    if (match := BYLINE.match(text)) and len(text) < 300:
        rest, rule, confidence = text[match.end() :], "byline.by", 0.95
    elif len(text) < 300 and (match := _INSIDE.search(text)):
        rest, rule, confidence = text[match.end() :], "byline.inside", 0.85
    elif match := _REPORTING.match(text):
        return [
            Claim(
                "authors",
                display(name),
                match.start(1) + a,
                match.start(1) + b,
                "byline.reporting",
                0.4,
            )
            for part in match[1].split(";")[:1]
            for name, a, b in _reporters(part)
        ]
    elif under_title and is_name_line(text):
        rest, rule, confidence = text, "byline.bare", 0.7
    elif len(text) < 160 and (dated := _beside_date(text)):
        rest, rule, confidence = dated, "byline.date", 0.8
    elif under_title and _INITIALS.fullmatch(text):
        return [Claim("authors", text, 0, len(text), "byline.initials", 0.6)]
    elif under_title and len(text) < 120:
        return _with_more(text)
    if not rest:
        return []
    shift = text.rfind(rest)
    return [
        Claim("authors", display(name), shift + a, shift + b, rule, confidence)
        for name, a, b in names_in(rest, rule in ("byline.by", "byline.inside"))
    ]


def _beside_date(text: str) -> str:
    """The names in a line of names and a date: "Mara Lind | 3 March 2026"."""
    date = DATE.search(text) if has_date(text) else None
    if date is None:
        return ""
    before = _TRAILING_LABEL.sub("", text[: date.start()])
    before = _TRAILING_LABEL.sub("", _WEEKDAY.sub("", before))
    after = re.sub(
        r"^.*(?:\b[ap]\.?m\.?|\d)(?: [A-Z]{2,4}\b)?[\s|•·,/–—-]*(?:by )?",
        "",
        text,
        flags=re.IGNORECASE,
    )
    pieces = re.split(r" ?[|•·/] ?", before)[:2]
    for part in (before, after, *pieces):
        if part and is_name_line(part) and part[0].isupper():
            return part
    with_role = _WITH_ROLE.match(pieces[0])
    if with_role and is_name_line(with_role["name"]):
        return with_role["name"]
    return ""


def _with_more(text: str) -> list[Claim]:
    """Names with a role, an employer, a place or an address after them."""
    for rule, confidence, pattern in (
        ("role", 0.75, _WITH_ROLE),
        ("handle", 0.75, _WITH_HANDLE),
        ("outlet", 0.7, _WITH_OUTLET),
        ("place", 0.6, _IN_PLACE),
    ):
        match = pattern.match(text)
        if match is None or not is_name_line(match["name"]):
            continue
        if rule == "outlet" and not _employer(match["outlet"], match["name"]):
            continue
        return [
            Claim("authors", display(name), a, b, "byline." + rule, confidence)
            for name, a, b in names_in(match["name"], False)
        ]
    return []


def _employer(text: str, names: str) -> bool:
    """Whether what follows names is an outlet or agency rather than one more name."""
    words = text.split()
    return (
        len(words) <= 4
        and all(w[0].isupper() or w in ("of", "the", "for") for w in words)
        and (
            any(w.rstrip(".").capitalize() in OUTLET_NOUNS for w in words)
            or (len(words) == 1 and text.isupper())
            or (" and " in names and not is_name(text))
        )
    )


def given(text: str) -> bool:
    """Whether a name line starts with a common given name."""
    return is_given(text.split(" ", 1)[0].capitalize())


def biography(text: str) -> Claim | None:
    """ "Mara Lind is a reporter …" below the article: weak evidence of who wrote it."""
    match = _BIOGRAPHY.match(text[:200])
    if match is None or not is_name(match["name"].strip()):
        return None
    name = match["name"].strip()
    return Claim("authors", display(name), 0, len(name), "byline.biography", 0.35)


def _reporters(text: str) -> list[tuple[str, int, int]]:
    """ "Mara Lind in Port Meridian, Tom Ek and Ana Ro in Ostby" """
    found = []
    for match in re.finditer(r"[^,;&]{3,80}?(?=,|;|$| and )", text):
        piece = match[0]
        begin = match.start() + len(piece) - len(piece.lstrip(" "))
        piece = re.sub(r"^and ", "", piece.strip())
        begin = text.find(piece, begin)
        name = re.split(r" (?:in|at|from)\b", piece)[0].rstrip(". )")
        if is_name(name):
            found.append((name, begin, begin + len(name)))
    return found
