"""The three-way merge of an article's fields: what an extraction wrote, what the editor made of it,
what extraction finds today; pure.

Values are as `frontmatter.value` gives them: text, lists, dicts. They are compared by what they mean:
quotes, spacing and `Ada Okafor` or `[{name: Ada Okafor}]` are no difference.

The editor wins. What they changed, added or deleted is theirs from then on, in every later merge too:
`Edits` remembers it. Everything else follows extraction. Lists are merged item by item and `image` key
by key. Items are the same if their names (or the texts of quotes) are. Those that stay keep the
editor's order, new ones come last. A new item that resembles one the editor removed, changed or added
could be the same thing in other words, and is not added.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from digestgen.extract.claims import FIELDS
from digestgen.names import name_key

LISTS = frozenset(
    ("authors", "people", "organizations", "places", "topics", "suggested_topics", "quotes")
)
RECORDS = frozenset(["image"])  # not `source`: a name and an address of two outlets make none
Values = Mapping[str, object]
Edits = Mapping[str, object]
"""What is the editor's: for a field either "all" or a list of the keys of items or of `image`."""
ALL = "all"


@dataclass(frozen=True, slots=True)
class Change:
    """How one field changed: items added and removed, where it is a list."""

    field: str
    added: int = 0
    removed: int = 0

    def __str__(self) -> str:
        counts = [f"+{self.added}"] * bool(self.added) + [f"−{self.removed}"] * bool(self.removed)
        return f"{self.field} ({' '.join(counts)})" if counts else self.field


@dataclass(frozen=True, slots=True)
class Merged:
    changes: dict[str, object | None]  # what to set and what to remove (None) in the editor's file
    changed: tuple[Change, ...]
    kept: tuple[str, ...]  # fields in which the editor's differs from today's extraction
    edits: dict[str, object]  # those given, and what is the editor's since


def merge(base: Values, ours: Values, theirs: Values, edits: Edits) -> Merged:
    """Merge what extraction may write: `base` is what the last one found, `ours` the file as it is
    (with a key for every field present, others too), `theirs` what today's finds."""
    changes: dict[str, object | None] = {}
    changed: list[Change] = []
    kept: list[str] = []
    edits = dict(edits)
    for field in dict.fromkeys([*FIELDS, *base, *edits]):
        mine, new = ours.get(field), theirs.get(field)
        value, owned = _merge_field(field, base, ours, new, edits.get(field, ()))
        if owned:
            edits[field] = owned
        if meaning(field, value) != meaning(field, mine):
            changes[field] = value
            changed.append(_change(field, mine, value))
        if meaning(field, value) != meaning(field, new):
            kept.append(field)
    return Merged(changes, tuple(changed), tuple(kept), edits)


def _merge_field(
    field: str, base: Values, ours: Values, new: object, edited: object
) -> tuple[object, object]:
    """The merged value of one field, and what of it is the editor's."""
    old, mine = base.get(field), ours.get(field)
    if edited == ALL or (_empty(mine) and (field in ours or not _empty(old))):
        return mine, ALL  # one that the editor emptied or deleted stays so, lists too
    keys = frozenset(map(str, edited)) if isinstance(edited, list | tuple) else frozenset()
    if field in LISTS:
        return _merge_items(_list(old), _list(mine), _list(new), keys)
    if field in RECORDS and isinstance(mine, Mapping):
        merged, owned = _merge_record(_record(old), mine, _record(new), keys)
        if owned:
            return merged, owned
    if meaning(field, mine) != meaning(field, old):
        return mine, ALL
    return (mine if meaning(field, mine) == meaning(field, new) else new), ()


def _merge_items(
    base: list[object], ours: list[object], theirs: list[object], edited: frozenset[str]
) -> tuple[object, object]:
    old, mine, new = ({_key(item): item for item in items} for items in (base, ours, theirs))
    owned = {*edited, *(old.keys() ^ mine.keys())}
    owned |= {key for key in old.keys() & mine.keys() if _plain(old[key]) != _plain(mine[key])}
    if not owned and [*map(_plain, base)] == [*map(_plain, ours)]:
        return theirs or None, ()
    merged: list[object] = []
    for item in ours:
        key = _key(item)
        if key in owned or (key in new and _plain(new[key]) == _plain(item)):
            merged.append(item)
        elif key in new:
            merged.append(new[key])
    for key, item in new.items():
        if key in mine or key in owned:
            continue
        if any(_resemble(key, one) for one in owned):
            owned.add(key)
        else:
            merged.append(item)
    return merged or None, sorted(owned)


def _merge_record(
    base: Values, ours: Values, theirs: Values, edited: frozenset[str]
) -> tuple[object, object]:
    keys = base.keys() | ours.keys()
    owned = edited | {key for key in keys if _plain(base.get(key)) != _plain(ours.get(key))}
    merged = {}
    for key in dict.fromkeys([*ours, *theirs]):
        value = ours.get(key) if key in owned else theirs.get(key)
        if value is not None:
            merged[key] = value
    return merged or None, sorted(owned)


# --- what values mean ----------------------------------------------------------------------------


def meaning(field: str, value: object) -> object:
    """A form in which values that mean the same are equal."""
    return [*map(_plain, _list(value))] if field in LISTS else _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        found = {str(key): _plain(item) for key, item in value.items() if item is not None}
        return found["name"] if found.keys() == {"name"} else found
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value if item is not None]
    return None if value is None else " ".join(str(value).split())


def _list(value: object) -> list[object]:
    """The items of a list; one value stands for a list of one."""
    items = value if isinstance(value, list | tuple) else [value]
    return [item for item in items if item is not None]


def _record(value: object) -> Values:
    return value if isinstance(value, Mapping) else {}


def _empty(value: object) -> bool:
    return _plain(value) in (None, "", [], {})


def _key(item: object) -> str:
    """What an item is about: equal names or texts, equal items."""
    plain = _plain(item)
    if isinstance(plain, dict):
        plain = plain.get("name") or plain.get("text") or plain
    return name_key(str(plain)) or str(plain)


def _resemble(one: str, other: str) -> bool:
    """Whether two keys share half of the words of the shorter one."""
    words, others = set(one.split()), set(other.split())
    return 2 * len(words & others) >= min(len(words), len(others)) > 0


def _change(field: str, before: object, after: object) -> Change:
    if field not in LISTS:
        return Change(field)
    old, new = ({_key(item) for item in _list(value)} for value in (before, after))
    return Change(field, len(new - old), len(old - new))
