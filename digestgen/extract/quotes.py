"""Direct quotations of five words or more, with their speakers."""

import re

from digestgen.extract.claims import Claim
from digestgen.extract.emphasis import unmarked
from digestgen.extract.mentions import Mentions
from digestgen.extract.quotations import find_quotations
from digestgen.extract.speakers import Speakers

_FEWEST_WORDS = 5
_WORD = re.compile(r"[^\W\d_]{4,}")


def find_quotes(
    mentions: Mentions, people: dict[str, str], organizations: tuple[str, ...]
) -> list[Claim]:
    """Claims whose value is {"speaker": …, "text": …}, offsets in Article.text. `people` maps the
    names that the article may use to full names, `organizations` are names in the article."""
    quoted = find_quotations(mentions.article)
    if not quoted:
        return []
    claims = []
    for quote, speaker in zip(
        quoted, Speakers(mentions, people, organizations, quoted).all(), strict=True
    ):
        if len(quote.text.split()) < _FEWEST_WORDS or _is_title(quote.text):
            continue
        value = {"speaker": speaker.name} if speaker.name else {}
        value["text"] = unmarked(quote.text)
        claims.append(
            Claim("quotes", value, quote.start, quote.end, speaker.rule, speaker.confidence)
        )
    return claims


def _is_title(text: str) -> bool:
    """Whether it is the title of a work, all of whose longer words are capitalised."""
    words = _WORD.findall(text)
    return len(words) > 2 + 2 * (not text[-1].isalnum()) and all(w[0].isupper() for w in words)
