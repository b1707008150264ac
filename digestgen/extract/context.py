"""What the words around a name say of its being a person, an organization or a place. `weights` says
how much."""

import re

from digestgen.extract.candidates import Candidate
from digestgen.extract.caption import SUPPLIER
from digestgen.extract.gazetteer import STATES_SHORT, places
from digestgen.extract.mentions import Mention, Mentions
from digestgen.extract.reference import cities
from digestgen.extract.words import FUNCTION_WORDS, HONORIFICS, ROLE_NOUNS, SPEECH, one_of, word_set

_WITHIN = frozenset(("at", "on", "of", "from", "in", "for"))
_ACTS = frozenset(("says", "human verb", "firm verb", "past verb", "statement"))
_COMPANY_KIND = word_set("""
company firm startup start-up carrier airline retailer maker manufacturer automaker carmaker giant
supplier network platform charity agency broadcaster newspaper magazine club nonprofit group lender
bank insurer union studio label brand chain subsidiary unit
association organisation organization band chipmaker drugmaker store supermarket
website app outlet daily tabloid wire team affiliate party
""")
_COMPANY_OWNS = word_set("""
ceo cfo coo cto chairman chairwoman chief executives executive shares stock employees customers users
app spokesman spokeswoman spokesperson subsidiary board shareholders investors share profit revenue
sales website headquarters workers staff stores factory plant products founder co-founder players fans
coach manager striker midfielder defender goalkeeper captain quarterback officials analyst analysts
economist editor reporter director president vice official representative lawyers members
""")
_PLACE_KIND = word_set("""
city town village province state region island county district suburb capital country nation republic
port neighbourhood neighborhood hamlet municipality territory peninsula kingdom borough resort
""")
_PLACE_OWNS = word_set("""
residents police capital government president mayor parliament economy border military army people
border citizens authorities coast coastline voters airport ambassador governor streets suburbs
suburb downtown shores prime foreign population resident area region
""")
_APPOSED = re.compile(
    r", (?:an?|the|one of the|its|their|which|whose|another) (?P<role>[^,.;:()\n]{1,60})"
)
_HE_FOLLOWS = re.compile(r"[.!?][\"”’]? (?:He|She|His|Her) ")
_SCORE = re.compile(r" \d{1,3}(?:, [^\W\d_a-z]|:|[-–]\d)")
_AGE = re.compile(r", (?:aged? )?\d{1,3}(?:,| and|\.| from)")
_PARTY = re.compile(
    r" ?\((?:[A-Z][\w.]*[-–—, /][\w. -]{1,20}|pictured|left|right|above|centre|center|\d{2})\)"
)
_TICKER = re.compile(r" ?\((?:(?:NYSE|NASDAQ|Nasdaq|LSE|TSX|ASX|JSE|OTC|NSE|BSE)\b|\$[A-Z])")
_NATIVE = re.compile(r" ?\([^\x00-\u024f\u2000-\u2fff]{2,8}[,)]")
_SAID_LATER = re.compile(rf", [^,.\n]{{4,90}}, (?:also |has |had )?{one_of(SPEECH)}\b")
_ARTICLES = word_set("the a an this that these every each another")
_DEALS = word_set("joined sued acquired bought beat defeated via quit")
_BY_SOMEBODY = word_set("joined written directed led married founded")
_PREPOSITIONS = word_set("at from to of by for with against between over and on")
_BESIDE = re.compile(r", (?P<next>[^\W\d_a-z][\w.]*(?: [^\W\d_a-z]\w*)?)")
_AUXILIARY = word_set("is was has had will would did does could can should may might are were")
_HUMAN_VERBS = word_set("""
went took made won lost became signed met joined called began died married born grew wore smiled
laughed cried sang played scored starred appeared returned left moved graduated retired pleaded
recalled resigned tweeted posted spoke sat stood walked looked felt loved arrived hit threw ran caught
led shot drove wrote gave got held fell knew thought hopes wants plays stars writes teaches hosts
""")
_FIRM_VERBS = word_set("""
launched acquired reported bought sold announced unveiled filed sued operates owns employs makes
manufactures produces plans posted raised hired issued published released offers beat defeated
""")
_KIN = word_set("his her their my our")
_HUMAN = frozenset({"who", "whose"})
_SLASHED = re.compile(rf" ?/ ?(?:{SUPPLIER}|[A-Z][a-z]+ Images)\b")
_CREDIT = re.compile(
    r"contributed (?:to|reporting)|(?:[Aa]dditional |[Ww]ith )?[Rr]eporting by|[Ee]diting by|[Ww]riting by"
    r"|(?:[Pp]hotos?|[Ii]mages?|[Pp]ictures?|[Gg]raphics?|[Ii]nfographic|[Vv]ideo|[Ii]llustration"
    r"|[Pp]hotograph)(?: credit)?(?: by|:)|[Tt]ranslated by|^By |[Cc]ontributing:|email:"
)
# Some such part is wherever the pattern matches; a look for those is quicker than for it.
_CREDITS = (
    "contributed", "ontributing:", "eporting by", "diting by", "riting by", "ranslated by", "email:",
    "hoto", "mage", "icture", "raphic", "ideo", "llustration", "By ",
)  # fmt: skip
_IN = word_set("""
in near into across throughout outside around inside visiting visited fled downtown northern southern
eastern western central toward towards neighbouring neighboring mainland
""")


