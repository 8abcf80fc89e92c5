"""What `link` made, told without ids: people by their first record, households and families by their people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from wholeplace.linkage.contracts import TABLES

PEOPLE = ("person_id", "other_person_id", "person_a", "person_b")
EQUALS = ("spouse_or_partner", "sibling", "household", "family")
"""Ties that stand once for two, the smaller id first."""


def under_first_records(read: Callable[[str], pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Every table of `link` but history, its rows in one order whatever the ids. read: a table by name."""
    who = read("record_person").group_by("person_id").agg(first=pl.col("record_id").min())
    told = {table.name: _named(read(table.name), who) for table in TABLES if table.name != "person_history"}
    told["tie"] = _either_way(told["tie"])
    told |= _grouped(told, "household_id", "residence", ("household", "residence"))
    told |= _grouped(told, "family_id", "family_member", ("family_member",))
    return {name: frame.sort(pl.all(), nulls_last=True) for name, frame in told.items()}


def _named(frame: pl.DataFrame, who: pl.DataFrame) -> pl.DataFrame:
    for name in PEOPLE:
        if name in frame.columns:
            joined = frame.join(who.rename({"person_id": name}), on=name, how="left")
            frame = joined.with_columns(pl.col("first").alias(name)).drop("first")
    return frame


def _either_way(tie: pl.DataFrame) -> pl.DataFrame:
    ends = ("person_a", "person_b")
    order = (pl.min_horizontal(ends), pl.max_horizontal(ends))
    equal = pl.col("kind").is_in(EQUALS)
    return tie.with_columns(
        pl.when(equal).then(by_name).otherwise(end).alias(end)
        for end, by_name in zip(ends, order, strict=True)
    )


def _grouped(
    told: Mapping[str, pl.DataFrame], key: str, members: str, tables: tuple[str, ...]
) -> dict[str, pl.DataFrame]:
    said = pl.concat_str("person_id", pl.col("from_date").cast(pl.String).fill_null(""))
    names = told[members].group_by(key).agg(name=said.sort().str.join(" "))
    return {
        table: told[table].join(names, on=key).with_columns(pl.col("name").alias(key)).drop("name")
        for table in tables
    }
