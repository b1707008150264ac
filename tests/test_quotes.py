"""Quotes: what is a direct quotation, and who speaks it. All places and people are invented."""

import time

import pytest

from digestgen.extract import Settings, extract

WORDS = "we will open the bridge on Monday"
CAST = (
    "Ada Okafor, the mayor of Port Meridian, met harbour master Tomas Brandt on Tuesday.",
    "The Harbour Authority had shut the old bridge in March, after a crack was found in its deck.",
)


def quotes(*paragraphs: str, lead: tuple[str, ...] = CAST) -> list[tuple[str | None, str]]:
    title = "Harbour bridge opens again after repairs"
    text = "\n\n".join((title, "2 March 2026", *lead, *paragraphs)) + "\n"
    found = extract(text, Settings()).fields.get("quotes", [])
    assert isinstance(found, list)
    return [(quote.get("speaker"), quote["text"]) for quote in found]


def speakers(*paragraphs: str, lead: tuple[str, ...] = CAST) -> list[str | None]:
    return [speaker for speaker, _ in quotes(*paragraphs, lead=lead)]


@pytest.mark.parametrize(
    ("paragraph", "texts"),
    [
        (f"“{WORDS},” Okafor said.", [WORDS]),
        (f'"{WORDS}," Okafor said.', [WORDS]),
        (f"‘{WORDS},’ Okafor said.", [WORDS]),
        (f"'{WORDS},' Okafor said.", [WORDS]),
        (f"``{WORDS},'' Okafor said.", [WORDS]),
        (f"“{WORDS},’’ Okafor said.", [WORDS]),
        (f"„{WORDS}“, Okafor said.", [WORDS]),
        (f"« {WORDS} », Okafor said.", [WORDS]),
        (f"»{WORDS}«, Okafor said.", [WORDS]),
        (
            "‘We won’t sell the crews’ huts to anybody,’ Okafor said.",
            ["We won’t sell the crews’ huts to anybody"],
        ),
        (
            "“He told me ‘the deck is sound’ and left,” Okafor said.",
            ["He told me ‘the deck is sound’ and left"],
        ),
        (
            "“We will open it,” Okafor said, “whatever the weather may bring.”",
            ["whatever the weather may bring."],
        ),
        ("Okafor called it “a big day” for “the old town”.", []),
        ('The beam was 15" wide and the bolts 3" long, and nobody had measured either.', []),
        ("She read “The Long Road to Port Meridian” on the ferry.", []),
        ("It's the council's bridge, and the voters' and sailors' too, Okafor said.", []),
    ],
)
def test_quotations(paragraph: str, texts: list[str]) -> None:
    assert [text for _, text in quotes(paragraph)] == texts


