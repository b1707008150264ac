"""What a line looks like on its own: a sentence, a headline, a known kind of furniture.

Only shape and wording; where a line stands is weighed in `region` and `furniture`.
"""

import re
from dataclasses import dataclass

from digestgen.extract.line import Line
from digestgen.extract.words import FUNCTION_WORDS

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]*]*$|[,;][\"”]$|[\"”]$|[。！？]$")
_FULL_STOP = re.compile(r"[.!?][\"”’)\]]*$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_AGO = (
    r"(?:about |over |an?|\d+) ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?"
    r"|weeks?|months?|years?)\.? ago"
)

FURNITURE = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        ("skip link", r"(?:skip|jump) (?:to|navigation|the|main|links).{0,40}$"),
        (
            "menu",
            (
                r"(?:(?:main |site |user |open |close |toggle )?(?:menu|navigation|search"
                r"|sections?)(?: form| bar)?"
                r"|home|back to top|sign ?(?:in|up|out)|log ?(?:in|out)|register|my account"
                r"|subscribe(?: now)?"
                r"|subscriptions?|support us|donate|contact us|about us|e-?paper|search for:?"
                r"|edition:?.{0,20}"
                r"|go to .{1,30}|breaking news|live(?: updates?)?|more|show (?:more|less)"
                r"|see (?:more|all)"
                r"|view (?:all|more|comments|gallery|full).{0,40}|load(?:ing)?(?: more)?\W*"
                r"|expand|close|next|previous|prev"
                r"|download our app.*|follow us.*|get the app)$"
            ),
        ),
        (
            "share row",
            (
                r"(?:(?:share|shares|tweet|pin(?: it)?|print|e-?mail|save|copy(?: link)?|link"
                r"|comments?|follow|like|send"
                r"|facebook|twitter|x|linkedin|whatsapp|reddit|pinterest|telegram|tumblr"
                r"|flipboard|pocket|instagram"
                r"|youtube|tiktok|threads|bluesky|messenger|sms|snapchat|rss|bookmark|gift"
                r"|republish|listen)"
                r"(?: (?:on|to|via|this|with|by|link|article|story|page|icon|feed|us"
                r"|now))*+[\s,|/·•]*+)++\d*[km]?$"
            ),
        ),
        (
            "share row",
            (
                r"(?:share|tweet|e-?mail|print|send|save|bookmark|gift|copy)\b(?: \w+){0,4} "
                r"(?:this|article|story|post|page|link|via|current|friend|on \w+)\b.{0,60}$"
            ),
        ),
        (
            "subscription prompt",
            (
                r"(?:sign[- ]?up|subscribe|register|log in|sign in|join|become|create)\b"
                r".{0,80}\b(?:newsletters?|e-?mails?|inbox|account|free|today|now|subscribers?"
                r"|members?|unlimited"
                r"|subscriptions?|updates|alerts|comment|channel|whatsapp|access)\b.{0,80}$"
            ),
        ),
        (
            "subscription prompt",
            (
                r"(?:get|receive|stay)\b.{0,60}\b(?:newsletters?|(?:your|the) inbox|straight to"
                r"|delivered|daily briefing"
                r"|e-?mail alerts|notifications|(?:up[- ]to[- ]date|informed) with)\b.{0,120}$"
            ),
        ),
        (
            "subscription prompt",
            (
                r"(?:enter )?(?:your )?e-?mail(?: address)?(?: \(required\))?:?$|by (?:signing"
                r"|clicking|subscribing|"
                r"submitting|continuing|registering).{0,250}$|.{0,40}\b(?:first"
                r"|last) name\b.{0,12}$"
                r"|already (?:a |have ).{0,40}(?:subscriber|member|account|sign in|log in).{0,40}$"
                r"|thanks? (?:you )?for (?:signing|subscribing|reading|registering).{0,80}$"
                r"|we(?:'|’)ll (?:e-?mail|send) you.{0,100}$|(?:this|your) (?:article"
                r"|subscription) (?:is|was) (?:free|for).{0,80}$"
            ),
        ),
        (
            "cookie notice",
            (
                r".{0,80}\b(?:we|site|website|partners)\b.{0,40}\bcookies?\b.{0,300}$|(?:accept"
                r"|reject|manage)"
                r"(?: all)?(?: cookies| preferences| settings)?$|cookie (?:policy|settings"
                r"|preferences|notice)s?$"
            ),
        ),
        (
            "subscription prompt",
            (
                r"(?:stay informed|never miss|for the latest|get (?:the latest|our|all the|more)"
                r"|did you (?:like|enjoy)"
                r"|want (?:more|to (?:read|see) more)|interested in)\b"
                r".{0,100}(?:newsletters?|news\b|headlines|inbox|e-?mails?|updates|stories"
                r"|coverage|story\?|article\?|subscri\w+|journalism"
                r"|alerts).{0,200}$"
            ),
        ),
        (
            "subscription prompt",
            (
                r".{0,80}\b(?:unlimited (?:online |digital )?access|articles? per month"
                r"|subscribers only|unlock (?:more|this|all)"
                r"|join the conversation|(?:your|a) free (?:account|trial)|premium (?:content"
                r"|articles)|cancel any ?time).{0,160}$"
            ),
        ),
        (
            "cookie notice",
            (
                r".{0,120}\b(?:this|the|an?|these|necessary|functional|performance|analytical"
                r"|advertisement|uncategorized|its)\b.{0,25}\bcookies?\b.{0,20}\b(?:is|are|help"
                r"|track)\b.{0,400}$"
            ),
        ),
        (
            "advertisement",
            (
                r"(?:advertis(?:e|ement|ing)s?|ad|ads|sponsored(?: content| by.*)?|promoted"
                r"|promotion|partner content"
                r"|story continues.*|article continues.*|continue reading.*"
                r"|scroll (?:down )?to continue.*"
                r"|(?:ad|advertisement) (?:feedback|choices|policy)|remove ads"
                r"|this advertisement.*)\W*$"
            ),
        ),
        (
            "script notice",
            (
                r".{0,80}\b(?:enable|turn on|requires?|disabled)\b.{0,15}\bjava ?script\b.{0,80}$"
                r"|play(?: video)?$|(?:watch|listen) "
                r"(?:now|live|more|below|on .{1,20})$|\[?(?:embedded content|video|audio|gallery"
                r"|photos?|image)\]?$|.{0,30}opens? in (?:a )?new (?:window|tab).*$"
            ),
        ),
        (
            "reading time",
            (
                r"(?:estimated )?(?:reading time:?\s*)?\d+[- ]?min(?:ute)?s?(?: read| watch"
                r"| listen)?(?:ing)?\W*$"
            ),
        ),
        (
            "comment count",
            (
                r"(?:view |show |read |leave a |post a |add a |join the "
                r"|see )?(?:all )?\(?\d*[.,]?\d*k?\)? ?(?:comments?|conversation|replies|shares?"
                r"|views|likes|retweets)(?: \(?\d+\)?)?$"
            ),
        ),
        (
            "comment count",
            (
                r"(?:leave|post|add|write) a (?:comment|reply)$|comments? (?:are|have been"
                r"|section).*$|.{0,20}comment policy.*$"
            ),
        ),
        (
            "timestamp",
            rf"(?:(?:last )?(?:updated?|published|posted|modified):? )?(?:\w+ )?{_AGO}\W*$",
        ),
        (
            "timestamp",
            r"(?:just now|yesterday|today|\d{1,2}:\d\d(?: ?[ap]\.?m\.?)?(?: [a-z]{2,4})?)$",
        ),
        ("copyright", r"(?:copyright\b|©|\(c\)).{0,200}$|.{0,160}\ball rights reserved\b.{0,200}$"),
        (
            "legal notice",
            (
                r"(?:terms(?: (?:and|&) conditions| of (?:use|service|sale))?"
                r"|privacy(?: (?:policy|notice|statement|settings|center))?"
                r"|accessibility(?: statement)?|cookies? policy|do not sell.{0,40}|your (?:ad"
                r"|privacy) choices|disclaimer|corrections"
                r"|contact(?: us)?|advertise(?: with us)?|careers|site ?map|help(?: center"
                r"| centre)?|faqs?|imprint|licensing"
                r"|reprints.*|submit a (?:correction|tip"
                r"|letter).*)(?:[\s|·,]++(?=\w)[\w' &-]{2,40}+)*+$"
            ),
        ),
        (
            "legal notice",
            (
                r".{0,200}\b(?:privacy (?:policy|notice)|terms (?:of (?:use|service)"
                r"|and conditions)|user agreement|"
                r"commission (?:from|on|if)|affiliate (?:links?|commission)"
                r"|reproduced, distributed|may not be (?:published"
                r"|reproduced|copied))\b.{0,300}$"
            ),
        ),
        (
            "related link",
            (
                r"(?:related(?: (?:article|story|stories|content|topics?|news|coverage|links?))?"
                r"|read (?:more|next|also|too|now)|see also|also read|more on this(?: story)?|more:"
                r"|recommended|don't miss|watch|listen|in pictures|in depth"
                r"|explainer)\s*[:|>»→-].{2,200}$"
            ),
        ),
        (
            "related link",
            (
                r"(?:go deeper|read (?:more|next|also|the full (?:story|article))|see also"
                r"|keep reading|learn more|find out more|click here.{0,60}|full (?:story|coverage)"
                r"|more details)\W*(?:\(.{1,30}\))?$"
            ),
        ),
        (
            "contact line",
            (
                r"(?:e-?mail|contact|follow|reach|write to|have a tip|got a (?:tip"
                r"|story))\b.{0,120}(?:@|\bon (?:twitter|x|facebook|instagram|linkedin)\b|\bhere\b"
                r"|\?).{0,160}$"
            ),
        ),
        (
            "contact line",
            (
                r"[\w.+-]+@[\w-]+\.[\w.]+$|@\w{2,30}$|https?://\S+$|(?:www\.)\S+$"
                r"|pic\.twitter\.com/\S+$"
            ),
        ),
        (
            "translation notice",
            r"(?:read (?:this )?in|leer en|lire en|auf deutsch|translate).{0,30}$",
        ),
        ("gallery", r"\d+ (?:of|/) \d+\W*$"),
        ("separator", r"[\W_]+$"),
    )
)
"""What a line is dropped for, and how it reads from its first character."""

