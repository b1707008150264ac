"""Random histories of edits: after each the output is what a clean build makes. See law.py."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import disasters
import edits
import law
import oracle
import pytest
from facts import Facts
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from small_digest import Digest, remove_empty

from digestgen import files, fresh
from digestgen.build import Builder, Options, Report, build
from digestgen.layouts import theme_folder
from digestgen.problems import DigestgenError
from digestgen.values import limits

NEWEST, SLICE, TOGETHER = 3, 2, 2
"""So low that year pages, paging and cut lists occur among a few articles."""
CACHE = ".digestgen"
T = TypeVar("T")
EXAMPLES = settings().max_examples
_number = st.integers(0, 999)


def _one_of(pool: Mapping[str, tuple[T, ...]]) -> "st.SearchStrategy[tuple[str, T]]":
    return st.sampled_from([(key, value) for key, values in pool.items() for value in values])


class Histories(RuleBasedStateMachine):
    """A digest, the user's own files in each output folder, and what happened since the build."""

    def __init__(self) -> None:
        super().__init__()
        self.work = Path(tempfile.mkdtemp(prefix="law-"))
        self.digest = Digest.small(self.work / "digest")
        self.options = Options(root=self.digest.root)
        self.foreign: dict[Path, dict[str, bytes]] = {}
        self.builders: dict[Options, Builder] = {}
        self.pending = 1
        self.pace = 1
        self.warm = False
        self.lossy = False  # the manifest or the cache was lost since the last build

    @initialize(warm=st.booleans(), pace=st.sampled_from([1, 1, 1, 2, 4]))
    def begin(self, warm: bool, pace: int) -> None:
        self.warm, self.pace = warm, pace
        self.pending = pace

    def teardown(self) -> None:
        try:
            if self.pending:
                self.build()
        finally:
            self.end()
            shutil.rmtree(self.work)

    # --- articles --------------------------------------------------------------------------------

    def article(self, number: int) -> str | None:
        names = sorted(self.digest.articles)
        return names[number % len(names)] if names else None

    @rule(number=_number, change=_one_of(edits.FIELDS))
    def edit_field(self, number: int, change: tuple[str, object]) -> None:
        if name := self.article(number):
            self.digest.article(name, **dict([change]))
            self.pending += 1

    @rule(number=_number, people=st.lists(st.sampled_from(edits.PEOPLE), max_size=4))
    def retag(self, number: int, people: list[str]) -> None:
        if name := self.article(number):
            tagged = [{"name": p, "role": "engineer"} if p == "Ben Okafor" else p for p in people]
            self.digest.article(name, people=tagged)
            self.pending += 1

    @rule(number=_number, quotes=st.lists(st.sampled_from(edits.QUOTES), max_size=3))
    def quote(self, number: int, quotes: list[dict[str, str]]) -> None:
        if name := self.article(number):
            self.digest.article(name, quotes=quotes or None)
            self.pending += 1

    @rule(number=_number, name=st.sampled_from(edits.ARTICLE_NAMES))
    def copy_article(self, number: int, name: str) -> None:
        """A copy under another name: it wants the same URL unless both go on to differ."""
        if known := self.article(number):
            fields = self.digest.articles[known]
            title = f"{fields['title']} {edits.ARTICLE_NAMES.index(name)}"
            self.digest.articles.pop(name, None)
            self.digest.article(name, **{**fields, "title": title})
            self.pending += 1

    @rule(number=_number, name=st.sampled_from(edits.ARTICLE_NAMES))
    def rename_article(self, number: int, name: str) -> None:
        if known := self.article(number):
            fields = self.digest.articles[known]
            self.digest.delete(f"content/{known}")
            self.digest.articles.pop(name, None)
            self.digest.article(name, **fields)
            self.pending += 1

    @rule(number=_number)
    def delete_article(self, number: int) -> None:
        if len(self.digest.articles) > 3 and (name := self.article(number)):
            self.digest.delete(f"content/{name}")
            self.pending += 1

    @rule(
        number=_number, data=st.sampled_from([*edits.BROKEN, *(p.encode() for p in edits.PASTES)])
    )
    def break_or_paste(self, number: int, data: bytes) -> None:
        """Front matter that can't be read, or a raw paste where an article was."""
        if name := self.article(number):
            self.digest.put(f"content/{name}", data)
            self.pending += 1

    @rule(number=_number)
    def mend(self, number: int) -> None:
        if name := self.article(number):
            self.digest.write(name)
            self.pending += 1

    @rule(number=_number)
    def edit_in_secret(self, number: int) -> None:
        """Another body of the same length, the file's time put back."""
        if name := self.article(number):
            file = self.digest.root / "content" / name
            stat = file.stat()
            body = str(self.digest.articles[name].get("body", "")).replace("Okafor", "Brandt")
            self.digest.article(name, body=body)
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
            self.pending += 1

    @rule(number=_number, year=st.sampled_from([1999, 2024, 2099]))
    def replace_by_another_time(self, number: int, year: int) -> None:
        """A file that another replaces, older or from the future, as a backup or a checkout does."""
        if name := self.article(number):
            file = self.digest.root / "content" / name
            fields = self.digest.articles[name]
            self.digest.article(name, body=f"{fields.get('body', '')} In {year}.")
            beside = file.with_name("beside.tmp")
            beside.write_bytes(file.read_bytes())
            os.utime(beside, (0, (year - 1970) * 31_556_952))
            os.replace(beside, file)
            self.pending += 1

    @rule(number=_number, what=st.sampled_from(["file", "title", "path", "people", "topics"]))
    def recase(self, number: int, what: str) -> None:
        """Renamed in nothing but case."""
        if name := self.article(number):
            fields = self.digest.articles[name]
            known = fields.get(what)
            if what == "file":
                self.digest.delete(f"content/{name}")
                stem, dot, suffix = name.rpartition(".")
                self.digest.article(f"{stem.swapcase()}{dot}{suffix}", **fields)
            elif isinstance(known, str):
                self.digest.article(name, **{what: known.swapcase()})
            elif isinstance(known, list):
                cased = [one.swapcase() if isinstance(one, str) else one for one in known]
                self.digest.article(name, **{what: cased})
            self.pending += 1

    @rule(number=_number, profile=st.sampled_from(edits.PROFILE_NAMES), is_profile=st.booleans())
    def forbid(self, number: int, profile: str, is_profile: bool) -> None:
        """A file that can't be read, or can again."""
        name = profile if is_profile else self.article(number)
        file = self.digest.root / "content" / (name or profile)
        if file.is_file() and not file.is_symlink():
            file.chmod(0o000 if file.stat().st_mode & 0o400 else 0o644)
            self.pending += 1

    # --- other sources ---------------------------------------------------------------------------

    @rule(
        path=st.sampled_from(edits.PROFILE_NAMES),
        changes=st.lists(_one_of(edits.PROFILE), max_size=3),
    )
    def write_profile(self, path: str, changes: list[tuple[str, object]]) -> None:
        fields = {key: value for key, value in changes if value is not None}
        body = fields.pop("body", "")
        front = "".join(f"{key}: {json.dumps(value)}\n" for key, value in fields.items())
        self.digest.put(f"content/{path}", f"---\n{front}---\n{body}\n")
        self.pending += 1

    @rule(path=st.sampled_from(edits.PROFILE_NAMES))
    def delete_profile(self, path: str) -> None:
        self.digest.delete(f"content/{path}")
        self.pending += 1

    @rule(change=_one_of(edits.OTHER_FILES))
    def other_file(self, change: tuple[str, str | bytes | None]) -> None:
        """A plain page, an edition's introduction, an asset or a layout comes, differs or goes."""
        path, data = change
        if data is not None:
            self.digest.put(path, data)
        elif (self.digest.root / path).is_file():
            self.digest.delete(path)
        self.pending += 1

    @rule(
        name=st.sampled_from(edits.SHADOWED), mark=st.sampled_from(["", "<!-- changed -->", None])
    )
    def shadow(self, name: str, mark: str | None) -> None:
        """A file of the theme gets another in layouts/ above it, the same or not, or is seen again."""
        path = f"layouts/{name}"
        if mark is not None:
            self.digest.put(path, (theme_folder() / name).read_bytes() + mark.encode())
        elif (self.digest.root / path).is_file():
            self.digest.delete(path)
        self.pending += 1

    @rule(link=st.sampled_from(edits.LINKS))
    def make_link(self, link: tuple[str, str]) -> None:
        self.digest.link(*link)
        self.pending += 1

    @rule(change=_one_of(edits.CONFIG))
    def configure(self, change: tuple[str, object]) -> None:
        self.digest.configure(**dict([change]))
        self.pending += 1

    # --- the output ------------------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        return self.options.folder

    def ours(self) -> list[str]:
        manifest = self.folder / ".digestgen-manifest"
        return manifest.read_text("utf-8").splitlines() if manifest.exists() else []

    @precondition(lambda self: not self.lossy)
    @rule(number=_number, how=st.sampled_from(["edit", "swap", "delete", "folder", "link"]))
    def tamper(self, number: int, how: str) -> None:
        """Someone writes into an output of ours, deletes it or puts something else there."""
        paths = [p for p in self.ours() if (self.folder / p).is_file()]
        if not paths:
            return
        path = paths[number % len(paths)]
        file = self.folder / path
        stat, data = file.stat(), file.read_bytes()
        file.unlink()
        if how == "edit":
            file.write_bytes(data + b"!")
        elif how == "swap":
            file.write_bytes(data.swapcase())
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        elif how == "folder":
            self.put_foreign(f"{path}/inside.txt")
        elif how == "link":
            (self.work / "same").write_bytes(data)
            file.symlink_to(self.work / "same")
        self.pending += 1

    def put_foreign(self, path: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(b"mine")
        self.foreign.setdefault(self.folder, {})[path] = b"mine"

    @precondition(lambda self: not self.lossy)
    @rule(path=st.sampled_from(edits.FOREIGN))
    def foreign_file(self, path: str) -> None:
        """A file of the user's own in the output folder, perhaps where a page will want to be."""
        file = self.folder / path
        parents = [p for p in file.parents if self.folder in p.parents and os.path.lexists(p)]
        free = not os.path.lexists(file) and all(p.is_dir() for p in parents)
        if free and path not in self.ours():
            self.put_foreign(path)
            self.pending += 1

    @rule(number=_number)
    def remove_foreign(self, number: int) -> None:
        paths = sorted(self.foreign.get(self.folder, {}))
        if paths:
            path = paths[number % len(paths)]
            del self.foreign[self.folder][path]
            (self.folder / path).unlink()
            remove_empty((self.folder / path).parent, self.folder)
            self.pending += 1

    @precondition(lambda self: self.pending == 0)
    @rule(what=st.sampled_from(["cache", "manifest", "both", "lines", "output"]))
    def lose(self, what: str) -> None:
        """The cache, the manifest, half of it, or the whole output is thrown away."""
        manifest = self.folder / ".digestgen-manifest"
        if what in ("cache", "both"):
            shutil.rmtree(self.digest.root / CACHE)
            drafts = self.digest.root / CACHE / "drafts"
            self.foreign.pop(drafts, None)
        if what in ("manifest", "both"):
            manifest.unlink(missing_ok=True)
        if what == "lines" and manifest.exists():
            manifest.write_text("".join(f"{line}\n" for line in self.ours()[::2]), "utf-8")
        if what == "output":
            shutil.rmtree(self.folder, ignore_errors=True)
            self.foreign.pop(self.folder, None)
        self.lossy = what != "cache"
        self.pending += 1

    @precondition(lambda self: not self.lossy)
    @rule(
        second=st.booleans(),
        drafts=st.booleans(),
        portable=st.booleans(),
        base_url=st.sampled_from([None, None, "https://flag.example.org/", ""]),
    )
    def switch_options(
        self, second: bool, drafts: bool, portable: bool, base_url: str | None
    ) -> None:
        output = self.digest.root / "elsewhere" if second else None
        root = self.digest.root
        self.options = Options(root, output, base_url, drafts, portable)
        self.pending += 1

    # --- disasters -------------------------------------------------------------------------------

    def end(self) -> None:
        """The process that kept the catalog open is no more."""
        for builder in self.builders.values():
            builder.close()
        self.builders.clear()

    def try_to_build(self) -> None:
        with suppress(DigestgenError, OSError):
            self.built(self.options)

    @rule(at=st.integers(1, 200))
    def kill(self, at: int) -> None:
        self.end()
        disasters.killed(self.try_to_build, at)
        self.pending += 1

    @rule(after=st.integers(0, 200))
    def fill_the_disk(self, after: int) -> None:
        with disasters.full_disk(after):
            self.try_to_build()
        self.pending += 1

    @rule(how=st.sampled_from(sorted(disasters.DAMAGES)), number=_number)
    def damage_the_cache(self, how: str, number: int) -> None:
        self.pending += disasters.damage(self.digest.root / CACHE, how, number)

    @rule()
    def upgrade(self) -> None:
        """Another version of digestgen, of a library or a plugin builds from here on."""
        self.end()
        World.version += "+"
        self.pending += 1

    @rule(days=st.sampled_from([-400, -1, 0, 1, 400]))
    def set_the_clock(self, days: int) -> None:
        World.days = days

    # --- the law ---------------------------------------------------------------------------------

    @invariant()
    def law(self) -> None:
        if self.pending >= self.pace or self.lossy:
            self.build()

    def build(self) -> None:
        self.pending, self.lossy = 0, False
        foreign = self.foreign.get(self.folder, {})
        report = law.check(self.options, self.work / "clean", self.built, foreign)
        if report is not None and not foreign:
            self.ask_oracle(report)

    def built(self, options: Options) -> Report:
        if not self.warm:
            return build(options)
        if options not in self.builders:
            self.builders[options] = Builder(options)
        return self.builders[options].build()

    def ask_oracle(self, report: Report) -> None:
        site = report.output
        if not {"outputs", "taxonomies"} & self.digest.config.keys():
            page = (self.digest.root / "layouts/page.html").exists()
            assert page or law.dead_links(law.tree(site)) == []
        clean = self.work / "clean"
        for file in (p for p in (clean / "content").rglob("*") if p.is_file()):
            if not file.stat().st_mode & 0o400:
                file.unlink()  # as good as absent
        pasted = law.extract_all(clean)
        absent = {p.place.path for p in report.problems if p.severity == "error"}
        facts = Facts(clean, absent, pasted, self.options.drafts)
        oracle.check(facts, site, NEWEST, TOGETHER)


class World:
    """What is so on the machine."""

    version = fresh.code_version()  # once: the code may be edited while tests run
    days = 0  # that the clock is ahead

    @classmethod
    def time_ns(cls) -> int:
        return time.time_ns() + cls.days * 86_400_000_000_000


@pytest.fixture(autouse=True, scope="module")
def low_limits() -> Iterator[None]:
    """Lists that are cut early; and a world that a test may change."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fresh, "code_version", lambda: World.version)
        patch.setattr(files, "time", World)
        patch.setattr(files, "read", disasters.bound_by_permissions(files.read))
        patch.setattr(limits, "NEWEST", NEWEST)
        patch.setattr(limits, "SLICE", SLICE)
        patch.setattr(limits, "TOGETHER", TOGETHER)
        patch.setattr(limits, "WINDOW", 2)
        patch.setattr(limits, "RELATED", 1)
        law.parse_templates_once(patch)
        yield


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=max(4, EXAMPLES // 6),
    stateful_step_count=10,
)
