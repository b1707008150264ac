"""What a release is made of: bytes that can be made again, a container, licences."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKED = ("digestgen", "layouts", "docs", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")


def test_wheel_and_sdist_are_the_same_whenever_and_wherever_built(tmp_path: Path) -> None:
    digests = []
    for number, place in enumerate(("one", "another/place")):
        source = tmp_path / place
        source.mkdir(parents=True)
        for name in PACKED:
            if (ROOT / name).is_dir():
                leave = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / name, source / name, ignore=leave)
            else:
                shutil.copy(ROOT / name, source / name)
        for path in source.rglob("*"):
            os.utime(path, (1_700_000_000 + number * 86_400,) * 2)
        command = [
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--outdir",
            str(source / "dist"),
        ]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "TZ": f"UTC{number}"}
        subprocess.run(command, cwd=source, env=environment, check=True, capture_output=True)
        made = sorted((source / "dist").iterdir())
        assert len(made) == 2
        digests.append([(p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in made])
    assert digests[0] == digests[1]


def test_what_the_dockerfile_copies_is_there_and_not_ignored() -> None:
    kept = (ROOT / ".dockerignore").read_text("utf-8").split()
    for line in re.findall(
        r"^COPY (?!--from)(.+)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE
    ):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists(), name
            assert f"!{name}" in kept


@pytest.mark.parametrize("requirement", requires("digestgen") or [])
def test_every_dependency_is_listed_with_its_licence(requirement: str) -> None:
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    text = (ROOT / "docs/dependencies.md").read_text("utf-8").lower()
    if "extra ==" in requirement:
        assert name in text.replace("pillow", "pillow pil"), name
        return
    try:
        about = metadata(name)
    except PackageNotFoundError:
        pytest.skip(f"{name} is not for this system")
    (row,) = re.findall(rf"^\| {re.escape(name)} \|.*$", text, re.MULTILINE)
    said = " ".join(
        value
        for key in ("License-Expression", "License", "Classifier")
        for value in about.get_all(key) or []
    ).lower()
    family = next(word for word in ("mit", "bsd", "apache") if f"| {word}" in row)
    assert family in said
