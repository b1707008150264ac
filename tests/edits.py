"""What an editor may do to a small digest: the pools from which random histories are drawn.

Few names, titles and paths, so that they collide; a value of None removes a field, key or file.
"""

from digestgen import scan
from digestgen.layouts import theme_folder

PEOPLE = (
    "Ada Okafor", "Ben Okafor", "Okafor", "A. Okafor", "ada  OKAFOR", "Tomas Brandt", "Brandt",
    "Ilse Varga (judge)", "Ilse Varga", "Letter",
)  # fmt: skip
QUOTES = (
    {"speaker": "Okafor", "text": "We open on Monday."},
    {"speaker": "Ada Okafor", "text": "It holds."},
    {"speaker": "Ilse Varga", "text": "Not for the court."},
    {"speaker": "a harbour official", "text": "No comment."},
    {"text": "Said by nobody."},
)
_DATES = (
    None, "2025-12-30", "2026-01-02", "2026-03-03", "2026-03-04", "2026-03-03T09:30:00",
    "2026-03-03T09:30:00+01:00", "2026-03-03T23:30:00-05:00",
)  # fmt: skip
_PATHS = (
    None, "2026/03/bridge-opens", "2026/03/Bridge-Opens", "old", "Old", "old/budget", "a/b", "a",
    "x.html", "page/2", "a b & c", "\u00e4\u20ac", "index.html/z",
)  # fmt: skip

FIELDS: dict[str, tuple[object, ...]] = {
    "title": ("Bridge opens", "BRIDGE opens", "Bridge closed", "Ferries & <b>trams</b>", "Ärger"),
    "date": _DATES,
    "added": (None, "2026-03-03", "2026-03-11"),
    "updated": (None, "2026-03-09"),
    "section": (None, "City", "city", "Courts"),
    "source": (None, "Port Courier", {"name": "port courier", "url": "https://c.example.org/"}, "Bay"),
    "authors": (None, ["Mara Lind"], ["Jon Okafor", "Mara Lind"]),
    "topics": (None, ["ferries"], ["Harbour-Bridge", "transport"], ["harbour bridge", "kelp", "ferries"]),
    "organizations": (None, ["Harbour Authority"], ["Port Council", "harbour authority"]),
    "places": (None, ["Old Quay"], ["Port Meridian", "Old Quay"]),
    "summary": (None, "In short.", "In short: <script>"),
    "note": (None, "Why it matters: [about](/about/).", "*Read it.*"),
    "rank": (None, 1, 2),
    "thread": (None, "harbour bridge", "Harbour Bridge", "ferry strike"),
    "path": _PATHS,
    "redirect_from": (None, ["old/budget"], ["old", "Old", "a b & c"], ["2026/03/bridge-opens"]),
    "draft": (None, True),
    "gone": (None, True),
    "language": (None, "de"),
    "rights": (None, "full", "excerpt", "link"),
    "url": (None, "https://courier.example.org/1"),
    "image": (None, {"src": "assets/bridge.svg", "alt": "A bridge"}),
    "corrections": (None, [{"date": "2026-03-06", "text": "It was Monday."}]),
    "colour": (None, "red"),
    "body": (
        "", "Okafor and the Harbour Authority at Old Quay.", "# Ferries\n\nAda Okafor, Brandt.",
        "[About](/about/) ![x](/assets/bridge.svg)", "Ilse Varga's court; Ben Okafor.",
    ),
}  # fmt: skip

ARTICLE_NAMES = (
    "2026/a.md", "2026/b.txt", "c.md", "2026/bridge.md", "2026/a.md/inner.md", "2026/É.md",
)  # fmt: skip
"""One stands where another's folder would be."""

BROKEN = (
    b"---\ntitle: [\n---\n",
    b"---\ntitle: never closed\n",
    b"---\ntitle: \xff\n---\n",
    b"---\ndate: 2026-03-03\n---\nNo title.",
    b"---\ntitle: Odd\ndate: 31 Feb\n---\n",
)
PASTES = (
    'Bridge opens\nBy Mara Lind\nMarch 3, 2026\n\nAda Okafor spoke. "We open on Monday," said Okafor.\n',
    " date 2026-03-03\nFerries late again\n\nThe ferries of Port Meridian were late on Tuesday.\n",
    "Kelp\n\nTomas Brandt, of the Harbour Authority, grows kelp at Old Quay, he said.\n",
)

