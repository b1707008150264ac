"""Article pages and tombstones."""

from dataclasses import replace

from msgspec import structs

from digestgen import urls
from digestgen.markdown import first_paragraph
from digestgen.mentions import Quoted, Target, quoted, target
from digestgen.model import Article
from digestgen.names import term_slug
from digestgen.pages.lists import edition_label
from digestgen.pages.page import Given, Page, picture_reads
from digestgen.render import Job
from digestgen.values.articles import ArticleValue, Near
from digestgen.values.store import Values
from digestgen.values.terms import ProfileValue
from digestgen.views import ArticleView, Card, Info, Link, MentionView, QuoteView, Related

_WORDS_A_MINUTE = 220
_LINKED = ("people", "organizations", "places")
"""Taxonomies whose first mentions in a body become links."""


def plan(values: Values, path: str) -> list[Page]:
    """The article's own page."""
    article = values.get(f"article:{path}")
    if not isinstance(article, ArticleValue) or "articles" not in values.config.outputs:
        return []
    given = article.contributions
    subject = f"article:{path}"
    output = urls.output_path(given.card.href)
    if article.record.gone:
        shown = picture_reads(article.record.image, article.record.note)
        story = (f"thread:{term_slug(article.record.thread)}",) if article.record.thread else ()
        return [Page(output, "gone", subject, (f"article:{path}", *shown, *story), (path,))]
    near = values.get(f"near:{path}")
    assert isinstance(near, Near)
    reads = [f"article:{path}", f"near:{path}"]
    for term in given.terms:
        name = f"{term.taxonomy}/{term.slug}"
        if term.taxonomy == "threads":
            reads.append(f"thread:{term.slug}")
        elif term.name:
            reads.append(f"term:{name}")
        if term.taxonomy in _LINKED:
            reads.append(f"profile:{name}")
    reads += picture_reads(article.record.image, article.record.note, values.pictured(article.body))
    for _, reasons in (*near.earlier, *near.later):
        reads += [f"term:{reason}" for reason in reasons]
    return [Page(output, "article", subject, tuple(dict.fromkeys(reads)), (path,))]


def build(page: Page, given: Given) -> Job:
    path = page.args[0]
    value = given.get(f"article:{path}", ArticleValue)
    near = given.get(f"near:{path}", Near)
    record = value.record
    body = given.with_pictures(given.body(value.body))
    said = quoted(body, ((quote.id, quote.text) for quote in value.contributions.quotes))
    minutes = max(1, round(body.words / _WORDS_A_MINUTE)) if body.words else 0
    # A summary taken from the text's opening would be read twice.
    standfirst = "" if record.summary in first_paragraph(body.html) else record.summary
    view = _view(value, given, minutes, standfirst, said)
    thread = next((t.slug for t in value.contributions.terms if t.taxonomy == "threads"), "")
    cards: tuple[Card, ...] = given.get(f"thread:{thread}", tuple) if thread else ()
    job = given.job(
        "article.html",
        record.title,
        info_description=record.summary,
        info_image=view.image,
        info_breadcrumbs=(view.section,) if view.section and view.section.href else (),
        article=view,
        earlier=_related(near.earlier, given)[::-1],
        later=_related(near.later, given),
        thread=cards if len(cards) > 1 else (),
    )
    if given.shared.canonical == "original" and record.url and value.contributions.rights == "full":
        page_info = job.context["page"]
        assert isinstance(page_info, Info)
        job = replace(
            job, context={**job.context, "page": structs.replace(page_info, canonical=record.url)}
        )
    label = given.gettext("Link to this quote")
    return replace(job, body=body, targets=_targets(value, given), quotes=said, label=label)


def build_gone(page: Page, given: Given) -> Job:
    value = given.get(f"article:{page.args[0]}", ArticleValue)
    thread = value.record.thread
    cards: tuple[Card, ...] = given.get(f"thread:{term_slug(thread)}", tuple) if thread else ()
    view = _view(value, given)
    return given.job("gone.html", value.record.title, info_noindex=True, article=view, thread=cards)


