"""What is sent: the files that the last build made, with their digests, read again and compared
when each is sent, so that nothing goes out that another build has changed meanwhile."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from digestgen import cache, files, output_folder, scan, search
from digestgen.build import Builder
from digestgen.deploy.errors import failed
from digestgen.deploy.manifest import NAME


@dataclass(frozen=True, slots=True)
class Site:
    """`digests` of every file by its path; `made` are files that a destination adds itself."""

    folder: Path
    digests: Mapping[str, str]
    made: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises DeployError when they are not those that were planned."""
        if path in self.made:
            return self.made[path]
        data = files.read(self.folder, path)
        if data is None or files.digest(data) != self.digests[path]:
            raise failed(
                f"{self.folder.name}/{path}",
                "changed while the site was being sent",
                "digestgen deploy, which goes on from here",
            )
        return data

    def size(self, path: str) -> int:
        return len(self.made[path]) if path in self.made else os.stat(self.folder / path).st_size

    def adding(self, path: str, data: bytes) -> "Site":
        """The site with one more file, which stands in no folder."""
        digests = {**self.digests, path: files.digest(data)}
        return replace(self, digests=digests, made={**self.made, path: data})


def read_site(builder: Builder) -> Site:
    """The files in the builder's output folder that it made, those of the search index included."""
    options = builder.options
    folder = options.folder
    with cache.locked(options.root):
        rows = builder.catalog().rows(
            "SELECT path, digest FROM output JOIN target ON target.id = output.target "
            "WHERE folder = ?",
            str(folder.resolve()),
        )
        digests = {path: digest for path, digest in rows if path != NAME}
        manifest = output_folder.Output(folder, folder.name).manifest or frozenset()
        for path in search.index_files(manifest):
            data = files.read(folder, path)
            if data is not None:
                digests[path] = files.digest(data)
    return Site(folder, digests)


def strangers(site: Site) -> list[str]:
    """Files in the output folder that no build made, so that nobody expects them to be sent."""
    return sorted(set(scan.walk(site.folder)) - site.digests.keys())
