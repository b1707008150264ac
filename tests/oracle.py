"""Compares built pages with the facts, through the hooks that the theme gives its pages."""

import re
from collections import Counter
from html import unescape
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote

from facts import ALL, LISTED, Facts, Term, key

TOGETHER = ("people", "topics", "organizations", "places", "sources")


def check(facts: Facts, site: Path, newest: int = 30, together: int = 12) -> None:
    """Hold every page of a term, an article and an edition against the facts."""
    made = set(facts.config.get("outputs", (*ALL, "articles", "editions", "years")))
    shown = {t for t in facts.listing if t[0] in (*ALL, "editions") and t[0] in made}
    shown = {t for t in shown if t[0] == "editions" or not facts.hidden(t)}
    for taxonomy in (*ALL, "editions"):
        assert _folders(site / taxonomy) == {s for t, s in shown if t == taxonomy}, taxonomy
    for term in shown:
        if term[0] == "editions":
            wanted = {facts.address(name) for name in facts.listing[term]}
            assert set(_cards(site, "/".join(term))) == wanted, term
            _check_news(facts, site, term[1], newest)
        else:
            _check_term(facts, site, term, newest, together, "years" in made)
    if "articles" in made:
        for name in facts.articles:
            page = _text(site, facts.address(name))
            for taxonomy in ("people", "topics", "organizations", "places"):
                terms = [t for t in facts.terms.get(name, []) if t[0] == taxonomy and t in shown]
                links = _links(page, facts.address(name), taxonomy)
                assert links == ["/".join(t) for t in terms], (name, taxonomy)


def _check_term(
    facts: Facts, site: Path, term: Term, newest: int, together: int, with_years: bool
) -> None:
    folder = "/".join(term)
    page = _text(site, folder)
    names = facts.listing[term][::-1]
    assert f'data-count="{len(names)}"' in page, folder
    assert _heading(page) == facts.label(term), folder
    assert _cards(site, folder) == [facts.address(n) for n in names[:newest]], folder
    years = Counter(str(facts.articles[n].get("date", "undated"))[:4] for n in names)
    rows = re.findall(r'<tr data-year="(\w+)" data-count="(\d+)">', page)
    assert {year[:4]: int(count) for year, count in rows} == years, folder
    with_whom = Counter(
        t for n in names for t in facts.terms[n] if t != term and not facts.hidden(t)
    )
    for taxonomy in TOGETHER:
        found = sorted((-count, s) for (t, s), count in with_whom.items() if t == taxonomy)
        wanted = (
            [(s, -count) for count, s in found[:together]]
            if term[0] in LISTED or taxonomy != "sources"
            else []
        )
        assert _together(page, taxonomy) == [
            (facts.label((taxonomy, s)), count) for s, count in wanted
        ], (folder, taxonomy)
    if term[0] == "people":
        order = {name: number for number, name in enumerate(names)}
        said = sorted(facts.quotes[term[1]], key=lambda quote: order[quote[0]])
        texts = re.findall(r"<blockquote><p>(.*?)</p>", _section(page, "quotes"))
        assert [*map(unescape, texts)] == [text for _, text in said[:newest]], folder
        _check_person(facts, page, term, names, newest)
    for year in years if with_years and len(names) > newest else ():
        part = site / folder / ("undated" if year == "unda" else year)
        pages = [part, *part.glob("page/*")]
        cards = [c for p in pages for c in _cards(site, p.relative_to(site).as_posix())]
        dated = {n for n in names if str(facts.articles[n].get("date", "undated"))[:4] == year}
        assert sorted(cards) == sorted(map(facts.address, dated)), part


def _check_person(facts: Facts, page: str, term: Term, names: list[str], newest: int) -> None:
    """Roles with the days they were first and last stated, and others of the same name."""
    stated = _jobs(facts.roles[term[1]])
    latest_first = sorted(stated, key=lambda role: min(map(names.index, stated[role])))
    wanted = []
    for role in latest_first[:newest]:
        told = sorted(stated[role], key=facts.order)
        days = [str(facts.articles[n].get("date", ""))[:10] for n in told]
        wanted.append((role, [*dict.fromkeys((days[0], days[-1]))] if days[0] else []))
    found = []
    for item in re.findall(r"<li>(.*?)</li>", _section(page, "roles"), re.DOTALL):
        text = re.search(r'<span class="what">(.*?)(?: <span|</span>)', item)
        assert text
        found.append((unescape(text[1]), re.findall(r'datetime="([^"]+)"', item)))
    assert found == wanted, term

    def plain(one: Term) -> str:
        return key(re.sub(r"\s*\([^()]*\)$", "", facts.label(one)))

    same = {t for t in facts.listing if t[0] == "people" and plain(t) == plain(term)}
    if len(same) <= newest:
        others = {t for t in same if t != term and not facts.hidden(t)}
        note = re.search(r'<p class="aliases" id="namesakes">(.*?)</p>', page)
        labels = re.findall(r"<(?:a|bdi)[^>]*>(.*?)</", note[1] if note else "")
        assert {*map(unescape, labels)} == {facts.label(t) for t in others}, term


