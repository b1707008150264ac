"""What search sees of a page, and Pagefind, the program that makes an index of it.

Templates say what is indexed, with Pagefind's own attributes: text in elements with
`data-pagefind-body`, and filters and facts in elements with `data-pagefind-filter`, `-meta` or
`-sort`. Pages without the former are not found. https://pagefind.app/docs/indexing/
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from digestgen import files
from digestgen.problems import visible

FOLDER = "search/pagefind/"
"""Where the index lies on the site, beside the page that uses it."""

MISSING = (
    "search can't be made here, so the search page lists names only "
    "(pip install 'pagefind[bin]', where there is one for this system)"
)
_FAILED = "search could not be made: "

_LEFT_OUT = re.compile(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.|playground/")
"""Parts of Pagefind that the theme has no use for."""

_MARK = b"data-pagefind-"
_MARKED = re.compile(rb"<([a-z][a-z0-9]*)\b[^>]*\sdata-pagefind-[^>]*>")
_LANGUAGE = re.compile(rb"<html\b[^>]*>")
_TAG = re.compile(rb"<[^>]*>")
_TICK = 0.05  # seconds between looks at whether to give up


class SearchError(Exception):
    """Why there is no index; the message is for the editor."""


def text_digest(html: bytes) -> str:
    """Changes with what search sees of a page; "" for a page that it doesn't see. Links, classes
    and whatever else surrounds the text don't count."""
    if b"data-pagefind-body" not in html:
        return ""
    language = _LANGUAGE.search(html)
    parts = [language[0]] if language else []
    for found in _marked(html):
        parts.append(found[0])
        if found[1] != b"meta":
            parts.append(_TAG.sub(b" ", html[found.end() : _end(html, found)]))
    return files.digest(b"\0".join(parts))


def _marked(html: bytes) -> "Iterator[re.Match[bytes]]":
    """The opening tags with marks. A mark is found first and then the tag around it, because to match
    every tag takes longer."""
    at = html.find(_MARK)
    while at >= 0 and (found := _MARKED.search(html, html.rfind(b">", 0, at) + 1)):
        yield found
        at = html.find(_MARK, found.end())


def _end(html: bytes, opening: "re.Match[bytes]") -> int:
    """Where an element ends: the closing tag that no tag of its name within it needs."""
    depth = 1
    for tag in re.compile(rb"<(/?)" + opening[1] + rb"\b").finditer(html, opening.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(html)


def state(pages: Iterable[tuple[str, str]]) -> str:
    """Changes with the text of any page, given as paths and text digests in order; "" if there is
    nothing to index."""
    lines = [f"{path}\0{text}" for path, text in pages]
    return files.digest("\n".join(lines).encode()) if lines else ""


def index_files(paths: Iterable[str]) -> frozenset[str]:
    """Those of some output paths that are the index's."""
    return frozenset(path for path in paths if path.startswith(FOLDER))


def program() -> str:
    """The path of Pagefind, "" where it is not installed."""
    try:
        from pagefind.service import get_executable

        return str(get_executable() or "")
    except (ImportError, FileNotFoundError):
        return ""


def index(site: Path, into: Path, cancelled: Callable[[], bool] = lambda: False) -> bool:
    """Have Pagefind index a folder of pages; False if `cancelled` said so meanwhile. Raises
    SearchError with what Pagefind said, or when there is none."""
    import subprocess

    executable = program()
    if not executable:
        raise SearchError(MISSING)
    command = [executable, "--silent", "--site", str(site), "--output-path", str(into)]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise SearchError(f"{_FAILED}{error.strerror or error}") from None
    with process:
        while True:
            try:
                said, _ = process.communicate(timeout=_TICK)
                break
            except subprocess.TimeoutExpired:
                if cancelled():
                    process.kill()
                    return False
            except BaseException:
                process.kill()
                raise
    if process.returncode:
        lines = said.decode(errors="replace").split("\n")
        reason = next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")
        raise SearchError(_FAILED + visible(reason))
    return True


def made(folder: Path) -> list[str]:
    """The files of an index that belong onto the site, as paths from its folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    names = sorted(path.relative_to(folder).as_posix() for path in found)
    return [name for name in names if not _LEFT_OUT.match(name)]


def fingerprint(folder: Path, names: Iterable[str]) -> str:
    """Changes with the bytes of any of an index's files."""
    found = ((name, files.read(folder, name) or b"") for name in sorted(names))
    return files.digest("\n".join(f"{name}\0{files.digest(data)}" for name, data in found).encode())
