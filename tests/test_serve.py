"""The development server, asked over real sockets: which bytes it gives, and to whom."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_digest import Digest

from digestgen.build import Options, Report
from digestgen.model import Place, Problem
from digestgen.problems import ConfigError
from digestgen.serve import base_path, hosts, listen, serve, serving, url
from digestgen.serve.application import Hosts, application, find
from digestgen.serve.live import Live
from digestgen.watch import Outcome

TIMEOUT = 20  # seconds, for any one answer
SECRET = b"nobody may read this"
PAGE = "<!doctype html>\n<title>Bridge – opens</title>\n<body>\n<p>Words.</p>\n</body>\n</html>\n"
NOT_FOUND = "<!doctype html>\n<title>Missing</title>\n<p>No page here"  # without </body>
FILES: dict[str, str | bytes] = {
    "index.html": PAGE,
    "x/index.html": PAGE,
    "404.html": NOT_FOUND,
    "people/ada-okafor/index.html": "<p>Ada</p>",
    "feed.xml": "<feed/>",
    "people/ada-okafor/feed.xml": "<feed/>",
    "feed.json": "{}",
    "sitemap.xml": "<x/>",
    "data.json": "{}",
    "robots.txt": "User-agent: *\n",
    "theme/style.css": "body { color: #111 }\n",
    "theme/search.js": "'</body>'\n",
    "assets/bridge.svg": "<svg></body></svg>",
    "assets/film.mp4": bytes(range(256)) * 1000,
    "assets/notes.tar.gz": b"\x1f\x8b",
    "assets/no-suffix": b"\0",
    "مقال/index.html": "<p>جسر</p>",
    ".digestgen-manifest": SECRET,
    ".digestgen-tmp/1": SECRET,
    ".nojekyll": SECRET,
    "assets/.hidden/file.txt": SECRET,
    "assets/.env": SECRET,
}
HIDDEN = [path for path, data in FILES.items() if data == SECRET]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    port: int

    def ask(
        self, target: str | bytes, method: str = "GET", host: str | None = None, **headers: str
    ) -> Answer:
        """One request whose target goes out exactly as it is given."""
        with self._send(target, method, host, headers) as connection:
            response = HTTPResponse(connection, method=method)
            response.begin()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())

    def events(self, page: str, version: str) -> "Iterator[tuple[str, str]]":
        """(event, data) as they come; closes the connection when the iterator is closed."""
        target = f"/.digestgen/events?page={page}&version={version}"
        with self._send(target, "GET", None, {}) as connection:
            response = HTTPResponse(connection)
            response.begin()
            assert response.headers["content-type"].startswith("text/event-stream")
            name = ""
            deadline = time.monotonic() + TIMEOUT
            for line in response:
                assert time.monotonic() < deadline, "only heartbeats came"
                field, _, value = line.decode().rstrip("\n").partition(": ")
                if field == "event":
                    name = value
                elif field in ("data", "data:"):
                    yield name, value

    def _send(
        self, target: str | bytes, method: str, host: str | None, headers: Mapping[str, str]
    ) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
        lines = {"Host": host or f"127.0.0.1:{self.port}", "Connection": "close"}
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        raw = target if isinstance(target, bytes) else target.encode()
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        connection.sendall(
            method.encode() + b" " + raw + b" HTTP/1.1\r\n" + head.encode() + b"\r\n"
        )
        return connection


def put(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder, beside a file that is none of its own, with links to that."""
    parent = tmp_path_factory.mktemp("digest")
    (parent / "secret.txt").write_bytes(SECRET)
    folder = parent / "site"
    put(folder, FILES)
    (folder / "leak").symlink_to(parent)
    (folder / "assets" / "leak.txt").symlink_to(parent / "secret.txt")
    (folder / "assets" / "visible.txt").symlink_to(folder / ".nojekyll")
    (folder / "assets" / "loop").symlink_to(folder / "assets" / "loop")
    return folder


@pytest.fixture
def start() -> "Iterator[Callable[..., Server]]":
    """A function that serves a folder until the test ends: `start(folder, live, base_path)`."""
    with ExitStack() as stack:

        def start_one(
            folder: Path, live: Live | None = None, base: Callable[[], str] = lambda: "/"
        ) -> Server:
            listener = stack.enter_context(listen("127.0.0.1", 0))
            port = listener.getsockname()[1]
            stack.enter_context(serving(application(folder, Hosts(port), live, base), listener))
            if live is not None:
                stack.callback(live.close)
            return Server(port)

        yield start_one