_MENTIONS = 10  # of one name that are looked at


def look_around(mentions: Mentions, candidate: Candidate) -> None:
    """Note what the words around the mentions of a name say; what only one of several says counts
    half."""
    looked = candidate.mentions[:_MENTIONS]
    counts: dict[str, int] = {}
    for mention in looked:
        for sign in sorted(_signs(mentions, mention)):  # sums of strengths need one order
            counts[sign] = counts.get(sign, 0) + 1
    for sign, count in counts.items():
        candidate.sign(sign, 0.5 + 0.5 * count / len(looked))
    if len(candidate.mentions) > 1:
        candidate.sign("again")


def _signs(mentions: Mentions, mention: Mention) -> set[str]:
    lead, rest = mentions.before(mention, 100), mentions.after(mention, 250)
    before, after = lead[-40:], rest[:110]
    seen: set[str] = set()
    if mention.titled:
        seen.add("title")
    _left(seen, mention, before)
    _right(seen, mention, after)
    if seen & _WITHIN:
        seen -= _ACTS  # "Arne at Northside said": Arne did
    if not mention.opens:
        seen.add("inside")
    if _HE_FOLLOWS.search(after):
        seen.add("he follows")
    if "modifies" in seen and seen & {"a", "the"}:
        seen.add("attributive")
    if _credited(lead, rest):
        seen.add("credited")
    return seen


def _credited(lead: str, rest: str) -> bool:
    """Whether somebody is named for having made the page: writers, photographers. `lead` is the
    text before the name, `rest` that after it."""
    credit = any(map(lead.__contains__, _CREDITS)) and _CREDIT.search(lead)
    if credit or lead.startswith("By ") or _SLASHED.match(rest):
        return True
    if "contributed" not in rest:
        return False
    rest = rest.partition(". ")[0]
    return "contributed to this" in rest or "contributed reporting" in rest


def _left(seen: set[str], mention: Mention, before: str) -> None:
    sign = seen.add
    if not before.endswith(" "):
        if before.endswith("("):
            sign("bracketed")
        return
    words = before.split()
    if not words:
        return
    last = words[-1]
    if last.endswith(","):
        word = last[:-1].lower()
        if word in ROLE_NOUNS:
            sign("role before")
        elif last[:-1] in places() or last[:-1] in cities():
            sign("after a place")
        return
    if not last[-1].isalnum():
        return
    low = last.lower()
    previous = words[-2].lower() if len(words) > 1 else ""
    if low in _ARTICLES:
        if not mention.title:
            sign("the" if low == "the" else "a")
            word = mention.words[0]
            if low == "the" and len(mention.words) == 1 and word[-1] == "s" and word[-2:] != "ss":
                sign("the plural")
            if low == "the" and previous in ("in", "across", "near", "into", "around"):
                sign("in the")
        return
    if low in _IN and not mention.possessive:
        sign("in")
    elif low == "of" and previous in _PLACE_KIND:
        sign("place before")
    elif low in _PREPOSITIONS:
        sign(low)
        if low == "by" and previous in _BY_SOMEBODY:
            sign("said")
    elif low in ("told", "tells", "telling"):
        sign("told")
    elif low in SPEECH:
        sign("said")
    elif low in _PLACE_KIND:
        sign("place before")
    elif low in ROLE_NOUNS or low.rstrip("s") in ROLE_NOUNS:
        sign("role before")
    elif low in _COMPANY_KIND:
        sign("company before")
    elif low in _DEALS:
        sign("deal")
    elif low in _KIN or last.endswith(("'s", "’s")):
        sign("owned")
    elif (
        not mention.title
        and low not in FUNCTION_WORDS
        and last.islower()
        and not low.endswith(("ed", "ing", "ly"))
    ):
        sign("modified")
    if low in _COMPANY_KIND and low in ROLE_NOUNS:
        sign("company before")
    if previous in _KIN and low in ROLE_NOUNS:
        sign("kin")


