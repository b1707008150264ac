"""Names through profiles: which term a name or alias means, and the vocabulary for the extractor."""

from collections.abc import Callable, Iterable, Iterator

from digestgen import urls
from digestgen.catalog import Catalog, decode
from digestgen.model import TAXONOMIES, Place, Problem, Profile, VocabularyEntry
from digestgen.names import name_key, plain_name, slugify
from digestgen.sources import Changes


def renew_aliases(catalog: Catalog, changes: Changes) -> set[tuple[str, str]]:
    """Renew the table of names and aliases where profiles changed; the (taxonomy, key) pairs that
    now resolve differently."""
    moved: set[tuple[str, str]] = set()
    for taxonomy in sorted({kind for kind, _ in changes.documents if kind in TAXONOMIES}):
        before = set(
            catalog.rows("SELECT key, slug, is_name FROM alias WHERE taxonomy = ?", taxonomy)
        )
        after: set[tuple[str, str, int]] = set()
        problems: list[Problem] = []
        for profile in effective_profiles(profiles_in(catalog, taxonomy), problems):
            after |= {(name_key(alias), profile.slug, 0) for alias in profile.aliases}
            after.discard((name_key(profile.name), profile.slug, 0))
            after.add((name_key(profile.name), profile.slug, 1))
        catalog.set_problems(f"duplicates:{taxonomy}", problems)
        if before == after:
            continue
        catalog.many(
            "DELETE FROM alias WHERE taxonomy = ? AND key = ? AND slug = ?",
            ((taxonomy, key, slug) for key, slug, _ in before - after),
        )
        catalog.many(
            "INSERT INTO alias VALUES (?, ?, ?, ?, ?)",
            sorted((taxonomy, *row, slugify(row[0])) for row in after - before),
        )
        now, then = _meanings(after), _meanings(before)
        keys = now.keys() | then.keys()
        moved |= {(taxonomy, key) for key in keys if now.get(key) != then.get(key)}
        changes.redirects |= {urls.folder(taxonomy, slugify(key)) for key, _, _ in before ^ after}
        changes.documents |= {(taxonomy, slug) for _, slug, _ in before ^ after}
    return moved


def _meanings(rows: Iterable[tuple[str, str, int]]) -> dict[str, str | None]:
    """What each key of (key, slug, is name) rows resolves to. An alias in two profiles resolves
    nothing, and a name goes before aliases."""
    slugs: dict[str, tuple[list[str], list[str]]] = {}
    for key, slug, is_name in rows:
        slugs.setdefault(key, ([], []))[is_name].append(slug)
    return {
        key: found[0] if len(found := named or aliases) == 1 else None
        for key, (aliases, named) in slugs.items()
    }


def effective_profiles(
    profiles: Iterable[Profile], problems: list[Problem] | None = None
) -> Iterator[Profile]:
    """The profiles of one taxonomy, given in path order, without those whose slug or name another
    has already; each such one is a problem that names both."""
    slugs: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for profile in profiles:
        key = name_key(profile.name)
        other = slugs.get(profile.slug) or by_name.get(key)
        if other is None:
            slugs[profile.slug] = by_name[key] = profile.path
            yield profile
        elif problems is not None:
            message = f'two profiles are "{profile.name}": {other} and {profile.path}'
            problems.append(
                Problem(Place(profile.path), message, "merge them into one file", code="duplicate")
            )


def profiles_in(catalog: Catalog, taxonomy: str) -> Iterator[Profile]:
    """Every profile of a taxonomy that could be read, in path order."""
    rows = catalog.rows("SELECT record FROM document WHERE kind = ? ORDER BY path", taxonomy)
    return (decode(text, Profile) for (text,) in rows)


def vocabulary(by_taxonomy: Callable[[str], Iterable[Profile]]) -> tuple[VocabularyEntry, ...]:
    """What the digest's profiles say about names, for the extractor. Only of namesakes, who have
    something in brackets, does it need to know what they are."""

    def role(profile: Profile) -> str:
        return profile.role if plain_name(profile.name) != profile.name else ""

    return tuple(
        VocabularyEntry(taxonomy, p.name, p.aliases, p.keywords, role(p))
        for taxonomy in TAXONOMIES
        for p in effective_profiles(by_taxonomy(taxonomy))
    )


class Resolver:
    """(taxonomy, name key) -> slug, through the profiles; remembers within one build."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[tuple[str, str], str | None] = {}

    def __call__(self, taxonomy: str, key: str) -> str | None:
        asked = (taxonomy, key)
        if asked not in self._known:
            rows = list(
                self._catalog.rows(
                    "SELECT slug, is_name FROM alias WHERE taxonomy = ? AND key = ?", taxonomy, key
                )
            )
            self._known[asked] = _meanings((key, *row) for row in rows).get(key)
        return self._known[asked]
