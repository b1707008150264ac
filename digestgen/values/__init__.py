"""Named values: what pages read. Each is a pure function of the catalog and of its name.

article:PATH             an article's record with what it contributes
near:PATH                earlier and later coverage
image:PATH               its picture
term:TAXONOMY/SLUG       label and page of a term
profile:TAXONOMY/SLUG    what the editor wrote about it
rollup:TAXONOMY/SLUG     its counts, years, roles, quotes and co-mentions
newest:TAXONOMY/SLUG     its newest 30 cards
namesakes:NAME           people who have this name
slice:TAXONOMY/SLUG|FROM|N   its cards of a year, 200 at a time, numbered from the oldest
thread:SLUG              the cards of an explicit thread
letters:TAXONOMY, letter:TAXONOMY/L, all:TAXONOMY        A-Z indexes
most:TAXONOMY, names:TAXONOMY                            names in most articles, and the newest
edition:KEY, lead:KEY, editions, archive, latest         time
months:, months:YEAR, beside:archive/2026-03             months with counts; neighbours of a month or year
front:, threads:                                         the front page
quotes:all, quotes:unnamed, speakers, speakers:L         quotes
spoken:, most-quoted:                                    a quotation to set large, and who speaks most
feed:, feed:TAXONOMY/SLUG                            the newest 30 dated articles, by path
entry:PATH, brief:PATH   what feeds say of an article, with and without its text
page:SLUG, asset:PATH                                    files
redirect:HREF, redirects:    where an old address leads, and a list of the first of them
picture:assets/…         size and smaller copies of a picture of the digest's own
"""

import pickle
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import count

from digestgen.catalog import Catalog
from digestgen.config import Config
from digestgen.values import articles, indexes, site, terms
from digestgen.values.store import Values

_COMPUTE: dict[str, Callable[[Values, str], object]] = {
    "article": articles.article,
    "near": articles.near,
    "thread": articles.thread,
    "term": terms.term,
    "profile": terms.profile,
    "newest": terms.newest,
    "namesakes": terms.namesakes,
    "latest": site.latest,
    "front": site.front,
    "threads": site.threads,
    "lead": site.lead,
    "months": site.months,
    "beside": site.beside,
    "spoken": terms.spoken,
    "most-quoted": terms.most_quoted,
    "all": indexes.everything,
    "most": indexes.most,
    "image": articles.image,
    "rollup": terms.rollup,
    "slice": terms.slice,
    "quotes": terms.all_quotes,
    "speakers": indexes.speakers,
    "letters": indexes.letters,
    "letter": indexes.letter,
    "names": indexes.names,
    "editions": lambda values, _: site.slugs(values, "editions"),
    "archive": lambda values, _: site.slugs(values, "archive"),
    "edition": site.edition,
    "page": site.page,
    "asset": site.asset,
    "picture": site.picture,
    "redirect": site.redirect,
    "redirects": site.redirects,
    "feed": site.feed,
    "brief": articles.brief,
    "entry": articles.entry,
    "listed": site.listed,
}


def open_values(catalog: Catalog, config: Config, theme: Mapping[str, str]) -> Values:
    """The values of one build; `theme` holds the addresses of the theme's static files."""
    return Values(catalog, config, theme, _COMPUTE)


_builds = count()


def packed_values(catalog: Catalog, config: Config, theme: Mapping[str, str]) -> bytes:
    """What `unpacked_values` makes the same values of in another process, for one build."""
    return pickle.dumps((next(_builds), catalog.path, config, theme))


@lru_cache(maxsize=1)
def unpacked_values(packed: bytes) -> Values:
    """The values of a build as the catalog was last committed."""
    _, path, config, theme = pickle.loads(packed)
    return open_values(Catalog.reader(path), config, theme)
