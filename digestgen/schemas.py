"""JSON Schemas of `digest.yaml` and of front matter, for editors that complete and check YAML. Pure.

They are made of the tables by which the files are read, and follow how editors read YAML (version 1.2:
dates are text). What a schema can't know, such as which files exist, `digestgen check` finds.
"""

import json
from collections.abc import Mapping
from typing import Any

from digestgen import forms, keys, settings
from digestgen.forms import Form, Key


def config() -> Form:
    """`digest.yaml`, where a key that nobody knows is an error."""
    return forms.schema(
        "digest.yaml of digestgen", _described(settings.KEYS), additionalProperties=False
    )


def front_matter() -> Form:
    """An article's front matter; keys of the editor's own are welcome."""
    return forms.schema("Front matter of digestgen", _described(keys.ARTICLE), ["title"])


def text(of: str) -> str:
    """The schema of "config" or "front-matter" as JSON, without a line feed at its end."""
    return json.dumps({"config": config, "front-matter": front_matter}[of](), indent=2)


def _described(table: Mapping[str, Key[Any]]) -> dict[str, Form]:
    return {
        name: {"description": key.about.replace("`", ""), **key.form} for name, key in table.items()
    }
