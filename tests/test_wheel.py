"""The wheel as a stranger gets it: built, installed away from the checkout, and used for a day."""

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from destinations import needs

ROOT = Path(__file__).parent.parent
BUILD_TIMEOUT = 120  # seconds, for any one command
START_TIMEOUT = 60  # seconds, until the server answers


def run(command: list[str | Path], cwd: Path) -> str:
    """Runs a command that must succeed and returns its standard output."""
    done = subprocess.run(
        command,
        check=False,
        cwd=cwd,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=BUILD_TIMEOUT,
    )
    assert done.returncode == 0, f"{command} exited {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def clean_environment() -> dict[str, str]:
    """The environment without what could lead Python or digestgen back to the checkout."""
    leading = ("PYTHON", "VIRTUAL_ENV", "DIGESTGEN_")
    return {name: value for name, value in os.environ.items() if not name.startswith(leading)}


def contents(wheel: Path) -> dict[str, bytes]:
    """File name → bytes of everything in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def files_below(folder: Path) -> dict[str, bytes]:
    """Relative POSIX path → bytes of every file in a folder, but for what editors leave behind."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    leavings = ("~", ".swp", ".DS_Store")  # as in .gitignore
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if not path.name.endswith(leavings)
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built straight from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--no-isolation"]
    run([*build, "--wheel", "--outdir", folder, ROOT], cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@dataclass(frozen=True, slots=True)
class Installation:
    """A virtual environment that holds the wheel."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def digestgen(self) -> Path:
        return self.folder / "bin" / "digestgen"


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel in a fresh environment. Its dependencies are those of the environment that runs the
    tests, reached through a .pth file: folders named in one are searched, but .pth files in them
    are not read, so the checkout's editable install stays out of sight."""
    folder = tmp_path_factory.mktemp("installation")
    venv.create(folder, with_pip=False, symlinks=True)
    installed = Installation(folder)
    pip = [sys.executable, "-m", "pip", "--python", str(installed.python)]
    run([*pip, "install", "--no-index", "--no-deps", wheel], cwd=folder)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    dependencies = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "dependencies.pth").write_text("\n".join(sorted(dependencies)) + "\n")
    return installed


def test_wheel_holds_the_theme_and_the_starter_once(wheel: Path) -> None:
    packed = contents(wheel)

    def below(prefix: str) -> dict[str, bytes]:
        return {
            name.removeprefix(prefix): data
            for name, data in packed.items()
            if name.startswith(prefix)
        }

    theme, starter = files_below(ROOT / "layouts"), files_below(ROOT / "digestgen" / "starter")
    assert theme
    assert starter
    assert below("digestgen/theme/") == theme
    assert below("digestgen/starter/") == starter
    assert not [
        name for name in packed if name.endswith("kelp-nursery.md")
    ]  # the sample stays here
    tops = {name.split("/")[0] for name in packed}
    assert tops == {"digestgen", wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info"}


def test_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path, ROOT],
        cwd=tmp_path,  # with neither --wheel nor --sdist, the wheel is built from the sdist
    )
    (through_sdist,) = tmp_path.glob("*.whl")
    assert contents(through_sdist) == contents(wheel)


def test_installed_copy_is_not_the_checkout(installation: Installation, tmp_path: Path) -> None:
    located = run(
        [installation.python, "-c", "import digestgen; print(digestgen.__file__)"], cwd=tmp_path
    )
    assert Path(located.strip()).is_relative_to(installation.folder)


def test_a_first_day(installation: Installation, tmp_path: Path) -> None:
    digestgen = installation.digestgen
    run([digestgen, "new", "briefing"], cwd=tmp_path)
    briefing = tmp_path / "briefing"
    assert (briefing / "digest.yaml").is_file()

    run([digestgen, "extract"], cwd=briefing)
    articles = [
        path
        for path in (briefing / "content").rglob("*")
        if path.suffix in (".txt", ".md") and ".originals" not in path.parts
    ]
    assert articles
    for path in articles:
        assert path.read_text(encoding="utf-8").startswith("---\n"), f"{path} is still raw"

    run([digestgen, "build"], cwd=briefing)
    assert list((briefing / "site" / "articles").rglob("index.html"))

    home = (briefing / "site" / "index.html").read_bytes()
    assert serve_and_read(digestgen, briefing) == home


def test_five_commands_to_a_deployed_site(installation: Installation, tmp_path: Path) -> None:
    """Those of the README, as written; the first is how `installation` came to be."""
    needs("git")
    readme = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(
        r"```sh\n(pip install digestgen\n.*?digestgen deploy\n)```", readme, re.DOTALL
    )
    _, *commands = block.splitlines()
    assert len(commands) <= 4
    script = tmp_path / "commands.sh"
    script.write_text(
        "\n".join(["set -e", f'PATH="{installation.python.parent}:$PATH"', *commands])
    )
    run(["bash", script], cwd=tmp_path)
    branch: list[str | Path] = [
        "git",
        "-C",
        tmp_path / "site.git",
        "ls-tree",
        "-r",
        "--name-only",
        "gh-pages",
    ]
    names = run(branch, cwd=tmp_path).splitlines()
    assert {"index.html", "404.html", ".nojekyll"} <= set(names)
    assert any(re.fullmatch(r"articles/\d{4}/\d\d/.*/index\.html", name) for name in names)


def serve_and_read(digestgen: Path, digest: Path) -> bytes:
    """Starts the server, reads the home page and the first article it links to, presses Ctrl-C.
    Returns the home page's bytes as served."""
    port = free_port()
    # A test run in a shell's background ignores SIGINT, and its children would inherit that.
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    server = subprocess.Popen(
        [digestgen, "serve", "--port", str(port)],
        cwd=digest,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    signal.signal(signal.SIGINT, previous)
    try:
        url = f"http://127.0.0.1:{port}/"
        home = fetch_when_up(url, server)
        link = re.search(r'href="([^"]*articles/\d{4}/[^"]+)"', home.decode())
        assert link, "the home page links to no article"
        with urllib.request.urlopen(urljoin(url, link[1]), timeout=10) as answer:
            assert answer.status == 200
            assert b"<article" in answer.read()
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=20)
    finally:
        server.kill()
        server.wait()
    assert server.returncode in (0, 130), output
    assert "Traceback" not in output
    return home


def fetch_when_up(url: str, server: "subprocess.Popen[str]") -> bytes:
    """The body at `url`, asked for until the server listens."""
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                body: bytes = answer.read()
                return body
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None:
                pytest.fail(f"serve ended with {server.returncode}:\n{server.communicate()[0]}")
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def free_port() -> int:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
