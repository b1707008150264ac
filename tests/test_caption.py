"""The lead picture's caption and credit."""

import pytest

from digestgen.extract import Settings, extract

TITLE = "Harbour bridge reopens on Monday morning"
LEAD = "The harbour bridge opens to traffic again on Monday after a year of repairs, they said."
SCENE = "Ada Okafor speaks to traders on the pier on Monday, March 2, 2026, in Port Meridian."


def image(*lines: str) -> object:
    text = "\n\n".join([TITLE, *lines, LEAD, LEAD.replace("bridge", "pier")])
    return extract(text, Settings()).fields.get("image")


@pytest.mark.parametrize(
    ("lines", "caption", "credit"),
    [
        (["Image caption, The pier at dawn"], "The pier at dawn", None),
        (["Image source, Tom Ek", "Image caption, The pier at dawn"], "The pier at dawn", "Tom Ek"),
        ([SCENE, "(Tom B. Ek / MP)"], SCENE, "Tom B. Ek / MP"),
        ([SCENE], SCENE, None),
        (["HOME AGAIN … The mayor crosses the bridge."], "HOME AGAIN … The mayor crosses the bridge.", None),
        ([f"[1/5] {SCENE} MP/Tom Ek Purchase Licensing Rights, opens new tab"], SCENE, "MP/Tom Ek"),
        ([f"{SCENE} (Photograph: Tom Ek/Coast Images)"], SCENE, "Tom Ek/Coast Images"),
    ],
)  # fmt: skip
def test_forms(lines: list[str], caption: str, credit: str | None) -> None:
    expected = {"caption": caption, "credit": credit} if credit else {"caption": caption}
    assert image(*lines) == expected


def test_a_video_is_no_picture() -> None:
    assert image("The vote begins on Monday in some wards. (MP Video by Tom Ek)") is None


def test_a_date_in_brackets_is_no_credit() -> None:
    assert (
        image("A video of the bridge was shown by police. (Published Monday, March 2, 2026)")
        is None
    )


@pytest.mark.parametrize(
    ("lines", "caption", "credit"),
    [
        ([f"{SCENE} Credit...Tom Ek for Port Courier"], SCENE, "Tom Ek for Port Courier"),
        (
            ["The winner on the pier Pic: Tom Ek / Coast"],
            "The winner on the pier",
            "Tom Ek / Coast",
        ),
        ([f"{SCENE} Foto: Tom Ek"], SCENE, "Tom Ek"),
        ([f"{SCENE} Photo Tom Ek"], SCENE, "Tom Ek"),
        ([f"{SCENE}\nImage: Tom Ek/Coast Images"], SCENE, "Tom Ek/Coast Images"),
        (["[Image]", SCENE], SCENE, None),
        ([f"{SCENE} —TOM EK"], SCENE, "TOM EK"),
        ([f"{SCENE} — Tom Ek"], SCENE, "Tom Ek"),
        ([f"{SCENE} Supplied: Tom Ek"], SCENE, "Tom Ek"),
        ([f"{SCENE} (File photo)"], SCENE, "File photo"),
        ([f"{SCENE} Coastwire via Getty Images"], SCENE, "Coastwire via Getty Images"),
        (["The winner on the pierPhoto: Tom Ek"], "The winner on the pier", "Tom Ek"),
        ([f"{SCENE}\nShow Caption\nTom Ek/Herald-Dispatch"], SCENE, "Tom Ek/Herald-Dispatch"),
        ([SCENE, "TOM EK, POST-COURIER"], SCENE, "TOM EK, POST-COURIER"),
        (
            ["Courtesy of Quay+", "Ada Okafor as the harbour master"],
            "Ada Okafor as the harbour master",
            "Courtesy of Quay+",
        ),
        (
            [f"Men and women wait beside a crane.\nTom Ek\n/\nWPMC\n{SCENE}"],
            SCENE,
            "Tom Ek",
        ),
    ],
)
def test_more_forms(lines: list[str], caption: str, credit: str | None) -> None:
    expected = {"caption": caption, "credit": credit} if credit else {"caption": caption}
    assert image(*lines) == expected


