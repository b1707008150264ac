"""The one build function: `build`, `serve`, `--watch` and `deploy` call it.

It locks the digest, asks whether anything changed at all, and lets `pipeline` do what there is to do.
"""

import time
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digestgen import cache, files, fresh, interrupts, layouts, output_folder, progress, scan
from digestgen.options import Options, Report, Screen
from digestgen.scan import Found
from digestgen.workers import Workers

# What is imported below, where it is used, is of no use to a build with nothing to do.
if TYPE_CHECKING:
    from concurrent.futures import Executor

    from digestgen.catalog import Catalog
    from digestgen.config import Config
    from digestgen.layouts import LayoutFiles
    from digestgen.profile import Profile
    from digestgen.templates import Theme

__all__ = ["Builder", "Options", "Report", "build"]

_PATIENCE = 1.0  # seconds


class Builder:
    """Builds one digest, again and again; keeps the catalog open in between."""

    def __init__(self, options: Options, executor: "Executor | None" = None) -> None:
        self.options = options
        self._executor = executor
        self._catalog: Catalog | None = None
        self._read: tuple[bytes, str] = (b"", "")  # what `_config` and `_theme` were made of
        self._config: Config
        self._theme: Theme
        self.screen = Screen()
        self.profile: Profile | None = None
        self.progress: progress.Progress = progress.silent

    def close(self) -> None:
        """Not for use while `cache.locked`. Whoever has the digest meanwhile is waited for a moment
        only: this may be called because of Ctrl-C."""
        if self._catalog is not None and self._catalog.is_current():
            until = time.monotonic() + _PATIENCE
            with (
                suppress(TimeoutError),
                cache.locked(self.options.root, lambda: time.monotonic() > until),
            ):
                self._close()
        self._close()

    def _close(self) -> None:
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    def build(self, changed: Collection[str] | None = None) -> Report:
        """Bring the output folder up to date. With `changed`, sources below `content/` are looked at
        by these paths only and outputs are taken to be as they were left: what else changed is for
        a build without it to find. Raises DigestgenError (its `problems` say why) when the
        configuration or a template is broken; the output is then as it was."""
        started = time.perf_counter()
        options = self.options
        data, found = self._config_data(), layouts.read(options.root)
        asked = fresh.asked(self._version, data, found.digest, *options.flags)
        with self._locked(), closing(Workers(options.jobs)) as workers:
            self._lap("start")
            sources = None if changed is not None else list(scan.sources(options.root))
            self._lap("list sources")
            if sources is not None and (said := self._unchanged(asked, sources)) is not None:
                self._lap("compare with the last build")
                seconds = time.perf_counter() - started
                known = (said.files, options.folder, seconds, said.notices)
                return Report(said.problems, (), (), (), *known, index=said.index)
            self._lap("compare with the last build")
            settings, theme = self._understood(data, found)
            output_folder.check_output(options.root, options.folder)
            from digestgen.pipeline import Pipeline

            catalog = self.catalog()
            try:
                catalog.begin()
                self._lap("load code, settings and theme")
                made = Pipeline(
                    options, settings, theme, catalog, workers, self._executor, self.screen
                )
                made.profile, made.lap = self.profile, self._lap
                made.progress = self.progress
                report = made.run(started, asked, sources, changed)
                catalog.commit()
                self._lap("commit the catalog")
            except BaseException:
                with interrupts.held():
                    catalog.rollback()
                raise
        return report

    def warm(self) -> None:
        """Load what the next change will need, and start nothing for it: one article is read and
        one page of each kind made, for nobody. Raises DigestgenError as `build` does."""
        from digestgen import ingest, making, pipeline  # noqa: F401
        from digestgen.plan import Plan

        options = self.options
        with self._locked():
            settings, theme = self._understood(self._config_data(), layouts.read(options.root))
            catalog = self.catalog()
            try:
                catalog.begin()
                ingest.rehearse(settings)
                plan = Plan(catalog, settings, theme)
                given = plan, options.root, plan.samples(), output_folder.Output(options.folder, "")
                list(making.made(*given, lambda _: None, lambda: None))
            finally:
                catalog.rollback()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """While nobody else builds. A folder that is no digest gets no cache."""
        if not (self.options.root / files.CACHE).is_dir():
            self._understood(self._config_data(), layouts.read(self.options.root))
            output_folder.check_output(self.options.root, self.options.folder)
        with cache.locked(self.options.root):
            yield

    def _lap(self, stage: str) -> None:
        interrupts.ask()
        if self.profile is not None:
            self.profile.lap(stage)

    @cached_property
    def _version(self) -> str:
        return fresh.code_version()

    def _config_data(self) -> bytes:
        try:
            return (self.options.root / self.options.config).read_bytes()
        except OSError:
            from digestgen import config

            return config.read(self.options.root, self.options.config)  # says what is wrong

    def _understood(self, data: bytes, found: "LayoutFiles") -> "tuple[Config, Theme]":
        """Configuration and theme, made again only if they changed. Raises DigestgenError."""
        if self._read != (data, found.digest):
            from digestgen import config, templates

            parsed = config.parse(data, self.options.config)
            self._config = config.under_flags(parsed, *self.options.flags)
            theme = templates.made_of(found).styled(self._config.theme)
            if self._config.plugins:
                from digestgen.pages import plugged

                theme = theme.extended(plugged.sources(self._config.plugins))
            self._theme = theme
            self._read = (data, found.digest)
        return self._config, self._theme

    def _unchanged(self, asked: str, sources: list[Found]) -> fresh.Said | None:
        options = self.options
        if self._catalog is not None and self._catalog.is_current():
            return fresh.unchanged(self._catalog.db, sources, options.root, options.folder, asked)
        if options.clean:
            return None
        with fresh.opened(self._path, self._version) as db:
            return fresh.unchanged(db, sources, options.root, options.folder, asked) if db else None

    @property
    def _path(self) -> Path:
        name = "catalog-drafts.sqlite" if self.options.drafts else "catalog.sqlite"
        return self.options.root / files.CACHE / name

    def catalog(self) -> "Catalog":
        """The catalog, opened when first needed; for use while `cache.locked`."""
        from digestgen.catalog import Catalog

        if self._catalog is not None and not self._catalog.is_current():
            self._close()  # another process, or the user, has thrown the file away
        if self._catalog is None:
            if self.options.clean:
                self._path.unlink(missing_ok=True)
            self._catalog = Catalog(self._path, self._version)
        return self._catalog


def build(options: Options, executor: "Executor | None" = None) -> Report:
    """One build in a process of its own."""
    builder = Builder(options, executor)
    try:
        return builder.build()
    finally:
        builder.close()
