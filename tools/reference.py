"""Writes docs/reference/ from the code: `python tools/reference.py`.

commands.md from the command line, configuration.md and front-matter.md from the tables that the files are
read by, records.md from the classes that templates see. tests/test_docs.py fails where a page is stale.
"""

import inspect
import io
import re
import textwrap
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from digestgen import keys, model, settings, views
from digestgen.cli import cli
from digestgen.config import Config
from digestgen.forms import Key

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
MADE = "<!-- Made by tools/reference.py from {}: change it there. -->\n"


def pages() -> dict[str, str]:
    """Every page of the reference, by the name of its file."""
    return {
        "commands.md": commands(),
        "configuration.md": configuration(),
        "front-matter.md": front_matter(),
        "records.md": records(),
    }


# --- commands ------------------------------------------------------------------------------------


def commands() -> str:
    text = MADE.format("digestgen/cli*.py") + "# Commands\n\n"
    text += "Results go to standard output, progress and problems to standard error.\n"
    codes = " ".join(inspect.cleandoc(cli.epilog or "").replace("\b", "").split())
    text += f"{codes}\n\n"
    text += "Options that stand before the command, and hold for each:\n\n" + _options(cli)
    return text + "".join(_command(path, command) for path, command in _walk(cli, "digestgen"))


def _walk(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from _walk(command, f"{path} {name}")


def _command(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    text = f"\n## {path}\n\n```text\n{path} {usage}\n```\n\n{_prose(command.help or '')}\n"
    options = _options(command)
    return text + (f"\n{options}" if options else "")


def _prose(help_text: str) -> str:
    """A docstring as Markdown: paragraphs after a line of `\\b` are set as they are."""
    parts = []
    for part in inspect.cleandoc(help_text).split("\n\n"):
        kept = part.startswith("\b\n")
        parts.append(f"```text\n{textwrap.dedent(part[2:])}\n```" if kept else _escaped(part))
    return "\n\n".join(parts)


def _escaped(text: str) -> str:
    return text.replace("|", r"\|").replace("<", r"\<").replace("*", r"\*")


def _options(command: click.Command) -> str:
    rows = []
    context = click.Context(command, info_name=command.name)
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            names = ", ".join(f"`{name}`" for name in option.opts)
            shape = "" if option.is_flag else f" `{option.make_metavar(context)}`"
            words = _escaped(option.help or "")
            if option.show_default and not option.is_flag:
                words += f"  [default: {option.default}]"
            if option.envvar:
                words += f" Or the variable `{option.envvar}`."
            rows.append(f"| {names}{_escaped(shape)} | {words} |")
    return "| option | what it does |\n|---|---|\n" + "\n".join(rows) + "\n" if rows else ""


# --- files ---------------------------------------------------------------------------------------


def configuration() -> str:
    text = MADE.format("digestgen/settings.py") + "# digest.yaml\n\n"
    text += (
        "All keys are optional; one that is not here is an error. `digestgen schema config` prints\n"
        "this as JSON Schema, by which an editor\n"
        "[completes and checks the file](../how-to/check-while-you-type.md). What the targets of\n"
        "`deploy` may say is in [deploying](../deploy.md#targets).\n\n"
        "| key | default | takes | what it says |\n|---|---|---|---|\n"
    )
    default = Config()
    for name, key in settings.KEYS.items():
        value = _value(getattr(default, name)) if name not in ("extract", "theme") else ""
        value = f"`{{engine: {default.extract}}}`" if name == "extract" else value
        text += f"| `{name}` | {value} | {_takes(key.form)} | {key.about} |\n"
    return text + (
        "\n`--base-url`, `--output` and `--config` on the command line, and the variables\n"
        "`DIGESTGEN_BASE_URL`, `DIGESTGEN_OUTPUT` and `DIGESTGEN_CONFIG`, go before the file.\n"
    )


def front_matter() -> str:
    text = MADE.format("digestgen/keys.py") + "# Front matter\n\n"
    text += (
        "What may stand between the lines `---` at the top of a file. Every key is optional but an\n"
        "article's `title`. Keys that are not here are kept, and templates see them as `extra`. A list "
        "may be a\nsingle value. `digestgen schema front-matter` prints the table of articles as JSON "
        "Schema.\n"
    )
    for title, where, table in (
        ("Articles", "any folder of `content/` that is not named below", keys.ARTICLE),
        ("Profiles", "`" + "/`, `".join(model.TAXONOMIES) + "/`", keys.PROFILE),
        ("Editions", "`editions/`", keys.EDITION),
        ("Plain pages", "`pages/`", keys.PAGE),
    ):
        text += f"\n## {title}\n\nIn {where}.\n\n" + _keys(dict(table))
    return text


def _keys(table: dict[str, Key[Any]]) -> str:
    rows = [
        f"| `{name}` | {_takes(key.form)} | {_cell(key.about)} |\n" for name, key in table.items()
    ]
    return "| key | takes | what it says |\n|---|---|---|\n" + "".join(rows)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _value(value: object) -> str:
    if value is None or value in ("", (), {}):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "all" if isinstance(value, tuple) else f"`{value}`"


_SHAPES = {
    "TEXT": "text", "WORDS": "text", "TEXTS": "text, or a list", "BOOLEAN": "`true` or `false`",
    "COUNT": "a whole number", "DATE": "a date", "LANGUAGE": "a language code",
    "WEB_ADDRESS": "a web address",
}  # fmt: skip


def _takes(form: object) -> str:
    """A form in words; what is too large for a cell is in the words beside it."""
    from digestgen import forms

    assert isinstance(form, dict)
    for name, words in _SHAPES.items():
        if form == getattr(forms, name):
            return words
    if "enum" in form:
        return ", ".join(f"`{value}`" for value in form["enum"] if value is not None)
    if "anyOf" in form:
        found = [part for one in form["anyOf"] for part in _takes(one).split(", or ")]
        lists = [part for part in found if part.startswith("a list")]
        shapes = list(dict.fromkeys(part for part in found if part not in lists))
        return ", or ".join([*shapes, *(["a list"] if lists else [])])
    if "pattern" in form:
        return f"text such as `{form['examples'][0]}`" if "examples" in form else "text"
    if form.get("type") == "array":
        return f"a list of {_takes(form['items'])}"
    if form.get("type") == "object":
        return "a mapping"
    return "a whole number"


# --- records -------------------------------------------------------------------------------------


def records() -> str:
    known = [model.Moment, *_own(views), model.Correction, model.AlsoIn]
    names = {record.__name__ for record in known}
    text = MADE.format("digestgen/views.py") + "# Records that templates see\n\n"
    text += (
        "[Templates](../templates.md#what-each-template-is-given) says which template is given which. "
        "An href\nstarts with `/` and goes through the filter `url`. Only text that says *safe HTML* is "
        "markup.\n"
    )
    for record in known:
        words = " ".join(inspect.cleandoc(record.__doc__ or "").split())
        text += (
            f"\n## {record.__name__}\n\n{_marked(words)}\n\n| field | is | what |\n|---|---|---|\n"
        )
        comments = _comments(record)
        for name, kind in inspect.get_annotations(record).items():
            text += (
                f"| `{name}` | {_kind(_name(kind), names)} | {_marked(comments.get(name, ''))} |\n"
            )
        for name, value in vars(record).items():
            if isinstance(value, property):
                text += f"| `{name}` | text | the time if there is one, else the day |\n"
    return text


def _own(module: object) -> list[type]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Struct)
        and value.__module__ == "digestgen.views"
    ]


