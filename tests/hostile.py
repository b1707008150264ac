"""Hostile content: a text of every class of attack, and a digest that holds each in every field, file
name and paste. What no content may ever do is checked in test_hostile.py.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from small_digest import Digest

RUN = "window.ran=1"
FAR = "evil.example.com"  # nothing may be asked of it
CLASSES: dict[str, str] = {
    # what runs
    "script": f"<script>{RUN}</script><ScRiPt src=//{FAR}/x.js></sCrIpT>",
    "handler": f"<img src=x onerror={RUN}><svg/onload={RUN}><body onpageshow={RUN}><details open ontoggle={RUN}>",
    "frame": f'<iframe srcdoc="<script>{RUN}</script>"></iframe><object data=//{FAR}></object><embed src=//{FAR}>',
    "form": f"<form action=//{FAR}><button formaction=javascript:{RUN}><base href=//{FAR}/><meta http-equiv=refresh content=0;url=//{FAR}>",
    "javascript": f"javascript:{RUN}",
    "javascript-entity": f"&#106;avascript&colon;{RUN} &#x6A&#x61vascript:{RUN}",
    "javascript-broken": f"\x01java\tscr\nipt\r:{RUN}",
    "javascript-case": f"  JaVaScRiPt&#58;{RUN}//https://{FAR}",
    "data": "data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=",
    "vbscript": f"vbscript:{RUN}",
    # what leaves its place
    "closing": f"</title></textarea></style></script></template></noscript></svg></p></main><b onclick={RUN}>x</b>",
    "attribute": f"\" onmouseover=\"{RUN}\" x=' autofocus onfocus={RUN} y=`",
    "comment": f"<!-- --!> --><!--<script>{RUN}</script>",
    "cdata": f"A ]]> <![CDATA[ <?xml-stylesheet href='//{FAR}/x.xsl'?> & <!DOCTYPE x>",
    "entities": f"&lt;script&gt;{RUN}&lt;/script&gt; &xxe; &#0; &#x1f; &NewLine; &amp;amp; &nbsp",
    "json": f'"}}], "x": [{{"</script><script>{RUN}</script> \\u003cscript> \\',
    "css": f"x}} * {{background:url(//{FAR}/c)}} @import '//{FAR}/i'; expression({RUN}) </style>",
    "template": "{{ 7 * 191 }}{% include 'base.html' %}{% raw %}{# gone #}{{ site.__class__ }}",
    "format": "%s %d %(names)s %(n)s %n %% {0} {n} {page.__class__} ${x} $1 \\1 \\g<0>",
    "markdown": f"[js](javascript:{RUN}) [a](<javascript:{RUN}>) [b]( JaVa&#115;cript:{RUN}) ![p](//{FAR}/p.gif) "
    f'![q](https://{FAR}/q.gif) <javascript:{RUN}> <https://{FAR}/"onmouseover="{RUN}> [t](/x "\\"><script>")',
    "markdown-reference": f"[js][r] ![js][r] <{RUN}:x> [b](blob:x) [f](intent:x) [v](view-source:x)\n\n[r]: javascript:{RUN} '\"><script>{RUN}</script>'\n",
    "prototype": "__proto__ constructor prototype toString hasOwnProperty",
    "prototype-alone": "__proto__",
    # what is seen otherwise than it is, or breaks a reader
    "nul": "Bell\x00Tower \x00",
    "control": "Bell" + "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), *range(127, 160)))) + " end",
    "terminal": "\x1b[31mred\x1b]0;title\x07\x1b[2J \x9b31m\x9d0;x\x9c\x1bc\x08\x08\r over",
    "surrogate": "Half \ud800 pair \udfff",
    "noncharacters": "Not \ufffe\uffff\ufdd0\ufdd1\ufdd2\ufdef a \U0001ffff character",
    "bidi": "Ada \u202eroffakO\u202c \u2066x\u2067y\u2068z \u061c\u200f\u200e \u202b open",
    "zero-width": "A\u200bd\u200ca\u200d O\u2060k\ufeffa\u00adfor\U000e0001\U000e0041",
    "invisible": "\u200b\u3164\u2800\u115f",
    "homoglyph": "Аdа Оkafor ﹤script﹥ ＜script＞",
    "combining": "Z" + "\u0301\u0489" * 99 + " algo",
    "newlines": f"one\ntwo\r\n/* https://{FAR}/ 301\r  X-Evil: 1\u2028three\u2029four\x85five\x0bsix\x0cseven",
    "long-word": "w" * 2_000,
    "long-text": "long words without an end " * 100,
    "nested": "> " * 99 + "[" * 99 + "*" * 99 + "`" * 99,
    # what is more than text to YAML, to a file system, an address, a number
    "front-matter": "---\ntitle: other\ndraft: true\n---\n\n--- \n...\n",
    "yaml": "*alias &anchor !!python/object/apply:os.system ['id'] {a: b} [c] # d: e | > ? @ `",
    "yaml-bool": "no",
    "number": "9" * 400,
    "number-odd": "-1e999",
    "date": "99999-13-45T99:99:99+99:99",
    "traversal": "../../../../etc/passwd",
    "traversal-coded": "..%2f..%5c%2e%2e/%252e%252e/%c0%ae%c0%ae/\\..\\..\\x",
    "traversal-wide": "．．/．．／etc ‥／",
    "absolute": "/etc/passwd",
    "no-scheme": f"//{FAR}/x",
    "other-scheme": "file:///etc/passwd",
    "device": "CON",
    "file-name": 'a:b*c?d"e<f>g|h\\i. ',
    "dots": "..",
    "hidden": ".git/config",
    "query": "x?y=1&z=2#frag;p",
    "redirect": f"* https://{FAR}/:splat 200!",
    "long-path": "p/" * 600,
    "sql": "'; DROP TABLE article; --",
}  # fmt: skip
ADDRESSES = (
    "url", "source", "also_in", "image", "path", "redirect_from", "date", "updated", "added",
    "language", "rights", "rank", "original", "corrections", "draft", "key",
)  # fmt: skip
"""Fields that hold no text, or more than text: each class stands in one alone, in an article of its own."""
INVISIBLE = ("Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp")


def scalar(text: str) -> str:
    """A YAML scalar whose every odd character is an escape, so that it gets as far as it can."""
    return '"' + "".join(
        c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text
    ) + '"'  # fmt: skip


def bones(text: str) -> str:
    """What of a text can be seen, spaces aside."""
    return "".join(
        c
        for c in text
        if unicodedata.category(c) not in INVISIBLE and c not in "\u115f\u3164\u2800"
    )


def article(text: str, title: str, day: str) -> str:
    """An article that has a text in every field that holds text, and as its body."""
    t = scalar(text)
    named = f"[{t}, {{name: {t}, role: {t}}}, {{name: Ada Okafor, role: {t}}}]"
    lists = "".join(
        f"{kind}: {named}\n" for kind in ("people", "organizations", "places", "topics")
    )
    return f"""---
