"""Pictures: how large they are, from the first bytes of their files, and which smaller copies they
get; pure. No library is needed for either: every format says its size near its beginning.
"""

import re
from collections.abc import Sequence
from html import unescape

from digestgen.urls import href

RESIZABLE = (".jpg", ".jpeg", ".png", ".webp")
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SVG = re.compile(r"<(?:\w+:)?svg(?=[\s/>])((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"(?<![\w:-])(width|height|viewBox)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*([a-z]*)\s*")
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_LARGEST = 1 << 20  # pixels; more is a mistake or an attack
QUALITY = 82
"""Of smaller copies in formats that lose something."""


def size(data: bytes) -> tuple[int, int] | None:
    """Width and height in CSS pixels as a browser would show the file: PNG, JPEG, GIF, WebP, AVIF or
    SVG. None for anything else and for a file that does not say."""
    found = None
    for start, read in _READERS:
        if re.match(start, data, re.DOTALL):
            try:
                found = read(data)
            except (IndexError, ValueError):
                found = None
            break
    if found is None or not all(0 < length <= _LARGEST for length in found):
        return None
    return found


def _png(data: bytes) -> tuple[int, int]:
    return _big(data, 16, 4), _big(data, 20, 4)


def _gif(data: bytes) -> tuple[int, int]:
    return _little(data, 6, 2), _little(data, 8, 2)


def _webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    if kind == b"VP8L":
        bits = _little(data, 21, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    return None


def _avif(data: bytes) -> tuple[int, int] | None:
    """The largest image property: a file may hold a thumbnail too."""
    sizes = [
        (_big(data, m.end() + 4, 4), _big(data, m.end() + 8, 4))
        for m in re.finditer(b"ispe", data[:8192])
    ]
    return max(sizes, key=lambda one: one[0] * one[1], default=None)


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at, turned = 2, False
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:  # filling
            at += 1
        marker, length = data[at + 1], _big(data, at + 2, 2)
        if data[at] != 0xFF or length < 2:
            return None
        if marker == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
            turned = _is_turned(data[at + 10 : at + 2 + length])
        if marker in _SOF:
            height, width = _big(data, at + 5, 2), _big(data, at + 7, 2)
            return (height, width) if turned else (width, height)
        at += 2 + length


def _is_turned(exif: bytes) -> bool:
    """Whether a camera was held upright: orientations 5 to 8 swap width and height."""
    number = _little if exif[:2] == b"II" else _big
    start = number(exif, 4, 4)
    for entry in range(start + 2, start + 2 + 12 * number(exif, start, 2), 12):
        if len(exif) >= entry + 12 and number(exif, entry, 2) == 0x0112:
            return number(exif, entry + 8, 2) >= 5
    return False


def _svg(data: bytes) -> tuple[int, int] | None:
    """Its width and height, else those of its view box, else the one by the ratio of the other."""
    root = _SVG.search(_COMMENT.sub("", data[: 1 << 16].decode("utf-8", "replace")))
    if root is None:
        return None
    given = {name: unescape(a or b) for name, a, b in _ATTRIBUTE.findall(root[1])}
    width, height = _length(given.get("width", "")), _length(given.get("height", ""))
    box = re.split(r"[\s,]+", given.get("viewBox", "").strip())
    across, down = (float(box[2]), float(box[3])) if len(box) == 4 else (0.0, 0.0)
    if across > 0 and down > 0:
        if width and not height:
            height = width * down / across
        elif height and not width:
            width = height * across / down
        elif not width:
            width, height = across, down
    return (round(width), round(height)) if max(width, height) <= _LARGEST else None


def _length(text: str) -> float:
    """A length in pixels; 0 for a share of something and for units that depend on a font."""
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _UNITS.get(found[2], 0.0) if found else 0.0


def _big(data: bytes, at: int, length: int) -> int:
    return int.from_bytes(_part(data, at, length), "big")


def _little(data: bytes, at: int, length: int) -> int:
    return int.from_bytes(_part(data, at, length), "little")


def _part(data: bytes, at: int, length: int) -> bytes:
    part = data[at : at + length]
    if len(part) < length:
        raise IndexError("the file ends too early")
    return part


_READERS = (
    (rb"\x89PNG\r\n\x1a\n....IHDR", _png),
    (rb"\xff\xd8\xff", _jpeg),
    (rb"GIF8[79]a", _gif),
    (rb"RIFF....WEBP", _webp),
    (rb"....ftyp(?:avif|avis)", _avif),
    (rb"(?:\xef\xbb\xbf)?\s*<", _svg),
)


# --- smaller copies ------------------------------------------------------------------------------


def missing() -> str:
    """What to type before pictures can be resized; "" where nothing is missing."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        version("pillow")
    except PackageNotFoundError:
        return 'pip install "digestgen[images]"'
    return ""


def made_by() -> str:
    """What the bytes of a smaller copy depend on besides the picture and the width."""
    from importlib.metadata import version

    return f"pillow {version('pillow')}, quality {QUALITY}"


def narrower(
    path: str, digest: str, width: int, widths: Sequence[int]
) -> tuple[tuple[str, int], ...]:
    """(href, width) of the smaller copies that a picture below assets/ gets, narrowest first; the
    address changes with the picture's bytes."""
    stem, dot, suffix = path.removeprefix("assets/").rpartition(".")
    if dot + suffix.lower() not in RESIZABLE:
        return ()
    return tuple(
        (href("pictures", f"{stem}-{one}.{digest[:8]}.{suffix}"), one)
        for one in sorted(set(widths))
        if one < width
    )
