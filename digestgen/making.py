"""Planned pages -> their bytes, here or in other processes, in plan order.

A process of our own reads what pages need from the catalog, so only their names travel there. An executor
that was given may be anywhere: it gets whole render jobs.
"""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from digestgen import copies, files, pages
from digestgen.catalog import Catalog
from digestgen.config import Config
from digestgen.model import Problem
from digestgen.pages.page import Given, Page, Shared
from digestgen.pages.plugged import guarded
from digestgen.plan import Plan
from digestgen.problems import PluginError
from digestgen.profile import Profile
from digestgen.render import Job, Layouts, render_batch
from digestgen.values import open_values
from digestgen.values.store import Values
from digestgen.workers import ExecutorFor, in_order

_BATCH = 64  # pages made as one task


def made(
    plan: Plan,
    root: Path,
    todo: Sequence[Page],
    executor_for: ExecutorFor,
    profile: Profile | None = None,
) -> Iterator[tuple[Page, bytes | tuple[Problem, ...]]]:
    """Each page with its bytes, or with the Problems of the plugin that should have made it. Before other processes read the catalog it is committed: should nothing
    come of this build, the output folder is behind the catalog's generation."""
    language = plan.config.language
    messages = plan.theme.messages(language)
    compiled = files.cache_folder(root, "templates", plan.catalog.version)
    layouts = Layouts(f"{plan.theme.digest} {language}", plan.theme.sources, messages, compiled)
    rendered = [page for page in todo if page.kind in pages.KINDS]
    batches = [rendered[at : at + _BATCH] for at in range(0, len(rendered), _BATCH)]
    results: Iterator[list[bytes]]
    executor = None if profile else executor_for(len(rendered))
    if profile is not None:
        results = (profile.render(batch, layouts, _jobs(plan, batch)) for batch in batches)
    elif isinstance(executor, ProcessPoolExecutor):
        plan.catalog.commit()
        plan.catalog.begin()
        hrefs = plan.theme.asset_hrefs()
        setting = _Setting(plan.catalog.path, plan.config, hrefs, plan.shared, layouts)
        results = in_order(executor, partial(_make, pickle.dumps(setting)), batches)
    else:
        jobs = (_jobs(plan, batch) for batch in batches)
        render = partial(render_batch, layouts)
        results = in_order(executor, render, jobs) if executor else map(render, jobs)
    ready = (data for batch in results for data in batch)
    for page in todo:
        if page.kind in pages.COPIED:
            yield page, copies.copied(root, plan.theme, page)
        elif page.kind in pages.KINDS:
            yield page, next(ready)
        else:
            yield page, _plugged(plan, layouts, page)


def _plugged(plan: Plan, layouts: Layouts, page: Page) -> bytes | tuple[Problem, ...]:
    """A plugin's page, made in this process; what goes wrong with it stops no other."""
    try:
        return guarded(page, lambda: render_batch(layouts, [plan.job(page)])[0])
    except PluginError as error:
        return error.problems


def _jobs(plan: Plan, batch: Sequence[Page]) -> list[Job]:
    found = [plan.job(page) for page in batch]
    plan.values.forget()
    return found


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all pages of a build are made with."""

    catalog: Path
    config: Config
    theme: Mapping[str, str]  # addresses of the theme's static files
    shared: Mapping[str, Shared]
    layouts: Layouts


def _make(packed: bytes, batch: Sequence[Page]) -> list[bytes]:
    """The bytes of pages, under a pickled setting, which is the same for all of a build."""
    setting, values = _opened(packed)
    jobs = [pages.job(page, Given(values, setting.shared[page.kind], page)) for page in batch]
    values.forget()
    return render_batch(setting.layouts, jobs)


@lru_cache(maxsize=1)
def _opened(packed: bytes) -> tuple[_Setting, Values]:
    setting: _Setting = pickle.loads(packed)
    catalog = Catalog.reader(setting.catalog)
    return setting, open_values(catalog, setting.config, setting.theme)
