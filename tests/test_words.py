"""Patterns made from word lists."""

import re

from digestgen.extract.words import one_of


def test_one_of_finds_every_word_and_nothing_else() -> None:
    words = ("cook", "cooks", "co-founder", "c.e.o", "mayor")
    pattern = re.compile(one_of(words))
    assert [word for word in words if pattern.fullmatch(word)] == list(words)
    assert not any(map(pattern.fullmatch, ("coo", "cxexo", "mayors", "", "o")))


def test_one_of_takes_the_longest_word() -> None:
    found = re.match(one_of({"cook", "cooks", "co"}), "cooks and cleaners")
    assert found is not None
    assert found[0] == "cooks"


def test_one_of_goes_on_where_a_shorter_word_fits() -> None:
    assert re.fullmatch(one_of(["cook", "cooks"]) + "s", "cooks")
