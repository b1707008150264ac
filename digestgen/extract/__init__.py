"""From a raw paste of a news page to front matter and a tidy Markdown body.

A pure function of the text and the settings: annotators, one a file, *claim* values for fields,
each pointing at words of the text; `settle` chooses; nothing is invented.
"""

from collections.abc import Mapping

from digestgen.extract.annotating import Annotator, annotate, annotators, broken
from digestgen.extract.article import Article, compose
from digestgen.extract.body import write_body
from digestgen.extract.claims import (
    FIELDS,
    Claim,
    Dropped,
    Extraction,
    Failure,
    Note,
    Rejected,
    Settings,
)
from digestgen.extract.entities import entity_claims
from digestgen.extract.furniture import sift
from digestgen.extract.head import head_claims
from digestgen.extract.headline import find_title, title_span
from digestgen.extract.language import language_of
from digestgen.extract.mentions import find_mentions
from digestgen.extract.outlet import find_outlet, is_outlet
from digestgen.extract.outletkeys import host_of
from digestgen.extract.paste import Paste, read_paste, single_line
from digestgen.extract.region import Page, read_page
from digestgen.extract.section import section_of_url
from digestgen.extract.settle import ENOUGH, name_of, settle
from digestgen.extract.summary import find_summary
from digestgen.extract.vocabulary import occurring
from digestgen.names import name_key, surname

__all__ = [
    "RULES_VERSION", "Annotator", "Article", "Claim", "Dropped", "Extraction", "Failure", "Note",
    "Settings", "annotators", "broken", "extract", "occurring",
]  # fmt: skip

RULES_VERSION = "4"
"""Changes whenever the same text and settings may give another result."""

_LISTS = ("authors", "people", "organizations", "places", "topics", "suggested_topics", "quotes")
_LONGEST_TITLE = 30  # words; a longer line is no title
_TITLE_WORDS = 12  # of running text that stand in for one


def extract(
    text: str, settings: Settings, annotators: Mapping[str, Annotator] | None = None
) -> Extraction:
    """Turn a paste into fields and a Markdown body. Never raises for any text; linear in it."""
    known = occurring(text, settings.vocabulary)
    settings = Settings(settings.language, settings.timezone, settings.ignore, known)
    paste = read_paste(text)
    page = read_page(paste.lines, language_of(paste.text) or settings.language)
    found = find_title(page)
    title = found[0] if found else None
    head = head_claims(page, title)
    claims = [*paste.prefixes, _title(paste, page, found)]
    claims += [_placed(paste, claim) for claim in head.claims]
    authors = tuple(sorted({str(c.value) for c in head.claims if c.field == "authors"}))
    if title is not None and page.shapes[title].words > _LONGEST_TITLE:
        title = None  # running text stands in for a title, and stays in the body
    sifted = sift(page, title, head.taken, authors)
    article = compose(page, title, sifted)
    annotated = annotate(article, annotators or {}, known)
    recognized = annotated.mentions
    mentions = find_mentions(article, tuple((c.start, c.end) for c in recognized))
    entities = entity_claims(mentions, known, frozenset(map(name_key, authors)), recognized)
    for claim in (*entities, *annotated.sure):
        claims.append(_placed(paste, claim, article.source(claim.start, claim.end)))
    people = [
        name_of(c.value)
        for c in entities
        if c.field == "people" and c.confidence >= ENOUGH["people"]
    ]
    not_outlets = frozenset(name_key(n) for p in people for n in (p, surname(p)) if n) | {
        name_key(word) for author in authors for word in (author, *author.split())
    }
    url = next((str(c.value) for c in paste.prefixes if c.field == "url"), "")
    outlet = find_outlet(page, title, mentions, not_outlets, url)
    claims += [_placed(paste, c) for c in outlet]
    for claim in (*paste.prefixes, *outlet):
        if claim.field == "url" and (section := section_of_url(str(claim.value), claim.start)):
            claims.append(section if claim in paste.prefixes else _placed(paste, section))
    for prefix in paste.prefixes:
        if prefix.field == "url" and host_of(url):
            claims.append(
                Claim("source", host_of(url), prefix.start, prefix.end, "source.url", 0.35)
            )
    if summary := find_summary(article):
        claims.append(_placed(paste, summary, article.source(summary.start, summary.end)))
    language = language_of(article.text)
    if language and language != settings.language.split("-")[0].lower() and article.text:
        span = paste.original(*article.source(0, len(article.text)))
        claims.append(Claim("language", language, *span, "language.words", 0.8))
    house = [c for c in claims if c.field == "authors" and is_outlet(str(c.value), outlet)]
    chosen, rejected = settle([c for c in claims if c not in house], settings)
    rejected += tuple(Rejected(claim, "the publication itself") for claim in house)
    dropped = tuple(
        Dropped(page.lines[i].number, page.lines[i].text, reason)
        for i, reason in sorted(sifted.reasons.items())
    )
    fields = _fields(chosen)
    notes = tuple(
        Note(n.field, n.message, n.hint, *paste.original(n.start, n.end))
        for n in head.notes
        if n.field not in fields
    )
    parts = (tuple(claims), chosen, rejected, dropped, notes, annotated.failures)
    return Extraction(fields, write_body(article), *parts)


def _placed(paste: Paste, claim: Claim, span: tuple[int, int] | None = None) -> Claim:
    """The claim with offsets in the text as given, from offsets in the clean paste."""
    start, end = paste.original(*(span or (claim.start, claim.end)))
    return Claim(claim.field, claim.value, start, end, claim.rule, claim.confidence)


def _title(paste: Paste, page: Page, found: tuple[int, float] | None) -> Claim:
    if not page.lines:
        return Claim("title", "Untitled", 0, 0, "title.none", 0.0)
    line = page.lines[found[0] if found else 0]
    words = line.text.split()
    if found and len(words) <= _LONGEST_TITLE:
        start, end = title_span(line.text)
        span = paste.original(*line.span(start, end))
        return Claim("title", single_line(line.text[start:end]), *span, "title.line", found[1])
    short = " ".join(words[:_TITLE_WORDS])
    span = paste.original(*line.span(0, len(short)))
    return Claim("title", single_line(short), *span, "title.words", 0.2)


def _fields(chosen: tuple[Claim, ...]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for field in FIELDS:
        values = [_tidy(claim.value) for claim in chosen if claim.field == field]
        if values:
            fields[field] = values if field in _LISTS else values[0]
    return fields


def _tidy(value: object) -> object:
    if isinstance(value, dict):
        return {key: single_line(str(item)) for key, item in value.items()}
    return single_line(str(value))
