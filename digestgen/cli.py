"""The command line. Results go to stdout, progress and problems to stderr."""

import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digestgen import (
    cli_completion,
    cli_deploy,
    cli_report,
    cli_schema,
    cli_theme,
    cli_version,
    cli_why,
)

# What a command needs is imported by it, so that --help and the shell's completion are quick.
if TYPE_CHECKING:
    from digestgen.build import Builder
    from digestgen.model import Problem

CODES = """
\b
Exit codes: 0 fine, 1 content or build errors, 2 usage or configuration,
3 findings of check, 130 stopped by Ctrl-C.
"""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog=CODES,
    invoke_without_command=True,
)
@click.option("-q", "--quiet", is_flag=True, help="Only problems.")
@click.option("-v", "--verbose", is_flag=True, help="Name every page that was written.")
@cli_version.option
@click.option("--no-color", is_flag=True, help="No colours, as with NO_COLOR set.")
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    envvar="DIGESTGEN_CONFIG",
    help="The digest.yaml to use; otherwise the nearest one from here upwards.",
)
@click.pass_context
def cli(
    context: click.Context, quiet: bool, verbose: bool, no_color: bool, config_file: Path | None
) -> None:
    """Turn pasted news into a linked digest: people, topics, quotes, editions, feeds."""
    import os

    context.obj = _Settings(quiet, verbose, config_file)
    if no_color or os.environ.get("NO_COLOR"):
        context.color = False
    if context.invoked_subcommand is None:
        click.echo(
            "digestgen turns pasted news into a linked site.\n\n"
            "  digestgen new DIR         make a digest that already works\n"
            "  digestgen serve --watch   see it in the browser while you paste and edit\n"
            "  digestgen deploy          send it to your host\n\ndigestgen --help lists every command."
        )


for command in (
    cli_completion.completion,
    cli_deploy.deploy,
    cli_schema.schema,
    cli_theme.theme,
    cli_why.why,
):
    cli.add_command(command)


class _Settings:
    def __init__(self, quiet: bool, verbose: bool, config_file: Path | None) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.config_file = config_file

    @property
    def root(self) -> Path:
        """The digest's folder: where digest.yaml is, here or above."""
        if self.config_file is not None:
            return self.config_file.resolve().parent
        here = Path.cwd()
        return next((p for p in (here, *here.parents) if (p / self.config).is_file()), here)

    @property
    def config(self) -> str:
        """The name of the configuration file in that folder."""
        return self.config_file.name if self.config_file is not None else "digest.yaml"


pass_settings = click.make_pass_decorator(_Settings)


def _output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that build and serve share."""
    for option in (
        click.option("--drafts", is_flag=True, help="Show drafts too; goes to .digestgen/drafts."),
        click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, file_okay=False),
            envvar="DIGESTGEN_OUTPUT",
            help="The folder to build into.  [default: site]",
        ),
        click.option(
            "--base-url",
            metavar="URL",
            envvar="DIGESTGEN_BASE_URL",
            help="Where the site will live; feeds and sitemap need it.",
        ),
    ):
        command = option(command)
    return command


def _command(function: Callable[..., Any]) -> click.Command:
    """A command; it takes -q and -v after its name too, where people type them."""
    for flags, help_text in ((("-v", "--verbose"), "Say more."), (("-q", "--quiet"), "Say less.")):
        option = click.option(
            *flags, is_flag=True, expose_value=False, callback=cli_report.heed, help=help_text
        )
        function = option(function)
    return cli.command()(function)


@_command
@click.option("--watch", is_flag=True, help="Build again whenever a file changes.")
@click.option(
    "--poll", is_flag=True, help="With --watch: look for changes where none are reported."
)
@click.option("--clean", is_flag=True, help="Forget the cache and build everything anew.")
@click.option("--strict", is_flag=True, help="Warnings make the build fail too.")
@click.option(
    "--profile", is_flag=True, help="Say where the time went: stages, templates, slowest pages."
)
@click.option(
    "--portable", is_flag=True, help="Link to …/index.html, to read from a folder or zip."
)
@click.option("--no-search", is_flag=True, help="Leave the search index as it is.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes that share a large build.  [default: one a processor]",
)
@_output_options
@pass_settings
def build(
    settings: _Settings,
    watch: bool,
    poll: bool,
    clean: bool,
    strict: bool,
    profile: bool,
    portable: bool,
    no_search: bool,
    jobs: int | None,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
) -> None:
    """Build content/ into site/."""
    from digestgen.build import Builder, Options
    from digestgen.progress import shown
    from digestgen.workers import collecting_rarely, processors

    options = Options(
        settings.root, output, base_url, drafts, portable, clean, settings.config,
        jobs or processors(),
    )  # fmt: skip
    if watch:
        from digestgen.watch import Printer, indexer, keep_building

        say = Printer(settings.quiet)
        with ExitStack() as stack:
            builder = stack.enter_context(closing(Builder(options)))
            changed = stack.enter_context(indexer(options, say.indexed, not no_search))
            keep_building(builder, options.root, say, poll, changed)
    with collecting_rarely(), closing(Builder(options)) as builder:
        builder.progress = shown(settings.quiet)
        if profile:
            from digestgen.cli_why import build_with_profile

            report = build_with_profile(builder)
        else:
            report = builder.build()
        known = {"current", "none"} if no_search else {"current"}  # for which nothing is imported
        indexed = "" if report.index in known else _index(builder, not no_search)
    cli_report.built(report, indexed, settings.quiet, settings.verbose)
    failed = report.failed or (strict and bool(report.problems))
    sys.exit(1 if failed else 0)


def _index(builder: "Builder", search: bool) -> str:
    """Make the search index, or leave it; what there is to say."""
    from digestgen import indexing

    return (indexing.refresh(builder) if search else indexing.left(builder)).summary


@_command
@click.option("--watch", is_flag=True, help="Build and reload open pages whenever a file changes.")
@click.option(
    "--poll", is_flag=True, help="With --watch: look for changes where none are reported."
)
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port.  [default: 8000, or the next free one]"
)
@_output_options
@pass_settings
def serve(
    settings: _Settings,
    watch: bool,
    poll: bool,
    open_browser: bool,
    host: str,
    port: int | None,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
) -> None:
    """Build, and show the site in a browser on this computer."""
    from digestgen.build import Options
    from digestgen.serve import serve as serve_site
    from digestgen.watch import Printer
    from digestgen.workers import processors

    where = (settings.root, output, base_url, drafts)
    options = Options(*where, config=settings.config, jobs=processors())
    sys.exit(serve_site(options, host, port, watch, poll, open_browser, Printer(settings.quiet)))


@_command
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="The digest's title.  [default: the folder's name]")
@pass_settings
def new(settings: _Settings, folder: Path, title: str | None) -> None:
    """Make a digest in FOLDER that already works, with a few articles to look at."""
    from digestgen.problems import count
    from digestgen.scaffold import create

    made = create(folder, title)
    if not settings.quiet:
        click.echo(f"{count(len(made), 'file')} in {folder}. Now type:\n")
        here = "" if folder.resolve() == Path.cwd() else f"  cd {folder}\n"
        click.echo(f"{here}  digestgen serve --watch --open")


@_command
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@_output_options
@pass_settings
def check(
    settings: _Settings, form: str, output: Path | None, base_url: str | None, drafts: bool
) -> None:
    """Look for broken links, names to decide on and words that don't add up."""
    from digestgen import problems
    from digestgen.build import Options
    from digestgen.check import check as find
    from digestgen.cli_extract import today
    from digestgen.progress import shown

    options = Options(settings.root, output, base_url, drafts, config=settings.config)
    found = find(options, today(options.settings().timezone), shown(settings.quiet))
    if form == "json":
        click.echo(problems.as_json(found))
    else:
        for problem in found:
            click.echo(problems.line(problem))
        if not settings.quiet:
            click.echo(problems.count(len(found), "finding"), err=True)
    sys.exit(3 if found else 0)


