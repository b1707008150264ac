"""One tool's site on disk: made from its skeleton and the corpus, wiped, edited, looked at."""

import http.client
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Article, Corpus, Profile
from bench.formats import FORMATS, Files, Format, write
from bench.tools import SITES, Tool

_MARK = re.compile(rb"Desk mark \d{9}\.")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a tool works. `folder.with_suffix(".home")` is the home of its processes, its cache and
    temporary folders in it."""

    tool: Tool
    folder: Path

    @property
    def form(self) -> Format:
        return FORMATS[self.tool.form]

    @property
    def content(self) -> Path:
        return self.folder / self.tool.content

    @property
    def output(self) -> Path:
        return self.folder / self.tool.output

    def make(self) -> None:
        """The skeleton; the corpus goes into `content`."""
        shutil.copytree(SITES / self.tool.skeleton, self.folder)
        for name, target in self.tool.links:
            (self.folder / name).symlink_to(target)

    def environment(self) -> dict[str, str]:
        """Nothing of the user's settings, caches or editor."""
        home = self.folder.with_suffix(".home")
        temporary = home / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "TMPDIR": str(temporary),
        }

    def wipe(self) -> None:
        """Output, caches and home: what a cold build starts without."""
        for name in (self.tool.output, *self.tool.caches):
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        shutil.rmtree(self.folder.with_suffix(".home"), ignore_errors=True)

    # --- editing -------------------------------------------------------------------------------

    def edit(self, article: Article, number: int) -> bytes:
        """Change one sentence of a body in place, without ever leaving half a file. Returns it."""
        (name,) = self.form.article(article)
        mark = b"Desk mark %09d." % number
        with (self.content / name).open("r+b") as file:
            data = _MARK.sub(mark, file.read())
            file.seek(0)
            file.write(data)  # as long as before
        return mark

    def add(self, files: Files) -> list[Path]:
        return write(files, self.content)

    def rename(self, profile: Profile, shown: str) -> bool:
        """Show a person under another name; False where the tool has nothing to say so."""
        if self.form.profile is None:
            return False
        self.add(self.form.profile(profile, shown))
        return True

    # --- looking -------------------------------------------------------------------------------

    def address(self, article: Article) -> str:
        return f"{self.tool.prefix}{article.path}/"

    def has(self, address: str, words: bytes) -> bool:
        """Whether the page of an address, on disk, holds some words."""
        try:
            return words in (self.output / address / "index.html").read_bytes()
        except OSError:
            return False

    def rewritten(self, since: int) -> tuple[int, int]:
        """How many files of the output are newer than a time in nanoseconds, and their bytes."""
        newer = [s.st_size for s in _files(self.output) if s.st_mtime_ns > since]
        return len(newer), sum(newer)


def answers(port: int, address: str, words: bytes) -> bool:
    """Whether a server on this machine answers with some words."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", f"/{address}")
        return words in connection.getresponse().read()
    except (OSError, http.client.HTTPException):  # not there yet, or in the middle of a build
        return False
    finally:
        connection.close()


def _files(folder: Path) -> Iterator[os.stat_result]:
    """Every file below a folder, but for those that go while they are looked for."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        else:
            with suppress(FileNotFoundError):
                yield entry.stat(follow_symlinks=False)


def targets(corpus: Corpus) -> Iterator[Article]:
    """Articles to edit, spread over the corpus, none of them a paste; again and again."""
    number = corpus.size // 2
    while True:
        article = corpus.article(number % corpus.size)
        if not article.is_paste:
            yield article
        number += 37
