"""What a build is asked, what it answers, and who is looking meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from digestgen import files
from digestgen.model import CONFIG_FILE, Problem

if TYPE_CHECKING:
    from digestgen.config import Config
    from digestgen.pages.page import Page


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks of a build; None where `digest.yaml` decides."""

    root: Path
    output: Path | None = None
    base_url: str | None = None
    drafts: bool = False
    portable: bool = False
    clean: bool = False
    config: str = CONFIG_FILE
    jobs: int = 1  # processes that share a large build

    def settings(self) -> "Config":
        """What `digest.yaml` says under these flags. Raises ConfigError."""
        from digestgen import config

        return config.under_flags(config.load(self.root, self.config), *self.flags)

    @property
    def flags(self) -> tuple[str | None, bool, bool]:
        """Those that go before `digest.yaml`, as `config.under_flags` takes them."""
        return self.base_url, self.portable, self.drafts

    @property
    def folder(self) -> Path:
        """The output folder; previews of drafts never go where `deploy` would take them from."""
        if self.output is not None:
            return self.output
        return self.root / (f"{files.CACHE}/drafts" if self.drafts else "site")


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. Paths are output paths below `output`."""

    problems: tuple[Problem, ...]
    rendered: tuple[str, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    pages: int
    output: Path
    seconds: float
    notices: tuple[str, ...] = ()  # what was left out, and why
    withdrawn: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """Articles that lost their page in this build: file -> (href, the page's last bytes)."""
    index: Literal["", "none", "current"] = ""
    """What is known of the search index: there is none, or it is that of these pages."""

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


class Screen:
    """What somebody looks at while a build runs; here nobody does. `serve` knows of open pages."""

    def looked_at(self) -> set[str]:
        """The outputs to make before the rest is even planned."""
        return set()

    def in_turn(self, todo: "list[Page]") -> "Iterator[tuple[list[Page], bool]]":
        """The pages to make, in turn; True after those to put in place before the rest is made."""
        yield todo, False

    def show(self, written: list[str]) -> None:
        """These outputs are in place."""
