"""The development server under attack, over real sockets: what it answers to nobody, and that no
client, however slow, rude or numerous, keeps it from the others. Its ordinary manners, and whom it
answers, are in test_serve.py.
"""

import logging
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path

import pytest
from test_serve import FILES, PAGE, SECRET, TIMEOUT, Server, put, report

from digestgen.serve import listen, serving
from digestgen.serve.application import Hosts, application
from digestgen.serve.live import Live


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    parent = tmp_path_factory.mktemp("attacked")
    (parent / "secret.txt").write_bytes(SECRET)
    put(parent / "site", FILES)
    return parent / "site"


@contextmanager
def watching(site: Path) -> Iterator[tuple[Server, Live]]:
    live = Live()
    live.publish(report(*FILES))
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with serving(application(site, Hosts(port), live), listener):
            yield Server(port), live
            live.close()


@pytest.fixture(scope="module")
def running(site: Path) -> Iterator[Server]:
    with watching(site) as (server, _):
        yield server


@pytest.fixture
def server(running: Server, caplog: pytest.LogCaptureFixture) -> Iterator[Server]:
    """One that has nothing to complain of after a test, and answers as before."""
    with caplog.at_level(logging.WARNING):
        yield running
        answer = running.ask("/x/")
    assert answer.status == 200
    assert PAGE.encode()[:40] in answer.body
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == []


def send(server: Server, data: bytes, ended: bool = False) -> tuple[int, bytes]:
    """Bytes as they are, and nothing more if `ended`; the status, 0 where the connection just ends,
    and all that came. A server may end one while it is still being shouted at."""
    came = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)
        with suppress(OSError):
            if ended:
                connection.shutdown(socket.SHUT_WR)
            while more := connection.recv(1 << 16):
                came += more
    return int(came.split(b" ", 2)[1]) if came.startswith(b"HTTP/1.1 ") else 0, came


# --- whom it answers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        "Host: {own}\r\nHost: rebound.example.org",
        "Host: rebound.example.org\r\nHost: {own}",
        "Host: rebound.example.org\r\nX-Forwarded-Host: {own}\r\nForwarded: host={own}",
        "Host: rebound.example.org\r\nX-Forwarded-For: 127.0.0.1\r\nX-Real-IP: 127.0.0.1",
        "Host: rebound.example.org\r\nOrigin: http://{own}",
        "Host: {own}\r\nOrigin: http://rebound.example.org",
        "Host: {own}\r\nOrigin: http://{own}\r\nOrigin: http://rebound.example.org",
        "Host: {own}, rebound.example.org",
        "Host:\r\n rebound.example.org",
        "Host: {own}\0.example.org",
        "Host : {own}",
        "Host: xn--lcalhost-2fg:{port}",
        "Host: 127.1:{port}",
        "Host: 2130706433:{port}",
        "Host: 0x7f.1:{port}",
        "Host: [::ffff:127.0.0.1]:{port}",
        "Host: 127.0.0.1%2f:{port}",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_in_anothers_name_is_refused(server: Server, lines: str, method: str) -> None:
    own = f"127.0.0.1:{server.port}"
    for target in ("/", "/x/", "/.digestgen/events", "/.digestgen/reload.js"):
        head = f"{method} {target} HTTP/1.1\r\n{lines.format(own=own, port=server.port)}\r\n"
        status, came = send(server, head.encode() + b"Connection: close\r\n\r\n")
        assert status in (400, 403), came[:200]
        assert b"Words" not in came and b"digestgen-scroll" not in came


def test_the_name_in_the_target_is_no_other_door(server: Server) -> None:
    for host in ("rebound.example.org", f"127.0.0.1:{server.port}"):
        answer = server.ask(f"http://{host}/x/")
        assert answer.status == 404
        assert b"Words" not in answer.body


def test_no_other_origin_may_read_or_frame_anything(server: Server) -> None:
    own = f"http://127.0.0.1:{server.port}"
    for target in ("/", "/feed.json", "/missing", "/.digestgen/reload.js"):
        for origin in ({}, {"Origin": own}):
            headers = server.ask(target, **origin).headers
            assert not [name for name in headers if name.startswith("access-control-")]
            assert headers["cross-origin-resource-policy"] == "same-origin"
    preflight = {"Origin": "http://rebound.example.org", "Access_Control_Request_Method": "POST"}
    assert server.ask("/", "OPTIONS", **preflight).status == 403


