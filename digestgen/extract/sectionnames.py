"""Names of sections that many outlets have."""

from digestgen.extract.words import word_set

STANDARD = word_set("""
news world politics business economy money finance sport sports opinion culture lifestyle life
entertainment technology tech science health environment education travel arts national local
international us uk europe africa asia americas crime courts weather property food fashion climate
energy media comment analysis features investigations football cricket music film books showbiz
city region state nation society religion law transport motoring cars style agriculture jobs
estate obituaries obituary schools transit letters interviews reviews columnists columns startups
markets security defense defence immigration housing theatre theater stage art television movies
gaming history space nature animals wildlife rugby tennis golf racing boxing basketball baseball
hockey soccer counties county council police parliament elections election farming farm crops royals
celebrity celebrities people community communities neighborhoods neighbourhoods regional shipping
aviation mobility retail personal explainers opera dance review showbusiness
lokales politik wirtschaft kultur panorama wissen gesellschaft ausland regionales feuilleton
politique économie société culture monde sports régions sciences santé planète justice
política economía cultura deportes sociedad internacional mundo nacional opinión ciencia salud
""")
"""Others' names are believed with more evidence. The last lines are German, French and Spanish."""
TELLING = STANDARD - {"news"}
"""Words that name a section by themselves."""


def is_standard(text: str) -> bool:
    """ "World", "Middle East", "Science & Health": a name of words that sections have."""
    words = [w.strip("&,").lower() for w in text.split()]
    return any(w in STANDARD for w in words) and len(words) <= 3


_MORE = STANDARD | word_set("""
ideas insight perspective perspectives hardware software gadgets apps ai startups robotics fintech crypto
venture venturing privacy cybersecurity mobile internet social cloud campus university faculty courts
justice war conflict migration diplomacy democracy middle asia-pacific india china russia ukraine
companies industry industries earnings wealth investing trade retail energy infrastructure
wellbeing wellness family relationships parenting beauty design architecture photography music podcasts
magazine essays essay profile profiles letters editorial editorials fact-check longform long-read
motorsport athletics cycling swimming olympics f1 nfl nba nhl mlb ufc wwe esports
heritage gardening gardens pets recipes drink restaurants nightlife events theatre tv radio
metro village town towns villages borough districts district rural urban roads traffic trains
""")


def is_known(text: str) -> bool:
    """As `is_standard`, with names that fewer outlets have."""
    words = [w.strip("&,").lower() for w in text.split() if w not in ("&", "and")]
    if not 0 < len(words) <= 3 or (len(words) > 1 and words[-1] == "us"):
        return False  # "Contact Us"
    return any(w in STANDARD for w in words) or all(w in _MORE or not w for w in words)


def section_folder(path: str) -> tuple[str, int] | None:
    """The folder of an address that is named as a section is, and its offset: "/world/2026/…"."""
    position = 0
    for part in path.split("/")[:-1][:6]:
        if part.lower() in TELLING:
            return part.upper() if part in ("uk", "us") else part.capitalize(), position
        position += len(part) + 1
    return None
