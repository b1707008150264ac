"""The outlet the page is from, told by how the page speaks of itself: "© 2026 The Port Courier",
"Subscribe to …", its addresses, and who people in the article talk to ("told QBC", again and again).

No cue is sure, so those that agree on a name are added up."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from digestgen.extract.byline import given, is_byline, is_name
from digestgen.extract.claims import Claim
from digestgen.extract.masthead import CUES, SIGNS, TRIGGERS, Cue
from digestgen.extract.mentions import Mentions
from digestgen.extract.nameplate import (
    byline_cues,
    nameplate_cues,
)
from digestgen.extract.outletkeys import (
    SUFFIX,
    host_of,
    label_of,
    merge,
    outlet_key,
    resolve_addresses,
    squeeze,
)
from digestgen.extract.outletnames import is_outlet_name, is_weak
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import is_standard
from digestgen.extract.words import FUNCTION_WORDS, word_set
from digestgen.names import name_key

_CAP = r"[^\W\d_a-z][\w'’&.-]*"
_LEGAL = re.compile(
    r"(?:[,.]? (?:All\b.*|Inc\b\.?|LLC|L\.?L\.?C\.?|Ltd\b\.?|Limited|Plc|PLC|plc|Corp\b\.?|GmbH"
    r"|Pty\b.*|Pvt\b.*|Sdn\b.*|S\.? ?[AL]\b.*|S\.R\.L\b.*|AG|KG|Terms\b.*|Privacy\b.*|Media Group"
    r"|News (?:&|and) Media|(?:News |Television )?Network|(?:& )?Media|Publishing|Publications|Company|Co\b\.?|&))+\.?$"
)
_PUBLISHER = re.compile(r"^(?:Verlag|Éditions|Editions|Editorial|Grupo|Groupe|Société) ")
_SENTENCE = re.compile(r"(?<=[a-z]{3})\. .*$")
_OWNER = re.compile(
    r"\b(?:Holdings?|Communications?|Media|Group|Publishing|Publications|Digital|Network"
    r"|Newspapers|Interactive|Corporation|Company|Proprietary|Titles|Enterprises|Ltd|Limited|Inc|LLC|Pvt|Sdn)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(rf"t(?<!\wt)(?:old|ells|elling) (?:the )?(?P<name>{_CAP}(?: {_CAP}){{0,3}})")
_NO_LETTER = re.compile(r"\W")
_TITLE_TAIL = re.compile(r".{8,300} [|–—-] (?P<name>[^|–—]{2,40})$")
_TAILED = (" | ", " – ", " — ", " - ")  # one is wherever that matches
_HOST = re.compile(
    r"(?P<before>https?://|@)?(?<![\w.-])(?P<host>(?:[A-Za-z0-9][A-Za-z0-9-]{0,40}\.){1,4}"
    r"(?:com|org|net|news|info|tv|online|press|media|today|live|(?:co\.)?[a-z]{2})|"
    r"[a-z0-9][a-z0-9-]{1,40}\.example)(?![\w-])(?P<path>/[^\s]*)?",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"\.[\w-]")  # what every host has, and hardly a sentence
_ENOUGH = 1.3  # weight of a name that is claimed beside a heavier one
_GUESS = 0.7  # weight of the only one
_NOT_HELD = word_set(
    "facebook twitter youtube instagram google apple android linkedin whatsapp newsletter"
    " newsletters content account email app apps reply comment bluesky tiktok reddit telegram"
    " comments continue news home politics sport sports business opinion culture premium terms"
    " subscribe menu search login edition live video us usa page ads ad cookies cookie privacy"
    " paper contact classifieds ios mobile manage get upcoming download discover"
    " share eedition"
    " newsroom team editor editors author authors site website this conversation paywall"
    " photo photos image images ap pic bit t goo youtu fb gmail yahoo outlook hotmail disqus"
    " copyright taboola outbrain doubleclick googletagmanager cloudflare amazon flipboard pinterest"
)
"""Squeezed names that are platforms, tools or words of menus, not outlets."""
_EDITIONS = word_set("Premium Plus Pro App Apps Shop Store Newsletter Newsletters Podcast Podcasts")
"""What an outlet also sells under its name."""
_IMPERSONAL = (
    "copyright",
    "owner",
    "title",
    "published",
    "subscribe",
    "newsletter",
    "account",
    "address",
    "employer",
)
"""Cues that no person gives; a name may be taken for a person's by mistake."""
_NAMED = 0.6  # for a name as newspapers have
_SHOWN = 5  # claims
_SUREST = 0.89  # confidence: names that agree may still be a sister publication's
_MOST = 15  # names that are weighed against each other
_EDGE = 150  # lines at either end of the page that may be menus


