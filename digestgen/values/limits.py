"""How much a list shows before it goes on elsewhere."""

NEWEST = 30
"""Articles on a term's own page, on the front page and in a feed; more, and a term has year pages."""
SLICE = 200
"""Articles on one page of a year or month."""
RELATED = 3
"""Earlier, and later, articles that an article points to."""
WINDOW = 3
"""Articles before and after one, in the collection of a shared term, that can be related to it."""
PAUSE = 90
"""Days without a topic after which an edition says that it returned."""
FRONT = 7
"""Articles of the newest edition on the front page."""
STORIES = 6
"""Articles after those that it shows with summary and picture."""
THREADS = 4
"""Stories that it says the digest follows."""
LISTED = 60
"""Editions that the list of all says more of than their date."""
FEW = 100
"""Terms that an index shows on one page; more, and it has a page for each letter only."""
MOST = 8
"""Names that an index picks out: those in most articles, and the newest."""
SAID = (50, 170)
"""Characters of a quotation that is set large."""
LATEST = 5
"""Articles on the page for addresses that don't exist."""
TOGETHER = 12
"""Terms of one taxonomy that a term's page says it appears with."""
REDIRECTS = 1000
"""Rules in `_redirects`: hosts read no more than that, and every redirect is a page anyway."""
