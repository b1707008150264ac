"""Score the extractor on folders of annotated pastes.

    python -m evaluation.score FOLDER... [--engine rules] [--only FILE] [--details]
    python -m evaluation.score --floors evaluation/sample     # for tests/test_evaluation.py

A folder holds `<id>.txt` (a paste) and `<id>.json` (its gold record, see rules.py) for each case.
"""

import argparse
import json
import math
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from digestgen import parse
from digestgen.config import Config
from digestgen.engines import ENGINES, missing
from digestgen.extract import Claim, Extraction
from evaluation.cases import Case, judge, read_cases, score_case
from evaluation.rules import Counts

Folder = Mapping[str, Case]


class Output(Protocol):
    """What of an Extraction is scored."""

    @property
    def fields(self) -> Mapping[str, object]: ...
    @property
    def body(self) -> str: ...
    @property
    def chosen(self) -> Sequence[Claim]: ...


Outputs = Mapping[str, Output]

RESAMPLES = 400
BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Where bands of confidence begin; the last one holds 1 as well."""
MARGIN = 0.01
"""How far below its score the floor of a field is set."""


# --- running -------------------------------------------------------------------------------------


def engines() -> list[str]:
    """The engines that can run here."""
    return [engine for engine in ENGINES if not missing(engine)]


def outputs(engine: str, pastes: Mapping[str, str]) -> dict[str, Extraction]:
    """What an engine makes of each paste."""
    config = Config(extract=engine)
    return {key: parse.extraction_of(paste, config, ()) for key, paste in pastes.items()}


@dataclass(frozen=True, slots=True)
class Cost:
    articles_per_second: float  # of processor time
    peak_megabytes: float  # of the whole process


def measured(engine: str, pastes: Mapping[str, str]) -> tuple[dict[str, Extraction], Cost]:
    outputs(engine, {"": "Port Meridian\n\nBy Ada Okafor\n\nThe bridge is open.\n"})  # loads words
    began = time.process_time()
    made = outputs(engine, pastes)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return made, Cost(len(pastes) / (seconds or math.inf), megabytes)


# --- scores --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    n: int  # cases
    value: float
    low: float  # 95 % confidence interval
    high: float
    precision: float | None = None
    recall: float | None = None


def combine(counts: Iterable[Counts]) -> float:
    """Counts of several cases as one figure: a share or an F1, as their length says."""
    total = [sum(column) for column in zip(*counts, strict=True)]
    if len(total) == 2:
        return _share(total[0], total[1])
    precision, recall = _precision_recall(total)
    return _share(2 * precision * recall, precision + recall)


def _precision_recall(total: list[float]) -> tuple[float, float]:
    if len(total) == 3:
        hits, wrong, missed = total
        return _share(hits, hits + wrong), _share(hits, hits + missed)
    return _share(total[0], total[1]), _share(total[2], total[3])


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def score(counts: list[Counts]) -> Score:
    """The figure for one field, its interval by resampling the cases; the same each time."""
    chance = random.Random(0)
    again = sorted(combine(chance.choices(counts, k=len(counts))) for _ in range(RESAMPLES))
    edge = round(0.025 * RESAMPLES)
    low, high = again[edge], again[-edge - 1]
    both: tuple[float, float] | tuple[None, None] = (None, None)
    if len(counts[0]) > 2:
        both = _precision_recall([sum(column) for column in zip(*counts, strict=True)])
    return Score(len(counts), combine(counts), low, high, *both)


def scores(folder: Folder, made: Outputs) -> dict[str, Score]:
    """Field -> score, over the cases that can be scored on it."""
    by_field: dict[str, list[Counts]] = {}
    for key, case in folder.items():
        for field, counts in score_case(case.gold, made[key].fields, made[key].body).items():
            by_field.setdefault(field, []).append(counts)
    return {field: score(by_field[field]) for field in sorted(by_field, key=_ORDER.index)}


_ORDER = [
    "title",
    "title_visible",
    "date_day",
    "date_day_visible",
    "date_minute",
    "authors",
    "authors_visible",
    "section",
    "source",
    "source_visible",
    "image_caption",
    "image_credit",
    "people",
    "organizations",
    "places",
    "quotes_text",
    "quotes",
    "topics",
    "topics_soft",
    "body",
    "body_lines",
    "body_paragraphs",
    "boilerplate",
]

LOWER_IS_BETTER = "boilerplate"


def floors(found: Mapping[str, Score]) -> dict[str, float]:
    """A bound for each field, a little worse than its score."""
    return {
        field: math.ceil(score.value * 100) / 100 + MARGIN
        if field == LOWER_IS_BETTER
        else max(0.0, math.floor(score.value * 100) / 100 - MARGIN)
        for field, score in found.items()
    }


# --- calibration ---------------------------------------------------------------------------------


def calibration(folder: Folder, made: Outputs) -> dict[str, list[tuple[int, int]]]:
    """Field -> (right, claimed) for each band of confidence of the values that were chosen."""
    table: dict[str, list[tuple[int, int]]] = {}
    for key, case in folder.items():
        for claim in made[key].chosen:
            right = judge(case.gold, claim.field, claim.value)
            if right is not None:
                band = max(i for i, begin in enumerate(BANDS) if claim.confidence >= begin)
                for field in (claim.field, "all"):
                    row = table.setdefault(field, [(0, 0)] * len(BANDS))
                    row[band] = row[band][0] + right, row[band][1] + 1
    return {field: table[field] for field in sorted(table, key=lambda f: (f == "all", f))}


# --- printing ------------------------------------------------------------------------------------


def score_table(found: Mapping[str, Mapping[str, Score]]) -> str:
    """Fields down, engines across; `found` has a column of scores for each engine."""
    first = next(iter(found.values()))
    lines = [f"{'field':<18}{'n':>4}" + "".join(f"  {engine:<34}" for engine in found)]
    for field, one in first.items():
        cells = [_cell(column[field]) for column in found.values()]
        lines.append(f"{field:<18}{one.n:>4}" + "".join(f"  {cell:<34}" for cell in cells))
    return "\n".join(line.rstrip() for line in lines)


def _cell(score: Score) -> str:
    cell = f"{score.value:.3f} [{score.low:.2f} {score.high:.2f}]"
    if score.precision is not None:
        cell += f"  P {score.precision:.2f} R {score.recall:.2f}"
    return cell


def calibration_table(table: Mapping[str, list[tuple[int, int]]]) -> str:
    """Share right of the values claimed in each band, and how many those are."""
    heads = ["<.5", ".5-.6", ".6-.7", ".7-.8", ".8-.9", ".9-1"]
    lines = [f"{'confidence':<16}" + "".join(f"{head:>12}" for head in heads)]
    for field, row in table.items():
        cells = (f"{right / n:.2f} of {n}" if n else "–" for right, n in row)
        lines.append(f"{field:<16}" + "".join(f"{cell:>12}" for cell in cells))
    return "\n".join(lines)


def details(folder: Folder, made: Outputs) -> str:
    """One line a case: the counts of every field."""
    lines = []
    for key, case in folder.items():
        counts = score_case(case.gold, made[key].fields, made[key].body)
        short = {field: [round(c, 3) for c in row] for field, row in counts.items()}
        lines.append(f"{key} {json.dumps(short)}")
    return "\n".join(lines)


def report(folder: Folder, names: list[str], say: Callable[[str], object]) -> None:
    pastes = {key: case.paste for key, case in folder.items()}
    runs = {engine: measured(engine, pastes) for engine in names}
    say(score_table({engine: scores(folder, made) for engine, (made, _) in runs.items()}))
    for engine, (made, cost) in runs.items():
        say(f"\n{engine}: share right by confidence (topics, summary and body are not judged)")
        say(calibration_table(calibration(folder, made)))
        say(
            f"{engine}: {cost.articles_per_second:.0f} articles/s on one core, "
            f"peak {cost.peak_megabytes:.0f} MB"
        )


def main(arguments: list[str] | None = None) -> None:
    about = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(prog="python -m evaluation.score", description=about[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--engine", choices=("rules", "nlp"), help="only this one")
    parser.add_argument("--only", type=Path, metavar="FILE", help="a file of case ids, one a line")
    parser.add_argument("--details", action="store_true", help="also the counts of each case")
    parser.add_argument("--floors", action="store_true", help="print floors for the tests instead")
    options = parser.parse_args(arguments)
    only = None
    if options.only:
        only = frozenset(options.only.read_text(encoding="utf-8").split())
    names = [options.engine] if options.engine else engines()
    for path in options.folders:
        folder = read_cases(path, only)
        if not folder:
            print(f"\n{path}: no cases")
            continue
        if options.floors:
            made = outputs("rules", {key: case.paste for key, case in folder.items()})
            for field, floor in floors(scores(folder, made)).items():
                print(f'    "{field}": {floor:.2f},')
            continue
        print(f"\n{path}: {len(folder)} cases\n")
        report(folder, names, print)
        if options.details:
            for engine in names:
                made = outputs(engine, {key: case.paste for key, case in folder.items()})
                print(f"\n{engine}\n{details(folder, made)}")


if __name__ == "__main__":
    main()
