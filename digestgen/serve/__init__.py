"""`digestgen serve`: builds, serves the output folder on loopback, and builds again when files change.

Builds run in the main thread, so that Ctrl-C interrupts one as it would `digestgen build`; the server
has a thread of its own and only ever reads.
"""

import errno
import ipaddress
import socket
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
import uvicorn

from digestgen.build import Builder
from digestgen.model import Place, Problem
from digestgen.mounts import hint
from digestgen.problems import ConfigError, DigestgenError
from digestgen.serve.application import Hosts, application
from digestgen.serve.live import Live, OpenPages
from digestgen.watch import Loop, Outcome, Printer, indexer, watching

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from digestgen.build import Options

HOST = "127.0.0.1"
PORT = 8000
PORTS = 20  # tried one after the other unless one was asked for


def serve(
    options: "Options",
    host: str = HOST,
    port: int | None = None,
    watch: bool = False,
    poll: bool = False,
    open_browser: bool = False,
    report: Printer | None = None,
) -> int:
    """Build and serve until Ctrl-C; the URL goes to stdout once it answers. With `watch`, build
    after each change and reload open pages; `report` hears of every build (default: Printer).
    Returns the exit code. Raises DigestgenError where nothing could be built and `watch` is off, or
    the port or the watcher can't be had."""
    try:
        _serve(options, host, port, watch, poll, open_browser, report or Printer())
    except KeyboardInterrupt:
        click.echo("\nstopped; nothing is half written", err=True)  # below the ^C
    return 130


def _serve(
    options: "Options",
    host: str,
    port: int | None,
    watch: bool,
    poll: bool,
    open_browser: bool,
    report: Printer,
) -> None:
    live = Live() if watch else None

    def publish(outcome: Outcome) -> None:
        report(outcome)
        if live is not None:
            live.publish(outcome)
        changed()

    def wake(path: str) -> None:
        changed()  # ends an indexing under way: the build comes first
        loop.wake(path)

    with ExitStack() as stack:
        listener = stack.enter_context(listen(host, port))
        builder = stack.enter_context(closing(Builder(options)))
        changed = stack.enter_context(indexer(options, report.indexed))
        loop = Loop(builder, publish)
        if live is None:
            built = builder.build()
            publish(Outcome(built.problems, built))
        else:
            builder.screen = OpenPages(live)
            if not poll and (advice := hint(options.root)):
                click.echo(advice, err=True)
            stack.enter_context(watching(options.root, wake, poll))
            loop.build()
        chosen = listener.getsockname()[1]
        app = application(options.folder, hosts(host, chosen), live, lambda: base_path(options))
        stack.enter_context(serving(app, listener))
        if live is not None:
            stack.callback(live.close)  # before the server ends: it waits for its responses
        click.echo(url(host, chosen))
        if open_browser:
            webbrowser.open(url(host, chosen))
        loop.run()  # nothing wakes it without `watch`; Ctrl-C ends it


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens at a port, or the first free one from PORT on. Raises ConfigError."""
    try:
        family = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]
    except OSError as error:
        raise _error("--host", f'"{host}": {error.strerror or error}') from None
    for candidate in (port,) if port is not None else range(PORT, PORT + PORTS):
        try:
            return socket.create_server((host, candidate), family=family)
        except OverflowError:
            raise _error("--port", f"{candidate} is not a port", "0 to 65535") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                continue
            what = f"can't listen at {url(host, candidate)}: {error.strerror or error}"
            raise _error("--host", what) from None
    if port is not None:
        raise _error("--port", f"{port} is taken by another program", "--port 0 finds a free one")
    message = f"the ports {PORT} to {PORT + PORTS - 1} are all taken"
    raise _error("--port", message, "--port 0 finds a free one")


def _error(option: str, message: str, advice: str = "") -> ConfigError:
    return ConfigError(Problem(Place(option), message, advice, code="usage"))


def hosts(host: str, port: int) -> Hosts:
    """Whom a server bound to `host` answers to."""
    if _is_unspecified(host):
        return Hosts(port, frozenset({socket.gethostname().lower()}), any_address=True)
    return Hosts(port, frozenset({host.lower()}))


def url(host: str, port: int) -> str:
    """An address of the server that works in a browser on this machine."""
    if _is_unspecified(host):
        host = "::1" if ":" in host else HOST
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _is_unspecified(host: str) -> bool:
    try:
        return ipaddress.ip_address(host or "0.0.0.0").is_unspecified
    except ValueError:
        return False


def base_path(options: "Options") -> str:
    """The path part of the site's address as it is configured now; "/" while that is broken."""
    try:
        return urlsplit(options.settings().base_url).path or "/"
    except DigestgenError:
        return "/"


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, settings: uvicorn.Config) -> None:
        super().__init__(settings)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextmanager
def serving(app: "ASGIApp", listener: socket.socket) -> Iterator[None]:
    """The application at a listening socket, which it closes in the end."""
    settings = uvicorn.Config(
        app,
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = _Server(settings)
    thread = threading.Thread(
        target=server.run, args=([listener],), name="digestgen-server", daemon=True
    )
    thread.start()
    while thread.is_alive() and not server.ready.wait(1):
        pass
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
