"""The outlet the page is from, told by how the page speaks of itself: "© 2026 The Port Courier",
"Subscribe to …", and who people in the article talk to ("told QBC", again and again)."""

import re
from collections import defaultdict
from dataclasses import dataclass

from digestgen.extract.byline import BYLINE, is_name
from digestgen.extract.claims import Claim
from digestgen.extract.mentions import Mentions
from digestgen.extract.region import Page
from digestgen.extract.words import FUNCTION_WORDS, word_set
from digestgen.names import name_key

_CAP = r"[^\W\d_a-z][\w'’&.-]*"
_NAME = rf"(?P<name>(?:The |the )?{_CAP}(?: (?:{_CAP}|of|the|&)){{0,4}})"
_CUES = tuple(
    (rule, weight, re.compile(pattern.replace("NAME", _NAME)))
    for rule, weight, pattern in (
        (
            "copyright",
            3.0,
            (
                r"(?:©|[Cc]opyright|\([Cc]\))(?: ?(?:©|\([Cc]\)"
                r"|[Cc]opyright))? ?(?:\d{4}(?: ?[-–] ?\d{2,4})?,? ?)?(?:by )?NAME"
            ),
        ),
        ("copyright", 2.0, r"^(?:\d{4} )NAME\.? All [Rr]ights [Rr]eserved"),
        (
            "published",
            4.0,
            (
                r"(?:[Oo]riginally|[Ff]irst) (?:published|appeared|reported) (?:on|by"
                r"|in|at) NAME"
            ),
        ),
        (
            "published",
            2.5,
            (
                r"[Tt]his (?:article|story|piece|post) (?:was|is"
                r"|has been) .{0,40}(?:published|produced) (?:on|by|in|for) NAME"
            ),
        ),
        (
            "subscribe",
            2.0,
            (
                r"(?:[Ss]ubscribe|[Ss]ubscription|[Ww]elcome|[Dd]onate|[Ll]ogin"
                r"|[Ll]og in|[Ss]ign in|[Gg]o) to (?:the )?NAME"
            ),
        ),
        (
            "subscribe",
            2.0,
            (
                r"(?:[Ss]ign up|[Rr]egister) (?:for|to"
                r"|with) NAME(?:['’]s?)? (?:newsletters?|daily|[Nn]ewsletter|email|account)"
            ),
        ),
        (
            "follow",
            1.3,
            (
                r"(?:[Ff]ollow|[Ll]ike|[Jj]oin|[Ff]ind) NAME on (?:Facebook|Twitter|X"
                r"|Instagram|LinkedIn|YouTube|WhatsApp|TikTok|Google)\b"
            ),
        ),
        (
            "more",
            2.0,
            r"^(?:[Mm]ore|[Ll]atest|[Rr]ead more|[Tt]op [Ss]tories) (?:from|on|in) NAME$",
        ),
        (
            "support",
            2.0,
            (
                r"(?:[Ss]upport(?:ing)?|[Dd]ownload(?: the)?"
                r"|[Gg]et the|[Mm]ember of|[Ww]riter for|[Rr]eporter (?:for|at)"
                r"|[Cc]orrespondent (?:for|at)|[Ee]ditor (?:for|at|of)"
                r"|[Cc]overs .{3,40} for) (?:the )?NAME(?: [Aa]pp)?(?=[\s.,–—-]|$)"
            ),
        ),
        ("itself", 1.5, r"^NAME is (?:part of|supported by|owned by|published by|a trading name)"),
        (
            "staff",
            2.0,
            (
                r"^(?:By |by )?NAME (?:[Ss]taff|[Rr]eporters?|[Nn]ewsroom"
                r"|[Ee]ditorial [Bb]oard)$"
            ),
        ),
        ("byline", 2.0, r"^[Bb]y .{3,60}(?: \| | [Ff]or (?:the )?)NAME$"),
    )
)
_LEGAL = re.compile(
    r"(?:[,.]? (?:All\b.*|Inc\b\.?|LLC|L\.?L\.?C\.?|Ltd\b\.?|Limited|Plc|PLC|plc|Corp\b\.?|GmbH"
    r"|Pty\b.*|Terms\b.*|Privacy\b.*|Media Group|Company|Co\b\.?))+\.?$"
)
_OWNER = re.compile(
    r"\b(?:Holdings?|Communications?|Media|Group|Publishing|Publications|Digital|Network"
    r"|Newspapers)\b"
)
_TOLD = re.compile(rf"\b(?:told|tells|telling) (?:the )?(?P<name>{_CAP}(?: {_CAP}){{0,3}})")
_TITLE_TAIL = re.compile(r" [|–—-] (?P<name>[^|–—]{2,40})$")
_ENOUGH = 2.0
_ADVERTISED = word_set(
    "facebook twitter youtube instagram google apple android linkedin whatsapp newsletter "
    "newsletters content account email app apps reply comment"
    " comments continue news home politics sport business opinion culture premium terms "
    "subscribe menu search login edition live video"
)


@dataclass(frozen=True, slots=True)
class _Cue:
    name: str
    start: int
    end: int
    rule: str
    weight: float


