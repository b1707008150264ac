"""What has to hold before anything leaves this machine."""

from collections.abc import Iterator
from dataclasses import dataclass

from digestgen import indexing
from digestgen.build import Builder, Options, Report
from digestgen.config import Config
from digestgen.deploy.errors import failed, refused
from digestgen.deploy.site import Site, read_site
from digestgen.indexing import Indexed
from digestgen.model import Place, Problem
from digestgen.problems import count


@dataclass(frozen=True, slots=True)
class Ready:
    """A site that may be sent, and what the build said."""

    site: Site
    report: Report
    indexed: Indexed


def prepare(options: Options, settings: Config, strict: bool) -> Ready:
    """Build (so that nothing is stale, no draft is in it and links are those of a server) and look
    whether the site may be sent. Raises DeployError with every reason against it."""
    builder = Builder(options)
    try:
        report = builder.build()
        against = list(_against(builder, settings, report, strict))
        if against:
            raise refused([*report.problems, *against])
        indexed = indexing.refresh(builder)
        if indexed.stale and not indexed.notice:
            raise failed(options.config, "something was edited meanwhile", "digestgen deploy again")
        return Ready(read_site(builder), report, indexed)
    finally:
        builder.close()


def _against(builder: Builder, settings: Config, report: Report, strict: bool) -> Iterator[Problem]:
    place = Place(builder.options.config)
    errors = sum(problem.severity == "error" for problem in report.problems)
    warnings = len(report.problems) - errors
    if errors:
        message = f"{count(errors, 'error')} above: a site that lacks pages is not sent"
        yield Problem(place, message, "mend them, and deploy again", code="not-deployable")
    if settings.rights is None:
        texts, sources = _full_texts(builder)
        if texts or not settings.rights_by_source:
            outlets = f" from {count(sources, 'source')}" if sources else ""
            message = f"rights is not set: {count(texts, 'full text')}{outlets} would be published"
            hint = (
                "{default: excerpt, sources: …}"
                if settings.rights_by_source
                else "excerpt, or full"
            )
            yield Problem(place, message, f"rights: {hint}", code="no-rights")
    if strict and warnings and not errors:
        message = f"{count(warnings, 'warning')} above, and --strict"
        yield Problem(place, message, "mend them, or leave out --strict", code="not-deployable")


def _full_texts(builder: Builder) -> tuple[int, int]:
    """How many articles show all of their text, and from how many sources."""
    texts, sources = builder.catalog().one(
        "SELECT count(*), count(DISTINCT nullif(json_extract(card, '$.source'), '')) FROM article "
        "WHERE contributions <> '' AND json_extract(contributions, '$.rights') = 'full' "
        "AND NOT coalesce(json_extract(record, '$.gone'), 0)"
    )
    return int(texts), int(sources)