ENDING = re.compile(
    r"(?:related(?: (?:articles?|stor(?:y|ies)|content|topics?|news|coverage|links?|posts?|tags?"
    r"|reading))?"
    r"|(?:more|other|latest|top|trending|popular|recent|recommended|featured|editors?[’']?s?)"
    r"(?: (?:from|on|in|by|like|about|news|stories|articles|posts|videos|picks?|choices?|reads?"
    r"|for you|headlines|coverage|topics?|reading|now|across|this|to explore)\b.{0,50})"
    r"|most (?:popular|read|viewed|shared|commented|recent|watched|discussed|emailed).{0,30}"
    r"|trending|popular|recommended(?: .{0,20})?"
    r"|(?:you (?:may|might) (?:also|like|have)|you'?ll also).{0,40}|read (?:next|more on.{0,60}"
    r"|more about.{0,40})|up next|what to read next|don[’']t miss"
    r"|editor[’']?s[’']? (?:picks?|choices?)|tags?:?|topics:?|in this (?:article|story"
    r"|section):?|filed under:?.{0,80}|keywords:?|tagged.{0,60}"
    r"|(?:\d+ )?comments?(?: \(?\d+\)?)?(?: [-–—] .{0,60})?|join the (?:conversation|discussion)"
    r"|have your say|leave a (?:comment|reply)"
    r"|about the authors?:?|more newsletters\b.{0,80}|newsletters?"
    r"|follow us|share this.{0,40}"
    r"|from (?:our|the) (?:partners?|web).{0,20}"
    r"|sponsored.{0,20}|promoted.{0,20}|around the web|paid content"
    r"|next (?:article|story|post):?|previous (?:article|story|post):?|latest|get in touch"
    r"|site (?:map|index)|useful links|quick links|explore more.{0,30}"
    r"|this story was originally.{0,80}"
    r"|view (?:all|post) .{0,40})\W*$",
    re.IGNORECASE,
)
"""Headings under which articles end and lists of other things begin."""

