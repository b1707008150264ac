"""Outputs that no template makes: files that go onto the site as they are, and smaller copies of
pictures, which are kept in the cache by what they are made from."""

from io import BytesIO
from pathlib import Path

from digestgen import cache, files, images
from digestgen.pages.page import Page
from digestgen.templates import Theme

PICTURES = f"{files.CACHE}/pictures"


def copied(root: Path, theme: Theme, page: Page) -> bytes:
    """The bytes of a page of one of `pages.COPIED`."""
    if page.kind == "theme":
        return theme.static[page.args[0]]
    data = files.read(root, page.args[0]) or b""
    return _resized(root, data, int(page.args[1])) if page.kind == "resized" else data


def _resized(root: Path, data: bytes, width: int) -> bytes:
    key = files.digest(f"{images.made_by()}\n{width}\n{files.digest(data)}".encode())
    known = cache.read(root / PICTURES / key)
    if known is None:
        known = _made(data, width)
        cache.write(root / PICTURES / key, known)
    return known


def _made(data: bytes, width: int) -> bytes:
    """The picture in the same format at this width; the file as it is where Pillow can't read it or
    where it moves. The same bytes and version of Pillow give the same bytes."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(data)) as opened:
            kind = opened.format or ""
            if getattr(opened, "n_frames", 1) > 1:
                return data
            profile = opened.info.get("icc_profile")
            upright = ImageOps.exif_transpose(opened)
            if upright.mode not in ("RGB", "RGBA", "L", "LA"):
                upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
            height = max(1, round(upright.height * width / upright.width))
            small = upright.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return data
    small.info.clear()
    made = BytesIO()
    given: dict[str, object] = {"icc_profile": profile} if profile else {}
    if kind == "JPEG":
        small = small.convert("RGB") if small.mode not in ("RGB", "L") else small
        small.save(made, kind, quality=images.QUALITY, progressive=True, optimize=True, **given)
    elif kind == "WEBP":
        small.save(made, kind, quality=images.QUALITY, method=4, **given)
    else:
        small.save(made, "PNG", optimize=True, **given)
    return made.getvalue()
