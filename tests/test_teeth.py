"""Bugs planted in the build, each of which the law or the oracle must catch.

Without the bug the same edit passes, so it is the bug that is caught.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import law
import oracle
import pytest
from facts import Facts
from small_digest import Digest

from digestgen import collect, files, ingest, output_folder, pages, pipeline, profiles, templates
from digestgen.build import Options
from digestgen.catalog import decode
from digestgen.collect import Change, Touched
from digestgen.layouts import theme_folder
from digestgen.plan import Plan
from digestgen.values import limits, terms

Patch = pytest.MonkeyPatch
NEWEST = 3


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: Patch) -> None:
    monkeypatch.setattr(limits, "NEWEST", NEWEST)
    monkeypatch.setattr(limits, "SLICE", 2)
    law.parse_templates_once(monkeypatch)


def hold(digest: Digest, work: Path) -> None:
    """The law and the oracle."""
    report = law.check(Options(digest.root), work / "clean")
    assert report is not None
    oracle.check(Facts(digest.root, set(), set(), drafts=False), report.output, NEWEST)


# --- bugs ----------------------------------------------------------------------------------------


def forget_the_old_side(patch: Patch) -> None:
    apply = collect._apply

    def new_side(batch: Any, change: Change, touched: Touched) -> None:
        seen = Touched()
        apply(batch, change, seen)
        kept = {(t.taxonomy, t.slug) for t in change.new.terms} if change.new else set()
        for name in seen.keys.keys() & kept:
            touched.add(name, *seen.keys[name])

    patch.setattr(collect, "_apply", new_side)


def never_resolve_again(patch: Patch) -> None:
    renew = profiles.renew_aliases
    patch.setattr(ingest, "renew_aliases", lambda *given: (renew(*given), set())[1])


def never_look_for_absent_names(patch: Patch) -> None:
    patch.setattr(ingest, "names", lambda article: {("people", "ada okafor")})


def miss_new_templates(patch: Patch) -> None:
    closures = Plan._closures

    def known(plan: Plan) -> dict[str, str]:
        _, _, text = plan.catalog.meta("closures").partition(" ")
        return decode(text, dict[str, str]) if text else closures(plan)

    patch.setattr(Plan, "_closures", known)


def drop_a_template(patch: Patch) -> None:
    references = templates._references

    def fewer(tree: object, theme: templates.Theme, name: str) -> tuple[str, ...]:
        return tuple(n for n in references(tree, theme, name) if n != "_quote.html")

    patch.setattr(templates, "_references", fewer)


def never_prune(patch: Patch) -> None:
    commit = output_folder.Output.commit
    patch.setattr(output_folder.Output, "commit", lambda output, removed: commit(output, ()))


def never_verify(patch: Patch) -> None:
    patch.setattr(pipeline.Pipeline, "_damaged", lambda *given: [])


def never_count_down(patch: Patch) -> None:
    term = collect._Batch.term

    def only_up(batch: collect._Batch, *given: Any) -> None:
        before = batch.counts.copy()
        term(batch, *given)
        batch.counts = max(before, batch.counts, key=lambda counts: counts.total())

    patch.setattr(collect._Batch, "term", only_up)


def _ignore_effects(*prefixes: str) -> Callable[[Patch], None]:
    """A bug: nothing follows from a change in values and subjects of these kinds."""

    def plant(patch: Patch) -> None:
        effects = pages.effects

        def fewer(*given: Any) -> pages.Effects:
            found = effects(*given)
            found.values = {v for v in found.values if not v.startswith(prefixes)}
            found.subjects = {s for s in found.subjects if not s.startswith(prefixes)}
            return found

        patch.setattr(pages, "effects", fewer)

    return plant


def _never_differs(key: str) -> Callable[[Patch], None]:
    """A bug: a change of what is remembered under this key goes unseen."""

    def plant(patch: Patch) -> None:
        remember = Plan._remember

        def blind(plan: Plan, name: str, text: str) -> bool:
            return False if name == key and plan.catalog.meta(key) else remember(plan, name, text)

        patch.setattr(Plan, "_remember", blind)

    return plant


def forget_the_neighbours(patch: Patch) -> None:
    patch.setattr(pages, "_related", lambda *given: None)


def forget_the_slices(patch: Patch) -> None:
    patch.setattr(pages, "_slices", lambda *given: iter(()))


def trust_the_time(patch: Patch) -> None:
    patch.setattr(files, "signature", lambda stat: f"{stat.st_size}:{stat.st_mtime_ns}")


def count_pairs_twice(patch: Patch) -> None:
    together = collect._Batch.together

    def twice(batch: collect._Batch, *given: Any) -> None:
        together(batch, *given)
        together(batch, *given)

    patch.setattr(collect._Batch, "together", twice)


def forget_the_later_editions(patch: Patch) -> None:
    patch.setattr(pages, "_later_editions", lambda *given: set())


def forget_the_namesakes(patch: Patch) -> None:
    settle = collect.settle

    def blind(catalog: Any, touched: Touched) -> None:
        settle(catalog, touched)
        touched.namesakes.clear()

    patch.setattr(collect, "settle", blind)


def miss_the_newest(patch: Patch) -> None:
    quotes = terms._quotes
    patch.setattr(terms, "_quotes", lambda *given: quotes(*given)[1:])


# --- edits ---------------------------------------------------------------------------------------


def untag(digest: Digest) -> None:
    digest.article("2026/bridge.md", topics=["transport"])


def delete(digest: Digest) -> None:
    digest.delete("content/2025/council.md")


def add_alias(digest: Digest) -> None:
    digest.put("content/people/ada-okafor.md", "---\naliases: [Tomas Brandt]\n---\n")


def name_the_official(digest: Digest) -> None:
    digest.put("content/people/nia-sol.md", "---\naliases: [a harbour official]\n---\n")


def rename_topic(digest: Digest) -> None:
    digest.put("content/topics/harbour-bridge.md", "---\nname: Harbour Bridge\n---\n")


def introduce_earlier(digest: Digest) -> None:
    """Ben Okafor is new in the edition of January 2026 until an older article names him."""
    digest.article("2025/council.md", people=["Tomas Brandt", "Ben Okafor"])


def add_a_namesake(digest: Digest) -> None:
    digest.article("2026/kelp.txt", people=["Tomas Brandt (diver)"])


def retitle(digest: Digest) -> None:
    digest.article("2026/closed.md", title="Bridge shut")


def unredirect(digest: Digest) -> None:
    digest.article("2025/council.md", redirect_from=None)


def describe(digest: Digest) -> None:
    digest.configure(description="What happened.")


def add_extra(digest: Digest) -> None:
    digest.put("layouts/_extra.html", "extra")


def change_quotes(digest: Digest) -> None:
    source = (theme_folder() / "_quote.html").read_text("utf-8")
    digest.put("layouts/_quote.html", source.replace("</li>", "<!-- changed --></li>"))


def tamper(digest: Digest) -> None:
    (digest.root / "site/index.html").write_text("tampered")


def swap_in_secret(digest: Digest) -> None:
    file = digest.root / "content/2026/kelp.txt"
    stat = file.stat()
    digest.article("2026/kelp.txt", body="Kelp grins.")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def update(digest: Digest) -> None:
    digest.article("2026/closed.md", updated="2026-03-09")


def enlarge(digest: Digest) -> None:
    digest.put("content/assets/bridge.svg", '<svg width="20" height="10"/>')


CASES = [
    (forget_the_old_side, untag),
    (never_resolve_again, add_alias),
    (never_look_for_absent_names, name_the_official),
    (miss_new_templates, add_extra),
    (drop_a_template, change_quotes),
    (never_prune, delete),
    (never_verify, tamper),
    (never_count_down, delete),
    (_ignore_effects("term:"), rename_topic),
    (_ignore_effects("redirect:"), unredirect),
    (_ignore_effects("redirects:"), unredirect),
    (_ignore_effects("near:"), retitle),
    (_ignore_effects("rollup:"), untag),
    (_ignore_effects("brief:"), update),
    (_ignore_effects("feed:people/", "feed:topics/"), delete),
    (_ignore_effects("picture:"), enlarge),
    (forget_the_neighbours, untag),
    (forget_the_slices, retitle),
    (forget_the_later_editions, introduce_earlier),
    (forget_the_namesakes, add_a_namesake),
    (_never_differs("shared:home"), describe),
    (trust_the_time, swap_in_secret),
]
IDS = [f"{number}-{getattr(bug, '__name__', '')}" for number, (bug, _) in enumerate(CASES)]


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    made.article("2026/kelp.txt", body="Kelp grows.")
    made.article("2026/bridge.md", image={"src": "assets/bridge.svg", "alt": "A bridge"})
    home = '{% extends "base.html" %}{% block main %}{% include "_extra.html" ignore missing %}'
    made.put("layouts/home.html", home + "{{ home.description }}{% endblock %}")
    made.put("content/people/ilse-varga-judge.md", "---\nhidden: true\n---\n")
    return made


@pytest.mark.parametrize(("bug", "edit"), CASES, ids=IDS)
def test_a_bug_of_incremental_builds_is_caught(
    bug: Callable[[Patch], None],
    edit: Callable[[Digest], None],
    digest: Digest,
    tmp_path: Path,
    monkeypatch: Patch,
) -> None:
    with monkeypatch.context() as patch:
        bug(patch)
        hold(digest, tmp_path)
        edit(digest)
        with pytest.raises(AssertionError):
            hold(digest, tmp_path)


@pytest.mark.parametrize("edit", dict.fromkeys(edit for _, edit in CASES))
def test_without_a_bug_the_edit_passes(
    edit: Callable[[Digest], None], digest: Digest, tmp_path: Path
) -> None:
    hold(digest, tmp_path)
    edit(digest)
    hold(digest, tmp_path)


@pytest.mark.parametrize("bug", [count_pairs_twice, miss_the_newest])
def test_a_bug_of_every_build_is_caught_by_the_oracle(
    bug: Callable[[Patch], None], digest: Digest, tmp_path: Path, monkeypatch: Patch
) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(digest, tmp_path)
