"""What a page is: an output path, what it reads, and how its values become a render job."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from sys import intern
from typing import TypeVar, cast

from msgspec.structs import replace

from digestgen import files, urls
from digestgen.catalog import encode
from digestgen.config import Config
from digestgen.markdown import Body, pictures, render, with_pictures
from digestgen.mentions import link
from digestgen.model import TAXONOMIES, Image
from digestgen.prose import ROOT
from digestgen.render import Job
from digestgen.templates import Theme
from digestgen.translations import Messages
from digestgen.values.site import PictureFile
from digestgen.values.store import Values
from digestgen.values.terms import TermValue
from digestgen.views import Copy, Info, Link, Picture, Site

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """One output. `reads` names every value that its bytes depend on, `shared:KIND` included;
    `subject` is what it is planned with, `args` what its kind needs to know of it. A plugin leaves kind
    and subject out: they are its name."""

    path: str
    kind: str = ""
    subject: str = ""
    reads: tuple[str, ...] = ()
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Many pages read one value: its name is kept once.
        object.__setattr__(self, "reads", tuple(map(intern, self.reads)))

    def __reduce__(self) -> "tuple[type[Page], tuple[object, ...]]":
        # So it is in the process that a page is sent to.
        return Page, (self.path, self.kind, self.subject, self.reads, self.args)


@dataclass(frozen=True, slots=True)
class Shared:
    """What all pages of one kind read: configuration value by value, and the template's digest."""

    site: Site
    template: str
    base_url: str
    linked: tuple[str, ...]  # taxonomies whose terms have pages
    outputs: tuple[str, ...]
    portable: bool
    canonical: str
    min_articles: int
    messages: Messages
    config: dict[str, str] = field(default_factory=dict)  # what only this kind reads
    version: str = ""  # of the plugin that makes it


class Given:
    """The values a page declared, and no others."""

    def __init__(self, values: Values, shared: Shared, page: Page) -> None:
        self._values = values
        self._allowed = frozenset(page.reads)
        self.shared = shared
        self.page = page

    def get(self, name: str, kind: type[T]) -> T:
        if name not in self._allowed:
            raise KeyError(f"{self.page.path} reads {name} without declaring it")
        return cast(T, self._values.get(name))

    def body(self, digest: str) -> Body:
        """The HTML kept under a digest that a declared value holds."""
        return self._values.body(digest)

    def picture(self, image: Image | None) -> Picture | None:
        """A picture with what its file says, if it is one of the digest's own."""
        if image is None:
            return None
        given = (image.src, image.alt, image.caption, image.credit)
        if not image.src.startswith(OWN):
            return Picture(*given)
        file = self.get(f"picture:{image.src}", PictureFile)
        smaller = tuple(Copy(href, width) for href, width in file.smaller)
        return Picture(*given, urls.href(image.src), file.width, file.height, smaller)

    def with_pictures(self, body: Body) -> Body:
        """A text whose pictures take their place before they are loaded."""
        return with_pictures(
            body,
            {
                path: _attributes(path, self.get(f"picture:{path}", PictureFile))
                for path in pictures(body)
            },
        )

    def prose(self, text: str, anchors: bool = True) -> str:
        """A note, biography or introduction of the editor's as this page's HTML."""
        if not text:
            return ""
        body = self.with_pictures(render(text, anchors))
        return link(body, (), self.root, self.shared.portable)

    def gettext(self, message: str, **values: object) -> str:
        """Words of the site in its language."""
        return self.shared.messages.gettext(message, **values)

    def list_link(self, folder: str) -> Link:
        """To the index of a taxonomy, "editions", "archive" or "quotes"."""
        return Link(_LISTS[folder](self.gettext), urls.folder(folder))

    def initial(self, list_name: str, letter: str) -> str:
        """ "People: O": the title of an initial's page."""
        shown = letter.upper() if len(letter) == 1 else self.gettext("Other")
        return self.gettext("%(list)s: %(initial)s", list=list_name, initial=shown)

    @property
    def root(self) -> str:
        return urls.root(self.page.path)

    def label(self, taxonomy: str, slug: str, name: str = "") -> Link | None:
        """A term as others show it; None for a hidden one."""
        term = self.get(f"term:{taxonomy}/{slug}", TermValue)
        if term.hidden:
            return None
        linked = term.exists and taxonomy in self.shared.linked
        return Link(term.label or name, urls.folder(taxonomy, slug) if linked else "")

    def job(self, template: str, title: str, kind: str = "", **context: object) -> Job:
        """The job that renders this page with `template`; what starts with "info_" goes into Info."""
        info = {k.removeprefix("info_"): v for k, v in context.items() if k.startswith("info_")}
        context = {k: v for k, v in context.items() if not k.startswith("info_")}
        href = urls.address(self.page.path)
        canonical = urls.absolute(self.shared.base_url, href) if self.shared.base_url else ""
        page = Info(
            href=href,
            title=title,
            kind=kind or template.partition(".")[0],
            **{"canonical": canonical, **info},  # type: ignore[arg-type]
        )
        return Job(
            template=template,
            root=self.root,
            portable=self.shared.portable,
            language=self.shared.site.language,
            context={"site": self.shared.site, "page": page, **context},
            base_url=self.shared.base_url,
        )


OWN = "assets/"
"""How the address of a picture of the digest's own starts."""


