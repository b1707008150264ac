"""Plain pages, redirects, assets, the theme's files, 404.html and what hosts and robots look for."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

from digestgen import urls
from digestgen.model import PlainPage
from digestgen.pages.page import Given, Page, picture_reads
from digestgen.render import Job
from digestgen.values.site import PictureFile
from digestgen.values.store import Values
from digestgen.views import PlainView


def plan_page(values: Values, slug: str) -> list[Page]:
    if "pages" not in values.config.outputs or values.get(f"page:{slug}") is None:
        return []
    record = values.get(f"page:{slug}")
    assert isinstance(record, PlainPage)
    reads = (f"page:{slug}", *picture_reads(None, record.body))
    return [Page(f"{slug}/index.html", "page", f"page:{slug}", reads, (slug,))]


def build_page(page: Page, given: Given) -> Job:
    record = given.get(f"page:{page.args[0]}", PlainPage)
    view = PlainView(record.title, given.prose(record.body), record.extra)
    return given.job("page.html", record.title, plain=view)


def plan_redirect(values: Values, href: str) -> list[Page]:
    if "redirects" not in values.config.outputs or not values.get(f"redirect:{href}"):
        return []
    path = urls.output_path(href)
    return [Page(path, "redirect", f"redirect:{href}", (f"redirect:{href}",), (href,))]


def build_redirect(page: Page, given: Given) -> Job:
    target = given.get(f"redirect:{page.args[0]}", str)
    base = given.shared.base_url
    canonical = urls.absolute(base, target) if base else ""
    return given.job(
        "redirect.html", given.gettext("Moved"), info_canonical=canonical, target=target
    )


def plan_asset(values: Values, path: str) -> list[Page]:
    """`content/assets/bridge.jpg` -> /assets/bridge.jpg, as it is, and its smaller copies."""
    if not values.get(f"asset:{path}"):
        return []
    output = path.removeprefix("content/")
    reads = (f"asset:{path}",)
    pages = [Page(output, "asset", f"asset:{path}", reads, (path,))]
    picture = values.get(f"picture:{output}")
    assert isinstance(picture, PictureFile)
    for address, width in picture.smaller:
        copy = urls.output_path(address)
        pages.append(Page(copy, "resized", f"asset:{path}", reads, (path, str(width))))
    return pages


def plan_theme(values: Values, name: str) -> list[Page]:
    """A static file of the theme under an address that changes with its bytes."""
    assets = values.theme_hrefs()
    if name not in assets:
        return []
    path = unquote(assets[name]).lstrip("/")
    return [Page(path, "theme", f"theme:{name}", (), (name,))]


def plan_site(values: Values, _: str) -> list[Page]:
    pages = [
        Page("404.html", "not_found", "site:", ("latest",)),
        Page(".nojekyll", "nojekyll", "site:"),
        Page("_headers", "headers", "site:"),
    ]
    if "redirects" in values.config.outputs:
        pages.append(Page("_redirects", "redirects", "site:", ("redirects:",)))
    return [*pages, Page("robots.txt", "robots", "site:")]


def build_not_found(page: Page, given: Given) -> Job:
    """Served at any depth, so its links start from the host's root."""
    job = given.job(
        "404.html",
        given.gettext("Page not found"),
        kind="404",
        info_noindex=True,
        info_canonical="",
        latest=given.get("latest", tuple),
    )
    base = urlsplit(given.shared.base_url).path or "/"
    return replace(job, root=base, portable=False)


def build_robots(page: Page, given: Given) -> Job:
    base = given.shared.base_url
    has_sitemap = base and "sitemap" in given.shared.outputs
    return given.job("robots.txt", "", sitemap=f"{base}sitemap.xml" if has_sitemap else "")


def build_nojekyll(page: Page, given: Given) -> Job:
    """GitHub Pages hides folders that start with "_" unless this file is there."""
    return given.job("nojekyll.txt", "")


def build_headers(page: Page, given: Given) -> Job:
    """What Netlify, Cloudflare Pages and `digestgen serve` answer with."""
    return given.job("headers.txt", "")


def build_redirects(page: Page, given: Given) -> Job:
    """For hosts that answer with a status instead of sending the page that says the same."""
    base = urlsplit(given.shared.base_url).path.rstrip("/")
    rules = tuple((base + old, base + new) for old, new in given.get("redirects:", tuple))
    return given.job("redirects.txt", "", rules=rules)
