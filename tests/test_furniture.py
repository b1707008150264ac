"""What of a pasted page is the article, and why each other line is not."""

import pytest

from digestgen.extract import Extraction, Settings, extract
from digestgen.extract.paste import read_paste

TITLE = "Harbour bridge reopens on Monday morning"
LEAD = "The harbour bridge opens to traffic again on Monday after a year of repairs, they said."
SECOND = "Ada Okafor, who directs the Harbour Authority, called the works the largest in decades."
THIRD = "The ferry keeps running until the end of April, and then the boats go to the south bay."
LAST = "Shops on the quay hope that visitors come back in the spring, when the market opens again."


def page(*blocks: str, above: str = "") -> Extraction:
    return extract("\n\n".join((above, TITLE, LEAD, SECOND, *blocks)) + "\n", Settings())


def reasons(found: Extraction) -> dict[str, str]:
    return {line.text: line.reason for line in found.dropped}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share this article", "share row"),
        ("Facebook Twitter WhatsApp", "share row"),
        ("READ MORE: Ferry drifts for two hours off the north mole", "related link"),
        ("On portcourier.example.com: Ferry drifts off the north mole", ""),
        ("Also read | Ferry drifts for two hours off the north mole", "related link"),
        ("Sign up for our morning newsletter and never miss a tide.", "subscription prompt"),
        ("Subscribe to the Port Courier and read more of your favourite writers.", "subscription"),
        ("Image 2 of 5", "gallery"),
        ("Advertisement", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("6 min read", "reading time"),
        ("34 comments", "comment count"),
        ("We use cookies to improve this website for you.", "consent prompt"),
        ("Updated 5 hours ago", "timestamp"),
        ("Above: The bridge from the north mole.", "caption"),
        ("Mayor Ines Calloway (left) crosses with the harbour master", "caption"),
        ("View this post on Instagram", "script notice"),
    ],
)
def test_a_line_between_paragraphs_goes(line: str, reason: str) -> None:
    found = page(line, THIRD, LAST)
    if not reason:  # a site's name nobody knows is no sign by itself
        assert THIRD in found.body
        return
    assert line.split()[-1] not in found.body.replace(LEAD, "").replace(THIRD, ""), found.body
    assert reasons(found)[line].startswith(reason)
    for paragraph in (LEAD, SECOND, THIRD, LAST):
        assert paragraph in found.body


@pytest.mark.parametrize(
    "sentence",
    [
        "Copyright lawyers in Port Meridian say that the plan for the bridge belongs to the city.",
        "Like the old market hall, the bridge was built by the grandfather of Tomas Brandt.",
        "Visit the bridge at low tide, he said, and see how much of the iron is left below.",
        "Left-wing councillors voted against the works, as they had done ten years before that.",
        (
            "The council asked the readers of its newsletter, whom it counts in thousands, whether"
            " they would subscribe to a paid one as well, or rather read it on the town hall's wall."
        ),
        "“Sign up for the ferry newsletter,” said Okafor, “if you want to know when it sails.”",
        "This story of rust and delays is about a city that forgot to look below the roadway.",
        "Join the army of volunteers, said the posters that hung on the bridge for all that time.",
    ],
)
def test_a_sentence_that_only_sounds_like_furniture_stays(sentence: str) -> None:
    assert sentence.replace("“", "").split(",")[0] in page(sentence, THIRD).body.replace("“", "")


def test_a_subhead_below_a_teaser_stays() -> None:
    found = page("Read more: Ferry drifts off the mole", "Why it took so long", THIRD, LAST)
    assert "## Why it took so long" in found.body


def test_readers_comments_end_the_article_however_long_they_are() -> None:
    comment = "I cross this bridge every day and nobody told us that it would take so long again. "
    comments = [f"Reader{n} says:\n2 days ago\n\n{comment * 3}{n}" for n in range(30)]
    found = page(THIRD, LAST, "30 comments", *comments)
    assert found.fields["title"] == TITLE
    assert LAST in found.body
    assert "every day" not in found.body


def test_the_article_goes_on_below_a_box_of_links() -> None:
    links = "\n".join(f"Ferry drifts off the north mole for the {n}th time" for n in range(2, 9))
    found = page("Related articles", links, "Share this article", THIRD, LAST, "Most read", links)
    assert f"{THIRD}\n\n{LAST}" in found.body
    assert "drifts" not in found.body


