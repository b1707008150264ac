"""Word lists of newsroom English that several annotators read. General words only, no names."""

import re
from collections.abc import Iterable


def word_set(text: str) -> frozenset[str]:
    """The words of a block of text: how word lists are written here."""
    return frozenset(text.split())


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, as a group. They stand together by their
    first letter, so that most are passed over at once: one after another, hundreds are slow."""
    tails: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in tails.items())
    return f"(?:{'|'.join(branches)})"


FUNCTION_WORDS = word_set("""
a about above across after afterwards again against ago ahead all almost alone along already
also although always am amid among an and another any anyone anything are around as aside asked
at away back be because been before behind being below beside besides between beyond both but by
called can cannot could despite did do does done down due during each earlier either else
elsewhere even eventually ever every everyone everything except far few finally first five
following for former formerly four from further had has have he hence her here hers herself him
himself his how however i if in indeed inside instead into is it its itself just last late later
latest least less like likewise many may maybe me meanwhile might mine more moreover most mostly
much must my myself near nearly neither never nevertheless next nine no nobody none nonetheless
nor not nothing now of off often on once one ones only onto or other others otherwise our ours
ourselves out outside over overall own past per perhaps plus previously quite rather recently
regarding said same second seven several shall she should similarly since six so some somebody
someone something sometimes somewhere soon still such ten than that the their theirs them
themselves then there therefore these they thing things third this those though three through
throughout thus to today together tomorrow tonight too toward towards two under unless unlike
until up upon us via was we well were what whatever when whenever where whereas whether which
while who whoever whom whose why will with within without would yes yesterday yet you your yours
yourself there's it's he's she's that's they're we're you're i'm i've we've what's who's don't
didn't isn't can't won't wasn't doesn't let's i'll we'll they'll hasn't haven't ours let sir
being based according added adding speaking citing asked given including additionally asking
noting saying hundreds thousands dozens millions half part parts
""")
"""Words that open an English sentence, and are no name when they do, in lower case."""

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CALENDAR = (
    frozenset(MONTHS)
    | frozenset(WEEKDAYS)
    | word_set(
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri"
    )
)

HONORIFICS = word_set("""
mr mrs ms miss mx dr sir dame lord lady baroness baron prof professor president vice-president
sen senator senators rep reps representative congressman congresswoman gov governor mayor king
queen prince princess emperor sheikh emir sultan pope cardinal archbishop bishop rabbi imam
reverend rev father judge justice chancellor premier minister secretary ambassador general gen
colonel col lt lieutenant capt captain maj major sgt sergeant cpl corporal admiral adm commander
cmdr pvt private officer detective inspector superintendent sheriff chief constable commissioner
councillor councilor councilman councilwoman cllr alderman deputy director chairman chairwoman
chairperson chair speaker attorney councilmember assemblyman assemblywoman assemblymember
delegate marshal brigadier brig consul envoy hon honourable honorable datuk dato tan tun seri
sri haji ustad ayatollah mullah mp mla mep mec md coach manager captain dean principal leader
leaders spokesman spokeswoman spokesperson ceo cfo cto founder co-founder cofounder editor
analyst economist actor actress singer rapper author researcher lawyer owner advocate activist
secretary-general undersecretary undersec pm fm hrh st madam madame monsieur herr frau don dona
sens govs gens drs profs comrade pastor doctor nurse engineer architect senor senora señor señora
""")
"""Titles and roles that stand right before a personal name, without full stop, in lower case."""

OFFICES = word_set("""
state defense defence foreign affairs finance health education home interior justice labor
labour transport transportation energy environment trade commerce agriculture treasury exchequer
security homeland veterans housing urban development economy economic culture sport sports
communications digital information police elections public works welfare social services science
technology innovation industry tourism women children youth climate water land mines resources
natural rural planning immigration citizenship cooperation international national relations
staff communities equality veterans' families
""")
"""Fields of office in titles: "Secretary of State", "Minister of Foreign Affairs"."""

STYLES = word_set("mr mrs ms miss mx sir madam madame monsieur herr frau hon honourable honorable")
"""Honorifics that say nothing of what somebody does: they are no role."""

TITLE_WORDS = word_set("""
prime first foreign deputy vice former acting interim interior defense defence finance health
education justice home state assistant associate senior junior chief attorney lieutenant major
rear brigadier national security council party majority minority house senate executive managing
general press police fire opposition communications transport environment trade energy labour
labor secretary secretary-general under premier provincial federal district county city supreme
court
""")
"""Words that belong to a title in front of a name: "Prime Minister", "Lt. Gen."."""

ROLE_NOUNS = word_set("""
adviser advisor analyst official spokesman spokeswoman spokesperson president minister chairman
chairwoman chair chairperson director head leader chief executive officer founder co-founder
cofounder owner partner economist professor lecturer researcher scientist historian scholar
fellow expert strategist columnist reporter journalist correspondent editor author writer poet
novelist playwright actor actress singer musician rapper artist painter director producer
filmmaker photographer lawyer attorney barrister judge prosecutor solicitor senator congressman
congresswoman lawmaker legislator politician governor mayor councillor member ambassador
diplomat envoy secretary commander general colonel captain lieutenant sergeant soldier officer
detective inspector sheriff policeman policewoman firefighter paramedic doctor surgeon physician
nurse midwife teacher headteacher principal dean student pupil pastor priest bishop imam rabbi
pope king queen prince princess coach manager trainer player striker goalkeeper midfielder
defender batsman bowler pitcher quarterback driver rider skipper pilot astronaut farmer
fisherman trader shopkeeper resident neighbour neighbor mother father son daughter brother
sister wife husband uncle aunt cousin grandmother grandfather grandson granddaughter widow
widower girlfriend boyfriend fiance fiancee friend colleague victim suspect defendant witness
survivor activist campaigner organiser organizer volunteer worker engineer architect designer
developer programmer consultant investor banker broker billionaire businessman businesswoman
entrepreneur tycoon magnate candidate nominee incumbent challenger opponent rival predecessor
successor deputy assistant aide representative delegate counsel commissioner superintendent
warden administrator treasurer curator librarian harbourmaster master veteran rebel warlord
dictator lobbyist negotiator mediator psychologist psychiatrist epidemiologist biologist
physicist chemist ecologist climatologist meteorologist geologist astronomer mathematician
sociologist anthropologist archaeologist philosopher theologian pulmonologist cardiologist
oncologist neurologist virologist pathologist coroner spokesmen vice-president premier
chancellor specialist ceo cto cfo coo
""")
"""Nouns for what a person is, in lower case."""

SPEECH = word_set("""
said says told tells added adds asked asks wrote writes argued argues explained explains warned
warns noted notes insisted insists claimed claims recalled recalls replied replies testified
testifies admitted admits announced announces stated states suggested suggests acknowledged
acknowledges concluded concludes declared declares commented comments tweeted tweets posted
stressed stresses continued continues joked jokes remarked remarks observed observes confirmed
confirms denied denies predicted predicts quipped reckoned urged urges vowed vows pointed
responded responds reported described describes emphasised emphasized pleaded promised promises
complained demanded repeated revealed reveals cautioned shouted cried whispered answered
estimated believes thinks detailed reiterated reasoned lamented proclaimed echoed relayed
elaborated countered contended mused boasted shared highlighted clarified agreed
""")

ORGANIZATION_NOUNS = word_set("""
Academy Administration Agency Airlines Airways Alliance Army Assembly Association Associates
Authority Bank Board Brigade Broadcasting Bureau Cabinet Center Centre Chamber Choir Church Club
Coalition College Commission Committee Commons Company Confederation Conference Congress
Consortium Cooperative Co-operative Corp Corporation Council Court Department Directorate
Economics Embassy Enterprises Exchange Federation Force Forces Forum Foundation Fund Games Group
Guard Guild Herald Holdings Hospital Inc Infirmary Initiative Institute Institution
International Journal Laboratories Laboratory Labs League Legislature Limited LLC LLP Lords Ltd
Magazine Ministry Mission Mosque Movement Museum NGO News Network Observatory Office Orchestra
Organisation Organization Parliament Partners Partnership Party Petroleum PLC Plc Police Post
Press Productions Programme Project Publishers Records Registry Regiment Reserve Restaurant
Review Savings School Secretariat Senate Service Services Society Studios Summit Systems Team
Technologies Theater Theatre Times Tribunal Tribune Trust Union Unit United University Workers
Ventures Watch Works Industries Capital Securities Daily Gazette Chronicle Courier Airport
Government Municipality Airline Airways Constabulary Taskforce Caucus Jury Co Co. Inc. Ltd. Corp.
""")
"""Head nouns of organizations, as they are written inside names."""

PLACE_NOUNS = word_set("""
Avenue Bay Beach Boulevard Bridge Canal Cape Castle City County Creek Desert District Drive
Falls Forest Garden Gardens Gulf Harbor Harbour Heights Highway Hill Hills Island Islands Isle
Isles Lake Lane Mount Mountain Mountains Ocean Park Parkway Peninsula Plaza Point Port Prison
Province Quay Range Region Republic River Road Rock Sea Shore Square Station Strait Straits
Street Strip Territory Territories Tower Town Valley Village Ward Wharf Woods Coast Dam Pier
Reserve Reservoir Volcano
""")
"""Head nouns of places, as they are written inside names."""

THING_NOUNS = word_set("""
Act Agreement Accord Accords Amendment Award Awards Bill Bible Constitution Convention Cup Day
Deal Declaration Doctrine Era Festival Championship Championships Finals Law Laws Lottery Oscar
Oscars Pact Plan Prize Protocol Report Resolution Rule Show Treaty Tour War Wars Week Weekend
Year Eve Age Code Dollar Game Index Open Series Trophy World Xbox Covid COVID Twitter Facebook
Instagram Google YouTube Internet Ship HMS USS MV Boeing Airbus Flight Hurricane Storm Typhoon
Cyclone Tropical Operation
""")
"""Capitalised nouns of laws, prizes, events, ships and products."""

PARTICLES = word_set(
    "de da di del della der den des dos du la le van von zu zum ten ter bin ibn al el ben abu y"
)
"""Small words inside personal names."""
