"""What templates see: plain frozen records, one class a named value. Their docstrings and
the comments of their fields are docs/reference/records.md; a template that reaches for anything else fails.

Every `href` is a path on the site that starts with "/" and becomes relative through the `url` filter.
Digests of these records (as JSON) decide what is rendered again, so a record holds nothing that its
page does not show.
"""

from msgspec import Struct, field

from digestgen.model import AlsoIn, Correction, Moment


class Link(Struct, frozen=True):
    """A name that leads somewhere; `href` is "" where there is no page."""

    label: str  # the name
    href: str = ""  # address, "" where there is no page


class Site(Struct, frozen=True):
    """What every page knows of the digest."""

    title: str  # the digest's title
    language: str  # its language: en, pt-BR
    direction: str  # ltr or rtl
    navigation: tuple[Link, ...]  # digest.yaml's, else the indexes of the site that exist
    pages: tuple[Link, ...]  # the plain pages at the top of the site, such as /about/
    search: str  # href of the search page, "" without one
    feeds: bool  # whether /feed.xml and /feed.json are made
    stylesheet: str  # href of style.css
    options: dict[str, object]  # the `options` under `theme` in digest.yaml
    assets: dict[str, str]  # href of every file in static/, by name
    logo: str = ""  # href of the picture above the title, or ""
    footer: str = ""  # what the editor says at the foot of every page


class Copy(Struct, frozen=True):
    """A smaller copy of a picture."""

    href: str
    width: int  # in pixels


class Picture(Struct, frozen=True):
    """A picture; without `src` it is data only and no figure is shown."""

    src: str = ""  # as it was written: assets/bridge.jpg, or a web address; "": nothing to show
    alt: str = ""  # what it shows, for those who don't see it
    caption: str = ""
    credit: str = ""  # whose it is
    href: str = ""  # of one of the digest's own; "" for one elsewhere, which no page loads
    width: int = 0  # in pixels, read from the file; 0 where it doesn't say
    height: int = 0  # in pixels, read from the file; 0 where it doesn't say
    smaller: tuple[Copy, ...] = ()  # narrowest first; none without image_widths


class Info(Struct, frozen=True):
    """The page itself."""

    href: str  # its address
    title: str  # its title, without the digest's
    kind: str  # the name of its template without .html; the theme's class of <body>
    canonical: str  # absolute URL, "" without base_url
    noindex: bool = False  # whether search engines are asked to stay away
    description: str = ""  # a sentence or two
    feed: str = ""  # href of the page's own Atom feed; its JSON Feed has .json instead of .xml
    breadcrumbs: tuple[Link, ...] = ()  # the way here, without the page itself
    image: Picture | None = None  # what stands for the page where it is shared


class Card(Struct, frozen=True):
    """An article in a list."""

    href: str
    title: str
    date: Moment | None
    source: str  # name of the outlet
    summary: str
    language: str = ""  # of the article, where it is another than the site's


class MentionView(Struct, frozen=True):
    """A term in an article, under the digest's name for it."""

    label: str
    href: str  # address of its page, or ""
    role: str = ""  # the role the article gives it


class QuoteView(Struct, frozen=True):
    """A quotation with the article it stands in; `id` is its anchor there."""

    id: str  # its anchor in the article: {{ (quote.article.href ~ "#" ~ quote.id) | url }}
    text: str  # the words, without quotation marks
    speaker: Link  # without href for "a harbour official"
    article: Card
    in_text: bool = False  # on the article's own page: whether the anchor is in its text


class Related(Struct, frozen=True):
    """Earlier or later coverage, and why it is related: what both are about, whom both mention."""

    card: Card
    topics: tuple[Link, ...]  # what both articles are about
    people: tuple[Link, ...]  # whom both mention


