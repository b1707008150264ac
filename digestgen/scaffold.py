"""`digestgen new`: a small digest that already works, made of the files in `starter/`.

The starter has its own few articles and is no part of the sample digest at the top of the
repository: it lies inside the package, so that a checkout and an installed copy find it alike, and it
speaks to somebody who is new here.
"""

from contextlib import suppress
from pathlib import Path
from string import Template

from digestgen import config, files, scan, schemas
from digestgen.model import Place, Problem
from digestgen.names import slugify
from digestgen.nodes import clean_text, quoted, visible
from digestgen.problems import ConfigError

STARTER = Path(__file__).parent / "starter"
_IGNORE = ".gitignore"
_SCHEMA = "digest.schema.json"  # the starter's digest.yaml names it, for editors
_IGNORED = f"# Made anew by every build.\n/site/\n/{files.CACHE}/\n"
_TITLE = config.Config().title


def create(folder: Path, title: str | None = None) -> tuple[Path, ...]:
    """Makes a digest in a folder that is new or empty and returns the files made, in order. The title
    is the folder's name unless given. Raises ConfigError, before anything is written, where something
    stands there already."""
    if why := _occupied(folder):
        raise ConfigError(Problem(Place(str(folder)), *why, code="not-empty"))
    texts = {path: (STARTER / path).read_text(encoding="utf-8") for path in scan.walk(STARTER)}
    name = _line(title) if title is not None else _titled(folder)
    names = {"title": quoted(name or _TITLE), "id": quoted(slugify(name or _TITLE))}
    texts[config.FILE] = Template(texts[config.FILE]).substitute(names)
    texts[_IGNORE] = _IGNORED
    texts[_SCHEMA] = schemas.text("config") + "\n"
    made: list[Path] = []
    try:
        for path, text in sorted(texts.items()):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8", newline="\n") as file:
                made.append(target)
                file.write(text)
    except BaseException:  # half a digest would be in the way of the next try
        for target in made:
            target.unlink(missing_ok=True)
        for parent in sorted(
            {p for t in made for p in t.parents if folder in p.parents}, reverse=True
        ):
            with suppress(OSError):
                parent.rmdir()
        raise
    return tuple(made)


def _occupied(folder: Path) -> tuple[str, str] | None:
    """Message and hint where no digest can be made."""
    if folder.is_dir():
        if any(folder.iterdir()):
            return "is not empty", "name a folder that is new or empty"
    elif folder.exists() or folder.is_symlink():
        return "is a file, not a folder", "name a folder that is new or empty"
    return None


def _titled(folder: Path) -> str:
    """A folder's name as a title: "harbour-news" is "Harbour news"."""
    words = _line(folder.resolve().name.replace("-", " ").replace("_", " "))
    return words[:1].upper() + words[1:]


def _line(text: str) -> str:
    """One line of text, "" where nothing can be seen."""
    line = " ".join(clean_text(text.encode("utf-8", "replace").decode()).split())
    return line if visible(line) else ""