@pytest.mark.parametrize("origin", ["http://rebound.example.org", "null", ""])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_foreign_pages_get_no_events(server: Server, origin: str, method: str) -> None:
    answer = server.ask("/.digestgen/events?page=x/index.html", method, Origin=origin)
    assert answer.status == 403


def test_there_is_no_websocket(server: Server) -> None:
    upgrade = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec_WebSocket_Version": "13",
    }
    for target in ("/", "/.digestgen/events?page=x"):
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in upgrade.items())
        line = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{head}\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT) as connection:
            connection.sendall(line.encode())
            assert connection.recv(12) == b"HTTP/1.1 200"


# --- what it is asked for ------------------------------------------------------------------------

OUTSIDE = [
    "/%2e%2e%5csecret.txt",
    "/..%255csecret.txt",
    "/%25252e%25252e/secret.txt",
    "/%f0%80%80%ae%f0%80%80%ae/secret.txt",
    "/%c0%2e%c0%2e%c0%afsecret.txt",
    "/%e0%80%af..%e0%80%afsecret.txt",
    "/x/%2e%2e%2f%2e%2e%2fsecret.txt",
    "/%2f%2e%2e%2fsecret.txt",
    "/.../secret.txt",
    "/.. /secret.txt",
    "/..\t/secret.txt",
    "/x/..%0d%0a/secret.txt",
    "/x%00/../../secret.txt",
    "/%ff%fe/../secret.txt",
    "/x;/../../secret.txt",
    "/C:/secret.txt",
    "/C:%5csecret.txt",
    "/%5c%5chost%5cshare",
    "/x/index.html/../../secret.txt",
    "/x/index.html/",
    "/.digestgen/../../secret.txt",
    "/.digestgen/events/../../secret.txt",
    "/.digestgen/reload.js/../../secret.txt",
    "/.digestgen/catalog.sqlite",
    "/.digestgen%2fcatalog.sqlite",
    "/proc/self/environ",
    "/%",
    "/%2",
    "/%zz",
    "",
    "#",
    "//",
    "/\xff".encode("latin-1"),
    b"/\x00",
    b"/..\xc0\xaf",
]  # fmt: skip


@pytest.mark.parametrize("target", OUTSIDE, ids=range(len(OUTSIDE)))
def test_no_address_leads_out(server: Server, target: str | bytes) -> None:
    for method in ("GET", "HEAD"):
        raw = target if isinstance(target, bytes) else target.encode()
        head = b"%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
        status, came = send(server, head % (method.encode(), raw, server.port))
        assert status in (400, 404), came[:100]
        assert SECRET not in came


def test_folders_are_not_listed(server: Server) -> None:
    for target in ("/assets/", "/people/", "/theme/"):
        answer = server.ask(target)
        assert answer.status == 404
        assert b"bridge.svg" not in answer.body and b"ada-okafor" not in answer.body


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "get", "X" * 5_000])
def test_other_methods_do_nothing(server: Server, method: str) -> None:
    target = f"127.0.0.1:{server.port}" if method == "CONNECT" else "/"
    answer = server.ask(target, method, Cookie="a=secret")
    assert answer.status in (400, 404, 405)
    assert b"secret" not in answer.body


@pytest.mark.parametrize(
    ("wanted", "statuses"),
    [
        ("bytes=0-0", (206,)),
        ("bytes=-1", (206,)),
        ("bytes=256000-", (416,)),
        ("bytes=5-1", (400, 416)),
        ("bytes=" + "9" * 300 + "-", (400, 416)),
        ("bytes=-0", (200, 206, 400, 416)),
        ("bytes=", (200, 400, 416)),
        ("lines=1-2", (200, 400, 416)),
        ("bytes=a-b", (200, 400, 416)),
        ("bytes=" + ",".join(["0-"] * 5_000), (200, 206, 400, 416)),
        ("bytes=" + ",".join(f"{n}-{n}" for n in range(0, 8_000, 2)), (200, 206, 400, 416)),
    ],
    ids=range(11),
)
def test_ranges_never_make_more_of_a_file(
    server: Server, wanted: str, statuses: tuple[int, ...]
) -> None:
    size = len(FILES["assets/film.mp4"])
    answer = server.ask("/assets/film.mp4", Range=wanted)
    assert answer.status in statuses
    assert len(answer.body) <= 3 * size


