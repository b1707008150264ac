"""Characters that went wrong on the way: UTF-8 that was read as Windows-1252, and HTML entities
that a page left in its text.

Only what can hardly be meant otherwise is touched. (The library ftfy mends more kinds, but can't
tell which characters of the text a mended one came from.)
"""

import re
from html import unescape
from html.entities import name2codepoint

ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,7});"

# What bytes 0x80 to 0x9F and 0xA0 to 0xBF look like; five have no character and stay controls.
_LOW = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
_HIGH = "\xa0-\xbf"
_SURE = re.compile(rf"â€|Ã[{_HIGH}]|Â[\xa0-\xbf]|ðŸ")
_PLAIN = re.compile(
    rf"[ÂÃ][{_HIGH}]|â[€„†‡ˆ‚][{_LOW}{_HIGH}]|ðŸ[{_LOW}{_HIGH}]{{2}}|â€(?![{_LOW}{_HIGH}])"
)
_MORE = re.compile(
    rf"[ÂÃÄÅÐÑ][{_LOW}{_HIGH}]|[âàãäåæçèéï][{_HIGH}][{_LOW}{_HIGH}]|â[{_LOW}][{_LOW}{_HIGH}]"
    rf"|ðŸ[{_LOW}{_HIGH}]{{2}}|â€(?![{_LOW}{_HIGH}])|Â$"
)
_LOST = {"â€": "”", "Â": " "}  # the last byte had no character and went missing


def is_garbled(text: str) -> bool:
    """Whether the text has signs of UTF-8 read as Windows-1252 that hardly anybody would write."""
    return len(_SURE.findall(text[:200_000])) > 1


def mend(piece: str, garbled: bool, spaced: bool) -> str:
    """A run of unusual characters, or an entity, as it was meant; `spaced` where a space follows."""
    if piece[0] == "&" and piece[-1] == ";":
        name = piece[1:-1]
        return unescape(piece) if name[0] == "#" or name in _NAMES else piece
    if garbled and piece[-1] == "Â" and spaced:
        piece = piece[:-1]
    return (_MORE if garbled else _PLAIN).sub(_decoded, piece)


_NAMES = frozenset(name2codepoint) | {"apos"}


def _decoded(match: re.Match[str]) -> str:
    text = match[0]
    if text in _LOST:
        return _LOST[text]
    data = bytearray()
    for character in text:
        try:
            data += character.encode("cp1252")
        except UnicodeEncodeError:
            data.append(ord(character) & 0xFF)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return text
