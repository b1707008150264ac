"""What to type next, for mistakes on the command line that click only names."""

import click


def hinted(error: click.ClickException) -> click.ClickException:
    """The error, with a hint where there is one thing to type."""
    if isinstance(error, click.UsageError) and (hint := _hint(error)):
        return click.UsageError(f"{error.format_message()} (hint: {hint})", error.ctx)
    return error


def _hint(error: click.UsageError) -> str:
    context = error.ctx
    if context is None or context.command is None:
        return ""
    if isinstance(error, click.MissingParameter) and context.command.name == "new":
        return "digestgen new my-digest"
    if isinstance(error, click.NoSuchOption) and context.parent is not None:
        for option in context.find_root().command.params:
            if error.option_name in option.opts:
                value = (
                    "" if getattr(option, "is_flag", False) else f" {option.make_metavar(context)}"
                )
                name = context.command_path.removeprefix("digestgen ")
                return f"before the command: digestgen {error.option_name}{value} {name} …"
    return ""