@pytest.mark.parametrize(
    "line",
    [
        "GRAPHIC: How the new harbour bridge would open and close",
        "Ships wait. [Ed.: they still do.]",
        "[crane-photo.jpg]",
    ],
)
def test_what_credits_nobody(line: str) -> None:
    found = image(line)
    assert not isinstance(found, dict) or "credit" not in found


SHORT = "Traders wait for the ferry on the pier in Port Meridian"


@pytest.mark.parametrize(
    ("lines", "caption", "credit"),
    [
        ([f"{SHORT} (Tom Ek/Coast Images)"], SHORT, "Tom Ek/Coast Images"),
        ([f"{SHORT} [Tom Ek/Coast Images]"], SHORT, "Tom Ek/Coast Images"),
        ([f"{SHORT}. [ TOM EK | Courier ]"], f"{SHORT}.", "TOM EK | Courier"),
        ([f"{SHORT} | Tom Ek/COAST"], SHORT, "Tom Ek/COAST"),
        ([f"{SHORT} © Coast Images"], SHORT, "Coast Images"),
        ([f"{SHORT}. Tom Ek—Coast Images"], f"{SHORT}.", "Tom Ek—Coast Images"),
        ([f"{SHORT}. — Coast pic"], f"{SHORT}.", "Coast pic"),
        ([f"{SHORT}. Courtesy of Harbour Authority"], f"{SHORT}.", "Harbour Authority"),
        ([f"{SHORT} Photographer: Tom Ek/Coast"], SHORT, "Tom Ek/Coast"),
        ([f"{SHORT}. Image: Tom Ek/mdp/picture pool"], f"{SHORT}.", "Tom Ek/mdp/picture pool"),
        ([f"{SHORT}\nTom Ek/MP"], SHORT, "Tom Ek/MP"),
        ([f"TOM EK/COAST\n{SHORT}."], f"{SHORT}.", "TOM EK/COAST"),
        ([f"Open image in gallery\n{SHORT} (Coast Wire)"], SHORT, "Coast Wire"),
        ([f"Image source, Tom Ek\nImage caption,\n{SHORT}"], SHORT, "Tom Ek"),
        ([f"1 of 5\n{SHORT}"], SHORT, None),
        ([f"{SHORT}.\nTom Ek\n{SHORT}."], f"{SHORT}.", "Tom Ek"),
        ([f"{SHORT}.\n{SHORT}."], f"{SHORT}.", None),
        (["Mara Sund, left, and Ana Ro at the pier."], "Mara Sund, left, and Ana Ro at the pier.", None),
    ],
)  # fmt: skip
def test_forms_of_credits(lines: list[str], caption: str, credit: str | None) -> None:
    expected = {"caption": caption, "credit": credit} if credit else {"caption": caption}
    assert image(*lines) == expected


def test_a_picture_over_the_title() -> None:
    text = f"{SHORT}. (Photo: Tom Ek)\n\n{TITLE}\n\n{LEAD}\n\n{LEAD.replace('bridge', 'pier')}"
    assert extract(text, Settings()).fields["image"] == {"caption": f"{SHORT}.", "credit": "Tom Ek"}


@pytest.mark.parametrize(
    "line",
    [
        "The talks went on through the night, works council members said on Monday.",
        "“We answered them in writing,” said the harbour master when contacted by Reuters.",
    ],
)
def test_the_first_paragraph_is_no_caption(line: str) -> None:
    text = f"{TITLE}\n\nImage Credits: Tom Ek\n\n{line}\n\n{LEAD}"
    assert line in extract(text, Settings()).body


def test_a_scene_that_ends_the_page_is_its_text() -> None:
    extraction = extract(f"{TITLE}\n\n{SCENE}", Settings())
    assert "image" not in extraction.fields
    assert extraction.body == f"{SCENE}\n"
