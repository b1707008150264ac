"""What the crawl found -> problems at the lines of the editor's files where the links are written."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from urllib.parse import quote

from digestgen import urls
from digestgen.check.crawl import Broken, Links
from digestgen.check.places import Sources, place_at
from digestgen.model import Code, Place, Problem

_NOT_SHOWN_AS_LINK = re.compile(
    r"(?<!!)\[[^\[\]]*\]\(\s*<?(?!https?:|mailto:|/(?!/)|#)([^)\s>]*)", re.IGNORECASE
)
_MANY = 2000  # pages among which no similar address is looked for


def link_problems(found: Links, sources: Sources, outputs: Iterable[str]) -> Iterator[Problem]:
    """Broken links are errors; the rest are warnings. `outputs` are the site's files, for hints."""
    addresses = [urls.address(path) for path in outputs]
    for broken in found.broken:
        message, hint, code = _words(broken, addresses)
        for place in _places(_written(broken), broken.pages, sources):
            yield Problem(place, message, hint, code=code)
    for link, pages in found.absolute.items():
        yield Problem(
            sources.output(pages[0]),
            f"the link to {link} works only at the root of a host ({_on(pages)})",
            'in a template write {{ "/about/" | url }}',
            "warning",
            code="absolute-link",
        )
    for page in found.dead:
        if path := sources.owner(page):
            yield from _dropped(path, sources)
    for picture, pages in found.unlabelled.items():
        for place in _places((f"/{picture}", picture), tuple(pages), sources):
            yield Problem(
                place,
                f"the picture {picture} has no description",
                "say in alt: what it shows, for those who can't see it",
                "warning",
                code="missing-alt",
            )
    for page in found.unreadable:
        yield Problem(
            sources.output(page), "feed or sitemap that no reader can read", code="broken-feed"
        )


def _words(broken: Broken, addresses: list[str]) -> tuple[str, str, Code]:
    """Message, hint and code."""
    if broken.why == "file":
        name = broken.address.removeprefix("/")
        return f"the file {name} does not exist", f"put it into content/{name}", "missing-file"
    if broken.why == "outside":
        return f"the link to {broken.address} leads out of the site", "", "broken-link"
    if broken.why == "anchor":
        page, _, anchor = broken.address.partition("#")
        return f'nothing at {page} has the id "{anchor}"', "", "broken-anchor"
    folder = broken.address[: broken.address.find("/", 1) + 1]
    candidates = [address for address in addresses if address.startswith(folder)]
    close = len(candidates) <= _MANY and get_close_matches(
        quote(broken.address), candidates, 1, 0.8
    )
    hint = f"did you mean {close[0]}?" if close else ""
    return f"the link to {broken.address} leads nowhere", hint, "broken-link"


def _written(broken: Broken) -> tuple[str, ...]:
    """The ways an editor may have written an address that a page has as a relative one."""
    address = broken.address
    anchor = address[address.find("#") :] if broken.why == "anchor" else ""
    inside = [re.sub(r"^(?:\.{1,2}/)+", "", link) for link in broken.written]
    forms = (address, quote(address, safe="/#"), *broken.written, *inside, anchor)
    return tuple(dict.fromkeys(form for form in forms if len(form) > 1))


def _places(written: tuple[str, ...], pages: tuple[str, ...], sources: Sources) -> list[Place]:
    """Where the editor wrote a link: in the navigation, in what the pages show the text of, or in a
    text that many pages may show; else a page of the site that has it."""
    own = dict.fromkeys(path for page in pages if (path := sources.owner(page)))
    for candidates in ([sources.config], own, sources.documents):
        if places := [place for path in candidates for place in sources.find(path, written)]:
            return places
    return [sources.output(pages[0])]


def _dropped(path: str, sources: Sources) -> Iterator[Problem]:
    """Links of a Markdown body that became text, because they lead neither to the web nor to a page."""
    text = sources.text(path)
    for match in _NOT_SHOWN_AS_LINK.finditer(text):
        yield Problem(
            place_at(path, text, match.start()),
            f'"{match[1]}" is no address, so this is no link',
            "https://…, mailto:…, or a page of the site such as /people/ada-okafor/",
            "warning",
            code="no-address",
        )


def _on(pages: list[str]) -> str:
    return "on 1 page" if len(pages) == 1 else f"on {len(pages)} pages"
