"""Pastes that come from a mail program or a printer, and pages that are no plain article."""

from digestgen.extract import Extraction, Settings, extract

LEAD = "The harbour bridge will reopen on Monday after four weeks of repairs, Ada Okafor said."
MORE = "Buses will run over the bridge again from six in the morning, and the free ferry will stop."
LAST = (
    "The repair cost two million crowns, half a million more than the council had planned for it."
)


def read(text: str) -> Extraction:
    return extract(text, Settings())


def test_a_mail_forwarded_twice() -> None:
    found = read(
        "From: Desk <desk@courier.example>\n"
        "Subject: Fwd: Fwd: Bridge to reopen, council told\n\n"
        "For tomorrow. T.\n\n"
        "---------- Forwarded message ---------\n"
        "From: Tomas Brandt <tomas@courier.example>\n"
        "Date: Fri, 6 Mar 2026 at 19:31\n"
        "Subject: Fwd: Bridge to reopen, council told\n"
        "To: Desk <desk@courier.example>\n\n"
        "> Bridge to reopen, council told\n"
        ">\n"
        "> By Tomas Brandt\n"
        ">\n"
        "> The harbour bridge will reopen on Monday after four weeks of\n"
        "> repairs,\n"
        "> Ada Okafor said. The council voted for the plan by 31 to\n"
        "> 14.\n"
        ">\n"
        "> Buses will run over the bridge again from six in the morning,\n"
        "> and\n"
        "> the free ferry will stop.\n"
        ">\n"
        "> The repair cost two million crowns, half a million more than\n"
        "> the\n"
        "> council had planned for it.\n"
        ">\n"
        "> --\n"
        "> Tomas Brandt\n"
        "> Harbour reporter\n"
        ">\n"
        "> You get this list because somebody typed your address into a box on our page.\n"
    )
    assert found.fields["title"] == "Bridge to reopen, council told"
    assert found.fields["authors"] == ["Tomas Brandt"]
    assert found.body.split("\n\n") == [
        LEAD + " The council voted for the plan by 31 to 14.",
        MORE,
        LAST + "\n",
    ]


def test_a_headline_that_the_text_below_does_not_continue() -> None:
    found = read(
        "Subject: Fwd: Engineers wrong about the harbour bridge, council is told\n\n"
        "---------- Forwarded message ---------\n\n"
        "Engineers wrong about the harbour bridge, council is told\n\n"
        f"By Ada Okafor, Port Courier\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n"
    )
    assert found.fields["title"] == "Engineers wrong about the harbour bridge, council is told"
    assert found.fields["authors"] == ["Ada Okafor"]


def test_the_edges_of_printed_pages() -> None:
    foot = "https://courier.example/city/bridge   {} of 3   06/03/2026, 18:02\n"
    head = "Harbour bridge to reopen | Port Courier\n\n"
    found = read(
        f"{head}Harbour bridge to reopen on Monday\n\nBy Tomas Brandt\n6 March 2026\n\n{LEAD}\n\n"
        f"Buses will run over the bridge again from six in the\n{foot.format(1)}\n{head}"
        f"morning, and the free ferry will stop.\n\n{foot.format(2)}\n{head}"
        f"{LAST}\n\n{foot.format(3)}"
    )
    assert found.fields["title"] == "Harbour bridge to reopen on Monday"
    assert found.body.split("\n\n") == [LEAD, MORE, LAST + "\n"]
    assert "printed page" in {d.reason for d in found.dropped}


def test_page_numbers_of_a_scanned_sheet() -> None:
    found = read(
        f"Harbour bridge to reopen on Monday\n\nBy Tomas Brandt\n\n{LEAD}\n\n"
        "Buses will run over the bridge again from six in the\n\n- 2 -\n\n"
        f"morning, and the free ferry will stop.\n\n{LAST}\n"
    )
    assert found.body.split("\n\n") == [LEAD, MORE, LAST + "\n"]


def test_a_headline_in_two_rows_of_a_printed_page() -> None:
    found = read(
        "Ferry fares frozen as port finds two million crowns\n"
        '"at the back of a drawer"\n\n'
        "By Tomas Brandt\nFriday, 6th March 2026, 18:40\n\n"
        "Fares on the ferries of Port Meridian will stay as they are for a\n"
        "year after the port found money that it had put by for dredging in\n"
        "a summer that was too wet to dredge in, the harbour master said on\n"
        "Friday evening.\n\n"
        "The news was met with a cheer by the passengers of the last boat,\n"
        "who had heard it from the crew.\n"
    )
    title = 'Ferry fares frozen as port finds two million crowns "at the back of a drawer"'
    assert found.fields["title"] == title


