"""A folder that rsync reaches: over SSH, a daemon, or on this machine.

rsync compares the files itself, by checksum. Only files that are named to it are ever written or
removed; each is written beside and renamed, so a reader gets the old or the new one.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from digestgen.deploy import manifest
from digestgen.deploy.destination import Context, Gradual, There
from digestgen.deploy.errors import failed, last_lines
from digestgen.deploy.programs import run
from digestgen.deploy.site import Site
from digestgen.targets import Target, is_remote

_NO_SUCH_FILE = b"(2)"  # errno, in rsync's words for a folder that is not there
_ITEM = re.compile(rb"([<>ch.*])([fdLDS])(\S{9}) (.+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\#([0-7]{3})")


class Rsync(Gradual):
    def __init__(self, target: Target, context: Context) -> None:
        self.to = target.to
        place = target.to
        if not is_remote(place):
            place = str(context.root / Path(place).expanduser())
        self.place = place.rstrip("/") + "/"
        self.cache = context.cache
        self.exists = True

    def _rsync(
        self, options: Sequence[str], source: str, destination: str, names: Collection[str] = ()
    ) -> tuple[int, bytes, bytes]:
        """Exit code, output and errors. `-s`: a remote shell never reads the names."""
        listed = ["--files-from=-", "--from0"] if names else []
        done = run(
            [
                "rsync",
                "-s",
                *listed,
                *options,
                "--",
                source,
                *([destination] if destination else []),
            ],
            self.to,
            b"".join(name.encode() + b"\0" for name in names),
            may_fail=True,
        )
        return done.returncode, done.stdout, done.stderr

    def _do(
        self, options: Sequence[str], source: str, destination: str, names: Collection[str] = ()
    ) -> bytes:
        code, output, errors = self._rsync(options, source, destination, names)
        if code:
            raise failed(
                self.to,
                f"rsync failed: {last_lines(errors)}",
                "the next digestgen deploy goes on from here",
            )
        return output

    @contextmanager
    def _folder(self) -> Iterator[Path]:
        self.cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="rsync-", dir=self.cache) as folder:
            yield Path(folder)

    # --- what is there -------------------------------------------------------------------------

    def look(self, site: Site) -> There:
        noted = self._noted()
        sent = manifest.decode(noted)
        digests = {path: known.digest for path, known in sent.items()}
        if not self.exists:
            return There({}, {}, None)
        differing = dict(self._compared(site))
        for path, digest in site.digests.items():
            if path not in differing:
                digests[path] = digest
            elif differing[path] == "new":
                digests.pop(path, None)
            else:
                digests[path] = ""
        return There(digests, sent, noted)

    def _noted(self) -> bytes | None:
        """Our list there; finds out whether the folder exists."""
        code, output, errors = self._rsync(["--list-only", "--dirs"], self.place, "")
        if code == 23 and _NO_SUCH_FILE in errors:
            self.exists = False
            return None
        if code:
            raise failed(self.to, f"rsync failed: {last_lines(errors)}")
        if not any(line.endswith(b" " + manifest.NAME.encode()) for line in output.splitlines()):
            return None
        with self._folder() as folder:
            self._do([], self.place + manifest.NAME, f"{folder}/")
            return (folder / manifest.NAME).read_bytes()

    def _compared(self, site: Site) -> Iterator[tuple[str, str]]:
        """The paths that are "new" or "changed" there."""
        with self._staged(site, site.made) as made:
            sources = [(site.folder, set(site.digests) - site.made.keys()), (made, site.made)]
            for source, paths in sources:
                if not paths:
                    continue
                options = ["--dry-run", "--checksum", "--8-bit-output", "--out-format=%i %n"]
                output = self._do(options, f"{source}/", self.place, sorted(paths))
                for line in output.split(b"\n"):
                    found = _ITEM.fullmatch(line)
                    if found and found[2] != b"d":
                        name = _ESCAPE.sub(lambda code: bytes([int(code[1], 8)]), found[4])
                        if b"+" in found[3]:
                            yield name.decode(), "new"
                        elif found[3][:1] == b"c" or found[3][1:2] == b"s":
                            yield name.decode(), "changed"

    # --- writing -------------------------------------------------------------------------------

    def send(self, site: Site, paths: Collection[str]) -> Iterator[str]:
        with self._staged(site, paths) as folder:
            self._do(["--ignore-times", "--mkpath"], f"{folder}/", self.place, paths)
        yield from paths

    @contextmanager
    def _staged(self, site: Site, paths: Collection[str]) -> Iterator[Path]:
        """Copies of files, so that no build changes what rsync reads."""
        with self._folder() as folder:
            for path in paths:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(site.read(path))
            yield folder

    def remove(self, paths: Collection[str]) -> Iterator[str]:
        """What is named and not in the source is removed; a folder only if it is empty."""
        with self._without(paths) as source:
            self._do(["--delete-missing-args"], f"{source}/", self.place, paths)
        folders = {path.rsplit("/", n)[0] for path in paths for n in range(1, path.count("/") + 1)}
        for depth in sorted({folder.count("/") for folder in folders}, reverse=True):
            level = sorted(folder for folder in folders if folder.count("/") == depth)
            with self._without(level) as source:
                self._rsync(["--delete-missing-args", "--dirs"], f"{source}/", self.place, level)
        yield from paths

    @contextmanager
    def _without(self, paths: Collection[str]) -> Iterator[Path]:
        """The folders that paths are in, without what they name."""
        with self._folder() as folder:
            for path in paths:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
            yield folder

    def note(self, data: bytes) -> None:
        with self._folder() as folder:
            (folder / manifest.NAME).write_bytes(data)
            self._do(["--ignore-times", "--mkpath"], f"{folder}/", self.place, [manifest.NAME])