@pytest.fixture(scope="module")
def plain(site: Path) -> Iterator[Server]:
    """The site as `serve` gives it without --watch."""
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with serving(application(site, Hosts(port)), listener):
            yield Server(port)


@pytest.fixture(scope="module")
def watched(site: Path) -> Iterator[Server]:
    """The site as `serve --watch` gives it."""
    live = Live()
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with serving(application(site, Hosts(port), live), listener):
            yield Server(port)


def report(
    *written: str,
    problems: tuple[Problem, ...] = (),
    removed: tuple[str, ...] = (),
    withdrawn: Mapping[str, tuple[str, bytes]] | None = None,
) -> Outcome:
    """The outcome of a build that wrote these paths."""
    made = Report(problems, written, written, removed, 9, Path("site"), 0.1, (), withdrawn or {})
    return Outcome(problems, made)


def problem(message: str, path: str = "content/a.md", line: int = 4) -> Problem:
    return Problem(Place(path, line, 9), message, code="bad-date")


# --- bytes ---------------------------------------------------------------------------------------


def test_every_visible_file_is_served_as_it_is(plain: Server) -> None:
    for path, data in FILES.items():
        if path in HIDDEN:
            continue
        answer = plain.ask(address(path))
        assert answer.status == 200, path
        assert answer.body == (data.encode() if isinstance(data, str) else data)


def address(path: str) -> str:
    """Every byte escaped but the slashes."""
    return "".join(
        "/" if c == "/" else "".join(f"%{b:02x}" for b in c.encode()) for c in "/" + path
    )


def test_only_html_gets_the_script(site: Path, start: Callable[..., Server]) -> None:
    live = Live()
    server = start(site, live)
    for path in [path for path in FILES if path not in HIDDEN]:
        answer = server.ask(address(path))
        data = (site / path).read_bytes()
        assert int(answer.headers["content-length"]) == len(answer.body)
        if path.endswith(".html"):
            assert b"/.digestgen/reload.js" in answer.body
            before, tag, after = tagged(answer.body)
            assert before + after == data
            assert not after or after.startswith(b"</body")
            assert f'data-version="{live.version}"'.encode() in tag
            assert f'data-page="{path}"'.encode() in tag
        else:
            assert answer.body == data


def tagged(body: bytes) -> tuple[bytes, bytes, bytes]:
    """A page before its script tag, the tag, and the page after it."""
    before, middle, rest = body.partition(b'<script src="/.digestgen/reload.js"')
    end, close, after = rest.partition(b"</script>")
    return before, middle + end + close, after


def test_the_script_is_there_only_with_live(plain: Server, watched: Server) -> None:
    assert plain.ask("/.digestgen/reload.js").status == 404
    assert plain.ask("/.digestgen/events").status == 404
    answer = watched.ask("/.digestgen/reload.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert b"EventSource" in answer.body


@pytest.mark.parametrize("path", ["/", "/theme/style.css", "/missing", "/x"])
def test_head_has_the_same_headers_and_no_body(path: str, watched: Server) -> None:
    got, head = watched.ask(path), watched.ask(path, "HEAD")
    assert (head.status, head.body) == (got.status, b"")
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_ranges_of_a_film(plain: Server, site: Path) -> None:
    whole = (site / "assets/film.mp4").read_bytes()
    answer = plain.ask("/assets/film.mp4", Range="bytes=1000-1999")
    assert answer.status == 206
    assert answer.headers["content-range"] == f"bytes 1000-1999/{len(whole)}"
    assert answer.body == whole[1000:2000]
    assert plain.ask("/assets/film.mp4", Range="bytes=9999999-").status == 416


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/missing", "text/html; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/people/ada-okafor/feed.xml", "application/xml; charset=utf-8"),
        ("/feed.json", "application/feed+json"),
        ("/data.json", "application/json"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/theme/style.css", "text/css; charset=utf-8"),
        ("/theme/search.js", "text/javascript; charset=utf-8"),
        ("/assets/bridge.svg", "image/svg+xml"),
        ("/assets/film.mp4", "video/mp4"),
        ("/assets/notes.tar.gz", "application/octet-stream"),
        ("/assets/no-suffix", "application/octet-stream"),
    ],
)
def test_content_types(plain: Server, path: str, expected: str) -> None:
    assert plain.ask(path).headers["content-type"] == expected