def find_outlet(
    page: Page, title: int | None, mentions: Mentions, not_outlets: frozenset[str], url: str
) -> list[Claim]:
    """Claims for `source` and, where the page prints its address, `url`; offsets in the clean
    paste. `not_outlets` are name keys of people and of their surnames."""
    edges = (*range(len(page.lines))[:_EDGE], *range(len(page.lines))[-_EDGE:])
    furniture = {
        page.lines[i].text for i in edges if not page.prose(i) and page.shapes[i].words < 30
    }
    whole = "\n".join(furniture)
    addresses, own = _addresses(page, title)
    cues = [*_line_cues(page, title), *_told(mentions), *nameplate_cues(page, title), *addresses]
    cues += byline_cues(page, title)
    grouped: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        key = outlet_key(cue.name)
        person = name_key(cue.name) in not_outlets and (
            cue.rule not in _IMPERSONAL
            or (cue.rule != "employer" and is_name(cue.name) and given(cue.name))
        )
        if len(key) > 1 and key not in _NOT_HELD and not person:
            grouped[key].append(cue)
    label = squeeze(label_of(host_of(url))) if url else ""
    likely = sorted(grouped, key=lambda key: -sum(c.weight for c in grouped[key][:20]))[:_MOST]
    totals = {key: _weigh(grouped[key], whole) for key in likely}
    if label in totals:
        totals[label] += 4.0
    resolve_addresses(grouped, totals)
    merge(grouped, totals)
    claims = list(own)
    ranked = sorted(totals, key=lambda key: (-totals[key], grouped[key][0].start))
    for place, key in enumerate(ranked[:_SHOWN]):
        if totals[key] < (_ENOUGH if place else _GUESS):
            break
        cue = _spelling(grouped[key], page, furniture)
        rival = totals[ranked[1]] / totals[ranked[0]] if len(ranked) > 1 else 0.0
        confidence = min(0.35 + min(totals[key], 7.0) / 12 - 0.15 * rival, _SUREST)
        if len({cue.rule for cue in grouped[key]}) == 1:
            confidence = min(confidence, 0.65)  # one kind of cue may be an owner's or a partner's
        if place:
            confidence *= 0.8 * totals[key] / totals[ranked[0]]
        rule = max(grouped[key], key=lambda c: c.weight).rule
        claims.append(
            Claim("source", _shown(cue.name), cue.start, cue.end, "source." + rule, confidence)
        )
    return claims


def is_outlet(name: str, claims: list[Claim]) -> bool:
    """Whether a name is that of the publication itself."""
    sources = [c for c in claims if c.field == "source"]
    return bool(sources) and outlet_key(name) == outlet_key(
        str(max(sources, key=lambda c: c.confidence).value)
    )


def _weigh(group: list[Cue], furniture: str) -> float:
    """What the cues of one name weigh; `furniture` are the lines it may stand in again."""
    best: dict[str, float] = defaultdict(float)
    heaviest: dict[str, float] = defaultdict(float)
    for cue in group:
        heaviest[cue.rule] = max(heaviest[cue.rule], cue.weight)
        best[cue.rule] = min(best[cue.rule] + cue.weight, 1.5 * heaviest[cue.rule])
    spellings = {cue.name for cue in group}
    times = _lines_with(furniture, spellings)
    total = sum(best.values()) + 0.3 * min(times, 6)
    if {"masthead", "footer"} <= set(best):
        total += 1.0  # a page that begins and ends with a name is that outlet's
    named = any(is_outlet_name(name) and not is_weak(name) for name in spellings)
    if named:
        total += _NAMED
    # Owners sign pages too, but only there: a name that the page uses itself is the outlet's.
    if any(_OWNER.search(name) for name in spellings):
        total *= 0.4
    elif set(best) <= {"copyright", "owner"} and not named:
        total *= 0.6 if times < 2 or "owner" in best else 0.8
    return total