PROFILE_NAMES = (
    "people/ada-okafor.md", "people/Ada-Okafor.txt", "people/ben.md", "people/a-okafor.md",
    "topics/harbour-bridge.md", "topics/ferries.md", "organizations/harbour-authority.md",
    "sources/port-courier.md", "sections/city.md", "authors/mara-lind.md", "places/old-quay.md",
    "people/letter.md", "people/tomas-brandt.md",
)  # fmt: skip
PROFILE: dict[str, tuple[object, ...]] = {
    "name": (None, "Ada Okafor", "Ben Okafor", "Harbour Bridge", "Zoe Adeyemi"),
    "aliases": (None, ["A. Okafor"], ["Okafor", "Brandt"], ["Ferries", "city"], ["Tomas Brandt"]),
    "keywords": (None, ["kelp"], ["ferries"]),
    "hidden": (None, True),
    "role": (None, "engineer"),
    "sort_name": (None, "Aaa"),
    "body": ("", "Born in [Port Meridian](/archive/)."),
}

OTHER_FILES: dict[str, tuple[str | bytes | None, ...]] = {
    "content/pages/about.md": (None, "About us.", "---\ntitle: Us\n---\nHello [home](/)."),
    "content/pages/About.txt": (None, "The other."),
    "content/pages/about/team.md": (None, "Team."),
    "content/pages/people.md": (None, "Taken."),
    "content/editions/2026-03-03.md": (None, "Hello.", "---\norder: [2026/bridge.md]\n---\n"),
    "content/editions/2026-w10.md": (None, "---\ntitle: Week\n---\nA week."),
    "content/editions/2027-01-01.md": (None, "Nothing came out."),
    "content/editions/soon.md": (None, "No edition."),
    "content/assets/bridge.svg": (None, b"<svg/>", b"<svg></svg>"),
    "content/assets/x": (None, b"a file"),
    "content/assets/x/y": (None, b"in a folder"),
    "content/assets/x/index.html": (None, b"<p>mine</p>"),
    "content/assets/odd: name\\.txt": (None, b"odd"),
    "content/assets/100% #1?.txt": (None, b"signs"),
    "content/assets/.hidden": (None, b"no"),
    "layouts/static/style.css": (None, b"body{}"),
    "layouts/static/logo.svg": (None, b"<svg/>"),
    "layouts/static/a:b": (None, b"odd"),
    "layouts/_extra.html": (None, "<p>extra</p>", "{{ broken"),
    "layouts/home.html": (
        None,
        '{% extends "base.html" %}{% block main %}{% include "_extra.html" ignore missing %}{% endblock %}',
    ),
    "layouts/page.html": (None, "{{ plain.title }}", "{{ plain.nothing }}", "{% if %}"),
    "layouts/_date.html": (None, (theme_folder() / "_date.html").read_text() + "<!-- changed -->"),
}
SHADOWED = tuple(sorted(scan.walk(theme_folder())))
"""Files of the theme; a digest may have its own of each."""
LINKS = (
    ("content/assets/x", "bridge.svg"),
    ("content/assets/away", "/etc/hostname"),
    ("content/assets/loop", "."),
    ("content/2026/again.md", "bridge.md"),
)

CONFIG: dict[str, tuple[object, ...]] = {
    "title": ("The Small Digest", "Another"),
    "description": (None, "What happened."),
    "base_url": (None, "https://small.example.org/", "https://other.example.org/sub/"),
    "language": (None, "de", "ar"),
    "timezone": (None, "America/New_York"),
    "edition": (None, "weekly"),
    "edition_by": (None, "added"),
    "taxonomies": (None, ["people", "topics"], ["topics", "places", "sources"]),
    "outputs": (None, ["articles", "people", "home", "archive"], ["topics", "quotes", "redirects", "sitemap"]),
    "min_articles": (None, 2),
    "rights": ("full", "excerpt", {"default": "full", "sources": {"Port Courier": "link"}}),
    "canonical": (None, "original"),
    "feeds": (None, False),
    "ignore": (None, ["Tomas Brandt"]),
    "navigation": (None, [{"label": "Home", "href": "/"}]),
    "theme": (None, {"accent": "#0a5c36", "options": {"colour": "blue"}}),
    "id": ("small", "tiny"),
    "image_widths": (None, [16], [16, 32]),
    "extract": (None, {"engine": "rules"}),
    "deploy": (None, {"home": {"to": "../public"}}),
    "unheard_of": (None, None, "an error"),
}  # fmt: skip

FOREIGN = (
    "people/ben-okafor/index.html", "people/zoe-adeyemi", "articles/old/index.html", "mine.txt",
    "about/index.html", "assets/x", "assets/x/index.html", "editions/2026-w10/index.html",
)  # fmt: skip
