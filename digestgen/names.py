"""Names of people and things: when two are the same, the slug and the initial they are filed under."""

import hashlib
import re
import unicodedata
from functools import lru_cache

_QUALIFIER = re.compile(r"\s*\([^()]*\)\s*$")
_DROPPED = re.compile(r"['’‘ʼ`´.]")
_HYPHENS = re.compile(r"[\s\-‐‑‒–—−_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_PARTICLES = frozenset(
    ("af", "al", "an", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du")
    + ("el", "ibn", "la", "le", "ten", "ter", "van", "von", "zu")
)
UNSAFE_PATH = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"\\|?*#%\u2028-\u202e\u2066-\u2069]')
"""What a path on the site may not hold: some file system or URL takes it for something else, or a
reader does, because the direction of what follows is changed."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\s*(?:\..*)?", re.IGNORECASE | re.ASCII)
"""What Windows takes for a device, in every folder and with any ending."""
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md"}
MAX_SLUG = 80  # characters
MAX_SLUG_BYTES = 240  # file systems allow 255 in a name, and a character may take four


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """The form in which equal names are equal text: NFKC, case, spacing, apostrophes, hyphens and
    full stops do not count, nor what can't be seen, and initials may stand together or apart
    ("J. K." is "JK")."""
    if name.isascii() and name.replace(" ", "").isalpha():  # as most are
        words = name.lower().split()
    else:
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name))
        text = unicodedata.normalize("NFKC", text.casefold())
        words = _HYPHENS.sub(" ", _DROPPED.sub("", text)).split()
    joined: list[str] = []
    initials = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and initials:
            joined[-1] += word
        else:
            joined.append(word)
        initials = single
    return " ".join(joined)


@lru_cache(maxsize=1 << 16)
def slugify(text: str, max_length: int = MAX_SLUG) -> str:
    """A name for a folder that any file system and URL takes: lower case letters (of any script)
    and digits joined by hyphens, cut at a word; a short hash where nothing is left. Never empty."""
    seen = _INVISIBLE.sub("", text)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    # Not \w, nor a slug library built on it: they drop the vowel signs of Hindi, Thai and others.
    safe = (c if unicodedata.category(c)[0] in "LMN" else " " for c in _DROPPED.sub("", folded))
    slug = "-".join("".join(safe).split())
    if len(slug) > max_length:
        cut = slug[: max_length + 1].rfind("-")
        slug = slug[: cut if cut > 0 else max_length].strip("-")
    slug = slug.encode("utf-8", "ignore")[:MAX_SLUG_BYTES].decode("utf-8", "ignore").strip("-")
    if _DEVICE.fullmatch(slug):
        slug += "_"  # which no other text gets
    return slug or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def term_slug(name: str) -> str:
    """The slug of a term without a profile; equal names get equal slugs."""
    return slugify(name_key(name) or name)


def url_path(text: str) -> str:
    """A path of the site without slashes at its ends. Raises ValueError for one that would leave
    the site, hide in a folder with a dot, or that some file system can't hold."""
    path = unicodedata.normalize("NFC", text.strip().strip("/"))
    path = re.sub(r"(?:^|/)index\.html$", "", path).strip("/")
    parts = path.split("/")
    if any(not p or p[0] == "." or p[-1] in ". " or len(p.encode()) > 240 for p in parts):
        raise ValueError(text)
    if any(map(_DEVICE.fullmatch, parts)):
        raise ValueError(text)
    if UNSAFE_PATH.search(path) or len(path) > 500 or "index.html" in parts:
        raise ValueError(text)
    return path


def plain_name(name: str) -> str:
    """The name without the qualifier that tells namesakes apart: "Adam Smith (politician)"."""
    return (_QUALIFIER.sub("", name) if "(" in name else name) or name


def qualifier(name: str) -> str:
    """What tells a namesake apart: "politician" in "Adam Smith (politician)"; "" where nothing."""
    return name.removeprefix(plain_name(name)).strip(" ()")


def surname(name: str) -> str:
    """The last word of a personal name of two or more words, suffixes such as "Jr." aside; "" when
    there is none."""
    words = _name_words(name)
    return words[-1] if len(words) > 1 else ""


def surname_keys(name: str) -> frozenset[str]:
    """The keys of every way to call the bearer of a full name by surname: "Leyen", "der Leyen" and
    "von der Leyen"; "al-Amin" and "Amin". A double-barrelled surname is never halved."""
    words = _name_words(name)
    forms = words[-1:] if len(words) > 1 else []
    for last in forms[:1]:
        particle, hyphen, rest = last.partition("-")
        if hyphen and particle.lower() in _PARTICLES:
            forms.append(rest)
    for start in range(len(words) - 2, 0, -1):
        if words[start].lower() not in _PARTICLES:
            break
        forms.append(" ".join(words[start:]))
    return frozenset(name_key(form) for form in forms) - {""}


def _name_words(name: str) -> list[str]:
    """The words of a personal name without its qualifier and suffixes."""
    words = [word.rstrip(",") for word in plain_name(name).split()]
    while len(words) > 1 and name_key(words[-1]) in _SUFFIXES:
        words.pop()
    return words


def sort_key(taxonomy: str, name: str) -> str:
    """What an A-Z index sorts by: people by surname, everything else by name."""
    if taxonomy in ("people", "authors") and (last := surname(name)):
        return f"{name_key(last)} {name_key(name)}"
    return name_key(name)


def initial(sorting: str) -> str:
    """The letter page a sort key is filed under: a to z, accents ignored, or "other"."""
    first = unicodedata.normalize("NFKD", sorting)[:1].lower()
    return first if "a" <= first <= "z" else "other"