def _lines_with(text: str, names: set[str]) -> int:
    """How many lines of a text have one of the names."""
    found: set[int] = set()
    for name in names:
        at = text.find(name)
        while at >= 0:
            end = text.find("\n", at)
            found.add(end)
            at = text.find(name, end) if end >= 0 else -1
    return len(found)


def _spelling(group: list[Cue], page: Page, furniture: set[str]) -> Cue:
    """The cue whose spelling reads as a name: words rather than an address, as often written."""
    often = Counter(cue.name for cue in group)

    def reads(cue: Cue) -> tuple[bool, bool, bool, bool, int, int]:
        address = cue.rule == "address" or SUFFIX.search(cue.name) is not None
        shouted = cue.name.isupper() and " " in cue.name
        spaced = " " in cue.name
        plate = cue.rule == "masthead"
        return (not address, spaced, not shouted, plate, often[cue.name], -cue.start)

    best = max(group, key=reads)
    if not (best.rule == "address" or SUFFIX.search(best.name)):
        return best
    # Only as an address: the page may write the name with spaces somewhere.
    letters = squeeze(label_of(best.name.lower()))
    spaced = re.compile(r"(?<!\w)" + "[ '’&-]?".join(letters) + r"(?![\w.@-])", re.IGNORECASE)
    for index, line in enumerate(page.lines):
        if line.text in furniture and not page.shapes[index].sentence:
            match = spaced.search(line.text)
            if match and match[0][0].isupper() and (best.rule == "address" or " " in match[0]):
                return Cue(match[0], *line.span(*match.span()), best.rule, best.weight)
    return best


def _shown(name: str) -> str:
    """ "THE PORT COURIER" as "The Port Courier"; acronyms and addresses stay."""
    words = name.split()
    if (
        len(words) < 2
        or not name.isupper()
        or not all(len(w) > 3 or w.lower() in FUNCTION_WORDS for w in words)
    ):
        return name
    shown = [w.lower() if i and w.lower() in FUNCTION_WORDS else w for i, w in enumerate(words)]
    return " ".join(w if w.islower() else w.capitalize() for w in shown)


def _line_cues(page: Page, title: int | None) -> Iterator[Cue]:
    heading = _words(page.lines[title].text) if title is not None else set()
    for index, line in enumerate(page.lines):
        text = line.text
        if len(text) > 400 or (page.shapes[index].reason == "caption" and not is_byline(text)):
            continue
        inside = page.prose(index) and page.first + 2 < index < page.last - 2
        if inside and page.shapes[index].words > 12:
            continue
        low = text.lower()
        if "©" in text or not TRIGGERS.isdisjoint(low.split()):
            seen = [sign for sign in SIGNS if sign in low]
            for rule, weight, signs, find in CUES:
                if (inside and rule != "published") or signs.isdisjoint(seen):
                    continue
                if rule == "heard" and page.first <= index <= page.last:
                    continue  # `_told` listens to the article
                match = find(text)
                if match is None:
                    continue
                if rule == "copyright" and not _claims_page(text, index > page.last):
                    continue
                name = _trim(match["name"])
                if rule == "copyright" and _OWNER.search(match["name"]):
                    weight, rule = weight * 0.5, "owner"
                if (
                    rule == "more"
                    and (" " not in name or is_standard(name))
                    and (not is_outlet_name(name) or is_weak(name))
                ):
                    weight = 0.6  # a section, as often
                if all(w in FUNCTION_WORDS or w in _NOT_HELD for w in name.lower().split()):
                    continue
                if rule in ("follow", "byline", "more", "menu") and is_name(name):
                    weight *= 0.4  # as likely a person
                begin = match.start("name") + match["name"].find(name)
                yield Cue(name, *line.span(begin, begin + len(name)), rule, weight)
        tailed = heading and not inside and any(map(text.__contains__, _TAILED))
        match = _TITLE_TAIL.match(text) if tailed else None
        if match:
            before = _words(text[: match.start("name")])
            if len(before & heading) >= max(3, 0.6 * len(before)):
                span = line.span(*match.span("name"))
                yield Cue(match["name"].strip(), *span, "title", 1.5 if index == title else 3.0)


