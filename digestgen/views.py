"""What templates see: plain frozen records, one class a named value. Each field is documented here
and in docs/templates.md; a template that reaches for anything else fails.

Every `href` is a path on the site that starts with "/" and becomes relative through the `url` filter.
Digests of these records (as JSON) decide what is rendered again, so a record holds nothing that its
page does not show.
"""

from msgspec import Struct, field

from digestgen.model import AlsoIn, Correction, Moment


class Link(Struct, frozen=True):
    """A name that leads somewhere; `href` is "" where there is no page."""

    label: str
    href: str = ""


class Site(Struct, frozen=True):
    """What every page knows of the digest."""

    title: str
    language: str
    direction: str  # "ltr" or "rtl"
    navigation: tuple[Link, ...]  # the editor's, else the sections of the site that exist
    pages: tuple[Link, ...]  # plain pages such as /about/
    search: str  # href of the search page, "" without one
    feeds: bool  # whether /feed.xml and /feed.json are made
    stylesheet: str  # href of the fingerprinted stylesheet
    options: dict[str, object]  # `theme: {options: …}` of digest.yaml
    assets: dict[str, str]  # the theme's other static files: name -> href
    logo: str = ""  # href of the picture above the title
    footer: str = ""  # what the editor says at the foot of every page


class Copy(Struct, frozen=True):
    """A smaller copy of a picture."""

    href: str
    width: int


class Picture(Struct, frozen=True):
    """A picture; without `src` it is data only and no figure is shown."""

    src: str = ""  # as the editor wrote it
    alt: str = ""
    caption: str = ""
    credit: str = ""
    href: str = ""  # of one of the digest's own; "" for one that lies elsewhere
    width: int = 0  # 0 where the file does not say
    height: int = 0
    smaller: tuple[Copy, ...] = ()  # narrowest first


class Info(Struct, frozen=True):
    """The page itself."""

    href: str
    title: str
    kind: str  # "article", "person", "term", …; also a class of <body>
    canonical: str  # absolute URL, or "" where there is no base_url
    noindex: bool = False
    description: str = ""
    feed: str = ""  # href of the page's own Atom feed
    breadcrumbs: tuple[Link, ...] = ()  # without the page itself
    image: Picture | None = None  # what stands for the page where it is shared


class Card(Struct, frozen=True):
    """An article in a list."""

    href: str
    title: str
    date: Moment | None
    source: str
    summary: str
    language: str = ""  # of the article where it is another than the site's


class MentionView(Struct, frozen=True):
    """A term in an article, under the digest's name for it."""

    label: str
    href: str
    role: str = ""


class QuoteView(Struct, frozen=True):
    """A quotation with the article it stands in; `id` is its anchor there."""

    id: str
    text: str
    speaker: Link
    article: Card
    in_text: bool = False  # on the article's own page: whether the text itself has the anchor


class Related(Struct, frozen=True):
    """Earlier or later coverage, and why it is related: what both are about, whom both mention."""

    card: Card
    topics: tuple[Link, ...]
    people: tuple[Link, ...]


class ArticleView(Struct, frozen=True):
    """Everything an article's own page shows of it."""

    href: str
    title: str
    date: Moment | None
    updated: Moment | None
    section: MentionView | None
    authors: tuple[MentionView, ...]
    source: MentionView | None
    original: str  # URL of the original
    source_url: str
    image: Picture | None
    people: tuple[MentionView, ...]
    organizations: tuple[MentionView, ...]
    places: tuple[MentionView, ...]
    topics: tuple[MentionView, ...]
    summary: str
    standfirst: str  # the summary, where it says more than the text's opening
    quotes: tuple[QuoteView, ...]
    note: str  # safe HTML
    thread: str
    corrections: tuple[Correction, ...]
    also_in: tuple[AlsoIn, ...]
    language: str
    rights: str
    body: str  # safe HTML, first mentions linked
    minutes: int  # reading time
    edition: Link | None
    gone: bool = False
    extra: dict[str, object] = field(default_factory=dict)


class Role(Struct, frozen=True):
    """A role as the news stated it, with the days it was first and last stated, and how often."""

    text: str
    first: str
    last: str
    count: int = 1


class Count(Struct, frozen=True):
    """How many articles, by what."""

    label: str
    href: str
    count: int


class ProfileView(Struct, frozen=True):
    """What the editor wrote about a term; all empty without a profile."""

    aliases: tuple[str, ...] = ()
    role: str = ""
    links: tuple[Link, ...] = ()
    image: Picture | None = None
    body: str = ""  # safe HTML
    extra: dict[str, object] = field(default_factory=dict)


