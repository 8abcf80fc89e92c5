"""How much harm a wrong answer would do, and whose merges need two reviewers.

Points by what is known of a pair's people. Assumed: no council publishes such weights; the order is what
matters, and follows from whom a wrong file, or a wrong address, has hurt most in what regulators report.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

POINTS = {"protected": 5.0, "police": 3.0, "child": 2.0, "social_care": 1.0}
BASE = 1.0
NEEDS_TWO = ("protected", "police", "child")
POLICE = ("police",)
SOCIAL_CARE = ("ssda903", "cin", "ssd", "annex_a", "cld", "family_context")
CLASH_UNCERTAINTY = {"one source tells them apart": 0.25}
"""Uncertainty of a question whose two sides are both strong, by reason; 1 for any other."""


def risks(
    records: pl.DataFrame, people: pl.DataFrame, protection: pl.DataFrame, tables: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """One row a record: record_id and whether its person is `protected`, `child`, of `police`, of `social_care`.

    records: comparison columns. people: record_id and person_id. What is true of one record is true of all
    records of its person.
    """
    hidden = tables["address"].filter("hidden")["record_id"].implode()
    known = records.select("record_id", "layout", "young", "adoption").join(
        people, on="record_id", how="left"
    )
    safe = pl.col("person_id").is_in(protection["person_id"].implode()).fill_null(False)
    own = known.select(
        "record_id", pl.coalesce("person_id", "record_id").alias("person_id"),
        (safe | pl.col("record_id").is_in(hidden) | pl.col("adoption")).alias("protected"),
        pl.col("young").alias("child"),
        pl.col("layout").is_in(POLICE).alias("police"),
        pl.col("layout").is_in(SOCIAL_CARE).alias("social_care"),
    )  # fmt: skip
    return own.with_columns(pl.col(name).any().over("person_id") for name in POINTS).drop("person_id")


def needing_two(risk: pl.DataFrame) -> pl.DataFrame:
    """record_id of everybody whose merges want a second reviewer."""
    return risk.filter(pl.any_horizontal(NEEDS_TWO)).select("record_id")


def ranked(review: pl.DataFrame, risk: pl.DataFrame) -> pl.DataFrame:
    """The review list with harm, uncertainty, their product `priority`, and whether a merge needs two reviewers.

    Uncertainty of a doubtful link of probability p is 4p(1-p): 1 at a half, 0 where it is certain. Where strong
    evidence stands against strong evidence it is that of the reason.
    """
    sides = review
    for end in ("a", "b"):
        columns = {"record_id": f"record_{end}", **{name: f"{name}_{end}" for name in POINTS}}
        sides = sides.join(risk.rename(columns), on=f"record_{end}", how="left", maintain_order="left")
    either = {name: pl.any_horizontal(pl.col(f"{name}_a", f"{name}_b").fill_null(False)) for name in POINTS}
    harm = BASE + pl.sum_horizontal(flag.cast(pl.Float64) * POINTS[name] for name, flag in either.items())
    doubt = (4 * pl.col("score") * (1 - pl.col("score"))).clip(0.05, 1.0)
    clash = pl.col("reason").replace_strict(CLASH_UNCERTAINTY, default=1.0, return_dtype=pl.Float64)
    uncertainty = pl.when(pl.col("reason").str.starts_with("doubtful")).then(doubt).otherwise(clash)
    scored = sides.with_columns(harm.alias("harm"), uncertainty.round(6).alias("uncertainty"))
    return scored.select(
        *review.columns, "harm", "uncertainty",
        (pl.col("harm") * pl.col("uncertainty")).round(6).alias("priority"),
        pl.any_horizontal(either[name] for name in NEEDS_TWO).alias("second_reviewer"),
    )  # fmt: skip