def test_a_table_of_results_is_no_title() -> None:
    found = read(
        "Cup, Group B\n\tP\tW\tD\tL\tPts\nHarbour Rovers\t3\t2\t1\t0\t7\n"
        "Meridian Athletic\t3\t0\t0\t3\t0\n\nAthletic lose the ball, the match and the bus\n\n"
        "06/03/2026 17:12\n\n"
        "Meridian Athletic lost to Harbour Rovers by three goals to nil on Friday evening.\n\n"
        f"{MORE}\n\nThe bus of Meridian Athletic was found on Saturday behind the harbour.\n"
    )
    assert found.fields["title"] == "Athletic lose the ball, the match and the bus"


def test_the_title_of_a_live_blog_stands_above_its_entries() -> None:
    found = read(
        "Meridian Post\nCity  Harbour  Money\n\nLIVE: Seal on the runway\n\n"
        "Ada Okafor\nFri, Mar 6, 2026\n\nKey events\n"
        "7:42 PM  The runway is open again\n5:15 PM  Flights wait until the seal leaves\n\n"
        "7:42 PM\nThe runway is open again. The seal went down the slip at half past seven.\n\n"
        "5:15 PM\nFlights wait until the seal leaves, the airport says. Eleven are in the queue.\n\n"
        "4:02 PM\nA pilot tells the tower that something on the runway is looking at him.\n"
    )
    assert found.fields["title"] == "LIVE: Seal on the runway"
    assert "is looking at him." in found.body


def test_a_title_loses_what_tabs_and_wires_put_around_it() -> None:
    text = f"Six ways round the harbour\n\nBy Tomas Brandt\n6 March 2026\n\n{LEAD}\n\n{MORE}\n"
    tab = f"Six ways round the harbour – Port Courier\n\n{text}"
    assert read(tab).fields["title"] == "Six ways round the harbour"
    wire = text.replace("Six ways round the harbour", "^Six ways round the harbour^")
    assert read(wire).fields["title"] == "Six ways round the harbour"


def test_a_label_of_links_can_head_a_title() -> None:
    title = "In pictures: The night the harbour froze"
    found = read(f"Coast\nslow news\n\n{title}\n\nby Ada Okafor\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n")
    assert found.fields["title"] == title


def test_what_an_author_is_is_no_title() -> None:
    found = read(
        "Painting turns up in the attic of the harbour office, wrapped in a net\n\nIt looked like a table top.\n\n"
        "The painting as it was found. Photo: Mats Lind / Port Courier\n\n"
        "Tom Brandt\nJournalist\n\nLena Ruiz\nFotograf og journalist\n\n"
        f"Published: 6 March 2026\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n"
    )
    assert (
        found.fields["title"]
        == "Painting turns up in the attic of the harbour office, wrapped in a net"
    )


def test_a_subject_is_a_title_where_the_mail_has_no_other() -> None:
    found = read(
        "From: Tomas Brandt <tomas@courier.example>\nTo: Desk <desk@courier.example>\n"
        "Date: Fri, 6 Mar 2026 at 19:31\nSubject: Re: Fwd: Harbour bridge to reopen\n\n"
        f"{LEAD}\n\n{MORE}\n\n{LAST}\n"
    )
    assert found.fields["title"] == "Harbour bridge to reopen"


def test_a_title_that_plays_with_words_below_its_section() -> None:
    found = read(
        "Port Courier\n\nInvestigations\n\nThe Empty Drawer\n\n"
        "How an office lost its keys, its bridge and its boats\n\nBy Tomas Brandt\n6 March 2026\n\n"
        f"{LEAD}\n\n{MORE}\n\n{LAST}\n"
    )
    assert found.fields["title"] == "The Empty Drawer"


def test_the_numbered_headings_of_a_ranking() -> None:
    entries = [
        f"{number}. {name}\n\nTime: 9 minutes.\n\nYou wait in the cold and you come home with wet"
        f" shoes and a good story, said {who}.\n\n"
        for number, name, who in [
            (3, "The free ferry", "Tomas Brandt"),
            (2, "Bicycle, by the viaduct", "Lena Ruiz"),
            (1, "The night bus", "Mats Lind"),
        ]
    ]
    found = read(f"Three ways round the harbour\n\n6 March 2026\n\n{LEAD}\n\n{''.join(entries)}")
    headings = [line for line in found.body.splitlines() if line.startswith("#")]
    assert headings == [
        "## 3. The free ferry",
        "## 2. Bicycle, by the viaduct",
        "## 1. The night bus",
    ]
    most_read = (
        "1. Port to review a word\n\nCity\n\n2. A cat on the mole\n\nCity\n\n3. No boat today\n"
    )
    listed = read(
        f"Harbour bridge to reopen\n\n{LEAD}\n\n{MORE}\n\n{most_read}\n\n{LAST}\n\n{MORE}\n"
    )
    assert "Port to review a word" not in listed.body