class ArticleView(Struct, frozen=True):
    """Everything an article's own page shows of it."""

    href: str
    title: str
    date: Moment | None
    updated: Moment | None
    section: MentionView | None
    authors: tuple[MentionView, ...]
    source: MentionView | None  # the outlet
    original: str  # URL of the original
    source_url: str  # URL of the outlet
    image: Picture | None
    people: tuple[MentionView, ...]
    organizations: tuple[MentionView, ...]
    places: tuple[MentionView, ...]
    topics: tuple[MentionView, ...]
    summary: str
    standfirst: str  # the summary, "" where the text's first paragraph says it
    quotes: tuple[QuoteView, ...]
    note: str  # safe HTML: the editor's note
    thread: str  # name of the story it belongs to
    corrections: tuple[Correction, ...]
    also_in: tuple[AlsoIn, ...]
    language: str  # language of the article, which may be another than the site's
    rights: str  # full, excerpt (no body) or link (no body, summary, quotes and image)
    body: str  # safe HTML: the text, first mentions linked
    minutes: int  # reading time, 0 without a body
    edition: Link | None
    gone: bool = False  # whether it is a tombstone
    extra: dict[str, object] = field(default_factory=dict)  # keys of the editor's own


class Role(Struct, frozen=True):
    """A role as the news stated it, with the days it was first and last stated, and how often."""

    text: str  # the role
    first: str  # day it was first stated, "" in undated articles
    last: str
    count: int = 1  # number of articles that state it


class Count(Struct, frozen=True):
    """How many articles, by what."""

    label: str  # name or year
    href: str  # address, or ""
    count: int  # number of articles


class ProfileView(Struct, frozen=True):
    """What the editor wrote about a term; all empty without a profile."""

    aliases: tuple[str, ...] = ()  # but for those that only leave out a bracket or add a title
    role: str = ""
    links: tuple[Link, ...] = ()  # to the web
    image: Picture | None = None
    body: str = ""  # safe HTML: biography or introduction
    extra: dict[str, object] = field(default_factory=dict)  # keys of the editor's own


class TermView(Struct, frozen=True):
    """A person, topic, organization, place, section, source or author."""

    taxonomy: str  # people, topics, organizations, places, sections, sources or authors
    slug: str  # last part of its address
    label: str
    href: str
    count: int  # number of articles
    first: str  # day of the first article, "" when none is dated
    last: str  # day of the latest
    years: tuple[Count, ...]  # newest first, then undated; href "" where a year has no page
    months: tuple[Count, ...]  # labelled 2026-03: the months that have articles, oldest first
    newest: tuple[Card, ...]  # at most 30
    roles: tuple[Role, ...]  # latest first
    quotes: tuple[QuoteView, ...]  # newest first, at most 30
    people: tuple[Count, ...]  # whom it appears with in its own articles, at most 12
    topics: tuple[Count, ...]  # likewise
    organizations: tuple[Count, ...]  # likewise
    places: tuple[Count, ...]  # likewise
    sources: tuple[Count, ...]  # likewise
    namesakes: tuple[Link, ...]  # others of the same name
    profile: ProfileView


class Pager(Struct, frozen=True):
    """Pages of one list, numbered from the oldest."""

    number: int  # number of this page
    pages: tuple[Link, ...]  # labelled 1, 2, …


class ListView(Struct, frozen=True):
    """A page that lists articles: a term's year, a month, …"""

    heading: str
    period: str  # what the articles stand under: day (in a month) or month (in a year)
    cards: tuple[Card, ...]  # newest first, at most 200
    quotes: tuple[QuoteView, ...]  # of those articles; for people only
    pager: Pager
    earlier: Link | None = None  # the month before
    later: Link | None = None  # the month after


class IndexEntry(Struct, frozen=True):
    """A term in an A-Z index; `about` is a rounded count: "1", "2+", "5+", "10+" …"""

    label: str
    href: str
    about: str  # rounded count, so that the page seldom changes: 1, 2+, 5+, 10+ …
    letter: str = ""  # a to z, or other; in entries of IndexView alone
    note: str = ""  # there too: a person's role, else the profile's first sentence


class IndexView(Struct, frozen=True):
    """`/people/`: all names where they are few, else the letters that exist; those in most articles,
    and the newest."""

    taxonomy: str  # as in TermView
    letters: tuple[Link, ...]  # the letters that exist, labelled A to Z and other
    entries: tuple[IndexEntry, ...]  # all of at most 100, by alphabet; else none
    most: tuple[IndexEntry, ...]  # those in most articles, at most 8
    newest: tuple[Link, ...]  # the names that came last, at most 8


