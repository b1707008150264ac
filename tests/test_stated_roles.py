"""Roles in the news on a person's page: one job told in several ways is one entry."""

import random
import re
from pathlib import Path

import pytest
from small_digest import Digest

from digestgen.build import Options, build
from digestgen.values.roles import Stated, folded


def shown(*roles: str) -> list[tuple[str, int]]:
    """Each role stated once, on consecutive days, in every order of reading."""
    stated = [
        Stated(text, f"2026-03-{n:02d}", f"2026-03-{n:02d}", 1) for n, text in enumerate(roles, 1)
    ]
    found = folded(stated)
    for seed in range(5):
        random.Random(seed).shuffle(stated)
        assert folded(stated) == found
    return [(role.text, role.count) for role in found]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Mayor", "mayor of Port Meridian"),
        ("Judge", "judge of the Maritime Court"),
        ("chief executive of Ternwick", "founder and chief executive of Ternwick"),
        ("Mayor of Port Meridian", "mayor of Port Meridian"),
        ("harbour master", "Harbour Master of Ostby"),
    ],
)
def test_one_job(short: str, long: str) -> None:
    assert [count for _, count in shown(short, long)] == [2]
    assert shown(short, long, long + " and Ostby")[0][1] == 3


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Mayor", "deputy mayor of Port Meridian"),
        ("mayor of Port Meridian", "former mayor of Port Meridian"),
        ("president", "vice-president of the Guild"),
        ("founder", "co-founder of the Guild"),
        ("mayor", "assistant to the mayor"),
        ("mayor", "the mayor's brother"),
        ("baker", "mayor of Ostby"),
        ("رئيسة البلدية", "mayor of Port Meridian"),
    ],
)
def test_two_jobs(one: str, two: str) -> None:
    assert len(shown(one, two)) == 2


def test_a_title_that_may_mean_several_jobs_says_nothing() -> None:
    assert shown("Mayor", "mayor of Ostby", "mayor of Port Meridian") == [
        ("mayor of Port Meridian", 1),
        ("mayor of Ostby", 1),
    ]


def test_on_a_page(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    for day, role in ((3, "Mayor"), (4, "mayor of Port Meridian"), (9, "Mayor"), (10, "baker")):
        people = [{"name": "Mara Okoye", "role": role}]
        digest.article(f"{day}.md", title=f"News {day}", date=f"2026-03-{day:02d}", people=people)
    report = build(Options(digest.root))
    page = (report.output / "people/mara-okoye/index.html").read_text("utf-8")
    section = re.search(r'<section id="roles">.*?</section>', page, re.DOTALL)
    assert section
    assert re.findall(r'class="what">([^<]*?) ?<', section[0]) == [
        "baker",
        "mayor of Port Meridian",
    ]
    assert re.findall(r'datetime="([^"]+)"', section[0]) == [
        "2026-03-10",
        "2026-03-03",
        "2026-03-09",
    ]