def test_letters_keep_their_headings_and_the_names_below() -> None:
    letter = (
        "{0}\n\nSir, {1} writes, I have lived beneath the bell of City Hall for forty-four years and I have heard it"
        " in every weather that this coast can think of, in fog and in snow, at weddings and at"
        " fires. Nobody asked me whether it should be mended. I would have said that the gap in"
        " the tune is where I breathe, and that a city needs a place to breathe in.\n\n{1}\n{2}\n\n"
    )
    found = read(
        "Port Courier\n\nHome / Opinion / Letters\n\nLetters\n\nEleven notes are enough\n\n"
        "Bells, gulls and one apostrophe\n\n7 March 2026\n\nSend us a letter\n\n"
        + letter.format("Let the bell alone", "Mara Lind", "Saltgate")
        + letter.format("To the man in the green hat", "H. Brandywell", "Lowquay")
        + letter.format("Not a tone but a quarter of one", "Tom Ek", "The Slip, Port Meridian")
    )
    assert found.fields["title"] == "Eleven notes are enough"
    assert "authors" not in found.fields
    assert found.body.count("## ") == 3
    assert "\n\nH. Brandywell\n\nLowquay\n\n## Not a tone but a quarter of one\n\n" in found.body


def test_a_match_report_is_by_who_was_at_the_ground() -> None:
    found = read(
        "Athletic lose the ball, the match and the bus\n\nTomas Brandt at the Gasworks Ground\n\n"
        f"06/03/2026 17:12\n\nAthletic lost the match by three goals to nil.\n\n{MORE}\n\n{LAST}\n"
    )
    assert found.fields["authors"] == ["Tomas Brandt"]


def test_the_slug_of_a_wire_s_second_take_is_no_heading() -> None:
    found = read(
        f"Harbour bridge to reopen on Monday\n\nBy Tomas Brandt\n\n{LEAD}\n\n(MORE)\n\n"
        f"MERIDIAN-BRIDGE TAKE 2\n\n{MORE}\n\n{LAST}\n"
    )
    assert found.body.split("\n\n") == [LEAD, MORE, LAST + "\n"]


def test_the_teams_of_a_match_stay() -> None:
    teams = (
        "Athletic (4-4-2): Lind; Ek, Bell, Stannard, Haye; Ambry, Voss, Tull, Kaplan; Renn, Ito.\n\n"
        "Rovers (4-3-3): Moss; Grassi, Pike, Ruiz, Bøgh; Seo, Tate, Okoro; Farrant, Lunt, Abara"
    )
    found = read(
        "Athletic lose the ball, the match and the bus\n\nBy Tomas Brandt\n\n06/03/2026 17:12\n\n"
        f"Athletic lost the match by three goals to nil.\n\n{MORE}\n\n{LAST}\n\nTEAMS\n\n{teams}\n\n"
        "RATE THE MATCH\n\nRead next\n\nPlayer ratings: who was brilliant\n"
    )
    assert teams in found.body
    assert "Rate the match" not in found.body.capitalize()
    assert "Stannard" not in str(found.fields)


def test_a_live_blog_goes_on_below_a_box_of_links() -> None:
    entry = "{}\n{}\n\n{} were seen on the runway by the tower, which asks everybody to wait.\n\n"
    found = read(
        "Seal live: Flights wait for a guest on the runway\n\nBy Ada Okafor\n6 March 2026\n\n"
        + entry.format("18:50", "That's where we leave it", "Two seals and one tired man")
        + entry.format("18:31", "Nobody flies", "Three seals and a boat with a net")
        + entry.format("17:58", "A boat comes", "Four seals and a boat without one")
        + "Related\n\nHow seals get their names\n\nWhat a tower does\n\n"
        + entry.format(
            "15:15", "Why seals like runways", "Five seals, all of them asleep in a row,"
        )
        + "You might also like\n\nTen-day forecast: a calmer week\n"
    )
    headings = [line[3:] for line in found.body.splitlines() if line.startswith("## ")]
    assert headings == [
        "18:50 That's where we leave it", "18:31 Nobody flies", "17:58 A boat comes",
        "15:15 Why seals like runways",
    ]  # fmt: skip
    assert "How seals get their names" not in found.body


def test_who_is_quoted_by_a_full_name_is_listed() -> None:
    found = read(
        "Athletic lose the ball, the match and the bus\n\nBy Tomas Brandt\n\n06/03/2026 17:12\n\n"
        "Athletic lost the match by three goals to nil.\n\n"
        "9' PENALTY, and saved! Petra Kestlewood goes left, big left glove, and 412 people lose"
        f" their voices together.\n\n{MORE}\n\n“I can stop them from twelve yards, it's the ones"
        " from everywhere else I have to work on,” said Kestlewood, the goalkeeper.\n"
    )
    assert "Petra Kestlewood" in str(found.fields.get("people"))
