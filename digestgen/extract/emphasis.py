"""Words that the text sets off as Markdown does: *the winter channel*, ~~withdrawn~~."""

import re

# Marks that touch whole words. Footnotes ("late*") and swear words ("d*mn") have others.
_SET_OFF = re.compile(
    r"(?<![\w*])(?P<one>\*)(?=[^\W_])(?=[^*\n]{0,300}[^\W\d_]{2})[^*\n]{1,300}(?<=[\w.!?,;:'\"”’)\]])(?P<end>\*)(?![\w*])"
    r"|(?<![\w~])(?P<two>~~)(?=[^\s~])[^~\n]{1,400}(?<=[^\s~])(?P<close>~~)(?![\w~])"
)


def marks(text: str) -> frozenset[int]:
    """The offsets of asterisks and tildes that set whole words off."""
    if "*" not in text and "~~" not in text:
        return frozenset()
    found: set[int] = set()
    for match in _SET_OFF.finditer(text):
        for group in match.groupdict():
            found.update(range(*match.span(group)))
    return frozenset(found)


def unmarked(text: str) -> str:
    """The text without these marks, for where it is shown as it is."""
    found = marks(text)
    return "".join(c for i, c in enumerate(text) if i not in found) if found else text