class TermView(Struct, frozen=True):
    """A person, topic, organization, place, section, source or author."""

    taxonomy: str
    slug: str
    label: str
    href: str
    count: int
    first: str  # day of the first article, "" when none is dated
    last: str
    years: tuple[Count, ...]  # newest first; href is "" where the year has no page of its own
    months: tuple[Count, ...]  # the months that have articles, oldest first: "2026-03"
    newest: tuple[Card, ...]  # at most 30
    roles: tuple[Role, ...]
    quotes: tuple[QuoteView, ...]  # newest first, at most 30
    people: tuple[Count, ...]  # whom it appears with, within its own articles
    topics: tuple[Count, ...]
    organizations: tuple[Count, ...]
    places: tuple[Count, ...]
    sources: tuple[Count, ...]
    namesakes: tuple[Link, ...]  # others of the same name
    profile: ProfileView


class Pager(Struct, frozen=True):
    """Pages of one list, numbered from the oldest."""

    number: int
    pages: tuple[Link, ...]


class ListView(Struct, frozen=True):
    """A page that lists articles: a term's year, a month, …"""

    heading: str
    period: str  # what its articles stand under: "day" or "month"
    cards: tuple[Card, ...]
    quotes: tuple[QuoteView, ...]
    pager: Pager
    earlier: Link | None = None  # the month before
    later: Link | None = None


class IndexEntry(Struct, frozen=True):
    """A term in an A-Z index; `about` is a rounded count: "1", "2+", "5+", "10+" …"""

    label: str
    href: str
    about: str
    letter: str = ""  # it is filed under: "a" to "z" or "other"
    note: str = ""  # the role of a person, the first sentence about anything else


class IndexView(Struct, frozen=True):
    """`/people/`: all names where they are few, else the letters that exist; those in most articles,
    and the newest."""

    taxonomy: str
    letters: tuple[Link, ...]
    entries: tuple[IndexEntry, ...]  # all of at most 100, else none
    most: tuple[IndexEntry, ...]  # at most 8
    newest: tuple[Link, ...]  # at most 8


class LetterView(Struct, frozen=True):
    """`/people/letter/o/`"""

    taxonomy: str
    letter: str
    letters: tuple[Link, ...]
    entries: tuple[IndexEntry, ...]


class NameList(Struct, frozen=True):
    """A list of the digest, with links to its parts: initials, or years."""

    label: str
    href: str
    parts: tuple[Link, ...]


class SearchView(Struct, frozen=True):
    """`/search/`: where to look without searching."""

    lists: tuple[NameList, ...]


class Returned(Struct, frozen=True):
    """A topic that is back after a pause of 90 days or more."""

    topic: Link
    last: Link  # the edition that had it last


class EditionView(Struct, frozen=True):
    """One edition: what the editor wrote, and its articles in order."""

    key: str
    label: str  # the date, or "Week 10, 2026"
    title: str
    href: str
    introduction: str  # safe HTML
    cards: tuple[Card, ...]
    earlier: Link | None
    later: Link | None
    image: Picture | None  # of the leading article
    people: tuple[Link, ...]  # whom no earlier edition names, at most 30
    more_people: bool
    returned: tuple[Returned, ...]


class EditionLine(Struct, frozen=True):
    """An edition in the list of all."""

    label: str
    href: str
    title: str = ""  # the editor's
    headline: str = ""  # of the leading article
    count: int = 0  # of articles; 0 where the list says no more than the label


class ArchiveView(Struct, frozen=True):
    """`/archive/` (years and months) and `/archive/2026/` (its months)."""

    heading: str
    years: tuple[Count, ...]
    months: tuple[Count, ...]


class SpeakerView(Struct, frozen=True):
    """Somebody who is quoted often, and their newest quotation."""

    entry: IndexEntry
    quote: QuoteView


class QuotesView(Struct, frozen=True):
    """`/quotes/` and one page an initial: speakers, and the newest quotes."""

    letters: tuple[Link, ...]
    speakers: tuple[IndexEntry, ...]
    quotes: tuple[QuoteView, ...]
    unnamed: tuple[QuoteView, ...]
    most: tuple[SpeakerView, ...] = ()  # at most 8
    picked: QuoteView | None = None


class Story(Struct, frozen=True):
    """An article on the front page, with its picture if it has one."""

    card: Card
    image: Picture | None


class ThreadView(Struct, frozen=True):
    """A story that goes on: its articles, and the newest of them."""

    label: str
    count: int
    newest: Card


class HomeView(Struct, frozen=True):
    """The front page."""

    description: str
    edition: EditionView | None
    leading: int  # how many articles of the edition are shown
    stories: tuple[Story, ...]  # the newest that the edition does not show
    latest: tuple[Card, ...]  # what follows them; with them at most 30
    threads: tuple[ThreadView, ...]  # at most 4, the newest first
    quote: QuoteView | None


class PlainView(Struct, frozen=True):
    """A plain page such as /about/."""

    title: str
    body: str  # safe HTML
    extra: dict[str, object] = field(default_factory=dict)
