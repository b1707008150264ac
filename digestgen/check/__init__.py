"""What an editor should look at: broken links, names that need a decision, words that don't add up.

It builds first, into the folder that `build` would use: what is checked are the very bytes that
`deploy` sends, after an edit only the pages it touched are made, and nothing of the editor's is
written. Errors are what readers would run into; warnings are suspicions, each of which an editor can
settle with a profile, a correction or a look.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from digestgen import cache
from digestgen.build import Builder, Options
from digestgen.check.articles import article_problems, redirect_problems
from digestgen.check.crawl import read_links
from digestgen.check.editions import edition_problems
from digestgen.check.links import link_problems
from digestgen.check.places import Sources
from digestgen.check.terms import term_problems
from digestgen.config import Config
from digestgen.deploy.hosts import limit_problems
from digestgen.model import Place, Problem
from digestgen.output_folder import Output
from digestgen.problems import in_order
from digestgen.progress import Progress, silent


def check(options: Options, today: date, progress: Progress = silent) -> tuple[Problem, ...]:
    """Every finding, by file and line, the build's own problems included. `today` is what dates are
    compared with. Raises DigestgenError where nothing can be built."""
    folder, root = options.folder, options.root
    site = str(folder.relative_to(root) if folder.is_relative_to(root) else folder)
    builder = Builder(options)
    builder.progress = progress
    try:
        report = builder.build()
        settings = options.settings()
        with cache.locked(root):  # no other build changes the pages while they are read
            catalog = builder.catalog()
            sources = Sources(root, site, options.config, catalog)
            outputs = Output(folder, site).manifest or frozenset()
            found = [
                *report.problems,
                *link_problems(read_links(folder, outputs, settings.base_url), sources, outputs),
                *article_problems(catalog, settings, sources, today),
                *redirect_problems(catalog, sources),
                *term_problems(catalog, settings, sources),
                *edition_problems(catalog, settings, sources),
                *_too_large(options, settings, outputs, site),
            ]
    finally:
        builder.close()
    return tuple(in_order(found))


def _too_large(
    options: Options, settings: Config, outputs: Iterable[str], site: str
) -> Iterator[Problem]:
    """What the hosts that `deploy:` names would refuse."""
    hosts = {target.host: Place(options.config) for target in settings.deploy if target.host}
    sizes = {}
    for path in outputs if hosts else ():
        with suppress(FileNotFoundError):
            sizes[path] = os.stat(options.folder / path).st_size
    yield from limit_problems(sizes, hosts, site)
