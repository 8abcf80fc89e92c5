"""Factors, care, families' members and costs of the invented place of `report_frames`, by number and not by chance."""

from __future__ import annotations

from datetime import date

import polars as pl

YEARS = (2022, 2023, 2024)
FACTORS = (
    ("poverty", "circumstance", 3),
    ("domestic_abuse", "circumstance", 11),
    ("kin_support", "strength", 7),
)
ITEMS = (
    # item, service, payer, kind, every how many people, pounds
    ("home_care", "adult_social_care", "council", "fiscal", 6, 9_000),
    ("police_incident", "police", "police", "fiscal", 4, 600),
    ("gp_visit", "schools", "nhs", "fiscal", 3, 40),
    ("foster_care", "children_looked_after", "council", "fiscal", 60, 40_000),
    ("unpaid_care", "adult_social_care", "unpaid_carers", "economic", 9, 5_000),
)


def lived(people: int) -> dict[str, pl.DataFrame]:
    """The tables `family_member`, `exposure`, `spell` and `cost`: every so many people have each."""
    number = pl.DataFrame({"n": range(people)}).with_columns(
        pl.format("p{}", pl.col("n").cast(pl.String).str.zfill(8)).alias("person_id")
    )
    return {
        "family_member": number.select(
            pl.format("f{}", (pl.col("n") // 3).cast(pl.String).str.zfill(8)).alias("family_id"), "person_id",
            pl.when(pl.col("n") % 3 == 0).then(pl.lit("adult")).otherwise(pl.lit("child")).alias("role"),
        ),
        "exposure": pl.concat([_exposure(number, *factor) for factor in FACTORS]),
        "spell": _care(number),
        "cost": pl.concat([_cost(number, year, *item) for year in YEARS for item in ITEMS]),
    }  # fmt: skip


def _every(number: pl.DataFrame, step: int) -> pl.DataFrame:
    return number.filter(pl.col("n") % step == 0)


def _exposure(number: pl.DataFrame, factor: str, kind: str, step: int) -> pl.DataFrame:
    return _every(number, step).select(
        "person_id", pl.lit(factor).alias("factor"), pl.lit(kind).alias("kind"), pl.lit("self").alias("holder"),
        pl.lit(date(2023, 5, 1)).alias("from_date"), pl.lit(None, pl.Date).alias("to_date"),
        pl.lit("police").alias("sources"),
    )  # fmt: skip


def _care(number: pl.DataFrame) -> pl.DataFrame:
    return _every(number, 60).select(
        "person_id", pl.lit("childrens_help").alias("track"), pl.lit("looked_after_fostering").alias("state"),
        pl.lit(date(2024, 2, 1)).alias("from_date"), pl.lit(None, pl.Date).alias("to_date"),
        pl.lit(date(2025, 3, 31)).alias("known_to"), pl.lit("looked_after").alias("sources"),
        pl.lit(1, pl.UInt32).alias("claims"), pl.lit(False).alias("source_conflict"),
    )  # fmt: skip


def _cost(
    number: pl.DataFrame, year: int, item: str, service: str, payer: str, kind: str, step: int, pounds: int
) -> pl.DataFrame:
    pence = 100 * pounds + 1000 * (pl.col("n") % 7)
    return _every(number, step).select(
        "person_id", pl.lit(item).alias("item"), pl.lit(service).alias("service"), pl.lit(payer).alias("payer"),
        pl.lit(None, pl.String).alias("fund"), pl.lit(kind).alias("kind"), pl.lit(year, pl.Int32).alias("year"),
        pl.lit(date(year, 4, 1)).alias("from_date"), pl.lit(date(year + 1, 4, 1)).alias("to_date"),
        pl.lit(1.0).alias("units"), pl.lit("case").alias("unit"), (pence // 2).cast(pl.Int64).alias("low_pence"),
        pence.cast(pl.Int64).alias("amount_pence"), (pence * 2).cast(pl.Int64).alias("high_pence"),
        pl.lit("priced").alias("basis"), pl.lit(f"price.{item}.{year}").alias("price_id"),
        pl.lit("own year").alias("price_basis"),
    )  # fmt: skip