def _targets(value: ArticleValue, given: Given) -> tuple[Target, ...]:
    """What to link in the body: under the names the article uses, the digest's and its aliases."""
    found = []
    for term in value.contributions.terms:
        if term.taxonomy not in _LINKED:
            continue
        label = given.label(term.taxonomy, term.slug)
        if label is None or not label.href:
            continue
        profile = given.get(f"profile:{term.taxonomy}/{term.slug}", ProfileValue)
        names = (term.name, label.label, *profile.aliases)
        found.append(target(label.href, names, term.taxonomy == "people"))
    # Long names first, so that "Harbour Authority" is not spoilt by a place called "Harbour".
    return tuple(sorted(found, key=lambda one: -max(map(len, one.names), default=0)))


def _related(found: tuple[tuple[Card, tuple[str, ...]], ...], given: Given) -> tuple[Related, ...]:
    """Oldest first."""
    related = []
    for card, reasons in found:
        shown: dict[str, list[Link]] = {"topics": [], "people": []}
        for reason in reasons:
            taxonomy, _, slug = reason.partition("/")
            label = given.label(taxonomy, slug)
            if label is not None:
                shown[taxonomy].append(label)
        if any(shown.values()):
            related.append(Related(card, tuple(shown["topics"]), tuple(shown["people"])))
    return tuple(sorted(related, key=lambda one: one.card.date.iso if one.card.date else ""))


def _view(
    value: ArticleValue,
    given: Given,
    minutes: int = 0,
    standfirst: str = "",
    said: tuple[Quoted, ...] = (),
) -> ArticleView:
    """The article as its page shows it, so many minutes long; the body comes in at rendering."""
    record = value.record
    terms: dict[str, list[MentionView]] = {}
    edition = ""
    for term in value.contributions.terms:
        if term.taxonomy == "editions":
            edition = term.slug
        elif term.name and term.taxonomy != "threads":
            label = given.label(term.taxonomy, term.slug, term.name)
            if label is not None:
                mention = MentionView(label.label, label.href, term.role)
                terms.setdefault(term.taxonomy, []).append(mention)

    collected = {term.taxonomy for term in value.contributions.terms}

    def shown(taxonomy: str) -> tuple[MentionView, ...]:
        if taxonomy in collected:
            return tuple(terms.get(taxonomy, ()))
        return tuple(_unlinked(record, taxonomy))

    return ArticleView(
        href=value.contributions.card.href,
        title=record.title,
        date=record.date,
        updated=record.updated,
        section=next(iter(shown("sections")), None),
        authors=shown("authors"),
        source=next(iter(shown("sources")), None),
        original=record.url,
        source_url=record.source.url if record.source else "",
        image=given.picture(record.image),
        people=shown("people"),
        organizations=shown("organizations"),
        places=shown("places"),
        topics=shown("topics"),
        summary=record.summary,
        standfirst=standfirst,
        quotes=_quotes(value, given, {one.id for one in said}),
        note=given.prose(record.note, anchors=False),  # its body has them
        thread=record.thread,
        corrections=record.corrections,
        also_in=record.also_in,
        language=record.language,
        rights=value.contributions.rights,
        body="",
        minutes=minutes,
        edition=_edition(edition, given),
        gone=record.gone,
        extra=record.extra,
    )


def _edition(key: str, given: Given) -> Link | None:
    shown = key and "editions" in given.shared.outputs
    return Link(edition_label(key, given), urls.folder("editions", key)) if shown else None


def _unlinked(record: Article, taxonomy: str) -> list[MentionView]:
    """What the article says where the digest makes no pages of a taxonomy."""
    if record.gone and taxonomy != "sources":
        return []
    if taxonomy == "sections":
        return [MentionView(record.section, "")] if record.section else []
    if taxonomy == "sources":
        return [MentionView(record.source.name, "")] if record.source else []
    if taxonomy == "authors":
        return [MentionView(author, "") for author in record.authors]
    return [MentionView(m.name, "", m.role) for m in record.mentions(taxonomy)]


def _quotes(value: ArticleValue, given: Given, in_text: set[str]) -> tuple[QuoteView, ...]:
    found = []
    taken: set[str] = set()
    for quote in value.contributions.quotes:
        speaker: Link | None = Link(quote.speaker)
        if quote.slug and f"term:people/{quote.slug}" in given.page.reads:
            speaker = given.label("people", quote.slug, quote.speaker)
        if quote.id not in taken:
            taken.add(quote.id)
            shown = speaker or Link(quote.speaker)
            card = value.contributions.card
            found.append(QuoteView(quote.id, quote.text, shown, card, quote.id in in_text))
    return tuple(found)
