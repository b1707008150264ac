"""Reference data that ships with the package: names of people, places and organizations.

Plain text files, a name a line, read when first asked for. Their headers say where they come from
and under which licence. They are evidence, never a verdict: what is not here is found by context.
"""

from functools import cache
from importlib.resources import files

_ALSO_WORDS = "# also ordinary words or other names:"


@cache
def _sections(file: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that are little else, and those that are also words or names of other things."""
    text = files("digestgen.extract").joinpath("data", file).read_text("utf-8")
    sure, _, unsure = text.partition(_ALSO_WORDS)
    return frozenset(sure.split("\n")), frozenset(unsure.split("\n")) - {""}


def given_names() -> frozenset[str]:
    """Given names that are little else."""
    return _sections("given.txt")[0]


def given_words() -> frozenset[str]:
    """Given names that are also ordinary words."""
    return _sections("given.txt")[1]


def surnames() -> frozenset[str]:
    """Surnames that are no given names."""
    return _sections("surnames.txt")[0]


def surname_words() -> frozenset[str]:
    """Surnames that are also ordinary words or given names."""
    return _sections("surnames.txt")[1]


def cities() -> frozenset[str]:
    """Cities whose names are little else."""
    return _sections("cities.txt")[0]


def city_words() -> frozenset[str]:
    """Cities whose names are also ordinary words or names of people."""
    return _sections("cities.txt")[1]


def regions() -> frozenset[str]:
    """Well-known regions, states, cities, seas …"""
    return _sections("known-places.txt")[0]


def region_words() -> frozenset[str]:
    """Those whose names are also words or names of other things."""
    return _sections("known-places.txt")[1]


def organizations() -> frozenset[str]:
    """Organizations that papers name without saying what they are."""
    return _sections("known-organizations.txt")[0]


def organization_words() -> frozenset[str]:
    """Those whose names are also words or names of other things."""
    return _sections("known-organizations.txt")[1]
