"""The development server's ASGI application: an output folder as a static host would serve it.

What it answers are the bytes on disk, with the headers that the site's `_headers` asks hosts for;
with `live`, HTML responses alone get one script tag more.
Only requests that a page of this very server, or the user, can make are answered.
"""

import ipaddress
import mimetypes
import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digestgen import problems
from digestgen.serve.headers import FILE, headers_for
from digestgen.serve.live import Live

EVENTS = "/.digestgen/events"
SCRIPT = "/.digestgen/reload.js"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?P<name>[^\s:@/?#\[\]\\]+|\[[^\s\[\]]+\])(?::(?P<port>[0-9]{1,5}))?")
_HEADERS = {
    "cache-control": "no-store",  # a browser never shows what it saw before
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}
_TYPES = {
    "feed.json": "application/feed+json",
    ".avif": "image/avif",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    # Atom feeds too: a browser shows the source of application/atom+xml instead of its stylesheet.
    ".xml": "application/xml; charset=utf-8",
}
_KNOWN_TYPES = mimetypes.MimeTypes()  # Python's own table, whatever the machine's says


@dataclass(frozen=True, slots=True)
class Hosts:
    """Whom the server answers to: names and addresses as browsers write them, at one port. A page
    whose own name was made to lead here (DNS rebinding) sends that name, so it is refused."""

    port: int
    names: frozenset[str] = frozenset()  # besides those of the loopback interface
    any_address: bool = False  # any numeric address; those can't be rebound

    def allow(self, header: str) -> bool:
        """Whether a Host header, or an Origin after its scheme, is one of them."""
        found = _HOST.fullmatch(header.lower())
        if found is None or int(found["port"] or 80) != self.port:
            return False
        name = found["name"].strip("[]")
        if name in _LOOPBACK or name in self.names:
            return True
        return self.any_address and _is_address(name)


def application(
    output: Path,
    hosts: Hosts,
    live: Live | None = None,
    base_path: Callable[[], str] = lambda: "/",
) -> Starlette:
    """Serves an output folder at `/` and, for the absolute links of 404.html, at `base_path()`,
    which starts and ends with a slash. With `live`, open pages reload and show problems."""

    def page(request: Request) -> Response:
        return _answer(output, request.scope, live, base_path)

    routes = [Route("/{path:path}", page)]
    if live is not None:
        routes = [Route(SCRIPT, _script), Route(EVENTS, _events(live)), *routes]
    return Starlette(routes=routes, middleware=[Middleware(_Guard, hosts=hosts)])


def find(output: Path, address: str) -> Path | None:
    """The file or folder below `output` that a decoded address names; None where there is none, and
    for hidden files and whatever lies outside."""
    lead, *parts = address.removesuffix("/").split("/")
    if lead or any(not part or part.startswith(".") or "\\" in part for part in parts):
        return None
    base = output.resolve()
    try:
        found = base.joinpath(*parts).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):  # missing, a loop of links, a NUL
        return None
    # Once more on the real path: links, and other spellings that a file system takes for the same.
    if not found.is_relative_to(base):
        return None
    hidden = any(part.startswith(".") for part in found.relative_to(base).parts)
    return None if hidden else found


def content_type(path: PurePosixPath | Path) -> str:
    """By the file's name; a JSON Feed has a type of its own."""
    known = _TYPES.get(path.name) or _TYPES.get(path.suffix.lower())
    if known:
        return known
    guessed, encoding = _KNOWN_TYPES.guess_type(path.name)
    return guessed if guessed and not encoding else "application/octet-stream"


