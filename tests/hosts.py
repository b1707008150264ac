"""Static hosts as they behave, as far as their documentation says, on this machine: which file answers an
address, what becomes of addresses without a slash, which of our files for hosts they read."""

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from digestgen.deploy.content import headers
from digestgen.serve.headers import headers_for


@dataclass(frozen=True, slots=True)
class Host:
    """`redirects`: whether `_redirects` is read "always", "unless a file" is there, or "never";
    `nearest`: a missing address is answered by the nearest 404.html upwards; `extensions`: /x.html is
    redirected to /x; `hides`: files that start with "_" or "." are not served."""

    name: str
    redirects: str = "never"
    obeys_headers: bool = False
    nearest: bool = False
    extensions: bool = False
    hides: bool = False
    prefix: str = "/"  # where the site is on the host


HOSTS = {
    host.name: host
    for host in (
        Host("github", prefix="/digest/"),
        Host("jekyll", hides=True, prefix="/digest/"),  # GitHub without .nojekyll
        Host("gitlab", "unless a file", prefix="/digest/"),
        Host("netlify", "unless a file", obeys_headers=True),
        Host("cloudflare", "always", obeys_headers=True, nearest=True, extensions=True),
        Host("s3"),
    )
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = b""
    path: str = ""
    location: str = ""


def answer(host: Host, files: Mapping[str, bytes], address: str) -> Answer:
    """What a host answers to an address (a path from the host's root)."""
    if host.redirects == "always" and (rule := _rule(files, address)):
        return Answer(301, location=rule)
    if not address.startswith(host.prefix):
        return Answer(404)
    path = unquote(address[len(host.prefix) :])
    if host.hides and any(part.startswith(("_", ".")) for part in path.split("/")):
        return _missing(host, files, path)
    for file in (path, f"{path}index.html") if path.endswith("/") or not path else (path,):
        if file in files:
            if host.extensions and file == path and file.endswith(".html") and file != "404.html":
                return Answer(308, location=address.removesuffix(".html").removesuffix("index"))
            return Answer(200, files[file], file)
    if f"{path}/index.html" in files:
        return Answer(302 if host.name == "s3" else 301, location=f"{address}/")
    if host.redirects == "unless a file" and (rule := _rule(files, address)):
        return Answer(301, location=rule)
    return _missing(host, files, path)


def _missing(host: Host, files: Mapping[str, bytes], path: str) -> Answer:
    folders = path.split("/")[:-1] if host.nearest else []
    while folders:
        if (page := "/".join([*folders, "404.html"])) in files:
            return Answer(404, files[page], page)
        folders.pop()
    return Answer(404, files.get("404.html", b"no such page"), "404.html")


def _rule(files: Mapping[str, bytes], address: str) -> str:
    for line in files.get("_redirects", b"").decode().splitlines():
        found = re.fullmatch(r"(\S+) (\S+) 301", line)
        if found and found[1].rstrip("/") == quote(unquote(address)).rstrip("/"):
            return found[2]
    return ""


@contextmanager
def on_loopback(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A web server on this machine; yields its address, without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def hosted(host: Host, files: Mapping[str, bytes], late: float = 0) -> Iterator[str]:
    """The site on that host; yields its address. Stylesheets take `late` seconds, as on a slow line."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answer(host, files, urlsplit(self.path).path)
            if found.path.endswith(".css"):
                time.sleep(late)
            self.send_response(found.status)
            if found.location:
                self.send_header("Location", found.location)
            said = {"content-type": headers(found.path or "x.html").content_type}
            if host.obeys_headers:
                said |= headers_for(urlsplit(self.path).path, files["_headers"].decode())
            for name, value in said.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *_: Any) -> None:
            pass

    with on_loopback(Handler) as address:
        yield f"{address}{host.prefix}"
