"""The lead picture's caption and credit: a line of text that ends in a photo credit, or a credit on
a line of its own next to its caption."""

import re
from dataclasses import dataclass
from functools import lru_cache

from digestgen.extract.dateline import has_date
from digestgen.extract.words import MONTHS, WEEKDAYS, one_of, word_set

_MONTHS = "|".join(month[:3] for month in MONTHS)
_WORD = (
    r"(?:photos?|photographs?|photographers?|photography|pictures?|pics?|images?|illustrations?|graphics?"
    r"|credits?|file photos?|handouts?|supplied(?=:| by)|fotos?|bild(?:er)?|crédits?|imagen|ilustración|fotografía)"
)
_LABEL = rf"(?:\w+ )?{_WORD}(?: credits?)?(?: ?(?:by|courtesy of|courtesy|via)\b:?| ?[:/©]| credits? | ?(?:\.{{3}}|…))"
_TAIL = re.compile(
    rf"(?:(?<=[.!?”\"’)\]…]) ?|[–—|/] ?|^)[(\[]?(?P<credit>{_LABEL} ?[^.]\S?.{{0,120}}?)[)\].]*$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"[(\[](?P<credit>(?:[A-Z]{{2,}} )?{_WORD} ?(?:[:/]|by|courtesy)[^()\[\]]{{2,100}})[)\]]\.?$",
    re.IGNORECASE,
)
# A label in capitals or with a colon needs no full stop before it: "the winner Pic: Tom Ek".
_MIDWAY = re.compile(
    r"(?:(?<=[\w,’'”]) |(?<=[a-z]))(?P<credit>(?:CREDIT|Credit|PHOTO|Photos?|PIC|Pics?|Photograph(?:er)?|PICTURE|Pictures?|Image"
    r"|Fotos?|Bild|Illustration)(?: [Cc]redits?)?: ?[^.:]{3,80})$"
)
_UNMARKED = re.compile(
    r"(?<=[.!?”\"’)]) (?P<credit>(?:Photo|PHOTO|Foto|Image|Illustration)s? [^\W\d_a-z][\w'’.-]+"
    r"(?: [^\W\d_][\w'’.-]+){1,4}(?: ?/ ?[^./]{2,40})?)$"
)
_NAMELESS = re.compile(r"(?<=[.!?”\"’]) ?\(?(?P<credit>(?:[A-Z]{2,} )?(?:[Ff]ile )?[Pp]hotos?)\)?$")
# The wires and libraries that pictures of most publications come from, and words in place of one:
# they are credits where nothing says so.
_SUPPLIERS = (
    "AFP", "AP", "EPA", "PA", "PTI", "AAP", "EFE", "ANP", "DPA", "dpa", "Reuters", "REUTERS", "Getty",
    "Getty Images", "GETTY", "GETTY IMAGES", "Shutterstock", "SHUTTERSTOCK", "Alamy",
    "Alamy Stock Photo", "iStock", "iStockphoto", "Unsplash", "Pexels", "Pixabay", "Wikimedia",
    "Wikimedia Commons", "AP Photo", "PA Wire", "PA Media", "Press Association", "Supplied",
    "SUPPLIED", "Handout", "HANDOUT", "Submitted", "Stock photo", "File photo",
)  # fmt: skip
SUPPLIER = rf"(?:(?:[A-Z]\w+ via )?Getty(?: Images)?|{one_of(_SUPPLIERS)})"
_SUPPLIER_ALONE = re.compile(SUPPLIER)
_SUPPLIED = re.compile(
    rf"(?:(?<=\w) (?=[(\[]|(?:[A-Z]\w+ via )?(?:Getty Images|GETTY)$)|(?<=[.!?”\"’)\]…]) ?)"
    rf"[(\[]?(?P<credit>{SUPPLIER})[)\]]?$"
)
_BRACKETED_NAMES = re.compile(
    r"(?<=\S) [(\[] ?(?P<credit>[^\W\d_a-z][^()\[\]/|]{1,50} ?[/|] ?[^\W\d_a-z][^()\[\]/|]{1,50}?) ?[)\]]\.?$"
)
_MARKED = re.compile(
    r" (?=[©|–—Cc])(?:"  # what all begin with: most of a line is passed over at once
    r"(?<=[\w”\"’)] )(?P<credit>© ?(?!Copyright)[^\W\d_a-z][^.©\d]{1,60})$"
    r"|(?<=[\w.!?”\"’)] )\| (?P<piped>[^\W\d_a-z][^|/]{1,40}/ ?[^\W\d_a-z][^|/]{1,40})$"
    r"|(?<=[\w.!?”\"’)] )[–—] ?(?P<dashed>(?:[^\W\d_]\w* ){1,3}(?i:pic|photo|picture|image|file)s?)$"
    r"|(?<=[.!?”\"’)] )[–—] ?(?P<signed>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){1,3})$"
    r"|(?<=[\w)]\. )[|–—] ?(?P<named>[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w.'’-]*){1,2})$"
    r"|(?<=[.!?”\"’)] )(?P<of>[Cc]ourtesy(?: of| :)? [^\W\d_a-z][^.!?]{2,60})$)"
)
_UNCLOSED = re.compile(
    r"(?<=[^\W_]) (?P<credit>[^\W\d_a-z][\w'’-]+ "
    r"[^\W\d_a-z][\w'’-]+/(?:via )?[^\W\d_a-z][\w]+(?: [^\W\d_a-z]\w+){0,2})$"
)
_COURTESY = re.compile(r"Courtesy(?: of|:)? [^\W\d_a-z][^.!?]{1,60}")
_SLASHED = re.compile(
    r"(?<=[.!?”\"’…]) ?[(\[]?(?P<credit>(?:[^\W\d_]\w+ ?){1,4}[/—] ?[^.!?]{2,80}|©[^.]{2,80})[)\]]?$"
)
_BRACKETED = re.compile(r"(?<=[.!?”\"’…]) ?[(\[](?P<credit>[^\W\d_a-z][^()\[\]]{1,60})[)\]]$")
_BRACKET = re.compile(r" ?[(\[](?P<credit>[^\W\d_a-z][^()\[\]]{1,60})[)\]]$")
_ALONE = re.compile(
    rf"[(\[]?(?:(?P<labelled>{_LABEL} ?.{{2,120}}?)|© ?(?!\d{{4}}"
    rf"|copyright)(?P<marked>[^.]{{2,80}}?)"
    r"|(?P<plain>(?:[^.:!?]|(?<=\b\w)\.){2,50}(?:[|/][^.:!?|/]{2,50}){1,3}|[^.:!?]{2,60}(?:,|/| via"
    r"| -) [^.:!?]{0,30}\b(?:images|wire|photos?|via|handout|archive|stock)\b[^!?:]{0,30}"
    r"|(?-i:[^\W\d_a-z]\S+ [^.:,!?]{0,40}, ?[A-Z]{2,}(?:[ -][A-Z]{3,})*)))[)\]]?$",
    re.IGNORECASE,
)
_SHOWS = re.compile(
    r"\b(?:pictured|(?:file )?(?:photo|photograph|picture|image)|\((?:L|R|C|left|right|cent(?:er"
    r"|re)|L-R)\)|seen here|poses?|speaks|"
    r"arrives?|attends?|walks?|waits?|sits?|holds?|checks|carr(?:y|ies)|works?|gathers?|celebrates?|waves?"
    r"|wheels|weighs?|rides?|marche?s?|queues?|passes|watche?s?|plays?|performs?|looks on|gestures?|shakes? hands|addresses|stands?|shows?"
    r"|appears?)\b"
)
_NAMED = re.compile(
    r"(?:(?:image|photo|picture|media) )?caption[,:]? +(?=\S)|enlarge / (?=\S)|above: +(?=\S)|(?:pictured|(?:main )?image"
    r"|(?:file )?photo|picture)(?: above| below)?: +(?=\S)",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"(?:image|photo|picture) (?:source|credit|by)[,:]? +(?=\S)", re.IGNORECASE)
