"""What all records of each person so far say: names, birth dates, homes, and by which source."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from wholeplace.linkage.addresses import with_place
from wholeplace.linkage.evidence.clean import COMPARED_AT

SPELLING = (
    "label", "given", "family", "former", "preferred", "given_sound", "family_sound", "given_roots", "family_roots",
    "family_parts",
)  # fmt: skip

REPEATS = 0.03
"""A source that enters more of its people twice than this may well have a person already whom it enters anew."""


def said_of(records: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Records that may be linked, each with `label`, its person so far. people: n and label."""
    return records.join(people, on="n", maintain_order="left").filter("linkable")


def spellings(said: pl.DataFrame) -> pl.DataFrame:
    """Each way in which each person is named (both names known), and by how many people so far that name is borne."""
    whole = said.drop_nulls(["given", "family"]).select(SPELLING).unique()
    bearers = pl.col("label").n_unique().over("given_sound", "family_sound").alias("bearers")
    return whole.with_columns(bearers).sort("label", "given", "family", "preferred", "former")


def lives(said: pl.DataFrame, spelt: pl.DataFrame) -> pl.DataFrame:
    """One row a person so far: n of the first record, sex where sources agree, which sources they are.

    young: no record says otherwise than that they are under age. bearers: of their rarest name.
    """
    one = pl.col("sex").drop_nulls().unique()
    whole = said.group_by("label").agg(
        pl.col("n").min(),
        pl.when(one.len() == 1).then(one.first()).alias("sex"),
        pl.col("young").any(),
        pl.col("adoption").any(),
        pl.col("source").unique().sort().alias("sources"),
    )
    rarest = spelt.group_by("label").agg(pl.col("bearers").min())
    return whole.join(rarest, on="label", how="left").sort("label")


def births(said: pl.DataFrame) -> pl.DataFrame:
    """label, born, digits: each birth date that is given for each person."""
    dated = said.select("label", pl.col("birth_date").alias("born"), pl.col("birth_digits").alias("digits"))
    return dated.drop_nulls().unique().sort("label", "born")


def stays(said: pl.DataFrame, address: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    """record_id, label, place, postcode, from_date, to_date of every address that may be compared."""
    placed = with_place(address, hide_kinds).filter(~pl.col("hidden"), pl.col("kind").is_in(COMPARED_AT))
    where = placed.select("record_id", "place", "postcode", "from_date", "to_date")
    return where.join(said.select("record_id", "n", "label"), on="record_id", maintain_order="left")


def repeating(named: pl.DataFrame) -> list[str]:
    """Sources that often enter one person twice: in a file, for more than REPEATS of its people so far."""
    held = named.group_by("source", "file", "label").len()
    often = held.group_by("source").agg((pl.col("len") > 1).mean().alias("twice"))
    return often.filter(pl.col("twice") > REPEATS)["source"].sort().to_list()