def test_a_quotation_over_paragraphs_is_one() -> None:
    assert quotes(
        "Okafor said: “We will open it. The tests are done.",
        "“We asked every crew.",
        "“Nobody objected.”",
    ) == [
        (
            "Ada Okafor",
            "We will open it. The tests are done. We asked every crew. Nobody objected.",
        )
    ]


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        # by name
        ([f"“{WORDS},” Okafor said."], "Ada Okafor"),
        ([f"“{WORDS},” said Okafor."], "Ada Okafor"),
        ([f"“{WORDS},” said Mayor Okafor, who has held office since May."], "Ada Okafor"),
        ([f"“{WORDS},” Brandt, 61, told the Port Courier."], "Tomas Brandt"),
        ([f"“{WORDS},” Brandt, a former diver at the Harbour Authority, said."], "Tomas Brandt"),
        ([f"“{WORDS},” Brandt (pictured) told reporters."], "Tomas Brandt"),
        ([f"Okafor said: “{WORDS}.”"], "Ada Okafor"),
        ([f"Okafor told Brandt that “{WORDS}”."], "Ada Okafor"),
        ([f"In a statement on Monday, Okafor wrote: “{WORDS}.”"], "Ada Okafor"),
        ([f"According to Okafor, “{WORDS}”."], "Ada Okafor"),
        ([f"“{WORDS},” according to Okafor."], "Ada Okafor"),
        ([f"Okafor: “{WORDS}.”"], "Ada Okafor"),
        ([f"Asked about Brandt, Okafor said: “{WORDS}.”"], "Ada Okafor"),
        ([f"Brandt left early, with Okafor saying: “{WORDS}.”"], "Ada Okafor"),
        ([f"Brandt praised the crew, adding: “{WORDS}.”"], "Tomas Brandt"),
        ([f"“It is done,” Okafor said, adding that “{WORDS}”."], "Ada Okafor"),
        ([f"“{WORDS.capitalize()}!” Okafor said."], "Ada Okafor"),
        ([f"“{WORDS.capitalize()}?” asked Brandt."], "Tomas Brandt"),
        ([f"“{WORDS},” Okafor snaps."], "Ada Okafor"),
        ([f"“{WORDS},” tweeted Okafor."], "Ada Okafor"),
        (
            [
                f"“{WORDS}”",
                "— Ada Okafor, mayor",
                "Nobody in town objected to the plan that she brought to the council.",
            ],
            "Ada Okafor",
        ),
        ([f"“{WORDS}” was promised in May, said Okafor."], "Ada Okafor"),
        ([f"“{WORDS},” said Sir Tomas Brandt."], "Tomas Brandt"),
        # somebody whom nothing else names
        ([f"“{WORDS},” said Mara Lindqvist."], "Mara Lindqvist"),
        ([f"“{WORDS},” wrote 43-year-old Mara Lindqvist of Ostby."], "Mara Lindqvist"),
        ([f"“{WORDS},” said Will Lindqvist, who runs the ferry."], "Will Lindqvist"),
        ([f"“{WORDS},” said ferry pilot Mara Lindqvist."], "Mara Lindqvist"),
        ([f"“{WORDS},” said the ferry company’s director, Mara Lindqvist."], "Mara Lindqvist"),
        ([f"“{WORDS},” Ferry Union president Mara Lindqvist said."], "Mara Lindqvist"),
        (
            [f"“{WORDS},” Lindqvist said.", "Sara Lindqvist is a pilot of the night ferry."],
            "Sara Lindqvist",
        ),
        # by pronoun
        ([f"Okafor opened the bridge. “{WORDS},” she said."], "Ada Okafor"),
        ([f"Okafor thanked Brandt for the work. “{WORDS},” she said."], "Ada Okafor"),
        ([f"Okafor thanked Brandt for the work. “{WORDS},” he said."], "Tomas Brandt"),
        ([f"Okafor spoke of her years with Brandt. She said: “{WORDS}.”"], "Ada Okafor"),
        (["Brandt was late.", "He had slept badly.", f"“{WORDS},” he said."], "Tomas Brandt"),
        (["“It is done,” said Brandt.", f"“{WORDS},” he added."], "Tomas Brandt"),
        # by role
        ([f"Brandt thanked her. “{WORDS},” the mayor said."], "Ada Okafor"),
        ([f"Okafor left. “{WORDS},” the harbour master said."], "Tomas Brandt"),
        ([f"“{WORDS},” the authority said in a statement."], "Harbour Authority"),
        ([f"“{WORDS},” the Harbour Authority said."], "Harbour Authority"),
        (["The mayor shook her head.", f"“{WORDS},” she said."], "Ada Okafor"),
        ([f"The mayor gave no reason. “{WORDS},” she said."], "Ada Okafor"),
        ([f"The Ministry of Works was told. “{WORDS},” the ministry said."], "Ministry of Works"),
        ([f"“It is done,” the Harbour Authority said. “{WORDS},” it added."], "Harbour Authority"),
        # described
        ([f"“{WORDS},” said a union official."], "a union official"),
        ([f"“{WORDS},” one resident said."], "one resident"),
        (
            [f"“{WORDS},” said a spokesperson for the Harbour Authority."],
            "a spokesperson for the Harbour Authority",
        ),
        ([f"“{WORDS},” a man who gave no name told the Port Courier."], "a man"),
        ([f"A resident of the old quarter lost her roof. “{WORDS},” she said."], "A resident"),
        ([f"One juror, who asked not to be named, wept. “{WORDS},” she said."], "One juror"),
        ([f"“{WORDS},” said forum convener Mara Lindqvist."], "Mara Lindqvist"),
        ([f"Brandt said the union had agreed that it was “{WORDS}”."], "Tomas Brandt"),
        # from the sentences around
        ([f"Okafor was more direct. “{WORDS}.”"], "Ada Okafor"),
        (["Okafor spoke to the crews at noon.", f"“{WORDS}.”"], "Ada Okafor"),
        (["“It is done,” Okafor said.", f"“{WORDS}.”"], "Ada Okafor"),
        ([f"“It is done,” Okafor said. “{WORDS}.”"], "Ada Okafor"),
        (
            ["What did the mayor’s letter say?", f"“It is done,” Okafor said. “{WORDS}.”"],
            "Ada Okafor",
        ),
        (["Okafor sighed. “It is done,” she said.", "Is it safe?", f"“{WORDS}.”"], "Ada Okafor"),
        # in other languages
        ([f"„{WORDS}“, sagte Ada Okafor."], "Ada Okafor"),
        ([f"« {WORDS} », a déclaré Ada Okafor."], "Ada Okafor"),
        ([f"«{WORDS}», dijo Ada Okafor."], "Ada Okafor"),
        # none rather than a wrong one
        ([f"The sign over the new bridge had five lines and no name: “{WORDS}.”"], None),
    ],
)
def test_speakers(paragraphs: list[str], speaker: str | None) -> None:
    found = [who for who, text in quotes(*paragraphs) if "open the bridge" in text]
    assert found == [speaker]


def test_each_pair_of_marks_is_a_quote() -> None:
    assert quotes(
        "“We asked each of the crews,” Okafor said, “and nobody had any doubt.” Brandt nodded. "
        "“It will hold for fifty years,” he said."
    ) == [
        ("Ada Okafor", "We asked each of the crews"),
        ("Ada Okafor", "and nobody had any doubt."),
        ("Tomas Brandt", "It will hold for fifty years"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "\n\n".join(f"He paused. “And then {n} more of them came,” he said." for n in range(2000)),
        " ".join(f"he said “and then {n} more of them came” and" for n in range(2000)),
        " ".join(f"Ab Cd “and then {n} more of them came” Ef" for n in range(2000)),
    ],
)
def test_a_long_page_of_quotes_is_read_to_its_end(page: str) -> None:
    started = time.perf_counter()
    assert len(quotes(page + ".")) == 2000
    assert time.perf_counter() - started < 20


def test_a_month_says_nothing() -> None:
    paragraph = "The mayor of the port on 2 August calls the old foghorn “a cow with a cold”."
    assert "August" not in speakers(paragraph)
