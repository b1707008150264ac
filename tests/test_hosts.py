"""The site on hosts as they behave: read through, moved addresses, missing ones, and in a browser."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import httpx
import pytest
from conftest import PageLog
from destinations import walk
from hosts import HOSTS, Host, hosted
from small_digest import Digest

from digestgen import indexing
from digestgen.build import Builder, Options
from digestgen.check.html import PageReader

if TYPE_CHECKING:
    from playwright.sync_api import Page

SERVING = [host for host in HOSTS.values() if not host.hides]
OLD, NEW = "articles/old/budget/", "articles/2025/12/council-budget/"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Host], dict[str, bytes]]:
    """The files of one digest, built for where a host has it."""
    built: dict[str, dict[str, bytes]] = {}

    def site(host: Host) -> dict[str, bytes]:
        if host.prefix not in built:
            root: Path = tmp_path_factory.mktemp("hosts") / "digest"
            digest = Digest.small(root)
            digest.configure(base_url=f"https://small.example.org{host.prefix}")
            builder = Builder(Options(root))
            assert not builder.build().failed
            indexing.refresh(builder)
            builder.close()
            built[host.prefix] = {
                path.relative_to(root / "site").as_posix(): path.read_bytes()
                for path in (root / "site").rglob("*")
                if path.is_file()
            }
        return built[host.prefix]

    return site


Sites = Callable[[Host], dict[str, bytes]]


@pytest.mark.parametrize("host", SERVING, ids=lambda host: host.name)
def test_every_link_works(host: Host, sites: Sites) -> None:
    with hosted(host, sites(host)) as address:
        seen, dead = walk(address)
    assert not dead
    assert {"people/ada-okafor/", "archive/2026/03/", "search/"} <= seen


@pytest.mark.parametrize("host", SERVING, ids=lambda host: host.name)
@pytest.mark.parametrize("slash", ["/", ""])
def test_a_moved_address_leads_on(host: Host, slash: str, sites: Sites) -> None:
    with hosted(host, sites(host)) as address:
        url = address + OLD.rstrip("/") + slash
        answer = httpx.get(url, follow_redirects=True)
        if host.redirects == "always":
            assert str(answer.url) == address + NEW
        else:  # its page says the same
            assert answer.status_code == 200
            assert 'http-equiv="refresh"' in answer.text
        without_pages = {p: data for p, data in sites(host).items() if p != f"{OLD}index.html"}
    with hosted(host, without_pages) as address:
        answer = httpx.get(address + OLD.rstrip("/") + slash, follow_redirects=True)
        assert (answer.status_code == 200) == (host.redirects != "never")


@pytest.mark.parametrize("name", ["github", "netlify"])
def test_every_redirect_is_a_page_and_a_rule(name: str, sites: Sites) -> None:
    files, prefix = sites(HOSTS[name]), HOSTS[name].prefix
    pages = {
        f"{prefix}{path.removesuffix('index.html')}"
        for path, data in files.items()
        if b'http-equiv="refresh"' in data
    }
    rules = [line.split(" ") for line in files["_redirects"].decode().splitlines()[1:]]
    assert {unquote(old) for old, _, _ in rules} == pages
    for _, new, status in rules:
        assert f"{unquote(new)[len(prefix) :]}index.html" in files
        assert status == "301"


@pytest.mark.parametrize("host", SERVING, ids=lambda host: host.name)
@pytest.mark.parametrize("path", ["nothing/", "people/nobody/", "people/ada-okafor/x/y.html"])
def test_a_missing_address_has_a_page_whose_links_work(host: Host, path: str, sites: Sites) -> None:
    with hosted(host, sites(host)) as address:
        answer = httpx.get(address + path, follow_redirects=True)
        assert answer.status_code == 404
        assert f'href="{host.prefix}"' in answer.text
        with httpx.Client() as client:
            for link in PageReader(answer.text).links:
                if link.startswith("/"):
                    assert client.get(httpx.URL(address).join(link)).status_code == 200


def test_without_nojekyll_github_would_hide_files(sites: Sites) -> None:
    host = HOSTS["jekyll"]
    assert ".nojekyll" in sites(host)
    with hosted(host, sites(host)) as address:
        assert httpx.get(address + "_headers").status_code == 404
        assert httpx.get(address).status_code == 200  # and nothing that readers need is hidden
        assert not walk(address)[1]


@pytest.mark.parametrize("host", SERVING, ids=lambda host: host.name)
def test_in_a_browser(host: Host, sites: Sites, page: "Page", page_log: PageLog) -> None:
    # A click leads to a page that has no style yet, so what a style hides is still a link there.
    with hosted(host, sites(host), late=0.1) as address:
        page.goto(address)
        page.get_by_role("link", name="Bridge opens").first.click()
        page.wait_for_url("**/articles/**")  # with its style: what that hides is no link to click
        page.get_by_role("link", name="Ada Okafor").first.click()
        page.wait_for_url("**/people/**")
        assert page.url == f"{address}people/ada-okafor/"
        page.goto(address + OLD)
        page.wait_for_url(address + NEW)
        page.goto(f"{address}search/?q=bridge")
        page.get_by_role("link", name="Bridge opens").first.wait_for()
        page.wait_for_load_state("networkidle")
        # a page that only leads on names no icon, so the browser looks at the host's root
        assert not [line for line in page_log.console_errors if "/favicon.ico:" not in line]
        page.goto(f"{address}people/nobody/else/")
        font = page.evaluate("getComputedStyle(document.body).fontFamily")
        assert "serif" in font
        page.get_by_role("link", name="The Small Digest").first.click()
        page.wait_for_load_state("networkidle")
        assert page.url == address
        page_log.console_errors.clear()  # the status 404 itself
