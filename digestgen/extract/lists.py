"""Which runs of bullets and numbered lines are the article's, and which are lists of links."""

from digestgen.extract.region import Page

_OFFERS = frozenset({"subscription prompt", "advertisement", "house note", "related link"})
_BETWEEN = frozenset(
    {"caption", "gallery", "credit", "separator", "advertisement", "script notice"}
)
"""Reasons of lines that may stand between a list and what announces it."""
_FEW = 4  # entries up to which a list is judged entry by entry
_LONG = 9  # words of an entry that says something
_SUBHEAD = 14  # words
_RANKED = 3  # numbered headings that make a ranking
_HEADING = 4  # words of a heading of links


def judge_lists(page: Page, low: int, last: int, taken: dict[int, str]) -> dict[int, str]:
    """For every line with a marker from `low` to `last` that is not `taken`: "" to keep it,
    "heading" for a numbered subhead, or why it goes."""
    verdicts = dict.fromkeys(_ranking(page, low, last, taken), "heading")
    index = low
    while index <= last:
        if not page.lines[index].marker or index in taken or index in verdicts:
            index += 1
            continue
        group = [index]
        while (
            group[-1] < last and page.lines[group[-1] + 1].marker and group[-1] + 1 not in verdicts
        ):
            group.append(group[-1] + 1)
        _judge(page, [i for i in group if i not in taken], low, last, taken, verdicts)
        index = group[-1] + 1
    return verdicts


def _ranking(page: Page, low: int, last: int, taken: dict[int, str]) -> list[int]:
    """Numbered lines, each above a text of its own, that count up or down: "Six ways round …"."""
    found: list[int] = []
    run: list[tuple[int, int]] = []  # numbers and lines
    told = False  # whether prose stands below the last of them
    for index in range(low, last + 1):
        line, look = page.lines[index], page.shapes[index]
        number = line.marker.rstrip(".")
        if not number.isdecimal() or index in taken:
            told = told or page.prose(index)
            continue
        step = int(number) - run[-1][0] if run else 0
        even = len(run) < 2 or step == run[-1][0] - run[-2][0]
        if not (run and told and abs(step) == 1 and even):
            found += [i for _, i in run] if len(run) >= _RANKED and told else []
            run = []
        told = False
        if not look.reason and not look.sentence and look.words <= _SUBHEAD:
            run.append((int(number), index))
    return found + ([i for _, i in run] if len(run) >= _RANKED and told else [])


def heads_links(page: Page, index: int) -> bool:
    """Whether the line is a heading of links: "Related", "Read more:". A teaser, "Read more: The
    bridge opens", heads none."""
    look = page.shapes[index]
    bare = look.words <= _HEADING or page.lines[index].text.endswith(":")
    return not look.sentence and (look.ending or (look.reason == "related link" and bare))


def _judge(
    page: Page,
    group: list[int],
    low: int,
    last: int,
    taken: dict[int, str],
    verdicts: dict[int, str],
) -> None:
    def everything(verdict: str) -> None:
        for i in group:
            verdicts[i] = page.shapes[i].reason or verdict

    plain = [i for i in group if not page.shapes[i].reason]
    if not plain:
        return everything("list of links")
    above = group[0] - 1
    while above > low and (above in taken or page.shapes[above].reason in _BETWEEN):
        above -= 1
    if above >= low and heads_links(page, above):
        return everything("list of links")
    announced = above >= low and page.lines[above].text.endswith(":")
    closed = sum(page.lines[i].text.rstrip("\"'”’)").endswith(".") for i in plain)
    offers = sum(page.shapes[i].reason in _OFFERS for i in group)
    if len(group) > 1 and offers and offers + 1 >= 0.2 * len(group):
        return everything("list of offers")
    if announced:
        return everything("")
    below = range(group[-1] + 1, min(group[-1] + 6, last) + 1)
    goes_on = any(page.prose(i) and not page.lines[i].marker for i in below)
    if len(plain) >= _FEW and closed < 0.5 * len(plain) and not goes_on:
        return everything("list of links")
    if len(group) == 1 and page.lines[group[0]].marker != "-":
        look = page.shapes[group[0]]
        if not look.sentence and look.words <= _SUBHEAD and below and page.prose(below[0]):
            return everything("heading")
    words = sum(page.shapes[i].words for i in plain) / len(plain)
    lowered = sum(not page.shapes[i].titled for i in plain)
    sentences = sum(page.shapes[i].sentence for i in plain)
    told = len(plain) > 1 and words >= _LONG and lowered >= 0.7 * len(plain)
    opening = not any(page.prose(i) for i in range(low, group[0]))
    whole = 2 * sentences >= len(plain) or (told and not opening)
    for i in group:
        look = page.shapes[i]
        if look.reason:
            verdicts[i] = look.reason
        else:
            verdicts[i] = "" if look.sentence or whole else "list of links"
