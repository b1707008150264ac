"""`digestgen completion SHELL`: the script that completes commands, options and names in a shell.

The script asks digestgen itself at each Tab, as click does it, so it never grows old.
"""

import click

_SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_DIGESTGEN_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes Tab complete digestgen's commands in a shell.

    \b
      bash   eval "$(digestgen completion bash)"          in ~/.bashrc
      zsh    eval "$(digestgen completion zsh)"           in ~/.zshrc, after compinit
      fish   digestgen completion fish | source           in ~/.config/fish/config.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(context.find_root().command, {}, "digestgen", _VARIABLE)
    click.echo(script.source_template % script.source_vars())


def targets(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The names of deploy targets in `digest.yaml`; none where that is broken."""
    from digestgen import config
    from digestgen.problems import DigestgenError

    settings = context.find_root().obj
    try:
        found = config.load(settings.root, settings.config).deploy
    except DigestgenError:
        return []
    return [target.name for target in found if target.name.startswith(incomplete)]


def layouts(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The names of the theme's files."""
    from digestgen.theming import layouts

    names = (layout.name for layout in layouts(context.find_root().obj.root))
    return [name for name in names if name.startswith(incomplete)]