@pytest.mark.parametrize("path", ["/", "/x", "/missing", "/assets/film.mp4", "/theme/style.css"])
def test_nothing_is_kept_by_a_browser_or_lent_to_other_sites(plain: Server, path: str) -> None:
    headers = plain.ask(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


RULES = """# A comment, and a line that is none.
  X-Before: no rule
/*
  Content-Security-Policy: default-src 'self'
  X-Content-Type-Options: sniff
  X-One: for all
/theme/*
  Cache-Control: immutable
  X-One: for the theme
/:taxonomy/:term/feed.json
  Content-Type: application/feed+json; charset=utf-8
  no colon
"""


def test_the_headers_that_hosts_are_asked_for(plain: Server, site: Path) -> None:
    assert "content-security-policy" not in plain.ask("/").headers
    (site / "_headers").write_text(RULES)
    try:
        for path in ("/", "/x/", "/missing", "/feed.xml", "/people/ada-okafor/"):
            headers = plain.ask(path).headers
            assert headers["content-security-policy"] == "default-src 'self'"
            assert headers["x-one"] == "for all"
            assert "x-before" not in headers
        headers = plain.ask("/theme/style.css").headers
        assert headers["x-one"] == "for the theme"
        # What the development server is careful about stays so.
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        put(site, {"people/ada-okafor/feed.json": "{}"})
        asked = plain.ask("/people/ada-okafor/feed.json").headers["content-type"]
        assert asked == "application/feed+json; charset=utf-8"
        assert plain.ask("/feed.json").headers["content-type"] == "application/feed+json"
    finally:
        (site / "_headers").unlink()
        (site / "people/ada-okafor/feed.json").unlink()


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/x", "/x/"),
        ("/x?a=1&b=%20", "/x/?a=1&b=%20"),
        ("/people/ada-okafor", "/people/ada-okafor/"),
        ("/%D9%85%D9%82%D8%A7%D9%84", "/%D9%85%D9%82%D8%A7%D9%84/"),
    ],
)
def test_a_folder_gets_its_slash(plain: Server, path: str, location: str) -> None:
    answer = plain.ask(path)
    assert (answer.status, answer.headers["location"]) == (301, location)


@pytest.mark.parametrize(
    "path",
    ["/missing", "/missing/", "/people", "/people/", "/robots.txt/", "/x/index.html/", "/X/y"],
)
def test_what_is_not_there_is_the_404_page(plain: Server, path: str) -> None:
    answer = plain.ask(path)
    assert (answer.status, answer.body) == (404, NOT_FOUND.encode())


def test_without_a_404_page_there_is_a_plain_one(
    start: Callable[..., Server], tmp_path: Path
) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        answer = start(folder).ask("/x")
        assert answer.status == 404
        assert answer.headers["content-type"].startswith("text/plain")


def test_the_404_page_finds_its_way_below_the_base_path(
    start: Callable[..., Server], site: Path
) -> None:
    base = "/sub/"
    server = start(site, None, lambda: base)
    assert server.ask("/sub/theme/style.css").body == (site / "theme/style.css").read_bytes()
    assert server.ask("/sub/").body == PAGE.encode()
    assert server.ask("/sub/x").headers["location"] == "/sub/x/"
    assert server.ask("/subx/").status == 404
    assert server.ask("/sub/../secret.txt").status == 404
    base = "/other/"  # digest.yaml was edited
    assert server.ask("/sub/x/").status == 404
    assert server.ask("/other/x/").status == 200


def test_the_base_path_is_what_the_configuration_says_now(tmp_path: Path) -> None:
    digest = Digest(tmp_path)
    digest.configure(title="T", base_url="https://small.example.org/a/b")
    options = Options(tmp_path)
    assert base_path(options) == "/a/b/"
    assert base_path(Options(tmp_path, base_url="https://small.example.org/c/")) == "/c/"
    digest.configure(base_url=None)
    assert base_path(options) == "/"
    digest.put("digest.yaml", "title: [")
    assert base_path(options) == "/"


