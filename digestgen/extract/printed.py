"""What a browser prints at the edges of each page: the address, the day, "2 of 4"."""

import re

_FOOT = re.compile(
    r"(?:https?://|www\.)\S+ +(?:page |seite |página )?\d{1,3} ?(?:/|of|von|sur|de) ?\d{1,3}"
    r"(?: .{0,40})?$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d\d(?: ?[AaPp]\.?[Mm]\.?)? {2,}\S.{3,150}$"
)
_NUMBER = re.compile(r"[-–—] ?\d{1,3} ?[-–—]$|page \d{1,3} of \d{1,3}$", re.IGNORECASE)


def is_edge(text: str) -> bool:
    """ "https://… 2/4", "- 2 -", "16/01/2026, 09:12   Title | Outlet" """
    first = text[0]
    if first.isdigit():
        return _HEAD.match(text) is not None
    if first in "-–—Pp":
        return len(text) <= 20 and _NUMBER.match(text) is not None
    return first in "hw" and _FOOT.match(text) is not None
