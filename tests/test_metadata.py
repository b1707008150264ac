"""What machines are told of a page: structured data, Open Graph, canonical addresses; and that a text
which may not be published is in none of it, nor anywhere else on the site."""

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from small_digest import Digest

from digestgen.build import Options, build

BASE = "https://small.example.org/"
BRIDGE = "articles/2026/03/bridge-opens"
HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & \" '"


def head(site: Path, page: str) -> Element:
    text = (site / page / "index.html").read_text("utf-8")
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return root


def data(root: Element) -> Any:
    """The one script of a page that is data; the others are files of the theme."""
    (script,) = (found for found in root.iter("script") if not found.get("src"))
    assert script.get("type") == "application/ld+json"
    return json.loads(script.text or "")


def metas(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or ""
        found.setdefault(name, []).append(meta.get("content") or "")
    return found


def canonical(root: Element) -> str:
    return next(
        link.get("href", "") for link in root.iter("link") if link.get("rel") == "canonical"
    )


# --- a validator: what Google asks of an article, and schema.org of its parts ---------------------


def is_url(value: object) -> bool:
    parts = urlsplit(value) if isinstance(value, str) else None
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)


def is_date(value: object) -> bool:
    """A day, or a time with its zone: ISO 8601."""
    if not isinstance(value, str):
        return False
    if len(value) == 10:
        return bool(date.fromisoformat(value))
    return datetime.fromisoformat(value).tzinfo is not None


def check_thing(thing: Any, *types: str) -> None:
    assert thing["@type"] in types
    assert isinstance(thing["name"], str) and thing["name"]
    assert "url" not in thing or is_url(thing["url"])


def check_news_article(found: Any) -> None:
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "NewsArticle"
    assert isinstance(found["headline"], str) and found["headline"]
    for key in ("datePublished", "dateModified"):
        assert key not in found or is_date(found[key]), key
    for key in ("url", "isBasedOn"):
        assert key not in found or is_url(found[key]), key
    for author in found.get("author", []):
        check_thing(author, "Person")
    check_thing(found["publisher"], "Organization")
    if "sourceOrganization" in found:
        check_thing(found["sourceOrganization"], "Organization")
    assert is_url(found["mainEntityOfPage"]["@id"])
    for image in found.get("image", []):
        assert image["@type"] == "ImageObject"
        assert is_url(image["url"])
    for one in found.get("about", []):
        check_thing(one, "Thing")
    for one in found.get("mentions", []):
        check_thing(one, "Person", "Organization", "Place")
    for one in found.get("correction", []):
        assert one["@type"] == "CorrectionComment"
        assert one["text"]
        assert "datePublished" not in one or is_date(one["datePublished"])
    assert found.get("isAccessibleForFree", True) is True
    assert re.fullmatch(r"[a-zA-Z-]+", found["inLanguage"])


def check_collection(found: Any) -> None:
    assert (found["@context"], found["@type"]) == ("https://schema.org", "CollectionPage")
    assert is_url(found["url"]) and is_url(found["isPartOf"]["url"])
    about = found["about"]
    check_thing(about, "Person", "Organization", "Place", "Thing")
    assert all(isinstance(name, str) and name for name in about.get("alternateName", []))
    assert all(is_url(url) for url in about.get("sameAs", []))
    assert "image" not in about or is_url(about["image"])


def test_the_sample_is_valid(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    site = build(Options(root, output=tmp_path / "site")).output
    articles = collections = 0
    for path in site.rglob("index.html"):
        text = path.read_text("utf-8")
        for script in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL
        ):
            found = json.loads(script)
            if found["@type"] == "NewsArticle":
                check_news_article(found)
                articles += 1
            else:
                check_collection(found)
                collections += 1
    assert articles >= 60
    assert collections > 100


# --- what is said --------------------------------------------------------------------------------


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    made.put("content/assets/bridge.svg", '<svg viewBox="0 0 1600 900"/>')
    made.article(
        "2026/bridge.md",
        date="2026-03-03T09:30",
        updated="2026-03-04T10:00+01:00",
        authors=["Mara Lind", "Jon Ek"],
        url="https://courier.example.org/bridge?a=1&b=2",
        image={
            "src": "assets/bridge.svg",
            "alt": "The bridge",
            "caption": "Open",
            "credit": "N. Sol",
        },
        corrections=[{"date": "2026-03-06", "text": "It was Monday."}, {"text": "Undated."}],
    )
    made.put(
        "content/people/ada-okafor.md",
        "---\nname: Ada Okafor\naliases: [A. Okafor]\nrole: engineer\n"
        "links: [{label: Office, url: 'https://example.org/ada'}]\n"
        "image: {src: assets/bridge.svg, alt: Ada}\n---\nShe *built* it.\n\nAnd more.",
    )
    return made


