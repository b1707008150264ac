"""Contributions -> collections: the group-by of the pipeline, kept up to date in the catalog.

Only the difference between what an article contributed and what it contributes now is applied:
counts, months, editions, spellings, roles, quotes and co-mentions are updated, never recomputed, so the work
follows the edit and not the size of a collection.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import permutations

from digestgen.catalog import Catalog, decode
from digestgen.contribute import UNNAMED, Contributions, SaidBy, Term
from digestgen.model import TAXONOMIES, Profile
from digestgen.names import initial, name_key, plain_name, sort_key

Name = tuple[str, str]
"""A collection: (taxonomy, slug)."""

FOLLOWED = ("people", "topics")
"""Taxonomies of which editions say what is new."""


@dataclass(frozen=True, slots=True)
class Change:
    """One article before and after; None where it contributes nothing."""

    article: int
    old: Contributions | None
    new: Contributions | None


@dataclass(slots=True)
class Touched:
    """Collections with the order keys at which something in them changed, old and new side."""

    keys: dict[Name, list[str]] = field(default_factory=dict)  # lists are smaller than sets
    created: set[Name] = field(default_factory=set)
    deleted: set[Name] = field(default_factory=set)
    veiled: set[Name] = field(default_factory=set)  # became hidden, or visible again
    initials: set[Name] = field(default_factory=set)  # (taxonomy, letter) of either side
    namesakes: set[Name] = field(default_factory=set)  # (taxonomy, plain name) of either side
    editions: dict[Name, list[str]] = field(default_factory=dict)  # that a term came into or left

    def add(self, name: Name, *keys: str) -> None:
        self.keys.setdefault(name, []).extend(keys)


class _Batch:
    """The rows that a set of changes takes out of and puts into the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.ids: dict[Name, int] = {}
        self.counts: Counter[int] = Counter()
        self.months: Counter[tuple[int, str]] = Counter()
        self.seen: Counter[tuple[int, str]] = Counter()
        self.spellings: Counter[tuple[int, str]] = Counter()
        self.pairs: Counter[tuple[int, int]] = Counter()
        self.gone: dict[str, list[tuple[object, ...]]] = {
            "contribution": [],
            "role": [],
            "quote": [],
        }
        self.come: dict[str, list[tuple[object, ...]]] = {
            "contribution": [],
            "role": [],
            "quote": [],
        }

    def id(self, name: Name) -> int:
        found = self.ids.get(name)
        if found is None:
            row = self.catalog.one(
                "SELECT id FROM collection WHERE taxonomy = ? AND slug = ?", *name
            ) or self.catalog.one(
                "INSERT INTO collection(taxonomy, slug, count) VALUES (?, ?, 0) RETURNING id", *name
            )
            found = self.ids[name] = int(row[0])
        return found

    def term(self, term: Term, key: str, article: int, by: int) -> None:
        collection = self.id((term.taxonomy, term.slug))
        rows = self.come if by > 0 else self.gone
        rows["contribution"].append((collection, key, article) if by > 0 else (collection, key))
        if term.role:
            rows["role"].append((collection, term.role, key))
        self.counts[collection] += by
        self.months[collection, key[:7]] += by
        if term.name:
            self.spellings[collection, term.name] += by

    def quotes(self, quotes: Iterable[SaidBy], key: str, article: int, by: int) -> None:
        for number, quote in enumerate(quotes):
            owner = ("people", quote.slug) if quote.slug else ("quotes", UNNAMED)
            for name in (owner, ("quotes", "all")):
                row = (self.id(name), key, number)
                if by > 0:
                    self.come["quote"].append((*row, article))
                else:
                    self.gone["quote"].append(row)

    def edition(self, term: Name, edition: str, by: int) -> None:
        self.seen[self.id(term), edition] += by

    def together(self, terms: Iterable[Term], by: int) -> None:
        ids = [self.id((t.taxonomy, t.slug)) for t in terms if t.taxonomy in TAXONOMIES]
        (self.pairs.update if by > 0 else self.pairs.subtract)(permutations(ids, 2))

    def write(self) -> None:
        many = self.catalog.many
        many("DELETE FROM contribution WHERE collection = ? AND key = ?", self.gone["contribution"])
        many("DELETE FROM role WHERE collection = ? AND role = ? AND key = ?", self.gone["role"])
        many(
            "DELETE FROM quote WHERE collection = ? AND key = ? AND number = ?", self.gone["quote"]
        )
        many("INSERT INTO contribution VALUES (?, ?, ?)", self.come["contribution"])
        many("INSERT INTO role VALUES (?, ?, ?)", self.come["role"])
        many("INSERT INTO quote VALUES (?, ?, ?, ?)", self.come["quote"])
        many(
            "UPDATE collection SET count = count + ?2 WHERE id = ?1",
            sorted((key, n) for key, n in self.counts.items() if n),
        )
        for table, column, counter in (
            ("month", "month", self.months),
            ("seen", "edition", self.seen),
            ("spelling", "name", self.spellings),
            ("pair", "other", self.pairs),
        ):
            many(
                f"INSERT INTO {table} VALUES (?, ?, ?) ON CONFLICT(collection, {column}) "
                "DO UPDATE SET count = count + excluded.count",
                sorted((*key, n) for key, n in counter.items() if n),
            )
            many(
                f"DELETE FROM {table} WHERE collection = ? AND {column} = ? AND count = 0",
                sorted(key for key, n in counter.items() if n < 0),
            )