def _name(kind: object) -> str:
    return kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)


def _kind(written: str, names: set[str]) -> str:
    """A type in words: tuple[Card, ...] is "a list of Card"."""
    plain = re.sub(r"digestgen\.\w+\.", "", written)
    if found := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", plain):
        return f"a list of {_kind(found[1], names)}"
    if found := re.fullmatch(r"(\w+) \| None", plain):
        return f"{_kind(found[1], names)} or `None`"
    if plain in names:
        return f"[{plain}](#{plain.lower()})"
    if plain.startswith("dict"):
        return "a mapping"
    return {"str": "text", "int": "a number", "bool": "yes or no"}[plain]


def _comments(record: type) -> dict[str, str]:
    """The comment behind each field."""
    found: dict[str, str] = {}
    name = ""
    source = inspect.getsource(record)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and token.start[1] == 4:
            name = token.string
        elif token.type == tokenize.COMMENT and name:
            found[name] = token.string.removeprefix("#").strip()
        elif token.type == tokenize.NEWLINE:
            name = ""
    return found


def _marked(words: str) -> str:
    """Words of a comment as Markdown: the code in them set as code."""
    words = re.sub(r'(?<![`\w])""(?!`)', '`""`', words)
    words = re.sub(r"(?<!`)(\{\{.*\}\}|\{options: …\}|(?<= )/[\w./-]+)", r"`\1`", words)
    return (
        words.replace("safe HTML", "*safe HTML*").replace("|", r"\|").replace("<body>", "`<body>`")
    )


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
