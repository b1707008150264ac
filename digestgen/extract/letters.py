"""Pages of readers' letters: many short texts, each with a heading, and a name and place below."""

from digestgen.extract.line import Line

_NAMES = frozenset(
    {
        "letters",
        "letters to the editor",
        "your letters",
        "readers' letters",
        "leserbriefe",
        "courrier des lecteurs",
        "cartas al director",
    }
)
_ABOVE = 3  # lines above the title in which the page's kind is told


def names_letters(text: str) -> bool:
    """Whether a line is the name of such a page: "Letters to the Editor"."""
    return len(text) <= 30 and text.lower().replace("’", "'").strip(" :") in _NAMES


def is_letters(lines: tuple[Line, ...], title: int) -> bool:
    """Whether the page says at its title that it is one of letters."""
    return any(names_letters(line.text) for line in lines[max(0, title - _ABOVE) : title + 1])