@pytest.mark.parametrize(
    "row",
    [
        "News Weather Obits Wire Jobs",
        "FRONT PAGE   COURTS   COUNTY   PEOPLE",
        "News / City / Harbour / Bridge to reopen on Monday after repairs",
        "This article is more than 1 month old",
    ],
)
def test_a_row_above_the_title_is_not_the_title(row: str) -> None:
    assert page("By Mara Lindqvist", THIRD, above=row).fields["title"] == TITLE


def test_a_long_consent_form_is_not_the_article() -> None:
    cookies = [
        f"__c{n} 1 year This cookie is set by the harbour's provider. It stores which of the pages"
        " a visitor has seen, and for how long they have stayed there, for statistics."
        for n in range(40)
    ]
    found = page("By Mara Lindqvist", THIRD, "Cookie settings", "\n".join(cookies))
    assert found.fields["title"] == TITLE
    assert LEAD in found.body
    assert "visitor" not in found.body


def test_a_list_with_an_offer_in_it_is_a_list_of_offers() -> None:
    offers = (
        "- Exclusive articles by our writers on the harbour and the sea.\n"
        "- Unlimited online access to all of the archive.\n"
        "- Daily puzzles, with the crossword of the week."
    )
    found = page(offers, THIRD, LAST)
    assert "puzzles" not in found.body
    assert LAST in found.body


def test_a_list_that_a_colon_announces_stays_across_a_gallery() -> None:
    found = page(
        "Five companies were asked to mend the bridge, and these are the ones that answered:",
        "Image 1 of 5\n(Photo: Nia Sol)",
        "- Brandt and Daughters, Norrland\n- Mole Keepers, Port Meridian\n- Iron Bay",
        THIRD,
    )
    assert (
        "- Brandt and Daughters, Norrland\n- Mole Keepers, Port Meridian\n- Iron Bay" in found.body
    )


def test_a_numbered_subhead_keeps_its_number() -> None:
    found = page("1. The north mole", THIRD, "2. The south bay", LAST)
    assert "## 1. The north mole" in found.body
    assert "## 2. The south bay" in found.body


def test_what_stands_between_the_title_and_its_second_occurrence_is_the_head() -> None:
    gallery = "A dredger waits off the north mole in this picture from Tuesday, March 3, 2026"
    found = page(THIRD, above=f"{TITLE}\n\n{gallery}\n\nBack to gallery")
    assert gallery not in found.body
    assert found.body.startswith(LEAD)


def test_closing_notes_go_and_the_last_paragraph_stays() -> None:
    notes = (
        "Tilde Marrow contributed to this report.",
        "Marrow reported from Ostby, and Lind and Brandt from Norrland.",
        "Mara Lindqvist is a senior reporter at the Port Courier. She writes about the sea.",
        "Follow us on Instagram and Bluesky for more stories like this one.",
    )
    found = page(THIRD, LAST, *notes)
    assert found.body.rstrip().endswith(LAST)
    assert all(reasons(found)[note] for note in notes)


@pytest.mark.parametrize(
    "sentence",
    [
        "Heavy rain contributed to this year's delay, and so did the rust below the old roadway.",
        "The first cracks were reported from the north mole, and nobody thought much of them then.",
        "The island can be reached by ferry until the end of April, and on foot when the tide is low.",
        "Her last book, which she wrote on the quay, is a story of the city and of its old bridge.",
    ],
)
def test_a_last_paragraph_that_only_sounds_like_a_note_stays(sentence: str) -> None:
    assert page("By Mara Lindqvist", THIRD, sentence).body.rstrip().endswith(sentence)


def test_a_post_of_somebody_else_is_a_block_quote_with_its_signature() -> None:
    found = page(
        "The director wrote of it on Monday, in a message that many people read and answered.",
        "We open on Monday, whatever the weather",
        "— Ada Okafor (@okafor) March 2, 2026",
        THIRD,
        LAST,
    )
    assert (
        "> We open on Monday, whatever the weather\n>\n> — Ada Okafor (@okafor) March 2, 2026"
        in found.body
    )