def _jobs(stated: dict[str, list[str]]) -> dict[str, list[str]]:
    """Roles with the articles that state them: spellings of one, and what only one other says more
    fully, are that one."""
    apart = ["of", "for", "at", "in", "on", "to", "from", "with", "by"]
    other = [
        "deputy",
        "vice",
        "former",
        "ex",
        "acting",
        "interim",
        "co",
        "elect",
        "assistant",
        "associate",
    ]

    def words(role: str, stop: list[str]) -> set[str]:
        found = key(role).replace(",", "").split()
        found = found[: min((found.index(w) for w in stop if w in found), default=len(found))]
        return {*found} - {"a", "an", "the", "and", *apart}

    by_key: dict[str, list[str]] = {}
    for role in sorted(stated, key=lambda role: (-len(stated[role]), role)):
        by_key.setdefault(key(role), []).append(role)
    usual = {same[0]: [n for role in same for n in stated[role]] for same in by_key.values()}
    jobs: dict[str, list[str]] = {}
    for role in sorted(usual, key=lambda r: (-len(words(r, [])), -len(usual[r]), r)):
        fuller = [
            job
            for job in jobs
            if words(role, []) <= words(job, [])
            and words(role, apart) <= words(job, apart)
            and not {*other} & (words(job, apart) - words(role, apart))
        ]
        if len(fuller) == 1:
            jobs[fuller[0]] = jobs[fuller[0]] + usual[role]
        elif not fuller or len(words(role, [])) > 1:
            jobs[role] = usual[role]
    return jobs


def _check_news(facts: Facts, site: Path, edition: str, newest: int) -> None:
    people, topics = facts.new_in(edition)
    page = _section(_text(site, f"editions/{edition}"), "new")
    new_people, _, rest = page.partition("</ul>") if "new-people" in page else ("", "", page)
    labels = {*map(unescape, re.findall(r"<li><(?:a|bdi)[^>]*>(.*?)</", new_people))}
    wanted = {facts.label(("people", p)) for p in people if not facts.hidden(("people", p))}
    assert labels == wanted or len(people) > newest and labels <= wanted, (edition, labels, wanted)
    returned = {*map(unescape, re.findall(r"<li><(?:a|bdi)[^>]*>(.*?)</", rest))}
    shown = {t for t in topics if not facts.hidden(("topics", t))}
    assert returned == {facts.label(("topics", t)) for t in shown}, edition
    last = set(re.findall(r'editions/([\w-]+)/(?:index.html)?"', rest.partition("returned")[2]))
    assert last == {topics[t] for t in shown}, edition


def _folders(folder: Path) -> set[str]:
    pages = {page.parent.name: page.read_text("utf-8") for page in folder.glob("*/index.html")}
    return {name for name, page in pages.items() if 'http-equiv="refresh"' not in page}


def _text(site: Path, folder: str) -> str:
    return (site / folder / "index.html").read_text("utf-8")


def _heading(page: str) -> str:
    found = re.search(r"<h1\b[^>]*>(.*?)</h1>", page)
    return unescape(found[1]) if found else ""


def _section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def _links(page: str, folder: str, section: str, which: str = "") -> list[str]:
    hrefs = re.findall(rf'<a {which}href="([^"]+)"', _section(page, section))
    return [normpath(join(folder, unquote(h).removesuffix("index.html"))) for h in hrefs]


def _cards(site: Path, folder: str) -> list[str]:
    return _links(_text(site, folder), folder, "articles", 'class="card-link" ')


def _together(page: str, taxonomy: str) -> list[tuple[str, int]]:
    section = _section(page, f"with-{taxonomy}")
    found = re.findall(r'<li data-count="(\d+)"><(?:a|bdi)[^>]*>(.*?)</', section)
    return [(unescape(label), int(count)) for count, label in found]