def built(digest: Digest) -> Path:
    return build(Options(digest.root)).output


def test_an_article(digest: Digest) -> None:
    found = data(head(built(digest), BRIDGE))
    check_news_article(found)
    page = f"{BASE}{BRIDGE}/"
    assert found["headline"] == "Bridge opens"
    assert found["datePublished"] == "2026-03-03T09:30:00+00:00"
    assert found["dateModified"] == "2026-03-06"
    assert found["author"] == [
        {"@type": "Person", "name": "Mara Lind", "url": f"{BASE}authors/mara-lind/"},
        {"@type": "Person", "name": "Jon Ek", "url": f"{BASE}authors/jon-ek/"},
    ]
    assert found["publisher"] == {"@type": "Organization", "name": "The Small Digest", "url": BASE}
    assert found["sourceOrganization"]["name"] == "Port Courier"
    assert found["isBasedOn"] == "https://courier.example.org/bridge?a=1&b=2"
    assert found["mainEntityOfPage"] == {"@type": "WebPage", "@id": page}
    assert found["articleSection"] == "City"
    assert found["inLanguage"] == "en"
    assert found["isAccessibleForFree"] is True
    assert [one["name"] for one in found["about"]] == ["Harbour bridge", "transport"]
    assert {"@type": "Person", "name": "Ada Okafor", "url": f"{BASE}people/ada-okafor/"} in found[
        "mentions"
    ]
    assert found["correction"] == [
        {"@type": "CorrectionComment", "text": "It was Monday.", "datePublished": "2026-03-06"},
        {"@type": "CorrectionComment", "text": "Undated."},
    ]
    assert found["image"] == [
        {
            "@type": "ImageObject",
            "url": f"{BASE}assets/bridge.svg",
            "width": 1600,
            "height": 900,
            "caption": "Open",
            "creditText": "N. Sol",
        }
    ]


def test_a_person(digest: Digest) -> None:
    root = head(built(digest), "people/ada-okafor")
    found = data(root)
    check_collection(found)
    assert found["url"] == f"{BASE}people/ada-okafor/"
    assert found["about"] == {
        "@type": "Person",
        "name": "Ada Okafor",
        "alternateName": ["A. Okafor"],
        "description": "She built it.",
        "jobTitle": "engineer",
        "image": f"{BASE}assets/bridge.svg",
        "sameAs": ["https://example.org/ada"],
    }
    assert metas(root)["description"] == ["She built it."]


def test_what_a_shared_link_shows(digest: Digest) -> None:
    found = metas(head(built(digest), BRIDGE))
    expected = {
        "og:type": ["article"],
        "og:title": ["Bridge opens"],
        "og:description": ["The bridge is open again."],
        "og:site_name": ["The Small Digest"],
        "og:locale": ["en_US"],
        "og:url": [f"{BASE}{BRIDGE}/"],
        "og:image": [f"{BASE}assets/bridge.svg"],
        "og:image:width": ["1600"],
        "og:image:height": ["900"],
        "og:image:alt": ["The bridge"],
        "twitter:card": ["summary_large_image"],
        "article:published_time": ["2026-03-03T09:30:00+00:00"],
        "article:modified_time": ["2026-03-04T10:00:00+01:00"],
        "article:section": ["City"],
        "article:author": ["Mara Lind", "Jon Ek"],
        "article:tag": ["Harbour bridge", "transport"],
    }
    assert {name: found.get(name) for name in expected} == expected
    digest.configure(language="pt-BR")
    assert metas(head(built(digest), "people"))["og:locale"] == ["pt_BR"]


@pytest.mark.parametrize(
    ("policy", "rights", "original"),
    [("page", "full", False), ("original", "full", True), ("original", "excerpt", False)],
)
def test_which_address_is_canonical(
    digest: Digest, policy: str, rights: str, original: bool
) -> None:
    digest.configure(canonical=policy)
    digest.article("2026/bridge.md", rights=rights)
    root = head(built(digest), BRIDGE)
    wanted = "https://courier.example.org/bridge?a=1&b=2" if original else f"{BASE}{BRIDGE}/"
    assert canonical(root) == wanted
    found = data(root)
    assert found["mainEntityOfPage"]["@id"] == wanted
    assert ("isAccessibleForFree" in found) == (rights == "full")


def test_few_articles_are_kept_from_search_engines(digest: Digest) -> None:
    digest.configure(min_articles=2)
    site = built(digest)
    for name, hidden in (("people/ada-okafor", False), ("people/ben-okafor", True)):
        assert ("robots" in metas(head(site, name))) == hidden