@_command
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--refresh", is_flag=True, help="Extract again; what you wrote or deleted stays.")
@click.option(
    "--fill",
    is_flag=False,
    flag_value="*",
    metavar="[FIELDS]",
    help="Add absent fields (a,b,c; none: all) to articles that were never extracted.",
)
@click.option("--undo", is_flag=True, help="Bring the pastes back, byte for byte.")
@click.option("--explain", is_flag=True, help="Show the words behind every value; write nothing.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Of --explain."
)
@click.option("--force", is_flag=True, help="With --undo: even if the article was edited since.")
@click.option("--added", metavar="DATE", help="The day the articles came in.  [default: today]")
@click.option(
    "-j", "--jobs", type=click.IntRange(1), default=1, metavar="N", help="Processes that extract."
)
@pass_settings
def extract(
    settings: _Settings,
    paths: tuple[Path, ...],
    dry_run: bool,
    refresh: bool,
    fill: str | None,
    undo: bool,
    explain: bool,
    form: str,
    force: bool,
    added: str | None,
    jobs: int,
) -> None:
    """Write front matter on top of raw pastes: all of them, or those in PATHs.

    The paste itself is kept in content/.originals; what an editor wrote is never touched.
    """
    from digestgen import cli_extract, config

    action = cli_extract.action_of(undo, refresh, fill is not None, explain)
    fields, paths = cli_extract.fields_and_paths(fill, paths)
    loaded = config.load(settings.root, name=settings.config)
    day = cli_extract.added_day(added, loaded.timezone)
    request = cli_extract.Request(
        action, paths, fields, day, jobs, dry_run, force, settings.quiet, explain and form == "json"
    )
    done = cli_extract.run(settings.root, loaded, request, cli_report.print_problems)
    sys.exit(0 if done else 1)


def main() -> None:
    """The console script: `cli` with digestgen's exit codes and no traceback for what an editor
    can mend."""
    try:
        cli.main(prog_name="digestgen", standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        from digestgen.cli_hints import hinted

        hinted(error).show()
        sys.exit(2)
    except click.Abort:  # Ctrl-C, after which click has begun a line
        click.echo("stopped; nothing is half written", err=True)
        sys.exit(130)
    except Exception as error:
        found = _stopped_by(error)
        if not found:
            raise
        cli_report.print_problems(found)
        sys.exit(getattr(error, "exit_code", 1))


def _stopped_by(error: Exception) -> "tuple[Problem, ...]":
    """What an editor can mend; nothing where the error is a bug."""
    from digestgen.model import Place, Problem
    from digestgen.problems import DigestgenError

    if isinstance(error, OSError):  # a full disk, a folder that can't be read
        place = Place(str(error.filename or "digestgen"))
        return (Problem(place, error.strerror or str(error), code="system"),)
    return error.problems if isinstance(error, DigestgenError) else ()
