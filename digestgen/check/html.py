"""What one built page links to and what can be linked to in it."""

import re
from html.parser import HTMLParser

_ADDRESSES = frozenset(("href", "src", "action", "poster", "data", "formaction"))
_REFRESH = re.compile(r"[\s\d.]*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)


class PageReader(HTMLParser):
    """Reads HTML of any quality. `links` are addresses as the page has them, `ids` its anchors,
    `dead` tells that some link has no address, `unlabelled` are pictures without a description."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.dead = False
        self.unlabelled: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in _ADDRESSES and value is not None:
                self.links.add(value.strip())
            elif name == "srcset" and value:
                self.links |= {part.split()[0] for part in value.split(",") if part.strip()}
        if tag == "a":
            given = dict(attrs)
            if anchor := given.get("name"):
                self.ids.add(anchor)
            self.dead |= not given.keys() & {"href", "name", "id"}
        elif tag == "img":
            given = dict(attrs)
            if not (given.get("alt") or "").strip() and given.get("role") != "presentation":
                self.unlabelled.add(given.get("src") or "")
        elif tag == "meta":
            given = dict(attrs)
            target = _REFRESH.match(given.get("content") or "")
            if target and (given.get("http-equiv") or "").lower() == "refresh":
                self.links.add(target[1])