class LetterView(Struct, frozen=True):
    """`/people/letter/o/`"""

    taxonomy: str  # as in TermView
    letter: str  # a to z, or other
    letters: tuple[Link, ...]  # as in IndexView
    entries: tuple[IndexEntry, ...]  # in alphabetical order


class NameList(Struct, frozen=True):
    """A list of the digest, with links to its parts: initials, or years."""

    label: str  # its name
    href: str  # its address
    parts: tuple[Link, ...]  # its initials, labelled as in IndexView, or its years


class SearchView(Struct, frozen=True):
    """`/search/`: where to look without searching."""

    lists: tuple[NameList, ...]  # where to look without searching


class Returned(Struct, frozen=True):
    """A topic that is back after a pause of 90 days or more."""

    topic: Link
    last: Link  # the edition that had it last


class EditionView(Struct, frozen=True):
    """One edition: what the editor wrote, and its articles in order."""

    key: str  # 2026-03-03 or 2026-w10
    label: str  # the date as the language writes it, or "Week 10, 2026"
    title: str  # the editor's title, or ""
    href: str
    introduction: str  # safe HTML: the editor's introduction
    cards: tuple[Card, ...]  # the leading one first
    earlier: Link | None  # the edition before
    later: Link | None  # the edition after
    image: Picture | None  # of the leading article
    people: tuple[Link, ...]  # whom no earlier edition names, at most 30; none in the first
    more_people: bool  # whether there are more
    returned: tuple[Returned, ...]


class EditionLine(Struct, frozen=True):
    """An edition in the list of all."""

    label: str  # as in EditionView
    href: str
    title: str = ""  # the editor's title, or ""
    headline: str = ""  # of the leading article
    count: int = 0  # of articles; 0 below the newest 60, which say more than a label


class ArchiveView(Struct, frozen=True):
    """`/archive/` (years and months) and `/archive/2026/` (its months)."""

    heading: str  # "Archive", or the year
    years: tuple[Count, ...]  # labelled 2026
    months: tuple[Count, ...]  # labelled 2026-03, or undated
    earlier: Link | None = None  # the year before with articles
    later: Link | None = None


class SpeakerView(Struct, frozen=True):
    """Somebody who is quoted often, and their newest quotation."""

    entry: IndexEntry  # its about counts quotations
    quote: QuoteView  # the newest


class QuotesView(Struct, frozen=True):
    """`/quotes/` and one page an initial: speakers, and the newest quotes."""

    letters: tuple[Link, ...]  # as in IndexView
    speakers: tuple[IndexEntry, ...]  # their about counts quotations
    quotes: tuple[QuoteView, ...]  # the newest but for picked
    unnamed: tuple[QuoteView, ...]  # the newest of speakers who are not named
    most: tuple[SpeakerView, ...] = ()  # who is quoted most, at most 8
    picked: QuoteView | None = None  # a newer one, neither long nor a scrap


class Story(Struct, frozen=True):
    """An article on the front page, with its picture if it has one."""

    card: Card
    image: Picture | None


class ThreadView(Struct, frozen=True):
    """A story that goes on: its articles, and the newest of them."""

    label: str  # its name
    count: int  # number of articles
    newest: Card


class HomeView(Struct, frozen=True):
    """The front page."""

    description: str  # the digest's description
    edition: EditionView | None  # the newest
    leading: int  # how many articles of the edition are shown
    stories: tuple[Story, ...]  # the newest that the edition does not show, at most 6
    latest: tuple[Card, ...]  # what follows them
    threads: tuple[ThreadView, ...]  # the stories that went on last, at most 4
    quote: QuoteView | None  # as picked in QuotesView


class PlainView(Struct, frozen=True):
    """A plain page such as /about/."""

    title: str
    body: str  # safe HTML
    extra: dict[str, object] = field(default_factory=dict)  # keys of the editor's own
