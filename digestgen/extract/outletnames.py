"""Words in the names of newspapers, agencies and stations."""

from digestgen.extract.sectionnames import STANDARD
from digestgen.extract.words import word_set

OUTLET_NOUNS = word_set(
    "Advertiser Advocate Agency Argus Banner Beacon Broadcasting Broadcaster Bugle Bulletin Business"
    " Chronicle Citizen Courant Courier Daily Democrat Digest Dispatch Echo Enquirer Examiner Express"
    " FM Fm Gazette Globe Guardian Herald Independent Inquirer Insider Journal Leader Ledger Magazine"
    " Mail Media Mercury Messenger Mirror Monitor News Nation Newswire Observer Outlook Pioneer Post"
    " Press Radio Record Recorder Register Reporter Republican Review Sentinel Signal Standard Star"
    " Sun Telegram Telegraph Television Times Today Tribune TV Tv Voice Weekly Wire"
    " Anzeiger Blatt Bote Kurier Nachrichten Presse Rundschau Tageblatt Tagblatt Zeitung Diario"
    " Gaceta Heraldo Mundo Periódico Prensa Voz Dépêche Écho Gazette Monde Progrès"
    " Voix Dagblad Avis"
)
"""Nouns in the names of newspapers, agencies and stations."""
LINKS = word_set("of the and & for on in de la le du des der die das von y el los las et")
COMMON = STANDARD | word_set(
    "latest breaking top more all your our my the daily weekly morning evening live related recent"
    " popular trending featured latest office room release releases today's old previous next book"
    " opinion reader readers video photo press and & of in from to page front home search menu"
    " special right now next up latest edition city national international community"
)
"""Words that with "News" or "Review" make a section, not a name."""
PROMPTS = word_set(
    "about contact discover support search more from get visit download follow subscribe advertise"
    " share read watch listen view see buy shop find meet join submit send report manage sign log"
    " donate try why how what inside explore browse manage return back skip go welcome copyright"
)
"""Words that a menu puts in front of a name."""
_WEAK = word_set("News Media TV Tv Radio FM Fm Business Today Press Review Magazine Digest Live")
"""Nouns that menus use as well."""
_OPENING = word_set("Radio Voz Voix Diario Écho Heraldo Gaceta Journal Dépêche Progrès")
"""Nouns that names begin with."""


_EMPTY = COMMON | LINKS


def is_outlet_name(name: str) -> bool:
    """Whether a name ends in a noun that newspapers and stations are called by."""
    bare = name.removeprefix("The ").replace("’", " ").replace("-", " ")
    words = [stripped.capitalize() for word in bare.split() if (stripped := word.strip(".,!"))]
    if OUTLET_NOUNS.isdisjoint(words) and _OPENING.isdisjoint(words):
        return False
    body = next((i for i, w in enumerate(words) if w in ("Of", "De", "–")), len(words))
    if words[0].lower() in PROMPTS or not body:
        return False
    if words[body - 1] not in OUTLET_NOUNS and _OPENING.isdisjoint(words[:2]):
        return False
    rest = [w for w in words if w not in OUTLET_NOUNS and w.lower() not in _EMPTY]
    return bool(rest) or sum(w in OUTLET_NOUNS for w in words) > 1


def is_weak(name: str) -> bool:
    """Whether no noun in a name is one that only papers and stations have."""
    return not any(w.capitalize() in OUTLET_NOUNS - _WEAK for w in name.split())
