"""Addresses on the site. An href starts and ends with "/" (files aside) and is percent-encoded; an
output path is the file below `site/` that a host serves for it."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from digestgen.model import Moment
from digestgen.names import slugify


def article_path(title: str, date: Moment | None) -> str:
    """Where an article lives below /articles/ unless its front matter freezes a `path`."""
    folder = f"{date.day[:4]}/{date.day[5:7]}" if date else "undated"
    return f"{folder}/{slugify(title)}"


def article_href(permalink: str) -> str:
    return folder("articles", permalink)


def href(*parts: str) -> str:
    """The address of a file from its parts, which are plain text: /theme/style.css"""
    return "/" + quote("/".join(part for part in parts if part))


@lru_cache(maxsize=1 << 15)
def folder(*parts: str) -> str:
    """The address of a page from its parts: /people/ada-okafor/"""
    return "/" + "".join(quote(part) + "/" for part in parts if part)


def output_path(address: str) -> str:
    """people/ada-okafor/index.html for /people/ada-okafor/; a file's own path for a file."""
    path = unquote(address.partition("#")[0]).lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def address(path: str) -> str:
    """The href of an output path."""
    return "/" + quote(re.sub(r"(?:^|(?<=/))index\.html$", "", path))


def root(path: str) -> str:
    """From an output path back to the front page: "../../", or "./" at the top."""
    return "../" * path.count("/") or "./"


def absolute(base_url: str, address: str) -> str:
    """The full URL; `base_url` ends in "/"."""
    return base_url + address.lstrip("/") if address.startswith("/") else address


def relative(href: str, root: str, portable: bool) -> str:
    """A link from the page that `root` belongs to; addresses elsewhere stay as they are."""
    if href[:1] != "/" or href[1:2] == "/":
        return href
    if not portable and len(href) > 1 and "#" not in href:  # most links, on pages full of them
        return root + href[1:]
    path, mark, fragment = href[1:].partition("#")
    if portable and (not path or path.endswith("/")):
        path += "index.html"
    return (root + path if path or root else "./") + mark + fragment
