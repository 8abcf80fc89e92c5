"""How good linkage is thought to be, held against how good it is: the truth lies inside the interval."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wholeplace.demo.make import make_demo
from wholeplace.place import Place
from wholeplace.score.parts.people import registrations, score_people
from wholeplace.score.truth import load_truth
from wholeplace.steps import silent

QUICK = 1_000
LONG = 2_000
"""Fewer than 10,000, so that fifty places take 25 minutes and not two hours."""
SEEDS = range(101, 151)


def judged(folder: Path, residents: int, seed: int) -> pl.DataFrame:
    """measure, estimate, low, high and true, of the whole of a made place."""
    given = {"residents": residents, "years": 5, "seed": seed, "register": True, "progress": silent}
    make_demo(folder, authority="Barking and Dagenham", **given)  # type: ignore[arg-type]
    place = Place(folder)
    place.run(last="link")
    tables = {name: place.store.read(name) for name in ("record", "record_person")}
    rows = registrations(load_truth(folder).tables["record_person"], tables)
    found = score_people(rows, tables, place.config.as_of, person=None, residence=None, forbidden=None)
    true = {name: found["read"][name]["value"] for name in ("precision", "recall")}
    whole = place.store.read("link_quality").filter(
        pl.col("by") == "all", pl.col("measure").is_in(list(true))
    )
    return whole.with_columns(true=pl.col("measure").replace_strict(true, return_dtype=pl.Float64))


def inside() -> pl.Expr:
    return pl.col("true").is_between("low", "high")


@pytest.mark.parametrize("seed", [1, 2])
def test_the_truth_of_a_small_place_lies_inside(seed: int, tmp_path: Path) -> None:
    told = judged(tmp_path / "place", QUICK, seed)
    assert told.height == 2
    assert told.filter(~inside()).is_empty()
    assert ((told["estimate"] - told["true"]).abs() < 0.03).all()


@pytest.mark.long
def test_the_truth_of_fifty_places_lies_inside_as_often_as_said(tmp_path: Path) -> None:
    told = pl.concat(judged(tmp_path / str(seed), LONG, seed) for seed in SEEDS)
    precision = told.filter(pl.col("measure") == "precision")
    assert told.select(inside().mean()).item() >= 0.95
    assert ((precision["estimate"] - precision["true"]).abs() <= 0.01).all()
