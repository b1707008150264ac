"""Terms that need a decision: names that are probably one or none, profiles and aliases at odds."""

from collections.abc import Iterator

from digestgen.catalog import Catalog, decode
from digestgen.check import names
from digestgen.check.names import Name
from digestgen.check.places import Sources, profile_path
from digestgen.config import Config
from digestgen.model import Code, Problem, Profile
from digestgen.names import name_key, plain_name, surname_keys
from digestgen.profiles import Resolver, profiles_in

_PERSONAL = ("people", "authors")
_NO_PEOPLE = (("organizations", "an organization"), ("places", "a place"))


def term_problems(catalog: Catalog, config: Config, sources: Sources) -> Iterator[Problem]:
    """Warnings about every taxonomy the digest makes."""
    known = {taxonomy: _names(catalog, taxonomy) for taxonomy in config.taxonomies}
    for taxonomy in _PERSONAL:
        yield from _one_person(catalog, sources, taxonomy, known.get(taxonomy, []))
        yield from _odd_names(sources, taxonomy, known.get(taxonomy, []))
    yield from _surnames(sources, known.get("people", []))
    yield from _two_kinds(sources, known)
    yield from _shared_slugs(catalog, config, sources)
    yield from _shared_aliases(catalog, sources)
    yield from _unused_profiles(catalog, config, sources)


def _names(catalog: Catalog, taxonomy: str) -> list[Name]:
    rows = catalog.rows(
        "SELECT id, label, slug, count, EXISTS(SELECT 1 FROM document d WHERE d.kind = c.taxonomy "
        "AND d.key = c.slug) FROM collection c WHERE taxonomy = ? ORDER BY slug",
        taxonomy,
    )
    return [Name(number, label, slug, count, bool(has)) for number, label, slug, count, has in rows]


def _warning(
    sources: Sources, taxonomy: str, name: Name, message: str, hint: str, code: Code
) -> Problem:
    place = sources.naming(taxonomy, name.label, name.slug)
    return Problem(place, message, hint, "warning", code=code)


def _one_person(
    catalog: Catalog, sources: Sources, taxonomy: str, found: list[Name]
) -> Iterator[Problem]:
    together = frozenset(
        catalog.rows(
            "SELECT p.collection, p.other FROM pair p JOIN collection c ON c.id = p.collection "
            "JOIN collection o ON o.id = p.other WHERE c.taxonomy = ? AND o.taxonomy = ?",
            taxonomy,
            taxonomy,
        )
    )
    bearers = _bearers(catalog, taxonomy, found)
    for pair in names.alike(found, together):
        rare, common = pair.rare, pair.common
        for name in (rare, common):
            several = bearers.get(name_key(name.label), [])
            if len(several) > 1 and not name.settled:
                either = " or ".join(f'"{label}"' for label in several[:3])
                message = f'"{name.label}" ({name.count}) may be {either}'
                hint = f"write in {taxonomy}: which of them it is"
                yield _warning(sources, taxonomy, name, message, hint, "namesake")
                break
        else:
            yield _same_name(sources, taxonomy, rare, common)


def _bearers(catalog: Catalog, taxonomy: str, found: list[Name]) -> dict[str, list[str]]:
    """By the key of a plain name the qualified ones that profiles and articles have."""
    labels = {name.label for name in found} | {p.name for p in profiles_in(catalog, taxonomy)}
    bearers: dict[str, list[str]] = {}
    for label in sorted(labels):
        if (plain := plain_name(label)) != label:
            bearers.setdefault(name_key(plain), []).append(label)
    return bearers


def _same_name(sources: Sources, taxonomy: str, rare: Name, common: Name) -> Problem:
    profile = profile_path(taxonomy, common.slug)
    if common.settled:
        hint = f'add "{rare.label}" to aliases: in {profile}, or give it a profile of its own'
    else:
        hint = (
            f'add  name: "{common.label}"  and  aliases: ["{rare.label}"]  to {profile}, '
            "or give each of them a profile"
        )
    message = (
        f'"{rare.label}" ({rare.count}) is probably the same person as '
        f'"{common.label}" ({common.count})'
    )
    return _warning(sources, taxonomy, rare, message, hint, "similar-name")


def _odd_names(sources: Sources, taxonomy: str, found: list[Name]) -> Iterator[Problem]:
    for name in found:
        if name.settled:
            continue
        if names.is_strange(name.label):
            message = f'"{name.label}" is hardly a name'
            hint = f"correct {taxonomy}:, or add the name to  ignore:  in digest.yaml"
            yield _warning(sources, taxonomy, name, message, hint, "odd-name")
        elif names.is_shouted(name.label):
            message, hint = f'"{name.label}" is in capitals', f"write {name.label.title()}"
            yield _warning(sources, taxonomy, name, message, hint, "capitals")


def _surnames(sources: Sources, people: list[Name]) -> Iterator[Problem]:
    """People with one name only: their surname, or all the name they have."""
    bearers: dict[str, list[str]] = {}
    for name in people:
        for key in surname_keys(name.label):
            bearers.setdefault(key, []).append(name.label)
    for name in people:
        if name.settled or not names.is_single(name.label) or names.is_strange(name.label):
            continue
        full = bearers.get(name_key(name.label), [])
        message = f'"{name.label}" is listed by one name only'
        hint = f"write the full name{': ' + ' or '.join(full[:3]) if full else ''}"
        hint += f", or make {profile_path('people', name.slug)} if there is no other"
        yield _warning(sources, "people", name, message, hint, "single-name")


