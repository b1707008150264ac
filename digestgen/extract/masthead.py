"""The ways a page names its own publication: copyright lines, prompts to subscribe, menus.

Each pattern has a `name` group, the rule that a claim goes by, and how much it weighs.
"""

import re
from dataclasses import dataclass

from digestgen.extract.words import word_set

_CAP = r"(?:[^\W\d_a-z]|[a-z]{1,4}[A-Z\d])[\w'’&.-]*"  # "Courier", "iCourier"
_LINK = "(?:of|on|the|&|de|des|du|la|le|der|von|y|del)"
_NAME = rf"(?P<name>(?:The |the )?{_CAP}(?: (?:{_CAP}|{_LINK})){{0,4}})"
# "The Harbour and Mail": what signs a page is one name, "and" or not.
_SIGNED = _NAME.replace("&|", rf"&|and(?= {_CAP})|")


@dataclass(frozen=True, slots=True)
class Cue:
    """A place where the page may name its outlet, with offsets in the clean paste."""

    name: str
    start: int
    end: int
    rule: str
    weight: float


def _filled(rule: str, pattern: str) -> str:
    name = _SIGNED if rule == "copyright" else _NAME
    return pattern.replace("^NAME", "^" + name).replace("NAME", name)


CUES = tuple(
    (rule, weight, re.compile(_filled(rule, pattern)))
    for rule, weight, pattern in (
        (
            "copyright",
            4.0,
            (
                r"(?:©|[Cc]opyright|\([Cc]\))(?: ?(?:©|\([Cc]\)|[Cc]opyright))? ?"
                r"(?:\d{4}(?: ?[-–] ?(?:\d{2,4})?)?,? ?)?(?:by )?NAME"
            ),
        ),
        (
            "copyright",
            2.0,
            r"(?:©|[Cc]opyright)(?: ©)? ?(?P<name>[a-z]\w{3,20}) (?:19|20)\d\d$",
        ),
        ("copyright", 2.5, r"^(?:\d{4} )?NAME[,.]?(?: [–—-])? (?:©|[Aa]ll [Rr]ights [Rr]eserved)"),
        (
            "published",
            4.0,
            r"(?:[Oo]riginally|[Ff]irst) (?:published|appeared|reported) (?:on|by|in|at) NAME",
        ),
        (
            "published",
            2.5,
            (
                r"[Tt]his (?:article|story|piece|post) (?:was|is|has been) "
                r".{0,40}(?:published|produced) (?:on|by|in|for) NAME"
            ),
        ),
        ("published", 1.5, r"(?:^|\| ?)Source: NAME$"),
        (
            "subscribe",
            2.0,
            (
                r"\b(?:(?:[Ss]ubscribe|[Ss]ubscription|[Ww]elcome|[Dd]onate|[Ll]ogin|[Ll]og in"
                r"|[Ss]ign in|[Gg]o) to|[Tt]hank(?:s| you) for reading) (?:the )?NAME"
            ),
        ),
        (
            "subscribe",
            2.0,
            (
                r"\b(?:[Ss]ign up|[Rr]egister|[Ss]ubscribe) (?:for|to|with) NAME(?:['’]s?)? "
                r"(?:newsletters?|daily|[Nn]ewsletter|email|account)"
            ),
        ),
        (
            "newsletter",
            1.5,
            (
                r"\b(?:updates|e-?mails?|offers|newsletters?|communications|marketing|stories|more|news"
                r"|journalism|coverage) (?:from|by) (?:the )?NAME(?=[.,]|$| and\b| newsletter)"
            ),
        ),
        (
            "account",
            1.5,
            r"\b(?:an?|your|my) NAME (?:account|subscription|subscriber|profile|member|supporter)\b",
        ),
        (
            "follow",
            1.3,
            (
                r"\b(?:[Ff]ollow|[Ll]ike|[Jj]oin|[Ff]ind|[Cc]hoose|[Aa]dd) NAME (?:on|as) (?:socials?"
                r"|Facebook|Twitter|X|Instagram|LinkedIn|YouTube|WhatsApp|TikTok|Google|Telegram|Threads"
                r"|Bluesky|Reddit|an?)\b"
            ),
        ),
        ("follow", 1.0, r"^Follow NAME$"),
        (
            "address",
            1.0,
            r"(?:[Ff]ollow|[Ll]ike|[Ff]ind|[Jj]oin) (?:us|our)\b.{0,40}@(?P<name>\w{4,20})",
        ),
        ("more", 2.0, r"^(?:[Mm]ore|[Ll]atest|[Rr]ead more|[Tt]op [Ss]tories) (?:from|on) NAME$"),
        (
            "support",
            2.0,
            r"^(?:[Ss]upport|[Dd]ownload|[Gg]et) (?:the )?NAME(?: [Aa]pps?| journalism| reporting| work)?(?=[.,]| for | on |$)",
        ),
        (
            "staff",
            2.0,
            (
                r"\b(?:member of|writer (?:for|at)|reporter (?:for|at)|correspondent (?:for|at|of)"
                r"|editor (?:for|at|of)|journalist (?:for|at)|(?i:covers) .{3,40} for) (?:the )?"
                r"NAME(?=[.,;]|$)"
            ),
        ),
        (
            "itself",
            1.5,
            (
                r"^NAME (?:is (?:part of|supported by|owned by|published by|a trading name|an? )"
                r"|may earn|values your|may receive|uses cookies|would like to|is not responsible|and its partners)"
            ),
        ),
        (
            "itself",
            1.5,
            r"\b(?:views|opinions|position) of (?:the )?NAME(?=[.,]|$| or | and | editor)",
        ),
        (
            "menu",
            1.3,
            (
                r"^(?:About|Contact|Advertise (?:on|with|in)|(?:Work|Jobs|Careers) (?:at|with|for)|Inside"
                r"|Why|Visit|Search|Write for|Share this [Ss]tory ?:) NAME$"
            ),
        ),
        (
            "menu",
            1.3,
            (
                r"^NAME (?:[Ll]ogo|[Hh]ome ?[Pp]age|home|Shop|Store|Events?|Apps?|[Nn]ewsletters?|Archives?"
                r"|Podcasts?|Jobs|Masthead|Premium|Plus|Radio|Magazine|Staff|on (?:Facebook|Twitter"
                r"|X|Instagram|YouTube)|Corporate|e-?[Pp]aper|E-?[Ee]dition|Subscriptions?|Travels?|(?:Privacy|Cookie) (?:Policy|Notice))$"
            ),
        ),
        (
            "staff",
            2.0,
            (
                r"^(?:By |by )?NAME (?:[Ss]taff(?: [Ww]riters?| [Rr]eporters?)?|reporters?|[Nn]ewsroom"
                r"|[Ee]ditorial [Bb]oard)$"
            ),
        ),
        (
            "staff",
            2.0,
            r"\bis (?:the |an? )?NAME(?<=['’]s) (?:\w+ ){0,3}(?:correspondent|editor|reporter|writer)",
        ),
        ("copyright", 1.5, r"^[Pp]ublished by NAME"),
        ("byline", 2.0, r"^[Bb]y .{3,60}(?: \| | [Ff]or (?:the )?)NAME$"),
        ("heard", 0.8, r"\b(?:told|tells|telling) (?:the )?NAME(?=[ .,;:’'”\"]|$)"),
        ("heard", 1.0, r"\bNAME (?:has learned|has learnt|understands)\b"),
    )
)

TRIGGERS = word_set("""
copyright (c) reserved reserved. published appeared reported produced source: subscribe subscription
welcome donate login log sign register updates email emails e-mails offers newsletter newsletters
communications marketing stories news journalism coverage account profile subscriber subscriptions
follow like join find choose add more latest top read support download get member writer reporter
correspondent editor journalist covers is may values views opinions position about contact advertise
work jobs careers inside why visit search write share logo homepage home shop store event events app
apps archive archives podcast podcasts masthead premium plus radio magazine staff facebook twitter x
instagram youtube corporate epaper e-paper e-edition travel travels by told tells telling learned thank thanks become privacy cookie policy uses would join
learnt understands newsroom board reporters
""")
"""Some word of a cue, in lower case; lines without any, or a ©, need no closer look."""
