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

_PARTIAL = 23  # rsync's exit code when some of it could not be read
_NO_SUCH_FILE = b"(2)"  # errno, in its words for a folder that is not there
_LISTED = re.compile(rb"([-dlcbps])\S{9,10}\s+[\d,.]+\s+\S+ \S+ (.*)", re.DOTALL)
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
        names = self._names()
        if names is None:
            return There({}, {}, None)
        noted = self._noted() if manifest.NAME in names else None
        sent = manifest.decode(noted)
        digests = {path: sent[path].digest if path in sent else "" for path in names}
        digests.pop(manifest.NAME, None)
        differing = dict(self._compared(site))
        for path, digest in site.digests.items():
            if path not in differing:
                digests[path] = digest
            elif differing[path] == "new":
                digests.pop(path, None)
            else:
                digests[path] = ""
        return There(digests, sent, noted)

    def _names(self) -> set[str] | None:
        """Every file there; None where the folder doesn't exist."""
        options = ["--list-only", "--recursive", "--links", "--8-bit-output"]
        code, output, errors = self._rsync(options, self.place, "")
        if code == _PARTIAL and _NO_SUCH_FILE in errors:
            return None
        if code:
            raise failed(self.to, f"rsync failed: {last_lines(errors)}")
        lines = (_LISTED.fullmatch(line) for line in output.split(b"\n"))
        files = [(found[1], found[2]) for found in lines if found and found[1] != b"d"]
        return {_name(line.split(b" -> ")[0] if kind == b"l" else line) for kind, line in files}

    def _noted(self) -> bytes:
        """Our list there."""
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
                        if b"+" in found[3]:
                            yield _name(found[4]), "new"
                        elif found[3][:1] == b"c" or found[3][1:2] == b"s":
                            yield _name(found[4]), "changed"

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


def _name(escaped: bytes) -> str:
    """A path as it is, from how rsync prints it."""
    plain = _ESCAPE.sub(lambda code: bytes([int(code[1], 8)]), escaped)
    return plain.decode("utf-8", "surrogateescape")
