"""The words that invented articles are made of, and names for any number of invented people."""

FIRST = [
    "Alva",
    "Anselm",
    "Arvid",
    "Bastian",
    "Benedikta",
    "Brisa",
    "Caspar",
    "Celestine",
    "Corin",
    "Dagny",
    "Delphine",
    "Edda",
    "Eino",
    "Elowen",
    "Emeric",
    "Faustina",
    "Fenja",
    "Florian",
    "Gideon",
    "Gunnel",
    "Halvard",
    "Hedda",
    "Idris",
    "Ilsabet",
    "Ingmar",
    "Isolde",
    "Jarek",
    "Jorunn",
    "Kalinda",
    "Kasimir",
    "Leander",
    "Linnea",
    "Lucjan",
    "Maelle",
    "Marius",
    "Merete",
    "Nikolai",
    "Noemi",
    "Odile",
    "Orsolya",
    "Oswin",
    "Perpetua",
    "Quentin",
    "Radka",
    "Ragnar",
    "Rosalind",
    "Sanna",
    "Severin",
    "Sigrun",
    "Tancred",
    "Thea",
    "Ulrika",
    "Valentin",
    "Veronika",
    "Wendelin",
    "Xenia",
    "Yorick",
    "Ysolde",
    "Zdenka",
    "Zeno",
]
_ONSETS = "Bran Cal Dor Ebb Fal Gar Hol Ist Jor Kel Lor Mar Nev Ost Pel Quar Ren Sal Tor Ul Vas Wen"
_MIDDLES = "a e i o u ana eli ini ora uve aste enda"
_ENDINGS = (
    "bury croft dahl feld gren holm kin lund mark nitz quist rick sby stead ton vik wald wick yard"
)
_SURNAME_PARTS = (_ONSETS.split(), _MIDDLES.split(), _ENDINGS.split())
SURNAMES = [
    a + b + c for a in _SURNAME_PARTS[0] for b in _SURNAME_PARTS[1] for c in _SURNAME_PARTS[2]
]
NAMES = len(FIRST) * len(SURNAMES)
"""How many people can be told apart."""
_STRIDE = 100_003  # a prime that shares no factor with NAMES: neighbours get unlike names


def person(number: int) -> str:
    """The full name of a person, another for every number below NAMES."""
    place = number * _STRIDE % NAMES
    return f"{FIRST[place % len(FIRST)]} {SURNAMES[place // len(FIRST)]}"


ROLES = [
    "harbour pilot", "city treasurer", "chief engineer", "school inspector", "union secretary",
    "tram driver", "court clerk", "hydrologist", "ferry captain", "head of planning",
    "museum keeper", "market warden",
]  # fmt: skip
TOPICS = [
    f"{first} {second}"
    for first in (
        "harbour", "tram", "school", "river", "market", "hospital", "grain", "winter", "housing",
        "island",
    )
    for second in ("works", "budgets", "safety", "licences", "disputes", "repairs")
]  # fmt: skip
ORGANIZATIONS = [
    f"{first} {second}"
    for first in (
        "Northmole", "Saltgate", "Estuary", "Three Rivers", "Upland", "Lowquay", "Old Basin",
        "Eastern Reach", "Lantern Street", "Kestrel Hill",
    )
    for second in (
        "Water Board", "Pilots' Guild", "Transit Company", "Grain Cooperative", "Housing Trust",
        "Port Council", "Labour Federation", "Hospital Trust", "Planning Office", "Rail Works",
    )
]  # fmt: skip
PLACES = [
    first + second
    for first in ("Alder", "Brack", "Corm", "Dusk", "Ember", "Fenn", "Gull", "Hazel")
    for second in ("mouth", "haven", "stead", "ridge", "marsh", "crossing", "hithe", "combe")
]
SECTIONS = ["City", "Harbour", "Money", "Courts", "Schools", "Weather", "Culture", "Sport"]
SOURCES = [
    "Meridian Courier", "Saltgate Ledger", "The Tidewatch", "Upland Gazette", "Quay Street Wire",
    "The Evening Buoy", "Basin Observer", "Northmole Herald",
]  # fmt: skip

THINGS = [
    "the tram extension", "the new flood gate", "the winter grain contract", "the ferry timetable",
    "the old swing bridge", "the school meals budget", "the fish market roof", "the night bus",
    "the hospital laundry", "the dredging permit", "the library cellar", "the cable to the islands",
    "the pilot boats' licence", "the coal pier", "the bread price cap", "the second water main",
    "the lighthouse lease", "the carnival permit", "the rail crossing", "the tenants' register",
]  # fmt: skip
ACTIONS = [
    "delay", "approve", "review", "pay for", "hand over", "reopen", "inspect", "put out to tender",
    "close", "repair", "defend", "vote on", "measure again", "explain", "cut", "extend",
]  # fmt: skip
TIMES = [
    "before the first frost", "by the end of the quarter", "on Thursday morning", "in early spring",
    "within ninety days", "after the harvest", "for the second time this year", "by midsummer",
    "once the tide allows", "before the council meets again", "overnight", "in the coming weeks",
]  # fmt: skip
REASONS = [
    "because the figures did not add up", "although nobody had asked for it",
    "after a long evening of questions", "since the last report had been mislaid",
    "to the relief of the shopkeepers nearby", "despite a warning from the auditors",
    "and the insurers were told the same day", "while the crews waited outside",
    "which surprised even the members who voted for it", "as the law has required since 1974",
]  # fmt: skip
CROWDS = [
    "Residents", "Shopkeepers", "Two members of the committee", "The auditors", "Night-shift crews",
    "Parents", "Engineers", "A handful of fishermen", "Tenants", "The insurers",
]  # fmt: skip
SAYINGS = [
    "We will not {action} {thing} until the last bolt is counted",
    "I was told about {thing} by a passenger",
    "Nobody can {action} {thing} twice with the same money",
    "If {thing} has to wait, then let it wait in the dry",
    "My mother saw three plans for {thing} and I have seen five",
    "You can {action} {thing} or you can talk about it, and we have talked",
]  # fmt: skip
HEADINGS = [
    "What happens next",
    "By the numbers",
    "How it came to this",
    "The other side",
    "Reaction",
]
LABELS = ["Why it matters", "The big picture", "Between the lines", "Zoom in", "Yes, but"]
MENU = [
    "Home",
    "News",
    "City",
    "Harbour",
    "Money",
    "Courts",
    "Weather",
    "Opinion",
    "Puzzles",
    "Podcasts",
    "Newsletters",
    "Obituaries",
    "Jobs",
    "Events",
    "Archive",
]