def picture_reads(image: Image | None, *texts: str | Body) -> tuple[str, ...]:
    """The values behind a picture and those in Markdown texts or in a body, for `Page.reads`."""
    found = [image.src] if image is not None and image.src.startswith(OWN) else []
    for text in texts:
        if isinstance(text, Body):
            found += pictures(text)
        elif OWN in text:
            found += pictures(render(text))
    return tuple(dict.fromkeys(f"picture:{path}" for path in found))


def _attributes(path: str, file: PictureFile) -> str:
    """For an <img> in a text; ROOT stands for the way to the site's root."""
    made = ' decoding="async"'
    if file.width:
        made += f' width="{file.width}" height="{file.height}"'
    if file.smaller:
        every = (*file.smaller, (urls.href(path), file.width))
        sources = ", ".join(f"{ROOT}{href[1:]} {width}w" for href, width in every)
        made += f' srcset="{escape(sources)}" sizes="auto, (min-width: 48rem) 42rem, 100vw"'
    return made


Build = Callable[[Page, Given], Job]


@dataclass(frozen=True, slots=True)
class Kind:
    """How pages of one kind are made; `config` names the keys of digest.yaml that only it reads.
    `version` changes with the plugin that makes them."""

    template: str
    build: Build
    config: tuple[str, ...] = ()
    version: str = ""


def shared_values(
    kinds: Mapping[str, Kind],
    config: Config,
    theme: Theme,
    closures: Mapping[str, str],
    plain: Iterable[tuple[str, str]],
) -> dict[str, Shared]:
    """`shared:KIND` for every kind of page; `plain` are the slugs and titles of plain pages."""
    assets = theme.asset_hrefs()
    messages = theme.messages(config.language)
    linked = tuple(t for t in config.taxonomies if t in config.outputs)
    site = Site(
        title=config.title,
        language=config.language,
        direction=config.direction,
        navigation=_navigation(config, linked, messages),
        pages=_plain_pages(config, plain),
        search=urls.folder("search") if "search" in config.outputs else "",
        feeds=has_feeds(config),
        stylesheet=assets.get("style.css", ""),
        options=config.theme.options,
        logo=urls.href(*config.theme.logo.split("/")) if config.theme.logo else "",
        footer=config.theme.footer,
        assets=assets,
    )
    # Feeds and sitemaps show no navigation, and feeds have a stylesheet of their own.
    bare = replace(
        site, navigation=(), pages=(), search="", stylesheet="", options={}, assets={}, logo="",
        footer="",
    )  # fmt: skip
    style = {name: href for name, href in assets.items() if name == "feed.css"}
    styled = replace(bare, assets=style)
    return {
        name: Shared(
            site=site
            if kind.template.endswith(".html")
            else styled
            if kind.template == "feed.xml"
            else bare,
            template=closures.get(kind.template, "absent"),
            base_url=config.base_url,
            linked=linked,
            outputs=config.outputs,
            portable=config.portable,
            canonical=config.canonical,
            min_articles=config.min_articles,
            messages=messages,
            config={key: str(getattr(config, key)) for key in kind.config},
            version=kind.version,
        )
        for name, kind in kinds.items()
    }


def has_feeds(config: Config) -> bool:
    return bool(config.base_url) and config.feeds and "feeds" in config.outputs


_LISTS: Mapping[str, Callable[[Callable[[str], str]], str]] = {
    "people": lambda gettext: gettext("People"),
    "topics": lambda gettext: gettext("Topics"),
    "organizations": lambda gettext: gettext("Organizations"),
    "places": lambda gettext: gettext("Places"),
    "sections": lambda gettext: gettext("Sections"),
    "sources": lambda gettext: gettext("Sources"),
    "authors": lambda gettext: gettext("Authors"),
    "editions": lambda gettext: gettext("Editions"),
    "archive": lambda gettext: gettext("Archive"),
    "quotes": lambda gettext: gettext("Quotes"),
}


def names_of_lists(messages: Messages) -> dict[str, str]:
    """What the site calls its taxonomies and its other lists, by their folders."""
    return {folder: name(messages.gettext) for folder, name in _LISTS.items()}


def _navigation(config: Config, linked: tuple[str, ...], messages: Messages) -> tuple[Link, ...]:
    """The editor's, else every section of the site, with what readers want first at the front."""
    if config.navigation:
        return tuple(Link(label, href) for label, href in config.navigation)
    labels = names_of_lists(messages)
    found = [Link(labels[t], urls.folder(t)) for t in TAXONOMIES if t in linked]
    if "indexes" not in config.outputs:
        found = []
    others = ("editions", "quotes", "archive")
    found[2:2] = [Link(labels[o], urls.folder(o)) for o in others if o in config.outputs]
    return tuple(found)


def _plain_pages(config: Config, plain: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    """The plain pages at the top of the site."""
    if "pages" not in config.outputs:
        return ()
    return tuple(Link(title, urls.folder(slug)) for slug, title in plain if "/" not in slug)


def trace(page: Page, values: Values, shared_digest: str) -> str:
    """What a page's bytes were made from: its kind and arguments, and the digest of each value."""
    parts = [page.kind, shared_digest, *page.args]
    parts += [f"{name}\0{values.digest(name)}" for name in page.reads]
    return files.digest(encode(parts).encode())
