from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.score.parts.drawn.population import score_population

AS_OF = date(2026, 3, 31)
CELLS = pl.DataFrame(
    {
        "area": ["x", "x", "y"],
        "age_band": ["0", "1", "0"],
        "sex": ["female"] * 3,
        "people": [100.0, 50.0, 40.0],
    }
)


def test_gaps_by_area_and_age_and_how_many_are_linked() -> None:
    population = CELLS.with_columns(
        published=pl.col("people"), people=pl.Series([80, 60, 30]), weight=pl.Series([1.0, 0.833333, 1.0]),
        unseen=pl.Series([20.0, 0.0, 0.0]), month=pl.lit(date(2026, 3, 1)),
    )  # fmt: skip
    nowhere = population.head(1).with_columns(
        area=pl.lit(None, pl.String), people=pl.lit(7, pl.Int64), published=pl.lit(None, pl.Float64)
    )
    earlier = population.with_columns(month=pl.lit(date(2026, 2, 1)), people=pl.lit(0, pl.Int64))
    part = score_population(pl.concat([population, nowhere, earlier]), CELLS, AS_OF)
    assert part["by_area"] == {"gap": 0.25, "near": 1, "of": 2}
    assert part["by_age"] == {"gap": round(10 / 140, 6), "near": 1, "of": 2}
    assert part["linked"] == {"all": round(170 / 190, 6), "0": round(110 / 140, 6), "1": 1.2}
    assert part["not_placed"] == 7