# --- how -----------------------------------------------------------------------------------------

RUDE = [
    b"",
    b"\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 300,  # TLS
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET /\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\n" + b"X: a\r\n" * 40_000 + b"\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: {own}\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\nX\0: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\n: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    b"GET / HTTP/1.1\r\nHost: {own}\r\nContent-Length: -1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: {own}\r\nContent-Length: " + b"9" * 60 + b"\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: {own}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    b"POST / HTTP/1.1\r\nHost: {own}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"0\r\n\r\nGET /assets/.env HTTP/1.1\r\nHost: {own}\r\n\r\n",
    b"\xff" * 70_000,
]


@pytest.mark.parametrize("rude", RUDE, ids=range(len(RUDE)))
def test_what_is_no_request_is_refused(server: Server, rude: bytes) -> None:
    own = f"127.0.0.1:{server.port}".encode()
    status, came = send(server, rude.replace(b"{own}", own), ended=True)
    assert status in (0, 400, 403, 405)
    assert SECRET not in came
    assert b"Words" not in came


def test_slow_clients_keep_nobody_waiting(server: Server) -> None:
    """Sixty of them begin a request and never end it; and the server ends without them."""
    head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nX-Slow: ".encode()
    with ExitStack() as stack:
        for number in range(60):
            slow = socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT)
            stack.enter_context(slow)
            slow.sendall(head[: number + 1])
        for _ in range(3):
            assert server.ask("/x/").status == 200


def test_a_server_ends_while_clients_dawdle(site: Path) -> None:
    before = {*threading.enumerate()}
    with ExitStack() as stack:
        with watching(site) as (server, _):
            for target in ("/x/", "/assets/film.mp4", "/.digestgen/events?page=x"):
                half = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode()
                for data in (half, half + b"\r\n"):  # not asked yet; asked and not read
                    slow = socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT)
                    stack.enter_context(slow)
                    slow.sendall(data)
            assert server.ask("/").status == 200
        assert not [
            t for t in threading.enumerate() if t.name == "digestgen-server" and t not in before
        ]


def abort(connection: socket.socket) -> None:
    """Reset, not closed: what a browser does when its user goes on."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@pytest.mark.parametrize(
    "target", ["/x/", "/assets/film.mp4", "/missing", "/.digestgen/events?page=x", "/people"]
)
def test_aborted_requests_leave_nothing_behind(server: Server, target: str) -> None:
    line = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    for cut in (1, 10, len(line) - 2, len(line), len(line)):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT)
        connection.sendall(line[:cut])
        if cut == len(line):
            connection.recv(1)
        abort(connection)
    assert server.ask(target.partition("?")[0] if "events" not in target else "/").status


def test_many_tabs_hear_of_a_change_at_once(site: Path) -> None:
    """A hundred of them, while pages are asked for; streams of tabs that went cost nothing."""
    with watching(site) as (server, live):
        streams = [server.events("x/index.html", live.version) for _ in range(100)]
        for stream in streams:
            assert next(stream)[0] == "problems"
        assert server.ask("/x/").status == 200
        for stream in streams[::2]:
            stream.close()  # type: ignore[attr-defined]
        live.publish(report("x/index.html"))
        for stream in streams[1::2]:
            assert next(stream) == ("reload", "")
        assert server.ask("/x/").status == 200


@pytest.mark.parametrize(
    "query",
    [
        "page=" + "x" * 60_000,
        "page=%00%ff&version=%00",
        "version=1-" + "9" * 6_000,
        "page=../../secret.txt",
        "page=a&page=b&__proto__=c",
        "%",
    ],
)
def test_a_stream_for_an_odd_page_is_one_like_any(server: Server, query: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT) as connection:
        line = f"GET /.digestgen/events?{query} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
        connection.sendall(line.encode())
        response = HTTPResponse(connection)
        response.begin()
        assert response.status == 200
        assert response.fp.readline() and SECRET not in response.fp.readline()
