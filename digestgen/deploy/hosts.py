"""What hosts take, so that a site that has grown too large is told before they refuse it. Pure.

From their documentation: GitHub Pages limits, GitHub's limit for a file in a repository, GitLab.com's
settings, Cloudflare Pages limits (the free plan). Netlify names none for sites of pages.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digestgen.model import Place, Problem

_GB, _MIB = 10**9, 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """`files` and `total` are of a site, `file` and `total` in bytes; 0 for none that is known."""

    name: str
    files: int = 0
    file: int = 0
    total: int = 0


LIMITS = {
    "github": Limits("GitHub Pages", file=100 * _MIB, total=_GB),
    "gitlab": Limits("GitLab Pages", files=200_000, total=_GB),
    "cloudflare": Limits("Cloudflare Pages (free)", files=20_000, file=25 * _MIB),
    "netlify": Limits("Netlify"),
}


def limit_problems(
    sizes: Mapping[str, int], hosts: Mapping[str, Place], site: str
) -> Iterator[Problem]:
    """A warning for each limit of each host that a site passes. `sizes` are bytes by output path,
    `hosts` say where each is named, `site` is the output folder as the editor knows it."""
    total = sum(sizes.values())
    for host, place in hosts.items():
        limits = LIMITS[host]
        if limits.files and len(sizes) > limits.files:
            message = f"the site has {len(sizes):,} files; {limits.name} takes {limits.files:,}"
            yield _problem(place, message, "fewer outputs:, or min_articles:, or another host")
        if limits.total and total > limits.total:
            message = f"the site has {_shown(total)}; {limits.name} takes {_shown(limits.total)}"
            yield _problem(place, message, "smaller pictures, or another host")
        for path, size in sizes.items():
            if limits.file and size > limits.file:
                message = f"the file has {_shown(size)}; {limits.name} takes {_shown(limits.file)}"
                yield _problem(Place(f"{site}/{path}"), message, "a smaller file, or another host")


def _problem(place: Place, message: str, hint: str) -> Problem:
    return Problem(place, message, hint, "warning", code="host-limit")


def _shown(size: int) -> str:
    return f"{size / _GB:,.1f} GB" if size >= _GB else f"{size / _MIB:,.0f} MiB"
