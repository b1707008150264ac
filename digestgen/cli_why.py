"""`digestgen why` and `digestgen build --profile`: which input changed, from what to what, the last time
that a page was made; and where the time of a build went."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from digestgen.build import Builder, Report


@click.command()
@click.argument("asked", metavar="URL-OR-FILE")
@click.option("--drafts", is_flag=True, help="Of the build with drafts.")
@click.pass_context
def why(context: click.Context, asked: str, drafts: bool) -> None:
    """Say why a page was last made: which file changed, from what to what.

    URL-OR-FILE is an address (/people/ada-okafor/), a file in site/, or a file in content/, for which
    it says what pages its last change made.
    """
    from digestgen import config
    from digestgen.problems import on_one_line
    from digestgen.why import explain

    settings = context.obj
    base_url = config.load(settings.root, name=settings.config).base_url
    for line in explain(settings.root, asked, base_url, drafts):
        click.echo(on_one_line(line))


def build_with_profile(builder: "Builder") -> "Report":
    """Build in this process, and print where the time went."""
    from digestgen.profile import Profile

    builder.profile = Profile()
    report = builder.build()
    for line in builder.profile.lines():
        click.echo(line)
    return report