def apply(catalog: Catalog, changes: Iterable[Change], touched: Touched) -> None:
    """Bring the collections up to date and note what was touched, on the old side and the new."""
    batch = _Batch(catalog)
    for change in changes:
        _apply(batch, change, touched)
    batch.write()


def _apply(batch: _Batch, change: Change, touched: Touched) -> None:
    old, new = change.old, change.new
    if old == new:
        return
    before = {(t.taxonomy, t.slug): t for t in old.terms} if old else {}
    after = {(t.taxonomy, t.slug): t for t in new.terms} if new else {}
    moved = old is None or new is None or old.key != new.key
    recarded = old and new and (old.card, old.rank) != (new.card, new.rank)
    for name, term in before.items():
        if moved or after.get(name) != term:
            assert old is not None
            batch.term(term, old.key, change.article, -1)
            touched.add(name, old.key)
    for name, term in after.items():
        assert new is not None
        if moved or before.get(name) != term:
            batch.term(term, new.key, change.article, +1)
            touched.add(name, new.key)
        elif recarded:
            touched.add(name, new.key)
    if before.keys() != after.keys():
        batch.together(before.values(), -1)
        batch.together(after.values(), +1)
        for name in before.keys() | after.keys():  # each shows with whom it appears
            if name[0] in TAXONOMIES:
                touched.add(name)
    _apply_editions(batch, _followed(before), _followed(after), touched)
    if [n for n in before if n[0] in FOLLOWED] != [n for n in after if n[0] in FOLLOWED]:
        _touch_editions(_followed(after), touched)  # an edition shows them in their order
    _apply_quotes(batch, change, moved, touched)


def _followed(terms: Mapping[Name, Term]) -> set[tuple[Name, str]]:
    """(person or topic, edition) pairs of an article."""
    edition = next((slug for taxonomy, slug in terms if taxonomy == "editions"), "")
    return {(name, edition) for name in terms if edition and name[0] in FOLLOWED}


def _apply_editions(
    batch: _Batch, before: set[tuple[Name, str]], after: set[tuple[Name, str]], touched: Touched
) -> None:
    for pair in sorted(before - after):
        batch.edition(*pair, -1)
    for pair in sorted(after - before):
        batch.edition(*pair, +1)
    _touch_editions(before ^ after, touched)


