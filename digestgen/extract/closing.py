"""Notes below an article: who wrote it, who helped, what else the publisher has."""

import re

from digestgen.extract.phrases import fold
from digestgen.extract.region import Page

# "Marrow and Lind reported from Ostby"; what "was reported from Ostby" is news.
_REPORTED = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]+(?:,? and |, | )){1,9}(?:also )?reported (?:this story )?from "
)
_LONGEST_NOTE = 700  # characters
_ABOUT_AUTHOR = re.compile(
    r"\b(?:is an?|is the|was an?|is out now|covers|writes|has (?:been|written|worked|covered"
    r"|reported)|joined|reports|can be reached|may be reached|follow|est|ist|es)\b",
    re.IGNORECASE,
)


def is_closing(page: Page, index: int, authors: tuple[str, ...]) -> str:
    """What kind of closing note the line would be at the end of an article, "" for none."""
    text = page.lines[index].text
    if len(text) > _LONGEST_NOTE:
        return ""
    if is_about_author(text, authors):
        return "about the author"
    if _REPORTED.match(text):
        return "reporting credit"
    return page.wording.closing.find(fold(text), _LONGEST_NOTE)


def is_about_author(text: str, authors: tuple[str, ...]) -> bool:
    """Whether a line names somebody of the byline and says what they do."""
    return _names_author(text, authors) and (
        _ABOUT_AUTHOR.search(text) is not None
        or text.casefold() in {name.casefold() for name in authors}
    )


def _names_author(text: str, authors: tuple[str, ...]) -> bool:
    """Whether a line speaks of an author: the full name, or their surname at its start."""
    if not authors:
        return False
    folded = text.casefold()
    return any(
        a.casefold() in folded or a.split()[-1].casefold() in folded.split()[:3] for a in authors
    )
