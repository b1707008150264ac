"""The files of `layouts/` and those of the theme under them, as bytes; `templates` makes sense of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from digestgen import files, scan


@dataclass(frozen=True, slots=True)
class LayoutFiles:
    """Files by name: the theme's, the digest's own, and a digest of all of them."""

    theme: Mapping[str, bytes]
    own: Mapping[str, bytes]
    digest: str

    @property
    def layers(self) -> tuple[Mapping[str, bytes], ...]:
        """The digest's before the theme's; one where the digest is the theme's own."""
        return (self.own,) if self.own == self.theme else (self.own, self.theme)


def theme_folder() -> Path:
    """The default theme: inside an installed package, else the checkout's top-level layouts/."""
    package = Path(__file__).parent
    installed = package / "theme"
    return installed if installed.is_dir() else package.parent / files.LAYOUTS


def read(root: Path) -> LayoutFiles:
    """Every layout file of the digest at `root`, and the theme's."""
    theme, own = _files(theme_folder()), _files(root / files.LAYOUTS)
    parts = [
        f"{name}\0{files.digest(data)}"
        for layer in ([own] if own == theme else [own, theme])
        for name, data in sorted(layer.items())
    ]
    return LayoutFiles(theme, own, files.digest("\n".join(parts).encode()))


def _files(folder: Path) -> dict[str, bytes]:
    found = {}
    for path in scan.walk(folder):
        data = files.read(folder, path)
        if data is not None:
            found[path] = data
    return found