_OPENING = "aAcCeEfFiImMpP"  # what lines with such a label begin with
_SCENE = re.compile(
    rf"(?:\b(?i:{'|'.join(day[:3] for day in WEEKDAYS)})[a-z]{{3,6}}, |\b(?:on|in) )(?i:{_MONTHS})[a-z]*\.? "
    r"(?:\d{1,2}, )?(?:19|20)\d\d\b|\bpictured\b|\(L(?:-R)?\)|\bfile (?:photo|picture|image)"
    r"|, (?:left|right|cent(?:er|re)),"
)
# Who stands where: captions alone say it of people.
_STANDING = re.compile(
    r"[^\W\d_a-z][\w'’-]+, (?:(?:second|third) from |far |top |at )?(?:left|right|cent(?:er|re)|foreground),"
    r"|\b(?:from|far|pictured) left\b|\((?:from |top |far |second )?(?:left|right|pictured|L|R|L-R)\b"
)
_ADDRESS = re.compile(r"https?:|www\.|pic\.\w+\.com|@")
_TAILS = (_TAIL, _SLASHED, _LABELLED, _NAMELESS, _UNCLOSED, _MIDWAY, _UNMARKED)
_SHORT = (_SUPPLIED, _BRACKETED_NAMES, _MARKED)
_WITH_MARK = (_SLASHED, _UNCLOSED, *_SHORT)
_WORDS = 4  # of a caption, where no label tells the credit
# A part of every word for a picture, in lower case: without one no pattern with a label can match.
_LABELS = (
    "pic", "phot", "foto", "imag", "credit", "crédit", "bild", "graphic", "handout", "lustra", "supplied"
)  # fmt: skip
# A label or some such sign is in every credit on a line of its own, or it ends in capitals.
_SIGNS = ("©", "/", "|", "via", "wire", "archive", "stock", "courtesy")
_MARKS = ("/", "©", " | ", "—", "–", "ourtesy")
_SURE_MARKS = ("/", "©", "|")
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp)\b", re.IGNORECASE)
_SMALL = word_set(
    "by for of and the via de la le du von der courtesy handout file archive photo on at in"
)
_STRIP_LABEL = re.compile(
    rf"^(?:(?:{_WORD}\b(?: credits?)?|credits?|courtesy of) ?(?::|/|by\b|©|courtesy of\b|courtesy\b|\.{{3}}|…)* *)?(?:© *)?",
    re.IGNORECASE,
)
# Buttons beside a credit, and the picture's number in a gallery.
_BUTTONS = re.compile(
    r",? ?(?:purchase )?licensing rights\b.*$|,? opens? (?:in )?(?:a )?new (?:tab|window)$",
    re.IGNORECASE,
)
_COUNTER = re.compile(r"[(\[]?\d{1,3} ?(?:/|of) ?\d{1,3}[)\]]? ?[|:.]? ?")
# "HOME AGAIN … The mayor on the pier"
_HEADED = re.compile(r"(?:[^\W\d_a-z]{2,}[,!]? ){1,5}(?:…|\.\.\.) ?[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Caption:
    """Offsets in the line; an empty span where the line has only the other."""

    caption: tuple[int, int]
    credit: tuple[int, int]


def captioned(text: str, head: bool) -> Caption | None:
    """The caption and the credit in one line. In the article's head (`head`) weaker signs do."""
    whole = text[0] in "([" and text[-1] in ")]"
    if len(text) > 900 or whole:
        return None
    tail = text[-160:]
    shift = len(text) - len(tail)
    patterns = _TAILS if _is_labelled(tail) else ()
    if any(map(tail.__contains__, _MARKS)):
        if any(map(tail.__contains__, _SURE_MARKS)):
            patterns = (*patterns, *_WITH_MARK)
        elif tail[-1] in ".!?":  # a dash in a sentence, as mostly
            patterns = (*patterns, _MARKED)
        else:
            patterns = (*patterns, _SLASHED, _SUPPLIED, _MARKED)
    elif tail.rstrip(")]").endswith(_SUPPLIERS):
        patterns = (*patterns, _SUPPLIED)
    match = next((m for pattern in patterns if (m := pattern.search(tail))), None)
    if match is None and head:
        match = _BRACKETED.search(tail)
    if match is None or match.start() + shift == 0 or _ADDRESS.search(text):
        return None
    if match.re is _BRACKETED and has_date(match["credit"]):
        return None  # "(Published Monday …)"
    group = match.lastgroup or "credit"
    if not _names_somebody(match[group]):
        return None
    end = len(text[: match.start() + shift].rstrip(" –—|([/"))
    if match.re in _SHORT and len(text[:end].split()) < _WORDS:
        return None  # "Port Courier © Coast Media"
    start, stop = match.span(group)
    counter = _COUNTER.match(text)
    begin = min(counter.end(), end) if counter else 0
    return Caption((begin, end), credit_span(text, start + shift, stop + shift))


def bracketed(text: str) -> Caption | None:
    """A caption below the mark of a picture: any name in brackets at its end is the credit."""
    match = _BRACKET.search(text)
    if match is None or not _names_somebody(match["credit"]):
        return None
    return Caption((0, match.start()), credit_span(text, *match.span("credit")))


def credit_alone(text: str) -> Caption | None:
    """A line that is nothing but a photo credit."""
    if supplied(text) or (text.startswith("Courtesy") and _COURTESY.fullmatch(text)):
        return Caption((0, 0), (0, len(text)))
    if len(text) > 160:
        return None
    low = text.lower()
    signed = text[-2:].isupper() or any(map(low.__contains__, _SIGNS))
    if not (signed or _is_labelled(text)):
        return None
    match = _ALONE.match(text)
    if match is None or not match.lastgroup or _ADDRESS.search(text):
        return None
    if match["plain"] and not _is_credit(match["plain"]):
        return None
    if not _names_somebody(match[match.lastgroup]):
        return None
    return Caption((0, 0), credit_span(text, *match.span(match.lastgroup)))


@lru_cache(maxsize=1 << 10)
def _is_labelled(text: str) -> bool:
    """Whether a word for a picture may be in the text: quicker than any pattern."""
    low = text.lower()
    return any(map(low.__contains__, _LABELS))


def labelled(text: str) -> Caption | None:
    """ "Image caption, The pier at dawn", "Image source, Tom Ek" """
    if len(text) > 400 or text[0] not in _OPENING:
        return None
    if match := _SOURCE.match(text):
        return Caption((0, 0), (match.end(), len(text)))
    if match := _NAMED.match(text):
        rest = text[match.end() :]
        short = len(rest.split()) <= 7 and rest[-1] not in ".!?" and rest[0].isupper()
        if short and "caption" not in match[0].lower() and _names_somebody(rest):
            return Caption((0, 0), (match.end(), len(text)))  # "Image: Tom Ek/Port Courier"
        return Caption((match.end(), len(text)), (0, 0))
    return None


def supplied(text: str) -> bool:
    """Whether a line is no more than the name of a supplier of pictures."""
    return text.endswith(_SUPPLIERS) and _SUPPLIER_ALONE.fullmatch(text) is not None


def _names_somebody(credit: str) -> bool:
    """Whether the words are names, not a sentence: "GRAPHIC: How the bridge works" credits nobody."""
    words = _STRIP_LABEL.sub("", _BUTTONS.sub("", credit)).split("/")[0].split()
    plain = sum(w[0].islower() and w.rstrip(",.)") not in _SMALL and "." not in w for w in words)
    return plain < 3 and _FILE.search(credit) is None and not credit.startswith("Ed.")


def shows_scene(text: str) -> bool:
    """Signs that only captions hold: a picture's full date, "pictured", who stands left."""
    sure = _SHOWS.search(text) is not None and _SCENE.search(text) is not None
    return sure or _STANDING.search(text) is not None or _HEADED.match(text) is not None


def shows_something(text: str) -> bool:
    """Words of the kind captions use: "pictured", "(L)", "speaks"."""
    return _SHOWS.search(text) is not None or _SCENE.search(text) is not None


def credit_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a credit's span in the line without label, buttons and what follows a bracket."""
    credit = text[start:end]
    if (close := credit.find(")")) > 0 and "(" not in credit[:close]:
        end = start + close
    end = start + len(_BUTTONS.sub("", text[start:end]))
    label = _STRIP_LABEL.match(text[start:end])
    cut = label.end() if label and label.end() < end - start else 0  # "File photo" is all there is
    return (start + cut, end)


def _is_credit(text: str) -> bool:
    """Capitalised words only, with a separator that names an agency or a collection."""
    words = [w for w in re.split(r"[\s|/,]+", text) if w]
    capital = sum(w[0].isupper() for w in words)
    strong = re.search(
        r"\b(?:images|wire|photos?|via|handout|archive|stock)\b", text, re.IGNORECASE
    )
    shouted = re.search(r", ?[A-Z]{2,}(?:[ -][A-Z]{3,})*$", text)
    return (
        capital >= 0.8 * len(words)
        and len(words) >= 2
        and bool(strong or shouted or "|" in text or "/" in text)
    ) or (bool(strong) and " - " in text)
