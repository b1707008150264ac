"""The values of one build: computed when first asked for, digests remembered."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from digestgen import files
from digestgen.catalog import Catalog, decode
from digestgen.config import Config
from digestgen.markdown import Body
from digestgen.views import Card

_ENCODER = msgspec.json.Encoder()
_REMEMBERED = 1 << 14
"""Cards, and collections by number, that are kept at hand."""


class Values:
    """The values of one build, computed when first asked for. `get` gives the value, `digest` the
    hash of its JSON; a name with nothing behind it has a value too, because absence is read."""

    def __init__(
        self,
        catalog: Catalog,
        config: Config,
        theme: Mapping[str, str],
        compute: "Mapping[str, Callable[[Values, str], object]]",
    ) -> None:
        self._compute = compute
        self.catalog = catalog
        self.config = config
        self._theme = theme
        self.stale: set[str] = set()  # names whose recorded digest may be out of date
        self._values: dict[str, object] = {}
        self._digests: dict[str, str] = {}
        self._collections: dict[str, int | None] = {}
        self._filed: dict[int, tuple[str, str, int]] = {}
        self._cards: dict[int, Card] = {}

    def get(self, name: str) -> object:
        if name not in self._values:
            kind, _, rest = name.partition(":")
            self._values[name] = self._compute[kind](self, rest)
        return self._values[name]

    def digest(self, name: str) -> str:
        found = self._digests.get(name)
        if found is None:
            row = None
            if name not in self.stale:
                row = self.catalog.one("SELECT digest FROM value WHERE name = ?", name)
            found = row[0] if row else files.digest(_ENCODER.encode(self.get(name)))
            self._digests[name] = found
        return found

    def forget(self) -> None:
        """Drop remembered values (not their digests): memory stays bounded in a large build."""
        if len(self._values) > 2048:
            self._values.clear()

    def body(self, digest: str) -> Body:
        row = self.catalog.one("SELECT html FROM body WHERE digest = ?", digest)
        return decode(row[0], Body) if row else Body("")

    def pictured(self, digest: str) -> Body:
        """The same where it may show pictures, else nothing."""
        row = self.catalog.one("SELECT html FROM body WHERE digest = ?", digest)
        return decode(row[0], Body) if row and "<img " in row[0] else Body("")

    def theme_hrefs(self) -> Mapping[str, str]:
        """Addresses of the theme's static files by name."""
        return self._theme

    def collection(self, name: str) -> int | None:
        if name not in self._collections:
            row = self.catalog.one(
                "SELECT id FROM collection WHERE taxonomy = ? AND slug = ?",
                *name.split("/", 1),
            )
            self._collections[name] = int(row[0]) if row else None
        return self._collections[name]

    def filed(self, collection: int) -> tuple[str, str, int]:
        """Taxonomy and slug of a collection, and whether it is hidden."""
        found = self._filed.get(collection)
        if found is None:
            if len(self._filed) >= _REMEMBERED:
                self._filed.clear()
            found = self._filed[collection] = self.catalog.one(
                "SELECT taxonomy, slug, hidden FROM collection WHERE id = ?", collection
            )
        return found

    def cards(self, sql: str, *parameters: object) -> tuple[Card, ...]:
        """Cards of the contributions that a WHERE … ORDER … names."""
        rows = self.catalog.rows("SELECT c.article FROM contribution c " + sql, *parameters)
        return self.cards_of(article for (article,) in rows)

    def cards_of(self, articles: Iterable[int]) -> tuple[Card, ...]:
        """Cards by the numbers of their articles; one that many pages show is read once."""
        return tuple([self._cards.get(article) or self._card(article) for article in articles])

    def _card(self, article: int) -> Card:
        if len(self._cards) >= _REMEMBERED:
            self._cards.clear()
        (text,) = self.catalog.one("SELECT card FROM article WHERE id = ?", article)
        card = self._cards[article] = decode(text, Card)
        return card
