"""The groups by which linkage is judged: source, age, sex and name origin of each record."""

from __future__ import annotations

from datetime import date

import polars as pl

AGES = (5, 11, 16, 25, 45, 65, 85)
BANDS = ("00 to 04", "05 to 10", "11 to 15", "16 to 24", "25 to 44", "45 to 64", "65 to 84", "85 and over")
UNKNOWN = "unknown"
WHOLE = "all"
BY = ("source", "age", "sex", "audit_group")


def age_band(born: pl.Expr, as_of: date) -> pl.Expr:
    """Age band in whole years, told from the month of birth; null where unknown."""
    months = 12 * (as_of.year - born.dt.year()) + as_of.month - born.dt.month()
    older = pl.sum_horizontal((months // 12 >= age).cast(pl.UInt32) for age in AGES)
    band = older.replace_strict(dict(enumerate(BANDS)), return_dtype=pl.String)
    return pl.when(born.is_not_null()).then(band)


def labelled(records: pl.DataFrame, people: pl.DataFrame, origin: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """people (n, label) with source, age, sex and audit_group, those of the person; `unknown` where none is known.

    records: comparison columns. origin: label and audit_group. Of several birth dates or sexes the first in order.
    """
    said = people.join(records.select("n", "source", "birth_date", "sex"), on="n", maintain_order="left")
    known = said.group_by("label").agg(pl.col("birth_date").min(), pl.col("sex").min())
    told = known.join(origin.select("label", "audit_group"), on="label", how="left").select(
        "label",
        pl.col("sex", "audit_group").fill_null(UNKNOWN),
        age=age_band(pl.col("birth_date"), as_of).fill_null(UNKNOWN),
    )
    each = said.drop("birth_date", "sex").join(told, on="label", how="left", maintain_order="left")
    return each if each["n"].is_sorted() else each.sort("n")
