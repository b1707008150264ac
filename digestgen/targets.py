"""`deploy:` of digest.yaml: the places that a digest is sent to. Pure.

Nothing secret belongs there: passwords and keys come from the environment or from the tools' own
settings, and an address that holds one is refused without being repeated.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from digestgen.problems import nearest

KEYS = {
    "git": ("kind", "to", "branch", "history", "domain", "host"),
    "files": ("kind", "to", "endpoint", "host"),
    "rsync": ("kind", "to", "host"),
}
"""Kinds of targets, and what may be said of each."""
HISTORIES = ("keep", "squash")
HOSTS = ("github", "gitlab", "cloudflare", "netlify")
"""Hosts whose limits are known (deploy/hosts.py)."""
_EXAMPLES = {
    "git": "to: origin, or to: git@github.com:me/digest.git",
    "files": "to: s3://bucket/folder, sftp://me@host/srv/www, ../public",
    "rsync": "to: me@host:/srv/www",
}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_AT_HOST = re.compile(r"[^/\\]{2,}:(?!//)")  # me@host:path; C:\folder is none
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)
_BRANCH = re.compile(r"(?!-)(?!.*(?:\.\.|//|@\{|\.lock$|[/.]$))[^\s~^:?*\[\\\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a digest goes. `to` is as written: a relative folder is meant from the digest's."""

    name: str
    kind: str  # one of KEYS, or "host" for one that builds the site itself
    to: str
    branch: str = "gh-pages"
    history: str = "keep"
    domain: str = ""  # git: the site's own, for the file that tells the host
    endpoint: str = ""  # files: of a service that speaks S3
    host: str = ""  # one of HOSTS, or "" where nothing is known of its limits


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one key of a target; `key` is "" for the target as a whole."""

    key: str
    message: str
    hint: str


def scheme(to: str) -> str:
    """ "s3" for s3://…, "" for a folder or for host:path."""
    found = _SCHEME.match(to)
    return found[1].lower() if found else ""


def is_remote(to: str) -> bool:
    """Whether git and rsync would look for it on another machine."""
    return bool(scheme(to) or _AT_HOST.match(to))


def read(name: str, given: Mapping[str, str]) -> Target | list[Wrong]:
    """A target from its keys and values, or everything that is wrong with it."""
    kind = given.get("kind", "files")
    if given.keys() == {"host"} and given["host"] in HOSTS:
        return Target(name, "host", "", host=given["host"])
    wrong = list(_wrong(kind, given))
    if wrong:
        return wrong
    host = given.get("host", "") or _host(given["to"])
    values = {key: value for key, value in given.items() if key not in ("kind", "host")}
    return Target(name, kind, host=host, **values)


def _wrong(kind: str, given: Mapping[str, str]) -> Iterator[Wrong]:
    if kind not in KEYS:
        yield Wrong("kind", f'"{kind}" is no kind of target', nearest(kind, KEYS))
        return
    for key in given:
        if key not in KEYS[kind]:
            message = f'unknown key "{key}" of a target of kind {kind}'
            yield Wrong(key, message, nearest(key, KEYS[kind]))
    yield from _wrong_address(kind, given.get("to", ""), "kind" in given)
    if not _BRANCH.fullmatch(given.get("branch", "gh-pages")):
        yield Wrong("branch", f'"{given["branch"]}" is no name of a branch', "gh-pages")
    if given.get("history", "keep") not in HISTORIES:
        yield Wrong("history", f'"{given["history"]}" is not one of: {", ".join(HISTORIES)}', "")
    if given.get("domain") and not _DOMAIN.fullmatch(given["domain"]):
        yield Wrong("domain", f'"{given["domain"]}" is no domain', "news.example.org")
    if given.get("endpoint") and scheme(given["endpoint"]) not in ("http", "https"):
        yield Wrong("endpoint", f'"{given["endpoint"]}" is no address', "https://…")
    if given.get("host") and given["host"] not in HOSTS:
        yield Wrong("host", f'"{given["host"]}" is no host we know', nearest(given["host"], HOSTS))


def _wrong_address(kind: str, to: str, is_given: bool) -> Iterator[Wrong]:
    if not to:
        yield Wrong("to", "where to is missing", _EXAMPLES[kind])
    elif to.startswith("-"):
        yield Wrong("to", f'"{to}" looks like an option', _EXAMPLES[kind])
    elif _has_password(to):
        hint = "leave it to the environment, or to the settings of git, ssh or the host's tools"
        yield Wrong("to", "a password does not belong in digest.yaml", hint)
    elif kind == "files" and (scheme(to) in ("http", "https", "ssh", "git", "rsync")):
        yield Wrong("to", f"nothing can be written to {scheme(to)}://", "kind: git or kind: rsync")
    elif kind == "files" and not scheme(to) and _AT_HOST.match(to) and not is_given:
        yield Wrong("to", f'"{to}" is no folder', "say kind: git or kind: rsync")


def _has_password(to: str) -> bool:
    try:
        parts = urlsplit(to)
        token = parts.scheme in ("http", "https") and parts.username is not None
        return token or parts.password is not None or bool(parts.query)
    except ValueError:
        return False


def _host(to: str) -> str:
    """The host that an address names itself."""
    return next((host for host in HOSTS[:2] if f"{host}.com" in to.lower()), "")
