"""How often ranges of linkage hold the truth: `python -m bench.linkage.coverage [SEEDS [RESIDENTS]]`.

Places are made of one seed after another, read, linked and held against their truth. Each is told as it ends, and kept
in bench/linkage/coverage.json: stopped anywhere, the next call goes on from there. At the end, how many of the places
have their precision and recall in range (95 in 100 is meant), and how many groups by source, age, sex and name origin.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.demo.make import make_demo
from wholeplace.linkage.quality.labels import UNKNOWN
from wholeplace.place import Place
from wholeplace.score import score_place

FIRST, SEEDS, RESIDENTS = 101, 50, 10_000
FEWEST = 200
"""Groups of fewer pairs are left out: of them a range says next to nothing."""
NOBODY = (UNKNOWN, "not_told")
KEPT = Path(__file__).with_name("coverage.json")
Row = dict[str, Any]


def judged(seed: int, residents: int, authority: str = "E09000002", mess: float = 1.0) -> list[Row]:
    """One row a group and measure of a made place: seed, by, name, measure, and what `thought` of the score has."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "place"
        make_demo(folder, authority=authority, residents=residents, seed=seed, mess=mess)
        place = Place(folder)
        place.run(last="link")
        thought = score_place(folder, place.store.read, place.config.as_of).parts["thought"] or {}
    return [
        {"seed": seed, "by": by, "name": name, "measure": measure, **each}
        for by, names in thought.items()
        for name, measures in names.items()
        for measure, each in measures.items()
    ]


def covered(rows: Iterable[Row]) -> pl.DataFrame:
    """by, measure, judged and inside (counts), and off: the mean of how far the estimate is from the truth."""
    table = pl.DataFrame(list(rows), infer_schema_length=None).filter(
        pl.col("inside").is_not_null(), pl.col("pairs") >= FEWEST, ~pl.col("name").is_in(NOBODY)
    )
    off = (pl.col("estimated") - pl.col("true")).abs().mean().round(4)
    return (
        table.group_by("by", "measure")
        .agg(judged=pl.len(), inside=pl.col("inside").sum(), off=off)
        .sort("by", "measure")
    )


def told(rows: list[Row]) -> str:
    """One place in a line."""
    whole = [row for row in rows if row["by"] == "all"]
    said = (
        f"{row['measure']} {row['estimated']:.4f} ({row['low']:.4f} to {row['high']:.4f}), truly {row['true']:.4f}"
        + ("" if row["inside"] else " OUTSIDE")
        for row in sorted(whole, key=lambda row: row["measure"])
    )
    return f"seed {rows[0]['seed']}: {'; '.join(said)}"


def table(rows: list[Row]) -> str:
    """The counts, for docs/linkage.md."""
    lines = [
        f"| {by} | {measure} | {inside:,} of {judged:,} | {100 * inside / judged:.0f} % | {off:.4f} |"
        for by, measure, judged, inside, off in covered(rows).iter_rows()
    ]
    head = ["| by | measure | in range | share | mean distance |", "| --- | --- | ---: | ---: | ---: |"]
    return "\n".join([*head, *lines])


def kept_places(seeds: Iterable[int], residents: int) -> Iterator[list[Row]]:
    """The rows of each place, those kept already first made if they are missing."""
    known: dict[str, list[Row]] = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    for seed in seeds:
        key = f"{residents}:{seed}"
        if key not in known:
            known[key] = judged(seed, residents)
            KEPT.write_text(json.dumps(known) + "\n", encoding="utf-8")
        yield known[key]


def main() -> None:
    count, residents = [*map(int, sys.argv[1:]), *(SEEDS, RESIDENTS)[len(sys.argv) - 1 :]]
    rows: list[Row] = []
    for place in kept_places(range(FIRST, FIRST + count), residents):
        print(told(place), flush=True)
        rows += place
    print(table(rows))


if __name__ == "__main__":
    main()