def test_without_an_address_nothing_is_made_up(digest: Digest) -> None:
    digest.configure(base_url=None)
    site = built(digest)
    found = data(head(site, BRIDGE))
    assert not {"url", "mainEntityOfPage", "image"} & found.keys()
    assert "url" not in found["author"][0]
    assert not {"og:url", "og:image"} & metas(head(site, BRIDGE)).keys()


def test_no_words_get_out_of_the_data(digest: Digest) -> None:
    digest.article(
        "2026/bridge.md",
        path="2026/03/bridge-opens",
        title=HOSTILE,
        summary=HOSTILE,
        people=[HOSTILE],
        authors=[HOSTILE],
        section=HOSTILE,
        image={"src": "assets/bridge.svg", "alt": HOSTILE, "caption": HOSTILE},
        corrections=[{"text": HOSTILE}],
        url=None,
    )
    root = head(built(digest), BRIDGE)
    found = data(root)
    check_news_article(found)
    words = " ".join(HOSTILE.split())
    for text in (
        found["headline"],
        found["author"][0]["name"],
        found["mentions"][0]["name"],
        found["image"][0]["caption"],
        found["correction"][0]["text"],
        metas(root)["og:image:alt"][0],
    ):
        assert " ".join(text.split()) == words


# --- rights --------------------------------------------------------------------------------------

TITLE = "Council meets behind doors"
SUMMARY = "The council met on Tuesday."
QUOTE = "We tell nobody anything."
SENTENCES = [
    "Eleven members came through the back entrance.",
    "A plumber saw the agenda on a radiator.",
    "It names a price for the northern mole.",
    "Two of them left before the vote and would not say why.",
]


def private(rights: str | None, **fields: object) -> dict[str, object]:
    body = f"{SENTENCES[0]} {SENTENCES[1]}\n\n## Agenda\n\n> {QUOTE}\n\n{SENTENCES[2]}\n\n- {SENTENCES[3]}"
    return {
        "title": TITLE,
        "date": "2026-03-05",
        "summary": SUMMARY,
        "people": [{"name": "Ada Okafor", "role": "engineer"}],
        "topics": ["transport"],
        "source": "Meridian Post",
        "url": "https://post.example.org/1",
        "quotes": [{"speaker": "Ada Okafor", "text": QUOTE}],
        "rights": rights,
        "body": body,
        **fields,
    }


def everything(site: Path) -> dict[str, str]:
    """Every file of the site as text, entities and escapes resolved."""
    return {
        path.relative_to(site).as_posix(): plain(path.read_text("utf-8", "replace"))
        for path in site.rglob("*")
        if path.is_file()
    }


def plain(text: str) -> str:
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]*>", "", text.replace("&lt;", "<").replace("&gt;", ">"))
    )


@pytest.mark.parametrize("rights", ["excerpt", "link"])
@pytest.mark.parametrize("where", ["article", "digest", "source"])
def test_a_private_text_is_nowhere(tmp_path: Path, rights: str, where: str) -> None:
    digest = Digest.small(tmp_path / "digest")
    digest.configure(
        rights={
            "article": "full",
            "digest": rights,
            "source": {"default": "full", "sources": {"Meridian Post": rights}},
        }[where]
    )
    digest.article("2026/council.md", **private(rights if where == "article" else None))
    texts = everything(built(digest))
    shown = [path for path, text in texts.items() if TITLE in text]
    assert {"index.html", "feed.xml", "feed.json", "people/ada-okafor/feed.json"} <= set(shown)
    for path, text in texts.items():
        for sentence in (*SENTENCES, "Agenda"):
            assert sentence not in text, path
    for words in (SUMMARY, QUOTE):
        assert any(words in text for text in texts.values()) == (rights == "excerpt"), words


def test_a_private_paste_is_nowhere(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    digest.configure(rights="link")
    paste = f"{TITLE}\n\nMarch 5, 2026\n\n" + "\n\n".join(SENTENCES)
    digest.put("content/council.txt", paste)
    texts = everything(built(digest))
    assert TITLE in texts["index.html"]
    for path, text in texts.items():
        assert not [sentence for sentence in SENTENCES if sentence in text], path


def test_a_text_that_may_be_published_is_found_by_the_same_search(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    digest.article("2026/council.md", **private("full"))
    texts = everything(built(digest))
    for sentence in SENTENCES:
        assert sentence in texts["feed.xml"]
        assert sentence in texts["feed.json"]
        assert sentence in texts["articles/2026/03/council-meets-behind-doors/index.html"]
        assert sum(sentence in text for text in texts.values()) == 3
