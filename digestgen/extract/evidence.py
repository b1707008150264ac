"""What a name's own words say of its being a person, an organization or a place. `weights` says how
much."""

import re

from digestgen.extract.candidates import Candidate
from digestgen.extract.gazetteer import ADJECTIVES, COUNTRIES, STATES_SHORT, places
from digestgen.extract.givennames import is_given, is_surname, may_be_given, may_be_surname
from digestgen.extract.mentions import NOBLE, Mentions, is_honorific
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
_NUMERAL = re.compile(r"[IVX]+|\d+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+[A-Z]\w*|\w*\d\w*|\w+\.(?:com|org|net|io|co|ai)")
_COMPASS = word_set(
    "North South East West Northern Southern Eastern Western New Central Upper Lower"
)
_FIRST_PLACE = word_set("Lake Mount Cape Port Fort River Isle")
_FIRST_SAINT = word_set("St St. San Santa Saint Los Las El")
_BUILT = word_set(
    "Avenue Boulevard Bridge Castle Drive Garden Gardens Highway Lane Parkway Plaza Prison Quay Road "
    "Square Station Street Tower Wharf Dam Pier Park"
)
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
_NOUNS = ORGANIZATION_NOUNS | PLACE_NOUNS | INDUSTRY | _FIRST_PLACE
"""Words inside names that the rest of an article uses in lower case as well: "the bank"."""
_LOCATED = frozenset(("country", "known place", "city"))
_KNOWN = _LOCATED | {"known organization"}
_NOT_NEW = frozenset(
    [
        "country",
        "known place",
        "city",
        "maybe city",
        "known organization",
        "maybe organization",
        "acronym",
    ]
)


def _is_plain(word: str) -> bool:
    """Whether a word is written as names mostly are: "Okafor"."""
    return len(word) > 1 and word.isalpha() and word.istitle()


def look_at(mentions: Mentions, candidate: Candidate) -> None:
    """Note what the words of the name say."""
    words, sign = candidate.words, candidate.sign
    count = len(words)
    first, last = words[0], words[-1]
    full = [w for w in words if w not in PARTICLES]
    length = len(full)
    if length > 2:
        length -= sum(len(w.rstrip(".")) == 1 for w in full[1:-1])  # initials aside
    sign(
        ("one word", "two words", "three words")[max(length, 1) - 1] if length < 4 else "more words"
    )
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
    if last in ORGANIZATION_NOUNS and count > 1:
        sign("organization noun")
    elif count > 1 and last in TEAM:
        sign("team noun")
    elif count > 1 and last in INDUSTRY:
        sign("industry noun")
    if not ORGANIZATION_NOUNS.isdisjoint(words[:-1]):
        sign("inner organization noun")
        if "of" in words or "for" in words or "on" in words:
            sign("of")
    personal = count == 2 and is_given(first) and (is_surname(last) or may_be_surname(last))
    located = bool(candidate.signs.keys() & _LOCATED)
    if count > 1 and last in PLACE_NOUNS and not personal and not located:
        sign("built place noun" if last in _BUILT else "place noun")
    thing = last in THING_NOUNS or (count > 1 and first in THING_NOUNS)
    if thing and not personal and "known organization" not in candidate.signs:
        sign("thing noun")
    if count > 1 and last.lower() in OFFICES and not personal:
        sign("office last")
    if last in GROUPS:
        sign("group noun")
    if "&" in words:
        sign("ampersand")
    if located or count == 1:
        pass
    elif first in _FIRST_PLACE:
        sign("first place noun")
    elif first in _FIRST_SAINT:
        sign("first saint")
    elif first in _COMPASS:
        sign("compass")
    elif first in places() or " ".join(words[:2]) in places():
        sign("place first")
    elif first in cities():
        sign("city first")
    if count > 1 and last in places():
        sign("place last")
    if not ADJECTIVES.isdisjoint(words):
        sign("demonym")
    if not CALENDAR.isdisjoint(map(str.lower, words)) and not is_given(first):
        sign("calendar")
    inner = words[1:-1] if count == 2 and may_be_surname(last) else words[1:]  # "Liu He"
    if any(w.lower() in FUNCTION_WORDS and w not in PARTICLES for w in inner):
        sign("function word")
    if words[0].lower() in FUNCTION_WORDS:
        sign("function word first")
    if not personal and ((is_honorific(last) and "-" not in last) or last.lower() in ROLE_NOUNS):
        sign("role last")
    odd = [word for word in words if not _is_plain(word)]
    letters = shape.replace("&", "").replace(".", "")
    if count == 1 and letters.isupper() and shape not in places() and 2 <= len(letters) <= 6:
        sign("no acronym" if shape in NOT_ACRONYMS else "acronym")
    elif any(map(_CAMEL.fullmatch, odd)) and not is_surname(last):
        sign("camel")
    shouted = [w for w in full if len(w) > 3 and w.isupper() and "." not in w]
    if shouted and count > 1:
        sign("shouted")
    if odd and (any(map(_NUMERAL.fullmatch, odd)) or any(map(str.isdigit, shape))):
        sign("numeral")
    ordinary = sum(w.lower() in mentions.lowered for w in full if count == 1 or w not in _NOUNS)
    known = bool(candidate.signs.keys() & _KNOWN)
    if ordinary and not known:
        sign("ordinary", ordinary / len(full))
    if count == 1:
        if shape in STATES_SHORT:
            sign("state abbreviation")
        if last.lower() in HONORIFICS or last in PLACE_NOUNS or last in ORGANIZATION_NOUNS:
            sign("lone noun")
        elif "calendar" in candidate.signs:
            pass
        elif is_given(first):
            sign("lone given name")
        elif is_surname(first):
            sign("lone surname")
        elif first in ADJECTIVES:
            sign("lone demonym")
        elif not candidate.signs.keys() & _NOT_NEW and not ordinary and len(first) > 2:
            sign("lone unknown")
        return
    if known and not is_given(first):
        return
    if first in NOBLE and last not in _NOUNS and not candidate.signs.keys() & {"thing noun"}:
        sign("noble title")
    elif is_given(first):
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
    if not PARTICLES.isdisjoint(words[1:-1]) and "of" not in words:
        sign("particle")
    if len(full) < 2 or sum(len(w.rstrip(".")) > 1 for w in full) < 1 or len(family) < 2:
        sign("fragment")
