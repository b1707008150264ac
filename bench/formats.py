"""Articles and profiles as each tool wants them: the same words, in its own front matter.

The peers get every name as the person's canonical one, since none of them knows aliases; digestgen gets
the names as they were written. Only `digestgen-raw` holds pastes.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import words
from bench.corpus import Article, Corpus, Dice, Profile

Files = dict[str, str]
"""Paths below a tool's folder of content, and what they hold."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a tool writes an article and, where it has such a thing, a person's profile."""

    article: Callable[[Article], Files]
    profile: Callable[[Profile, str], Files] | None = None
    """The second argument is the name to show, which an editor may have changed."""


def _front_matter(values: Mapping[str, object], body: str) -> str:
    """YAML, with JSON for every value: that is YAML too, and quoted where it has to be."""
    rows = (f"{key}: {json.dumps(value)}" for key, value in values.items())
    return "\n".join(["---", *rows, "---", "", body])


def _common(article: Article) -> dict[str, object]:
    return {
        "title": article.title,
        "authors": [article.author],
        "people": article.people,
        "organizations": article.organizations,
        "places": article.places,
        "topics": article.topics,
        "summary": article.summary,
    }


def _stamp(article: Article) -> str:
    return f"{article.date:%Y-%m-%dT%H:%M:00}Z"


def _digestgen(article: Article) -> Files:
    values = _common(article) | {
        "date": _stamp(article),
        "people": article.written,
        "section": article.section,
        "source": article.source,
        "url": article.url,
        "quotes": [{"speaker": speaker, "text": text} for speaker, text in article.quotes],
        "path": article.path,
    }
    return {f"{article.path}.md": _front_matter(values, article.body)}


def _digestgen_profile(profile: Profile, shown: str) -> Files:
    values = {
        "name": shown,
        "aliases": [name for name in (profile.name, profile.alias) if name != shown],
        "role": profile.role,
    }
    return {f"people/{profile.slug}.md": _front_matter(values, profile.text + "\n")}


def _raw(article: Article) -> Files:
    return {f"{article.path}.txt": paste(article)} if article.is_paste else _digestgen(article)


def paste(article: Article) -> str:
    """The article as a browser's clipboard has it: no markup, and the page's rubbish around it."""
    dice = Dice(f"paste {article.number}")
    text = article.body.replace("- ", "• ").replace("## ", "").replace("*", "")
    text = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text)
    text = re.sub(r'"([^"\n]*)"', "\u201c\\1\u201d", text)
    menu = [dice.pick(words.MENU) for _ in range(dice.between(4, 9))]
    day = f"{article.date:%B} {article.date.day}, {article.date.year}"
    before = f" date {article.date:%Y-%m-%d} " if dice.random() < 0.5 else ""
    head = [f"{before}Skip to main content", article.source, *menu, "Subscribe", "Sign in"]
    middle = [article.title, "", f"By {article.author}", f"Published {day}", ""]
    tail = [
        "Share this article",
        f"More from {article.section}",
        *(f"{dice.pick(words.CROWDS)} ask about {dice.pick(words.THINGS)}" for _ in range(3)),
        f"© {article.date.year} {article.source}. All rights reserved.",
    ]
    return "\n".join([*head, f"{dice.between(2, 9)} min read", "", *middle, text, *tail, ""])


def _hugo(article: Article) -> Files:
    """`section` and `url` mean something else to Hugo."""
    values = _common(article) | {
        "date": _stamp(article),
        "desk": article.section,
        "source": {"name": article.source, "url": article.url},
    }
    return {f"{article.path}.md": _front_matter(values, article.body)}


def _hugo_profile(profile: Profile, shown: str) -> Files:
    values = {"title": shown, "role": profile.role}
    return {f"people/{profile.slug}/_index.md": _front_matter(values, profile.text + "\n")}


def _pelican(article: Article) -> Files:
    """Lines of `Key: value`. Pelican's own pages of authors and tags are those of people and topics."""
    rows = {
        "Title": article.title,
        "Date": f"{article.date:%Y-%m-%d %H:%M}",
        "Slug": article.path.rpartition("/")[2],
        "Authors": "; ".join(article.people),
        "Tags": ", ".join(article.topics),
        "Byline": article.author,
        "Organizations": ", ".join(article.organizations),
        "Places": ", ".join(article.places),
        "Category": article.section,
        "Summary": article.summary,
        "Source_name": article.source,
        "Source_url": article.url,
    }
    head = "".join(f"{key}: {value}\n" for key, value in rows.items())
    return {f"{article.path}.md": f"---\n{head}---\n\n{article.body}"}


FORMATS = {
    "digestgen": Format(_digestgen, _digestgen_profile),
    "digestgen-raw": Format(_raw, _digestgen_profile),
    "hugo": Format(_hugo, _hugo_profile),
    "eleventy": Format(_hugo),
    "pelican": Format(_pelican),
}


def write(files: Files, folder: Path) -> list[Path]:
    """Put files in place, each in one go, and name them."""
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def write_corpus(corpus: Corpus, folders: Mapping[Path, Format]) -> None:
    """The whole corpus into each folder, every article made once."""
    for number in range(corpus.size):
        article = corpus.article(number)
        for folder, form in folders.items():
            write(form.article(article), folder)
    for profile in corpus.profiles():
        for folder, form in folders.items():
            if form.profile is not None:
                write(form.profile(profile, profile.name), folder)
