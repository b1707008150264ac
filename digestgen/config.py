"""`digest.yaml` -> Config: every key checked, with its place in the file.

Precedence: flag or its `DIGESTGEN_*` environment variable > `digest.yaml` > default.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from yaml.nodes import ScalarNode

from digestgen import nodes, targets
from digestgen.appearance import Appearance
from digestgen.model import CONFIG_FILE, TAXONOMIES, Place, Problem, Rights
from digestgen.names import slugify
from digestgen.problems import ConfigError, nearest
from digestgen.settings import KEYS, OUTPUTS, address
from digestgen.settings_reader import SettingsReader, error

FILE = CONFIG_FILE
RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"}


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that `digest.yaml` says, defaults filled in. Field names are its keys."""

    title: str = "News digest"
    id: str = ""
    description: str = ""
    base_url: str = ""  # "" or an absolute URL that ends in "/"
    language: str = "en"
    timezone: str = "UTC"
    edition: str = "daily"
    edition_by: str = "date"
    extract: str = "rules"  # the engine
    plugins: tuple[str, ...] = ()  # names, each once
    taxonomies: tuple[str, ...] = TAXONOMIES
    outputs: tuple[str, ...] = OUTPUTS
    min_articles: int = 1
    rights: Rights | None = None
    rights_by_source: tuple[tuple[str, Rights], ...] = ()
    canonical: str = "page"
    image_widths: tuple[int, ...] = ()
    feeds: bool = True
    ignore: tuple[str, ...] = ()
    navigation: tuple[tuple[str, str], ...] = ()  # (label, href)
    theme: Appearance = field(default_factory=Appearance)
    deploy: tuple[targets.Target, ...] = ()
    portable: bool = False  # a flag only
    drafts: bool = False  # a flag only
    warnings: tuple[Problem, ...] = ()  # what the file may say but had better not

    @property
    def direction(self) -> str:
        return "rtl" if self.language.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def load(root: Path, name: str = FILE) -> Config:
    """The configuration of the digest at `root`, in the file `name` there. Raises ConfigError with
    every problem found."""
    return parse(read(root, name), name)


def read(root: Path, name: str = FILE) -> bytes:
    """The bytes of the configuration file. Raises ConfigError."""
    try:
        return (root / name).read_bytes()
    except FileNotFoundError:
        raise error(Place(name), *_absent(root, name), "no-digest") from None
    except OSError as refused:
        raise error(Place(name), refused.strerror or str(refused), code="system") from None


def _absent(root: Path, name: str) -> tuple[str, str]:
    """Message and hint where there is no such file."""
    if name == FILE:
        return "no digest here", "digestgen new DIR makes one"
    if (root / FILE).is_file():
        return "no such file", f"--config {FILE} is there"
    return "no such file", "--config names the digest.yaml of a digest; digestgen new DIR makes one"


def under_flags(config: Config, base_url: str | None, portable: bool, drafts: bool) -> Config:
    """The configuration under what the command line says; an address that is None was not given."""
    if base_url is not None:
        given = address(base_url, Place("--base-url")) if base_url else ""
        config = replace(config, base_url=given)
    return replace(config, portable=portable, drafts=drafts)


def parse(data: bytes, name: str = FILE) -> Config:
    """Config from the bytes of a `digest.yaml`. Raises ConfigError."""
    try:
        mapping = nodes.read_yaml(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise error(
            Place(name, line), "not UTF-8 text", "save the file as UTF-8", "not-utf8"
        ) from None
    except nodes.YamlError as wrong:
        raise ConfigError(replace(wrong.problem, code="bad-config")) from None
    reader = SettingsReader(name)
    values: dict[str, object] = {}
    for key, value in mapping.value:
        name = key.value if isinstance(key, ScalarNode) else ""
        if name not in KEYS:
            reader.problem(key, f'unknown key "{name}"', nearest(name, KEYS), "unknown-setting")
        elif name in values:
            reader.problem(key, f'"{name}" is given twice', "keep one of them", "repeated-key")
        else:
            values[name] = None if nodes.is_null(value) else KEYS[name].read(reader, value)
    if reader.problems:
        raise ConfigError(*reader.problems)
    rights = values.pop("rights", None)
    config = Config(**{k: v for k, v in values.items() if v is not None})  # type: ignore[arg-type]
    if isinstance(rights, tuple):
        config = replace(config, rights=rights[0], rights_by_source=rights[1])
    config = replace(config, warnings=tuple(reader.warnings))
    return config if config.id else replace(config, id=slugify(config.title))