def _touch_editions(pairs: Iterable[tuple[Name, str]], touched: Touched) -> None:
    for name, edition in pairs:
        touched.editions.setdefault(name, []).append(edition)


def _apply_quotes(batch: _Batch, change: Change, moved: bool, touched: Touched) -> None:
    said_before = change.old.quotes if change.old else ()
    says_now = change.new.quotes if change.new else ()
    if said_before == says_now and not moved:
        return
    if change.old:
        batch.quotes(said_before, change.old.key, change.article, -1)
    if change.new:
        batch.quotes(says_now, change.new.key, change.article, +1)
    for contributions, quotes in ((change.old, said_before), (change.new, says_now)):
        for quote in quotes:
            assert contributions is not None
            owner = ("people", quote.slug) if quote.slug else ("quotes", UNNAMED)
            touched.add(owner, contributions.key)
            touched.add(("quotes", "all"), contributions.key)


def settle(catalog: Catalog, touched: Touched) -> None:
    """Name, file and date the touched collections anew; drop those nobody contributes to."""
    for name in touched.keys:
        row = catalog.one(
            "SELECT id, count, label, initial, hidden, plain FROM collection "
            "WHERE taxonomy = ? AND slug = ?",
            *name,
        )
        if row is None:
            continue
        collection, count, label, letter, hidden, plain = row
        touched.initials.add((name[0], letter))
        touched.namesakes.add((name[0], plain))
        if count == 0:
            catalog.one("DELETE FROM collection WHERE id = ?", collection)
            touched.deleted.add(name)
            continue
        if not label:
            touched.created.add(name)
        now = _describe(catalog, name, collection)
        touched.initials.add((name[0], now.letter))
        touched.namesakes.add((name[0], now.plain))
        if now.hidden != bool(hidden):
            touched.veiled.add(name)


@dataclass(frozen=True, slots=True)
class _Filed:
    letter: str
    hidden: bool
    plain: str


def _describe(catalog: Catalog, name: Name, collection: int) -> _Filed:
    """Enter label, sorting and first day; where it is filed now."""
    taxonomy, slug = name
    profile = profile_of(catalog, taxonomy, slug) if taxonomy in TAXONOMIES else None
    label = profile.name if profile else _usual_spelling(catalog, collection) or slug
    sorting = (profile and profile.sort_name) or label
    filed = sort_key(taxonomy if not (profile and profile.sort_name) else "", sorting)
    first = catalog.one(
        "SELECT min(key) FROM contribution WHERE collection = ? AND key > '1'", collection
    )
    plain = name_key(plain_name(label)) if taxonomy == "people" else ""
    now = _Filed(initial(filed), bool(profile and profile.hidden), plain)
    catalog.one(
        "UPDATE collection SET label = ?, sorting = ?, initial = ?, hidden = ?, first = ?, plain = ? "
        "WHERE id = ?",
        label,
        f"{filed} {slug}",
        now.letter,
        now.hidden,
        (first[0] or "")[:10],
        now.plain,
        collection,
    )
    return now


def _usual_spelling(catalog: Catalog, collection: int) -> str:
    row = catalog.one(
        "SELECT name FROM spelling WHERE collection = ? ORDER BY count DESC, name LIMIT 1",
        collection,
    )
    return str(row[0]) if row else ""


def profile_of(catalog: Catalog, taxonomy: str, slug: str) -> Profile | None:
    """The profile of a term; not one whose slug or name another has already (a problem)."""
    rows = catalog.rows(
        "SELECT record FROM document WHERE kind = ? AND key = ? ORDER BY path", taxonomy, slug
    )
    for (text,) in rows:
        profile = decode(text, Profile)
        named = "SELECT 1 FROM alias WHERE taxonomy = ? AND key = ? AND slug = ? AND is_name"
        if catalog.one(named, taxonomy, name_key(profile.name), slug):
            return profile
    return None
