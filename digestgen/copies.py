"""Outputs that no template makes: files that go onto the site as they are, and smaller copies of
pictures, which are kept in the cache by what they are made from."""

from pathlib import Path

from digestgen import files, images
from digestgen.pages.page import Page
from digestgen.templates import Theme

PICTURES = f"{files.CACHE}/pictures"


def copied(root: Path, theme: Theme, page: Page) -> bytes:
    """The bytes of a page of one of `pages.COPIED`."""
    if page.kind == "theme":
        return theme.static[page.args[0]]
    data = files.read(root, page.args[0]) or b""
    return _resized(root, data, int(page.args[1])) if page.kind == "resized" else data


def _resized(root: Path, data: bytes, width: int) -> bytes:
    key = files.digest(f"{images.made_by()}\n{width}\n{files.digest(data)}".encode())
    known = files.read(root, f"{PICTURES}/{key}")
    if known is None:
        known = images.resized(data, width)
        files.atomic_write(root / PICTURES / key, known)
    return known
