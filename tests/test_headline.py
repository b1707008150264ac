"""Which line is the title: among pictures, standfirsts, names and links."""

import pytest

from digestgen.extract import Settings, extract

BODY = """\
Port Meridian will pay its gull wardens by the hour, the council decided on Tuesday night.

Ada Okafor, the mayor, said that eleven wardens had asked for the change since the spring.

"We counted the hours before we counted the gulls," Okafor said after the vote in the town hall.

The wardens patrol the fish quay from dawn, and in July they stay until the last boat is in.
"""
TITLE = "The Case Against Counting Birds"
SCENE = "A line drawing of a man who looks at tiny gulls"


def title(head: str, below: str = "") -> object:
    return extract(f"{head}\n{BODY}{below}", Settings()).fields["title"]


@pytest.mark.parametrize(
    "head",
    [
        f"Ideas\n{TITLE}\n\nBy Mara Lindqvist\n{SCENE}\nIllustration by Tom Ek\n3 March 2026\n",
        f"{SCENE}\nImage Credits: Tom Ek\nHarbour\n{TITLE}\n\nMara Lindqvist\n3 March 2026\n",
    ],
)
def test_a_line_above_a_credit_tells_what_the_picture_shows(head: str) -> None:
    assert title(head) == TITLE


def test_a_title_with_a_credit_below_it_where_no_other_line_can_be_one() -> None:
    assert title(f"{TITLE}\n\nPhoto: Tom Ek\nHarbour\n") == TITLE


def test_the_title_over_again_as_the_name_of_each_picture() -> None:
    again = f"{TITLE}\n1 / 2\nBirds on a roof. (MP)\n{TITLE}\n2 / 2\nA man. (MP)\n"
    head = f"Harbour\n{TITLE}\n\n{again}3 March 2026\n12\nTrial in Ostby ends pay by the bird\n"
    assert title(head) == TITLE


def test_a_link_over_again_far_away() -> None:
    links = "".join(f"Ostby {word} wins the cup\n" for word in "abcdefghij")
    link = "Union to vote on a new deal on Tuesday\n"
    told = "The man whose gulls nearly cost him: How the case was solved"
    assert title(f"{link}{links}{told}\n\nBy Mara Lindqvist\n1 day ago\n{link}") == told


def test_a_name_beside_its_byline() -> None:
    head = (
        "HARBOUR\nPublished March 3, 2026\nCouncil ends pay by the gull as wardens ask for hours\n"
    )
    standfirst = "Okafor says that wardens were paid to count\n"
    byline = "Brock Hadlee By Brock Hadlee Port Courier\n"
    assert str(title(head + standfirst + byline)).startswith("Council ends pay")


def test_a_caption_with_its_credit_in_brackets() -> None:
    caption = (
        "Mayor Ada Okafor greets a warden after the vote on Tuesday night. [ TOM EK | Courier ]\n"
    )
    head = (
        f"Gull wardens to be paid for their time\nNobody had asked them.\n\n{caption}By\nMara Ek\n"
    )
    assert title(head) == "Gull wardens to be paid for their time"


def test_the_name_of_a_portrait_is_no_part_of_the_title() -> None:
    head = "Gull wardens of Port Meridian to be paid for their time\nheadshot\nMara Lindqvist\n"
    assert title(head) == "Gull wardens of Port Meridian to be paid for their time"


def test_a_title_broken_before_its_last_word() -> None:
    wrapped = "Gull wardens of Port Meridian will soon be paid by the\nhour\n\nMara Lindqvist\n"
    assert str(title(wrapped)).endswith("by the hour")
