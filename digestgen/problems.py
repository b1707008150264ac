"""How problems read, on a terminal and as JSON; and the few exceptions that carry them.

DigestgenError
|-- ConfigError      usage or configuration: exit code 2, the output stays as it was
|-- TemplateError    a layout is broken: exit code 1, the output stays as it was
|-- PluginError      another package's code failed: its own part is left out, exit code 1
`-- OwnershipError   a file that is not ours stands where we must write: exit code 1
"""

from collections.abc import Iterable

from digestgen.model import Place, Problem


class DigestgenError(Exception):
    """What stops a command; anything else that is raised is a bug."""

    exit_code = 1

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)  # the arguments, so that it survives a trip between processes
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(text(problem) for problem in self.problems)


class ConfigError(DigestgenError):
    exit_code = 2


class TemplateError(DigestgenError):
    pass


class PluginError(DigestgenError):
    pass


class OwnershipError(DigestgenError):
    pass


def text(problem: Problem) -> str:
    """`content/x.md:4:9: error: "31 Feb" is not a date (hint: 2026-02-28)`"""
    hint = f" (hint: {problem.hint})" if problem.hint else ""
    # What follows a line break is indented, so that no text in it passes for another problem.
    said = visible(f"{problem.severity}: {problem.message}{hint}").replace("\n", "\n  ")
    return f"{where(problem.place)}: {said}"


def line(problem: Problem) -> str:
    """Its text and its code, under which docs/problems.md tells how to mend it: what people see."""
    return f"{text(problem)} [{problem.code}]"


def where(place: Place) -> str:
    """`content/x.md:4:9`, as far as it is known."""
    numbers = [str(n) for n in (place.line, place.column if place.line else 0) if n]
    return on_one_line(":".join([place.path, *numbers]))


def as_json(problems: Iterable[Problem]) -> str:
    """One JSON array of objects with path, line, column, severity, code, message, hint."""
    rows = [
        {
            "path": p.place.path,
            "line": p.place.line,
            "column": p.place.column,
            "severity": p.severity,
            "code": p.code,
            "message": p.message,
            "hint": p.hint,
        }
        for p in problems
    ]
    return json_text(rows)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file, line and column, each once: the order an editor works through them."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (p.place.path, p.place.line, p.place.column, p.severity, p.message),
    )


def count(number: int, noun: str) -> str:
    """ "1 error", "2 errors" """
    return f"{number} {noun}" + ("" if number == 1 else "s")


def nearest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the known word closest to a mistyped one; where none is close, one that is
    given, or a list of all."""
    from difflib import get_close_matches

    words = sorted(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    return otherwise or "one of: " + ", ".join(words)


def visible(message: str) -> str:
    """Text for a terminal, which the control characters of a paste must not reach."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in message)


def on_one_line(message: str) -> str:
    """The same for what is one line, such as the name of a file."""
    return visible(message).replace("\n", "\\x0a")


def json_text(value: object) -> str:
    """JSON for a program or a terminal; what is no plain character in it is escaped."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
