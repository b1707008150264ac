"""A branch of a repository: GitHub, GitLab and Codeberg Pages, or a server that pulls.

Everything happens in a bare repository in `.digestgen/`: the branch is fetched there (its last commit
alone), a commit with the new files is made on top, and pushed unless somebody else pushed meanwhile.
A push is all or nothing, so there is no order to keep and nothing to resume.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from digestgen.deploy import manifest
from digestgen.deploy.destination import Context, Progress, There
from digestgen.deploy.errors import failed, last_lines
from digestgen.deploy.manifest import Sent
from digestgen.deploy.plan import Changes
from digestgen.deploy.programs import run
from digestgen.deploy.site import Site
from digestgen.problems import count
from digestgen.targets import Target, is_remote

_OURS = "refs/digestgen/branch"
_NEXT = "refs/digestgen/next"
_PLAIN_FILES = ("100644", "100755")
# How to reach a remote may be said in the digest's own repository; a checkout in CI keeps its token
# there. It is handed on in the environment, where other users of a machine can't see it.
_REACHING = r"^(http|credential|url|core\.sshcommand|ssh)\b"
_NOBODY = {
    "GIT_AUTHOR_NAME": "digestgen",
    "GIT_AUTHOR_EMAIL": "digestgen@localhost",
    "GIT_COMMITTER_NAME": "digestgen",
    "GIT_COMMITTER_EMAIL": "digestgen@localhost",
}


class Git:
    def __init__(self, target: Target, context: Context) -> None:
        self.target = target
        self.branch = f"refs/heads/{target.branch}"
        self.title = context.title
        self.root = context.root
        self.folder = context.cache / "git"
        self.before = ""  # the branch's last commit, "" for none
        self.environment = self._settings()
        self.url = self._address()

    # --- running git ---------------------------------------------------------------------------

    def _git(self, *arguments: str, stdin: bytes | IO[bytes] = b"") -> bytes:
        command = ["git", f"--git-dir={self.folder}", "-c", "core.quotepath=off", *arguments]
        return run(command, self.target.to, stdin, self.environment).stdout

    def _in_digest(self, *arguments: str) -> str:
        """What git says in the digest's own folder, "" when that is in no repository."""
        done = run(["git", "-C", str(self.root), *arguments], self.target.to, may_fail=True)
        return "" if done.returncode else done.stdout.decode("utf-8", "replace")

    def _settings(self) -> dict[str, str]:
        found = {"GIT_TERMINAL_PROMPT": "0"} if not _at_a_terminal() else {}
        listed = self._in_digest("config", "--local", "--includes", "-z", "--get-regexp", _REACHING)
        pairs = [entry.partition("\n") for entry in listed.split("\0") if entry]
        for number, (key, _, value) in enumerate(pairs):
            found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
        if pairs:
            found["GIT_CONFIG_COUNT"] = str(len(pairs))
        if not self._in_digest("config", "user.email"):
            found |= _NOBODY
        return found

    def _address(self) -> str:
        """The remote's address; `to` may be the name of one in the digest's repository."""
        to = self.target.to
        if is_remote(to):
            return to
        if re.fullmatch(r"[\w.-]+", to) and not to.startswith("."):
            known = self._in_digest("remote", "get-url", "--push", "--", to).strip()
            if known:
                return known if is_remote(known) else str(self.root / known)
            if not (self.root / to).exists():
                raise failed(
                    to, f'the digest\'s repository has no remote "{to}"', f"git remote add {to} URL"
                )
        return str(self.root / Path(to).expanduser())

    # --- what is there -------------------------------------------------------------------------

    def extended(self, site: Site) -> Site:
        """The file from which hosts learn the site's own domain."""
        if not self.target.domain:
            return site
        name = ".domains" if "codeberg" in self.url else "CNAME"
        return site.adding(name, f"{self.target.domain}\n".encode())

    def look(self, site: Site) -> There:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._git("init", "--quiet", "--bare", "--template=", "--", str(self.folder))
        self.before = ""
        if self._git("ls-remote", "--heads", "--", self.url, self.branch):
            self._git(
                "fetch", "--quiet", "--no-tags", "--depth=1", "--",
                self.url, f"+{self.branch}:{_OURS}",
            )  # fmt: skip
            self.before = self._git("rev-parse", "--verify", _OURS).decode().strip()
        digests, noted = {}, None
        for mode, blob, path in self._tree():
            if path == manifest.NAME:
                noted = self._git("cat-file", "blob", blob)
                continue
            digests[path] = ""
            if path in site.digests and mode in _PLAIN_FILES and blob == _blob(site.read(path)):
                digests[path] = site.digests[path]
        return There(digests, manifest.decode(noted), noted)

    def _tree(self) -> Iterator[tuple[str, str, str]]:
        """Mode, id and path of every file in the branch."""
        if not self.before:
            return
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", self.before)
        for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
            if entry:
                head, _, path = entry.partition("\t")
                mode, _, blob = head.split(" ")
                yield mode, blob, path

    # --- writing -------------------------------------------------------------------------------

    def apply(self, site: Site, there: There, changes: Changes, progress: Progress) -> None:
        ours = {path: Sent(digest, site.size(path)) for path, digest in site.digests.items()}
        listed = manifest.encode(ours)
        if not changes.steps and listed == there.noted:
            return
        with TemporaryFile(dir=self.folder) as stream:
            stream.writelines(self._stream(site, changes, listed))
            stream.seek(0)
            self._git("fast-import", "--quiet", "--force", "--date-format=now", stdin=stream)
        commit = self._git("rev-parse", "--verify", _NEXT).decode().strip()
        if self.target.history == "squash":
            tree = self._git("rev-parse", "--verify", f"{commit}^{{tree}}").decode().strip()
            message = self._message(changes).encode()
            commit = self._git("commit-tree", tree, stdin=message).decode().strip()
        self._push(commit)
        for step in changes.steps:
            for path in step.paths:
                progress(path)

    def _stream(self, site: Site, changes: Changes, listed: bytes) -> Iterator[bytes]:
        """One commit, as `git fast-import` reads it."""
        who = self._git("var", "GIT_COMMITTER_IDENT").decode().rpartition(">")[0]
        yield f"commit {_NEXT}\ncommitter {who}> now\n".encode()
        yield _data(self._message(changes).encode())
        if self.before:
            yield f"from {self.before}\n".encode()
        for step in changes.steps:
            for path in step.paths:
                if step.kind == "removed":
                    yield b"D " + _quoted(path) + b"\n"
                else:
                    yield b"M 100644 inline " + _quoted(path) + b"\n" + _data(site.read(path))
        yield b"M 100644 inline " + _quoted(manifest.NAME) + b"\n" + _data(listed) + b"done\n"

    def _message(self, changes: Changes) -> str:
        said = (
            f"{count(len(changes.paths(kind)), 'file')} {kind}"
            for kind in ("new", "changed", "removed")
        )
        return f"{self.title}\n\n{', '.join(said)}\n"

    def _push(self, commit: str) -> None:
        lease = f"--force-with-lease={self.branch}:{self.before}"
        done = run(
            ["git", f"--git-dir={self.folder}", "push", "--quiet", lease, "--", self.url,
             f"{commit}:{self.branch}"],
            self.target.to, environment=self.environment, may_fail=True,
        )  # fmt: skip
        if not done.returncode:
            return
        if b"stale info" in done.stderr:
            raise failed(
                self.target.to,
                f"somebody else pushed to {self.target.branch} meanwhile",
                "digestgen deploy again, on top of that",
            )
        raise failed(self.target.to, f"git push failed: {last_lines(done.stderr)}")


def _at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _blob(data: bytes) -> str:
    """git's id of a file with these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _data(data: bytes) -> bytes:
    return b"data %d\n" % len(data) + data + b"\n"


def _quoted(path: str) -> bytes:
    """A path for fast-import, in C's manner."""
    raw = path.encode("utf-8", "surrogateescape")
    escapes = {b"\\": b"\\\\", b'"': b'\\"', b"\n": b"\\n"}
    return b'"' + re.sub(rb'[\\"\n]', lambda found: escapes[found[0]], raw) + b'"'
