"""Annotated pastes: reading them, and holding an output against the gold of one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.rules import (
    Counts,
    Gold,
    Key,
    caption_right,
    credit_right,
    day_right,
    entity_key,
    items,
    match_names,
    match_quotes,
    match_topics,
    minute_right,
    moment,
    name,
    person_key,
    same_quote,
    same_speaker,
    score_body,
    section_right,
    source_right,
    text_key,
    title_right,
)

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    paste: str
    gold: Gold


def read_cases(folder: Path, only: frozenset[str] | None = None) -> dict[str, Case]:
    """Case id -> case, for every `<id>.json` with a `body` and its `<id>.txt`."""
    cases = {}
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "body" in gold and (only is None or path.stem in only):
            paste = path.with_suffix(".txt").read_bytes().decode("utf-8", "replace")
            cases[path.stem] = Case(paste, gold)
    return cases


_ENTITIES: Mapping[str, Key] = {
    "people": person_key,
    "organizations": entity_key,
    "places": entity_key,
}


def score_case(gold: Gold, fields: Fields, markdown: str) -> dict[str, Counts]:
    """Counts for every field that this case can be scored on."""
    shown = gold.get("flags") or {}
    counts: dict[str, Counts] = {}
    if gold.get("title"):
        counts["title"] = title_right(gold, fields.get("title") or ""), 1
        if shown.get("title_in_text", True):
            counts["title_visible"] = counts["title"]
    if gold.get("date"):
        counts["date_day"] = day_right(gold, fields.get("date")), 1
        if shown.get("date_in_text", True):
            counts["date_day_visible"] = counts["date_day"]
        if shown.get("minute_in_text") and gold.get("datetime"):
            counts["date_minute"] = minute_right(gold, fields.get("date")), 1
    if gold.get("authors"):
        counts["authors"] = match_names(gold["authors"], items(fields.get("authors")), person_key)
        if shown.get("authors_in_text", True):
            counts["authors_visible"] = counts["authors"]
    if gold.get("section") and shown.get("section_in_text", True):
        counts["section"] = section_right(gold, fields.get("section") or ""), 1
    if gold.get("source"):
        counts["source"] = source_right(gold, name(fields.get("source") or "")), 1
        if shown.get("source_in_text", True):
            counts["source_visible"] = counts["source"]
    image = fields.get("image")
    image = image if isinstance(image, Mapping) else {}
    if gold.get("image_caption") and shown.get("caption_in_text", True):
        counts["image_caption"] = caption_right(gold, image.get("caption") or ""), 1
    if gold.get("image_credit") and shown.get("credit_in_text", bool(gold.get("seed"))):
        counts["image_credit"] = credit_right(gold, image.get("credit") or ""), 1
    for field, key in _ENTITIES.items():
        if field in gold:
            counts[field] = match_names(gold[field], items(fields.get(field)), key)
    if gold.get("topics"):
        topics = [name(topic) for topic in items(fields.get("topics"))]
        counts["topics"] = match_names(gold["topics"], topics, text_key)
        counts["topics_soft"] = match_topics(gold["topics"], topics)
    if "quotes" in gold:
        ours = [q if isinstance(q, Mapping) else {"text": q} for q in items(fields.get("quotes"))]
        counts["quotes_text"], counts["quotes"] = match_quotes(gold["quotes"], ours)
    return counts | score_body(gold, markdown)


def judge(gold: Gold, field: str, value: Any) -> bool | None:
    """Whether one claimed value is right, taken by itself; None where the gold can't tell. Topics
    are not judged: which of many true ones a publisher tags is a habit."""
    if field == "date" and gold.get("date"):
        timed = (gold.get("flags") or {}).get("minute_in_text") and gold.get("datetime")
        found = moment(value)
        minute = not (timed and found and found[1]) or minute_right(gold, value)
        return day_right(gold, value) and minute
    if field == "section" and not (gold.get("flags") or {}).get("section_in_text", True):
        return None
    single = {"title": title_right, "section": section_right, "source": source_right}
    if field in single:
        return single[field](gold, name(value)) if gold.get(field) else None
    if field == "image" and gold.get("image_caption") and value.get("caption"):
        return caption_right(gold, value["caption"])
    if field in ("authors", *_ENTITIES):
        if not gold.get(field):
            return None if field == "authors" or field not in gold else False
        hits, wrong, _ = match_names(gold[field], [value], _ENTITIES.get(field, person_key))
        return bool(hits) if hits or wrong else None
    if field == "quotes" and "quotes" in gold:
        near = [q for q in gold["quotes"] if same_quote(q, value.get("text") or "") >= 0.8]
        if near and all(q.get("optional") for q in near):
            return None
        return any(same_speaker(q, value.get("speaker")) for q in near)
    return None
