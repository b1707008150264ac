"""`theme:` of digest.yaml: the accent colour, the typeface, a logo and words for the foot of pages.

They become custom properties after the theme's stylesheet, so there is no style in any page and the
stylesheet's address changes with them. Pure.
"""

import re
from dataclasses import dataclass, field

KEYS = ("accent", "typeface", "logo", "footer", "options")
TYPEFACES = ("serif", "sans")
PAPER = {"light": "#fdfcf8", "dark": "#17191b"}
"""The theme's backgrounds, `--paper` in style.css."""
READABLE = 4.5
"""The contrast that WCAG 2.2 asks of text (1.4.3, level AA)."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """What `theme:` says. Colours are "#8c2314", "" for the theme's own; `options` are for templates
    of the digest's own."""

    light: str = ""
    dark: str = ""
    typeface: str = ""
    logo: str = ""  # assets/logo.svg
    footer: str = ""
    options: dict[str, object] = field(default_factory=dict)

    def css(self) -> bytes:
        """What follows the theme's stylesheet."""
        rules = ""
        if self.light:
            rules += f":root {{ --accent: {self.light}; }}\n"
        if self.dark:
            rules += (
                f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {self.dark}; }} }}\n"
            )
        # Print is on white, whatever the scheme of the screen.
        if self.dark:
            light = self.light or "#8c2314"
            rules += f"@media print {{ :root {{ --accent: {light}; }} }}\n"
        if self.typeface == "sans":
            rules += ":root { --serif: var(--sans); }\n"
        return rules.encode()


def colour(text: str) -> str | None:
    """ "#8c2314" from "#8C2314" or "#abc"; None for anything else."""
    text = text.lower()
    if re.fullmatch("#[0-9a-f]{3}", text):
        return "#" + "".join(digit * 2 for digit in text[1:])
    return text if re.fullmatch("#[0-9a-f]{6}", text) else None


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21, as WCAG defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def for_dark(light: str) -> str:
    """The colour mixed with as much white as makes it readable on the dark paper."""
    channels = [int(light[place : place + 2], 16) for place in (1, 3, 5)]
    for white in range(0, 101, 5):
        mixed = "#" + "".join(f"{c + (255 - c) * white // 100:02x}" for c in channels)
        if contrast(mixed, PAPER["dark"]) >= READABLE:
            return mixed
    return "#ffffff"


def _luminance(text: str) -> float:
    channels = [int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