_DATE_ONLY = re.compile(
    rf"(?:(?:published|updated|posted|last updated"
    rf"|date):?\s*)?(?:[a-z]{{3,9}}\.?,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}"
    rf"|\d{{4}}-\d\d-\d\d)\b.{{0,60}}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shape:
    words: int
    sentence: bool  # reads as prose: enough words, closed by punctuation or long
    reason: str  # why it would be dropped, "" where nothing speaks against it
    ending: bool  # a heading that article text does not come after
    titled: bool  # nearly every word is capitalised


def shape(line: Line) -> Shape:
    text = line.text
    words = text.split()
    count = len(words)
    reason, ending = "", False
    if len(text) <= 500:
        ending = count <= 14 and ENDING.match(text) is not None
        reason = next((why for why, how in FURNITURE if how.match(text)), "")
        if not reason and _DATE_ONLY.match(text):
            reason = "timestamp"
    content = [w for w in words if w[:1].isalpha() and w.lower() not in FUNCTION_WORDS]
    capitals = sum(w[0].isupper() for w in content)
    titled = len(content) > 1 and capitals >= 0.8 * len(content)
    closed = _SENTENCE_END.search(text[-12:]) is not None
    lower = sum(w[:1].islower() for w in words)
    # Scripts without letter case or spaces count by characters.
    caseless = lower == 0 and capitals == 0 and len(text) >= 40
    sentence = (
        (closed and count >= 5 and lower >= 0.35 * count)
        or (closed and count >= 5 and lower >= 2 and _FULL_STOP.search(text[-6:]) is not None)
        or (count >= 25 and lower >= 0.5 * count)
        or caseless
    )
    return Shape(count, sentence, reason, ending, titled)