def _right(seen: set[str], mention: Mention, after: str) -> None:
    sign = seen.add
    if mention.possessive:
        words = after[2:].split(None, 3)
        owned = [w.lower().strip(".,") for w in words[:2]]
        sign("possessive")
        if owned and (owned[0] in _COMPANY_OWNS or owned[-1] in _COMPANY_OWNS):
            sign("company owns")
        if owned and (owned[0] in _PLACE_OWNS or owned[-1] in _PLACE_OWNS):
            sign("place owns")
        return
    if after.startswith(","):
        _comma(seen, mention, after)
        return
    if after.startswith((" (", "(")):
        if _TICKER.match(after):
            sign("ticker")
        elif _NATIVE.match(after):
            sign("native spelling")
        elif _PARTY.match(after):
            sign("party")
        return
    if after.startswith("-"):
        if after.startswith(("-based", "-born")):
            sign("based")
        elif after.startswith(("-owned", "-backed", "-made", "-run")):
            sign("company owns")
        return
    if not after.startswith(" "):
        return
    if _SCORE.match(after):
        sign("score")
    words = after.split(None, 3)[:3]
    if not words:
        return
    low = words[0].rstrip(".,;").lower()
    follows = words[1].rstrip(".,;").lower() if len(words) > 1 else ""
    if (
        low in ("also", "has", "had", "then", "later", "previously", "further")
        and follows in SPEECH
    ):
        low = follows
    if low in SPEECH:
        sign("says")
        if follows == "in" and len(words) > 2 and words[2].startswith("a"):
            sign("statement")
    elif low in _HUMAN:
        sign("who")
    elif low in _HUMAN_VERBS:
        sign("human verb")
    elif low in _FIRM_VERBS:
        sign("firm verb")
    elif low in _AUXILIARY:
        sign("acts")
    elif low in _COMPANY_OWNS:
        sign("company owns")
    elif low in _PLACE_OWNS or low in _PLACE_KIND:
        sign("place owns")
    elif low == "and" or low == "or":
        sign("and after")
    elif low.endswith("ed") and words[0][:1].islower():
        sign("past verb")
    elif words[0][:1].islower() and low not in FUNCTION_WORDS and not low.endswith(("ly", "ing")):
        sign("modifies")
    if low in _FIRM_VERBS and low in SPEECH:
        sign("firm verb")


def _comma(seen: set[str], mention: Mention, after: str) -> None:
    """What an apposition says: "Ana Ro, a baker", "Oro, the maker of …", "Ostby, Ohio"."""
    sign = seen.add
    if _AGE.match(after):
        sign("age")
        return
    if after.startswith((", who", ", whose")):
        sign("who")
        return
    if after.startswith((", he ", ", she ")):
        sign("pronoun")
        return
    if after.startswith((", which", ", where")):
        sign("which" if after[3] == "w" and after[5] == "i" else "where")
    beside = _BESIDE.match(after)
    if beside and _is_place(beside["next"]):
        sign("opens beside a place" if mention.opens else "beside a place")
        return
    apposed = _APPOSED.match(after)
    words = (apposed["role"] if apposed else after[2:60].split(",")[0]).split()
    for index, word in enumerate(words[:7]):
        low = word.lower().strip(".’'\"“”")
        if low in ("of", "in", "for", "at", "that", "which", "who", "from", "with", "said", "to"):
            if low == "who":
                sign("who")
            break
        if low in ROLE_NOUNS or low in HONORIFICS:
            titles = (
                word[0].isupper() and words[index + 1 : index + 2] and words[index + 1][0].isupper()
            )
            if titles and not apposed:
                break  # "in Ostby, Gov. Ana Ro said"
            if apposed or index < 5:
                sign("role after")
            break
        if low in _COMPANY_KIND and apposed:
            sign("company after")
            break
        if low in _PLACE_KIND and apposed:
            sign("place after")
            break
    if _SAID_LATER.match(after):
        sign("says")


def _is_place(name: str) -> bool:
    """Whether "Ohio", "Ohio.", "N.Y." or "Ohio Tuesday" is a place."""
    first = name.split()[0]
    forms = {name, name.rstrip("."), first, first.rstrip(".")}
    return not forms.isdisjoint(places()) or not forms.isdisjoint(STATES_SHORT)
