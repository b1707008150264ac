"""Pictures: sizes read from files as browsers read them, smaller copies, and what a page says of both."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import law
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_digest import Digest

from digestgen import images
from digestgen.build import Options, build
from digestgen.markdown import pictures, render, with_pictures
from digestgen.mentions import link, target


def png(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def jpeg(width: int, height: int, orientation: int = 1, order: str = "<") -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = b"Exif\0\0" + mark + struct.pack(f"{order}IH", 8, 1) + entry
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + segment + b"\xff\xff" + frame


SIZES: list[tuple[bytes, tuple[int, int] | None]] = [
    (png(640, 360), (640, 360)),
    (png(0, 360), None),
    (jpeg(640, 360), (640, 360)),
    (jpeg(640, 360, 6), (360, 640)),
    (jpeg(640, 360, 8, ">"), (360, 640)),
    (jpeg(640, 360, 3), (640, 360)),
    (b"GIF89a" + struct.pack("<HH", 31, 17), (31, 17)),
    (b"RIFF____WEBPVP8X" + bytes(8) + b"\x7f\x02\0\x67\x01\0", (640, 360)),
    (b"RIFF____WEBPVP8L" + bytes(5) + struct.pack("<I", 639 | 359 << 14), (640, 360)),
    (b"RIFF____WEBPVP8 " + bytes(10) + struct.pack("<HH", 640, 360), (640, 360)),
    (b"\0\0\0\x1cftypavif" + b"ispe" + struct.pack(">III", 0, 640, 360), (640, 360)),
    (b'<svg width="640" height="360"/>', (640, 360)),
    (b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg viewBox="0 0 64 36">', (64, 36)),
    (b'<svg width="20cm" viewBox="0,0,2,1"/>', (756, 378)),
    (b"<svg height='90.4' viewBox='0 0 16 9'/>", (161, 90)),
    (b'<svg width="100%" height="100%" viewBox="0 0 16 9"/>', (16, 9)),
    (b'<!-- <svg width="1" height="1"> --><svg:svg a=">" width="2" height="3">', (2, 3)),
    (b'<svg stroke-width="9" data-height="9"/>', None),
    (b'<svg width="1e300" height="1e300"/>', None),
    (b"<svg/>", None),
    (b"<html>", None),
    (b"", None),
]


@pytest.mark.parametrize(("data", "size"), SIZES, ids=range(len(SIZES)))
def test_sizes(data: bytes, size: tuple[int, int] | None) -> None:
    assert images.size(data) == size


@given(st.sampled_from(SIZES), st.data())
def test_no_damage_is_more_than_a_missing_size(
    one: tuple[bytes, object], data: st.DataObject
) -> None:
    whole = one[0]
    cut = data.draw(st.integers(0, len(whole)))
    images.size(whole[:cut])
    images.size(whole[:cut] + data.draw(st.binary(max_size=40)) + whole[cut:])


def test_a_text_gets_sizes_without_losing_its_links() -> None:
    text = (
        'Ada Okafor ![A](/assets/a%20b.svg "T") Ben ![B](/assets/c.svg) [x](/x/) <img src="assets/'
    )
    body = render(text)
    assert pictures(body) == ("assets/a b.svg", "assets/c.svg")
    sized = with_pictures(
        body, {"assets/a b.svg": ' srcset="\ufdd0p/a.svg 1w"', "assets/c.svg": ""}
    )
    names = [target("/people/ada/", ["Ada Okafor"], True), target("/people/ben/", ["Ben"], True)]
    assert link(sized, names, "../") == link(body, names, "../").replace(
        'b.svg"', 'b.svg" srcset="../p/a.svg 1w"'
    )


# --- on a site -----------------------------------------------------------------------------------


def imgs(site: Path, page: str) -> list[Element]:
    root = html5lib.parse(
        (site / page / "index.html").read_text("utf-8"), namespaceHTMLElements=False
    )
    return list(root.iter("img"))


BRIDGE = "articles/2026/03/bridge-opens"


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    image = {
        "src": "assets/photo one.png",
        "alt": "A bridge",
        "caption": "Open",
        "credit": "N. Sol",
    }
    made.put("content/assets/photo one.png", png(640, 360))
    made.put("content/assets/map.svg", '<svg viewBox="0 0 30 20"/>')
    made.article("2026/bridge.md", image=image, body="Here: ![The way](/assets/map.svg)", note="")
    made.put("content/pages/about.md", "---\ntitle: About\n---\n![The way](/assets/map.svg)")
    made.put("content/editions/2026-03-03.md", "---\ntitle: Open\n---\n![The way](/assets/map.svg)")
    return made


def test_pages_say_how_large_a_picture_is(digest: Digest) -> None:
    site = build(Options(digest.root)).output
    lead, inline = (dict(img.attrib) for img in imgs(site, BRIDGE))
    assert lead == {
        "src": "../../../../assets/photo%20one.png",
        "alt": "A bridge",
        "width": "640",
        "height": "360",
        "decoding": "async",
    }
    assert (inline["width"], inline["height"], inline["loading"]) == ("30", "20", "lazy")
    for page in ("about", "editions/2026-03-03"):
        (img,) = imgs(site, page)
        assert (img.get("width"), img.get("loading")) == ("30", "lazy")


def test_a_picture_of_another_size_makes_its_pages_again_and_no_other(
    digest: Digest, tmp_path: Path
) -> None:
    law.check(Options(digest.root), tmp_path / "clean")
    digest.put("content/assets/photo one.png", png(640, 480))
    report = law.check(Options(digest.root), tmp_path / "clean")
    assert report is not None
    assert set(report.written) == {
        "index.html",  # shows it beside the title
        f"{BRIDGE}/index.html",
        "assets/photo one.png",
    }
    digest.put("content/assets/map.svg", '<svg viewBox="0 0 30 20"><g/></svg>')
    report = law.check(Options(digest.root), tmp_path / "clean")
    assert report is not None
    assert set(report.written) == {"assets/map.svg"}
    digest.delete("content/assets/map.svg")
    law.check(Options(digest.root), tmp_path / "clean")
    assert "width" not in imgs(digest.root / "site", "about")[0].attrib


# --- smaller copies ------------------------------------------------------------------------------


def photo(width: int = 400, height: int = 200, kind: str = "JPEG", **given: object) -> bytes:
    image = pytest.importorskip("PIL.Image")
    made = BytesIO()
    gradient = image.linear_gradient("L").resize((width, height))
    gradient.convert("RGB").save(made, kind, **given)
    return made.getvalue()


def test_smaller_copies(digest: Digest, tmp_path: Path) -> None:
    Image = pytest.importorskip("PIL.Image")

    digest.put("content/assets/2026/photo.jpg", photo())
    image = {"src": "assets/2026/photo.jpg", "alt": "A bridge"}
    digest.article("2026/bridge.md", image=image, body="![Again](/assets/2026/photo.jpg)")
    digest.configure(image_widths=[100, 200, 1000])
    law.check(Options(digest.root), tmp_path / "clean")
    site = digest.root / "site"
    copies = sorted(
        path.relative_to(site).as_posix() for path in (site / "pictures/2026").iterdir()
    )
    assert [name.split("-")[1].split(".")[0] for name in copies] == ["100", "200"]
    for name, width in zip(copies, (100, 200), strict=True):
        with Image.open(site / name) as copy:
            assert (copy.format, copy.size) == ("JPEG", (width, width // 2))
    above = "../../../../"
    wanted = [
        f"{above}{copies[0]} 100w",
        f"{above}{copies[1]} 200w",
        f"{above}assets/2026/photo.jpg 400w",
    ]
    for img in imgs(site, BRIDGE):
        assert (img.get("srcset") or "").split(", ") == wanted
        assert img.get("sizes")
    digest.put("content/assets/2026/photo.jpg", photo(400, 300))
    law.check(Options(digest.root), tmp_path / "clean")
    assert not (site / copies[0]).exists()
    digest.configure(image_widths=None)
    law.check(Options(digest.root), tmp_path / "clean")
    assert not (site / "pictures").exists()


def test_a_copy_is_made_once_and_carries_nothing_of_the_camera(
    digest: Digest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digestgen import copies

    image = pytest.importorskip("PIL.Image")
    exif = image.Exif()
    exif[0x010F], exif[0x0112] = "A maker of cameras", 6
    digest.put("content/assets/photo.jpg", photo(exif=exif))
    digest.configure(image_widths=[100])
    first = build(Options(digest.root)).output
    (copy,) = (first / "pictures").glob("photo-*")
    with image.open(copy) as small:
        assert small.size == (100, 200)
    assert b"A maker of cameras" not in copy.read_bytes()
    monkeypatch.setattr(copies, "_made", lambda *given: pytest.fail("made again"))
    again = build(Options(digest.root, output=digest.root / "other", clean=True)).output
    assert (again / "pictures" / copy.name).read_bytes() == copy.read_bytes()


def test_what_pillow_cannot_read_is_copied(digest: Digest) -> None:
    pytest.importorskip("PIL.Image")
    digest.configure(image_widths=[100])
    site = build(Options(digest.root)).output
    (copy,) = (site / "pictures").iterdir()
    assert copy.read_bytes() == png(640, 360)
