"""What one built page links to and what can be linked to in it."""

import re
from html.parser import HTMLParser

_ADDRESSES = frozenset(("href", "src", "action", "poster", "data", "formaction"))
_REFRESH = re.compile(r"\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)


class PageReader(HTMLParser):
    """Reads HTML of any quality. `links` are addresses as the page has them, `ids` its anchors,
    `dead` counts links without an address, `unlabelled` are pictures without a description."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.dead = 0
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
            self._link(dict(attrs))
        elif tag == "img":
            self._picture(dict(attrs))
        elif tag == "meta":
            self._refresh(dict(attrs))

    def _link(self, attrs: dict[str, str | None]) -> None:
        if name := attrs.get("name"):
            self.ids.add(name)
        self.dead += not attrs.keys() & {"href", "name", "id"}

    def _picture(self, attrs: dict[str, str | None]) -> None:
        if not (attrs.get("alt") or "").strip() and attrs.get("role") != "presentation":
            self.unlabelled.add(attrs.get("src") or "")

    def _refresh(self, attrs: dict[str, str | None]) -> None:
        found = _REFRESH.match(attrs.get("content") or "")
        if found and (attrs.get("http-equiv") or "").lower() == "refresh":
            self.links.add(found[1])
