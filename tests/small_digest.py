"""A small digest on disk for tests to edit: a few people, topics and places, and colliding names."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

CONFIG: dict[str, object] = {
    "title": "The Small Digest",
    "id": "small",
    "base_url": "https://small.example.org/",
    "rights": "full",
}

ARTICLES: dict[str, dict[str, object]] = {
    "2026/bridge.md": {
        "title": "Bridge opens",
        "date": "2026-03-03",
        "people": [{"name": "Ada Okafor", "role": "engineer"}, "Tomas Brandt"],
        "organizations": ["Harbour Authority"],
        "topics": ["harbour bridge", "transport"],
        "places": ["Old Quay"],
        "section": "City",
        "source": "Port Courier",
        "authors": ["Mara Lind"],
        "summary": "The bridge is open again.",
        "quotes": [{"speaker": "Okafor", "text": "We open on Monday."}],
        "thread": "harbour bridge",
        "body": "Ada Okafor opened the bridge at Old Quay, says [the archive](/archive/).\n\n## After\n\nBrandt.",
    },
    "2026/closed.md": {
        "title": "Bridge closed",
        "date": "2026-01-02T09:30:00+01:00",
        "people": ["Ada Okafor", "Ben Okafor"],
        "topics": ["Harbour Bridge"],
        "source": {"name": "Port Courier", "url": "https://courier.example.org/"},
        "thread": "Harbour bridge",
        "body": "A crack was found, said Okafor.",
    },
    "2026/ferries.md": {
        "title": "Ferries run late",
        "date": "2026-03-03T18:00:00-05:00",
        "people": ["Okafor", "Ilse Varga (judge)"],
        "topics": ["ferries", "transport"],
        "quotes": [
            {"speaker": "Ilse Varga", "text": "That is not for the court."},
            {"speaker": "a harbour official", "text": "No comment."},
        ],
        "section": "Courts",
        "body": "Ilse Varga ruled.",
    },
    "2026/kelp.txt": {
        "title": "Kelp nursery",
        "date": "2026-03-04",
        "added": "2026-03-05",
        "topics": ["kelp"],
        "organizations": ["Harbour Authority", "Port Council"],
        "places": ["Old Quay"],
        "rank": 1,
        "body": "Kelp grows.",
    },
    "2025/council.md": {
        "title": "Council budget",
        "date": "2025-12-30",
        "people": ["Tomas Brandt", "A. Okafor"],
        "organizations": ["Port Council"],
        "topics": ["transport"],
        "redirect_from": ["old/budget"],
        "body": "Numbers.",
    },
    "undated.md": {"title": "No day at all", "people": ["Ada Okafor"], "body": "When?"},
    "draft.md": {
        "title": "Not yet",
        "date": "2026-03-04",
        "draft": True,
        "people": ["Nia Sol"],
        "body": "Later.",
    },
}

OTHERS: dict[str, str] = {
    "content/people/ada-okafor.md": "---\nname: Ada Okafor\naliases: [A. Okafor]\n---\nShe built it.",
    "content/topics/harbour-bridge.md": "---\nname: Harbour bridge\n---\n",
    "content/pages/about.md": "---\ntitle: About\n---\nRead [the editions](/editions/).",
    "content/editions/2026-03-03.md": "---\ntitle: Open\n---\nA good day.",
    "content/assets/bridge.svg": "<svg/>",
}


class Digest:
    """A digest in a folder. Whatever stands in the way of a file that is put is removed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.articles: dict[str, dict[str, object]] = {}
        self.config: dict[str, object] = {}

    @classmethod
    def small(cls, root: Path) -> "Digest":
        """The digest above, written to a new folder."""
        digest = cls(root)
        digest.configure(**CONFIG)
        for name, fields in ARTICLES.items():
            digest.article(name, **fields)
        for path, text in OTHERS.items():
            digest.put(path, text)
        return digest

    def configure(self, **values: object) -> None:
        """Set keys of digest.yaml; None removes one."""
        self.config = {k: v for k, v in {**self.config, **values}.items() if v is not None}
        self.put("digest.yaml", _yaml(self.config))

    def article(self, name: str, **fields: object) -> None:
        """Set fields of an article and its body; None removes one."""
        merged = {**self.articles.get(name, {}), **fields}
        self.articles[name] = {k: v for k, v in merged.items() if v is not None}
        self.write(name)

    def write(self, name: str) -> None:
        """Write an article as its fields are, mending whatever was done to its file."""
        fields = dict(self.articles[name])
        body = fields.pop("body", "")
        self.put(f"content/{name}", f"---\n{_yaml(fields)}---\n{body}\n")

    def delete(self, path: str) -> None:
        """Delete a file, and the folders that it leaves empty."""
        self.articles.pop(path.removeprefix("content/"), None)
        file = self.root / path
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)
        remove_empty(file.parent, self.root)

    def put(self, path: str, data: str | bytes) -> None:
        self._clear(path)
        (self.root / path).write_bytes(data.encode() if isinstance(data, str) else data)

    def link(self, path: str, target: str) -> None:
        """A symbolic link."""
        self._clear(path)
        (self.root / path).unlink(missing_ok=True)
        os.symlink(target, self.root / path)

    def _clear(self, path: str) -> None:
        file = self.root / path
        for one in (*reversed(file.relative_to(self.root).parents), Path(path)):
            found = self.root / one
            folder = found.is_dir() and not found.is_symlink()
            if os.path.lexists(found) and (folder if found == file else not folder):
                self._forget(found)
        if file.is_symlink() or (file.is_file() and not file.stat().st_mode & 0o200):
            file.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)

    def _forget(self, found: Path) -> None:
        content = self.root / "content"
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found)
        else:
            found.unlink()
        for name in [n for n in self.articles if not os.path.lexists(content / n)]:
            del self.articles[name]


def _yaml(values: Mapping[str, object]) -> str:
    return "".join(f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in values.items())


def remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder and those above it, below `root`, that hold nothing."""
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