ESCAPES = [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E%2Fsecret.txt",
    "/.%2e/secret.txt",
    "/x/../../secret.txt",
    "/x/%2e%2e/%2e%2e/secret.txt",
    "/x/..%2f..%2fsecret.txt",
    "/x/..;/..;/secret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/x\\..\\..\\secret.txt",
    "/%252e%252e/secret.txt",
    "/%252e%252e%252fsecret.txt",
    "/%c0%ae%c0%ae/secret.txt",
    "/%c0%ae%c0%ae%c0%afsecret.txt",
    "/%e0%80%ae%e0%80%ae/secret.txt",
    "/%uff0e%uff0e/secret.txt",
    "/\uff0e\uff0e/secret.txt",
    "//../secret.txt",
    "/./../secret.txt",
    "/x/./../../secret.txt",
    "/..//secret.txt",
    "/..%00/secret.txt",
    "/secret.txt%00.html",
    "../secret.txt",
    "secret.txt",
    "http://127.0.0.1/../secret.txt",
    "file:///secret.txt",
    "*",
    "/x/../robots.txt",  # inside, but no address of anything
    "/./robots.txt",
    "/leak/secret.txt",
    "/leak/site/.nojekyll",
    "/assets/leak.txt",
    "/assets/visible.txt",
    "/assets/loop",
    "/" + "a" * 5000,
    "/" + "a/" * 3000,
]


@pytest.mark.parametrize("target", ESCAPES, ids=lambda target: target[:40])
def test_no_address_leads_out(target: str, plain: Server, watched: Server) -> None:
    for server in (plain, watched):
        answer = server.ask(target)
        assert answer.status in (400, 404)
        assert SECRET not in answer.body


@pytest.mark.parametrize("path", HIDDEN)
def test_hidden_files_are_not_there(plain: Server, path: str) -> None:
    for target in ("/" + path, address(path), "/x/../" + path, "//" + path, f"/{path}/"):
        answer = plain.ask(target)
        assert answer.status == 404
        assert SECRET not in answer.body


def test_an_absolute_path_is_not_a_way_out(plain: Server, site: Path) -> None:
    secret = site.parent / "secret.txt"
    for target in (str(secret), f"/{secret}", address(str(secret)), f"/x/{secret}"):
        assert plain.ask(target).status == 404


@given(
    address=st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                [
                    "..",
                    ".",
                    "",
                    "x",
                    "leak",
                    "assets",
                    "site",
                    "secret.txt",
                    "\0",
                    "a\\b",
                    ".nojekyll",
                ]
            )
        ).map(lambda parts: "/" + "/".join(parts)),
    )
)
def test_whatever_is_found_is_inside_and_visible(site: Path, address: str) -> None:
    found = find(site, address)
    if found is not None:
        parts = found.relative_to(site.resolve()).parts
        assert not any(part.startswith(".") for part in parts)


def test_a_folder_elsewhere_never_becomes_a_redirect(plain: Server) -> None:
    for target in ("//x", "//small.example.org/..", "/\\x", "/%2fx", "/%5cx"):
        answer = plain.ask(target)
        assert answer.status == 404
        assert "location" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_it_only_reads(plain: Server, method: str) -> None:
    assert plain.ask("/", method).status == 405


# --- to whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}", "[::1]:{port}"],
)
def test_loopback_names_are_answered(plain: Server, host: str) -> None:
    assert plain.ask("/", host=host.format(port=plain.port)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example.org",
        "rebound.example.org:{port}",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost",
        "localhost.example.org:{port}",
        "127.0.0.1.example.org:{port}",
        "rebound.example.org#@localhost:{port}",
        "user@localhost:{port}",
        "localhost:{port}@rebound.example.org",
        "192.0.2.7:{port}",
        "[::1",
        "::1:{port}",
        "localhost.:{port}",
        ":{port}",
        "localhost:99999",
        "localhost:{port}{port}{port}",
    ],
)
def test_other_names_are_refused(plain: Server, host: str) -> None:
    answer = plain.ask("/", host=host.format(port=plain.port))
    assert answer.status in (400, 403)
    assert b"Words" not in answer.body


