"""How good linkage is thought to be, held against how good it is: the truth lies inside the interval."""

from __future__ import annotations

import sys

import polars as pl
import pytest

from bench.linkage.coverage import FIRST, RESIDENTS, SEEDS, Row, covered, judged, table, told

QUICK = 1_000
FEWEST_INSIDE = 43
"""Of fifty, were each inside with a chance of 0.95, as many or more would be in 996 of 1,000 tries."""


def whole(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame([row for row in rows if row["by"] == "all"])


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_the_truth_of_a_small_place_lies_inside(seed: int) -> None:
    found = whole(judged(seed, QUICK))
    assert found.height == 2
    assert found["inside"].all()
    assert ((found["estimated"] - found["true"]).abs() < 0.03).all()


@pytest.mark.long
def test_the_truth_of_fifty_places_lies_inside_as_often_as_said(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[Row] = []
    for seed in range(FIRST, FIRST + SEEDS):
        rows += judged(seed, RESIDENTS)
        with capsys.disabled():
            print(told([row for row in rows if row["seed"] == seed]), file=sys.stderr, flush=True)
    with capsys.disabled():
        print(table(rows), file=sys.stderr, flush=True)
    counts = covered(rows)
    assert (counts.filter(pl.col("by") == "all")["inside"] >= FEWEST_INSIDE).all()
    assert (counts["inside"] >= 0.9 * counts["judged"]).all()
    precision = whole(rows).filter(pl.col("measure") == "precision")
    assert ((precision["estimated"] - precision["true"]).abs() <= 0.01).all()
