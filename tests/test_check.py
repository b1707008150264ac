"""`check`: what it finds, at which line, and what it leaves in peace."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from digestgen.build import Options
from digestgen.check import check
from digestgen.check.names import Name, alike, is_full, is_shouted, is_single, sound
from digestgen.model import Problem
from digestgen.problems import ConfigError

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 3, 31)
CONFIG = "title: Test\nbase_url: https://digest.example.org/sub/\n"
Find = Callable[..., list[Problem]]


def article(front: str = "", body: str = "Words.", title: str = "Bridge", day: str = "03") -> str:
    return f"---\ntitle: {title}\ndate: 2026-03-{day}\n{front}---\n{body}\n"


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in {"digest.yaml": CONFIG, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """Writes a digest of these files (path -> text) and returns what `check` finds in it."""

    def found(files: dict[str, str], **options: object) -> list[Problem]:
        write(tmp_path, files)
        return list(check(Options(tmp_path, **options), TODAY))  # type: ignore[arg-type]

    return found


def brief(problems: list[Problem]) -> list[tuple[str, str, int]]:
    """Code, file and line of each."""
    return [(p.code, p.place.path, p.place.line) for p in problems]


def one(problems: list[Problem], code: str) -> Problem:
    (problem,) = [p for p in problems if p.code == code]
    assert len(problems) == 1, problems
    return problem


# --- what is in order ----------------------------------------------------------------------------


def test_a_sound_digest_has_no_findings(find: Find) -> None:
    files = {
        "content/a.md": article(
            "people: [Ada Okafor]\nimage: {src: assets/a.svg, alt: A bridge}\n"
            'quotes: [{speaker: Ada Okafor, text: "We open on Monday."}]\nredirect_from: old/a\n',
            '## Why\n\n"We *open* on Monday," said [Ada](/people/ada-okafor/). '
            "See [above](#h-why), [b](/articles/2026/03/other/#main), [mail](mailto:a@example.org), "
            "[home](/), [away](https://elsewhere.example.com/x), [old](/articles/old/a/), "
            "[full](https://digest.example.org/sub/people/ada-okafor/).",
        ),
        "content/b.md": article(title="Other", body="![Boats](/assets/b.svg)"),
        "content/people/ada-okafor.md": "---\nname: Ada Okafor\naliases: [A. Okafor]\n---\nBorn.\n",
        "content/assets/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "content/assets/b.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    assert find(files) == []
    assert find(files, portable=True) == []
    assert find(files, base_url="") == []


def test_the_sample_digest_has_no_errors(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "digest.yaml", tmp_path)
    found = check(Options(tmp_path), date(2026, 12, 1))
    assert [p for p in found if p.severity == "error"] == []


def test_checking_changes_no_file_of_the_editor(tmp_path: Path) -> None:
    write(tmp_path, {"content/a.md": article("people: [OKAFOR]\n", "[x](/nowhere/)")})
    before = {p: p.read_bytes() for p in (tmp_path / "content").rglob("*.md")}
    first = check(Options(tmp_path), TODAY)
    assert first == check(Options(tmp_path), TODAY)
    assert {p: p.read_bytes() for p in (tmp_path / "content").rglob("*.md")} == before


def test_problems_of_the_build_are_findings(find: Find) -> None:
    found = find({"content/a.md": "---\ntitel: x\n---\n", "content/b.md": "---\ntitle: B\n---\nx"})
    assert {p.code for p in found} == {"no-title", "unknown-key", "undated"}


def test_a_broken_configuration_can_not_be_checked(find: Find) -> None:
    with pytest.raises(ConfigError):
        find({"digest.yaml": "nonsense: 1\n"})


# --- links ---------------------------------------------------------------------------------------


def test_a_broken_link_names_the_line_it_is_written_on(find: Find) -> None:
    body = "Fine.\n\nSee [Ada](/people/ada-okafer/) and\n[her](/people/ada-okafer/) again."
    found = find({"content/a.md": article("people: [Ada Okafor]\n", body)})
    assert brief(found) == [
        ("broken-link", "content/a.md", 8),
        ("broken-link", "content/a.md", 9),
    ]
    assert found[0].severity == "error"
    assert found[0].place.column == len("See [Ada](") + 1
    assert found[0].hint == "did you mean /people/ada-okafor/?"


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("/nowhere/", "broken-link"),
        ("/articles/2026/03/bridg%C3%A9/", "broken-link"),
        ("/people", "broken-link"),
        ("https://digest.example.org/sub/nowhere/", "broken-link"),
        ("/../../secret/", "broken-link"),
        ("#h-missing", "broken-anchor"),
        ("/about/#missing", "broken-anchor"),
        ("/assets/missing.pdf", "missing-file"),
        ("other.md", "no-address"),
        ("ftp://elsewhere.example.com/x", "no-address"),
    ],
)
def test_links_that_lead_nowhere(find: Find, link: str, code: str) -> None:
    files = {
        "digest.yaml": CONFIG + "taxonomies: []\n",
        "content/a.md": article(body=f"First.\n\nSee [it]({link})."),
        "content/pages/about.md": "About.",
    }
    assert brief(find(files)) == [(code, "content/a.md", 7)]


def test_each_kind_of_file_is_blamed_for_its_own_links(find: Find) -> None:
    link = "[x](/nowhere/)"
    files = {
        "digest.yaml": CONFIG + "navigation:\n  - {label: Lost, href: /lost/}\n",
        "content/a.md": article("people: [Ada Okafor]\nnote: '[n](/nothing/)'\n"),
        "content/people/ada-okafor.md": f"---\nname: Ada Okafor\n---\n{link}",
        "content/pages/about.md": link,
        "content/editions/2026-03-03.md": f"\n{link}",
    }
    assert brief(find(files)) == [
        ("broken-link", "content/a.md", 5),
        ("broken-link", "content/editions/2026-03-03.md", 2),
        ("broken-link", "content/pages/about.md", 1),
        ("broken-link", "content/people/ada-okafor.md", 4),
        ("broken-link", "digest.yaml", 4),
    ]


def test_a_layout_is_blamed_once_for_all_its_pages(find: Find) -> None:
    page = (ROOT / "layouts" / "page.html").read_text(encoding="utf-8")
    layout = page.replace("<h1", '<a href="/about/">a</a><a href="{{ "/lost/" | url }}">b</a><h1')
    files = {
        "layouts/page.html": layout,
        "content/pages/about.md": "About.",
        "content/pages/help.md": "Help.",
    }
    found = find(files)
    assert brief(found) == [
        ("broken-link", "site/about/index.html", 0),
        ("broken-link", "site/about/index.html", 0),
        ("absolute-link", "site/about/index.html", 0),
    ]
    assert "on 2 pages" in found[2].message


def test_files_the_editor_put_into_the_site_are_there(find: Find, tmp_path: Path) -> None:
    write(tmp_path, {"site/extra/data.csv": "1", "site/old/index.html": "<p>"})
    body = "[data](/extra/data.csv) [old](/old/)"
    assert find({"content/a.md": article(body=body)}) == []


def test_pictures(find: Find) -> None:
    body = "![](/assets/a.svg)\n\n![far](https://elsewhere.example.com/a.png)"
    found = find(
        {
            "content/a.md": article("image: {src: assets/b.svg}\n", body),
            "content/b.md": article("image: {src: assets/c.svg, alt: C}\n", title="B"),
            "content/assets/a.svg": "<svg/>",
            "content/assets/b.svg": "<svg/>",
        }
    )
    assert brief(found) == [
        ("missing-alt", "content/a.md", 4),
        ("missing-alt", "content/a.md", 6),
        ("picture-elsewhere", "content/a.md", 8),
        ("missing-file", "content/b.md", 4),
    ]


# --- articles and editions -----------------------------------------------------------------------


def test_dates_later_than_today(find: Find) -> None:
    found = find(
        {
            "content/a.md": "---\ntitle: A\ndate: 2026-04-01\n---\nx",
            "content/b.md": "---\ntitle: B\ndate: 2026-03-31\nupdated: 2027-01-01\n---\nx",
        }
    )
    assert brief(found) == [("future-date", "content/a.md", 3), ("future-date", "content/b.md", 4)]


@pytest.mark.parametrize(
    ("quote", "is_there"),
    [
        ("A rule is not a rule, it is a surprise.", True),  # split by its attribution
        ("a rule IS NOT “a rule”", True),
        ("A rule … it is a surprise.", True),
        ("A rule [of law] is not", True),
        ("A rule is a law.", False),
        ("surprise a rule is", False),
    ],
)
def test_quotes_stand_in_the_text(find: Find, quote: str, is_there: bool) -> None:
    body = '"A rule is not\na *rule*," she said, "it is a surprise."'
    front = f"people: [Ada Okafor]\nquotes:\n  - {{speaker: Ada Okafor, text: '{quote}'}}\n"
    found = find({"content/a.md": article(front, body)})
    assert brief(found) == ([] if is_there else [("quote-not-in-text", "content/a.md", 6)])


def test_a_private_text_proves_no_quote(find: Find) -> None:
    front = 'rights: excerpt\nquotes: [{text: "Not in the body."}]\n'
    assert find({"content/a.md": article(front)}) == []


def test_speakers_that_nobody_lists(find: Find) -> None:
    front = (
        "people: [Ada Okafor]\norganizations: [Port Council]\nquotes:\n"
        "  - {speaker: Tomas van der Brandt, text: Words}\n"
        "  - {speaker: Okafor, text: Words}\n"
        "  - {speaker: Port Council, text: Words}\n"
        "  - {speaker: a French official, text: Words}\n"
        "  - {speaker: The ministry, text: Words}\n"
    )
    found = find({"content/a.md": article(front)})
    assert brief(found) == [("unlisted-speaker", "content/a.md", 7)]


def test_redirects(find: Find) -> None:
    found = find(
        {
            "content/a.md": article("redirect_from: [2026/03/a, x]\n", title="A"),
            "content/b.md": article("redirect_from: [2026/03/a, y, x]\n", title="B"),
            "content/c.md": article("redirect_from: 2026/03/d\n", title="C"),
            "content/d.md": article("redirect_from: 2026/03/c\n", title="D"),
        }
    )
    assert brief(found) == [
        ("redirect-loop", "content/a.md", 4),
        ("redirect-exists", "content/b.md", 4),
        ("redirect-twice", "content/b.md", 4),
        ("redirect-loop", "content/c.md", 4),
        ("redirect-loop", "content/d.md", 4),
    ]


def test_editions(find: Find) -> None:
    found = find(
        {
            "content/a.md": article(),
            "content/b.md": article(title="B", day="04"),
            "content/editions/2026-03-03.md": (
                "---\norder:\n  - a.md\n  - /articles/2026/03/bridge/\n  - b.md\n  - c.md\n---\nHi"
            ),
            "content/editions/2026-03-05.md": "Nobody reads this.",
            "content/editions/2026-w10.md": "Nor this.",
        }
    )
    assert brief(found) == [
        ("unknown-order", "content/editions/2026-03-03.md", 5),
        ("unknown-order", "content/editions/2026-03-03.md", 6),
        ("empty-edition", "content/editions/2026-03-05.md", 0),
        ("empty-edition", "content/editions/2026-w10.md", 0),
    ]
    assert found[3].hint == "digest.yaml says edition: daily"


# --- terms ---------------------------------------------------------------------------------------


def people(*names: str) -> dict[str, str]:
    """One article for each name, so that no two stand together."""
    return {
        f"content/{n}.md": article(f'people:\n  - "{name}"\n', title=f"T{n}")
        for n, name in enumerate(names)
    }


@pytest.mark.parametrize(
    "names",
    [
        ("Tomas Brandt", "Thomas Brandt"),
        ("Leyla Sahinoglu", "Leyla Şahinoğlu"),
        ("Oleh Velensky", "Oleh Velenskyy"),
        ("Ada Okafor", "Ada N. Okafor"),
        ("Ilse Varga", "Ilse Varga (judge)"),
        ("Saoirse Dunmallet", "Saoirse Dunmalet"),
        ("Rufus Kestlewood", "Rufus Kestelwood"),
        ("Bálint Örsényi", "Balint Oersenyi"),
        ("T. Hallerud", "Tomas Hallerud"),
        ("Ada Okafor", "Ada Ngozi Okafor"),
        ("Ada Ngozi Okafor", "Ada Okafor"),
    ],
)
def test_names_that_are_probably_one(find: Find, names: tuple[str, str]) -> None:
    problem = one(find(people(names[0], names[1], names[1])), "similar-name")
    assert f'"{names[0]}" (1)' in problem.message
    assert (problem.place.path, problem.place.line) == ("content/0.md", 5)
    assert problem.severity == "warning"


def test_where_there_is_a_profile_only_an_alias_is_missing(find: Find) -> None:
    profile = {"content/people/ada-okafor.md": "---\nname: Ada Okafor\n---\n"}
    problem = one(find({**people("Ada Okaffor", "Ada Okafor"), **profile}), "similar-name")
    assert problem.hint == (
        'add "Ada Okaffor" to aliases: in content/people/ada-okafor.md, or give it a profile of its own'
    )


@pytest.mark.parametrize(
    "names",
    [
        ("Daniel Brandt", "Daniela Brandt"),
        ("Maria Silva", "Mario Silva"),
        ("Anton Ivanov", "Anton Ivanova"),
        ("George H. W. Harrow", "George W. Harrow"),
        ("Ilse Varga (judge)", "Ilse Varga (biologist)"),
        ("Ada Okafor", "Ada Okonjo"),
        ("Julia Jansen", "Julia Hansen"),
        ("Jan Brandt", "Ian Brandt"),
        ("Ada Ngozi Okafor", "Ada Ruth Okafor"),
        ("Ada Okafor Brandt", "Ada Okafor"),
        ("李小龙", "李小虎"),
    ],
)
def test_names_that_are_two(find: Find, names: tuple[str, str]) -> None:
    assert find(people(*names)) == []


def test_a_bare_name_of_namesakes_is_to_be_told(find: Find) -> None:
    files = people("Ilse Varga", "Ilse Varga (judge)", "Ilse Varga (biologist)")
    problem = one(find(files), "namesake")
    assert problem.place.path == "content/0.md"
    assert problem.message == (
        '"Ilse Varga" (1) may be "Ilse Varga (biologist)" or "Ilse Varga (judge)"'
    )


def test_a_profile_for_each_settles_who_is_who(find: Find) -> None:
    files = people("Tomas Brandt", "Thomas Brandt", "CEM", "OLAF THE GREAT", "Agent 47")
    profiles = {
        f"content/people/{slug}.md": f"---\nname: {name}\n---\n"
        for slug, name in [
            ("tomas-brandt", "Tomas Brandt"),
            ("thomas-brandt", "Thomas Brandt"),
            ("cem", "CEM"),
            ("olaf-the-great", "OLAF THE GREAT"),
            ("agent-47", "Agent 47"),
        ]
    }
    assert len(find(files)) == 4
    assert find({**files, **profiles}) == []


def test_names_in_one_article_are_two_people(find: Find) -> None:
    assert find({"content/a.md": article("people: [Tomas Brandt, Thomas Brandt]\n")}) == []


def test_odd_names(find: Find) -> None:
    found = find(people("Okafor", "Ada Okafor", "TOMAS BRANDT", "Tomas Hallerud 47", "@corrow"))
    assert [(p.code, p.place.path) for p in found] == [
        ("single-name", "content/0.md"),
        ("capitals", "content/2.md"),
        ("odd-name", "content/3.md"),
        ("odd-name", "content/4.md"),
    ]
    assert "Ada Okafor" in found[0].hint


def test_a_person_who_is_a_place(find: Find) -> None:
    files = {
        "content/a.md": article("people: [Fenn Rock]\nplaces: [Port Meridian]\n"),
        "content/b.md": article("places: [Fenn Rock]\n", title="B"),
        "content/c.md": article("places: [Fenn Rock]\n", title="C"),
    }
    problem = one(find(files), "two-kinds")
    assert (problem.place.path, problem.place.line) == ("content/a.md", 4)


def test_two_names_with_one_page(find: Find) -> None:
    files = {
        "content/a.md": article("topics: [C++ now]\n", title="A"),
        "content/b.md": article("topics: ['C/ now']\n", title="B"),
        "content/c.md": article("topics: [c++  Now]\n", title="C"),
    }
    problem = one(find(files), "shared-page")
    assert '"C/ now"' in problem.message
    assert "/topics/c-now/" in problem.message
    profile = {"content/topics/c-now.md": "---\nname: C++ now\naliases: [C/ now]\n---\n"}
    assert find({**files, **profile}) == []


def test_profiles(find: Find) -> None:
    found = find(
        {
            **people("Ada Okafor", "Tomas Brandt", "Leyla Şahinoğlu"),
            "content/people/ada-okafor.md": "---\nname: Ada Okafor\naliases:\n  - The boss\n---\n",
            "content/people/brandt.md": (
                "---\nname: Tomas Brandt\naliases: [the Boss, Ada Okafor, Brandt]\n---\n"
            ),
            "content/people/nobody.md": "---\nname: Nobody Here\n---\n",
            "content/people/away.md": "---\nname: Far Away\nhidden: true\n---\n",
        }
    )
    assert brief(found) == [
        ("shared-alias", "content/people/brandt.md", 3),
        ("shared-alias", "content/people/brandt.md", 3),
        ("unused-profile", "content/people/nobody.md", 2),
    ]
    assert "means neither" in found[0].message
    assert "is the name of content/people/ada-okafor.md" in found[1].message


# --- names, without a digest ---------------------------------------------------------------------


def test_sounds() -> None:
    same = ["Velensky Velenskyy Velenskij", "Müller Mueller Muller", "Sofia Sophia", "Erik Eric"]
    for group in same:
        assert len({sound(word) for word in group.split()}) == 1
    assert len({sound(word) for word in ["Chen", "Shen", "Jan", "Ian", "Ana", "Ina"]}) == 6


def test_shapes_of_names() -> None:
    assert is_single("Okafor")
    assert not is_single("田中太郎")
    assert is_shouted("TOMAS BRANDT")
    assert not is_shouted("BBC")
    assert is_full("Ursula von der Leyden")
    assert not is_full("a harbour official")


def test_the_work_grows_with_the_number_of_names() -> None:
    """A quadratic search over these would take minutes."""
    given = [f"{a}{b}{c}nor" for a in "BDFGKLM" for b in "aeiou" for c in "bdfgklmnprstvz"]
    names = [
        Name(n, f"{first} {last}ström", f"s{n}", 1)
        for n, (first, last) in enumerate((g, h) for g in given[:150] for h in given[:100])
    ]
    assert len(names) == 15_000
    assert sum(1 for _ in alike(names, frozenset())) < len(names)


def test_a_site_too_large_for_its_host(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    from digestgen.deploy import hosts

    small = hosts.Limits("Small Pages", files=9, file=2**20)
    monkeypatch.setitem(hosts.LIMITS, "netlify", small)
    files = {"content/a.md": article(), "content/assets/film.bin": "x" * 2**21}
    assert not [p for p in find(files) if p.code == "host-limit"]
    found = find({**files, "digest.yaml": CONFIG + "deploy: {pages: {host: netlify}}\n"})
    assert brief([p for p in found if p.code == "host-limit"]) == [
        ("host-limit", "digest.yaml", 0),
        ("host-limit", "site/assets/film.bin", 0),
    ]