def test_a_request_without_host_is_refused(plain: Server) -> None:
    with socket.create_connection(("127.0.0.1", plain.port), timeout=TIMEOUT) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert b" 403 " in connection.makefile("rb").readline()


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:{port}", 200),
        ("http://localhost:{port}", 200),
        ("https://127.0.0.1:{port}", 403),
        ("http://127.0.0.1:1", 403),
        ("http://rebound.example.org", 403),
        ("http://rebound.example.org:{port}", 403),
        ("http://127.0.0.1:{port}.example.org", 403),
        ("null", 403),
        ("file://", 403),
    ],
)
def test_foreign_pages_are_refused(plain: Server, origin: str, status: int) -> None:
    assert plain.ask("/", Origin=origin.format(port=plain.port)).status == status


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
def test_foreign_pages_hear_no_events(watched: Server, where: str) -> None:
    assert watched.ask("/.digestgen/events", Sec_Fetch_Site=where).status == 403
    # The stream ends at once for a page of an earlier run, so that it can be read to its end.
    assert watched.ask("/.digestgen/events", Sec_Fetch_Site="same-origin").status == 200
    assert watched.ask("/", Sec_Fetch_Site=where).status == 200  # a link from elsewhere


def test_a_given_host_is_a_name_too() -> None:
    assert hosts("192.0.2.7", 8000).allow("192.0.2.7:8000")
    assert not hosts("192.0.2.7", 8000).allow("192.0.2.8:8000")
    assert hosts("Desk.example.org", 80).allow("desk.example.org")
    everywhere = hosts("0.0.0.0", 8000)
    assert everywhere.allow("192.0.2.7:8000")
    assert everywhere.allow("[2001:db8::1]:8000")
    assert everywhere.allow(f"{socket.gethostname()}:8000")
    assert not everywhere.allow("rebound.example.org:8000")
    assert not hosts("127.0.0.1", 8000).allow("192.0.2.7:8000")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("localhost", "http://localhost:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
        ("::1", "http://[::1]:8000/"),
    ],
)
def test_the_url_to_open(host: str, expected: str) -> None:
    assert url(host, 8000) == expected


# --- live ----------------------------------------------------------------------------------------


@pytest.fixture
def live() -> Live:
    """After a first good build."""
    made = Live()
    made.publish(report(*FILES))
    return made


def test_a_changed_page_reloads(live: Live, site: Path, start: Callable[..., Server]) -> None:
    server = start(site, live)
    events = server.events("x/index.html", live.version)
    assert next(events) == ("problems", '{"kept": false, "problems": [], "more": 0}')
    live.publish(report("x/index.html"))
    assert next(events) == ("reload", "")
    assert next(events, None) is None


@pytest.mark.parametrize("shared", ["assets/bridge.svg", "theme/style.css", "404.html"])
def test_a_changed_picture_or_style_reloads_every_page(
    live: Live, site: Path, start: Callable[..., Server], shared: str
) -> None:
    events = start(site, live).events("x/index.html", live.version)
    next(events)
    live.publish(report(shared))
    assert next(events) == ("reload", "")


def test_other_pages_stay(live: Live, site: Path, start: Callable[..., Server]) -> None:
    server = start(site, live)
    events = server.events("x/index.html", live.version)
    next(events)
    live.publish(report("index.html", "feed.xml", removed=("people/ada-okafor/index.html",)))
    live.publish(report(problems=(problem("wrong"),)))
    assert next(events)[0] == "problems"
    live.publish(report("x/index.html"))
    assert [name for name, _ in events][-1] == "reload"


def test_a_page_removed_or_made_again_reloads(
    live: Live, site: Path, start: Callable[..., Server]
) -> None:
    server = start(site, live)
    for outcome in (report(removed=("y/index.html",)), report("y/index.html")):
        events = server.events("y/index.html", live.version)
        next(events)
        live.publish(outcome)
        assert next(events) == ("reload", "")


def test_a_tab_that_missed_a_build_reloads_at_once(
    live: Live, site: Path, start: Callable[..., Server]
) -> None:
    server = start(site, live)
    before = live.version
    live.publish(report("x/index.html"))
    assert next(server.events("x/index.html", before)) == ("reload", "")
    assert next(server.events("index.html", before))[0] == "problems"
    for version in (Live().version, "", "-", live.version + "x", "%E0%A5%A7"):
        assert next(server.events("x/index.html", version)) == ("reload", "")


