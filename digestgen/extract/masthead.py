"""The ways a page names its own publication: copyright lines, prompts to subscribe, menus.

Each pattern has a `name` group, the rule that a claim goes by, how much it weighs, and its signs: in
lower case, what lines have one of where it matches. A look for those is quicker than for it.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from digestgen.extract.words import word_set

_CAP = r"(?:[^\W\d_a-z]|[a-z]{1,4}[A-Z\d])[\w'’&.-]*"  # "Courier", "iCourier"
_LINK = "(?:of|on|the|&|de|des|du|la|le|der|von|y|del)"
_NAME = rf"(?P<name>(?:The |the )?{_CAP}(?: (?:{_CAP}|{_LINK}|\d{{1,2}}(?= (?:News|TV)\b))){{0,4}})"
# "The Harbour and Mail": what signs a page is one name, "and" or not.
_SIGNED = _NAME.replace("&|", rf"&|and(?= {_CAP})|")


class Cue(NamedTuple):
    """A place where the page may name its outlet, with offsets in the clean paste."""

    name: str
    start: int
    end: int
    rule: str
    weight: float


def _filled(rule: str, pattern: str) -> str:
    name = _SIGNED if rule == "copyright" else _NAME
    return pattern.replace("^NAME", "^" + name).replace("NAME", name)


def _finder(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """How a pattern is looked for: `search` would try one that is bound to the start everywhere."""
    compiled = re.compile(pattern)
    return compiled.match if pattern.startswith("^") else compiled.search


CUES = tuple(
    (rule, weight, frozenset(signs.split("|")), _finder(_filled(rule, pattern)))
    for rule, weight, signs, pattern in (
        (
            "copyright",
            4.0,
            "©|copyright|(c)",
            (
                r"(?:©|[Cc]opyright|\([Cc]\))(?: ?(?:©|\([Cc]\)|[Cc]opyright))? ?"
                r"(?:\d{4}(?: ?[-–] ?(?:\d{2,4})?)?,? ?)?(?:by )?(?!All [Rr]ights)NAME"
            ),
        ),
        (
            "copyright",
            2.5,
            "©|rights",
            r"^(?:\d{4} )?NAME[,.]?(?: [–—-])? (?:©|[Aa]ll [Rr]ights [Rr]eserved)",
        ),
        ("copyright", 3.0, "rights", r"[Rr]ights [Rr]eserved\.? ?(?:[|·•–—-] ?)NAME$"),
        (
            "published",
            4.0,
            "originally|first",
            (
                r"(?:(?:[Oo]riginally|[Ff]irst) (?:published|appeared|reported)|appeared (?:first|originally))"
                r" (?:on|by|in|at) NAME"
            ),
        ),
        (
            "published",
            3.0,
            "produced by|published by|original",
            (
                r"(?:(?:story|article|report) (?:was|is) (?:\w+ )?(?:produced|published) by|^Published by"
                r"|[Rr]ead the original (?:article|story)?(?: here)? ?(?:on|at|in)) (?:the )?NAME"
            ),
        ),
        ("published", 1.5, "source:", r"(?:^|\| ?)Source: NAME$"),
        (
            "subscribe",
            2.0,
            "subscri|welcome to|donate to|login to|log in to|sign in to|go to|for reading",
            (
                r"\b(?:(?:[Ss]ubscribe|[Ss]ubscription|[Ww]elcome|[Dd]onate|[Ll]ogin|[Ll]og in"
                r"|[Ss]ign in|[Gg]o) to|[Tt]hank(?:s| you) for reading) (?:the )?NAME"
            ),
        ),
        (
            "subscribe",
            2.0,
            "sign up|register|subscribe",
            (
                r"\b(?:[Ss]ign up|[Rr]egister|[Ss]ubscribe) (?:for|to|with) NAME(?:['’]s?)? "
                r"(?:newsletters?|daily|[Nn]ewsletter|email|account)"
            ),
        ),
        (
            "newsletter",
            1.5,
            " from | by ",
            (
                r"(?<!atest )\b(?:updates|e-?mails?|offers|newsletters?|communications|marketing|stories|more|news"
                r"|journalism|coverage) (?:from|by) (?:the )?NAME(?=[.,]|$| and\b| newsletter)"
            ),
        ),
        (
            "account",
            1.5,
            " account| subscri| profile| member| supporter",
            r"\b(?:an?|[Yy]our|[Mm]y) NAME (?:account|subscription|subscriber|profile|member|supporter)\b",
        ),
        (
            "follow",
            1.3,
            "follow|like|join|find|choose|add",
            (
                r"\b(?:[Ff]ollow|[Ll]ike|[Jj]oin|[Ff]ind|[Cc]hoose|[Aa]dd) NAME (?:on|as) (?:socials?"
                r"|Facebook|Twitter|X|Instagram|LinkedIn|YouTube|WhatsApp|TikTok|Google|Telegram|Threads"
                r"|Bluesky|Reddit|an?)\b"
            ),
        ),
        ("follow", 1.3, "", r"^Follow NAME$"),
        (
            "more",
            2.0,
            "",
            r"^(?:[Mm]ore|[Ll]atest|[Rr]ead more|[Tt]op [Ss]tories) (?:from|on) NAME:?$",
        ),
        (
            "support",
            2.0,
            "",
            r"^(?:[Ss]upport|[Dd]ownload|[Gg]et) (?:the )?NAME(?: [Aa]pps?| journalism| reporting| work)?(?=[.,]| for | on | with | in your |$)",
        ),
        (
            "staff",
            2.0,
            "member of|writer|reporter|correspondent|editor|journalist|covers",
            (
                r"\b(?:member of|writer (?:for|at)|reporter (?:for|at)|correspondent (?:for|at|of)"
                r"|editor (?:for|at|of)|journalist (?:for|at)|(?i:covers) .{3,40} for) (?:the )?"
                r"NAME(?=[.,;]|$)"
            ),
        ),
        (
            "itself",
            3.0,
            " a division | a unit | a subsidiary | a publication | a member",
            r"(?:^|(?:©|\d{4}) )NAME,? (?:is )?a (?:division|unit|subsidiary|publication|member) of\b",
        ),
        (
            "itself",
            1.5,
            " is | may | values | uses | would | and its",
            (
                r"^NAME (?:is (?:part of|supported by|owned (?:and operated )?by|published by|a trading name|an? )"
                r"|may earn|values your|may receive|uses cookies|would like to|is not responsible|is committed to|and its partners)"
            ),
        ),
        (
            "menu",
            1.3,
            "",
            (
                r"^(?:About|Contact|Advertise (?:on|with|in)|(?:Work|Jobs|Careers) (?:at|with|for)|Inside"
                r"|Why(?: you can trust)?|Visit|Search|Write for|Share this [Ss]tory ?:) NAME$"
            ),
        ),
        (
            "logo",
            2.5,
            " logo| home",
            r"^(?:Go to )?(?:the )?NAME (?:[Ll]ogo|[Hh]ome ?[Pp]age|[Hh]ome)$",
        ),
        (
            "menu",
            1.3,
            "",
            (
                r"^NAME (?:Shop|Store|Events?|Apps?|[Nn]ewsletters?|Archives?"
                r"|Podcasts?|Jobs|Masthead|Premium|Plus|Radio|Magazine|Staff|on (?:Facebook|Twitter"
                r"|X|Instagram|YouTube)|Corporate|e-?[Pp]aper|E-?[Ee]dition|Subscriptions?|Travels?|(?:Privacy|Cookie) (?:Policy|Notice))$"
            ),
        ),
        (
            "staff",
            2.0,
            "staff|reporter|newsroom|board",
            (
                r"(?:^|, )(?:By |by )?NAME (?:[Ss]taff(?: [Ww]riters?| [Rr]eporters?)?|reporters?|[Nn]ewsroom"
                r"|[Ee]ditorial [Bb]oard)$"
            ),
        ),
        ("byline", 2.0, "", r"^[Bb]y .{3,60}(?: \| | [Ff]or (?:the )?)NAME$"),
        (
            "heard",
            0.8,
            "told|tells|telling",
            r"\b(?:told|tells|telling) (?:the )?NAME(?=[ .,;:’'”\"]|$)",
        ),
        ("heard", 1.0, "learn|understands", r"\bNAME (?:has learned|has learnt|understands)\b"),
    )
)

SIGNS = tuple(sorted(frozenset().union(*(signs for _, _, signs, _ in CUES))))

TRIGGERS = word_set("""
copyright (c) reserved reserved. published appeared reported source: subscribe subscription
welcome donate login log sign register updates email emails e-mails offers newsletter newsletters
communications marketing stories news journalism coverage account profile subscriber subscriptions
follow like join find choose add more latest top read support download get member writer reporter
correspondent editor journalist covers is may values about contact advertise
work jobs careers inside why visit search write share logo homepage home shop store event events app
apps archive archives podcast podcasts masthead premium plus radio magazine staff facebook twitter x
instagram youtube corporate epaper e-paper e-edition travel travels by told tells telling learned thank thanks become privacy cookie policy uses would join
learnt understands produced original newsroom board reporters division unit subsidiary publication
""")
"""Some word of a cue, in lower case; lines without any, or a ©, need no closer look."""
