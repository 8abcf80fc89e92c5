"""What families of the invented place of `report_frames` have to do with, by number and not by chance."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

QUESTIONS = "housing, money and work"


def around(people: int, as_of: date) -> dict[str, pl.DataFrame]:
    """The tables of families, and two patterns of them; what is asked again or enforced of every third and sixth."""
    count = people // 4
    number = pl.DataFrame({"n": range(count)}, schema={"n": pl.Int64}).with_columns(
        pl.format("f{}", pl.col("n").cast(pl.String).str.zfill(8)).alias("family_id")
    )
    return {
        "family_year": _years(number, as_of.year - 1),
        "assessment": _assessments(number, as_of - timedelta(days=40)),
        "conflict": _conflicts(number, as_of),
        "pattern": _patterns(count),
        "pattern_feature": _features(),
    }


def _patterns(count: int) -> pl.DataFrame:
    if count < 100:
        return pl.DataFrame(schema={"pattern": pl.UInt32})
    sizes = [count * 3 // 4, count - count * 3 // 4]
    return pl.DataFrame({"pattern": [1, 2], "families": sizes}).select(
        "pattern", pl.format("Many live with trouble {}", "pattern").alias("description"), "families",
        pl.lit(3).alias("people"), pl.lit(0.5).alias("share"), pl.lit(0.4).alias("share_low"),
        pl.lit(0.6).alias("share_high"), pl.Series("stability", [0.9, 0.5]), pl.lit(1.25).alias("services_each"),
        *(pl.lit(pence).alias(name) for name, pence in (
            ("cost_low_pence", 1), ("cost_pence", 2), ("cost_high_pence", 3), ("mean_pence", 1_200_000),
            ("mean_low_pence", 900_000), ("mean_high_pence", 1_500_000))),
    )  # fmt: skip


def _features() -> pl.DataFrame:
    """Of the first pattern: told, in all but a few, no commoner than elsewhere, in too few."""
    shares = {
        "poverty": (0.6, 0.3),
        "school absence": (0.999, 0.5),
        "homelessness": (0.3, 0.3),
        "falls": (0.01, 0.001),
    }
    rows = [
        (1, "circumstance", name, name, share, share, share, of_all)
        for name, (share, of_all) in shares.items()
    ]
    schema = ["pattern", "kind", "feature", "phrase", "share", "low", "high", "of_all"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _years(number: pl.DataFrame, year: int) -> pl.DataFrame:
    held = pl.col("n") % 10 == 9
    each = {
        "services_at_once": pl.col("n") % 5, "agencies_at_once": pl.col("n") % 3, "services": pl.col("n") % 6,
        "agencies": pl.col("n") % 4, "teams": pl.col("n") % 8, "contacts": pl.col("n") % 30,
        "assessments": pl.col("n") % 4, "repeated_assessments": (pl.col("n") % 3 == 0).cast(pl.Int64),
        "conflicts": (pl.col("n") % 6 == 0).cast(pl.Int64),
    }  # fmt: skip
    return number.select(
        "family_id", pl.lit(year).alias("cost_year"),
        *(pl.when(~held).then(of).alias(name) for name, of in each.items()),
        pl.when(held).then(pl.lit("few known parents")).alias("withheld"),
    )  # fmt: skip


def _assessments(number: pl.DataFrame, day: date) -> pl.DataFrame:
    again = pl.col("n") % 3 == 0
    return number.select(
        "family_id", pl.lit(day).alias("date"), pl.lit("housing_benefit").alias("service"),
        pl.lit("council").alias("agency"), pl.lit("assessment").alias("kind"), pl.lit(2).alias("people"),
        pl.lit(QUESTIONS).alias("questions"), pl.when(again).then(pl.lit(QUESTIONS)).alias("asked_again"),
        pl.when(again).then(pl.lit("childrens_social_care")).alias("asked_by"),
        *(pl.when(again).then(pence).otherwise(0).alias(name) for name, pence in (
            ("low_pence", 9_000), ("amount_pence", 20_000), ("high_pence", 44_000))),
    )  # fmt: skip


def _conflicts(number: pl.DataFrame, as_of: date) -> pl.DataFrame:
    return number.filter(pl.col("n") % 6 == 0).select(
        "family_id", pl.lit("debt:enforcement").alias("enforcing"), pl.lit("council").alias("enforcing_agency"),
        pl.lit("childrens_help:child_in_need").alias("supporting"), pl.lit("council").alias("supporting_agency"),
        pl.lit(True).alias("same_agency"), pl.lit(as_of - timedelta(days=90)).alias("from_date"),
        pl.lit(as_of).alias("to_date"), pl.lit(1).alias("times"),
    )  # fmt: skip
