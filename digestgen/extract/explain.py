"""Why the front matter says what it says: each value with the words of the paste it rests on, and
the claims that lost to it."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from digestgen.extract.claims import FIELDS, Claim, Extraction
from digestgen.extract.paste import single_line

_WORDS = 90  # characters of the paste that are shown


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim as an editor reads it."""

    field: str
    value: object
    line: int  # of the paste, from 1
    column: int
    words: str  # of the paste, on one line, shortened
    rule: str
    confidence: float  # 0 to 1
    chosen: bool
    reason: str  # why it lost; "" for a chosen one


def explain(text: str, extraction: Extraction) -> tuple[Reading, ...]:
    """Every claim about a paste, in the order of front matter: of a field the chosen ones first,
    the others by confidence. `text` is what was extracted."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def reading(claim: Claim, chosen: bool, reason: str) -> Reading:
        line = bisect_right(starts, claim.start, 0, len(starts) - 1)
        words = single_line(text[claim.start : claim.end])
        if len(words) > _WORDS:
            words = words[: _WORDS - 1].rstrip() + "…"
        return Reading(
            claim.field,
            claim.value,
            line,
            claim.start - starts[line - 1] + 1,
            words,
            claim.rule,
            round(claim.confidence, 2),
            chosen,
            reason,
        )

    readings = [reading(claim, True, "") for claim in extraction.chosen]
    lost = sorted(extraction.rejected, key=lambda r: (-r.claim.confidence, r.claim.start))
    readings += [reading(rejected.claim, False, rejected.reason) for rejected in lost]
    return tuple(sorted(readings, key=lambda r: (FIELDS.index(r.field), not r.chosen)))


def as_text(readings: Iterable[Reading]) -> str:
    """Lines for a terminal: a field, its values with where they stand, and the losers under "not"."""
    lines: list[str] = []
    field = ""
    for reading in readings:
        if reading.field != field:
            field = reading.field
            lines.append(f"{field}:")
        mark = "  " if reading.chosen else "  not "
        lines.append(f"{mark}{_value(reading.value)}")
        where = (
            f"line {reading.line}: “{reading.words}”" if reading.words else "nothing in the paste"
        )
        why = f"; {reading.reason}" if reading.reason else ""
        lines.append(f"      {where}  [{reading.rule} {reading.confidence:.2f}{why}]")
    return "".join(f"{line}\n" for line in lines)


def _value(value: object) -> str:
    if isinstance(value, dict):
        if "text" in value:
            return f"{value.get('speaker') or 'nobody named'}: “{value['text']}”"
        name, *rest = map(str, value.values())
        return f"{name} ({', '.join(rest)})" if rest else name
    return str(value)
