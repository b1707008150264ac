"""`digestgen theme`: what there is to change, a file to start from, and what was changed."""

import sys

import click

from digestgen import cli_completion
from digestgen.problems import nearest


@click.group()
def theme() -> None:
    """See and change the templates and the style of the site."""


@theme.command("list")
@click.pass_context
def list_command(context: click.Context) -> None:
    """Every file of the theme with its blocks, and which of them layouts/ shadows."""
    from digestgen.theming import layouts

    said = {
        "theme": "",
        "yours": "yours",
        "outdated": "yours; the theme's has changed since it was copied",
        "added": "yours alone",
    }
    for layout in layouts(context.obj.root):
        parts = [layout.name, " ".join(layout.blocks), said[layout.state]]
        click.echo("\t".join(parts).rstrip())


@theme.command("copy")
@click.argument("name", shell_complete=cli_completion.layouts)
@click.option("--block", default="", help="A layout that changes only this block.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def copy_command(context: click.Context, name: str, block: str, force: bool) -> None:
    """Start from the theme's file NAME: it is put into layouts/ for you to change.

    NAME is as `digestgen theme list` shows it, or locale/fr.po for a translation into French.
    """
    from digestgen import config, files
    from digestgen.theming import layouts, starting_copy

    config.read(context.obj.root, context.obj.config)  # says so where there is no digest
    try:
        text = starting_copy(context.obj.root, name, block)
    except LookupError as error:
        wanted = "block" if block and str(error.args[0]) == block else "file"
        known = {layout.name: layout.blocks for layout in layouts(context.obj.root)}
        names = known[name] if wanted == "block" else known
        hint = nearest(str(error.args[0]), names, "digestgen theme list")
        raise click.UsageError(
            f'the theme has no {wanted} "{error.args[0]}" (hint: {hint})'
        ) from None
    path = context.obj.root / files.LAYOUTS / name
    if path.exists() and not force:
        raise click.UsageError(f"{files.LAYOUTS}/{name} exists (hint: --force replaces it)")
    path.parent.mkdir(parents=True, exist_ok=True)
    files.atomic_write(path, text.encode())
    click.echo(f"{files.LAYOUTS}/{name}")


@theme.command("diff")
@click.argument("name", shell_complete=cli_completion.layouts)
@click.pass_context
def diff_command(context: click.Context, name: str) -> None:
    """What layouts/NAME changes against today's theme."""
    from digestgen.theming import difference, layouts

    try:
        lines = difference(context.obj.root, name)
    except LookupError:
        known = [
            one.name for one in layouts(context.obj.root) if one.state in ("yours", "outdated")
        ]
        hint = nearest(name, known, "digestgen theme list")
        message = f'"{name}" is not both in the theme and in layouts/ (hint: {hint})'
        raise click.UsageError(message) from None
    sys.stdout.writelines(f"{line}\n" for line in lines)
