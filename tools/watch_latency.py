"""How long an edit takes to reach the disk while `digestgen serve --watch` runs.

    python tools/watch_latency.py DIGEST [--edits 30]

DIGEST is a digest that may be edited (take a copy). Prints median and 95th percentile in milliseconds
for a body edit, for a new article that names five people, and for a person renamed: until the page
being looked at has its new bytes, and until all have. `make bench` measures edits in a browser.
"""

import argparse
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

PAUSE = (0.3, 1.2)  # seconds between two edits


@contextmanager
def serving(root: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The server's address, once the site is built."""
    command = [sys.executable, "-m", "digestgen", "serve", "--watch", "--port", "0"]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


class Site:
    """What the catalog knows of a built digest."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.db = sqlite3.connect(root / ".digestgen/catalog.sqlite")

    def rows(self, query: str, *given: object) -> list[tuple[str, ...]]:
        return self.db.execute(query, given).fetchall()

    def articles(self) -> list[tuple[Path, Path]]:
        """Sources that have front matter, with their pages' files."""
        rows = self.rows(
            "SELECT substr(subject, 9), path FROM page WHERE subject LIKE 'article:%' AND "
            "kind = 'article' ORDER BY path"
        )
        return [(self.root / source, self.root / "site" / page) for source, page in rows]

    def people(self, least: int, most: int) -> list[tuple[str, str]]:
        """(slug, name) of people who appear in so many articles, the most frequent first."""
        return [
            (slug, label)
            for slug, label in self.rows(
                "SELECT slug, label FROM collection WHERE taxonomy = 'people' AND count >= ? "
                "AND count <= ? AND NOT hidden ORDER BY count DESC",
                least,
                most,
            )
        ]


def until(condition: Callable[[], bool], started: float, limit: float = 60) -> float:
    """Milliseconds from the start until it holds."""
    while not condition():
        if time.perf_counter() - started > limit:
            raise TimeoutError
        time.sleep(0.0005)
    return (time.perf_counter() - started) * 1000


def says(file: Path, text: str) -> Callable[[], bool]:
    def look() -> bool:
        try:
            return text in file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return False

    return look


def edit_body(source: Path, word: str) -> float:
    """Add a word to the body; when that began."""
    text = source.read_text(encoding="utf-8").rstrip()
    started = time.perf_counter()
    source.write_text(f"{text} {word}\n", encoding="utf-8")
    return started


def report(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    print(f"{what:<46} median {statistics.median(ordered):7.1f}  p95 {p95:7.1f}  n {len(ordered)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("digest", type=Path)
    parser.add_argument("--edits", type=int, default=30)
    given = parser.parse_args()
    root = given.digest.resolve()
    rng = random.Random(1)
    with serving(root) as (address, _):
        site = Site(root)
        articles = site.articles()
        rng.shuffle(articles)
        disk = []
        for number, (source, page) in enumerate(articles[: given.edits]):
            time.sleep(rng.uniform(*PAUSE))
            word = f"edited{number}x{os.getpid()}"
            disk.append(until(says(page, word), edit_body(source, word)))
        report("body edit -> bytes on disk", disk)
        new_articles(root, site, rng, given.edits)
        rename(root, site, address)


def new_articles(root: Path, site: Site, rng: random.Random, edits: int) -> None:
    people = [name for _, name in site.people(1, 10**9)]
    times, made = [], []
    for number in range(edits):
        time.sleep(rng.uniform(*PAUSE))
        names = "".join(f"\n- {name}" for name in rng.sample(people, 5))
        title = f"Latency {os.getpid()} {number}"
        file = root / f"content/latency-{os.getpid()}-{number}.md"
        page = root / f"site/articles/2026/03/latency-{os.getpid()}-{number}/index.html"
        started = time.perf_counter()
        file.write_text(f"---\ntitle: {title}\ndate: 2026-03-03\npeople:{names}\n---\nShort.\n")
        times.append(until(says(page, title), started))
        made.append(file)
    report("new article naming 5 people -> its page on disk", times)
    for file in made:
        file.unlink()
    time.sleep(3)


def rename(root: Path, site: Site, address: str) -> None:
    """A frequent person gets another name while one of their articles is open in a tab."""
    found = site.people(1500, 2500) or site.people(1, 10**9)
    slug, name = found[0]
    (page,) = site.rows(
        "SELECT p.path FROM reading r JOIN page p ON p.path = r.page WHERE r.value = ? "
        "AND p.kind = 'article' LIMIT 1",
        f"term:people/{slug}",
    )[0]
    pages = site.rows("SELECT count(*) FROM reading WHERE value = ?", f"term:people/{slug}")[0][0]
    urlopen(f"{address}{page.removesuffix('index.html')}").read()  # it is being looked at
    profile = root / f"content/people/{slug}.md"
    profile.parent.mkdir(exist_ok=True)
    profile.write_text(f"---\nname: {name}\naliases: [{name}]\n---\n")
    known = "SELECT 1 FROM source WHERE path = ?"
    source = profile.relative_to(root).as_posix()
    until(lambda: bool(site.rows(known, source)), time.perf_counter(), 600)
    text = f"---\nname: {name} Junior\naliases: [{name}]\n---\n"
    started = time.perf_counter()
    profile.write_text(text)
    looked_at = until(says(root / "site" / page, f"{name} Junior"), started, 600)
    print(f"person renamed, {pages} pages read the name: the open page {looked_at:7.1f} ms")
    last = root / f"site/people/{slug}/index.html"
    whole = until(lambda: f"{name} Junior" in last.read_text() and is_quiet(root), started, 600)
    print(f"person renamed: all pages                     {whole:7.1f} ms")
    profile.unlink()
    time.sleep(5)


def is_quiet(root: Path) -> bool:
    """Whether no build is putting anything in place."""
    return not (root / "site/.digestgen-tmp").exists()


if __name__ == "__main__":
    main()