def find_outlet(
    page: Page, title: int | None, mentions: Mentions, not_outlets: frozenset[str], url: str
) -> list[Claim]:
    """Claims for `source`; offsets in the clean paste. `not_outlets` are name keys of people and of
    their surnames."""
    cues = list(_line_cues(page, title))
    cues += _told(mentions, not_outlets)
    cues += _masthead(page, title)
    grouped: dict[str, list[_Cue]] = defaultdict(list)
    for cue in cues:
        key = _key(cue.name)
        if key and key not in not_outlets and key not in _ADVERTISED:
            grouped[key].append(cue)
    label = _host_label(url)
    edges = (*range(len(page.lines))[:150], *range(len(page.lines))[-150:])
    furniture = {
        page.lines[i].text for i in edges if not page.prose(i) and page.shapes[i].words < 30
    }
    claims = []
    for key, group in grouped.items():
        best: dict[str, float] = defaultdict(float)
        for cue in group:
            best[cue.rule] = min(best[cue.rule] + cue.weight, 1.5 * cue.weight)
        total = sum(best.values())
        if label and key.replace(" ", "") in (label, "the" + label):
            total += 4.0
        if _OWNER.search(group[0].name):
            total *= 0.6
        total += 0.3 * min(sum(group[0].name in text for text in furniture), 6)
        if total >= _ENOUGH:
            cue = max(group, key=lambda c: c.weight)
            claims.append(
                Claim(
                    "source",
                    cue.name,
                    cue.start,
                    cue.end,
                    "source." + cue.rule,
                    min(0.9, 0.3 + total / 12),
                )
            )
    return claims


def host_of(url: str) -> str:
    host = url.split("://", 1)[-1].split("/", 1)[0].split("@")[-1].split(":")[0].lower()
    return host.removeprefix("www.")


def _host_label(url: str) -> str:
    labels = host_of(url).split(".")
    return max(labels[:-1], key=len) if len(labels) > 1 else ""


def _key(name: str) -> str:
    return name_key(name).removeprefix("the ")


def _line_cues(page: Page, title: int | None) -> list[_Cue]:
    found = []
    heading = page.lines[title].text if title is not None else ""
    for index, line in enumerate(page.lines):
        if (
            len(line.text) > 400
            or page.shapes[index].reason == "caption"
            or (page.prose(index) and page.first + 2 < index < page.last - 2)
        ):
            continue
        for rule, weight, pattern in _CUES:
            match = pattern.search(line.text)
            if match is None or (
                rule == "copyright" and not _claims_page(line.text, index > page.last)
            ):
                continue
            name = _LEGAL.sub("", match["name"]).rstrip(" .,'’")
            name = re.sub(r"['’]s?$", "", name)
            words = name.split()
            while words and words[-1].lower() in FUNCTION_WORDS:
                words.pop()
            name = " ".join(words)
            if (
                name
                and not (rule in ("follow", "byline") and is_name(name))
                and name.lower() not in FUNCTION_WORDS
            ):
                begin = match.start("name")
                found.append(_Cue(name, *line.span(begin, begin + len(name)), rule, weight))
        if (
            heading
            and index != title
            and line.text.startswith(heading[:60])
            and (match := _TITLE_TAIL.search(line.text))
        ):
            span = line.span(*match.span("name"))
            found.append(_Cue(match["name"].strip(), *span, "title", 3.0))
    return found


def _claims_page(text: str, below: bool) -> bool:
    """Whether a copyright is the page's and not a picture's."""
    if re.search(r"\b(?:photos?|pictures?|images?)\b", text, re.IGNORECASE):
        return False
    return below or bool(re.search(r"\b(?:19|20)\d\d\b|[Rr]ights", text))


def _told(mentions: Mentions, not_outlets: frozenset[str]) -> list[_Cue]:
    """An outlet is what statements are made to more than once; others are named once."""
    text = mentions.article.text
    heard: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in _TOLD.finditer(text):
        name = match["name"].rstrip(".")
        if name_key(name) not in not_outlets:
            heard[name].append((match.start("name"), match.start("name") + len(name)))
    ranked = sorted(heard.items(), key=lambda item: (-len(item[1]), item[1][0]))
    if not ranked:
        return []
    name, spans = ranked[0]
    if len(spans) == 1 or (len(ranked) > 1 and len(ranked[1][1]) == len(spans)):
        return []
    start, end = mentions.article.source(*spans[0])
    return [_Cue(name, start, end, "told", 2.0 + 0.5 * min(len(spans), 4))]


def _masthead(page: Page, title: int | None) -> list[_Cue]:
    """A short capitalised line among the first of the page, named again in its last lines."""
    if title is None:
        return []
    found = []
    low = " \n ".join(line.text for line in page.lines[page.last + 1 :][-40:])
    for index in range(min(6, title)):
        line, look = page.lines[index], page.shapes[index]
        if (
            look.reason
            or line.marker
            or not 2 <= look.words <= 5
            or not line.text[0].isupper()
            or BYLINE.match(line.text)
        ):
            continue
        if all(w[0].isupper() or w in ("of", "the", "and") for w in line.text.split()):
            weight = 2.0 if line.text in low else 0.8
            found.append(_Cue(line.text, *line.span(0, len(line.text)), "masthead", weight))
    return found
