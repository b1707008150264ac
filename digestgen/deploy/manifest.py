"""The list that stands at a destination: which files there are ours, and what is in them. Pure.

A path is entered before it is first written, without a digest, so that whatever an interrupted
deployment left is known to be ours and is sent again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from digestgen import output_folder

NAME = ".digestgen-deployed"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Sent:
    """A file of ours at the destination; `digest` is "" while nobody knows what is in it."""

    digest: str = ""
    size: int = -1


def encode(sent: Mapping[str, Sent]) -> bytes:
    """A line a file, in order: few lines differ from one deployment to the next."""
    lines = [
        json.dumps([path, sent[path].digest, sent[path].size], ensure_ascii=False)
        for path in sorted(sent)
    ]
    head = json.dumps({"digestgen": _VERSION, "what": "the files here that digestgen put here"})
    return "".join(f"{line}\n" for line in [head, *lines]).encode()


def decode(data: bytes | None) -> dict[str, Sent]:
    """The list from its bytes; what is no such list says nothing, and no path leads out."""
    try:
        head, *lines = (data or b"").decode().rstrip("\n").split("\n")
        if json.loads(head)["digestgen"] != _VERSION:
            return {}
        rows = [json.loads(line) for line in lines]
        found = {str(path): Sent(str(digest), int(size)) for path, digest, size in rows}
    except (ValueError, TypeError, KeyError):
        return {}
    return {
        path: sent for path, sent in found.items() if output_folder.is_inside(path) and path != NAME
    }
