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