title: {title}
date: {day}
section: {t}
authors: [{t}]
source: {t}
image: {{src: assets/bridge.svg, alt: {t}, caption: {t}, credit: {t}}}
{lists}suggested_topics: [{t}]
summary: {t}
quotes: [{{speaker: {t}, text: {t}}}, {{speaker: Ada Okafor, text: {t}}}, {{text: {t}}}]
note: {t}
thread: {t}
corrections: [{{date: {day}, text: {t}}}, {{text: {t}}}]
also_in: [{t}]
custom: {t}
---
"""


def addressed(field: str, text: str) -> str:
    """An article with a text in one field that is no plain text."""
    t = scalar(text)
    value = {
        "source": f"{{name: Port Courier, url: {t}}}",
        "also_in": f"[{{source: Meridian Post, url: {t}}}]",
        "image": f"{{src: {t}, alt: A bridge}}",
        "redirect_from": f"[{t}, old/{field}]",
        "corrections": f"[{{date: {t}, text: Six not seven}}]",
        "key": f"{{{t}: [{t}]}}",
    }.get(field, t)
    return f"---\ntitle: Field {field}\n{'custom' if field == 'key' else field}: {value}\n---\nWords.\n"


def paste(text: str) -> str:
    """A page as it is copied, with a text in every place that extraction looks at."""
    return (
        f" source {text}\n{text}\nBy {text} and Ada Okafor\nMarch 3, 2025\n\nPicture: {text}/Port Courier\n\n"
        f"“{text} is what we open on Monday,” said Ada Okafor, the {text} of the {text} Authority.\n\n{text}\n"
    )


TITLE = (
    "script",
    "attribute",
    "cdata",
    "entities",
    "json",
    "template",
    "format",
    "terminal",
    "newlines",
)
PLACES = ("title", "class", "paste", "people", "topics", "pages", "editions", "names", *ADDRESSES)


def digest(
    root: Path, places: Collection[str] = PLACES, classes: Mapping[str, str] = CLASSES
) -> Digest:
    """These classes in these places; the title of the digest is some that leave theirs."""
    made = Digest(root)
    t = scalar(" ".join(CLASSES[name] for name in TITLE))
    made.put(
        "digest.yaml",
        f"title: {t}\nid: hostile\nbase_url: https://small.example.org/\nrights: full\ndescription: {t}\n"
        f"navigation: [{{label: {t}, href: /people/}}]\ntheme: {{footer: {t}, options: {{a: {t}}}}}\n",
    )
    made.put(
        "content/assets/bridge.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"/>'
    )
    for number, (name, text) in enumerate(classes.items()):
        day = f"2026-{1 + number // 28:02}-{1 + number % 28:02}"
        for path, head, body in files(name, text, day):
            if path.partition("/")[0] in places:
                written = text.encode("utf-8", "surrogatepass") if body else b""
                made.put(f"content/{path}", head.encode("utf-8", "surrogatepass") + written)
        for path, data in (called(name, text) if "names" in places else {}).items():
            made.put(f"content/{path}", data)
    return made


def files(name: str, text: str, day: str) -> Iterator[tuple[str, str, bool]]:
    """The files of a class: path, what it begins with, and whether the text itself follows."""
    t = scalar(text)
    yield f"title/{name}.md", f"---\ntitle: {t}\ndate: {day}\n---\n", True
    head = article(text, json.dumps(f"Class {name}"), day)
    yield f"class/{name}.md", f"{head}{text}\n\n# {text}\n\n```{text}\n", True
    yield f"paste/{name}.txt", paste(text), False
    links = f"[{{label: {t}, url: 'https://x.example/'}}]"
    profile = f"name: {t}\naliases: [{scalar(text + ' II')}]\nrole: {t}\nlinks: {links}\n"
    yield f"people/{name}.md", f"---\n{profile}---\n", True
    yield f"topics/link-{name}.md", f"---\nname: Link {name}\nlinks: [{t}]\n---\n", False
    yield f"pages/{name}.md", f"---\ntitle: {t}\n---\n", True
    yield f"editions/{day}.md", f"---\ntitle: {t}\norder: [{t}]\n---\n", True
    for field in ADDRESSES:
        yield f"{field}/{name}.md", addressed(field, text), False


def called(name: str, text: str) -> dict[str, str]:
    """Files whose names are a text, as far as a file system takes it."""
    stem = re.sub(r"[/\0\ud800-\udfff]", "\u2215", text).strip() or "_"
    stem = stem.encode()[:200].decode("utf-8", "ignore")
    return {
        f"{stem}.md": f"---\ntitle: File {name}\ndate: 2026-03-03\n---\nWords.\n",
        f"{stem}.txt": f"Paste {name}\n\nMarch 3, 2025\n\nThe bridge is open again, said Ada Okafor.\n",
        f"people/{stem}.md": f"---\nname: Called {name}\n---\n",
        f"assets/{stem}.svg": "<svg/>",
    }