def test_problems_are_shown_and_heal(live: Live, site: Path, start: Callable[..., Server]) -> None:
    events = start(site, live).events("x/index.html", live.version)
    next(events)
    hostile = "<script>alert(1)</script>\n\u2028data: x"
    live.publish(report(problems=(problem("a", "content/b.md"), problem(hostile))))
    name, data = next(events)
    assert name == "problems"
    shown = json.loads(data)
    assert [row["text"].partition(" ")[0] for row in shown["problems"]] == [
        "content/b.md:4:9:",
        "content/a.md:4:9:",
    ]
    assert not shown["kept"]
    live.publish(Outcome((problem("unknown key", "digest.yaml"),)))  # nothing built
    assert "digest.yaml:4:9: error: unknown key" in next(events)[1]
    live.publish(report())
    assert json.loads(next(events)[1])["problems"] == []


def test_a_long_list_of_problems_is_cut(
    live: Live, site: Path, start: Callable[..., Server]
) -> None:
    live.publish(report(problems=tuple(problem(f"wrong {n}") for n in range(60))))
    data = json.loads(next(start(site, live).events("index.html", live.version))[1])
    assert (len(data["problems"]), data["more"]) == (50, 10)


def test_a_broken_article_keeps_its_last_good_page(
    live: Live, site: Path, start: Callable[..., Server]
) -> None:
    server = start(site, live)
    gone = "articles/2026/03/a/index.html"
    wrong = problem("not a date")
    withdrawn = {"content/a.md": ("/articles/2026/03/a/", PAGE.encode())}
    other = problem("elsewhere", "content/0.md")
    live.publish(report(removed=(gone,), problems=(other, wrong), withdrawn=withdrawn))
    live.publish(report(problems=(other, wrong)))  # saved again, and still broken
    live.publish(Outcome((problem("unknown key", "digest.yaml"),)))
    assert server.ask("/articles/2026/03/a").headers["location"] == "/articles/2026/03/a/"
    live.publish(report(problems=(other, wrong)))
    answer = server.ask("/articles/2026/03/a/")
    before, _, after = tagged(answer.body)
    assert (answer.status, before + after) == (200, PAGE.encode())
    shown = json.loads(next(server.events(gone, live.version))[1])
    assert shown["kept"]
    assert "not a date" in shown["problems"][0]["text"]
    live.publish(report(problems=(other,)))  # mended under another address, or deleted
    assert server.ask("/articles/2026/03/a/").status == 404


def test_a_deleted_article_is_gone(live: Live, site: Path, start: Callable[..., Server]) -> None:
    withdrawn = {"content/a.md": ("/a/", PAGE.encode())}
    live.publish(report(removed=("a/index.html",), withdrawn=withdrawn))
    assert start(site, live).ask("/a/").status == 404


def test_a_digest_that_never_was_built_says_why(
    tmp_path: Path, start: Callable[..., Server]
) -> None:
    live = Live()
    live.publish(Outcome((problem("<script>alert(1)</script>", "digest.yaml", 2),)))
    server = start(tmp_path / "site", live)
    answer = server.ask("/any/")
    assert answer.status == 500
    assert b"digest.yaml:2:9: error: &lt;script&gt;alert(1)&lt;/script&gt;" in answer.body
    events = server.events("any/index.html", live.version)
    assert "digest.yaml" in next(events)[1]
    live.publish(report("index.html"))
    assert next(events) == ("reload", "")


def test_streams_end_when_tabs_and_servers_do(live: Live, site: Path) -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with serving(application(site, Hosts(port), live), listener):
            streams = [Server(port).events("index.html", live.version) for _ in range(3)]
            for stream in streams:
                next(stream)
            live.close()
            for stream in streams:
                assert next(stream, None) is None


# --- the command ---------------------------------------------------------------------------------


def test_a_taken_port_leads_to_the_next_unless_it_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"{port} is taken"):
            listen("127.0.0.1", port)
        monkeypatch.setattr("digestgen.serve.PORT", port)
        with listen("127.0.0.1", None) as other:
            assert port < other.getsockname()[1] < port + 20
        monkeypatch.setattr("digestgen.serve.PORTS", 1)
        with pytest.raises(ConfigError, match="all taken"):
            listen("127.0.0.1", None)


