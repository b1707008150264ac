"""The front page, editions, the archive and quotes."""

from digestgen import urls
from digestgen.contribute import UNDATED, UNNAMED
from digestgen.model import Image
from digestgen.pages.page import Given, Page, picture_reads
from digestgen.pages.terms import entry_views, letter_links, list_job, plan_slices
from digestgen.render import Job, format_day
from digestgen.values import limits
from digestgen.values.indexes import rounded
from digestgen.values.site import Edition, Lead
from digestgen.values.store import Values
from digestgen.values.terms import Said, Slice
from digestgen.views import (
    ArchiveView,
    Card,
    Count,
    EditionLine,
    EditionView,
    HomeView,
    IndexEntry,
    Link,
    QuotesView,
    QuoteView,
    Returned,
    SpeakerView,
    Story,
    ThreadView,
)

Front = tuple[tuple[str, Card], ...]
"""Articles with the paths of their files."""

_UNNAMED = f"quotes:{UNNAMED}"

# --- front page ----------------------------------------------------------------------------------


def plan_home(values: Values, _: str) -> list[Page]:
    if "home" not in values.config.outputs:
        return []
    reads = ["front:", "threads:", "spoken:"]
    editions = values.get("editions")
    newest = ""
    shown: tuple[Card, ...] = ()
    if editions and "editions" in values.config.outputs:
        assert isinstance(editions, tuple)
        newest = editions[0]
        reads += _edition_reads(values, newest)
        edition = values.get(f"edition:{newest}")
        assert isinstance(edition, Edition)
        shown = edition.cards
    front = values.get("front:")
    assert isinstance(front, tuple)
    for path, _card in _stories(front, shown):
        image = values.get(f"image:{path}")
        assert image is None or isinstance(image, Image)
        reads += [f"image:{path}", *picture_reads(image)]
    said = values.get("spoken:")
    if isinstance(said, Said) and said.slug:
        reads.append(f"term:people/{said.slug}")
    return [Page("index.html", "home", "home:", tuple(dict.fromkeys(reads)), (newest,))]


def _rest(front: Front, shown: tuple[Card, ...]) -> Front:
    """The newest articles but for those that the edition shows."""
    hrefs = {card.href for card in shown[: limits.FRONT]}
    return tuple((path, card) for path, card in front if card.href not in hrefs)


def _stories(front: Front, shown: tuple[Card, ...]) -> Front:
    """Those of them that are shown with summary and picture."""
    return _rest(front, shown)[: limits.STORIES]


def build_home(page: Page, given: Given) -> Job:
    key = page.args[0]
    description = given.shared.config["description"]
    edition = _edition(key, given.get(f"edition:{key}", Edition), given) if key else None
    shown = edition.cards if edition else ()
    front: Front = given.get("front:", tuple)
    said = given.get("spoken:", Said)
    view = HomeView(
        description=description,
        edition=edition,
        leading=limits.FRONT,
        stories=tuple(
            Story(card, given.picture(given.get(f"image:{path}", Image)))
            for path, card in _stories(front, shown)
        ),
        latest=tuple(card for _, card in _rest(front, shown)[limits.STORIES :]),
        threads=tuple(ThreadView(*thread) for thread in given.get("threads:", tuple)),
        quote=next(iter(_views((said,), given)), None) if said else None,
    )
    feed = "/feed.xml" if given.shared.site.feeds else ""
    return given.job(
        "home.html",
        given.shared.site.title,
        info_description=description,
        info_feed=feed,
        home=view,
    )


# --- editions ------------------------------------------------------------------------------------


def plan_edition(values: Values, key: str) -> list[Page]:
    edition = values.get(f"edition:{key}")
    assert isinstance(edition, Edition)
    if not edition.cards or "editions" not in values.config.outputs:
        return []
    path = f"editions/{key}/index.html"
    return [Page(path, "edition", f"edition:{key}", _edition_reads(values, key), (key,))]


def _edition_reads(values: Values, key: str) -> tuple[str, ...]:
    """What a page that shows an edition reads. The first has nobody who is new."""
    edition = values.get(f"edition:{key}")
    assert isinstance(edition, Edition)
    reads = [f"edition:{key}"]
    image = None
    for leading in edition.paths[:1]:
        reads.append(f"image:{leading}")
        image = values.get(f"image:{leading}")
    assert image is None or isinstance(image, Image)
    reads += picture_reads(image, edition.intro.body if edition.intro else "")
    if edition.earlier:
        reads += [f"term:people/{slug}" for slug in edition.people]
        reads += [f"term:topics/{slug}" for slug, _ in edition.returned]
    return tuple(reads)


