"""Take the README's pictures of the sample digest again, into docs/images/.

    .venv/bin/python tools/screenshots.py [FOLDER]

Builds the sample into a temporary folder, serves it on this machine, and looks at it with Chromium
through Playwright (CHROMIUM names the browser, else Playwright's own or the one on PATH). Pillow
reduces the colours: each file stays below 150 KB.
"""

import http.server
import io
import os
import shutil
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from digestgen.build import Options, build

ROOT = Path(__file__).parent.parent
LARGEST = 150_000  # bytes
FRONT, DESKTOP, PHONE = (1280, 1240), (1280, 860), (390, 860)
PICTURES = [
    ("home-desktop", "", FRONT, "light"),
    ("person-desktop", "people/ada-okafor/", DESKTOP, "light"),
    ("article-phone", "articles/2026/03/harbour-bridge-reopens/", PHONE, "dark"),
    ("quotes-phone", "quotes/", PHONE, "light"),
]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


def reduced(png: bytes) -> bytes:
    """The same picture with as many colours as fit into the size."""
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        made = io.BytesIO()
        few = whole.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(made, "PNG", optimize=True)
        if made.tell() <= LARGEST:
            break
    return made.getvalue()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site, sync_playwright() as playwright:
        build(Options(ROOT, output=Path(site) / "site"))
        server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), partial(Quiet, directory=f"{site}/site")
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for name, path, (width, height), scheme in PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(f"http://127.0.0.1:{server.server_port}/{path}", timeout=120_000)
            page.wait_for_load_state("networkidle")
            data = reduced(page.screenshot(timeout=120_000))
            (folder / f"{name}.png").write_bytes(data)
            print(f"{name}.png: {len(data) / 1000:.0f} KB")
            page.close()
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
