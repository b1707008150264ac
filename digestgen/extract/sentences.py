"""Where sentences of English prose end."""

import re
from collections.abc import Iterator

END = re.compile(
    r"[.!?…](?<![ .(][^\W\d_a-z].)(?<!(?:Mr|Dr|Ms|St|No|Lt|vs|Jr|Sr).)(?<!(?:Mrs|Rep|Sen|Gov|Jan|Feb"
    r"|Aug|Oct|Nov|Dec|Inc|Ltd|Col|Gen|Sgt|Maj|Rev|Hon).)(?<!(?:Sept|Prof|Capt|Corp|Supt|Insp|Cllr).)"
    r"[.!?…]*[\"”’')\]»]*(?=\s+[\"“‘'«„(\[]*(?:[^\W_a-z]|[$£€])|\s+[\"“‘«„(]|\s*$)"
)
"""The end of a sentence; no full stop after an initial, a title or a month."""


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, without the spaces between them."""
    begin = start
    for match in END.finditer(text, start, end):
        yield begin, match.end()
        begin = match.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end