def _trim(name: str) -> str:
    name = _LEGAL.sub("", _PUBLISHER.sub("", _SENTENCE.sub("", name)))
    name = re.sub(r"['’]s?$", "", name.rstrip(" .,'’-"))
    name = re.sub(r" on (?:Facebook|Twitter|X|Instagram|YouTube|Telegram|WhatsApp)$", "", name)
    words = name.removeprefix("the ").split()
    while words and (
        words[-1].lower() in FUNCTION_WORDS or (len(words) > 1 and words[-1] in _EDITIONS)
    ):
        words.pop()
    return " ".join(words)


def _words(text: str) -> set[str]:
    found = (_NO_LETTER.sub("", w) for w in text.lower().split())
    return {w for w in found if w and w not in FUNCTION_WORDS}


def _claims_page(text: str, below: bool) -> bool:
    """Whether a copyright is the page's and not a picture's."""
    if re.search(r"\b(?:photos?|pictures?|images?)\b", text, re.IGNORECASE):
        return bool(re.search(r"\b[Rr]ights [Rr]eserved", text)) and below
    return below or bool(re.search(r"\b(?:19|20)\d\d\b|[Rr]ights", text))


def _addresses(page: Page, title: int | None) -> tuple[list[Cue], list[Claim]]:
    """Hosts of web and mail addresses; the page's own address tells its title in its path."""
    heading = (
        {w for w in _words(page.lines[title].text) if len(w) > 3} if title is not None else set()
    )
    cues: list[Cue] = []
    own: list[Claim] = []
    for index, line in enumerate(page.lines):
        if len(line.text) > 400 or not _DOMAIN.search(line.text):
            continue
        for match in _HOST.finditer(line.text):
            host = match["host"].lower().removeprefix("www.")
            if not label_of(host) or not (match["before"] or match["path"] or "." in host):
                continue
            begin = match.end("host") - len(host)
            span = line.span(begin, match.end("host"))
            slug = set(re.split(r"[^a-z0-9]+", (match["path"] or "").lower()))
            weight = 1.2 if match["before"] == "@" else 0.7
            alone = match["path"] and match.span() == (0, len(line.text))
            if alone and len(slug) > 5 and index < page.last:
                weight = 2.5  # an article's address on a line of its own
            if match["before"] not in ("@", None) and len(slug & heading) >= max(
                2, 0.5 * len(heading)
            ):
                weight = 4.0
                address = match[0].rstrip(".,;)")
                if not own and address.startswith("http"):
                    own.append(
                        Claim(
                            "url", address, *line.span(match.start(), match.start() + len(address)),
                            "url.own", 0.85,
                        )
                    )  # fmt: skip
            elif page.prose(index) and match["before"] != "@":
                weight = 0.3  # others are linked to there
            if weight < 2.0 and "©" in line.text:
                weight = 2.0
            cues.append(Cue(match["host"][-len(host) :], *span, "address", weight))
    return cues, own


def _told(mentions: Mentions) -> list[Cue]:
    """An outlet is what statements are made to more than once; others are named once."""
    text = mentions.article.text
    heard: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in _TOLD.finditer(text):
        name = match["name"].rstrip(".")
        heard[name].append((match.start("name"), match.start("name") + len(name)))
    ranked = sorted(heard.items(), key=lambda item: (-len(item[1]), item[1][0]))
    found = []
    for name, spans in ranked[:3]:
        leads = (
            len(spans) > 1
            and (name == ranked[0][0])
            and (len(ranked) == 1 or len(ranked[1][1]) < len(spans))
        )
        weight = 1.0 + 0.6 * min(len(spans), 5) if leads else 0.6
        start, end = mentions.article.source(*spans[0])
        found.append(Cue(name, start, end, "told", weight))
    return found