@pytest.mark.parametrize(
    ("host", "port"), [("no.such.name.invalid", 0), ("192.0.2.7", 0), ("::1", 99999)]
)
def test_where_it_can_not_listen_is_a_problem(host: str, port: int) -> None:
    with pytest.raises(ConfigError, match="--host|--port"):
        listen(host, port)


def test_without_watch_a_broken_configuration_ends_it(tmp_path: Path) -> None:
    Digest(tmp_path).put("digest.yaml", "titel: T\n")
    with pytest.raises(ConfigError, match=r"digest\.yaml:1"):
        serve(Options(tmp_path), port=0)
    assert not (tmp_path / "site").exists()


class Process:
    """`serve` in a process of its own, until the test ends."""

    def __init__(self, root: Path, watch: bool) -> None:
        code = (
            "import sys; from pathlib import Path\n"
            "from digestgen.build import Options\nfrom digestgen.serve import serve\n"
            f"sys.exit(serve(Options(Path({str(root)!r})), port=0, watch={watch}))"
        )
        # A test run in a shell's background ignores SIGINT, and its children would inherit that.
        previous = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.popen = subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        signal.signal(signal.SIGINT, previous)
        assert self.popen.stdout is not None
        self.url = self.popen.stdout.readline().strip()
        self.server = Server(int(self.url.rstrip("/").rpartition(":")[2] or 0))

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C; the exit code and what was printed on stderr."""
        self.popen.send_signal(signal.SIGINT)
        _, errors = self.popen.communicate(timeout=TIMEOUT)
        return self.popen.returncode, errors


@pytest.fixture
def process(tmp_path: Path) -> "Iterator[Callable[..., Process]]":
    started: list[Process] = []

    def start_one(watch: bool = True) -> Process:
        started.append(Process(tmp_path, watch))
        return started[-1]

    yield start_one
    for one in started:
        one.popen.kill()
        one.popen.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
@pytest.mark.parametrize("watch", [False, True])
def test_ctrl_c_ends_it_with_streams_open(
    tmp_path: Path, process: Callable[..., Process], watch: bool
) -> None:
    Digest.small(tmp_path)
    run = process(watch)
    assert run.url.startswith("http://127.0.0.1:")
    answer = run.server.ask("/")
    before, tag, after = tagged(answer.body)
    assert before + after == (tmp_path / "site/index.html").read_bytes()
    assert bool(tag) == watch
    streams = []
    if watch:
        streams = [run.server.events("index.html", version(tag)) for _ in range(2)]
        for stream in streams:
            next(stream)
    code, errors = run.interrupt()
    assert code == 130
    assert "Traceback" not in errors
    assert "error" not in errors
    assert all(next(stream, None) is None for stream in streams)


def version(tag: bytes) -> str:
    return tag.decode().partition('data-version="')[2].partition('"')[0]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_a_broken_configuration_is_served_until_it_heals(
    tmp_path: Path, process: Callable[..., Process]
) -> None:
    digest = Digest.small(tmp_path)
    digest.put("digest.yaml", "titel: T\n")
    run = process()
    answer = run.server.ask("/")
    assert answer.status == 500
    assert b"digest.yaml:1:1: error: unknown key" in answer.body
    events = run.server.events("index.html", version(tagged(answer.body)[1]))
    assert "unknown key" in next(events)[1]
    digest.put("digest.yaml.new", "title: Mended\n")  # an empty file would be a digest too
    (tmp_path / "digest.yaml.new").replace(tmp_path / "digest.yaml")
    assert ("reload", "") in list(events)
    assert b"Mended" in run.server.ask("/").body
    code, errors = run.interrupt()
    assert code == 130
    assert "digest.yaml:1:1: error:" in errors


def test_threads_end_with_the_server(site: Path) -> None:
    before = set(threading.enumerate())
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with serving(application(site, Hosts(port)), listener):
            assert Server(port).ask("/").status == 200
    left = set(threading.enumerate()) - before
    assert not [thread for thread in left if thread.name == "digestgen-server"]