def plan_editions(values: Values, _: str) -> list[Page]:
    if "editions" not in values.config.outputs:
        return []
    keys = values.get("editions")
    assert isinstance(keys, tuple)
    reads = ("editions", *(f"lead:{key}" for key in keys[: limits.LISTED]))
    return [Page("editions/index.html", "editions", "editions:", reads)]


def build_edition(page: Page, given: Given) -> Job:
    key = page.args[0]
    view = _edition(key, given.get(f"edition:{key}", Edition), given)
    crumbs = (given.list_link("editions"),)
    return given.job(
        "edition.html", view.title or view.label, info_breadcrumbs=crumbs, edition=view
    )


def build_editions(page: Page, given: Given) -> Job:
    keys: tuple[str, ...] = given.get("editions", tuple)
    lines = tuple(_edition_line(key, given) for key in keys)
    return given.job("editions.html", given.gettext("Editions"), editions=lines)


def _edition_line(key: str, given: Given) -> EditionLine:
    label, href = edition_label(key, given), urls.folder("editions", key)
    if f"lead:{key}" not in given.page.reads:
        return EditionLine(label, href)
    lead = given.get(f"lead:{key}", Lead)
    return EditionLine(label, href, lead.title, lead.headline, lead.count)


def _edition_link(key: str, given: Given) -> Link:
    return Link(edition_label(key, given), urls.folder("editions", key))


def edition_label(key: str, given: Given) -> str:
    """ "3 March 2026" as the language writes it, or "Week 10, 2026"."""
    if "w" in key:
        year, _, week = key.partition("-w")
        return given.gettext("Week %(week)s, %(year)s", week=int(week), year=year)
    return format_day(key, "long", given.shared.site.language)


def _edition(key: str, edition: Edition, given: Given) -> EditionView:
    intro = edition.intro
    people = [given.label("people", slug) for slug in edition.people if edition.earlier]
    topics = [(given.label("topics", t), last) for t, last in edition.returned if edition.earlier]
    image = given.get(f"image:{edition.paths[0]}", Image) if edition.paths else None
    return EditionView(
        key=key,
        label=edition_label(key, given),
        title=intro.title if intro else "",
        href=urls.folder("editions", key),
        introduction=given.prose(intro.body) if intro else "",
        cards=edition.cards,
        earlier=_edition_link(edition.earlier, given) if edition.earlier else None,
        later=_edition_link(edition.later, given) if edition.later else None,
        image=given.picture(image),
        people=tuple(link for link in people if link is not None),
        more_people=bool(edition.earlier) and edition.more_people,
        returned=tuple(
            Returned(topic, _edition_link(last, given)) for topic, last in topics if topic
        ),
    )


# --- archive -------------------------------------------------------------------------------------


def plan_archive(values: Values, _: str) -> list[Page]:
    if "archive" not in values.config.outputs:
        return []
    return [Page("archive/index.html", "archive", "archive:", ("months:",), ("",))]


def plan_archive_year(values: Values, year: str) -> list[Page]:
    if "archive" not in values.config.outputs or not values.get(f"months:{year}"):
        return []
    path = f"archive/{year}/index.html"
    reads = (f"months:{year}", f"beside:archive/{year}")
    return [Page(path, "archive_year", f"archive-year:{year}", reads, (year,))]


def plan_month(values: Values, month: str) -> list[Page]:
    """`/archive/2026/03/`, or `/archive/undated/`."""
    if "archive" not in values.config.outputs:
        return []
    first = values.get(f"slice:archive/{month}||1")
    assert isinstance(first, Slice)
    folder = "archive/" + month.replace("-", "/")
    count = first.pages * limits.SLICE
    reads = () if month == UNDATED else (f"beside:archive/{month}",)
    return plan_slices(folder, "month", f"month:{month}", f"archive/{month}", "", count, reads)


