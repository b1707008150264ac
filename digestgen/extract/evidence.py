"""What speaks for a name being a person, an organization or a place: its own words, and the words
around each of its mentions. `weights` says how much."""

import re

from digestgen.extract.candidates import Candidate
from digestgen.extract.gazetteer import ADJECTIVES, COUNTRIES, places
from digestgen.extract.givennames import is_given, is_surname, may_be_given, may_be_surname
from digestgen.extract.mentions import Mention, Mentions, is_honorific
from digestgen.extract.reference import (
    cities,
    city_words,
    organization_words,
    organizations,
    region_words,
)
from digestgen.extract.words import (
    CALENDAR,
    FUNCTION_WORDS,
    HONORIFICS,
    OFFICES,
    ORGANIZATION_NOUNS,
    PARTICLES,
    PLACE_NOUNS,
    ROLE_NOUNS,
    SPEECH,
    THING_NOUNS,
    word_set,
)

INDUSTRY = word_set("""
Analytics Apparel Asset Auto Automotive Bancorp Beauty Beverages Biotech Brands Brewing Brothers
Chemical Communications Consulting Cosmetics Dynamics Electric Electronics Energy Entertainment
Equities Fashion Films Financial Foods Gas Games Healthcare Hotels Insurance Interactive Investments
Logistics Management Media Mining Motor Motors Music Oil Pharma Pharmaceuticals Pictures Power
Properties Realty Records Research Resources Retail Robotics Software Solutions Sons Sports Steel
Stores Studio Telecom Therapeutics Toys Water Wireless Advisors Advisers Advertising Airport Bar
Bakery Diner Cafe Kitchen Pizza Coffee Books Motorsport Racing Yards Farms Mills Clinic Digital
""")
"""Words that end the names of companies, and other names too."""
TEAM = word_set("""
FC AFC SC United Rovers Wanderers Athletic Albion Hotspur Rangers Lions Tigers Bears Eagles Hawks
Giants Stars Kings Knights Warriors Sharks Bulls Wolves Panthers Falcons Cardinals Dolphins Wildcats
Bulldogs Cougars Huskies Trojans Bruins Spartans Badgers Titans Raiders Saints Royals Chiefs
Blues Reds Dragons Cowboys Pirates Rockets Heat Storm Thunder Magic Broncos Crusaders Stormers
""")
"""Words that end the names of teams."""
GROUPS = word_set("""
Democrats Republicans Conservatives Liberals Tories Greens Socialists Communists Nationalists
Americans Muslims Christians Jews Catholics Protestants Hindus Sikhs Native Natives Police Army
""")
_COMPANY_KIND = word_set("""
company firm startup start-up carrier airline retailer maker manufacturer automaker carmaker giant
supplier network platform charity agency broadcaster newspaper magazine club nonprofit group lender
developer operator provider bank insurer union publisher studio label brand chain subsidiary unit
association organisation organization band tank builder chipmaker drugmaker brewer store supermarket
website app outlet daily tabloid wire side team rivals champions neighbours affiliate parent party
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
_AGE = re.compile(r", (?:aged? )?\d{1,3}(?:,| and|\.| from)")
_PARTY = re.compile(
    r" ?\((?:[A-Z][\w.]*[-–—, /][\w. -]{1,20}|pictured|left|right|above|centre|center|\d{2})\)"
)
_TICKER = re.compile(r" ?\((?:(?:NYSE|NASDAQ|Nasdaq|LSE|TSX|ASX|JSE|OTC|NSE|BSE)\b|\$[A-Z])")
_NATIVE = re.compile(r" ?\([^\x00-\u024f\u2000-\u2fff]{2,8}[,)]")
_SAID_LATER = re.compile(
    rf", [^,.\n]{{4,90}}, (?:also |has |had )?(?:{'|'.join(sorted(SPEECH))})\b"
)
_BESIDE = re.compile(r", (?P<next>[^\W\d_a-z][\w.]*(?: [^\W\d_a-z]\w*)?)")
_AUXILIARY = word_set("is was has had will would did does could can should may might are were")
_HUMAN_VERBS = word_set("""
went took made won lost became signed met joined called began died married born grew wore smiled
laughed cried sang played scored starred appeared returned left moved graduated retired pleaded
recalled resigned tweeted posted spoke sat stood walked looked felt loved arrived
""")
_FIRM_VERBS = word_set("""
launched acquired reported bought sold announced unveiled filed sued operates owns employs makes
manufactures produces plans posted raised hired issued published released offers beat defeated
""")
_STATE_VERBS = word_set("invaded borders")
_KIN = word_set("his her their my our")
_HUMAN = frozenset({"who", "whose"})
_FIRM_SUFFIX = word_set("Inc Inc. Ltd Ltd. LLC LLP PLC Plc plc Corp Corp. Co Co. GmbH AG SA SE NV")
_NUMERAL = re.compile(r"[IVX]+|\d+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+[A-Z]\w*|\w*\d\w*|\w+\.(?:com|org|net|io|co|ai)")
_COMPASS = word_set(
    "North South East West Northern Southern Eastern Western New Central Upper Lower"
)
_FIRST_PLACE = word_set("Lake Mount Cape Port Fort River Isle St St. San Santa Saint Los Las El")
NOT_ACRONYMS = word_set(
    "TV CEO CFO COO CTO AM PM CCTV DNA RNA AI GDP COVID OK ID PhD MP MPs MEP MBE OBE CBE HIV "
    "AIDS PR HR IT ICU ER GP GPs VIP VIPs DIY FAQ UFO"
    " USB PDF GPS SUV SUVs LED VAT IPO ESG NGO NGOs EV EVs GMT EST EDT PST PDT CET BST UTC ET PT "
    "II III IV VI VII VIII IX XI XII XIV"
    " LGBT LGBTQ LGBTQI BREAKING WATCH UPDATE READ NEWS LIVE VIDEO EXCLUSIVE ALSO MORE DC NY LA "
    "SA NZ GOP URL SMS API R&B AND THE NOT ALL CT MRI PTSD ADHD WWI WWII RAM CPU GPU GB TB EBITDA "
    "PE WTF LOL OMG ETF ETFs HDMI HTML PC PCs DJ DVD CD ATM PIN NFT NFTs VR AR US UK CO USD GBP EUR "
    "AC DC QB WR RB MVP ERA RBI PPE PCR Q&A AKA BLM BAME VC VCs SOS MD JD MBA BA BSc MA RIP UV"
)
STATES_SHORT = word_set("""
Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla
Ore Pa Tenn Tex Vt Va Wash Wis Wyo N.H. N.J. N.M. N.Y. N.C. N.D. S.C. S.D. R.I. W.Va B.C. N.S. Ont
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND
OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY BC ON QC AB NSW
""")
"""How papers shorten states and provinces after a city, full stop aside."""
_CREDIT = re.compile(
    r"contributed (?:to|reporting)|(?:[Aa]dditional |[Ww]ith )?[Rr]eporting by|[Ee]diting by|[Ww]riting by"
    r"|(?:[Pp]hotos?|[Ii]mages?|[Pp]ictures?|[Gg]raphics?|[Ii]nfographic|[Vv]ideo|[Ii]llustration"
    r"|[Pp]hotograph)(?: credit)?(?: by|:)|[Tt]ranslated by|^By |[Cc]ontributing:|email:"
)
_KNOWN = frozenset(
    ("country", "known place", "city", "maybe city", "known organization", "maybe organization")
)
_MENTIONS = 10  # of one name that are looked at


def gather(mentions: Mentions, candidate: Candidate) -> None:
    """Note every sign of one name but those that depend on other names."""
    _own(mentions, candidate)
    credits = 0
    for mention in candidate.mentions[:_MENTIONS]:
        before, after = mentions.before(mention, 40), mentions.after(mention, 110)
        if mention.titled:
            candidate.sign("title")
        _left(candidate, mention, before)
        _right(candidate, mention, after)
        if not mention.opens:
            candidate.sign("inside")
        if _CREDIT.search(mentions.before(mention, 100)):
            credits += 1
    if len(candidate.mentions) > 1:
        candidate.sign("again")
    if credits == len(candidate.mentions):
        candidate.sign("credited")


def _own(mentions: Mentions, candidate: Candidate) -> None:
    """What the words of the name say."""
    words, sign = candidate.words, candidate.sign
    count = len(words)
    sign(("one word", "two words", "three words")[count - 1] if count < 4 else "more words")
    first, last = words[0], words[-1]
    full = [w for w in words if w not in PARTICLES]
    family = next(
        (w for w in reversed(full) if w.rstrip(".") not in ("Jr", "Sr", "II", "III", "IV")), last
    )
    shape = candidate.name
    if shape in places():
        sign("country" if shape in COUNTRIES else "known place")
    elif shape in cities():
        sign("city")
    elif shape in city_words() or shape in region_words():
        sign("maybe city")
    if shape in organizations():
        sign("known organization")
    elif shape in organization_words():
        sign("maybe organization")
    if last in ORGANIZATION_NOUNS and (count > 1 or last in _FIRM_SUFFIX):
        sign("organization noun")
    elif count > 1 and last in TEAM:
        sign("team noun")
    elif count > 1 and last in INDUSTRY:
        sign("industry noun")
    if any(w in ORGANIZATION_NOUNS for w in words[:-1]):
        sign("inner organization noun")
        if "of" in words or "for" in words or "on" in words:
            sign("of")
    personal = count == 2 and is_given(first) and (is_surname(last) or may_be_surname(last))
    if count > 1 and last in PLACE_NOUNS and not personal:
        sign("place noun")
    if (last in THING_NOUNS or (count > 1 and first in THING_NOUNS)) and not personal:
        sign("thing noun")
    if count > 1 and last.lower() in OFFICES:
        sign("office last")
    if last in GROUPS:
        sign("group noun")
    if "&" in words:
        sign("ampersand")
    if count > 1 and first in _FIRST_PLACE:
        sign("first place noun")
    elif count > 1 and first in _COMPASS:
        sign("compass")
    elif count > 1 and (first in places() or " ".join(words[:2]) in places()):
        sign("place first")
    elif count > 1 and first in cities():
        sign("city first")
    if count > 1 and last in places():
        sign("place last")
    if any(w in ADJECTIVES for w in words):
        sign("demonym")
    if any(w.lower() in CALENDAR for w in words) and not is_given(first):
        sign("calendar")
    if any(w.lower() in FUNCTION_WORDS and w not in PARTICLES for w in words[1:]):
        sign("function word")
    if words[0].lower() in FUNCTION_WORDS:
        sign("function word first")
    if (is_honorific(last) and "-" not in last) or last.lower() in ROLE_NOUNS:
        sign("role last")
    letters = shape.replace("&", "").replace(".", "")
    if count == 1 and letters.isupper() and shape not in places() and 2 <= len(letters) <= 6:
        sign("no acronym" if shape in NOT_ACRONYMS else "acronym")
    elif any(_CAMEL.fullmatch(w) for w in words) and not is_surname(last):
        sign("camel")
    shouted = [w for w in full if len(w) > 3 and w.isupper() and "." not in w]
    if shouted and count > 1:
        sign("shouted")
    if any(_NUMERAL.fullmatch(w) for w in words) or any(c.isdigit() for c in shape):
        sign("numeral")
    ordinary = sum(w.lower() in mentions.lowered for w in full)
    if ordinary:
        sign("ordinary", ordinary / len(full))
    if count == 1:
        if shape in STATES_SHORT:
            sign("state abbreviation")
        if is_given(first):
            sign("lone given name")
        elif is_surname(first):
            sign("lone surname")
        elif first in ADJECTIVES:
            sign("lone demonym")
        elif not candidate.signs.keys() & _KNOWN and not ordinary:
            sign("lone unknown")
        if last.lower() in HONORIFICS or last in PLACE_NOUNS or last in ORGANIZATION_NOUNS:
            sign("lone noun")
        return
    if is_given(first):
        sign("given name")
    elif may_be_given(first):
        sign("maybe given name")
    elif len(first.rstrip(".")) == 1 or (first.isupper() and "." in first):
        sign("initial")
    elif not is_surname(first):
        sign("unknown first")
    if count >= 3 and (words[1].endswith(".") or len(words[1]) == 1) and first[0].isalpha():
        sign("middle initial")
    if is_surname(family):
        sign("surname")
    elif may_be_surname(family):
        sign("maybe surname")
    if is_given(first) and is_surname(family) and count == 2:
        sign("full name")
    if any(w in PARTICLES for w in words[1:-1]) and "of" not in words:
        sign("particle")
    if len(full) < 2 or sum(len(w.rstrip(".")) > 1 for w in full) < 1 or len(family) < 2:
        sign("fragment")


def _left(candidate: Candidate, mention: Mention, before: str) -> None:
    sign = candidate.sign
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
    if low in ("the", "a", "an", "this", "that", "these", "every", "each", "another"):
        if not mention.title:
            sign("the" if low == "the" else "a")
            if low == "the" and previous in ("in", "across", "near", "into", "around"):
                sign("in the")
        return
    if low in _IN:
        sign("in")
    elif low == "of" and previous in _PLACE_KIND:
        sign("in")
    elif low in (
        "at",
        "from",
        "to",
        "of",
        "by",
        "for",
        "with",
        "against",
        "between",
        "over",
        "and",
    ):
        sign(low)
        if low == "by" and previous in (
            "joined",
            "written",
            "directed",
            "led",
            "married",
            "founded",
        ):
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
    elif low in ("joined", "sued", "acquired", "bought", "beat", "defeated", "via", "quit"):
        sign("deal")
    elif low in _KIN or last.endswith(("'s", "’s")):
        sign("owned")
    elif low not in FUNCTION_WORDS and last.islower() and not low.endswith(("ed", "ing", "ly")):
        if not mention.title:
            sign("modified")
    if low in _COMPANY_KIND and low in ROLE_NOUNS:
        sign("company before")
    if previous in _KIN and low in ROLE_NOUNS:
        sign("kin")


_IN = word_set("""
in near into across throughout outside around inside visiting visited fled downtown northern southern
eastern western central toward towards neighbouring neighboring mainland
""")


def _right(candidate: Candidate, mention: Mention, after: str) -> None:
    sign = candidate.sign
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
        _comma(candidate, mention, after)
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
    elif (
        words[0][:1].islower()
        and low not in FUNCTION_WORDS
        and not low.endswith(("ed", "ly", "ing"))
    ):
        sign("modifies")
    if low in _FIRM_VERBS and low in SPEECH:
        sign("firm verb")


def _comma(candidate: Candidate, mention: Mention, after: str) -> None:
    """What an apposition says: "Ana Ro, a baker", "Oro, the maker of …", "Ostby, Ohio"."""
    sign = candidate.sign
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
    if beside and (beside["next"] in places() or beside["next"].split()[0] in places()):
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
