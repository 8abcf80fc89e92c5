"""What all records of each person so far say: names, birth dates, homes, and by which source."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from wholeplace.linkage.addresses import with_place
from wholeplace.linkage.evidence.clean import COMPARED_AT
from wholeplace.linkage.numbers import numbered, once, texts_again

SPELLING = (
    "label", "given", "family", "former", "preferred", "given_sound", "family_sound", "given_roots", "family_roots",
    "family_parts",
)  # fmt: skip
SAID = (
    "n", "record_id", "source", "file", *SPELLING[1:], "spelt", "sounds", "birth_date", "birth_digits", "sex",
    "young", "adoption", "seen_from", "seen_to",
)  # fmt: skip

REPEATS = 0.03
"""A source that enters more of its people twice than this may well have a person already whom it enters anew."""

MOST_AT_A_POSTCODE = 60
"""Assumed: a postcode is of about 15 homes and 40 people; where things happened to many more, not only they are met."""


def said_of(records: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """What records that may be linked say, each with `label`, its person so far. people: n and label."""
    label = records.select("n").join(people, on="n", how="left", maintain_order="left")["label"]
    return records.select(*SAID, label, "linkable").filter("linkable").drop("linkable")


def anyone(said: pl.DataFrame, told: pl.Expr) -> pl.Expr:
    """Whether any record of the person says so."""
    return pl.col("label").is_in(said.filter(told)["label"].unique().implode())


def spellings(said: pl.DataFrame) -> pl.DataFrame:
    """Each way in which each person is named (both names known), and by how many people so far that name is borne."""
    named = said.drop_nulls(["given", "family"])
    first = named.select("label", "spelt", at=pl.int_range(pl.len(), dtype=pl.UInt32))
    at = first.unique(["label", "spelt"], keep="first").sort("label", "spelt")["at"]
    borne = named.select("label", "sounds").unique().group_by("sounds").len("bearers")
    whole = named.select(*SPELLING, "sounds")[at]
    as_written = pl.lit(False).alias("turned")
    return whole.join(borne, on="sounds", maintain_order="left").select(*SPELLING, "bearers", as_written)


def lives(said: pl.DataFrame, spelt: pl.DataFrame) -> pl.DataFrame:
    """One row a person so far: n of the first record, sex where sources agree, which sources they are.

    young: no record says otherwise than that they are under age. bearers: of their rarest name.
    """
    male = pl.col("sex") == "male"
    whole = said.group_by("label").agg(
        pl.col("n").min(), male.min().alias("least"), male.max().alias("most"),
        pl.col("young").any(), pl.col("adoption").any(),
    )  # fmt: skip
    same = pl.when("most").then(pl.lit("male")).otherwise(pl.lit("female"))
    sex = pl.when(pl.col("least") == pl.col("most")).then(same).alias("sex")
    rarest = spelt.group_by("label").agg(pl.col("bearers").min())
    known = whole.with_columns(sex).join(_sources(said), on="label").join(rarest, on="label", how="left")
    return known.drop("least", "most").sort("label")


def _sources(said: pl.DataFrame) -> pl.DataFrame:
    """label and the sources of its records, in order."""
    names = once(said["source"])
    each = numbered(said.select("label", "source"), names, "source").unique().sort("label", "source")
    return texts_again(each, names, "source").group_by("label").agg(pl.col("source").alias("sources"))


def births(said: pl.DataFrame) -> pl.DataFrame:
    """label, born, digits: each birth date that is given for each person."""
    dated = said.select("label", pl.col("birth_date").alias("born"), pl.col("birth_digits").alias("digits"))
    return dated.drop_nulls().unique(["label", "born"]).sort("label", "born")


def by_number(address: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Addresses with n of their record, place and postcode by number, as they are only held against each other.

    Addresses that have an n are so already.
    """
    if "n" in address.columns:
        return address
    placed = with_place(address, ()).join(
        records.select("n", "record_id"), on="record_id", maintain_order="left"
    )
    for name in ("place", "postcode"):
        placed = numbered(placed, once(placed[name]), name)
    return placed


def stays(said: pl.DataFrame, address: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    """n, label, place, postcode, from_date, to_date of every address that may be compared. address: `by_number`."""
    shown = with_place(address, hide_kinds).filter(~pl.col("hidden"), pl.col("kind").is_in(COMPARED_AT))
    where = shown.select("n", "place", "postcode", "from_date", "to_date")
    return where.join(said.select("n", "label"), on="n", maintain_order="left")


def scenes(said: pl.DataFrame, address: pl.DataFrame) -> pl.DataFrame:
    """label, postcode, day of each event, where the source tells where it was. address: `by_number`."""
    where = address.filter(pl.col("kind") == "incident", ~pl.col("hidden")).drop_nulls(
        ["postcode", "from_date"]
    )
    placed = where.join(said.select("n", "label"), on="n")
    return placed.select("label", "postcode", pl.col("from_date").alias("day")).unique()


def quiet(scenes: pl.DataFrame) -> pl.DataFrame:
    """Scenes at postcodes that are mostly of those who live there, not of many, as in a high street."""
    return scenes.filter(pl.col("label").n_unique().over("postcode") <= MOST_AT_A_POSTCODE)


def repeating(named: pl.DataFrame) -> list[str]:
    """Sources that often enter one person twice: in a file, for more than REPEATS of its people so far."""
    held = named.group_by(pl.col("source", "file").cast(pl.Categorical), "label").len()
    often = held.group_by("source").agg((pl.col("len") > 1).mean().alias("twice"))
    return often.filter(pl.col("twice") > REPEATS)["source"].cast(pl.String).sort().to_list()
