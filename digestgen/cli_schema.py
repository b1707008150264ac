"""`digestgen schema`: what may stand in digest.yaml or in front matter, as JSON Schema for editors."""

import click


@click.command()
@click.argument(
    "of", metavar="[config|front-matter]", type=click.Choice(["config", "front-matter"])
)
def schema(of: str) -> None:
    """Print the JSON Schema of digest.yaml or of front matter.

    An editor with a YAML language server completes and checks a file by it. `digestgen new` has saved
    that of digest.yaml as digest.schema.json; after an upgrade save it again:

    \b
      digestgen schema config > digest.schema.json
    """
    from digestgen import schemas

    click.echo(schemas.text(of))