def _two_kinds(sources: Sources, known: dict[str, list[Name]]) -> Iterator[Problem]:
    people = {name_key(name.label): name for name in known.get("people", [])}
    for taxonomy, noun in _NO_PEOPLE:
        for other in known.get(taxonomy, []):
            name = people.get(name_key(other.label))
            if name is None or (name.settled and other.settled):
                continue
            message = (
                f'"{name.label}" is listed as a person ({name.count}) and as {noun} ({other.count})'
            )
            if name.count <= other.count:
                hint = f'take it out of people:, or tell them apart: "{name.label} (person)"'
                yield _warning(sources, "people", name, message, hint, "two-kinds")
            else:
                hint = f"take it out of {taxonomy}:"
                yield _warning(sources, taxonomy, other, message, hint, "two-kinds")


def _shared_slugs(catalog: Catalog, config: Config, sources: Sources) -> Iterator[Problem]:
    """Names that differ and have one page, because their slugs are equal."""
    resolve = Resolver(catalog)
    spellings: dict[tuple[str, str], dict[str, str]] = {}
    for taxonomy, slug, name in catalog.rows(
        "SELECT c.taxonomy, c.slug, s.name FROM spelling s JOIN collection c ON c.id = s.collection "
        "WHERE c.id IN (SELECT collection FROM spelling GROUP BY collection HAVING count(*) > 1) "
        "ORDER BY c.taxonomy, c.slug, s.name"
    ):
        if taxonomy in config.taxonomies:
            key = name_key(name)
            owner = "" if resolve(taxonomy, key) == slug else key
            spellings.setdefault((taxonomy, slug), {}).setdefault(owner, name)
    for (taxonomy, slug), by_key in spellings.items():
        if len(by_key) < 2:
            continue
        shared = " and ".join(f'"{name}"' for name in by_key.values())
        name = next(name for key, name in by_key.items() if key)
        yield Problem(
            sources.naming(taxonomy, name, slug),
            f"{shared} share the page /{taxonomy}/{slug}/",
            f"if they are one, make {profile_path(taxonomy, slug)} with aliases:; if not, write one "
            f'of them with what tells it apart: "{name} (…)"',
            "warning",
            code="shared-page",
        )


def _shared_aliases(catalog: Catalog, sources: Sources) -> Iterator[Problem]:
    """Aliases that two profiles claim: they mean nobody, or the one whose name it is."""
    claimed: dict[tuple[str, str], list[str]] = {}
    for taxonomy, key, slug in catalog.rows(
        "SELECT taxonomy, key, slug FROM alias WHERE (taxonomy, key) IN "
        "(SELECT taxonomy, key FROM alias GROUP BY taxonomy, key HAVING count(*) > 1) "
        "ORDER BY taxonomy, key, is_name DESC, slug"
    ):
        claimed.setdefault((taxonomy, key), []).append(slug)
    for (taxonomy, key), slugs in claimed.items():
        profiles = [_profile(catalog, taxonomy, slug) for slug in slugs]
        first, last = profiles[0], profiles[-1]
        alias = next(a for a in last.aliases if name_key(a) == key)
        if name_key(first.name) == key:
            message = f'the alias "{alias}" is the name of {first.path}, so it means that'
        else:
            paths = " and ".join(profile.path for profile in profiles)
            message = f'the alias "{alias}" is claimed by {paths}, so it means neither'
        place = sources.key(last.path, "aliases", alias)
        yield Problem(place, message, "keep it in one of them", "warning", code="shared-alias")


def _profile(catalog: Catalog, taxonomy: str, slug: str) -> Profile:
    row = catalog.one(
        "SELECT record FROM document WHERE kind = ? AND key = ? ORDER BY path", taxonomy, slug
    )
    return decode(row[0], Profile)


def _unused_profiles(catalog: Catalog, config: Config, sources: Sources) -> Iterator[Problem]:
    """Profiles whose term no article lists, so that they have no page."""
    rows = catalog.rows(
        "SELECT d.record FROM document d WHERE EXISTS(SELECT 1 FROM alias a WHERE a.taxonomy = d.kind "
        "AND a.slug = d.key) AND NOT EXISTS(SELECT 1 FROM collection c WHERE c.taxonomy = d.kind "
        "AND c.slug = d.key) ORDER BY d.path"
    )
    for (text,) in rows:
        profile = decode(text, Profile)
        if profile.hidden or profile.taxonomy not in config.taxonomies:
            continue
        yield Problem(
            sources.place(profile.path, profile.name),
            f'no article lists "{profile.name}", so it has no page',
            f"list it in an article's {_KEYS.get(profile.taxonomy, profile.taxonomy)}:, or add the "
            "spelling that articles use to aliases:",
            "warning",
            code="unused-profile",
        )


_KEYS = {"sections": "section", "sources": "source"}
"""Front matter keys that aren't called as their taxonomy."""
