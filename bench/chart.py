"""Seconds as an SVG: a line for each step, a dot for each tool, on a logarithmic scale."""

import math
from html import escape

from bench.samples import Samples

_COLOURS = ("#8c2314", "#d9774a", "#e3b23c", "#1f4e79", "#4d8076", "#7a5c99", "#6b6b6b")
_LEFT, _WIDTH, _RIGHT, _ROW, _TOP = 310, 420, 30, 30, 44
_DECADES = ("1 ms", "10 ms", "0.1 s", "1 s", "10 s", "100 s", "1,000 s")


def svg(found: Samples) -> str:
    """The chart. Every dot has its tool and seconds as a title; the page's tables say them too."""
    tools, steps = found.tools(), found.steps()
    known = [s for tool in tools for step in steps if (s := found.seconds(tool, step))]
    low = max(math.floor(math.log10(min(known))), -3)
    high = max(math.ceil(math.log10(max(known))), low + 1)

    def place(seconds: float) -> float:
        share = (math.log10(seconds) - low) / (high - low)
        return round(_LEFT + _WIDTH * max(share, 0), 1)

    height = _TOP + _ROW * len(steps) + 30
    width = _LEFT + _WIDTH + _RIGHT
    bottom = height - 30
    font = 'font-family="system-ui, sans-serif" font-size="12"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {font}>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for decade in range(low, high + 1):
        x = place(10.0**decade)
        lines.append(f'<path d="M{x} {_TOP - 8}V{bottom}" stroke="#ddd"/>')
        label = _DECADES[decade + 3] if decade + 3 < len(_DECADES) else f"1e{decade} s"
        lines.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{label}</text>')
    share = (width - 20) / len(tools)
    for index, tool in enumerate(tools):
        x = round(16 + share * index, 1)
        lines.append(f'<circle cx="{x}" cy="16" r="5" fill="{_colour(index)}"/>')
        lines.append(f'<text x="{x + 9}" y="20" font-size="11">{escape(tool)}</text>')
    for row, step in enumerate(steps):
        y = _TOP + _ROW * row + _ROW // 2
        lines.append(f'<text x="{_LEFT - 14}" y="{y + 4}" text-anchor="end">{escape(step)}</text>')
        lines.append(f'<path d="M{_LEFT} {y}H{_LEFT + _WIDTH}" stroke="#eee"/>')
        for index, tool in enumerate(tools):
            seconds = found.seconds(tool, step)
            if seconds is not None:
                title = f"<title>{escape(tool)}: {seconds:.3f} s</title>"
                dot = f'<circle cx="{place(seconds)}" cy="{y}" r="5" fill="{_colour(index)}">'
                lines.append(f"{dot}{title}</circle>")
    return "\n".join([*lines, "</svg>", ""])


def _colour(index: int) -> str:
    return _COLOURS[index % len(_COLOURS)]