def build_archive(page: Page, given: Given) -> Job:
    year = page.args[0]
    shown: tuple[tuple[str, int], ...] = given.get(f"months:{year}", tuple)
    years: dict[str, int] = {}
    for month, count in shown:
        if month != UNDATED:
            years[month[:4]] = years.get(month[:4], 0) + count
    beside: tuple[str, str] = given.get(f"beside:archive/{year}", tuple) if year else ("", "")
    earlier, later = (Link(y, urls.folder("archive", y)) if y else None for y in beside)
    view = ArchiveView(
        heading=year or given.gettext("Archive"),
        years=tuple(Count(y, urls.folder("archive", y), n) for y, n in years.items()),
        months=tuple(Count(m, urls.folder("archive", *m.split("-")), n) for m, n in shown),
        earlier=earlier,
        later=later,
    )
    crumbs = (given.list_link("archive"),) if year else ()
    return given.job("archive.html", view.heading, info_breadcrumbs=crumbs, archive=view)


def build_month(page: Page, given: Given) -> Job:
    name, start, number, folder = page.args
    month = name.removeprefix("archive/")
    value = given.get(f"slice:{name}|{start}|{number}", Slice)
    crumbs = [given.list_link("archive")]
    if month == UNDATED:
        heading, beside = given.gettext("Undated"), ("", "")
    else:
        crumbs.append(Link(month[:4], urls.folder("archive", month[:4])))
        heading = _month_name(month, given)
        beside = given.get(f"beside:{name}", tuple)
    earlier, later = (
        Link(_month_name(one, given), urls.folder("archive", *one.split("-"))) if one else None
        for one in beside
    )
    return list_job(
        given, heading, value, int(number), folder, tuple(crumbs),
        period="day", earlier=earlier, later=later,
    )  # fmt: skip


def _month_name(month: str, given: Given) -> str:
    return format_day(month, "long", given.shared.site.language)


# --- quotes --------------------------------------------------------------------------------------


def plan_quotes(values: Values, _: str) -> list[Page]:
    if "quotes" not in values.config.outputs:
        return []
    quotes = values.get("quotes:all")
    assert isinstance(quotes, tuple)
    most = values.get("most-quoted:")
    assert isinstance(most, tuple)
    picked = values.get("spoken:")
    named = [*quotes, *(said for _, said in most), *([picked] if isinstance(picked, Said) else [])]
    people = dict.fromkeys(f"term:people/{said.slug}" for said in named if said.slug)
    reads = ("quotes:all", _UNNAMED, "speakers:", "spoken:", "most-quoted:", *people)
    return [Page("quotes/index.html", "quotes", "quotes:", reads)]


def plan_speakers(values: Values, letter: str) -> list[Page]:
    if "quotes" not in values.config.outputs or not values.get(f"speakers:{letter}"):
        return []
    path = f"quotes/letter/{letter}/index.html"
    reads = ("speakers:", f"speakers:{letter}")
    return [Page(path, "speakers", f"speakers:{letter}", reads, (letter,))]


def build_quotes(page: Page, given: Given) -> Job:
    picked = given.get("spoken:", Said)
    quotes: tuple[Said, ...] = given.get("quotes:all", tuple)
    quotes = tuple(said for said in quotes if said.slug and said != picked)
    unnamed: tuple[Said, ...] = given.get(_UNNAMED, tuple)
    most = []
    for count, said in given.get("most-quoted:", tuple):
        for quote in _views((said,), given):
            entry = IndexEntry(quote.speaker.label, quote.speaker.href, rounded(count))
            most.append(SpeakerView(entry, quote))
    view = QuotesView(
        letters=letter_links(given.get("speakers:", tuple), "quotes"),
        speakers=(),
        quotes=_views(quotes, given),
        unnamed=_views(unnamed, given),
        most=tuple(most),
        picked=next(iter(_views((picked,), given)), None) if picked else None,
    )
    return given.job("quotes.html", given.gettext("Quotes"), quotes=view)


def build_speakers(page: Page, given: Given) -> Job:
    letter = page.args[0]
    view = QuotesView(
        letters=letter_links(given.get("speakers:", tuple), "quotes"),
        speakers=entry_views(
            given.get(f"speakers:{letter}", tuple),
            "people" if "people" in given.shared.linked else "",
        ),
        quotes=(),
        unnamed=(),
    )
    title = given.initial(given.gettext("Quotes"), letter)
    crumbs = (given.list_link("quotes"),)
    return given.job("quotes.html", title, info_breadcrumbs=crumbs, quotes=view)


def _views(quotes: tuple[Said, ...], given: Given) -> tuple[QuoteView, ...]:
    """Quotes with their speakers; those of hidden people stay away."""
    found = []
    for said in quotes:
        speaker = given.label("people", said.slug) if said.slug else Link(said.speaker)
        if speaker is not None:
            found.append(QuoteView(said.id, said.text, speaker, said.card))
    return tuple(found)
