"""The values of one build: computed when first asked for, digests remembered."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from digestgen import files
from digestgen.catalog import Catalog, decode, encode
from digestgen.config import Config
from digestgen.markdown import Body
from digestgen.views import Card


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
            found = row[0] if row else files.digest(encode(self.get(name)).encode())
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

    def cards(self, sql: str, *parameters: object) -> tuple[Card, ...]:
        """Cards of the contributions that a WHERE … ORDER … names."""
        rows = self.catalog.rows(
            "SELECT a.card FROM contribution c JOIN article a ON a.id = c.article " + sql,
            *parameters,
        )
        return tuple(card_of(text) for (text,) in rows)


@lru_cache(maxsize=1 << 14)
def card_of(text: str) -> Card:
    """The card in a row; one that many pages show is read once."""
    return decode(text, Card)
