"""`_headers` as Netlify and Cloudflare Pages read it, so that what a policy forbids is seen while
writing and not after deploying."""

import re
from collections.abc import Iterator
from functools import lru_cache

FILE = "_headers"
_NAME = re.compile(r"[A-Za-z0-9-]+")


def headers_for(address: str, text: str) -> dict[str, str]:
    """The headers that a `_headers` file gives an address, names in lower case; of two rules for
    one header the later counts."""
    found: dict[str, str] = {}
    for pattern, headers in _rules(text):
        if pattern.fullmatch(address):
            found.update(headers)
    return found


@lru_cache(maxsize=1)
def _rules(text: str) -> tuple[tuple[re.Pattern[str], tuple[tuple[str, str], ...]], ...]:
    return tuple(_parsed(text))


def _parsed(text: str) -> Iterator[tuple[re.Pattern[str], tuple[tuple[str, str], ...]]]:
    """A rule is a path, with `*` and `:name` in it, and the indented lines that follow."""
    pattern: re.Pattern[str] | None = None
    headers: list[tuple[str, str]] = []
    for line in [*text.splitlines(), "/"]:
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            name, mark, value = line.strip().partition(":")
            if mark and _NAME.fullmatch(name):
                headers.append((name.lower(), value.strip()))
            continue
        if pattern is not None:
            yield pattern, tuple(headers)
        pattern, headers = _pattern(line.strip()), []


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.split(r"(\*|:[A-Za-z]\w*)", path)
    parts[0::2] = map(re.escape, parts[0::2])
    parts[1::2] = [".*" if part == "*" else "[^/]+" for part in parts[1::2]]
    return re.compile("".join(parts), re.DOTALL)
