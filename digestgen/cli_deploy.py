"""`digestgen deploy`: what would be sent, or what was."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digestgen import cli_completion, cli_report
from digestgen.model import Place, Problem
from digestgen.problems import on_one_line
from digestgen.progress import shown

if TYPE_CHECKING:
    from digestgen.deploy import Deployment
    from digestgen.deploy.gate import Ready
    from digestgen.targets import Target

_SIGNS = {"new": "+", "changed": "~", "removed": "-"}
_MANY = 3  # files of the editor's own in the output folder that are named


@click.command()
@click.argument("target", required=False, shell_complete=cli_completion.targets)
@click.option("-n", "--dry-run", is_flag=True, help="List what would be sent, and send nothing.")
@click.option(
    "--strict", is_flag=True, help="Refuse while there are warnings, undated articles too."
)
@click.option("--all", "again", is_flag=True, help="Send every file, changed or not.")
@click.option("--overwrite", is_flag=True, help="Replace files there that digestgen did not send.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="DIGESTGEN_OUTPUT",
    help="The folder to build into.  [default: site]",
)
@click.option(
    "--base-url", metavar="URL", envvar="DIGESTGEN_BASE_URL", help="Where the site lives."
)
@click.option(
    "-q", "--quiet", is_flag=True, expose_value=False, callback=cli_report.heed, help="Say less."
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    expose_value=False,
    callback=cli_report.heed,
    help="Name every file.",
)
@click.pass_context
def deploy(context: click.Context, /, target: str | None, **given: Any) -> None:
    """Build, and send to TARGET what has changed since the last time.

    Targets are in digest.yaml: a branch of a git repository, a folder, an address such as
    s3://bucket, sftp://me@host/srv/www, or a place that rsync reaches.

    \b
      deploy:
        pages: {kind: git, to: origin, branch: gh-pages}
    """
    from digestgen import deploy as deploying
    from digestgen.build import Options
    from digestgen.deploy import gate

    settings = context.obj
    options = Options(
        settings.root,
        given["output"],
        given["base_url"],
        drafts=False,
        portable=False,
        config=settings.config,
    )
    config = options.settings()
    chosen = deploying.choose(config, target, settings.config)
    ready = gate.prepare(options, config, given["strict"])
    _tell(ready, chosen, settings.config, settings.quiet)
    with deploying.alone(settings.root, chosen):
        deployment = deploying.compare(
            ready.site, chosen, config, settings.root, given["again"], given["overwrite"]
        )
        if given["dry_run"]:
            for step in deployment.changes.steps:
                for path in step.paths:
                    click.echo(f"{_SIGNS[step.kind]} {on_one_line(path)}")
        else:
            _run(deployment, settings.quiet, settings.verbose)
    if not settings.quiet:
        click.echo(f"{chosen.name}: {_summary(deployment, given['dry_run'])}", err=True)


def _tell(ready: "Ready", target: "Target", config: str, quiet: bool) -> None:
    """What an editor should know before the site goes."""
    from digestgen.deploy.hosts import limit_problems
    from digestgen.deploy.site import strangers

    site = ready.site
    places = {target.host: Place(config)} if target.host else {}
    sizes = {path: site.size(path) for path in site.digests} if places else {}
    _print([*ready.report.problems, *limit_problems(sizes, places, site.folder.name)])
    if quiet:
        return
    for notice in (*ready.report.notices, ready.indexed.summary):
        if notice:
            click.echo(notice, err=True)
    own = strangers(site)
    if own:
        names = ", ".join(own[:_MANY]) + (" …" if len(own) > _MANY else "")
        click.echo(
            f"not sent, because no build made them in {site.folder.name}/: {on_one_line(names)}",
            err=True,
        )


def _run(deployment: "Deployment", quiet: bool, verbose: bool) -> None:
    total = sum(len(step.paths) for step in deployment.changes.steps)
    kinds = {path: step.kind for step in deployment.changes.steps for path in step.paths}
    with shown(quiet or verbose)("sending", total) as step:

        def done(path: str) -> None:
            step(1)
            if verbose:
                click.echo(f"{_SIGNS[kinds[path]]} {on_one_line(path)}", err=True)

        try:
            deployment.run(done)
        except KeyboardInterrupt:
            click.echo("\nstopped; the next digestgen deploy goes on from here", err=True)
            sys.exit(130)


def _summary(deployment: "Deployment", is_plan: bool) -> str:
    """One line: what a deployment came to."""
    changes = deployment.changes
    parts = [f"{len(changes.paths(kind))} {kind}" for kind in ("new", "changed", "removed")]
    would = "would be: " if is_plan else ""
    if not changes.steps:
        return f"nothing to send, {changes.unchanged} files are there"
    return f"{would}{', '.join(parts)}, {changes.unchanged} unchanged"


def _print(found: Iterable[Problem]) -> None:
    from digestgen import problems

    for problem in found:
        color = "red" if problem.severity == "error" else "yellow"
        click.secho(problems.line(problem), fg=color, err=True)