def _answer(
    output: Path, scope: Scope, live: Live | None, base_path: Callable[[], str]
) -> Response:
    version = live.version if live else ""
    address = str(scope["path"])
    found = find(output, address)
    if found is None and (below := _below(address, base_path())):
        address = below
        found = find(output, address)
    path = address[1:]
    if address.endswith("/"):
        path += "index.html"
        found = found / "index.html" if found else None
    elif (found and (found / "index.html").is_file()) or (live and live.kept(path + "/index.html")):
        return _redirect(scope)
    tag = _tag(path, version) if live else b""
    if live:
        live.asked(path)
    response = _file(found, 200, tag) if found else None
    if response is None and live and (kept := live.kept(path)) is not None:
        response = HTMLResponse(_with(kept, tag))
    response = response or _file(output / "404.html", 404, tag) or _nothing(live, tag)
    response.headers.update(headers_for(address, _text(output / FILE)))
    return response


def _text(path: Path) -> str:
    """Kept to what a header can hold."""
    try:
        return path.read_bytes().decode("latin-1")
    except OSError:
        return ""


def _below(address: str, base: str) -> str:
    """An address without the path that the site will live at; "" where it isn't below that."""
    return "/" + address[len(base) :] if base != "/" and address.startswith(base) else ""


def _redirect(scope: Scope) -> Response:
    query = scope["query_string"].decode("latin-1")
    location = quote(scope["path"]) + "/" + (f"?{query}" if query else "")
    return Response(status_code=301, headers={"location": location})


def _file(path: Path, status: int, tag: bytes) -> Response | None:
    """A file's bytes, with the tag if it is HTML; None if it is no file, or just gone."""
    try:
        if path.suffix == ".html":
            return HTMLResponse(_with(path.read_bytes(), tag), status)
        stat = os.stat(path)
    except OSError:
        return None
    if not path.is_file():
        return None
    return FileResponse(path, status, media_type=content_type(path), stat_result=stat)


def _nothing(live: Live | None, tag: bytes) -> Response:
    """Where there is no site to say that a page is missing."""
    if live is None or not live.problems:
        return PlainTextResponse("There is no page at this address.\n", 404)
    listed = escape("\n".join(problems.line(problem) for problem in live.problems))
    html = (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Nothing to show yet</title>'
        "\n<body>\n<h1>Nothing to show yet</h1>\n<p>This page reloads by itself once the digest can "
        f"be built.</p>\n<noscript><pre>{listed}</pre></noscript>\n</body>\n</html>\n"
    )
    return HTMLResponse(_with(html.encode(), tag), 500)


def _tag(path: str, version: str) -> bytes:
    return (
        f'<script src="{SCRIPT}" data-page="{escape(path)}" data-version="{version}"></script>'
    ).encode(errors="replace")


def _with(html: bytes, tag: bytes) -> bytes:
    """A page with the tag at the end of its body."""
    end = html.lower().rfind(b"</body")
    return html[:end] + tag + html[end:] if end >= 0 else html + tag


def _script(request: Request) -> Response:
    source = Path(__file__).with_name("reload.js").read_bytes()
    return Response(source, media_type="text/javascript")


def _events(live: Live) -> Callable[[Request], Awaitable[Response]]:
    async def events(request: Request) -> Response:
        # Older browsers don't say; then Origin, or their silence about it, has to do.
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _refusal("Only this site's own pages may listen.")
        query = request.query_params
        messages = live.messages(query.get("page", ""), query.get("version", ""))
        return StreamingResponse(messages, media_type="text/event-stream")

    return events


class _Guard:
    """Refuses requests by other hosts' names or pages, and sets the headers of every response."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        app = self._app if scope["type"] != "http" else self._refused(scope) or self._app
        await app(scope, receive, send_guarded)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self._hosts.allow(headers.get("host", "")):
            return _refusal("This server does not go by that name. serve --host NAME adds one.")
        for origin in headers.getlist("origin"):
            scheme, _, host = origin.partition("://")
            if scheme != "http" or not self._hosts.allow(host):
                return _refusal("This server answers only its own pages.")
        return None


def _refusal(reason: str) -> Response:
    return PlainTextResponse(reason + "\n", 403)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
