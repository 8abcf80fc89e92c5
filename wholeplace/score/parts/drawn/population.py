"""The denominator against published counts, and how much of it sources saw."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from wholeplace.score.share import DIGITS

NEAR = 0.01


def score_population(population: pl.DataFrame, published: pl.DataFrame, as_of: date) -> dict[str, Any]:
    """population: the store's; published: as the place's own file or the packaged census has it.

    Of each area and each age band on the last month: `gap`, the largest share by which residents counted (linked by
    their weight, and unseen) differ from those published; `near`, how many of how many differ by at most 1 %.
    `linked`: linked residents for each published one, in all and by age band; above 1 where more are linked than
    published. `not_placed`: linked people without area, age or sex.
    """
    now = population.filter(month=as_of.replace(day=1))
    placed = now.filter(pl.col("published").is_not_null())
    counted = placed.with_columns(counted=pl.col("people") * pl.col("weight") + pl.col("unseen"))
    told = published.select("area", "age_band", "sex", told="people")
    both = told.join(counted, on=["area", "age_band", "sex"], how="left").with_columns(
        pl.col("counted").fill_null(0.0), pl.col("people").fill_null(0)
    )
    ages = both.group_by("age_band", maintain_order=True).agg(pl.col("people", "told").sum())
    return {
        "by_area": _gaps(both, "area"),
        "by_age": _gaps(both, "age_band"),
        "linked": {
            "all": _part(*both.select(pl.col("people", "told").sum()).row(0)),
            **{row["age_band"]: _part(row["people"], row["told"]) for row in ages.iter_rows(named=True)},
        },
        "not_placed": int(now.filter(pl.col("published").is_null())["people"].sum()),
    }


def _gaps(both: pl.DataFrame, label: str) -> dict[str, Any]:
    sums = both.group_by(label).agg(pl.col("counted", "told").sum()).filter(pl.col("told") > 0)
    gaps = (sums["counted"] / sums["told"] - 1).abs().to_list()
    near = sum(gap <= NEAR for gap in gaps)
    return {"gap": round(max(gaps, default=0.0), DIGITS), "near": near, "of": sums.height}


def _part(people: float, told: float) -> float | None:
    return round(people / told, DIGITS) if told else None
