"""Planned pages -> their bytes, here or in other processes, in plan order.

A process of our own reads what pages need from the catalog and writes those that are new, so only names
and digests travel. An executor that was given may be anywhere: it gets whole render jobs.
"""

import pickle
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from digestgen import copies, files, output_folder, pages, search
from digestgen.model import Problem
from digestgen.output_folder import Output
from digestgen.pages.page import Given, Page, Shared
from digestgen.pages.plugged import guarded
from digestgen.plan import Plan
from digestgen.problems import PluginError
from digestgen.profile import Profile
from digestgen.render import Job, Layouts, render_batch
from digestgen.values import unpacked_values
from digestgen.values.store import Values
from digestgen.workers import ExecutorFor, in_order, is_own

_BATCH = 64  # pages made as one task


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a page: the digest of its bytes, that of what search sees of them, and the bytes
    themselves, None once they are in place."""

    digest: str
    searched: str
    data: bytes | None


def made(
    plan: Plan,
    root: Path,
    todo: Sequence[Page],
    output: Output,
    executor_for: ExecutorFor,
    publish: Callable[[], None],
    profile: Profile | None = None,
) -> Generator[tuple[Page, Made | tuple[Problem, ...]]]:
    """Each page with what became of it, or with what is wrong with the plugin that should have made it;
    close this before anything else is done with the output. Other processes read the catalog as it is
    when `publish` returns."""
    language = plan.config.language
    messages = plan.theme.messages(language)
    key, compiled = f"{plan.theme.digest} {language}", plan.catalog.folder("templates")
    layouts = Layouts(key, plan.theme.sources, messages, compiled)
    rendered = [page for page in todo if page.kind in pages.KINDS]
    batches = (rendered[at : at + _BATCH] for at in range(0, len(rendered), _BATCH))
    results: Generator[list[Made] | list[bytes]]
    executor = None if profile else executor_for(len(rendered))
    if is_own(executor):
        publish()
        folder = str(output.folder.absolute())
        setting = _Setting(plan.packed_values, plan.shared, layouts, folder)
        own: set[str] = set()
        results = in_order(
            executor,
            partial(_make_there, pickle.dumps(setting)),
            ([(page, output.hand_out(page.path)) for page in batch] for batch in batches),
            lambda task: _make(setting, plan.values, own, task),
        )
    elif executor is not None:
        jobs = (_jobs(plan, batch) for batch in batches)
        results = in_order(executor, partial(render_batch, layouts), jobs)
    else:
        render = profile.render if profile else _render
        results = (render(batch, layouts, _jobs(plan, batch)) for batch in batches)
    with closing(results):
        ready = (one for batch in results for one in batch)
        for page in todo:
            one: Made | bytes | tuple[Problem, ...]
            if page.kind in pages.COPIED:
                one = copies.copied(root, plan.theme, page)
            elif page.kind in pages.KINDS:
                one = next(ready)
            else:
                one = _plugged(plan, layouts, page)
            yield page, _seen(page, one) if isinstance(one, bytes) else one


def _plugged(plan: Plan, layouts: Layouts, page: Page) -> bytes | tuple[Problem, ...]:
    """A plugin's page, made in this process; what goes wrong with it stops no other. Raises
    TemplateError for a broken layout."""
    try:
        return guarded(page, plan.theme, lambda: render_batch(layouts, [plan.job(page)])[0])
    except PluginError as error:
        return error.problems


def _render(_: Sequence[Page], layouts: Layouts, jobs: Sequence[Job]) -> list[bytes]:
    return render_batch(layouts, jobs)


def _jobs(plan: Plan, batch: Sequence[Page]) -> list[Job]:
    found = [plan.job(page) for page in batch]
    plan.values.forget()
    return found


def _seen(page: Page, data: bytes) -> Made:
    searched = search.text_digest(data) if page.path.endswith(".html") else ""
    return Made(files.digest(data), searched, data)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all pages of a build are made with."""

    values: bytes  # packed
    shared: Mapping[str, Shared]
    layouts: Layouts
    output: str


def _make_there(packed: bytes, task: Sequence[tuple[Page, bool]]) -> list[Made]:
    """`_make` in another process, under a pickled setting, which is the same for all of a build."""
    return _make(*_opened(packed), task)


def _make(
    setting: _Setting, values: Values, own: set[str], task: Sequence[tuple[Page, bool]]
) -> list[Made]:
    """Make pages, and write those that are said to be new."""
    jobs = [pages.job(page, Given(values, setting.shared[page.kind], page)) for page, _ in task]
    values.forget()
    done = []
    for (page, new), data in zip(task, render_batch(setting.layouts, jobs), strict=True):
        one = _seen(page, data)
        if new and output_folder.write_new(setting.output, page.path, data, own):
            one = replace(one, data=None)
        done.append(one)
    return done


@lru_cache(maxsize=1)
def _opened(packed: bytes) -> tuple[_Setting, Values, set[str]]:
    setting: _Setting = pickle.loads(packed)
    return setting, unpacked_values(setting.values), set()
