"""What a host should say of a file, where it lets us choose: its type and how long it may be kept.
Pure."""

from dataclasses import dataclass
from posixpath import splitext

from digestgen.deploy.plan import ASSETS, rank

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    # Browsers show application/atom+xml as source, and the feeds are pages too.
    ".xml": "application/xml",
    ".xsl": "application/xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/vnd.microsoft.icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wasm": "application/wasm",
}
_FOREVER = "public, max-age=31536000, immutable"
_A_DAY = "public, max-age=86400"
_ASK_AGAIN = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Headers:
    content_type: str
    cache_control: str


def headers(path: str) -> Headers:
    """A file of the theme, or of the search index, has its bytes in its name and never changes;
    pictures rarely do; of everything else a reader wants today's."""
    name = path.rsplit("/", 1)[-1]
    kind = _TYPES.get(splitext(name)[1].lower(), "application/octet-stream")
    if name == "feed.json":
        kind = "application/feed+json; charset=utf-8"
    elif name.startswith("_") or name == "CNAME":
        kind = _TYPES[".txt"]
    if path.startswith("theme/") or ".pf_" in name:
        return Headers(kind, _FOREVER)
    return Headers(kind, _A_DAY if rank(path) == ASSETS and "." in name else _ASK_AGAIN)
