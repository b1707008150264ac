"""Why each page was made the last time, kept in the catalog for `digestgen why`: the changes that a
build found, and for each page it made the values that had moved. What there is to say of the first
build of all, which makes everything, is kept nowhere."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass

from digestgen import files
from digestgen.catalog import Catalog, encode
from digestgen.config import Config
from digestgen.model import TAXONOMIES, Mention
from digestgen.plan import Plan
from digestgen.sources import Changes
from digestgen.templates import Theme

KEPT = 200  # builds
_LONGEST = 120  # characters of a value before and after that are kept
_TRACED = 50  # changed files up to which it is kept which collections each of them touched
NEW, DAMAGED, SHARED = "new", "damaged", "shared"


def record(
    catalog: Catalog,
    plan: Plan,
    changes: Changes,
    made: Iterable[str],
    damaged: Iterable[str],
    first: bool,
) -> None:
    """Enter a build and the reasons of the pages it `made`, unless it is the first."""
    settings = _changed_settings(catalog, plan.config)
    layouts = _changed_layouts(catalog, plan.theme)
    if first or not (paths := set(made)):
        return
    spoilt = set(damaged)
    row = catalog.one(
        "INSERT INTO build(changes) VALUES (?) RETURNING number",
        json.dumps(
            {
                "files": {path: _short(edits) for path, edits in changes.edits.items() if edits},
                "settings": settings,
                "layouts": layouts,
                "touched": _touched(changes),
            },
            ensure_ascii=False,
        ),
    )
    rows = []
    for page in plan.pages:
        if page.path in paths:
            reads = [name for name in page.reads if name in plan.changed]
            reads += [NEW] if page.path in plan.created else []
            reads += [DAMAGED] if page.path in spoilt else []
            reads += [SHARED] if page.kind in plan.reshared else []
            rows.append((page.path, row[0], json.dumps(reads)))
    catalog.many("INSERT OR REPLACE INTO reason VALUES (?, ?, ?)", rows)
    catalog.many("DELETE FROM reason WHERE page = ?", ((path,) for path in plan.dropped))
    catalog.one("DELETE FROM build WHERE number <= ?", row[0] - KEPT)
    catalog.one("DELETE FROM reason WHERE build <= ?", row[0] - KEPT)


def _short(edits: Iterable[tuple[str, object, object]]) -> list[tuple[str, object, object]]:
    """Fields with what they were and are, as an editor would write them."""
    found: list[tuple[str, object, object]] = []
    for name, old, new in edits:
        if isinstance(old, tuple) and isinstance(new, tuple):
            gone = tuple(one for one in old if one not in new)
            come = tuple(one for one in new if one not in old)
            old, new = (gone, come) if gone or come else (old, new)
        found.append((name, *_differing(shown(old), shown(new))) if name else (name, old, new))
    return found


def shown(value: object) -> str:
    """A value of a record or of the configuration in words."""
    if value is None or value == "" or value == () or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(shown(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {shown(one)}" for key, one in value.items())
    if hasattr(value, "iso"):
        return str(value.iso)
    if isinstance(value, Mention):
        return f"{value.name} ({value.role})" if value.role else value.name
    if is_dataclass(value):
        return " ".join(filter(None, (shown(getattr(value, one.name)) for one in fields(value))))
    return " ".join(str(value).split())


def _differing(old: str, new: str) -> tuple[str, str]:
    """Both texts, or of long ones the part in which they differ."""
    if max(len(old), len(new)) <= _LONGEST:
        return old, new
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    start = max(0, old.rfind(" ", 0, max(0, start - 20)) + 1)
    return tuple(  # type: ignore[return-value]
        ("…" if start else "")
        + text[start : start + _LONGEST]
        + ("…" if len(text) > start + _LONGEST else "")
        for text in (old, new)
    )


def _touched(changes: Changes) -> dict[str, list[str]]:
    """By collection the changed files that touched it."""
    if len(changes.edits) > _TRACED:
        return {}
    found: dict[str, set[str]] = {}
    for (taxonomy, slug), keys in changes.touched.keys.items():
        paths = {key.partition(" ")[2].partition(" ")[2] for key in keys}
        found[f"{taxonomy}/{slug}"] = paths & changes.edits.keys()
    for kind, key in changes.documents:
        if kind in TAXONOMIES:
            paths = {path for path in changes.edits if path.startswith(f"content/{kind}/")}
            found.setdefault(f"{kind}/{key}", set()).update(paths)
    return {name: sorted(paths) for name, paths in sorted(found.items()) if paths}


def _changed_settings(catalog: Catalog, config: Config) -> list[tuple[str, str, str]]:
    """(key, before, now) of digest.yaml and the flags above it."""
    now = {key: shown(value) for key, value in asdict(config).items() if key != "warnings"}
    return [(key, *_differing(old, new)) for key, old, new in _moved(catalog, "settings", now)]


def _changed_layouts(catalog: Catalog, theme: Theme) -> list[str]:
    """Names of layouts that came, went or differ."""
    if catalog.meta("layouts").startswith(theme.digest):
        return []
    now = {name: _hash(source) for name, source in theme.sources.items()}
    now.update({f"static/{name}": _hash(data) for name, data in theme.static.items()})
    return [name for name, _, _ in _moved(catalog, "layouts", now, theme.digest)]


def _hash(data: str | bytes) -> str:
    return files.digest(data if isinstance(data, bytes) else data.encode())


def _moved(
    catalog: Catalog, key: str, now: dict[str, str], version: str = ""
) -> list[tuple[str, str, str]]:
    """What differs from what the catalog remembers under a key, which is now this."""
    text = f"{version} {encode(now)}"
    known = catalog.meta(key)
    if known == text:
        return []
    catalog.set_meta(key, text)
    before: dict[str, str] = json.loads(known.partition(" ")[2]) if known else {}
    return [
        (name, before.get(name, ""), now.get(name, ""))
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]
