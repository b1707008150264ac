"""Pages in German, French and Spanish: title and body are right, and nothing absurd is made of them."""

from pathlib import Path

import pytest

from digestgen.extract import Settings, extract
from digestgen.extract.language import known_languages, language_of, month_numbers, wording

PASTES = Path(__file__).parent / "pastes"
TITLES = {
    "de-bridge": "Hafenbrücke öffnet am Montag wieder für den Verkehr",
    "de-bus": "Port Meridian: Stadtrat beschließt neue Buslinie",
    "de-strike": "Lotsen beenden ihren Streik im Hafen",
    "fr-bridge": "Le pont du port rouvre lundi à Port Meridian",
    "fr-bus": "Le conseil municipal de Port Meridian vote une nouvelle ligne de bus",
    "fr-strike": "Port Meridian : les pilotes du port mettent fin à leur grève",
    "es-bridge": "El puente del puerto reabre el lunes en Port Meridian",
    "es-bus": "El ayuntamiento de Port Meridian aprueba una nueva línea de autobús",
    "es-strike": "Los prácticos del puerto de Port Meridian terminan su huelga",
}
FIRST_AND_LAST = {
    "de-bridge": ("Die Hafenbrücke von Port Meridian ist ab Montag", "der Betrieb eingestellt."),
    "de-bus": ("Der Stadtrat von Port Meridian hat am", "weitere zwei Millionen Kronen."),
    "de-strike": ("Die Lotsen im Hafen von Port Meridian", "die Fähre aus Norrland."),
    "fr-bridge": ("Le pont du port de Port Meridian", "le service sera arrêté."),
    "fr-bus": ("Le conseil municipal de Port Meridian a voté", "dès la première année."),
    "fr-strike": ("Les pilotes du port de Port Meridian", "le ferry de Norrland."),
    "es-bridge": ("El puente del puerto de Port Meridian", "se suspenderá el servicio."),
    "es-bus": ("El pleno del ayuntamiento de Port Meridian", "desde el primer año."),
    "es-strike": ("Los prácticos del puerto de Port Meridian", "el ferri de Norrland."),
}
FURNITURE = [
    "Newsletter",
    "newsletter",
    "Cookies",
    "cookies",
    "Anzeige",
    "Publicité",
    "Publicidad",
    "Foto",
    "Lesen",
    "Lire",
    "Lee",
    "Impressum",
    "Mentions",
    "Aviso",
    "Kräne",
    "grues",
    "grúas",
    "boletín",
    "Teilen",
    "Partager",
    "Compartir",
    "min",
    "Min",
]
DAYS = {"bridge": "2026-03-03", "bus": "2026-03-03", "strike": "2026-03-04"}


@pytest.mark.parametrize("name", TITLES)
def test_a_page_in_another_language(name: str) -> None:
    found = extract((PASTES / f"{name}.txt").read_text(encoding="utf-8"), Settings())
    assert found.fields["language"] == name[:2]
    assert found.fields["title"] == TITLES[name]
    first, last = FIRST_AND_LAST[name]
    assert first in found.body
    assert found.body.rstrip().endswith(last)
    words = found.body.replace(",", " ").replace(".", " ").split()
    assert not [word for word in words if word in FURNITURE]
    # A date that is read is the right one.
    assert str(found.fields.get("date", DAYS[name[3:]]))[:10] in (DAYS[name[3:]], "2026-03-04")


@pytest.mark.parametrize("name", ["de-bridge", "fr-bridge", "es-bridge"])
def test_a_subhead_and_a_quotation_in_another_language(name: str) -> None:
    body = extract((PASTES / f"{name}.txt").read_text(encoding="utf-8"), Settings()).body
    assert body.count("\n## ") == 1
    assert any(mark in body for mark in "„«")


@pytest.mark.parametrize("name", ["de-bus", "fr-bus", "es-bus"])
def test_bullets_in_another_language(name: str) -> None:
    body = extract((PASTES / f"{name}.txt").read_text(encoding="utf-8"), Settings()).body
    assert body.count("\n- ") == 2


def test_every_language_file_is_whole() -> None:
    """What holds for any language: twelve months, seven days, phrases that can be read."""
    languages = known_languages()
    assert {"de", "en", "es", "fr"} <= set(languages)
    for code, language in languages.items():
        assert language.code == code
        assert len(language.months) == 12
        assert len(language.weekdays) == 7
        assert len(language.common.split()) >= 12
        assert language.by and language.and_ and language.quotation_marks
        assert language_of(" ".join([*language.common.split()] * 2)) == code
        assert wording(code).sharing >= set(language.sharing.split())
    assert month_numbers()["märz"] == month_numbers()["mars"] == month_numbers()["march"] == 3


def test_a_date_at_the_start_of_a_line_is_no_list() -> None:
    body = extract(
        "Streik im Hafen\n\n4. März 2026\n\nDie Lotsen haben den Streik am Mittwoch beendet.\n",
        Settings(language="de"),
    )
    assert "1." not in body.body
    assert "4. März 2026" in {line.text for line in body.dropped}