def test_dates_of_a_tour_below_the_text_stay() -> None:
    days = [f"June {day} – Bay Theatre, Port Meridian" for day in range(2, 9)]
    found = page(THIRD, "Tour dates", "\n".join(days), "Most read", "Ferry drifts off the mole")
    assert all(day in found.body for day in days)
    assert "Ferry drifts" not in found.body


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("Itâ€™s open, â€œfinallyâ€\x9d, she said", "It’s open, “finally”, she said"),
        ("ZoÃ« Brandt ate crÃªpes for 5Â£ at the CafÃ©", "Zoë Brandt ate crêpes for 5£ at the Café"),
        ("Brandt &amp; Daughters said &quot;yes&quot;&nbsp;to it", 'Brandt & Daughters said "yes" to it'),
        ("The har\u00adbour mas\u00adter\u00a0came", "The harbour master came"),
        ("“CAFÉ” and MENÜ“ are words; ÂGE and SÃO are, too", "“CAFÉ” and MENÜ“ are words; ÂGE and SÃO are, too"),
        ("T he bridge is open", "The bridge is open"),
    ],
)  # fmt: skip
def test_characters_that_went_wrong_are_mended(pasted: str, meant: str) -> None:
    tail = ", and nobody in the whole of the city was surprised to hear about it."
    (line,) = read_paste(pasted + tail).lines
    assert line.text == meant + tail


def test_rows_that_links_broke_are_one_and_point_at_the_paste() -> None:
    text = "The bridge had been closed for a year, according to\nPort Courier\n, which asked.\n"
    paste = read_paste(text)
    (line,) = paste.lines
    assert (
        line.text
        == "The bridge had been closed for a year, according to Port Courier, which asked."
    )
    begin = line.text.index("Courier")
    start, end = paste.original(*line.span(begin, begin + 7))
    assert text[start:end] == "Courier"


def test_a_drop_cap_is_part_of_its_word_and_points_at_the_paste() -> None:
    text = "T\nhe bridge opens to traffic again on Monday after a year of repairs.\n"
    paste = read_paste(text)
    (line,) = paste.lines
    assert line.text.startswith("The bridge opens")
    start, end = paste.original(*line.span(4, 10))
    assert text[start:end] == "bridge"


def test_entries_of_a_live_blog_keep_their_times() -> None:
    entries = (
        "7:42 PM\nThe bridge is open again, and the first tram went over it with nobody on board.\n\n"
        "5:15 PM\nBREAKING\nThe mayor is at the bridge\n\nAda Okafor, the mayor, said that she had"
        " come on foot and meant to go home by tram.\n\n"
        "2:30 PM\n~~The bridge will open at three in the afternoon, says a reader.~~ That was wrong.\n\n"
        "11:05 AM\nThe harbour bridge is shut while divers look for the bolt lost on Monday."
    )
    page = (
        f"Live: Harbour bridge of Port Meridian\n\nBy Mara Lindqvist\n6 March 2026\n\n{entries}\n"
    )
    found = extract(page, Settings())
    assert found.body.split("\n\n") == [
        "**7:42 PM** The bridge is open again, and the first tram went over it with nobody on board.",
        "## 5:15 PM The mayor is at the bridge",
        "Ada Okafor, the mayor, said that she had come on foot and meant to go home by tram.",
        "**2:30 PM** ~~The bridge will open at three in the afternoon, says a reader.~~ That was wrong.",
        "**11:05 AM** The harbour bridge is shut while divers look for the bolt lost on Monday.\n",
    ]
    assert not any(row.text.endswith("M") for row in found.dropped)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("It runs at *half past five* now.", "It runs at *half past five* now."),
        ("*Item 2. The count.* It was long.", "*Item 2. The count.* It was long."),
        ("It costs 40* crowns, d*mn it, said 3 * 4 of them*.",
         r"It costs 40\* crowns, d\*mn it, said 3 \* 4 of them\*."),
        ("~~The bridge opens.~~ It stays shut.", "~~The bridge opens.~~ It stays shut."),
        ("It took ~~ a while ~~ to open.", r"It took \~\~ a while \~\~ to open."),
    ],
)  # fmt: skip
def test_marks_round_whole_words_are_emphasis(text: str, body: str) -> None:
    lead = "The harbour bridge of Port Meridian will reopen on Monday after four weeks of repairs."
    page = f"Harbour bridge to reopen on Monday\n\n6 March 2026\n\n{lead}\n\n{text}\n\n{lead[:-1]}, too.\n"
    assert extract(page, Settings()).body.split("\n\n")[1] == body


def test_values_have_no_marks_of_emphasis() -> None:
    lead = (
        'The *harbour bridge* of Port Meridian reopens on Monday. "It will open *at noon* on time,"'
    )
    page = f"Harbour bridge to reopen on Monday\n\n6 March 2026\n\n{lead} said Ada Okafor, its engineer.\n"
    fields = extract(page, Settings()).fields
    assert fields["quotes"] == [{"speaker": "Ada Okafor", "text": "It will open at noon on time"}]
    assert str(fields["summary"]).startswith("The harbour bridge of")
